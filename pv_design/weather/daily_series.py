"""A series of days checked, and its whole calendar years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.year_hours import LEAP_DAY, LEAP_MONTH

if TYPE_CHECKING:
    from equipment_catalog.messages import Message

_SHOWN = 5
_COLUMNS = ("ghi_kwh_m2", "temp_air", "temp_air_range", "wind_speed")


def whole_years(daily: pd.DataFrame) -> dict[int, pd.DataFrame]:
    """Return the 365 days of every calendar year that lies within a series of days.

    Days before the first and after the last with a value are not part of the series; 29 February
    is left out, and so is a year in which a day is missing or below zero.

    Parameters
    ----------
    daily
        As in `pv_design.weather.daily_years.years_of_days`.

    Raises
    ------
    InputError
        If days are doubled or out of order, or no year is whole: then its missing days are named.

    Examples
    --------
    >>> days = pd.DataFrame({"ghi_kwh_m2": 4.5}, pd.date_range("2019-12-01", "2021-02-01"))
    >>> {year: len(rows) for year, rows in whole_years(days).items()}
    {2020: 365}
    """
    days = _checked_days(daily)
    dates = pd.DatetimeIndex(days.index)
    first, last = dates[0], dates[-1]
    begin = first.year if first.day_of_year == 1 else first.year + 1
    end = last.year if (last + pd.Timedelta(days=1)).day_of_year == 1 else last.year - 1
    if begin > end:
        what = message(
            "the days from {first} to {last} hold no whole calendar year",
            first=f"{first:%Y-%m-%d}",
            last=f"{last:%Y-%m-%d}",
        )
        raise faulty_days(what)
    inside = days[(dates.year >= begin) & (dates.year <= end)]
    labels = pd.DatetimeIndex(inside.index)
    common = inside[~((labels.month == LEAP_MONTH) & (labels.day == LEAP_DAY))]
    years = common.groupby(pd.DatetimeIndex(common.index).year)
    whole = {int(year): rows for year, rows in years if not _value_problems(rows)}
    if not whole:
        raise InputError(_value_problems(inside))
    return whole


def faulty_days(what: Message) -> InputError:
    """Return the error for a series of days.

    Examples
    --------
    >>> str(faulty_days(message("no day has a value")))[:34]
    'ghi_kwh_m2: no day has a value; on'
    """
    allowed = message("one row for every day of at least one calendar year, in kWh/m2 a day")
    return InputError([Problem(what=what, allowed=allowed, field="ghi_kwh_m2")])


def named_days(dates: pd.DatetimeIndex) -> str:
    """Return the first days of a list in words.

    Examples
    --------
    >>> named_days(pd.DatetimeIndex(["2020-05-17"]))
    '2020-05-17'
    """
    named = ", ".join(f"{date:%Y-%m-%d}" for date in dates[:_SHOWN])
    return named + (", …" if len(dates) > _SHOWN else "")


def _checked_days(daily: pd.DataFrame) -> pd.DataFrame:
    if "ghi_kwh_m2" not in daily or not isinstance(daily.index, pd.DatetimeIndex):
        what = message("there is no column ghi_kwh_m2, or the rows are not labelled by dates")
        allowed = message("one row a day, labelled by its date, with ghi_kwh_m2 in kWh/m2")
        raise InputError([Problem(what=what, allowed=allowed, field="daily")])
    days = daily[[column for column in _COLUMNS if column in daily]].astype(float)
    dates = daily.index.tz_localize(None).normalize()
    lit = days["ghi_kwh_m2"].notna().to_numpy()
    if not lit.any():
        raise faulty_days(message("no day has a value"))
    doubled = dates[dates.duplicated()]
    if len(doubled):
        raise faulty_days(message("days come twice: {days}", days=named_days(doubled)))
    turned = dates[1:][np.diff(dates.to_numpy()) < np.timedelta64(0)]
    if len(turned):
        raise faulty_days(
            message("days are earlier than the row before: {days}", days=named_days(turned))
        )
    known = dates[lit]
    return days.set_axis(dates).reindex(pd.date_range(known.min(), known.max()))


def _value_problems(days: pd.DataFrame) -> list[Problem]:
    allowed = message(
        "a number in every day of a year that is to be used; 0 or more but for the air"
    )
    problems = []
    for column in days:
        values = days[column]
        wrong = values.isna() if column == "temp_air" else ~(values >= 0)
        if wrong.any():
            what = message(
                "days missing or below 0: {count} ({days})",
                count=int(wrong.sum()),
                days=named_days(pd.DatetimeIndex(days.index[wrong])),
            )
            problems.append(Problem(what=what, allowed=allowed, field=str(column)))
    return problems
