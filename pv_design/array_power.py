"""From light on the modules to power at the meter: cells, losses, inverter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pvlib

from pv_design.cell_temperature import cell_temperature
from pv_design.components.single_diode import relative_power
from pv_design.loss_waterfall import StageEnergy
from pv_design.losses import kept_fraction

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.array_settings import ArraySettings
    from pv_design.irradiance import PlaneIrradiance
    from pv_design.weather import Weather


def inverter_ac_kw(
    dc_kw: npt.NDArray[np.float64], *, ac_rating_kw: float, efficiency: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the AC power without and with the inverter's limit [kW].

    The PVWatts part-load curve meets its nominal efficiency exactly at the rating; above it the
    nominal efficiency is kept for the power that the limit then takes away.

    Parameters
    ----------
    dc_kw
        At the inverter's terminals [kW].
    ac_rating_kw
        The limit [kW].
    efficiency
        Nominal [fraction].

    Examples
    --------
    >>> free, limited = inverter_ac_kw(np.array([0.0, 100.0, 200.0]), ac_rating_kw=96.0,
    ...                                efficiency=0.96)
    >>> free.round(6).tolist(), limited.round(6).tolist()
    ([0.0, 96.0, 192.0], [0.0, 96.0, 96.0])
    """
    dc_rating_kw = ac_rating_kw / efficiency
    limited = pvlib.inverter.pvwatts(dc_kw, dc_rating_kw, efficiency)
    return np.where(dc_kw > dc_rating_kw, dc_kw * efficiency, limited), limited


def array_power(
    weather: Weather, plane: PlaneIrradiance, settings: ArraySettings
) -> tuple[npt.NDArray[np.float64], StageEnergy]:
    """Return the AC power at the meter [kW] and the energy after each physical step.

    Parameters
    ----------
    weather
        For the temperature of the air, the wind and the sun on the horizontal.
    plane
        Irradiance on the modules.
    settings
        Size, losses and models.
    """
    cells = cells_dc_kw(weather, plane, settings)
    free, limited = inverter_ac_kw(
        cells * kept_fraction(settings.losses, "dc"),
        ac_rating_kw=settings.ac_rating_kw,
        efficiency=settings.inverter_efficiency,
    )

    def kwh(w_m2: npt.NDArray[np.float64]) -> float:
        return float(w_m2.sum()) * (settings.dc_kw / 1000)

    both = np.maximum(plane.glass_w_m2 + plane.rear_w_m2, 0)
    energy = StageEnergy(
        horizontal=kwh(weather.data["ghi"].to_numpy(dtype=float)),
        free_plane=kwh(plane.free_w_m2),
        plane=kwh(plane.poa_w_m2),
        behind_rows=None if settings.rows is None else kwh(plane.lit_w_m2),
        behind_glass=kwh(plane.glass_w_m2),
        both_sides=None if settings.bifaciality is None else kwh(both),
        coloured=None if settings.spectral is None else kwh(plane.effective_w_m2),
        cells=float(cells.sum()),
        inverter=float(free.sum()),
        limited=float(limited.sum()),
    )
    return limited * kept_fraction(settings.losses, "ac"), energy


def cells_dc_kw(
    weather: Weather, plane: PlaneIrradiance, settings: ArraySettings
) -> npt.NDArray[np.float64]:
    """Return the DC power of the cells after the losses of light, before those of the DC side.

    Parameters
    ----------
    weather
        For the temperature of the air and the wind.
    plane
        Irradiance on the modules.
    settings
        Size, losses and models.
    """
    lit = plane.lit_w_m2 > 0
    effective = plane.effective_w_m2[lit]
    cell_c = cell_temperature(
        settings.temperature_model,
        settings.temperature_values,
        poa_w_m2=(plane.lit_w_m2 + plane.rear_w_m2)[lit],
        effective_w_m2=effective,
        temp_air_c=weather.data["temp_air"].to_numpy(dtype=float)[lit],
        wind_speed_m_s=weather.data["wind_speed"].to_numpy(dtype=float)[lit],
    )
    arriving = effective * kept_fraction(settings.losses, "irradiance")
    dc = np.zeros(len(lit))
    if settings.circuit is None:
        gamma = settings.gamma_pmp_per_c
        dc[lit] = pvlib.pvsystem.pvwatts_dc(arriving, cell_c, settings.dc_kw, gamma)
    else:
        dc[lit] = settings.dc_kw * relative_power(settings.circuit, arriving, cell_c)
    return np.maximum(dc, 0)
