"""The year of arrays that look different ways and share their inverters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.array_power import array_power, cells_dc_kw, inverter_ac_kw
from pv_design.irradiance import array_irradiance
from pv_design.loss_waterfall import StageEnergy, sum_of_stages
from pv_design.losses import kept_fraction

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from pv_design.array_settings import ArraySettings
    from pv_design.weather import Weather


@dataclass(frozen=True, kw_only=True, eq=False)
class ArraysYear:
    """What arrays behind common inverters give, hour by hour."""

    inverter_input_kw: npt.NDArray[np.float64]
    """Of all arrays at the inverters [kW]."""
    ac_kw: npt.NDArray[np.float64]
    """At the meter, an array a row: an hour is shared as its DC power [kW]."""
    poa_w_m2: npt.NDArray[np.float64]
    """On the plane of each array, an array a row [W/m2]."""
    energy: StageEnergy
    """Of all arrays together after each physical step [kWh]."""


def arrays_year(
    weather: Weather, arrays: Sequence[ArraySettings], *, ac_rating_kw: float
) -> ArraysYear:
    """Return the year of arrays whose inverters have a tracker for each of them.

    Parameters
    ----------
    weather
        A year of hours.
    arrays
        One or more, with the same losses and the same efficiency of the inverters.
    ac_rating_kw
        Limit of all inverters together [kW]; for one array it is its own.

    Raises
    ------
    InputError
        If losses or efficiencies differ.

    Examples
    --------
    >>> from pv_design.production import simulate
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> plant = simulate(here, dc_kw=100.0, tilt_deg=10.0, azimuth_deg=180.0)
    >>> again = arrays_year(here, plant.arrays, ac_rating_kw=plant.ac_rating_kw)
    >>> float(again.ac_kw.sum()) == plant.annual_ac_kwh
    True
    """
    lights = [array_irradiance(weather, array) for array in arrays]
    alone = [
        array_power(weather, light, array) for light, array in zip(lights, arrays, strict=True)
    ]
    dc = np.stack(
        [
            cells_dc_kw(weather, light, array) * kept_fraction(array.losses, "dc")
            for light, array in zip(lights, arrays, strict=True)
        ]
    )
    poa, whole = np.stack([light.poa_w_m2 for light in lights]), dc.sum(axis=0)
    if len(alone) == 1:
        ac, energy = alone[0]
        return ArraysYear(
            inverter_input_kw=whole, ac_kw=ac[np.newaxis], poa_w_m2=poa, energy=energy
        )
    free, limited = inverter_ac_kw(
        whole, ac_rating_kw=ac_rating_kw, efficiency=_common_efficiency(arrays)
    )
    share = np.divide(dc, whole, out=np.zeros_like(dc), where=whole > 0)
    return ArraysYear(
        inverter_input_kw=whole,
        ac_kw=share * limited * kept_fraction(arrays[0].losses, "ac"),
        poa_w_m2=poa,
        energy=sum_of_stages(
            [stages for _, stages in alone],
            inverter=float(free.sum()),
            limited=float(limited.sum()),
        ),
    )


def _common_efficiency(arrays: Sequence[ArraySettings]) -> float:
    efficiency = {array.inverter_efficiency for array in arrays}
    losses = {tuple((loss.name, loss.fraction) for loss in array.losses) for array in arrays}
    for name, values in (("losses", losses), ("inverter_efficiency", efficiency)):
        if len(values) > 1:
            allowed = message("the same for all planes behind one inverter")
            raise InputError.of(f"planes.{name}", str(sorted(values)), allowed=allowed)
    return efficiency.pop()
