"""Which part of the sun and of the sky a plane sees above the terrain, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from pv_design.horizon import band_seen_fraction, sky_seen_fraction
from pv_design.sun_position import sun_position

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.weather import Weather

_MOMENTS = 12
"""Moments of an hour at which the sun is held against the terrain; one every five minutes."""
_DEGREES_AN_HOUR = 15.0


@dataclass(frozen=True, kw_only=True, eq=False)
class TerrainShade:
    """What a plane sees of each part of the light; 1 where the horizon is free."""

    sun: npt.NDArray[np.float64]
    """Of the beam and the light around the sun, in each hour [fraction]."""
    sky: float
    """Of the even sky [fraction]."""
    band: float
    """Of the bright band along the horizon [fraction]."""


def terrain_shade(weather: Weather, *, tilt_deg: float, azimuth_deg: float) -> TerrainShade:
    """Return what the terrain of the weather leaves for a plane.

    Parameters
    ----------
    weather
        With its horizon; all is seen without one, and where the weather has it in its values.
    tilt_deg, azimuth_deg
        Of the plane [deg].

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> terrain_shade(here, tilt_deg=10.0, azimuth_deg=180.0).sky
    1.0
    """
    if weather.horizon is None or weather.horizon_is_included:
        return TerrainShade(sun=np.ones(len(weather.data)), sky=1.0, band=1.0)
    return TerrainShade(
        sun=sun_seen_fraction(weather),
        sky=sky_seen_fraction(weather.horizon, tilt_deg, azimuth_deg),
        band=band_seen_fraction(weather.horizon, azimuth_deg),
    )


@lru_cache(maxsize=32)
def sun_seen_fraction(weather: Weather) -> npt.NDArray[np.float64]:
    """Return the part of each hour's beam that comes from above the terrain.

    The sun is turned about the pole by 15 degrees an hour to twelve moments of the hour, each
    weighted with the sine of its height, so that a ridge cuts an hour where the sun crosses it.
    Hours in which the sun does not rise give 1: they have no beam to lose. A repeated call
    returns the same array, so do not write into it.

    Parameters
    ----------
    weather
        With a horizon.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from pv_design.horizon import Horizon
    >>> from pv_design.weather.embedded import embedded_weather
    >>> here = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> well = replace(here, horizon=Horizon(azimuth_deg=[0.0], elevation_deg=[90.0]))
    >>> float(sun_seen_fraction(well)[12])
    0.0
    """
    horizon = weather.horizon
    if horizon is None:
        return np.ones(len(weather.data))
    sun = sun_position(weather)
    moments = ((np.arange(_MOMENTS) + 0.5) / _MOMENTS - 0.5) * _DEGREES_AN_HOUR
    elevation, azimuth = _turned(
        90 - sun["apparent_zenith"].to_numpy()[:, None],
        sun["azimuth"].to_numpy()[:, None],
        latitude=weather.latitude,
        angle_deg=moments[None, :],
    )
    light = np.maximum(np.sin(np.radians(elevation)), 0)
    seen = np.where(elevation >= horizon.elevation_at(azimuth), light, 0).sum(axis=1)
    whole = light.sum(axis=1)
    fraction: npt.NDArray[np.float64] = np.ones(len(whole))
    np.divide(seen, whole, out=fraction, where=whole > 0)
    return fraction


def _turned(
    elevation_deg: npt.NDArray[np.float64],
    azimuth_deg: npt.NDArray[np.float64],
    *,
    latitude: float,
    angle_deg: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return where the sun stands after the sky has turned by an angle about the north pole.

    Rodrigues' rotation of the vector (east, north, up); the sky turns clockwise seen from the
    pole's outside.
    """
    height, bearing = np.radians(elevation_deg), np.radians(azimuth_deg)
    pole_north, pole_up = np.cos(np.radians(latitude)), np.sin(np.radians(latitude))
    east, north, up = (
        np.cos(height) * np.sin(bearing),
        np.cos(height) * np.cos(bearing),
        np.sin(height),
    )
    along = pole_north * north + pole_up * up
    cosine, sine = np.cos(np.radians(angle_deg)), -np.sin(np.radians(angle_deg))
    turned_east = east * cosine + (pole_north * up - pole_up * north) * sine
    turned_north = north * cosine + pole_up * east * sine + pole_north * along * (1 - cosine)
    turned_up = up * cosine - pole_north * east * sine + pole_up * along * (1 - cosine)
    elevation: npt.NDArray[np.float64] = np.degrees(np.arcsin(np.clip(turned_up, -1, 1)))
    return elevation, np.degrees(np.arctan2(turned_east, turned_north)) % 360
