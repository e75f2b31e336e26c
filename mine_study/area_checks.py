"""Areas with working time of their own against the machines that stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from energy_audit.shift_calendar import SCHEDULES, window_hours
from equipment_catalog.column_rules import allowed_names
from equipment_catalog.errors import Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from energy_audit.shift_calendar import ShiftCalendar

    AreaCalendars = Mapping[tuple[str, str], ShiftCalendar]

NEEDED_COLUMNS = {"site", "area", "schedule", "hours_per_day"}


def area_problems(
    machines: pd.DataFrame,
    *,
    calendars: Mapping[str, ShiftCalendar],
    area_calendars: AreaCalendars,
    places: Mapping[str, str],
    merged: Mapping[str, Any],
    file: str,
) -> Iterator[Problem]:
    """Yield areas that no machine stands in, and machines that their area's time does not hold.

    Parameters
    ----------
    machines
        Rows of an inventory, indexed by tag; one without the columns it takes yields nothing.
    calendars, area_calendars
        Working time of sites, and of the areas that have their own.
    places
        ``file:line`` of the keys of the study.
    merged
        Plain keys of the study.
    file
        Name of the inventory.
    """
    if not area_calendars or not set(machines.columns) >= NEEDED_COLUMNS:
        return
    yield from _empty_areas(machines, area_calendars, places, merged)
    sites = {site for site, _ in area_calendars}
    own = machines["site"].isin(sites & set(calendars)) & machines["schedule"].isin(SCHEDULES)
    for key, rows in machines[own].groupby(["site", "area", "schedule"]):
        site, area, schedule = map(str, key)
        calendar = area_calendars.get((site, area), calendars[site])
        most = window_hours(calendar, schedule)
        for tag, hours in rows.loc[rows["hours_per_day"] > most, "hours_per_day"].items():
            what = message(
                "{hours:g} h a day do not fit the schedule {schedule!r} of {most:g} h",
                hours=hours,
                schedule=schedule,
                most=most,
            )
            allowed = message(
                "at most {most:g} h, or another schedule such as continuous", most=most
            )
            yield Problem(
                what=what, allowed=allowed, file=file, field="hours_per_day", record=str(tag)
            )


def _empty_areas(
    machines: pd.DataFrame,
    area_calendars: AreaCalendars,
    places: Mapping[str, str],
    merged: Mapping[str, Any],
) -> Iterator[Problem]:
    for key, (site, name) in _area_keys(merged):
        known = sorted(set(machines.loc[machines["site"] == site, "area"]) - {""})
        if (site, name) not in area_calendars or name in known or not known:
            continue
        file, _, line = places.get(key, "").partition(":")
        what = message("no machine of {site!r} stands in the area {name!r}", site=site, name=name)
        yield Problem(
            what=what,
            allowed=allowed_names(name, known),
            file=file,
            row=int(line) if line else None,
            field=key,
        )


def _area_keys(merged: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the dotted key of each area's name with the names of its site and of itself."""
    sites = merged.get("sites")
    for number, site in enumerate(sites if isinstance(sites, list) else []):
        areas = site.get("areas") if isinstance(site, dict) else None
        for place, area in enumerate(areas if isinstance(areas, list) else []):
            if isinstance(area, dict):
                names = str(site.get("name")), str(area.get("name"))
                yield f"sites.{number}.areas.{place}.name", names
