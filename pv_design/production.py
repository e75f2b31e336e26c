"""What a photovoltaic plant of any size produces, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

import numpy as np
import pandas as pd

from pv_design.array_settings import (
    DC_AC_RATIO,
    ArraySettings,
    array_settings,
    refuse_gaps,
    refuse_the_wrong_side,
)
from pv_design.arrays_year import arrays_year
from pv_design.losses import waterfall
from pv_design.production_notes import horizon_source, production_notes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from equipment_catalog.notes import Note
    from pv_design.arrays_year import ArraysYear
    from pv_design.components.single_diode import SingleDiode
    from pv_design.losses import Losses, StageEnergy
    from pv_design.weather import Weather


class ProductionOptions(TypedDict, total=False):
    """What `simulate` takes besides the plant's size, tilt and azimuth."""

    dc_ac_ratio: float
    mounting: str
    losses: Losses | None
    inverter_efficiency: float | None
    temperature: Mapping[str, str | float] | None
    gamma_pmp_per_c: float | None
    albedo: float | None
    tracking: Mapping[str, float | bool] | None
    gcr: float | None
    bifaciality: float | None
    spectral: str | None
    facing_pole_is_meant: bool
    circuit: SingleDiode | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Production:
    """A year of a plant."""

    ac_kw: pd.Series
    """At the meter: mean power of each hour, and so its energy [kW, kWh]; 0 at night."""
    poa_w_m2: pd.Series
    """Irradiance on the plane of the modules, of several planes the mean by power [W/m2]."""
    annual_ac_kwh: float
    """Energy of the year [kWh]."""
    monthly_ac_kwh: pd.Series
    """Energy of each month, 1 to 12 [kWh]."""
    specific_yield_kwh_per_kw: float
    """Energy of the year per kW of modules [kWh/kW]."""
    performance_ratio: float
    """Energy at the meter over what the sun on the plane would give at 25 degC without any loss;
    0 without sun."""
    losses: pd.DataFrame
    """Waterfall from the horizontal to the meter: step, energy_kwh, change_fraction, source."""
    dc_kw: float
    """Rated power of the modules [kW]."""
    ac_rating_kw: float
    """Limit of the inverters [kW]."""
    tilt_deg: float
    """Of the plane, of several the largest, from the horizontal [deg]."""
    azimuth_deg: float
    """The plane, of several the largest, looks towards it: 0 north, 90 east, 180 south [deg]."""
    arrays: tuple[ArraySettings, ...]
    """What each plane was simulated with, every default looked up; the largest first."""
    planes: pd.DataFrame
    """A row a plane, the largest first: `dc_kw, tilt_deg, azimuth_deg, annual_ac_kwh,
    specific_yield_kwh_per_kw, peak_poa_w_m2`."""
    notes: tuple[Note, ...]
    """What was assumed and warned of."""

    @property
    def settings(self) -> ArraySettings:
        """What the plane, of several the largest, was simulated with."""
        return self.arrays[0]


def simulate(
    weather: Weather,
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
) -> Production:
    """Return what a plant produces in the year of the weather.

    Perez-Driesse sky, coated-glass reflection of beam and diffuse light, cell temperature,
    power linear in light and temperature, named losses, the part-load inverter of PVWatts
    (Dobos 2014, NREL/TP-6A20-62641) and its limit. The far horizon is that of the weather.
    Sub-hourly clipping (`clipping.sub_hour_clipping`), snow and degradation are not in it.

    Parameters
    ----------
    weather
        A year of hours.
    dc_kw
        Rated power of the modules [kW].
    tilt_deg
        0 lies flat, 90 stands [deg]; with trackers that of their axis.
    azimuth_deg
        0 north, 90 east, 180 south, 270 west [deg]; with trackers their axis lies along it. A
        plane that looks away from the equator is noted, and outside the tropics refused where it
        is steeper than some degrees.
    dc_ac_ratio
        Rated power of the modules over the limit of the inverters.
    mounting
        `open_rack` (default) or `roof`: sets the heat loss of the cells.
    losses
        None for the published defaults; named fractions replace theirs; `{"total": fraction}`
        stands for all.
    inverter_efficiency
        Nominal [fraction]; None for the published default.
    temperature
        None for the mounting's preset, or `{"model": "noct_sam", "noct_c": 45.0}` or another
        model (pvsyst, faiman, sapm) with its values.
    gamma_pmp_per_c
        Power coefficient of the modules [fraction per degC]; None for the published default.
    albedo
        Of the ground [fraction]; None for the published default.
    ac_kw
        Limit of the inverters [kW]; None for `dc_kw / dc_ac_ratio`.
    tracking
        None for a fixed plane; `{}` or `{"max_angle_deg": 60.0, "backtrack": True}` for rows that
        turn about one axis.
    gcr
        Width of a row over the distance of rows [fraction]; None for no row before another.
    bifaciality
        What the back of a module makes of light, over its front [fraction]; needs `gcr`.
    spectral
        None (default), or `de_soto`, which PVWatts v8 has built in.
    facing_pole_is_meant
        True for a plane that is to look away from the equator.
    circuit
        Single-diode model of the module, which then gives the power in place of `gamma_pmp_per_c`;
        None for power linear in light and temperature.

    Raises
    ------
    InputError
        If a size is not above 0, an angle or a fraction out of its range, a mounting, model or
        loss unknown, or an hour of the weather without a value.

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> plant = simulate(here, dc_kw=100.0, tilt_deg=10.0, azimuth_deg=180.0)
    >>> bool(plant.annual_ac_kwh > 100_000), plant.losses["step"].iloc[-1]
    (True, 'availability')
    """
    refuse_gaps(weather)
    settings = array_settings(
        dc_kw=dc_kw,
        tilt_deg=tilt_deg,
        azimuth_deg=azimuth_deg,
        dc_ac_ratio=dc_ac_ratio,
        mounting=mounting,
        losses=losses,
        inverter_efficiency=inverter_efficiency,
        temperature=temperature,
        gamma_pmp_per_c=gamma_pmp_per_c,
        albedo=albedo,
        ac_kw=ac_kw,
        tracking=tracking,
        gcr=gcr,
        bifaciality=bifaciality,
        spectral=spectral,
        facing_pole_is_meant=facing_pole_is_meant,
        circuit=circuit,
    )
    refuse_the_wrong_side(weather.latitude, settings)
    return production_of(weather, {"": settings}, ac_rating_kw=settings.ac_rating_kw)


def production_of(
    weather: Weather, arrays: Mapping[str, ArraySettings], *, ac_rating_kw: float
) -> Production:
    """Return the production of arrays that share their inverters.

    Parameters
    ----------
    weather
        A year of hours without a gap.
    arrays
        Checked settings by the name of their plane.
    ac_rating_kw
        Limit of all inverters together [kW].

    Raises
    ------
    InputError
        As `arrays_year` does.
    """
    names = sorted(arrays, key=lambda name: -arrays[name].dc_kw)
    settings = tuple(arrays[name] for name in names)
    year = arrays_year(weather, settings, ac_rating_kw=ac_rating_kw)
    hours = pd.DatetimeIndex(weather.data.index)
    dc_kw = sum(array.dc_kw for array in settings)
    ac = year.ac_kw.sum(axis=0)
    annual = float(ac.sum())
    by_month = np.bincount(np.asarray(hours.month), weights=ac, minlength=13)[1:]
    shares = np.array([array.dc_kw / dc_kw for array in settings])
    return Production(
        ac_kw=pd.Series(ac, hours, name="ac_kw"),
        poa_w_m2=pd.Series(shares @ year.poa_w_m2, hours, name="poa_w_m2"),
        annual_ac_kwh=annual,
        monthly_ac_kwh=pd.Series(by_month, pd.RangeIndex(1, 13, name="month"), name="ac_kwh"),
        specific_yield_kwh_per_kw=annual / dc_kw,
        performance_ratio=annual / year.energy.plane if year.energy.plane > 0 else 0.0,
        losses=waterfall(year.energy, settings[0].losses, horizon_source=horizon_source(weather)),
        arrays=settings,
        planes=_planes(names, settings, year),
        dc_kw=dc_kw,
        ac_rating_kw=ac_rating_kw,
        tilt_deg=settings[0].tilt_deg,
        azimuth_deg=settings[0].azimuth_deg,
        notes=_notes(weather, settings, year.energy, ac_rating_kw),
    )


def _planes(
    names: Sequence[str], arrays: Sequence[ArraySettings], year: ArraysYear
) -> pd.DataFrame:
    by_plane = year.ac_kw.sum(axis=1)
    dc_kw = np.array([array.dc_kw for array in arrays])
    return pd.DataFrame(
        {
            "dc_kw": dc_kw,
            "tilt_deg": [array.tilt_deg for array in arrays],
            "azimuth_deg": [array.azimuth_deg for array in arrays],
            "annual_ac_kwh": by_plane,
            "specific_yield_kwh_per_kw": by_plane / dc_kw,
            "peak_poa_w_m2": year.poa_w_m2.max(axis=1),
        },
        index=pd.Index(names, name="plane"),
    )


def _notes(
    weather: Weather, arrays: Sequence[ArraySettings], energy: StageEnergy, ac_rating_kw: float
) -> tuple[Note, ...]:
    """Return the notes of all planes, each once."""
    dc_ac_ratio = sum(array.dc_kw for array in arrays) / ac_rating_kw
    told = [
        note
        for array in arrays
        for note in production_notes(weather, array, energy, dc_ac_ratio=dc_ac_ratio)
    ]
    return tuple({str(note.what) + str(note.value): note for note in told}.values())
