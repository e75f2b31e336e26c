"""What a photovoltaic plant of any size produces, hour by hour."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from pv_design.array_settings import DC_AC_RATIO, array_settings
from pv_design.plane_side import refuse_the_wrong_side
from pv_design.plant_year import Production, production_of
from pv_design.weather.gaps import refuse_gaps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.components.single_diode import SingleDiode
    from pv_design.losses import Losses
    from pv_design.weather import Weather

__all__ = ["Production", "ProductionOptions", "production_of", "simulate"]


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
