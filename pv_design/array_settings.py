"""What a simulation is run with: every argument checked, every default looked up."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_fact
from pv_design.cell_temperature import temperature_model
from pv_design.losses import SystemLoss, names_all_losses, system_losses
from pv_design.row_shade import Rows, rows_of
from pv_design.spectrum import checked_spectral
from pv_design.trackers import Tracking, tracking_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.components.single_diode import SingleDiode
    from pv_design.losses import Losses
    from pv_design.weather import Weather

DC_AC_RATIO = 1.2
"""Rated power of the modules over the limit of the inverters where nobody gives it."""
_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class ArraySettings:
    """A plant as the simulation sees it: nothing is left to be guessed."""

    dc_kw: float
    """Rated power of the modules [kW]."""
    ac_rating_kw: float
    """Limit of the inverters [kW]."""
    tilt_deg: float
    """0 lies flat, 90 stands."""
    azimuth_deg: float
    """0 north, 90 east."""
    losses: tuple[SystemLoss, ...]
    """In the order in which they act."""
    inverter_efficiency: float
    """Nominal [fraction]."""
    temperature_model: str
    """pvsyst, faiman, sapm or noct_sam."""
    temperature_values: Mapping[str, float]
    """What the model is run with."""
    gamma_pmp_per_c: float
    """Power coefficient [fraction per degC]."""
    albedo: float
    """Of the ground [fraction]."""
    defaults: tuple[str, ...]
    """Names of what nobody gave."""
    mounting: str
    """open_rack or roof."""
    tracking: Tracking | None = None
    """How rows turn about their axis; None for modules that stand still."""
    rows: Rows | None = None
    """Rows behind each other; None for one that stands alone."""
    bifaciality: float | None = None
    """Of the modules [fraction]; None for those of one face."""
    spectral: str | None = None
    """Model of the light's colour, None for none."""
    facing_pole_is_meant: bool = False
    """A plane that looks away from the equator is wanted."""
    circuit: SingleDiode | None = None
    """Model of one module; None for power linear in light and temperature."""

    @property
    def rear_fraction(self) -> float:
        """What light on the back gives over the same light on the front [fraction]."""
        if self.bifaciality is None:
            return 0.0
        shade, mismatch = (
            read_fact("pv_design", "data/production.csv", key).value
            for key in ("rear_shade", "rear_mismatch")
        )
        return self.bifaciality * (1 - shade) * (1 - mismatch)


def array_settings(
    *,
    dc_kw: float,
    tilt_deg: float,
    azimuth_deg: float,
    dc_ac_ratio: float = DC_AC_RATIO,
    mounting: str = "open_rack",
    losses: Losses | None = None,
    inverter_efficiency: float | None = None,
    temperature: Mapping[str, str | float] | None = None,
    gamma_pmp_per_c: float | None = None,
    albedo: float | None = None,
    ac_kw: float | None = None,
    tracking: Mapping[str, float | bool] | None = None,
    gcr: float | None = None,
    bifaciality: float | None = None,
    spectral: str | None = None,
    facing_pole_is_meant: bool = False,
    circuit: SingleDiode | None = None,
) -> ArraySettings:
    """Return checked settings; the parameters are those of `production.simulate`.

    Raises
    ------
    InputError
        As `production.simulate` describes.

    Examples
    --------
    >>> array_settings(dc_kw=120.0, tilt_deg=10.0, azimuth_deg=180.0, albedo=0.25).defaults
    ('inverter_efficiency', 'temperature', 'gamma_pmp', 'losses')
    """
    optional = {
        "inverter_efficiency": inverter_efficiency,
        "temperature": temperature,
        "gamma_pmp": gamma_pmp_per_c,
        "albedo": albedo,
        "losses": losses if names_all_losses(losses) else None,
    }
    model, values = temperature_model(mounting, temperature)
    settings = ArraySettings(
        dc_kw=dc_kw,
        ac_rating_kw=dc_kw / _above_zero("dc_ac_ratio", dc_ac_ratio) if ac_kw is None else ac_kw,
        tilt_deg=tilt_deg,
        azimuth_deg=azimuth_deg,
        losses=system_losses(losses),
        inverter_efficiency=_given_or_fact(inverter_efficiency, "inverter_efficiency"),
        temperature_model=model,
        temperature_values=values,
        gamma_pmp_per_c=_given_or_fact(gamma_pmp_per_c, "gamma_pmp"),
        albedo=_given_or_fact(albedo, "albedo"),
        defaults=tuple(name for name, given in optional.items() if given is None),
        mounting=mounting,
        tracking=tracking_settings(tracking),
        rows=rows_of(gcr),
        bifaciality=bifaciality,
        spectral=checked_spectral(spectral),
        facing_pole_is_meant=facing_pole_is_meant,
        circuit=circuit,
    )
    _check_ranges(settings)
    _check_rear(settings)
    return settings


def with_inverters(
    settings: ArraySettings, *, ac_rating_kw: float, inverter_efficiency: float | None
) -> ArraySettings:
    """Return the settings of the same modules behind other inverters.

    Parameters
    ----------
    settings
        The modules and all else.
    ac_rating_kw
        Limit of the inverters [kW].
    inverter_efficiency
        Nominal [fraction]; None for the published default.

    Raises
    ------
    InputError
        If the limit is not above 0 or the efficiency is out of its range.

    Examples
    --------
    >>> one = array_settings(dc_kw=120.0, tilt_deg=10.0, azimuth_deg=180.0)
    >>> with_inverters(one, ac_rating_kw=80.0, inverter_efficiency=0.98).ac_rating_kw
    80.0
    """
    other = replace(
        settings,
        ac_rating_kw=ac_rating_kw,
        inverter_efficiency=_given_or_fact(inverter_efficiency, "inverter_efficiency"),
    )
    _check_ranges(other)
    return other


def _given_or_fact(given: float | None, key: str) -> float:
    return read_fact("pv_design", "data/production.csv", key).value if given is None else given


def _above_zero(field: str, value: float) -> float:
    if not 0 < value < float("inf"):
        raise InputError.of(field, value, allowed=message("a number above 0"))
    return value


def _check_ranges(settings: ArraySettings) -> None:
    _above_zero("dc_kw", settings.dc_kw)
    _above_zero("ac_kw", settings.ac_rating_kw)
    ranges: dict[str, tuple[float, float, Message]] = {
        "tilt_deg": (0.0, 90.0, message("0 (flat) to 90 (upright) degrees")),
        "azimuth_deg": (0.0, 360.0, message("0 to 360 degrees: 0 north, 90 east, 180 south")),
        "albedo": (0.0, 1.0, message("a fraction from 0 to 1")),
        "inverter_efficiency": (0.5, 1.0, message("a fraction from 0.5 to 1")),
        "gamma_pmp_per_c": (-0.01, 0.0, message("a fraction per degree from -0.01 to 0")),
    }
    for field, (least, most, allowed) in ranges.items():
        if not least <= getattr(settings, field) <= most:
            raise InputError.of(field, getattr(settings, field), allowed=allowed)


def _check_rear(settings: ArraySettings) -> None:
    if settings.bifaciality is None:
        return
    if not 0 <= settings.bifaciality <= 1:
        allowed = message("a fraction from 0 to 1")
        raise InputError.of("bifaciality", settings.bifaciality, allowed=allowed)
    if settings.rows is None:
        allowed = message("with gcr: the light on the back depends on the distance of the rows")
        raise InputError.of("bifaciality", settings.bifaciality, allowed=allowed)


def looks_to_the_pole(
    latitude: float, settings: ArraySettings, *, beyond_deg: float, steeper_deg: float
) -> bool:
    """Tell whether a fixed plane looks away from the equator.

    Parameters
    ----------
    latitude
        Of the site [deg].
    settings
        Plane; trackers have no side.
    beyond_deg, steeper_deg
        Latitude and tilt up to which no side is wrong [deg].

    Examples
    --------
    >>> plane = array_settings(dc_kw=1.0, tilt_deg=30.0, azimuth_deg=180.0)
    >>> looks_to_the_pole(-31.0, plane, beyond_deg=5.0, steeper_deg=5.0)
    True
    """
    if settings.tracking is not None or abs(latitude) <= beyond_deg:
        return False
    towards_equator = 180.0 if latitude > 0 else 0.0
    away = math.cos(math.radians(settings.azimuth_deg - towards_equator)) < 0
    return away and settings.tilt_deg > steeper_deg


def lost_to_the_pole_fraction(latitude: float, settings: ArraySettings) -> float:
    """Return how much less sun a plane gets at noon of the equinox than if it were turned round.

    On that day the sun stands over the equator, as far from the zenith as the latitude, so that
    the cosine of the incidence is ``cos(tilt) cos(latitude)``, with ``sin(tilt) sin(latitude)
    cos(azimuth from the equator)`` more.

    Parameters
    ----------
    latitude
        Of the site [deg].
    settings
        Plane; trackers have no side and lose 0.

    Returns
    -------
    float
        Fraction of what the turned plane gets; 0 for a plane that looks to the equator, east or
        west, for a level one, and on the equator.

    Examples
    --------
    >>> plane = array_settings(dc_kw=1.0, tilt_deg=30.0, azimuth_deg=0.0)
    >>> round(lost_to_the_pole_fraction(3.0, plane), 3)
    0.059
    """
    if settings.tracking is not None:
        return 0.0
    tilt, height = math.radians(settings.tilt_deg), math.radians(abs(latitude))
    towards_equator = 180.0 if latitude > 0 else 0.0
    aside = math.cos(math.radians(settings.azimuth_deg - towards_equator))
    level, slope = math.cos(tilt) * math.cos(height), math.sin(tilt) * math.sin(height) * aside
    if slope >= 0:
        return 0.0
    return 1 - max(level + slope, 0.0) / (level - slope)


def refuse_the_wrong_side(latitude: float, settings: ArraySettings) -> None:
    """Refuse a steep plane that looks to the pole outside the tropics, unless it is meant.

    Raises
    ------
    InputError
        If it does and `facing_pole_is_meant` is not set.
    """
    if settings.facing_pole_is_meant:
        return
    latitude_fact, tilt_fact = (
        read_fact("pv_design", "data/production.csv", key).value
        for key in ("pole_refused_latitude", "pole_refused_tilt")
    )
    if looks_to_the_pole(latitude, settings, beyond_deg=latitude_fact, steeper_deg=tilt_fact):
        allowed = message(
            "at latitude {latitude:.1f} the equator lies at azimuth {azimuth:.0f}; a plane that is "
            "to look to the pole takes facing_pole_is_meant",
            latitude=latitude,
            azimuth=180.0 if latitude > 0 else 0.0,
        )
        raise InputError.of("azimuth_deg", settings.azimuth_deg, allowed=allowed)


def refuse_gaps(weather: Weather) -> None:
    """Refuse weather with an hour that has no value, naming columns and first hours.

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> refuse_gaps(embedded_weather(2.983982, -76.6507771, altitude_m=1200.0))
    """
    columns = ["ghi", "dni", "dhi", "temp_air", "wind_speed"]
    if not any(np.isnan(weather.data[name].to_numpy(dtype=float)).any() for name in columns):
        return
    gaps = weather.data[columns].isna()
    allowed = message("a number in every hour")
    problems = []
    for column in gaps.columns[gaps.any()]:
        hours = pd.DatetimeIndex(weather.data.index[gaps[column]])
        what = message(
            "{count} hours have no value, first {hours}",
            count=len(hours),
            hours=", ".join(str(hour) for hour in hours[:_SHOWN]),
        )
        problems.append(Problem(what=what, allowed=allowed, field=f"weather.{column}"))
    raise InputError(problems)
