"""The weather of a site: what ships inside, the files a mine can bring, the services."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pv_design.weather.embedded import embedded_weather
from pv_design.weather.files import read_record, read_weather
from pv_design.weather.formats import FORMATS
from pv_design.weather.model import Weather
from pv_design.weather.online.ladder import ladder_weather, source_weather
from pv_design.weather.online.online_sources import ONLINE_SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES: dict[str, Callable[..., Weather]] = {
    "embedded": embedded_weather,
    "ladder": ladder_weather,
    **{name: partial(source_weather, name) for name in ONLINE_SOURCES},
}
"""Name of a source that needs no file to the function that gives its weather."""

__all__ = [
    "FORMATS",
    "SOURCES",
    "Weather",
    "embedded_weather",
    "read_record",
    "read_weather",
]
