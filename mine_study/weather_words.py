"""Words about a source of weather that several outputs share."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pv_design.weather import Weather

FAMILIES = {
    "nasa_power": "NASA POWER (CERES)",
    "pvgis": "PVGIS",
    "nsrdb": "NSRDB",
    "merra2": "MERRA-2",
    "pvcz": "PVCZ",
}
"""Proper names of the families of sources; the same in every language."""


def family_names(origins: str) -> str:
    """Return the families of a list with commas as people call them.

    Examples
    --------
    >>> family_names("pvgis, nsrdb")
    'PVGIS, NSRDB'
    """
    return ", ".join(FAMILIES[origin] for origin in origins.split(", "))


def period_words(weather: Weather) -> Message | str:
    """Return the years that months stand for, and which of several is used hour by hour."""
    if not weather.real_years:
        return weather.period
    return message(
        "mean of {count:d} years, {first} to {last}; of these {year} is used hour by hour",
        count=len(weather.real_years),
        first=weather.real_years[0].period,
        last=weather.real_years[-1].period,
        year=weather.period,
    )


def short_names(names: Sequence[str]) -> list[str]:
    """Return the names of files without their folders where these are not needed.

    Examples
    --------
    >>> short_names(["data/a/tmy.csv", "embedded"])
    ['tmy.csv', 'embedded']
    >>> short_names(["a/tmy.csv", "b/tmy.csv"])
    ['a/tmy.csv', 'b/tmy.csv']
    """
    short = [PurePath(name).name or name for name in names]
    return [one if short.count(one) == 1 else name for one, name in zip(short, names, strict=True)]
