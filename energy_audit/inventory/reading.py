"""The list of machines: one or several files, checked cell by cell and machine by machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from energy_audit.inventory.checks import horsepower_notes, machine_problems
from energy_audit.inventory.completion import completed, with_own_evidence
from energy_audit.inventory.merging import cell_place, merged, with_evidence_of_values
from energy_audit.shift_calendar import ShiftCalendar, window_hours
from energy_audit.site_names import unknown_sites
from equipment_catalog.checked_table import with_required
from equipment_catalog.column_names import Aliases, read_aliases
from equipment_catalog.column_rules import column_rules, placed
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.motors import nominal_efficiency
from equipment_catalog.user_tables import CheckedTable, read_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import pandas as pd

    from equipment_catalog.column_rule import ColumnRule
    from equipment_catalog.notes import Note


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """The machines of a study."""

    machines: pd.DataFrame
    """One row a machine, indexed by tag, with the columns of inventory_columns.csv."""
    defaulted: Mapping[str, int]
    """Cells left empty that took the default of their column."""
    remarks: tuple[Note, ...] = ()
    """How the files were read, and what looks odd without being wrong."""


def inventory_rules() -> tuple[ColumnRule, ...]:
    """Return what may stand in each column of an inventory."""
    return column_rules("energy_audit", "data/inventory_columns.csv")


def inventory_aliases() -> Aliases:
    """Return the Spanish and English names of its columns and choices."""
    return read_aliases("energy_audit", "data/column_aliases.csv", "data/value_aliases.csv")


def read_inventory(
    paths: Path | Sequence[Path], *, calendars: Mapping[str, ShiftCalendar], frequency_hz: int
) -> tuple[Inventory, tuple[Problem, ...]]:
    """Read the machines of all sites and find everything that is wrong with them.

    Rows of the same tag in different files or sheets are put together; a list of measurements
    needs no more than the tag besides. A transformer or capacitor without hours is on day and
    night. The evidence of load, hours and rating is that of the row where none is given.

    Parameters
    ----------
    paths
        Csv file or workbook, or several of them.
    calendars
        Working time of each site; its keys are the sites that exist.
    frequency_hz
        Frequency of the supply [Hz], 50 or 60.

    Returns
    -------
    Inventory, problems
        The inventory may be used only when there is no problem.
    """
    table = _read([paths] if isinstance(paths, Path) else paths, frequency_hz)
    if table.frame.empty or "tag" not in table.positions:
        empty = Inventory(machines=table.frame, defaulted={}, remarks=table.remarks)
        return empty, table.problems
    problems = [
        *table.problems,
        *_repeated_tags(table),
        *_tags_of_sites(table, calendars),
        *unknown_sites(table, calendars, record="tag"),
        *machine_problems(table, frequency_hz=frequency_hz),
        *_motors_beyond_tables(table, frequency_hz),
        *_hours_beyond_schedule(table, calendars),
    ]
    machines = table.frame.set_index("tag")
    defaulted = table.defaulted
    inventory = Inventory(
        machines=machines,
        defaulted={
            rule.column: defaulted[rule.column]
            for rule in inventory_rules()
            if rule.default is not None
        },
        remarks=(*table.remarks, *horsepower_notes(machines)),
    )
    return inventory, table.in_order(problems)


def _read(paths: Sequence[Path], frequency_hz: int) -> CheckedTable:
    """Return the rows of all files, one a tag, with what follows from their kind filled in."""
    rules, aliases = inventory_rules(), inventory_aliases()
    parts = [
        part for path in paths for part in read_parts(path, rules, record="tag", aliases=aliases)
    ]
    table = merged([with_evidence_of_values(part) for part in parts], rules)
    if table.frame.empty:
        return with_required(table, rules, "tag")
    whole = completed(table, frequency_hz=frequency_hz)
    return with_own_evidence(with_required(whole, rules, "tag"))


def _repeated_tags(table: CheckedTable) -> Iterator[Problem]:
    """Yield a problem for each tag that stands above already, be it in other letters."""
    first: dict[str, tuple[int, str]] = {}
    for row, tag in placed(table.frame["tag"]):
        above, same = first.setdefault(tag.casefold(), (row, tag))
        if not tag or above == row:
            continue
        if tag == same:
            line = int(table.origin["row"][above])
            what = message("the tag {tag!r} stands already in line {line}", tag=tag, line=line)
            allowed = message("each tag once")
        else:
            there = cell_place(*table.source(above, "tag"), "tag")
            what = message("the tag {tag!r} stands already at {place}", tag=same, place=there)
            allowed = message("each tag once; capital and small letters are the same")
        yield table.problem(row, "tag", what, allowed, record=tag)


def _tags_of_sites(table: CheckedTable, sites: Collection[str]) -> Iterator[Problem]:
    for row, tag in placed(table.frame["tag"]):
        if tag in sites:
            what = message("the tag {tag!r} is also the name of a site", tag=tag)
            yield table.problem(row, "tag", what, message("another tag"), record=tag)


def _motors_beyond_tables(table: CheckedTable, frequency_hz: int) -> Iterator[Problem]:
    """Motors for whose class, size and poles the standard has no value and the row none either."""
    motors = table.frame[(table.frame["kind"] == "motor") & (table.frame["supply"] != "dc")]
    typical = (motors["supply"] == "single_phase") & (motors["ie_class"] == "unknown")
    looked_up = motors["efficiency_fraction"].isna() & (motors["ie_class"] != "") & ~typical
    complete = motors[["rated_kw", "poles"]].notna().all(axis=1)
    asked = motors[looked_up & complete]
    classed = asked.assign(ie_class=asked["ie_class"].replace("unknown", "IE2"))
    if not _are_tabled(classed, frequency_hz):
        yield from _beyond_tables(table, classed, frequency_hz)


def _are_tabled(motors: pd.DataFrame, frequency_hz: int) -> bool:
    """Tell whether the standard has a value for each of these motors."""
    classes, kw, poles = (motors[name].to_numpy() for name in ("ie_class", "rated_kw", "poles"))
    try:
        nominal_efficiency(classes, kw, poles.astype(int), frequency_hz=frequency_hz)
    except InputError:
        return False
    return True


def _beyond_tables(
    table: CheckedTable, motors: pd.DataFrame, frequency_hz: int
) -> Iterator[Problem]:
    """Yield the problem of each of these motors that the standard has no value for."""
    for _, rows in motors.groupby(["ie_class", "rated_kw", "poles"]):
        motor = rows.iloc[0]
        try:
            nominal_efficiency(
                motor["ie_class"],
                motor["rated_kw"],
                int(motor["poles"]),
                frequency_hz=frequency_hz,
            )
        except InputError as error:
            fault = error.problems[0]
            what = message(
                "no tabled efficiency: {field} {fault}", field=fault.field, fault=fault.what
            )
            allowed = message(
                "{allowed}; or give efficiency_fraction from the nameplate", allowed=fault.allowed
            )
            for row, tag in placed(rows["tag"]):
                yield table.problem(row, "rated_kw", what, allowed, record=tag)


def _hours_beyond_schedule(
    table: CheckedTable, calendars: Mapping[str, ShiftCalendar]
) -> Iterator[Problem]:
    asked = table.frame[["tag", "site", "schedule", "hours_per_day"]]
    window: dict[tuple[str, str], float] = {}
    for row, tag, site, schedule, hours in asked.itertuples(name=None):
        if site not in calendars or not schedule:
            continue
        if (site, schedule) not in window:
            window[site, schedule] = window_hours(calendars[site], schedule)
        most = window[site, schedule]
        if hours > most:
            what = message(
                "{hours:g} h a day do not fit the schedule {schedule!r} of {most:g} h",
                hours=hours,
                schedule=schedule,
                most=most,
            )
            allowed = message(
                "at most {most:g} h, or another schedule such as continuous", most=most
            )
            yield table.problem(row, "hours_per_day", what, allowed, record=tag)
