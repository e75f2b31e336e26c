"""Read a table that a person filled in, cell by cell against its rules, all mistakes at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.checked_table import (
    CheckedTable,
    Source,
    empty_table,
    missing_column,
    put_together,
    with_required,
)
from equipment_catalog.column_names import (
    LEFT_OUT,
    NO_ALIASES,
    Aliases,
    ColumnNames,
    column_names,
)
from equipment_catalog.column_rules import NUMERIC, read_column
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.merged_cells import merged_problems
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.sheet_rows import SheetRows, sheet_rows
from equipment_catalog.table_headers import (
    Header,
    find_header,
    header_problems,
    is_spanish,
    unit_problem,
)
from equipment_catalog.table_sheets import chosen_sheets, sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.column_rule import ColumnRule
    from equipment_catalog.raw_sheets import RawSheet

__all__ = ["CheckedTable", "read_parts", "read_user_table"]


def read_user_table(
    path: Path,
    rules: Sequence[ColumnRule],
    *,
    record: str,
    sheet: str | None = None,
    aliases: Aliases = NO_ALIASES,
) -> CheckedTable:
    """Read a csv file or a workbook and check every cell.

    Commas, semicolons or tabs separate cells, a decimal comma is understood. A row that begins
    with ``#`` is a remark, unless a number, a month or a choice stands in its column; a column
    whose heading begins with it is left out. Titles above the headings, empty rows and columns,
    totals and hidden sheets are passed over; a note names remarks and totals. A unit in a heading
    or a cell is converted. A number such as ``1,500`` is refused, because nobody can know which of
    its two meanings was meant; so are cells merged over several records.

    Parameters
    ----------
    path
        A csv file in UTF-8, UTF-16 or Windows-1252, or an xlsx workbook.
    rules
        What may stand in each column.
    record
        Column whose text names a row in messages.
    sheet
        The one sheet to read; all sheets that hold such a table where none is named.
    aliases
        Other names of columns and choices.

    Returns
    -------
    CheckedTable
        With every problem; its frame may be used only when there is none.
    """
    parts = read_parts(path, rules, record=record, sheet=sheet, aliases=aliases)
    return with_required(put_together(parts), rules, record)


def read_parts(
    path: Path,
    rules: Sequence[ColumnRule],
    *,
    record: str,
    sheet: str | None = None,
    aliases: Aliases = NO_ALIASES,
) -> list[CheckedTable]:
    """Read each sheet of a file as a table of its own, without asking for required cells.

    What one sheet leaves open another may give, so that `with_required` comes after they were put
    together. The parameters are those of `read_user_table`.
    """
    names = column_names(tuple(rules), aliases)
    try:
        sheets = sheets_of(path, names)
        chosen, remarks = chosen_sheets(path.name, sheets, names, record, sheet)
    except InputError as error:
        return [empty_table(path.name, error.problems)]
    notes = [note for raw in sheets for note in raw.remarks]
    return [
        *(_read_sheet(raw, names, record, aliases) for raw in chosen),
        empty_table(path.name, (), [*notes, *remarks]),
    ]


@dataclass(frozen=True, kw_only=True)
class _Sheet:
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


def _read_sheet(raw: RawSheet, names: ColumnNames, record: str, aliases: Aliases) -> CheckedTable:
    header = find_header(raw.rows, names)
    sheet = _Sheet(
        raw=raw, names=names, header=header, body=sheet_rows(raw, header, names, aliases)
    )
    index = [line for line, _ in sheet.body.rows]
    source = Source(
        file=raw.file,
        sheet=raw.sheet,
        header_row=header.row,
        columns=header.columns,
        headings=header.other_names,
    )
    bare = CheckedTable(
        file=raw.file,
        frame=pd.DataFrame(index=index),
        given=pd.DataFrame(index=index),
        sources=(source,),
        origin=pd.DataFrame({"source": 0, "row": index}, index=index, dtype=int),
        problems=(*header_problems(raw, header, names), *sheet.body.problems),
        remarks=(*sheet.body.remarks, *_unused(raw, header)),
    )
    read = _with_values(bare, sheet, record=record, aliases=aliases)
    nothing_below = not (sheet.body.rows or sheet.body.problems)
    return _without_rows(read, names) if nothing_below else read


def _with_values(
    bare: CheckedTable,
    sheet: _Sheet,
    *,
    record: str,
    aliases: Aliases,
) -> CheckedTable:
    """Return the table with the typed cells of all columns, and what is wrong with them."""
    index = bare.frame.index.tolist()
    faults = list(_spoiled(sheet, set(index)))
    unclear: set[tuple[int, str]] = set()
    frame, given, open_units = {}, {}, []
    written: dict[tuple[int, str], str] = {}
    local = is_spanish(sheet.header, sheet.names)
    for name, rule in sheet.names.rules.items():
        own = sheet.column(name)
        unit = sheet.unit(name)
        read = read_column(own, rule, unit=unit, aliases=aliases, local=local)
        frame[name] = read.typed
        given[name] = np.array([cell != "" for cell in own], dtype=bool)
        faults += [(index[at], name, what, allowed) for at, what, allowed in read.faults]
        written |= {(index[at], name): text for at, text in _converted(own, rule, unit)}
        if read.unit_unknown:
            open_units.append(unit_problem(sheet.raw, sheet.header, name, sheet.names))
            unclear |= {(line, name) for line, cell in zip(index, own, strict=True) if cell != ""}
    named = dict(zip(index, map(str, sheet.column(record)), strict=True))
    merged = list(merged_problems(sheet.raw, sheet.header.columns, index))
    left_empty = {cell for _, cells in merged for cell in cells}
    placed = [
        bare.problem(at, name, what, allowed, record=named[at])
        for at, name, what, allowed in faults
    ]
    return replace(
        bare,
        frame=pd.DataFrame(frame, index=index),
        given=pd.DataFrame(given, index=index),
        problems=(*bare.problems, *open_units, *placed, *(problem for problem, _ in merged)),
        written=written,
        refused=frozenset(unclear | left_empty | {(line, name) for line, name, _, _ in faults}),
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


def _spoiled(sheet: _Sheet, lines: set[int]) -> Iterator[tuple[int, str, Message, Message]]:
    """Yield the faults of cells that the file itself spoils, such as ``#DIV/0!``."""
    by_place = {place: name for name, place in sheet.header.columns.items()}
    for line, place, what, allowed in sheet.raw.faults:
        if line in lines and place in by_place:
            yield line, by_place[place], what, allowed


def _without_rows(table: CheckedTable, names: ColumnNames) -> CheckedTable:
    source = table.sources[0]
    what = message("the file has no rows")
    problems = [
        missing_column(source, rule.column)
        for rule in names.rules.values()
        if rule.required and rule.column not in source.columns
    ]
    none = Problem(
        what=what,
        allowed=message(
            "at least one row below the headings: fill in row {row:d}", row=source.header_row + 1
        ),
        file=source.file,
        sheet=source.sheet,
        row=source.header_row,
    )
    return replace(table, problems=(*table.problems, *problems, none))


def _unused(raw: RawSheet, header: Header) -> Iterator[Note]:
    """Yield a note of the columns that are understood and not needed."""
    unused = [
        text
        for text, heading in zip(header.texts, header.headings, strict=True)
        if heading.column == LEFT_OUT
    ]
    if unused:
        yield Note(
            what=message("Columns of {file} that are not used", file=raw.file),
            value=", ".join(unused),
            source=message("the study has no use for them"),
            effect=message("none"),
            kind="finding",
        )
