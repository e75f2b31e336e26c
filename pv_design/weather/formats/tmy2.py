"""Second typical years of the United States' National Solar Radiation Data Base."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact, read_facts
from pv_design.weather.formats.cell_numbers import numbers
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import (
    FACTS,
    Format,
    raise_all,
    sealed,
    sun_offset,
    unreadable,
    years_of,
)
from pv_design.weather.formats.pvgis_words import pvgis_sigma
from pv_design.weather.formats.tables import Table
from pv_design.weather.formats.times import PARTS, times_of_parts
from pv_design.weather.formats.with_pvlib import row_lines
from pv_design.weather.record import HOURLY_COLUMNS, WeatherRecord

if TYPE_CHECKING:
    from equipment_catalog.errors import Problem

_TITLE = message("TMY2")
_HEAD = re.compile(
    r"\s*\d{5} (?P<city>.{22}) \S\S\s+(?P<zone>-?\d+)"
    r" (?P<north>[NS])\s*(?P<lat>\d+)\s+(?P<lat_min>\d+)"
    r" (?P<east>[EW])\s*(?P<lon>\d+)\s+(?P<lon_min>\d+)\s+(?P<altitude>-?\d+)\s*$"
)
_MINUTES = 60
_CENTURY = "19"


def read(content: bytes, name: str) -> WeatherRecord:
    """Return the record of a TMY2 file.

    Hour 1 is read as 00:00. The columns are cut here: pvlib's reader takes a path only, keeps
    the first row's year for all months and needs 0.7 s a file.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        With every cell that is no number or no date; if the first line is not of a station.

    Notes
    -----
    Marion & Urban (1995), User's Manual for TMY2s, table 3-2; places in `data/tmy2_columns.csv`.

    Examples
    --------
    >>> read(b"nothing", "a.tm2")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: a.tm2: this cannot be read as TMY2; a line with station,
    city, state, zone, latitude, longitude and altitude, then lines of 142 characters
    """
    text = decoded(content, name)
    first, _, body = text.partition("\n")
    head = _HEAD.match(first)
    if head is None:
        allowed = message(
            "a line with station, city, state, zone, latitude, longitude and altitude, then "
            "lines of 142 characters"
        )
        raise unreadable(name, _TITLE, allowed)
    data = _hours(body, name)
    south, west = head["north"] == "S", head["east"] == "W"
    record = WeatherRecord(
        data=data,
        utc_offset_hours=float(head["zone"]),
        sun_offset_minutes=sun_offset("sun_offset_tmy2_min"),
        source=message("TMY2 of {place}", place=head["city"].strip()),
        period=years_of(pd.DatetimeIndex(data.index)) if len(data) else "",
        sigma_resource_fraction=pvgis_sigma(),
        latitude=(-1) ** south * (int(head["lat"]) + int(head["lat_min"]) / _MINUTES),
        longitude=(-1) ** west * (int(head["lon"]) + int(head["lon_min"]) / _MINUTES),
        altitude_m=float(head["altitude"]),
        is_typical=True,
        file=name,
        lines=row_lines(text, 1, len(data)),
    )
    return sealed(record, content)


def _hours(body: str, name: str) -> pd.DataFrame:
    layout = read_facts("pv_design.weather", "data/tmy2_columns.csv")
    lines = pd.Series(body.split("\n"), dtype=str)
    lines.index += 2
    lines = lines[lines.str.strip() != ""]
    cells = {
        place: lines.str.slice(first - 1, last)
        for place, (first, last) in enumerate(zip(layout["first"], layout["last"], strict=True))
    }
    columns = list(layout["column"])
    table = Table(
        file=name,
        headings=tuple(columns),
        heading_line=1,
        cells=pd.DataFrame(cells, index=lines.index),
    )
    table.cells[columns.index("year")] = _four_digits(table.cells[columns.index("year")])
    problems: list[Problem] = []
    places = {column: columns.index(column) for column in columns}
    times = times_of_parts(
        table,
        {part: places[part] for part in PARTS if part in places},
        problems,
        first_hour_is_one=True,
    )
    values = numbers(table, {column: places[column] for column in HOURLY_COLUMNS}, problems)
    raise_all(problems)
    known = values.mask(values >= read_fact(*FACTS, "tmy2_missing_from").value)
    scale = layout.set_index("column")["factor"]
    return (known * scale[list(HOURLY_COLUMNS)]).set_axis(pd.DatetimeIndex(times), axis="index")


def _four_digits(years: pd.Series) -> pd.Series:
    return (_CENTURY + years).where(years.str.fullmatch(r"\d\d"), years)


FORMAT = Format(
    name="tmy2",
    title=_TITLE,
    endings=(".tm2",),
    recognises=lambda head: _HEAD.match(head.partition("\n")[0]) is not None,
    read=read,
)
