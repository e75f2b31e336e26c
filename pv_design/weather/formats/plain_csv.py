"""Any csv of hours or shorter steps: columns by their headings, or by three lines of a map."""

from __future__ import annotations

import re

import pandas as pd

from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.weather.formats.cell_numbers import numbers
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import (
    FACTS,
    Format,
    is_joined_of_years,
    raise_all,
    sealed,
    years_of,
)
from pv_design.weather.formats.headings import VALUES, Unit, as_power, understood
from pv_design.weather.formats.plain_columns import plain_columns, zone_of
from pv_design.weather.formats.plain_map import TIMES, ColumnMap, column_map
from pv_design.weather.formats.plain_notes import remark_notes, unit_notes
from pv_design.weather.formats.plain_times import plain_times, step_minutes
from pv_design.weather.formats.pvgis_words import pvgis_sigma
from pv_design.weather.formats.tables import Table, cells_of, read_table
from pv_design.weather.record import WeatherRecord

_TITLE = message("any csv with headings")
_DELIMITERS = ";\t,"
_COMMA_NUMBER = re.compile(r"^-?\d+,\d+$")
_SHARES = {"start": 0.5, "centre": 0.0, "end": -0.5, "instant": 0.0}


def read(content: bytes, name: str, *, map_text: str = "") -> WeatherRecord:
    r"""Return the record of a csv by its headings, or by map lines on top of it or beside it.

    Separators are comma, semicolon or tab, decimals have a point, or a comma where the separator
    is another. Hours from 1 to 24, and of the year from 1 to 8,760, are read with hour 1 as
    00:00, to which a declared label then refers.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for problems.
    map_text
        Map lines as `plain_map.column_map` takes them; they go before those in the file.

    Raises
    ------
    InputError
        With every column that is missing or there twice, every unit that is not known, every
        cell that is no number or no time; if day and month cannot be told apart, or the steps
        are not 5 to 60 minutes.

    Notes
    -----
    Headings in `data/column_aliases.csv`, units in `data/column_units.csv`.

    Examples
    --------
    >>> rows = "Fecha;Hora;Radiación (kW/m2)\n31/01/2021;11:00;0,81\n31/01/2021;12:00;0,9\n"
    >>> record = read(rows.encode(), "mina.csv", map_text="zone: UTC-5\nlabel: end")
    >>> record.data["ghi"].tolist(), record.utc_offset_hours, record.sun_offset_minutes
    ([810.0, 900.0], -5.0, -30.0)
    """
    text = decoded(content, name)
    told = column_map(map_text, name).over(column_map(text, name))
    table = _table(text, name, told)
    problems: list[Problem] = []
    places, headings = plain_columns(table, told, problems)
    raise_all(problems)
    times = plain_times(table, {key: places[key] for key in TIMES if key in places}, problems)
    step = step_minutes(times.labels, table, problems)
    values = numbers(table, {key: places[key] for key in VALUES if key in places}, problems)
    raise_all(problems)
    units = {key: headings[key].unit or Unit(said="") for key in VALUES if key in values}
    scaled = {key: as_power(values[key], unit, step_minutes=step) for key, unit in units.items()}
    labels = pd.DatetimeIndex(times.labels)
    zone = times.zone_hours if told.utc_offset_hours is None else told.utc_offset_hours
    record = WeatherRecord(
        data=pd.DataFrame(scaled).set_axis(labels, axis="index"),
        utc_offset_hours=zone_of(headings) if zone is None else zone,
        sun_offset_minutes=None if told.label is None else _SHARES[told.label] * step,
        source=name,
        period=years_of(labels) if times.has_years else message("not said in the file"),
        sigma_resource_fraction=pvgis_sigma(),
        is_typical=not times.has_years or is_joined_of_years(labels),
        file=name,
        lines=table.cells.index.to_numpy(),
        columns_at={key: place + 1 for key, place in places.items()},
        notes=(*unit_notes(units), *remark_notes(told.passed_over)),
    )
    return sealed(record, content)


def _table(text: str, name: str, told: ColumnMap) -> Table:
    found = _heading(text, told)
    if found is None:
        first = next((line for line in text.split("\n") if line.strip()), "")
        raise unknown_headings(name, first)
    line, delimiter = found
    decimal = _decimal(text, line, delimiter)
    return read_table(text, name, heading_line=line, delimiter=delimiter, decimal=decimal)


def _heading(text: str, told: ColumnMap) -> tuple[int, str] | None:
    """Return line and separator under which most headings are understood, at least two."""
    searched = int(read_fact(*FACTS, "headings_searched_lines").value)
    mapped = set(told.columns.values())
    best, found = 1, None
    for line, row in enumerate(text.split("\n", searched)[:searched], start=1):
        for delimiter in _DELIMITERS if not row.startswith("#") else "":
            cells = [cell.strip() for cell in cells_of(row, delimiter)]
            known = sum(cell in mapped or understood(cell) is not None for cell in cells)
            if known > best:
                best, found = known, (line, delimiter)
    return found


def _decimal(text: str, heading_line: int, delimiter: str) -> str:
    if delimiter == ",":
        return "."
    searched = int(read_fact(*FACTS, "headings_searched_lines").value)
    rows = text.split("\n", heading_line + searched)[heading_line : heading_line + searched]
    cells = [cell.strip() for row in rows for cell in cells_of(row, delimiter)]
    return "," if any(_COMMA_NUMBER.match(cell) for cell in cells) else "."


def unknown_headings(name: str, first_line: str) -> InputError:
    """Return the error of a text that is no weather file we know.

    Examples
    --------
    >>> print(unknown_headings("a.csv", "some words"))  # doctest: +ELLIPSIS
    a.csv: no line of headings is understood; the file begins 'some words'; ...
    """
    what = message(
        "no line of headings is understood; the file begins {line}", line=shown(first_line[:60])
    )
    allowed = message(
        "headings such as time, ghi (W/m2), temp_air (C), or lines on top that say "
        "# columns: time=…, ghi=…"
    )
    return InputError([Problem(what=what, allowed=allowed, file=name)])


def _recognises(head: str) -> bool:
    try:
        return _heading(head, column_map(head, "")) is not None
    except InputError:
        return True


FORMAT = Format(
    name="plain_csv",
    title=_TITLE,
    endings=(".csv", ".txt", ".tsv"),
    recognises=_recognises,
    read=read,
)
