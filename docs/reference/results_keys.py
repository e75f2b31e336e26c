"""The keys of results.json: what each means, and which of them a document holds."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).with_name("results_keys.csv")
UNITS = {
    "_kwh_per_kw": "kWh/kW",
    "_per_kwh": "currency/kWh",
    "_per_kvarh": "currency/kvarh",
    "_per_year": "currency/year",
    "_kvarh": "kvarh",
    "_kwh": "kWh",
    "_kw": "kW",
    "_fraction": "fraction",
    "_years": "years",
    "_deg": "degrees",
    "_usd": "USD",
    "_t": "t",
}
"""Unit by the end of a name, for rows that say none."""
QUALIFIED = re.compile(r"(?:_p\d\d|_sum_alone|_alone)$")
MONEY = re.compile(r"(npv|capex|capital|cost|outlay|savings|income|amount|deduction)")


def rows() -> list[dict[str, str]]:
    """Return the rows of the table, each with its unit."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [row | {"unit": row["unit"] or unit_of(row["key"])} for row in csv.DictReader(file)]


def unit_of(key: str) -> str:
    """Return the unit that the names of a row say, nothing where they say several or none.

    Examples
    --------
    >>> unit_of("energy.baseline_kwh"), unit_of("finance.*.{npv,npv_before_tax}")
    ('kWh', 'currency')
    """
    names = re.split(r"[{},]", key.rpartition(".")[2] if key[-1] != "}" else key[key.rindex("{") :])
    found = {_of_name(name) for name in names if name}
    return found.pop() if len(found) == 1 else ""


def _of_name(name: str) -> str:
    bare = QUALIFIED.sub("", name)
    ended = (unit for end, unit in UNITS.items() if bare.endswith(end))
    return next(ended, "currency" if MONEY.search(name) else "")


def pattern(key: str) -> re.Pattern[str]:
    """Return what a row of the table matches: * is one name, ** all below, {a,b} either.

    Examples
    --------
    >>> bool(pattern("bills.*.{today,after}.cost").fullmatch("bills.mine.today.cost"))
    True
    """
    spoken = re.escape(key)
    spoken = spoken.replace(r"\*\*", ".*").replace(r"\*", r"[^\[\]]+?")
    spoken = re.sub(r"\\{(.*?)\\}", lambda found: f"(?:{found[1].replace(',', '|')})", spoken)
    return re.compile(spoken)


def leaves(document: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401  what json holds
    """Yield the path of every value of a document; a list of parts counts once for each name."""
    if isinstance(document, dict) and document:
        for name, part in document.items():
            yield from leaves(part, f"{path}.{name}" if path else name)
    elif isinstance(document, list) and document and isinstance(document[0], dict):
        for part in document:
            yield from leaves(part, f"{path}[]")
    else:
        yield path
