"""Which source is asked first, which next, and what is said when one of them fails."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from pv_design.site import check_latitude, check_longitude
from pv_design.weather.embedded import DEFAULT_SEED, embedded_weather
from pv_design.weather.online.access import Access
from pv_design.weather.online.online_sources import ONLINE_SOURCES, fetch_record
from pv_design.weather.online.source_failure import SourceFailure
from pv_design.weather.preparation import prepared_weather

if TYPE_CHECKING:
    from pv_design.weather.model import Weather

LADDER = ("pvgis", "nasa_power", "nsrdb")
"""Names of the services in the order they are asked; after them stands what is embedded."""


def ladder_weather(
    latitude: float,
    longitude: float,
    *,
    altitude_m: float | None = None,
    utc_offset_hours: float | None = None,
    year: int = 2025,
    seed: int = DEFAULT_SEED,
    ghi_kwh_m2_day: float | None = None,
    ghi_reason: str = "",
    access: Access | None = None,
) -> Weather:
    """Return the weather of the best source that gives it.

    PVGIS, then NASA POWER, then NSRDB, then the climate inside the package. Each source that
    fails is a warning among the notes; offline it fails where no answer of it is kept.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg], north and east positive.
    altitude_m
        Above sea level [m]; without it, that of the source.
    utc_offset_hours
        Local standard time less UTC [h]; without it, that of the source or the longitude.
    year
        Calendar year of the labels.
    seed
        Of hours that are synthetic.
    ghi_kwh_m2_day, ghi_reason
        Level of the embedded climate [kWh/m2/day] and why; a service that answers keeps its own
        level, with a warning.
    access
        From where answers may come; without it, the cache, then the network.

    Raises
    ------
    InputError
        If the place is not on Earth; if all services fail and the embedded climate refuses the
        place too, with all the reasons.
    """
    check_latitude(latitude)
    check_longitude(longitude)
    site = _Site(
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        utc_offset_hours=utc_offset_hours,
        year=year,
        seed=seed,
    )
    failures: dict[str, SourceFailure] = {}
    for name in LADDER:
        try:
            weather = _of_service(name, site, access or Access())
        except SourceFailure as failure:
            failures[name] = failure
            continue
        if ghi_kwh_m2_day is not None:
            unused = _unused_level_note(ghi_kwh_m2_day)
            weather = replace(weather, notes=(unused, *weather.notes))
        return _with_failures(weather, failures)
    try:
        weather = embedded_weather(
            **asdict(site), ghi_kwh_m2_day=ghi_kwh_m2_day, ghi_reason=ghi_reason
        )
    except InputError as error:
        reasons = [Problem(what=failure.message) for failure in failures.values()]
        raise InputError([*error.problems, *reasons]) from None
    return _with_failures(weather, failures)


def source_weather(
    name: str,
    latitude: float,
    longitude: float,
    *,
    altitude_m: float | None = None,
    utc_offset_hours: float | None = None,
    year: int = 2025,
    seed: int = DEFAULT_SEED,
    years: tuple[int, int] | None = None,
    access: Access | None = None,
) -> Weather:
    """Return the weather of one service that somebody chose, or refuse: no other is taken.

    Parameters
    ----------
    name
        One of `ONLINE_SOURCES`.
    latitude, longitude, altitude_m, utc_offset_hours, year, seed, access
        As `ladder_weather` takes them.
    years
        First and last, for a source of real years; None for those it brings by itself.

    Raises
    ------
    InputError
        If the service does not give it, its hours cannot be used, or it has no years to choose.
    """
    site = _Site(
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        utc_offset_hours=utc_offset_hours,
        year=year,
        seed=seed,
    )
    try:
        return _of_service(name, site, access or Access(), years)
    except SourceFailure as failure:
        what = failure.message
    allowed = message("another source, a file of the site, or the same again later")
    raise InputError([Problem(what=what, allowed=allowed, field="weather.source")])


@dataclass(frozen=True, kw_only=True)
class _Site:
    latitude: float
    longitude: float
    altitude_m: float | None
    utc_offset_hours: float | None
    year: int
    seed: int


def _of_service(
    name: str, site: _Site, access: Access, years: tuple[int, int] | None = None
) -> Weather:
    record = fetch_record(name, site.latitude, site.longitude, years=years, access=access)
    try:
        return prepared_weather(record, **asdict(site))
    except InputError as error:
        what = message(
            "{service} gave weather that cannot be used: {problem}",
            service=ONLINE_SOURCES[name].title,
            problem=error.problems[0].what,
        )
    raise SourceFailure(what)


def _with_failures(weather: Weather, failures: dict[str, SourceFailure]) -> Weather:
    """Return the weather with a warning for each source above it that failed."""
    warnings = tuple(
        Note(
            what=message("{service} was asked and failed", service=ONLINE_SOURCES[name].title),
            value=failure.message,
            source=message("order of sources: PVGIS, NASA POWER, NSRDB, inside the package"),
            effect=message("the weather is of {source}", source=weather.source),
            kind="warning",
        )
        for name, failure in failures.items()
    )
    return replace(weather, notes=(*warnings, *weather.notes))


def _unused_level_note(ghi_kwh_m2_day: float) -> Note:
    return Note(
        what=message("The given level of the sun is not used: a service answered with its own"),
        value=ghi_kwh_m2_day,
        source=message("study file"),
        effect=message("take the source embedded to use the level"),
        kind="warning",
    )
