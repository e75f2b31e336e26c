"""Times of rows: from columns of years and hours, or from texts in the ways people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import shown
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_fact
from pv_design.weather.formats.cell_numbers import numbers
from pv_design.weather.formats.format import FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from equipment_catalog.errors import Problem
    from pv_design.weather.formats.tables import Table

PARTS = ("year", "month", "day", "hour", "minute")
"""Columns of numbers that together say a time."""
_LOWEST = {"month": 1, "day": 1, "hour": 0, "minute": 0}
_HIGHEST = {"month": 12, "day": 31, "hour": 24, "minute": 59}
_LONGEST_CELL = 60
_ZONE = re.compile(r":\d{2}(?:\.\d+)?\s*(Z|UTC|[+-]\d{2}:?\d{2})$")
_WRITTEN = re.compile(
    r"^(?:(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"|(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<last>\d{4}))"
    r"(?:(?:T|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?"
    r"\s*(?P<half>[AaPp])?\.?\s?(?:[Mm]\.?)?)?$"
)


def times_of_parts(
    table: Table,
    places: Mapping[str, int],
    problems: list[Problem],
    *,
    first_hour_is_one: bool = False,
) -> pd.Series:
    r"""Return the times that columns of numbers say; a problem for each row that says none.

    Parameters
    ----------
    table
        Of the file.
    places
        Place of `year`, `month`, `day`, and perhaps `hour` and `minute`.
    problems
        What is wrong is added here.
    first_hour_is_one
        Whether hour 1 counts as 00:00 and 24 as 23:00.

    Examples
    --------
    >>> from pv_design.weather.formats.tables import read_table
    >>> table = read_table("y,m,d,h\n2021,2,28,24\n", "t.csv", heading_line=1)
    >>> places = {"year": 0, "month": 1, "day": 2, "hour": 3}
    >>> str(times_of_parts(table, places, [])[2])
    '2021-03-01 00:00:00'
    >>> str(times_of_parts(table, places, [], first_hour_is_one=True)[2])
    '2021-02-28 23:00:00'
    """
    known = len(problems)
    parts = numbers(table, places, problems)
    times = assembled(parts)
    if first_hour_is_one:
        times -= pd.Timedelta(hours=1)
    if len(problems) == known:
        add_untimely(table, times, list(places.values()), problems)
    return times


def assembled(parts: pd.DataFrame) -> pd.Series:
    """Return the times of year, month, day, hour and minute, NaT where there is no such time.

    Examples
    --------
    >>> parts = pd.DataFrame({"year": [2021, 2021], "month": [2, 2], "day": [28, 29]})
    >>> [str(time) for time in assembled(parts)]
    ['2021-02-28 00:00:00', 'NaT']
    """
    earliest = read_fact(*FACTS, "earliest_year").value
    latest = read_fact(*FACTS, "latest_year").value
    possible = parts["year"].between(earliest, latest)
    for name in parts.columns.intersection(list(_LOWEST)):
        possible &= parts[name].between(_LOWEST[name], _HIGHEST[name])
    possible &= (parts == parts.round()).all(axis=1)
    whole = parts.where(possible).fillna({"year": earliest, "month": 1, "day": 1}).fillna(0)
    dates = whole[["year", "month", "day"]].astype(int)
    times = pd.to_datetime(dates, errors="coerce")
    for name in parts.columns.intersection(["hour", "minute"]):
        times += pd.to_timedelta(whole[name], unit="h" if name == "hour" else "min")
    return times.where(possible)


def times_of_text(cells: pd.Series, pattern: str) -> pd.Series:
    """Return the times of texts written in one way, NaT for the others.

    Examples
    --------
    >>> [str(time) for time in times_of_text(pd.Series(["20180101:0100", "T2m"]), "%Y%m%d:%H%M")]
    ['2018-01-01 01:00:00', 'NaT']
    """
    return pd.to_datetime(cells.astype(str).str.strip(), format=pattern, errors="coerce")


def zone_of_text(cells: pd.Series) -> tuple[float | None, pd.Series]:
    """Return the zone at the end of all texts [h], None if there is none, and the texts without.

    NaN where they differ, as they do through a summer time.

    Examples
    --------
    >>> zone, plain = zone_of_text(pd.Series(["2024-01-01 00:00:00-05:00"]))
    >>> zone, plain[0]
    (-5.0, '2024-01-01 00:00:00')
    """
    text = cells.astype(str).str.strip()
    if not len(text) or not _ZONE.search(text.iloc[0]):
        return None, text
    zones = text.str.extract(_ZONE, expand=False)
    plain = text.str.replace(r"\s*(?:Z|UTC|[+-]\d{2}:?\d{2})$", "", regex=True)
    found = zones.fillna("").unique()
    return (_zone_hours(str(found[0])) if len(found) == 1 else float("nan")), plain


def _zone_hours(zone: str) -> float:
    if zone in {"Z", "UTC"}:
        return 0.0
    digits = zone[1:].replace(":", "")
    hours = int(digits[:2]) + int(digits[2:]) / 60
    return -hours if zone.startswith("-") else hours


def times_as_written(text: pd.Series) -> tuple[pd.Series, bool]:
    """Return the times of texts as people write them, and whether day and month can be told.

    Year first, or day and month first and the year in four digits: then one number above 12
    tells the day from the month for the whole column. Hour 24 is midnight of the next day; NaT
    for what is no time.

    Examples
    --------
    >>> times, is_clear = times_as_written(pd.Series(["13/02/2021 1:00 p. m.", "2/3/2021 24:00"]))
    >>> [str(time) for time in times], is_clear
    (['2021-02-13 13:00:00', '2021-03-03 00:00:00'], True)
    >>> times_as_written(pd.Series(["02/03/2021 01:00"]))[1]
    False
    """
    quick = pd.to_datetime(text, format="%Y-%m-%d %H:%M:%S", errors="coerce")
    if not quick.isna().any():
        return quick, True
    found = text.str.extract(_WRITTEN)
    parts = found.drop(columns="half").apply(pd.to_numeric, errors="coerce")
    day_first = bool((parts["first"] > _HIGHEST["month"]).any())
    month_first = bool((parts["second"] > _HIGHEST["month"]).any())
    day, month = ("first", "second") if day_first else ("second", "first")
    whole = pd.DataFrame(
        {
            "year": parts["year"].fillna(parts["last"]),
            "month": parts["month"].fillna(parts[month]),
            "day": parts["day"].fillna(parts[day]),
            "hour": _hours_of_halves(parts["hour"].fillna(0), found["half"]),
            "minute": parts["minute"].fillna(0),
        }
    )
    is_clear = bool(day_first or month_first or parts["first"].isna().all())
    return assembled(whole), is_clear


def _hours_of_halves(hours: pd.Series, halves: pd.Series) -> pd.Series:
    """Return hours of 24, where some are marked as before or after noon."""
    half = halves.str.lower()
    noon = 12
    twelve = hours.where(hours != noon, 0.0)
    return hours.where(half.isna(), twelve + np.where(half == "p", noon, 0))


def add_untimely(
    table: Table, times: pd.Series, places: list[int], problems: list[Problem]
) -> None:
    r"""Add a problem for each row that has no time.

    Parameters
    ----------
    table
        Of the file.
    times
        Of its rows, NaT where there is none.
    places
        Of the columns that should say it.
    problems
        What is wrong is added here.

    Examples
    --------
    >>> from pv_design.weather.formats.tables import read_table
    >>> table, problems = read_table("time\nsoon\n", "t.csv", heading_line=1), []
    >>> add_untimely(table, pd.Series([pd.NaT], index=table.cells.index), [0], problems)
    >>> print(problems[0])
    t.csv:2:1 [time]: 'soon' is no date and time; a time of the calendar, as 2021-12-31 23:00
    """
    for line in times.index[times.isna()]:
        said = " ".join(str(cell) for cell in table.cells.loc[line, places])
        problems.append(
            table.problem(no_time(said), _real_time(), row=int(line), place=places[0], field="time")
        )


def no_time(said: str) -> Message:
    """Return what is said of a text that is no time."""
    return message("{value} is no date and time", value=shown(said[:_LONGEST_CELL]))


def _real_time() -> Message:
    return message("a time of the calendar, as {example}", example="2021-12-31 23:00")
