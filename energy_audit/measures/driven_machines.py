"""What a kind of machine asks of its motor, belt and drive."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    import pandas as pd

STATIC_HEAD, FLOW = "static_head_fraction", "typical_flow_fraction"


def typical_of_machine(machine_type: pd.Series, key: str) -> pd.Series:
    """Return a typical value of each kind of machine, missing where the kind has none.

    Parameters
    ----------
    machine_type
        Kinds of machine as in the inventory; an empty one counts as ``other``.
    key
        ``starts_hard`` and ``needs_slip`` (1 where true), ``static_head_fraction`` or
        ``typical_flow_fraction``.

    Examples
    --------
    >>> import pandas as pd
    >>> typical_of_machine(pd.Series(["fan", "pump", "lamp"]), "static_head_fraction").tolist()
    [0.0, 0.5, nan]

    Notes
    -----
    data/driven_machines.csv.
    """
    typical: pd.Series = machine_type.replace("", "other").map(_by_type(key)).astype(float)
    return typical


@cache
def _by_type(key: str) -> dict[str, float]:
    """Return one value of each machine type; the dictionary is shared, do not write into it."""
    table = read_facts("energy_audit", "data/driven_machines.csv")
    rows = table[table["key"] == key]
    return dict(zip(rows["machine_type"].astype(str), rows["value"].astype(float), strict=True))


def typical_flow_note() -> Note:
    """Return the note on the flow that is needed where nobody wrote it down.

    Examples
    --------
    >>> str(typical_flow_note().value)
    '80% of the full flow of pumps, 80% of fans'
    """
    return Note(
        what=message("Pumps and fans whose flow is not known are taken to need a typical share"),
        value=message(
            "{pump:.0%} of the full flow of pumps, {fan:.0%} of fans",
            pump=_value("pump", FLOW),
            fan=_value("fan", FLOW),
        ),
        source=_citation("pump", FLOW),
        effect=message("decides what a drive saves: measure the flow over a week"),
    )


def typical_static_head_note() -> Note:
    """Return the note on the share of the head that no speed changes.

    Examples
    --------
    >>> typical_static_head_note().kind
    'assumption'
    """
    return Note(
        what=message("Static head over total head where it was not given"),
        value=message(
            "{pump:.0%} for pumps, {fan:.0%} for fans, {blower:.0%} for blowers",
            pump=_value("pump", STATIC_HEAD),
            fan=_value("fan", STATIC_HEAD),
            blower=_value("blower", STATIC_HEAD),
        ),
        source=_citation("pump", STATIC_HEAD),
        effect=message("the more of the head is lift, the less a drive saves"),
    )


def _row(machine_type: str, key: str) -> pd.Series:
    table = read_facts("energy_audit", "data/driven_machines.csv")
    return table[(table["machine_type"] == machine_type) & (table["key"] == key)].iloc[0]


def _value(machine_type: str, key: str) -> float:
    return float(_row(machine_type, key)["value"])


def _citation(machine_type: str, key: str) -> Message:
    row = _row(machine_type, key)
    return citation(str(row["source"]), int(row["year"]), str(row["trust"]))
