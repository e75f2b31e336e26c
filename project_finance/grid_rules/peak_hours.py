"""Which hours of a year are peak hours of the grid (hora punta)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from numpy.typing import NDArray

    from project_finance.grid_rules import PowerRules


def public_holidays(country: str, times: pd.DatetimeIndex) -> frozenset[dt.date]:
    """Return the public holidays of the years of some times.

    Parameters
    ----------
    country
        Two letters.
    times
        Local times.

    Raises
    ------
    InputError
        If the country's holidays are not known; give the dates then.

    Examples
    --------
    >>> july = pd.date_range("2026-07-01", periods=2, freq="D")
    >>> sorted(day for day in public_holidays("PE", july) if day.month == 7)[-2:]
    [datetime.date(2026, 7, 28), datetime.date(2026, 7, 29)]
    """
    import holidays  # noqa: PLC0415  not before hours are counted

    years = [int(year) for year in np.unique(times.year)]
    try:
        return frozenset(holidays.country_holidays(country, years=years))
    except NotImplementedError as error:
        allowed = message("a country whose holidays are known; else give their dates")
        raise InputError.of("country", country, allowed=allowed) from error


def is_peak(
    times: pd.DatetimeIndex, rules: PowerRules, holiday_dates: Collection[dt.date]
) -> NDArray[np.bool_]:
    """Tell the peak hours from the others.

    Parameters
    ----------
    times
        Local times, labelled by start or centre of the hour.
    rules
        First and last peak hour, last day of the week that has them.
    holiday_dates
        Dates without peak hours.

    Examples
    --------
    Thursday to Sunday at 18:00, the Friday being a holiday.

    >>> from project_finance.grid_rules import read_grid_rules
    >>> evenings = pd.date_range("2026-04-02 18:00", periods=4, freq="D", tz="America/Lima")
    >>> is_peak(evenings, read_grid_rules("PE").power, [evenings[1].date()]).tolist()
    [True, False, True, False]
    """
    local = times.tz_localize(None)
    is_holiday = local.normalize().isin(pd.to_datetime(sorted(holiday_dates)))
    hour, weekday = np.asarray(local.hour), np.asarray(local.day_of_week)
    in_peak = (hour >= rules.peak_first_hour) & (hour < rules.peak_end_hour)
    peak: NDArray[np.bool_] = in_peak & (weekday <= rules.peak_last_weekday) & ~is_holiday
    return peak
