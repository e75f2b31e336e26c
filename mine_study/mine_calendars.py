"""The working time of sites and areas, as far as a study file tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from energy_audit.shift_calendar import ShiftCalendar
from mine_study.study_file import CalendarKeys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COUNTRIES = ("CO", "PE")


def shift_calendar(keys: Any, country: str) -> ShiftCalendar:  # noqa: ANN401  YAML holds any type
    """Return a calendar from the plain keys of a study file.

    Raises
    ------
    pydantic.ValidationError
        If a key is wrong.
    InputError
        If the keys do not fit one another.

    Examples
    --------
    >>> shift_calendar({"shifts_per_day": 2, "hours_per_shift": 8, "first_shift_starts_at": 6,
    ...     "days_per_month": 26, "sundays": "off", "holidays": "off", "saturdays": "half",
    ...     "ramp_up_hours": 0, "blast_pause_hours": 0}, "CO").saturdays
    'half'
    """
    return ShiftCalendar(country=country, **CalendarKeys.model_validate(keys).model_dump())


def site_calendars(merged: Mapping[str, Any]) -> dict[str, ShiftCalendar]:
    """Return the calendar of each site that can be told.

    Parameters
    ----------
    merged
        Plain keys of a study with its defaults, right or wrong. A site whose keys are wrong is
        open all day, so that its machines can be checked in the same pass.
    """
    country = _country(merged)
    return {name: _or_always_open(site, country) for name, site in _named(merged.get("sites"))}


def area_calendars(merged: Mapping[str, Any]) -> dict[tuple[str, str], ShiftCalendar]:
    """Return the calendars of areas that have their own, by (site, area); as `site_calendars`."""
    country = _country(merged)
    return {
        (site_name, name): _or_always_open(area, country)
        for site_name, site in _named(merged.get("sites"))
        for name, area in _named(site.get("areas"))
    }


def _named(listed: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            yield item["name"], item


def _country(merged: Mapping[str, Any]) -> str:
    identity = merged.get("study")
    named = identity.get("country") if isinstance(identity, dict) else None
    return str(named) if named in COUNTRIES else COUNTRIES[0]


def _or_always_open(keys: Mapping[str, Any], country: str) -> ShiftCalendar:
    try:
        return shift_calendar(keys.get("calendar"), country)
    except ValueError:
        return always_open(country)


def always_open(country: str) -> ShiftCalendar:
    """Return a calendar that is open day and night."""
    return ShiftCalendar(
        country=country,
        shifts_per_day=1,
        hours_per_shift=24.0,
        first_shift_starts_at=0,
        days_per_month=31,
        sundays="worked",
        holidays="worked",
    )
