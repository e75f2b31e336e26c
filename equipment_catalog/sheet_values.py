"""The cells below understood headings as typed values, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.column_rules import NUMERIC, ReadColumn, read_column
from equipment_catalog.merged_cells import merged_problems
from equipment_catalog.table_headers import Header, choices_problem, is_spanish, unit_problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.checked_table import CheckedTable
    from equipment_catalog.column_names import Aliases, ColumnNames
    from equipment_catalog.column_rule import ColumnRule
    from equipment_catalog.errors import Problem
    from equipment_catalog.messages import Message
    from equipment_catalog.raw_sheets import RawSheet
    from equipment_catalog.sheet_rows import SheetRows


@dataclass(frozen=True, kw_only=True)
class HeadedSheet:
    """A sheet whose headings are understood."""

    raw: RawSheet
    names: ColumnNames
    header: Header
    body: SheetRows

    def column(self, name: str) -> list[Cell]:
        """Return the cells of a column, empty texts where the sheet has none."""
        place = self.header.columns.get(name)
        return [row[place - 1] if place else "" for _, row in self.body.rows]

    def unit(self, name: str) -> str:
        """Return the unit in the heading of a column."""
        place = self.header.columns.get(name)
        return self.header.headings[place - 1].unit if place else ""


def with_values(
    bare: CheckedTable, sheet: HeadedSheet, *, record: str, aliases: Aliases
) -> CheckedTable:
    """Return the table with the typed cells of all columns, and what is wrong with them.

    Parameters
    ----------
    bare
        The table without its columns, indexed by row.
    sheet
        Where the cells stand.
    record
        Column whose text names a row in messages.
    aliases
        Other names of choices.
    """
    index = bare.frame.index.tolist()
    rules, local = sheet.names.rules, is_spanish(sheet.header, sheet.names)
    cells = {name: sheet.column(name) for name in rules}
    read = {
        name: read_column(cells[name], rule, unit=sheet.unit(name), aliases=aliases, local=local)
        for name, rule in rules.items()
    }
    doubtful = dict(_doubtful_headings(sheet, cells, read, aliases))
    faults = list(_faults(sheet, index, read, doubtful))
    named = dict(zip(index, map(str, cells[record]), strict=True))
    merged = list(merged_problems(sheet.raw, sheet.header.columns, index))
    refused = {(line, name) for line, name, _, _ in faults}.union(*(empty for _, empty in merged))
    refused |= {
        (line, name)
        for name in doubtful
        for line, cell in zip(index, cells[name], strict=True)
        if cell != ""
    }
    return replace(
        bare,
        frame=pd.DataFrame({name: column.typed for name, column in read.items()}, index=index),
        given=pd.DataFrame(
            {
                name: np.array([cell != "" for cell in own], dtype=bool)
                for name, own in cells.items()
            },
            index=index,
        ),
        problems=(
            *bare.problems,
            *doubtful.values(),
            *(
                bare.problem(at, name, what, allowed, record=named[at])
                for at, name, what, allowed in faults
            ),
            *(problem for problem, _ in merged),
        ),
        written={
            (index[at], name): text
            for name, rule in rules.items()
            for at, text in _converted(cells[name], rule, sheet.unit(name))
        },
        refused=frozenset(refused),
    )


def _doubtful_headings(
    sheet: HeadedSheet,
    cells: Mapping[str, Sequence[Cell]],
    read: Mapping[str, ReadColumn],
    aliases: Aliases,
) -> Iterator[tuple[str, Problem]]:
    """Yield each column whose heading leaves the unit open, or means another than its cells."""
    for name, column in read.items():
        if column.unit_unknown:
            yield name, unit_problem(sheet.raw, sheet.header, name, sheet.names)
        elif column.faults and (meant := _meant_column(sheet, name, cells[name], column, aliases)):
            yield name, choices_problem(sheet.raw, sheet.header, name, meant)


def _meant_column(
    sheet: HeadedSheet, name: str, cells: Sequence[Cell], read: ReadColumn, aliases: Aliases
) -> str:
    """Return the column whose choices all cells of another are, which the sheet does not have."""
    filled = [cell for cell in cells if cell != ""]
    if sheet.names.rules[name].type != "choice" or len(read.faults) < len(filled):
        return ""
    return next(
        (
            other
            for other, rule in sheet.names.rules.items()
            if rule.type == "choice" and other not in sheet.header.columns
            if not read_column(filled, rule, aliases=aliases).faults
        ),
        "",
    )


def _converted(cells: Sequence[Cell], rule: ColumnRule, unit: str) -> Iterator[tuple[int, str]]:
    """Yield the place and text of numbers that stand in another unit than the rule's."""
    if rule.type not in NUMERIC or not rule.unit:
        return
    for place, cell in enumerate(cells):
        text = f"{cell:.15g}" if isinstance(cell, float) else cell
        own_unit = text[-1:].isalpha() or text.endswith("%")
        if own_unit:
            yield place, text
        elif text and unit and unit != rule.unit:
            yield place, f"{text} {unit}"


def _faults(
    sheet: HeadedSheet,
    index: Sequence[int],
    read: Mapping[str, ReadColumn],
    doubtful: Collection[str],
) -> Iterator[tuple[int, str, Message, Message]]:
    """Yield row, column, what is wrong and what is allowed of the cells that were refused.

    Choices that belong under another heading are no faults of their cells.
    """
    yield from _spoiled(sheet, set(index))
    for name, column in read.items():
        if name not in doubtful or column.unit_unknown:
            yield from ((index[at], name, what, allowed) for at, what, allowed in column.faults)


def _spoiled(sheet: HeadedSheet, lines: set[int]) -> Iterator[tuple[int, str, Message, Message]]:
    """Yield the faults of cells that the file itself spoils, such as ``#DIV/0!``."""
    by_place = {place: name for name, place in sheet.header.columns.items()}
    for line, place, what, allowed in sheet.raw.faults:
        if line in lines and place in by_place:
            yield line, by_place[place], what, allowed
