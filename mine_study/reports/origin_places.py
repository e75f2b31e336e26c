"""Which cells of the report's tables show a figure whose origin is explained."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mine_study.charts.words import cash_line
from mine_study.reports.origins import (
    BY_SITE,
    OF_EACH_PART,
    PARTS,
    of_site,
    origin_rows,
    worth_figures,
)
from mine_study.reports.worth_lines import worth_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.reports.figures import Figures
    from mine_study.reports.table import Table
    from mine_study.study import StudyResult

YEARLY = (
    "efficiency_savings",
    "pv_savings",
    "export_income",
    "om_cost",
    "replacement_cost",
    "net_before_tax",
    "tax_delta",
    "net_after_tax",
    "cumulative_after_tax",
    "net_after_tax_real",
)
OF_SITE = "site:"


def with_origins(
    result: StudyResult, tables: Mapping[str, Table], write: Figures, *, site: str | None = None
) -> dict[str, Table]:
    """Return tables whose columns and cells say which figure they show.

    Parameters
    ----------
    result
        The study.
    tables
        By their names on the page: of the whole mine, or of one site.
    write
        The reader.
    site
        Whose tables they are; None for those of the whole mine.
    """
    marked = dict(tables)
    for row in origin_rows():
        name = row["table"].removeprefix(OF_SITE)
        if name in marked and row["table"].startswith(OF_SITE) == (site is not None):
            marked[name] = _marked(result, marked[name], row, site)
    if site is None:
        marked["worth"] = _worth(result, marked["worth"], write)
        marked["cash"] = _cash(result, marked["cash"], write)
    return marked


def _marked(result: StudyResult, table: Table, row: Mapping[str, str], site: str | None) -> Table:
    """Return a table with one column or cell marked; a row of each site where it lists them."""
    key, column = row["key"], int(row["column"])
    if site is not None:
        cells = {(int(row["row"]), column): of_site(key, site)}
    elif key.startswith(BY_SITE):
        cells = {
            (place, column): of_site(key, design.name) for place, design in enumerate(result.sites)
        }
    elif row["row"]:
        cells = {(int(row["row"]), column): key}
    else:
        return _with_column(table, column, key)
    return replace(table, cell_origins={**table.cell_origins, **cells})


def _with_column(table: Table, number: int, key: str) -> Table:
    columns = [
        replace(column, origin=key) if place == number else column
        for place, column in enumerate(table.columns)
    ]
    return replace(table, columns=tuple(columns))


def _worth(result: StudyResult, table: Table, write: Figures) -> Table:
    figures = worth_figures()
    cells = {
        (row, column): f"finance.{part}.{figures[name.template]}"
        for row, (name, _) in enumerate(worth_lines(result, write))
        for column, part in enumerate(PARTS, start=1)
        if part == "whole" or figures[name.template] in OF_EACH_PART
    }
    return replace(table, cell_origins=cells)


def _cash(result: StudyResult, table: Table, write: Figures) -> Table:
    country = result.study.study.country
    keys = {
        write.say(cash_line(name, country)): f"finance.whole.yearly.{name}[]" for name in YEARLY
    }
    columns = tuple(replace(column, origin=keys.get(column.head)) for column in table.columns)
    return replace(table, columns=columns)
