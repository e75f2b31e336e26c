"""The hours of a year of weather as a table for other programs, in the layout of SAM."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.table_writer import FORMULA_SIGNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.language import Reader
    from pv_design.weather import Weather

COLUMNS = {"ghi": "GHI", "dni": "DNI", "dhi": "DHI", "temp_air": "Tdry", "wind_speed": "Wspd"}
"""Our columns by the headings of SAM."""
_LAST_MINUTE = 59


def hours_csv(weather: Weather, reader: Reader) -> str:
    """Return the 8,760 hours as a csv that SAM opens and `read_weather` reads back.

    Two lines of head, then a row an hour in local standard time. The minute of a row is the
    moment of its sun: 30 for the mean of an hour. Numbers are exact. A horizon of the site is
    not in the hours.

    Parameters
    ----------
    weather
        Its hours are written as they were checked.
    reader
        Language of the name of the source.

    Notes
    -----
    SAM Help, weather file format "SAM CSV": W/m2, degC and m/s.
    """
    offset = _plain(weather.utc_offset_hours)
    head = {
        "Source": _one_cell(reader.say(weather.source)),
        "Location ID": "solmina",
        "City": "-",
        "State": "-",
        "Country": "-",
        "Latitude": str(weather.latitude),
        "Longitude": str(weather.longitude),
        "Time Zone": offset,
        "Elevation": str(weather.altitude_m),
        "Local Time Zone": offset,
    }
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([head, head.values()])
    hours = weather.hours
    moments = {
        "Year": hours.year,
        "Month": hours.month,
        "Day": hours.day,
        "Hour": hours.hour,
        "Minute": min(round(weather.sun_offset_minutes), _LAST_MINUTE),
    }
    values = weather.data[list(COLUMNS)].rename(columns=COLUMNS).reset_index(drop=True)
    pd.concat([pd.DataFrame(moments), values], axis="columns").to_csv(
        text, index=False, lineterminator="\n"
    )
    return text.getvalue()


def only_weather(found: Mapping[str, Weather]) -> Weather:
    """Return the one weather of several names.

    Raises
    ------
    InputError
        If there are more: one file holds the hours of one place.
    """
    if len(found) == 1:
        return next(iter(found.values()))
    what = message(
        "one file holds the hours of one place; here are {names}", names=", ".join(found)
    )
    allowed = message("a study of one site, a weather file, or a source with --coordinates")
    raise InputError([Problem(what=what, allowed=allowed)])


def _plain(hours: float) -> str:
    return str(int(hours)) if hours.is_integer() else str(hours)


def _one_cell(text: str) -> str:
    """Return a text that no program takes for two cells, nor for a formula."""
    plain = " ".join(text.replace(",", ";").replace('"', "'").split())
    return f" {plain}" if plain.startswith(FORMULA_SIGNS) else plain
