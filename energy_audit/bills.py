"""Twelve monthly bills of each meter, read and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.site_names import unknown_sites
from equipment_catalog.column_names import Aliases, read_aliases
from equipment_catalog.column_rules import column_rules
from equipment_catalog.errors import Problem
from equipment_catalog.messages import message
from equipment_catalog.user_tables import CheckedTable, read_user_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from equipment_catalog.column_rule import ColumnRule

MONTHS_A_YEAR = 12


def bill_rules() -> tuple[ColumnRule, ...]:
    """Return what may stand in each column of the bills."""
    return column_rules("energy_audit", "data/bills_columns.csv")


def bill_aliases() -> Aliases:
    """Return the Spanish and English names of the columns."""
    return read_aliases("energy_audit", "data/bill_aliases.csv")


def read_bills(path: Path, *, sites: Collection[str]) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Read the bills and find everything that is wrong with them.

    Parameters
    ----------
    path
        A csv file or a workbook; its months may be written as ``2025-01``, ``ene-25``,
        ``enero de 2025``, ``01/2025``, or be dates.
    sites
        Sites of the study; each needs its twelve months.

    Returns
    -------
    bills, problems
        Indexed by site and month number 1 to 12: ``month, kwh, kvarh, max_kw, amount``; usable
        only when there is no problem. Missing ``kvarh`` and ``max_kw`` stay missing.
    """
    table = read_user_table(path, bill_rules(), record="month", aliases=bill_aliases())
    if table.frame.empty or "month" not in table.positions or "site" not in table.positions:
        return table.frame, table.problems
    problems = [
        *table.problems,
        *unknown_sites(table, sites, record="month"),
        *_repeated_months(table),
        *_missing_months(table, sites),
        *_empty_years(table, sites),
    ]
    bills = table.frame.assign(
        month_number=pd.to_numeric(table.frame["month"].str[5:], errors="coerce")
    )
    return bills.set_index(["site", "month_number"]).sort_index(), table.in_order(problems)


def _repeated_months(table: CheckedTable) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    pairs = zip(table.frame["site"], table.frame["month"], strict=True)
    for row, (site, month) in zip(table.frame.index.tolist(), pairs, strict=True):
        number = (site, month[5:])
        if month and number in first:
            what = message(
                "{month} of {site!r} stands already in line {line}",
                month=month,
                site=site,
                line=int(table.origin["row"][first[number]]),
            )
            allowed = message("each month of the year once for each site")
            yield table.problem(row, "month", what, allowed, record=month)
        first.setdefault(number, row)


def _empty_years(table: CheckedTable, sites: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each site whose year has no energy or no price."""
    sums = table.frame.groupby("site")[["kwh", "amount"]].sum()
    for site in sums.index.intersection(list(sites)):
        for column in sums.columns[sums.loc[site] <= 0]:
            what = message("{column} of {site!r} is zero all year", column=column, site=site)
            allowed = message("a meter that was read and paid; otherwise leave the site out")
            yield Problem(what=what, allowed=allowed, file=table.file, field=str(column))


def _missing_months(table: CheckedTable, sites: Collection[str]) -> Iterator[Problem]:
    for site in sites:
        there = set(table.frame.loc[table.frame["site"] == site, "month"].str[5:])
        missing = [
            f"{number:02d}"
            for number in range(1, MONTHS_A_YEAR + 1)
            if f"{number:02d}" not in there
        ]
        if missing:
            what = message(
                "the site {site!r} has no bill for {missing}", site=site, missing=", ".join(missing)
            )
            allowed = message("twelve months, 01 to 12, for each site")
            yield Problem(what=what, allowed=allowed, file=table.file, field="month")
