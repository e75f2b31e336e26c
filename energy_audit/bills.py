"""Twelve monthly bills of each meter, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.site_names import unknown_sites
from equipment_catalog.column_names import Aliases, read_aliases
from equipment_catalog.column_rules import column_rules
from equipment_catalog.errors import Problem
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from equipment_catalog.user_tables import CheckedTable, read_user_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from equipment_catalog.column_rule import ColumnRule

MONTHS_A_YEAR = 12
FEWEST_OTHERS = 2
COMPARED = ("kwh", "kvarh", "max_kw", "amount")


def bill_rules() -> tuple[ColumnRule, ...]:
    """Return what may stand in each column of the bills."""
    return column_rules("energy_audit", "data/bills_columns.csv")


def bill_aliases() -> Aliases:
    """Return the Spanish and English names of the columns."""
    return read_aliases("energy_audit", "data/bill_aliases.csv")


@dataclass(frozen=True, kw_only=True)
class Bills:
    """The bills of a study, read and checked."""

    months: pd.DataFrame
    """Indexed by site and month number 1 to 12: ``month, kwh, kvarh, max_kw, amount``; missing
    ``kvarh`` and ``max_kw`` stay missing."""
    problems: tuple[Problem, ...]
    """Everything that is wrong; the months are usable only when there is nothing."""
    remarks: tuple[Note, ...]
    """How the file was read: totals and sheets left out, its alphabet, months of another year."""


def read_bills(path: Path, *, sites: Collection[str]) -> Bills:
    """Read the bills and find everything that is wrong with them.

    A month far above the other months of its site is a problem at its cell: its decimal or
    thousands sign is likely wrong. Months that do not follow one another are warned of.

    Parameters
    ----------
    path
        A csv file or a workbook; its months may be written as ``2025-01``, ``ene-25``,
        ``enero de 2025``, ``01/2025``, or be dates.
    sites
        Sites of the study; each needs its twelve months.

    Returns
    -------
    Bills
        With their problems and remarks.
    """
    table = read_user_table(path, bill_rules(), record="month", aliases=bill_aliases())
    if table.frame.empty or "month" not in table.positions or "site" not in table.positions:
        return Bills(months=table.frame, problems=table.problems, remarks=table.remarks)
    problems = [
        *table.problems,
        *unknown_sites(table, sites, record="month"),
        *_repeated_months(table),
        *_missing_months(table, sites),
        *_empty_years(table, sites),
        *_far_off(table),
    ]
    bills = table.frame.assign(
        month_number=pd.to_numeric(table.frame["month"].str[5:], errors="coerce")
    )
    return Bills(
        months=bills.set_index(["site", "month_number"]).sort_index(),
        problems=table.in_order(problems),
        remarks=(*table.remarks, *_months_apart(table, sites)),
    )


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
    """Yield a problem for each site whose year has no energy or no price.

    A column of which the site has an empty or a refused cell has been spoken of already.
    """
    columns = ["kwh", "amount"]
    highest = table.frame.groupby("site")[columns].max()
    whole = table.frame[columns].notna().groupby(table.frame["site"]).all()
    for site in highest.index.intersection(list(sites)):
        for column in highest.columns[(highest.loc[site] <= 0) & whole.loc[site]]:
            what = message("{column} of {site!r} is zero all year", column=column, site=site)
            allowed = message("a meter that was read and paid; otherwise leave the site out")
            yield Problem(what=what, allowed=allowed, file=table.file, field=str(column))


def _far_off(table: CheckedTable) -> Iterator[Problem]:
    """Yield a problem for each amount far above the median of the site's other months.

    Fewer than three months, or a median of zero, give nothing to compare with.
    """
    times = read_fact("energy_audit", "data/bill_checks.csv", "month_over_median").value
    for _, rows in table.frame.groupby("site"):
        for column in COMPARED:
            values = rows[column].dropna()
            if len(values) <= FEWEST_OTHERS:
                continue
            amounts = values.to_numpy(dtype=float)
            for place, row in enumerate(values.index):
                others = float(np.median(np.delete(amounts, place)))
                if 0 < times * others < values[row]:
                    what = message(
                        "{value:,.10g} is {ratio:,.0f} times the other months of the site",
                        value=values[row],
                        ratio=values[row] / others,
                    )
                    allowed = message(
                        "about {others:,.4g}: is the decimal or thousands sign wrong?",
                        others=others,
                    )
                    month = str(table.frame.loc[row, "month"])
                    yield table.problem(row, column, what, allowed, record=month)


def _months_apart(table: CheckedTable, sites: Collection[str]) -> Iterator[Note]:
    """Yield a warning of each site whose months lie more than a year apart.

    Named are those outside the twelve months in a row that hold most of them.
    """
    for site in sites:
        own = table.frame.loc[table.frame["site"] == site, "month"]
        months = sorted({month for month in own if month})
        around = [[month for month in months if _is_in_year(month, first)] for first in months]
        most = max(around, key=len, default=[])
        apart = [month for month in months if month not in most]
        if apart:
            yield Note(
                what=message("Months of the bills of {site} in another year", site=site),
                value=", ".join(apart),
                source=message("its other months follow one another"),
                effect=message("each counts as that month of the year of the study; look at them"),
                kind="warning",
            )


def _is_in_year(month: str, first: str) -> bool:
    """Tell whether a month lies in the twelve that begin with the first.

    Examples
    --------
    >>> _is_in_year("2026-02", "2025-03"), _is_in_year("2026-03", "2025-03")
    (True, False)
    """
    later = MONTHS_A_YEAR * (int(month[:4]) - int(first[:4])) + int(month[5:]) - int(first[5:])
    return 0 <= later < MONTHS_A_YEAR


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
