"""Weather files in the layout of the System Advisor Model: two lines of head, then a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import Problem, shown
from equipment_catalog.messages import message
from pv_design.weather.formats.cell_numbers import numbers
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import (
    Format,
    is_joined_of_years,
    raise_all,
    sealed,
    sun_offset,
    years_of,
)
from pv_design.weather.formats.headings import VALUES, as_power, known_units, understood
from pv_design.weather.formats.pvgis_words import pvgis_sigma
from pv_design.weather.formats.tables import Table, cells_of, read_table
from pv_design.weather.formats.times import PARTS, times_of_parts
from pv_design.weather.record import WeatherRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.weather.formats.headings import Heading

_TITLE = message("SAM csv")
HEADING_LINE = 3
_HOUR_MINUTES = 60.0
_ZONE = "utc_offset_hours"
_NAMES = {
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon"),
    "altitude_m": ("elevation", "elev"),
    _ZONE: ("time zone", "tz"),
}


def read(content: bytes, name: str) -> WeatherRecord:
    r"""Return the record of a SAM csv.

    With a column of minutes the sun stands where the label says; without it in the middle of
    the hour.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        With every missing column, or every cell that is no number or no date; if the head has
        no place or zone.

    Notes
    -----
    SAM Help, weather file formats; see `data/format_facts.csv`.

    Examples
    --------
    >>> lines = b"Source,Latitude,Longitude,Time Zone,Elevation\nX,3.0,-76.5,-5,1200\n"
    >>> rows = b"Year,Month,Day,Hour,GHI,DNI,DHI,Tdry,Wspd\n2021,1,1,12,800,600,250,24,1.5\n"
    >>> record = read(lines + rows, "mine.csv")
    >>> record.utc_offset_hours, record.sun_offset_minutes, record.data["ghi"].tolist()
    (-5.0, 30.0, [800.0])
    """
    text = decoded(content, name)
    head = head_of(text)
    problems: list[Problem] = []
    places = _numbers_of_head(head, name, problems)
    if text.count("\n") < HEADING_LINE - 1:
        what = message("the file ends before the headings")
        problems.append(Problem(what=what, file=name, row=text.count("\n") + 1))
        raise_all(problems)
    table = read_table(text, name, heading_line=HEADING_LINE)
    columns = _columns(table, problems)
    times = _times(table, columns, problems)
    values = numbers(table, {key: columns[key][0] for key in VALUES if key in columns}, problems)
    raise_all(problems)
    labels = pd.DatetimeIndex(times)
    key = "sun_offset_sam_minute_min" if "minute" in columns else "sun_offset_sam_no_minute_min"
    record = WeatherRecord(
        data=_scaled(values, columns).set_axis(labels, axis="index"),
        utc_offset_hours=places[_ZONE],
        sun_offset_minutes=sun_offset(key),
        source=message("{file} ({origin})", file=name, origin=head.get("source", "SAM")),
        period=years_of(labels) if len(labels) else "",
        sigma_resource_fraction=pvgis_sigma(),
        latitude=places["latitude"],
        longitude=places["longitude"],
        altitude_m=places["altitude_m"],
        is_typical=is_joined_of_years(labels),
        file=name,
        lines=table.cells.index.to_numpy(),
        columns_at={key: place + 1 for key, (place, _) in columns.items()},
    )
    return sealed(record, content)


def head_of(text: str) -> dict[str, str]:
    r"""Return the two lines of head: names in small letters to what stands under them.

    Examples
    --------
    >>> head_of("Source,Time Zone\nNSRDB,-5\n")
    {'source': 'NSRDB', 'time zone': '-5'}
    """
    lines = [*text.split("\n", 2), "", ""]
    names, values = cells_of(lines[0], ","), cells_of(lines[1], ",")
    pairs = zip(names, values, strict=False)
    return {name.strip().lower(): value.strip() for name, value in pairs}


def _numbers_of_head(
    head: Mapping[str, str], name: str, problems: list[Problem]
) -> dict[str, float]:
    found = {}
    for field, keys in _NAMES.items():
        said = next((head[key] for key in keys if key in head), "")
        try:
            found[field] = float(said)
        except ValueError:
            what = message("{value} is not a number", value=shown(said))
            heading = keys[0].title()
            allowed = message("a number under {heading} in the second line", heading=heading)
            problems.append(Problem(what=what, allowed=allowed, file=name, row=2, field=field))
    return found


def _columns(table: Table, problems: list[Problem]) -> dict[str, tuple[int, Heading]]:
    """Return place and meaning of each column of ours; the first where several mean the same."""
    found: dict[str, tuple[int, Heading]] = {}
    for place, text in enumerate(table.headings):
        heading = understood(text)
        if heading is None:
            continue
        if heading.unit is None and heading.column in VALUES:
            what = message("the unit {unit} is not known", unit=shown(heading.said_unit))
            allowed = message("one of {known}", known=known_units(heading.column))
            problem = table.problem(
                what, allowed, row=table.heading_line, place=place, field=heading.column
            )
            problems.append(problem)
        found.setdefault(heading.column, (place, heading))
    here = ", ".join(table.headings)
    problems.extend(
        Problem(
            what=message("the column {heading} is missing", heading=column),
            allowed=message("the headings here are {headings}", headings=here),
            file=table.file,
            row=table.heading_line,
            field=column,
        )
        for column in ("year", "month", "day", "hour", "ghi")
        if column not in found
    )
    return found


def _times(
    table: Table, columns: Mapping[str, tuple[int, Heading]], problems: list[Problem]
) -> pd.Series:
    places = {part: columns[part][0] for part in PARTS if part in columns}
    if not {"year", "month", "day", "hour"} <= set(places):
        return pd.Series(pd.NaT, index=table.cells.index)
    return times_of_parts(table, places, problems)


def _scaled(values: pd.DataFrame, columns: Mapping[str, tuple[int, Heading]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            name: as_power(values[name], unit, step_minutes=_HOUR_MINUTES)
            for name in VALUES
            if name in values and (unit := columns[name][1].unit) is not None
        },
        index=values.index,
    )


def _recognises(head: str) -> bool:
    names = set(head_of(head))
    return all(names & set(keys) for keys in _NAMES.values())


FORMAT = Format(name="sam_csv", title=_TITLE, endings=(".csv",), recognises=_recognises, read=read)
