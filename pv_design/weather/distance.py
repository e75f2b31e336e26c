"""How far two places on Earth are from each other."""

from __future__ import annotations

import numpy as np

_EARTH_RADIUS_KM = 6371.0


def distance_km(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Return the way between two places along the surface of a round Earth [km].

    Parameters
    ----------
    latitude, longitude
        Of one place [deg].
    other_latitude, other_longitude
        Of the other [deg].

    Notes
    -----
    Haversine formula, which is exact on a sphere; the date line is no border to it.

    Examples
    --------
    >>> round(distance_km(0.0, 179.5, 0.0, -179.5), 1), distance_km(3.0, -76.0, 3.0, -76.0)
    (111.2, 0.0)
    """
    north, other_north = np.radians([latitude, other_latitude])
    half_north = np.sin((other_north - north) / 2) ** 2
    half_east = np.sin(np.radians(other_longitude - longitude) / 2) ** 2
    chord = half_north + np.cos(north) * np.cos(other_north) * half_east
    return float(2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord)))
