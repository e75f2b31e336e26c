"""Where the sun stands at many moments at once, by Spencer's series: to try clocks with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pvlib import solarposition

if TYPE_CHECKING:
    import pandas as pd

_DAY_MINUTES = 1440

Array = NDArray[np.float64]


def cosine_of_zenith(
    labels: pd.DatetimeIndex,
    *,
    latitude: float,
    longitude: float,
    utc_offset_hours: float,
    minutes: Array,
) -> Array:
    """Return the sine of the sun's height at moments after each label, a column a moment.

    Parameters
    ----------
    labels
        On a clock of a fixed difference from UTC.
    latitude, longitude
        Of the site [deg].
    utc_offset_hours
        Clock of the labels less UTC [h].
    minutes
        From the label to the moment [min].

    Notes
    -----
    Declination and equation of time after Spencer 1971; the day's declination is kept for its
    moments. The cosine is within 0.01 of NREL's algorithm.

    Examples
    --------
    >>> import pandas as pd
    >>> noon = pd.DatetimeIndex(["2025-03-20 12:00"])
    >>> cosine_of_zenith(noon, latitude=0.0, longitude=0.0, utc_offset_hours=0,
    ...                  minutes=np.array([0.0, 360.0])).round(1).tolist()
    [[1.0, 0.0]]
    """
    days = labels.day_of_year.to_numpy()
    declination = solarposition.declination_spencer71(days)
    clock_minutes = labels.hour.to_numpy() * 60 + labels.minute.to_numpy() - _DAY_MINUTES / 2
    equation = solarposition.equation_of_time_spencer71(days)
    degrees = (clock_minutes + equation) / 4 + longitude - 15 * utc_offset_hours
    hour_angle, turned = np.radians(degrees), np.radians(minutes / 4)
    phi = np.radians(latitude)
    level = np.sin(phi) * np.sin(declination)
    swing = np.cos(phi) * np.cos(declination)
    east, north = swing * np.sin(hour_angle), swing * np.cos(hour_angle)
    cosine: Array = np.column_stack((level, north, east)) @ np.vstack(
        (np.ones_like(turned), np.cos(turned), -np.sin(turned))
    )
    return cosine
