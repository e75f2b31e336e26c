"""Times of a csv that nobody prescribed: one column or several, texts or numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import Problem, shown
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from equipment_catalog.year_hours import FIRST_YEAR, LAST_YEAR
from pv_design.weather.formats.cell_numbers import numbers
from pv_design.weather.formats.format import FACTS
from pv_design.weather.formats.times import (
    PARTS,
    add_untimely,
    times_as_written,
    times_of_parts,
    zone_of_text,
)
from pv_design.weather.row_order import runs_backwards

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.weather.formats.tables import Table

_ANY_COMMON_YEAR = 2001
_LAST_HOUR = 24
_MINUTE_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Times:
    """Labels of the rows and what they say of their clock."""

    labels: pd.Series
    """NaT where a row has none."""
    zone_hours: float | None = None
    """Zone behind every text [h], None where there is none."""
    has_years: bool = True
    """Whether the year is the file's."""


def plain_times(table: Table, places: Mapping[str, int], problems: list[Problem]) -> Times:
    r"""Return the times of the rows of a csv; a problem for each row that says none.

    Hours from 1 to 24 are read with hour 1 as 00:00. Hours of the year are put into 2001.

    Parameters
    ----------
    table
        Of the file.
    places
        Place of each of our columns that together say a time.
    problems
        What is wrong is added here: a column that is missing, a row without a time, day and
        month that cannot be told apart, a zone that changes on the way.

    Examples
    --------
    >>> from pv_design.weather.formats.tables import read_table
    >>> table = read_table("Fecha;Hora;G\n31/01/2021;1;0\n31/01/2021;24;0", "a.csv",
    ...     heading_line=1, delimiter=";")
    >>> [str(time) for time in plain_times(table, {"date": 0, "hour": 1}, []).labels]
    ['2021-01-31 00:00:00', '2021-01-31 23:00:00']
    """
    if "hour_of_year" in places and not {"time", "date", "year"} & set(places):
        return _hours_of_year(table, places["hour_of_year"], problems)
    if {"year", "month", "day"} <= set(places):
        parts = {part: places[part] for part in PARTS if part in places}
        from_one = _counts_from_one(table, parts.get("hour"))
        return Times(labels=times_of_parts(table, parts, problems, first_hour_is_one=from_one))
    if not {"time", "date"} & set(places):
        problems.append(_no_times(table))
        return Times(labels=pd.Series(pd.NaT, index=table.cells.index))
    return _written(table, places, problems)


def _written(table: Table, places: Mapping[str, int], problems: list[Problem]) -> Times:
    """Return the times of texts, the clock in the same column or in a second one."""
    first = places.get("date", places.get("time", 0))
    second = places.get("time", places.get("hour")) if "date" in places else None
    text = table.cells[first].astype(str).str.strip()
    late = pd.Series(pd.Timedelta(0), index=text.index)
    if second is not None and table.cells[second].dtype.kind in "iuf":
        hours = numbers(table, {"hour": second}, problems)["hour"]
        hours = hours.where(hours.between(0, _LAST_HOUR))
        late = pd.to_timedelta(hours - _counts_from_one(table, second), unit="h")
    elif second is not None:
        text = text.str.replace(r"[ T]0?0:00(?::00)?$", "", regex=True)
        text = text + " " + table.cells[second].astype(str).str.strip()
    zone, plain = zone_of_text(text)
    times, is_clear = times_as_written(plain)
    times = times.where(times.dt.year.between(FIRST_YEAR, LAST_YEAR))
    places_said = [first] if second is None else [first, second]
    add_untimely(table, times + late, places_said, problems)
    if not is_clear:
        problems.append(_ambiguous(table, first, str(table.cells[first].iloc[0])))
    if zone is not None and np.isnan(zone):
        problems.append(_two_zones(table, first))
    return Times(labels=times + late, zone_hours=zone)


def _hours_of_year(table: Table, place: int, problems: list[Problem]) -> Times:
    hours = numbers(table, {"hour_of_year": place}, problems)["hour_of_year"]
    first = 0 if (hours == 0).any() else 1
    start = pd.Timestamp(year=_ANY_COMMON_YEAR, month=1, day=1)
    whole = hours.where((hours >= first) & (hours < _LAST_HOUR * 366 + first))
    labels = start + pd.to_timedelta(whole - first, unit="h")
    add_untimely(table, labels, [place], problems)
    return Times(labels=labels, has_years=False)


def _counts_from_one(table: Table, place: int | None) -> bool:
    """Tell whether hours are counted from 1 to 24."""
    if place is None:
        return False
    hours = pd.to_numeric(table.cells[place], errors="coerce")
    return bool((hours == _LAST_HOUR).any() and not (hours == 0).any())


def step_minutes(labels: pd.Series, table: Table, problems: list[Problem]) -> float:
    r"""Return the commonest step between labels [min]; a problem if it is none that is read.

    NaN where there is no step.

    Examples
    --------
    >>> from pv_design.weather.formats.tables import read_table
    >>> table = read_table("time,G\n", "a.csv", heading_line=1)
    >>> labels = pd.Series(pd.date_range("2021-01-01", periods=4, freq="15min"))
    >>> step_minutes(labels, table, [])
    15.0
    """
    steps = labels.dropna().diff().dropna().dt.total_seconds() / _MINUTE_SECONDS
    if steps.empty:
        if not problems:
            what = message("fewer than two rows have a time")
            problems.append(Problem(what=what, file=table.file, row=table.heading_line))
        return float("nan")
    common = float(steps.median())
    shortest = read_fact(*FACTS, "shortest_step_min").value
    longest = read_fact(*FACTS, "longest_step_min").value
    if common < 0:
        problems.append(runs_backwards(table.file))
    elif not shortest <= common <= longest:
        what = message("the rows are {step:g} minutes apart", step=common)
        allowed = message(
            "steps of {shortest:g} to {longest:g} minutes; days and months as NASA POWER writes "
            "them",
            shortest=shortest,
            longest=longest,
        )
        problems.append(Problem(what=what, allowed=allowed, file=table.file))
    return common


def _no_times(table: Table) -> Problem:
    return Problem(
        what=message("no column says the time"),
        allowed=message(
            "a column of date and time, or of date and hour, or year, month, day and hour, or "
            "the hour of the year; the headings here are {headings}",
            headings=", ".join(table.headings),
        ),
        file=table.file,
        row=table.heading_line,
    )


def _ambiguous(table: Table, place: int, said: str) -> Problem:
    return table.problem(
        message("day and month cannot be told apart in {value}", value=shown(said)),
        message("dates with the year first, as {example}", example="2021-12-31"),
        row=int(table.cells.index[0]),
        place=place,
        field="time",
    )


def _two_zones(table: Table, place: int) -> Problem:
    return table.problem(
        message("the zone behind the times changes on the way, as with a summer time"),
        message("one standard time for the whole file"),
        row=int(table.cells.index[0]),
        place=place,
        field="time",
    )
