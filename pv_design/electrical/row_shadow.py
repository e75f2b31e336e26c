"""Length of the shade that a row throws on the next, from the sun of the solstices."""

from __future__ import annotations

import math

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.electrical.string_window import electrical_fact

_DEG_PER_H = 15.0
_UPRIGHT_DEG = 90.0
_MINUTES = 60


def shade_length_factor(
    latitude_deg: float, *, azimuth_deg: float, free_hours: float | None = None
) -> float:
    """Return the length of the shade behind a rise, over its height, in the worst free hour.

    Of the sun in front of the rows on 21 June and 21 December, in every minute of the free hours
    around solar noon; 0 where it never stands in front of them.

    Parameters
    ----------
    latitude_deg
        North positive [deg].
    azimuth_deg
        The rows look towards it: 0 north, 180 south [deg].
    free_hours
        Before and after solar noon [h]; None for 3.

    Raises
    ------
    InputError
        If the sun is down in one of the hours, or an angle is out of its range.

    Examples
    --------
    >>> round(shade_length_factor(40.0, azimuth_deg=180.0, free_hours=0.0), 2)  # 1 / tan 26.56
    2.0
    """
    hours = electrical_fact("free_hours").value if free_hours is None else free_hours
    if not abs(latitude_deg) <= _UPRIGHT_DEG:
        raise InputError.of("latitude_deg", latitude_deg, allowed=message("-90 to 90 degrees"))
    if not 0 <= hours <= 12:  # noqa: PLR2004 (half a day)
        raise InputError.of("free_hours", hours, allowed=message("0 to 12 hours"))
    hour = np.radians(np.linspace(-hours, hours, int(2 * hours * _MINUTES) + 1) * _DEG_PER_H)
    tilt = math.radians(electrical_fact("obliquity").value)
    declination = np.array([[tilt], [-tilt]])
    latitude = math.radians(latitude_deg)
    up = np.sin(latitude) * np.sin(declination)
    up = up + np.cos(latitude) * np.cos(declination) * np.cos(hour)
    if not (up > 0).all():
        allowed = message("fewer hours: the sun is down on a solstice")
        raise InputError.of("free_hours", hours, allowed=allowed)
    north = math.cos(latitude) * np.sin(declination)
    north = north - math.sin(latitude) * np.cos(declination) * np.cos(hour)
    east = -np.cos(declination) * np.sin(hour)
    azimuth = math.radians(azimuth_deg)
    ahead = north * math.cos(azimuth) + east * math.sin(azimuth)
    return float(np.maximum(ahead / up, 0).max())
