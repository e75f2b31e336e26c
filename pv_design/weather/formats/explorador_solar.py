"""Typical years of Chile's Explorador Solar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.weather.formats.cell_numbers import numbers
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import FACTS, Format, raise_all, sealed, span_of, unreadable
from pv_design.weather.formats.pvgis_words import pvgis_sigma
from pv_design.weather.formats.tables import places_of, read_table
from pv_design.weather.formats.times import add_untimely, times_of_text
from pv_design.weather.formats.with_pvlib import line_of
from pv_design.weather.record import WeatherRecord

if TYPE_CHECKING:
    from equipment_catalog.errors import Problem

_TITLE = message("Explorador Solar")
_TIME, _PATTERN = "Fecha/Hora", "%Y-%m-%d %H:%M:%S"
_WANTED = {"ghi": "ghi", "dni": "dni", "dhi": "difh", "temp_air": "temp", "wind_speed": "vel"}
_NAMES = {"latitude": "LATITUD", "longitude": "LONGITUD", "altitude_m": "ALTURA"}
_YEARS = re.compile(r"^FECHA (?:INICIAL|FINAL),(\d{4})-", re.MULTILINE)


def read(content: bytes, name: str) -> WeatherRecord:
    """Return the record of a file of the Explorador Solar, in the standard time of Chile.

    A value is the mean of instants every ten minutes; the file does not say of which hour, so
    the sun has to tell. The terrain has already shaded the beam.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        With every missing column, or every cell that is no number or no time; if latitude,
        longitude or altitude are not in the head.

    Examples
    --------
    >>> read(b"EXPLORADOR DE ENERGIA SOLAR", "santiago.csv")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: santiago.csv: this cannot be read as Explorador Solar; a
    head with LATITUD, LONGITUD and ALTURA, then the headings from Fecha/Hora on
    """
    text = decoded(content, name)
    heading_line = line_of(text, _TIME + ",")
    places = {field: _number(text, key) for field, key in _NAMES.items()}
    if heading_line is None or None in places.values():
        allowed = message(
            "a head with LATITUD, LONGITUD and ALTURA, then the headings from {heading} on",
            heading=_TIME,
        )
        raise unreadable(name, _TITLE, allowed)
    table = read_table(text, name, heading_line=heading_line)
    problems: list[Problem] = []
    columns = places_of(table, _WANTED, needed=_WANTED, problems=problems)
    values = numbers(table, columns, problems)
    times = times_of_text(table.cells[0], _PATTERN)
    add_untimely(table, times, [0], problems)
    raise_all(problems)
    years = _YEARS.findall(text)
    record = WeatherRecord(
        data=values.set_axis(pd.DatetimeIndex(times), axis="index"),
        utc_offset_hours=read_fact(*FACTS, "explorador_utc_offset_h").value,
        sun_offset_minutes=None,
        source=_TITLE,
        period=span_of(*years[:2]) if len(years) > 1 else "".join(years),
        sigma_resource_fraction=pvgis_sigma(),
        latitude=places["latitude"],
        longitude=places["longitude"],
        altitude_m=places["altitude_m"],
        is_typical="TIPICO" in text.partition("\n")[0],
        horizon_is_included="shadow" in table.headings,
        file=name,
        lines=table.cells.index.to_numpy(),
        columns_at={key: place + 1 for key, place in columns.items()},
    )
    return sealed(record, content)


def _number(text: str, key: str) -> float | None:
    found = re.search(rf"^{key},\s*(-?\d+(?:\.\d+)?)\s*$", text, re.MULTILINE)
    return float(found[1]) if found else None


FORMAT = Format(
    name="explorador_solar",
    title=_TITLE,
    endings=(".csv",),
    recognises=lambda head: "EXPLORADOR DE ENERGIA SOLAR" in head or "\n" + _TIME + "," in head,
    read=read,
)
