"""Every service by the name a study or a command calls it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from pv_design.weather.online import nasa_power, nsrdb, pvgis
from pv_design.weather.online.access import Access

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pv_design.weather.record import WeatherRecord


@dataclass(frozen=True, kw_only=True)
class OnlineSource:
    """One product of one service."""

    title: Message
    """Name for people."""
    fetch: Callable[..., WeatherRecord]
    """Latitude, longitude, `access` and, where it has real years, `years` to its record."""
    has_years: bool = False
    """Whether it brings real years, which can be chosen."""


ONLINE_SOURCES: dict[str, OnlineSource] = {
    "pvgis": OnlineSource(title=message("PVGIS typical year"), fetch=pvgis.pvgis_typical_year),
    "pvgis_hourly": OnlineSource(
        title=message("PVGIS hours of many years"), fetch=pvgis.pvgis_hours, has_years=True
    ),
    "nasa_power": OnlineSource(
        title=message("NASA POWER hours of many years"),
        fetch=nasa_power.power_hours,
        has_years=True,
    ),
    "nasa_power_daily": OnlineSource(
        title=message("NASA POWER days of many years"), fetch=nasa_power.power_days, has_years=True
    ),
    "nasa_power_climatology": OnlineSource(
        title=message("NASA POWER means of twelve months"), fetch=nasa_power.power_months
    ),
    "nsrdb": OnlineSource(title=message("NSRDB typical year"), fetch=nsrdb.nsrdb_typical_year),
    "nsrdb_hourly": OnlineSource(
        title=message("NSRDB hours of many years"), fetch=nsrdb.nsrdb_hours, has_years=True
    ),
}
"""Name of a source to what it gives."""


def fetch_record(
    name: str,
    latitude: float,
    longitude: float,
    *,
    refresh: bool = False,
    offline: bool = False,
    cache: Path | None = None,
    years: tuple[int, int] | None = None,
    access: Access | None = None,
) -> WeatherRecord:
    """Return the record of one service, as it gives it.

    Parameters
    ----------
    name
        One of `ONLINE_SOURCES`.
    latitude, longitude
        Of the site [deg].
    refresh
        Ask again although an answer is kept.
    offline
        Never go out: what is kept or nothing.
    cache
        Folder of kept answers; None for SOLMINA_CACHE or the user's cache folder.
    years
        First and last, for sources that bring real years; None for what each brings by itself.
    access
        In place of `refresh`, `offline` and `cache`, with limits and addresses of its own.

    Raises
    ------
    SourceFailure
        If the service does not give it.
    InputError
        If there is no such source, it has no years to choose, or the place is not on Earth.

    Examples
    --------
    >>> from pathlib import Path
    >>> fetch_record("pvgis", 2.98, -76.65, offline=True, cache=Path("nowhere"))
    Traceback (most recent call last):
        ...
    pv_design.weather.online.source_failure.SourceFailure: PVGIS has no kept answer for this
    place and these years, and offline nothing is asked; run once with a network
    """
    source = ONLINE_SOURCES.get(name)
    if source is None:
        allowed = message("one of {known}", known=", ".join(ONLINE_SOURCES))
        raise InputError.of("source", name, allowed=allowed)
    access = access or Access(cache=cache, refresh=refresh, offline=offline)
    if source.has_years:
        return source.fetch(latitude, longitude, years=years, access=access)
    if years is not None:
        allowed = message("no years for {source}: they cannot be chosen", source=source.title)
        raise InputError.of("years", f"{years[0]}-{years[1]}", allowed=allowed)
    return source.fetch(latitude, longitude, access=access)
