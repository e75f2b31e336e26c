"""The list of machines: read from csv, checked cell by cell and machine by machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from energy_audit.shift_calendar import ShiftCalendar, window_hours
from energy_audit.site_names import unknown_sites
from equipment_catalog.column_rules import ColumnRule, column_rules, placed
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.motors import nominal_efficiency
from equipment_catalog.user_tables import CheckedTable, read_user_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """The machines of a study."""

    machines: pd.DataFrame
    """One row a line of the file, indexed by tag, with the columns of inventory_columns.csv."""
    unknown_class: tuple[str, ...]
    """Tags of motors whose class nobody knew."""
    defaulted: Mapping[str, int]
    """Cells left empty, by column."""


def inventory_rules() -> tuple[ColumnRule, ...]:
    """Return what may stand in each column of an inventory."""
    return column_rules("energy_audit", "data/inventory_columns.csv")


def read_inventory(
    path: Path, *, calendars: Mapping[str, ShiftCalendar], frequency_hz: int
) -> tuple[Inventory, tuple[Problem, ...]]:
    """Read the machines of all sites and find everything that is wrong with them.

    Parameters
    ----------
    path
        The csv file.
    calendars
        Working time of each site; its keys are the sites that exist.
    frequency_hz
        Frequency of the supply [Hz], 50 or 60.

    Returns
    -------
    Inventory, problems
        The inventory may be used only when there is no problem.
    """
    table = read_user_table(path, inventory_rules(), record="tag")
    if table.frame.empty or "tag" not in table.positions:
        empty = Inventory(machines=table.frame, unknown_class=(), defaulted={})
        return empty, table.problems
    problems = [
        *table.problems,
        *_repeated_tags(table),
        *unknown_sites(table, calendars, record="tag"),
        *_motors_without_poles(table),
        *_motors_beyond_tables(table, frequency_hz),
        *_hours_beyond_schedule(table, calendars),
    ]
    problems.sort(key=lambda problem: (problem.row or 0, problem.column or 0))
    machines = table.frame.set_index("tag")
    unknown = (machines["ie_class"] == "unknown") & machines["efficiency_fraction"].isna()
    tags = tuple(machines.index[unknown & (machines["kind"] == "motor")].astype(str))
    inventory = Inventory(machines=machines, unknown_class=tags, defaulted=table.defaulted)
    return inventory, tuple(problems)


def _repeated_tags(table: CheckedTable) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row, tag in placed(table.frame["tag"]):
        if tag and tag in first:
            what = message(
                "the tag {tag!r} stands already in line {line}", tag=tag, line=first[tag]
            )
            yield table.problem(row, "tag", what, message("each tag once"), record=tag)
        first.setdefault(tag, row)


def _motors_without_poles(table: CheckedTable) -> Iterator[Problem]:
    refused = {problem.row for problem in table.problems if problem.field == "poles"}
    without = table.frame[(table.frame["kind"] == "motor") & table.frame["poles"].isna()]
    for row, tag in placed(without["tag"]):
        if row not in refused:
            what = message("a motor needs its poles")
            allowed = message("allowed: {listed}", listed="2, 4, 6, 8")
            yield table.problem(row, "poles", what, allowed, record=tag)


def _motors_beyond_tables(table: CheckedTable, frequency_hz: int) -> Iterator[Problem]:
    """Motors for whose class, size and poles the standard has no value and the row none either."""
    motors = table.frame[table.frame["kind"] == "motor"]
    looked_up = motors["efficiency_fraction"].isna() & (motors["ie_class"] != "")
    complete = motors[["rated_kw", "poles"]].notna().all(axis=1)
    for row, motor in motors[looked_up & complete].to_dict("index").items():
        ie_class = "IE2" if motor["ie_class"] == "unknown" else motor["ie_class"]
        try:
            nominal_efficiency(
                ie_class, motor["rated_kw"], int(motor["poles"]), frequency_hz=frequency_hz
            )
        except InputError as error:
            fault = error.problems[0]
            what = message(
                "no tabled efficiency: {field} {fault}", field=fault.field, fault=fault.what
            )
            allowed = message(
                "{allowed}; or give efficiency_fraction from the nameplate", allowed=fault.allowed
            )
            yield table.problem(int(str(row)), "rated_kw", what, allowed, record=motor["tag"])


def _hours_beyond_schedule(
    table: CheckedTable, calendars: Mapping[str, ShiftCalendar]
) -> Iterator[Problem]:
    frame = table.frame
    known = frame["site"].isin(list(calendars)) & (frame["schedule"] != "")
    for (site, schedule), rows in frame[known].groupby(["site", "schedule"]):
        most = window_hours(calendars[str(site)], str(schedule))
        for row, hours in placed(rows.loc[rows["hours_per_day"] > most, "hours_per_day"]):
            what = message(
                "{hours:g} h a day do not fit the schedule {schedule!r} of {most:g} h",
                hours=hours,
                schedule=schedule,
                most=most,
            )
            allowed = message(
                "at most {most:g} h, or another schedule such as continuous", most=most
            )
            yield table.problem(row, "hours_per_day", what, allowed, record=frame["tag"][row])
