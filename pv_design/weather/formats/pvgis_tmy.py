"""Typical years of PVGIS, as csv or json."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pandas as pd
from pvlib import iotools

from equipment_catalog.messages import message
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import Format, sealed, span_of
from pv_design.weather.formats.json_rows import diagnosed_json
from pv_design.weather.formats.pvgis_words import (
    database_origins,
    database_resolution,
    pvgis_head,
    pvgis_sigma,
)
from pv_design.weather.formats.with_pvlib import diagnosed, line_of, parsed, row_lines
from pv_design.weather.record import HOURLY_COLUMNS, WeatherRecord

if TYPE_CHECKING:
    from equipment_catalog.errors import InputError
    from pv_design.weather.formats.pvgis_words import PvgisHead

_TITLE = message("PVGIS typical year")
_WANTED = {"ghi": "G(h)", "dni": "Gb(n)", "dhi": "Gd(h)", "temp_air": "T2m", "wind_speed": "WS10m"}
_TIME = ("time(UTC)", "%Y%m%d:%H%M")
_ROWS = ("outputs", "tmy_hourly")


def read(content: bytes, name: str) -> WeatherRecord:
    """Return the record of a typical year of PVGIS, in UTC.

    The values are those of the moment of the satellite's picture, which the head gives as an
    offset; without it the moment is unknown.

    Parameters
    ----------
    content
        Of the csv or json.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        With every missing column, or every cell that is no number or no time; if head, 8,760
        rows or json are not whole.

    Examples
    --------
    >>> read(b'{"outputs": {"tmy_hourly": [', "tmy.json")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: tmy.json: the json ends too early or is broken at
    character 28; a whole download
    """
    text = decoded(content, name)
    kind = "json" if text.lstrip().startswith("{") else "csv"
    found = parsed(lambda: _read(text, kind), HOURLY_COLUMNS)
    if found is None:
        raise _fault(text, name, kind)
    table, head = found
    said: PvgisHead = head["said"]
    record = WeatherRecord(
        data=table[list(HOURLY_COLUMNS)],
        utc_offset_hours=0.0,
        sun_offset_minutes=said.sun_offset_minutes,
        source=message("PVGIS typical year, {database}", database=said.database)
        if said.database
        else _TITLE,
        period=span_of(*said.years) if said.years else "",
        origins=database_origins(said.database),
        sigma_resource_fraction=pvgis_sigma(),
        latitude=said.latitude,
        longitude=said.longitude,
        altitude_m=said.altitude_m,
        is_typical=True,
        horizon_is_included=said.uses_horizon is not False,
        spatial_resolution=database_resolution(said.database),
        file=name,
        lines=None if kind == "json" else row_lines(text, line_of(text, _TIME[0]) or 0, len(table)),
        notes=said.notes,
    )
    return sealed(record, content)


def _read(text: str, kind: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    stream = io.StringIO(text) if kind == "json" else io.BytesIO(text.encode())
    data, head = iotools.read_pvgis_tmy(stream, pvgis_format=kind)
    labels = pd.DatetimeIndex(data.index).tz_localize(None)
    return data.set_axis(labels, axis="index"), {"said": pvgis_head(head)}


def _fault(text: str, name: str, kind: str) -> InputError:
    if kind == "json":
        return diagnosed_json(text, name, title=_TITLE, rows=_ROWS, wanted=_WANTED, time=_TIME)
    start = line_of(text, _TIME[0])
    lines = text.split("\n")
    body = [line for line in lines[start or 0 :] if line.count(",") >= len(_WANTED)]
    return diagnosed(
        "\n".join([*lines[: start or 0], *body]),
        name,
        title=_TITLE,
        allowed=message(
            "latitude, longitude and elevation, twelve months with their years, the headings "
            "from {heading} on, then 8,760 hours; here {count} lines follow the headings",
            heading=_TIME[0],
            count=len(body),
        ),
        heading_line=start,
        wanted=_WANTED,
        time=_TIME,
    )


FORMAT = Format(
    name="pvgis_tmy",
    title=_TITLE,
    endings=(".csv", ".json"),
    recognises=lambda head: (
        ("month,year" in head and "time(UTC)" in head)
        or ('"tmy_hourly"' in head)
        or ('"months_selected"' in head)
    ),
    read=read,
)
