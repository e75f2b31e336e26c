"""The weather of a site: what ships inside, and the files a mine can bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pv_design.weather.embedded import embedded_weather
from pv_design.weather.files import FILE_READERS, read_weather
from pv_design.weather.model import Weather

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES: dict[str, Callable[..., Weather]] = {
    "embedded": embedded_weather,
}
"""Name of a source that needs no file to the function that gives its weather."""

__all__ = ["FILE_READERS", "SOURCES", "Weather", "embedded_weather", "read_weather"]
