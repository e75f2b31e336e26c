"""Open a study with its inventory, bills and weather, and report every mistake at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from energy_audit.bills import Bills, read_bills
from energy_audit.inventory import Inventory, read_inventory
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.remark_rows import lines_left_out
from equipment_catalog.table_sheets import remarks_of_one_book
from mine_study.area_checks import area_problems
from mine_study.case_files import CaseFiles, case_files, named_prices
from mine_study.mine_calendars import always_open, area_calendars, site_calendars
from mine_study.plant_faults import named_files
from mine_study.site_faults import EMBEDDED, FILE
from mine_study.storage_faults import outage_files
from mine_study.study_reader import Examined, examine_study, study_path
from pv_design.peruvian_coast import is_near_peruvian_shore
from pv_design.site import parse_coordinates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from energy_audit.meters.interval_meter import IntervalMeter
    from energy_audit.quotations import Quotations
    from energy_audit.shift_calendar import ShiftCalendar
    from equipment_catalog.notes import Note
    from mine_study.layers import Override
    from mine_study.study_file import SiteKeys, Study


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything a person gave us, read and checked."""

    study: Study
    folder: Path
    origins: Mapping[str, str]
    """Where each given key of the study stands."""
    calendars: Mapping[str, ShiftCalendar]
    """Working time of each site."""
    area_calendars: Mapping[tuple[str, str], ShiftCalendar]
    """Working time of areas, by (site, area), where it is not that of the site."""
    inventory: Inventory
    bills: pd.DataFrame
    table_remarks: tuple[Note, ...]
    """How tables, meters and logs were read, and what looks odd without being wrong."""
    meters: Mapping[str, IntervalMeter]
    """Interval meter of each site that has one."""
    quotations: pd.DataFrame | None
    """Suppliers' quotations; None where there are none."""
    input_files: tuple[Path, ...]
    """Every file that was read, for the manifest."""
    network_remarks: tuple[Note, ...]
    """What must be fetched before the study runs without a network."""
    notes: tuple[Note, ...]
    """One row for each default of the study file and each override, and how bills, quotations and
    logs were read."""

    @property
    def remarks(self) -> tuple[Note, ...]:
        """What a person should look at although nothing is wrong."""
        return (*self.table_remarks, *self.network_remarks)


def open_case(place: Path, overrides: Sequence[Override] = ()) -> Case:
    """Read and check the study file, the inventory, the bills, the meters.

    Parameters
    ----------
    place
        Folder that holds ``study.yaml``, or the file.
    overrides
        Texts ``KEY=VALUE`` and scenario files.

    Raises
    ------
    InputError
        With every problem of all files; inventory, bills and meters are read even when the
        study file is wrong, as far as its sites can be told.
    """
    path = study_path(place)
    examined = examine_study(path, overrides)
    files = case_files(examined.merged, path.parent)
    calendars = site_calendars(examined.merged)
    areas = area_calendars(examined.merged)
    inventory, wrong_machines = _inventory(examined, files, calendars, areas)
    bills = read_bills(files.bills, sites=tuple(calendars))
    if files.bills in files.inventory:
        inventory, bills = _of_one_book(inventory, bills, files.bills.name)
    meters, wrong_meters = _meters(files, inventory, wrong_machines)
    problems = [
        *examined.problems,
        *wrong_machines,
        *bills.problems,
        *wrong_meters,
        *files.missing_quotations(),
    ]
    quotations = _quotations(examined, files, inventory, wrong_machines)
    problems += quotations.problems if quotations else ()
    weather_files = _weather_files(examined, path.parent, problems)
    horizons = _horizon_files(examined, path.parent, problems)
    plant_files = _plant_files(examined, path.parent, problems)
    prices = _price_files(examined, path.parent, problems)
    outages, wrong_logs = outage_files(examined.study, path.parent) if examined.study else ((), ())
    problems += wrong_logs
    others = (
        *(quotations.remarks if quotations else ()),
        *(note for log in (*prices, *outages, *horizons) for note in lines_left_out(log)),
    )
    of_meters = (note for meter in meters.values() for note in meter.remarks)
    remarks = (*inventory.remarks, *bills.remarks, *of_meters, *others)
    if problems or examined.study is None:
        raise InputError(problems, remarks)
    return Case(
        study=examined.study,
        folder=path.parent,
        origins=examined.origins,
        calendars=calendars,
        area_calendars=areas,
        inventory=inventory,
        bills=bills.months,
        table_remarks=remarks,
        meters=meters,
        quotations=quotations.rows if quotations else None,
        input_files=tuple(
            dict.fromkeys(
                (path, *files.all, *prices, *outages, *weather_files, *horizons, *plant_files)
            )
        ),
        network_remarks=_network_remarks(examined.study, place),
        notes=(*examined.notes, *bills.remarks, *others),
    )


def _inventory(
    examined: Examined,
    files: CaseFiles,
    calendars: Mapping[str, ShiftCalendar],
    areas: Mapping[tuple[str, str], ShiftCalendar],
) -> tuple[Inventory, list[Problem]]:
    """Return the machines; where areas have their own time, hours are checked area by area."""
    divided = {site for site, _ in areas}
    roomy = {
        site: always_open(calendar.country) if site in divided else calendar
        for site, calendar in calendars.items()
    }
    inventory, problems = read_inventory(
        files.inventory, calendars=roomy, frequency_hz=_frequency_hz(examined)
    )
    of_areas = area_problems(
        inventory.machines,
        calendars=calendars,
        area_calendars=areas,
        places=examined.origins,
        merged=examined.merged,
        file=files.inventory[0].name,
    )
    return inventory, [*problems, *of_areas]


def _of_one_book(inventory: Inventory, bills: Bills, file: str) -> tuple[Inventory, Bills]:
    """Return machines and bills of one workbook without remarks that the other makes wrong."""
    of_machines, of_bills = remarks_of_one_book(file, inventory.remarks, bills.remarks)
    return replace(inventory, remarks=of_machines), replace(bills, remarks=of_bills)


def _meters(
    files: CaseFiles, inventory: Inventory, wrong_machines: Sequence[Problem]
) -> tuple[dict[str, IntervalMeter], list[Problem]]:
    """Return the interval meters; their reader is loaded only for a study that has one.

    Readings are held against the machines where nothing is wrong with either.
    """
    if not files.meters:
        return {}, []
    from mine_study.case_meters import beyond_machines, read_meters  # noqa: PLC0415  as said above

    meters, wrong = read_meters(files)
    if not (wrong_machines or wrong):
        wrong += beyond_machines(meters, inventory.machines)
    return meters, wrong


def _quotations(
    examined: Examined,
    files: CaseFiles,
    inventory: Inventory,
    wrong_machines: Sequence[Problem],
) -> Quotations | None:
    """Return the suppliers' prices, None where the study names none.

    The measures, which tell what may be quoted, are loaded only for a study with quotations.
    """
    if files.quotations is None or not files.quotations.is_file():
        return None
    from mine_study.case_quotations import case_quotations  # noqa: PLC0415  as said above

    is_right = examined.study is not None and not wrong_machines
    return case_quotations(
        files.quotations,
        examined.merged,
        inventory.machines,
        frequency_hz=_frequency_hz(examined) if is_right else None,
        sites=site_calendars(examined.merged),
    )


def _price_files(examined: Examined, folder: Path, problems: list[Problem]) -> tuple[Path, ...]:
    """Return the files of prices; what is wrong with them joins the problems.

    What reads them is loaded only for a study that names one.
    """
    study = examined.study
    if study is None or not any(named_prices(site.tariff) for site in study.sites):
        return ()
    from mine_study.price_files import price_files  # noqa: PLC0415  as said above

    prices, wrong = price_files(study, folder)
    problems += wrong
    return prices


def _weather_files(examined: Examined, folder: Path, problems: list[Problem]) -> list[Path]:
    """Return the weather files of a study; what is wrong with them joins the problems.

    The climate inside the package is asked where it may have nothing to say; pvlib is loaded for
    no other site.
    """
    study = examined.study
    sites = study.sites if study else []
    named = [site for site in sites if site.weather.source == "file"]
    for site in [*named, *(site for site in sites if _may_be_refused(site))]:
        from mine_study.site_design import site_weather  # noqa: PLC0415  as said above

        try:
            site_weather(site, folder=folder, year=study.study.year if study else 0)
        except InputError as error:
            problems += error.problems
    return list(dict.fromkeys(folder / str(site.weather.file) for site in named))


def _may_be_refused(site: SiteKeys) -> bool:
    """Tell whether the embedded climate may refuse a point value here."""
    keys = site.weather
    return (
        keys.source == "embedded"
        and keys.ghi_kwh_m2_day is None
        and is_near_peruvian_shore(*parse_coordinates(site.coordinates))
    )


def _network_remarks(study: Study, place: Path) -> tuple[Note, ...]:
    """Return what must be fetched; pvlib is loaded only for a study that asks a service."""
    asking = [site for site in study.sites if site.weather.source not in {FILE, EMBEDDED}]
    if not asking:
        return ()
    from mine_study.kept_weather import network_remarks  # noqa: PLC0415  as said above

    return network_remarks(asking, place)


def _horizon_files(examined: Examined, folder: Path, problems: list[Problem]) -> list[Path]:
    """Return the horizon files of a study; what is wrong with them joins the problems."""
    named = [site for site in examined.study.sites if site.horizon] if examined.study else []
    for site in named:
        from pv_design.horizon_files import read_horizon  # noqa: PLC0415  few sites have one

        latitude, _ = parse_coordinates(site.coordinates)
        try:
            read_horizon(folder / str(site.horizon), latitude=latitude)
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    return list(dict.fromkeys(folder / str(site.horizon) for site in named))


def _plant_files(examined: Examined, folder: Path, problems: list[Problem]) -> list[Path]:
    """Return the files that plants name; what is wrong with them joins the problems.

    What reads them loads pvlib, which a study without such files does not wait for.
    """
    sites = examined.study.sites if examined.study else []
    named = [site.pv for site in sites if named_files(site.pv) or site.pv.soiling_model == "kimber"]
    for keys in named:
        from mine_study.plant_components import plant_components  # noqa: PLC0415  as said above
        from mine_study.site_soiling import site_rain  # noqa: PLC0415  as said above

        try:
            plant_components(keys, folder)
            if keys.soiling_model == "kimber":
                site_rain(keys, folder)
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    return list(dict.fromkeys(folder / name for keys in named for name in named_files(keys)))


def _frequency_hz(examined: Examined) -> int:
    supply = examined.merged.get("supply")
    given = supply.get("frequency_hz") if isinstance(supply, dict) else None
    return given if given in (50, 60) else 60
