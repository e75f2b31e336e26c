"""The hours of a year with light, and where the sun stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from pv_design.sun_position import direction, sun_position

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.weather import Weather


@dataclass(frozen=True, kw_only=True, eq=False)
class LitHours:
    """The hours with light, and the sun in them."""

    lit: npt.NDArray[np.bool_]
    """Which hours of the year they are; all else is told for them only."""
    ghi: npt.NDArray[np.float64]
    """On the free horizontal [W/m2]."""
    dni: npt.NDArray[np.float64]
    """Of the beam, towards the sun [W/m2]."""
    dhi: npt.NDArray[np.float64]
    """Of the sky, on the free horizontal [W/m2]."""
    zenith: npt.NDArray[np.float64]
    """Of the sun, refracted [deg]."""
    sun_azimuth: npt.NDArray[np.float64]
    """Of the sun: 0 north, 90 east [deg]."""
    towards: npt.NDArray[np.float64]
    """East, north and up of the sun's direction x hours."""
    dni_extra: npt.NDArray[np.float64]
    """Of the beam above the atmosphere [W/m2]."""
    airmass: npt.NDArray[np.float64]
    """Way of the light through the air over the way straight down."""


def lit_hours(weather: Weather) -> LitHours:
    """Return the hours of a year in which a plane gets any light.

    Parameters
    ----------
    weather
        Hourly `ghi, dni, dhi` [W/m2] and its site.
    """
    data = weather.data
    ghi, dni, dhi = (data[name].to_numpy(dtype=float) for name in ("ghi", "dni", "dhi"))
    lit = (ghi > 0) | (dni > 0) | (dhi > 0)
    hours = np.flatnonzero(lit)
    sun = _sun_columns(weather)
    return LitHours(
        lit=lit,
        ghi=ghi[hours],
        dni=dni[hours],
        dhi=dhi[hours],
        **{name: column[..., hours] for name, column in sun.items()},
    )


@lru_cache(maxsize=16)
def _sun_columns(weather: Weather) -> dict[str, npt.NDArray[np.float64]]:
    """Return the sun of every hour; it hangs on site and hours, not on the weather's values."""
    sun = sun_position(weather)
    zenith, azimuth = sun["apparent_zenith"].to_numpy(), sun["azimuth"].to_numpy()
    return {
        "zenith": zenith,
        "sun_azimuth": azimuth,
        "towards": direction(zenith, azimuth),
        "dni_extra": sun["dni_extra"].to_numpy(),
        "airmass": sun["airmass_relative"].to_numpy(),
    }
