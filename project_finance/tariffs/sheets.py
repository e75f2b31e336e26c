"""The tariff sheets that ship: one csv each, its name country-operator-year-month-level."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_rows
from project_finance.tariffs.tariff import COMPONENTS, Tariff

if TYPE_CHECKING:
    from collections.abc import Sequence

UNDIVIDED = "undivided"
"""The one component of a sheet of which only the total was read."""
_TRUST_FROM_BEST = ("published", "secondary", "computed", "assumption", "memory", "disputed")


def tariff_names() -> tuple[str, ...]:
    """Return the keys of the sheets that ship with the program.

    Examples
    --------
    >>> "CO-CEO-2013-02-N1" in tariff_names()
    True
    """
    folder = files("project_finance").joinpath("tariffs")
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".csv") for name in names if name.endswith(".csv")))


def read_tariff(name: str) -> Tariff:
    """Return a shipped tariff sheet by its key, country-operator-year-month-level.

    A sheet of which only the total was read is `undivided`: no components are invented.

    Raises
    ------
    InputError
        If there is no such sheet.

    Examples
    --------
    >>> round(read_tariff("CO-CEO-2013-02-N1").unit_cost_per_kwh, 4)
    346.7222
    >>> read_tariff("CO-CEO-2013-02-N2").is_divided
    False
    """
    if name not in tariff_names():
        known = ", ".join(tariff_names())
        raise InputError.of("tariff", name, allowed=message("one of {known}", known=known))
    sheet = read_rows("project_finance", f"tariffs/{name}.csv")
    values: dict[str, Any] = {row["component"]: float(row["value"]) for row in sheet}
    prices = [row for row in sheet if row["component"] in (*COMPONENTS, UNDIVIDED)]
    return Tariff(
        name=name,
        currency=prices[0]["unit"].removesuffix("/kWh"),
        source=prices[0]["source"],
        year=min(int(row["year"]) for row in prices),
        trust=_weakest([row["trust"] for row in sheet]),
        valid_from=min(row["valid_from"] for row in prices),
        **values,
    )


def sheet_of_level(name: str, voltage_level: int) -> str:
    """Return the key of the sheet of the same operator and month for another voltage level.

    Parameters
    ----------
    name
        Key of a shipped sheet.
    voltage_level
        1 to 4 in Colombia: below 1 kV, to 30 kV, to 57.5 kV, to 220 kV.

    Raises
    ------
    InputError
        If no sheet of the level ships.

    Examples
    --------
    >>> sheet_of_level("CO-CEO-2013-02-N1", 2)
    'CO-CEO-2013-02-N2'
    """
    *operator, _level = name.split("-")
    own = "-".join(operator)
    key = f"{own}-N{voltage_level}"
    if key not in tariff_names():
        known = ", ".join(known for known in tariff_names() if known.startswith(own))
        allowed = message("a level of which a sheet ships: {known}", known=known)
        raise InputError.of("voltage_level", voltage_level, allowed=allowed)
    return key


def _weakest(trust: Sequence[str]) -> str:
    """Return the least trustworthy word of a sheet."""
    return max(trust, key=_TRUST_FROM_BEST.index)
