"""What a simulation is run with: every argument checked, every default looked up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
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

DC_AC_RATIO = 1.2
"""Rated power of the modules over the limit of the inverters where nobody gives it."""


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
