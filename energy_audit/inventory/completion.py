"""What follows for a machine from what its row says: poles from speed, hours from kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from energy_audit.inventory.checks import filled_cells, load_is_told
from energy_audit.inventory.fault import SITE_EQUIPMENT
from energy_audit.inventory.merging import EVIDENCE_OF
from energy_audit.tag_list import listed_tags
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import numpy.typing as npt

    from equipment_catalog.checked_table import CheckedTable

HOURS_A_DAY = 24.0
FULL_LOAD = 1.0
SECONDS_A_MINUTE = 60
MOST_POLE_PAIRS = 4


def completed(table: CheckedTable, *, frequency_hz: int) -> CheckedTable:
    """Return an inventory with what its rows imply.

    A transformer or capacitor without hours is on day and night; a lamp, a heater or another
    machine that is no motor and whose load nothing tells draws all its power, and a motor without
    poles has those whose synchronous speed lies next above the speed of its nameplate: notes say
    both. Load, hours and rating have the evidence of the row where they have none of their own.

    Parameters
    ----------
    table
        An inventory with all columns of its schema.
    frequency_hz
        Frequency of the supply [Hz].
    """
    return _with_poles(_fully_loaded(_always_on(table)), frequency_hz)


def with_own_evidence(table: CheckedTable) -> CheckedTable:
    """Return an inventory whose three columns of evidence are filled from the one for all."""
    frame = table.frame.copy()
    for column in EVIDENCE_OF:
        frame[column] = frame[column].where(frame[column] != "", frame["evidence"])
    return replace(table, frame=frame)


def _always_on(table: CheckedTable) -> CheckedTable:
    site_equipment = table.frame["kind"].isin(SITE_EQUIPMENT)
    if not site_equipment.any():
        return table
    frame, given = table.frame.copy(), table.given.copy()
    for column, value in (("hours_per_day", HOURS_A_DAY), ("schedule", "continuous")):
        left_open = site_equipment & ~given[column] & ~_refused(table, column)
        frame.loc[left_open, column] = value
        given.loc[left_open, column] = True
    return replace(table, frame=frame, given=given)


def _fully_loaded(table: CheckedTable) -> CheckedTable:
    """Return the table with full load where nothing tells that of lamps, heaters and others."""
    other = ~table.frame["kind"].isin([*SITE_EQUIPMENT, "motor", ""]) & ~_refused(table, "kind")
    full = other & ~load_is_told(table.frame, filled_cells(table))
    if not full.any():
        return table
    frame, given = table.frame.copy(), table.given.copy()
    frame.loc[full, "load_fraction"] = FULL_LOAD
    bare = full & ~given["load_evidence"]
    frame.loc[bare, "load_evidence"] = "estimated"
    given.loc[full, "load_fraction"] = True
    note = Note(
        what=message("Load of machines that are no motors and do not tell theirs"),
        value=message(
            "{load:.0%}: {tags}", load=FULL_LOAD, tags=listed_tags(frame.loc[full, "tag"])
        ),
        source=message("lamps and heaters draw their nameplate's power whenever they are on"),
        effect=message(
            "their energy is too high where they are dimmed or switched by a thermostat"
        ),
    )
    return replace(table, frame=frame, given=given, remarks=(*table.remarks, note))


def _with_poles(table: CheckedTable, frequency_hz: int) -> CheckedTable:
    frame = table.frame
    alternating = (frame["kind"] == "motor") & (frame["supply"] != "dc")
    pairs = np.floor(SECONDS_A_MINUTE * frequency_hz / frame["rated_rpm"])
    slip = 1 - frame["rated_rpm"] * pairs / (SECONDS_A_MINUTE * frequency_hz)
    largest_slip = read_fact(
        "energy_audit", "data/inventory_checks.csv", "largest_slip_for_poles"
    ).value
    told = pairs.between(1, MOST_POLE_PAIRS) & (slip <= largest_slip)
    taken = alternating & ~table.given["poles"] & told
    if not taken.any():
        return table
    frame = frame.assign(poles=frame["poles"].mask(taken, 2 * pairs))
    note = Note(
        what=message("Poles of motors that give only their speed"),
        value=", ".join(frame.loc[taken, "tag"].astype(str)),
        source=message("rated_rpm of their nameplates and the frequency of the supply"),
        effect=message("the efficiency of their class is that of these poles"),
    )
    return replace(table, frame=frame, remarks=(*table.remarks, note))


def _refused(table: CheckedTable, column: str) -> npt.NDArray[np.bool_]:
    return np.array([(row, column) in table.refused for row in table.frame.index], dtype=bool)
