"""One thing that can be wrong with machines of an inventory, and in which rows it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

SITE_EQUIPMENT = ("transformer", "capacitor")
PHASE_FACTOR = {"three_phase": 3**0.5, "single_phase": 1.0, "dc": 1.0}
WATTS_A_KILOWATT = 1000


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that can be wrong with a machine."""

    column: str
    rows: pd.Series
    """Rows in which it is wrong."""
    what: Callable[[pd.Series], Message]
    allowed: Callable[[pd.Series], Message]


def speed_allowed(machine: pd.Series) -> Message:
    """Return what a speed of a machine with ``synchronous_rpm`` may be.

    Examples
    --------
    >>> import pandas as pd
    >>> str(speed_allowed(pd.Series({"synchronous_rpm": 1800.0})))
    'less than 1800 rpm, or other poles'
    """
    return message("less than {rpm:g} rpm, or other poles", rpm=machine["synchronous_rpm"])


def plain_fault(column: str, rows: pd.Series, what: Message, allowed: Message) -> Fault:
    """Return a fault that is told in the same words of every machine."""
    return Fault(column=column, rows=rows, what=lambda _: what, allowed=lambda _: allowed)


def check_fact(key: str) -> float:
    """Return a number of data/inventory_checks.csv.

    Examples
    --------
    >>> check_fact("largest_slip") < 1
    True
    """
    return read_fact("energy_audit", "data/inventory_checks.csv", key).value
