"""The one time axis of a study: 8,760 hours of local standard time."""

from __future__ import annotations

from datetime import timedelta, timezone

import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

HOURS = 8760
LEAP_MONTH, LEAP_DAY = 2, 29
FIRST_YEAR, LAST_YEAR = 1900, 2200


def hours_of_year(year: int, utc_offset_hours: float) -> pd.DatetimeIndex:
    """Return the hours of a year, each labelled by its start, without 29 February.

    Parameters
    ----------
    year
        Calendar year.
    utc_offset_hours
        Local standard time less UTC [h]; there is no daylight saving.

    Raises
    ------
    InputError
        If the year is no whole number from 1900 to 2200.

    Examples
    --------
    >>> hours = hours_of_year(2024, -5)
    >>> len(hours), str(hours[0]), hours[1416].day
    (8760, '2024-01-01 00:00:00-05:00', 1)
    """
    if year not in range(FIRST_YEAR, LAST_YEAR + 1):
        allowed = message("a year from {first:d} to {last:d}", first=FIRST_YEAR, last=LAST_YEAR)
        raise InputError.of("year", year, allowed=allowed)
    zone = timezone(timedelta(hours=utc_offset_hours))
    full = pd.date_range(f"{year}-01-01", f"{year + 1}-01-01", freq="h", tz=zone, inclusive="left")
    leap_day = (full.month == LEAP_MONTH) & (full.day == LEAP_DAY)
    return full[~leap_day]
