"""The files that a study names, as far as its keys tell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from equipment_catalog.errors import Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mine_study.study_file import TariffKeys

DEFAULT_INVENTORY, DEFAULT_BILLS = "inventory.csv", "bills.csv"
PRICE_FILES = (
    "prices_file",
    "spot_price_file",
    "sheet_file",
    "hours_file",
    "prices_file_after",
    "sheet_file_after",
)
"""Keys of a tariff that name a file."""


@dataclass(frozen=True, kw_only=True)
class MeterFile:
    """The interval meter of a site."""

    path: Path
    label: Literal["start", "end"]


@dataclass(frozen=True, kw_only=True)
class CaseFiles:
    """Where the files of a study lie."""

    inventory: tuple[Path, ...]
    bills: Path
    quotations: Path | None
    meters: Mapping[str, MeterFile]
    """By site."""

    @property
    def all(self) -> tuple[Path, ...]:
        """Every file, in the order of the study's keys."""
        quotations = () if self.quotations is None else (self.quotations,)
        meters = (meter.path for meter in self.meters.values())
        return (*self.inventory, self.bills, *quotations, *meters)

    def missing_quotations(self) -> tuple[Problem, ...]:
        """Return a problem where quotations are named and are not there."""
        if self.quotations is None or self.quotations.is_file():
            return ()
        allowed = message("path: {path}", path=str(self.quotations))
        what = message("the file does not exist")
        return (Problem(what=what, allowed=allowed, file=self.quotations.name),)


def case_files(merged: Mapping[str, Any], folder: Path) -> CaseFiles:
    """Return the files that the plain keys of a study name; the usual ones where they are wrong.

    Parameters
    ----------
    merged
        Plain keys of a study with its defaults, right or wrong.
    folder
        Folder of the study file.

    Examples
    --------
    >>> from pathlib import Path
    >>> files = case_files({"files": {"inventory": ["a.csv", "b.xlsx"]}}, Path("study"))
    >>> [path.name for path in files.all]
    ['a.csv', 'b.xlsx', 'bills.csv']
    """
    section = merged.get("files")
    given = section if isinstance(section, dict) else {}
    machines = given.get("inventory")
    listed = machines if isinstance(machines, list) else [machines]
    names = [name for name in listed if isinstance(name, str) and name] or [DEFAULT_INVENTORY]
    bills, quotations = given.get("bills"), given.get("quotations")
    return CaseFiles(
        inventory=tuple(folder / name for name in names),
        bills=folder / (bills if isinstance(bills, str) and bills else DEFAULT_BILLS),
        quotations=folder / quotations if isinstance(quotations, str) and quotations else None,
        meters=_meter_files(merged.get("sites"), folder),
    )


def _meter_files(sites: Any, folder: Path) -> dict[str, MeterFile]:  # noqa: ANN401  YAML holds any
    found = {}
    for site in sites if isinstance(sites, list) else []:
        section = site.get("meter") if isinstance(site, dict) else None
        keys = section if isinstance(section, dict) else {}
        file = keys.get("file")
        if isinstance(file, str) and file:
            label: Literal["start", "end"] = "end" if keys.get("label") == "end" else "start"
            found[str(site.get("name"))] = MeterFile(path=folder / file, label=label)
    return found


def named_prices(keys: TariffKeys) -> tuple[str, ...]:
    """Return the names of the price files of a site's tariff."""
    return tuple(name for key in PRICE_FILES if (name := getattr(keys, key)) is not None)
