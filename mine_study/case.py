"""Open a study with its inventory, bills and weather, and report every mistake at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from energy_audit.bills import read_bills
from energy_audit.inventory import Inventory, read_inventory
from energy_audit.shift_calendar import ShiftCalendar
from equipment_catalog.errors import InputError, Problem
from mine_study.study_file import CalendarKeys, Study
from mine_study.study_reader import Examined, examine_study, study_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from equipment_catalog.notes import Note


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything a person gave us, read and checked."""

    study: Study
    folder: Path
    origins: Mapping[str, str]
    """Where each given key of the study stands."""
    calendars: Mapping[str, ShiftCalendar]
    """Working time of each site."""
    inventory: Inventory
    bills: pd.DataFrame
    input_files: tuple[Path, ...]
    """Every file that was read, for the manifest."""
    notes: tuple[Note, ...]
    """One row for each default of the study file."""


def open_case(place: Path, overrides: Sequence[str] = ()) -> Case:
    """Read and check the study file, the inventory and the bills.

    Parameters
    ----------
    place
        Folder that holds ``study.yaml``, or the file.
    overrides
        Texts ``KEY=VALUE``.

    Raises
    ------
    InputError
        With every problem of all three files; inventory and bills are read even when the study
        file is wrong, as far as its sites can be told.
    """
    path = study_path(place)
    examined = examine_study(path, overrides)
    calendars = _calendars(examined)
    files = _file_names(examined, path.parent)
    inventory, wrong_machines = read_inventory(
        files["inventory"], calendars=calendars, frequency_hz=_frequency_hz(examined)
    )
    bills, wrong_bills = read_bills(files["bills"], sites=tuple(calendars))
    problems = [*examined.problems, *wrong_machines, *wrong_bills]
    weather_files = _weather_files(examined, path.parent, problems)
    if problems or examined.study is None:
        raise InputError(problems)
    return Case(
        study=examined.study,
        folder=path.parent,
        origins=examined.origins,
        calendars=calendars,
        inventory=inventory,
        bills=bills,
        input_files=(path, *files.values(), *weather_files),
        notes=examined.notes,
    )


def _weather_files(examined: Examined, folder: Path, problems: list[Problem]) -> list[Path]:
    """Return the weather files of a study; what is wrong with them joins the problems."""
    study = examined.study
    named = [site for site in study.sites if site.weather.source == "file"] if study else []
    for site in named:
        from mine_study.site_design import site_weather  # noqa: PLC0415  pvlib only for a file

        try:
            site_weather(site, folder=folder, year=study.study.year if study else 0)
        except InputError as error:
            problems += error.problems
    return list(dict.fromkeys(folder / str(site.weather.file) for site in named))


def _calendars(examined: Examined) -> dict[str, ShiftCalendar]:
    """Return the calendar of each site that can be told, open all day where its keys are wrong."""
    identity = _section(examined.merged, "study")
    country = identity.get("country") if identity.get("country") in ("CO", "PE") else "CO"
    sites = examined.merged.get("sites")
    calendars = {}
    for site in sites if isinstance(sites, list) else []:
        if not isinstance(site, dict) or not isinstance(site.get("name"), str):
            continue
        try:
            keys = CalendarKeys.model_validate(site.get("calendar"))
            calendars[site["name"]] = ShiftCalendar(country=str(country), **keys.model_dump())
        except ValueError:
            calendars[site["name"]] = _always_open(str(country))
    return calendars


def _always_open(country: str) -> ShiftCalendar:
    return ShiftCalendar(
        country=country,
        shifts_per_day=1,
        hours_per_shift=24.0,
        first_shift_starts_at=0,
        days_per_month=31,
        sundays="worked",
        holidays="worked",
    )


def _file_names(examined: Examined, folder: Path) -> dict[str, Path]:
    given = _section(examined.merged, "files")
    names = {kind: given.get(kind) for kind in ("inventory", "bills")}
    return {
        kind: folder / (name if isinstance(name, str) and name else f"{kind}.csv")
        for kind, name in names.items()
    }


def _frequency_hz(examined: Examined) -> int:
    given = _section(examined.merged, "supply").get("frequency_hz")
    return given if given in (50, 60) else 60


def _section(merged: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = merged.get(name)
    return section if isinstance(section, dict) else {}
