"""Which cells of the report's tables show a figure whose origin is explained."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mine_study.charts.words import cash_line
from mine_study.reports.origins import (
    BY_SITE,
    OF_EACH_PART,
    OF_SITE,
    PARTS,
    of_site,
    origin_rows,
    speaks_for_all,
    worth_figures,
)
from mine_study.reports.table import Table
from mine_study.reports.worth_lines import worth_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

YEARLY = (
    "capex",
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


def section_with_origins(
    result: StudyResult, section: Mapping[str, Any] | None, name: str
) -> dict[str, Any] | None:
    """Return what a section shows, its tables marked; None for a section that is not shown.

    Parameters
    ----------
    result
        The study.
    section
        Tables by their names, and other things.
    name
        Of the section: its tables are told under ``name:``.
    """
    if section is None:
        return None
    tables = {key: shown for key, shown in section.items() if isinstance(shown, Table)}
    return {**section, **_all_marked(result, tables, f"{name}:")}


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
    if site is not None:
        return _all_marked(result, tables, OF_SITE, site)
    marked = _all_marked(result, tables)
    worth, cash = _worth(result, marked["worth"], write), _cash(result, marked["cash"], write)
    return {**marked, "worth": worth, "cash": cash}


def _all_marked(
    result: StudyResult, tables: Mapping[str, Table], start: str = "", site: str | None = None
) -> dict[str, Table]:
    """Return the tables marked as the rows of ``ORIGINS`` say whose table begins as given."""
    marked = dict(tables)
    for row in origin_rows():
        section, colon, name = row["table"].rpartition(":")
        if name in marked and section + colon == start:
            marked[name] = _marked(result, marked[name], row, site)
    return marked


def _marked(result: StudyResult, table: Table, row: Mapping[str, str], site: str | None) -> Table:
    """Return a table marked as a whole, or in one column, or in one cell of each site or of all."""
    key = row["key"]
    if not row["column"]:
        return replace(table, origin=key)
    column = int(row["column"])
    if row["row"]:
        place = int(row["row"])
        place += len(table.rows) if place < 0 else 0
        return _with_cells(table, {(place, column): key if site is None else of_site(key, site)})
    if key.startswith(BY_SITE) and not speaks_for_all(row):
        names = [design.name for design in result.sites]
        return _with_cells(
            table, {(place, column): of_site(key, name) for place, name in enumerate(names)}
        )
    return _with_column(table, column, key)


def _with_cells(table: Table, cells: Mapping[tuple[int, int], str]) -> Table:
    """Return a table with those of the cells marked that it has: a study may lack its last ones."""
    rows = len(table.rows) + (table.total is not None)
    here = {place: key for place, key in cells.items() if place[0] < rows}
    return replace(table, cell_origins={**table.cell_origins, **here})


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
