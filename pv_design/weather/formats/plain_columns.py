"""Which column of a csv is which: by its map, by its headings, and what cannot be told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from equipment_catalog.errors import Problem, shown
from equipment_catalog.messages import message
from pv_design.weather.formats.headings import VALUES, Heading, known_units, understood
from pv_design.weather.formats.plain_map import ColumnMap, zone_hours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.weather.formats.tables import Table

_BRACKETS = re.compile(r"[\[(].*$")


def plain_columns(
    table: Table, told: ColumnMap, problems: list[Problem]
) -> tuple[dict[str, int], dict[str, Heading]]:
    r"""Return place and meaning of our columns: those of the map, then those understood.

    Parameters
    ----------
    table
        Of the file.
    told
        Its map.
    problems
        What is wrong is added here: a column that is missing or there twice, a unit that is not
        known.

    Examples
    --------
    >>> from pv_design.weather.formats.tables import read_table
    >>> table = read_table("Momento,Rad (kW/m2),Sensor\n", "a.csv", heading_line=1)
    >>> places, headings = plain_columns(table, ColumnMap(columns={"time": "Momento"}), [])
    >>> places, headings["ghi"].unit.factor
    ({'time': 0, 'ghi': 1}, 1000.0)
    """
    ours = {heading: column for column, heading in told.columns.items()}
    places: dict[str, int] = {}
    headings: dict[str, Heading] = {}
    for place, text in enumerate(table.headings):
        heading = _meaning(text, ours.get(text))
        if heading is None or (heading.column in told.columns and text not in ours):
            continue
        if heading.unit is None and heading.column in VALUES:
            problems.append(_unit_problem(table, place, heading))
        elif heading.column in places and heading.column in VALUES:
            problems.append(_twice(table, place, heading.column, places[heading.column]))
        places.setdefault(heading.column, place)
        headings.setdefault(heading.column, heading)
    light = () if {"dni", "dhi"} <= set(places) else ("ghi",)
    missing = dict.fromkeys((*light, *told.columns))
    problems.extend(_missing(table, column, told) for column in missing if column not in places)
    return places, headings


def _meaning(text: str, column: str | None) -> Heading | None:
    """Return what a heading means; by the map it is a column whatever its name."""
    if column is None:
        return understood(text)
    brackets = _BRACKETS.search(text)
    return understood(f"{column} {brackets[0] if brackets else ''}")


def zone_of(headings: Mapping[str, Heading]) -> float | None:
    """Return the zone in the heading of the times [h], None if there is none.

    Examples
    --------
    >>> heading = understood("time (UTC)")
    >>> zone_of({"time": heading})
    0.0
    """
    said = [headings[key].said_unit for key in ("time", "hour", "date") if key in headings]
    return next((zone for text in said if (zone := zone_hours(text)) is not None), None)


def _missing(table: Table, column: str, told: ColumnMap) -> Problem:
    what = message("the column {heading} is missing", heading=told.columns.get(column, column))
    here = ", ".join(table.headings)
    allowed = message("the headings here are {headings}", headings=here)
    if column == "ghi" and column not in told.columns:
        allowed = message(
            "ghi, or both dni and dhi; the headings here are {headings}", headings=here
        )
    return Problem(
        what=what, allowed=allowed, file=table.file, row=table.heading_line, field=column
    )


def _unit_problem(table: Table, place: int, heading: Heading) -> Problem:
    return table.problem(
        message("the unit {unit} is not known", unit=shown(heading.said_unit)),
        message("one of {known}", known=known_units(heading.column)),
        row=table.heading_line,
        place=place,
        field=heading.column,
    )


def _twice(table: Table, place: int, column: str, first: int) -> Problem:
    return table.problem(
        message("a second column could be {column}", column=column),
        message(
            "one, or a line on top that tells which: # columns: {column}={heading}",
            column=column,
            heading=table.headings[first],
        ),
        row=table.heading_line,
        place=place,
        field=column,
    )
