"""Read a table that a person filled in, cell by cell against its rules, all mistakes at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.sheet_rows import sheet_rows
from equipment_catalog.sheet_values import HeadedSheet, with_values
from equipment_catalog.table_headers import find_header, header_problems
from equipment_catalog.table_sheets import chosen_sheets, sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from equipment_catalog.column_rule import ColumnRule
    from equipment_catalog.raw_sheets import RawSheet
    from equipment_catalog.table_headers import Header

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
    except InputError as error:
        return [empty_table(path.name, error.problems)]
    notes = [note for raw in sheets for note in raw.remarks]
    try:
        chosen, left_out = chosen_sheets(path.name, sheets, names, record, sheet)
    except InputError as error:
        return [empty_table(path.name, error.problems, notes)]
    return [
        *(_read_sheet(raw, names, record, aliases) for raw in chosen),
        empty_table(path.name, (), [*notes, *left_out]),
    ]


def _read_sheet(raw: RawSheet, names: ColumnNames, record: str, aliases: Aliases) -> CheckedTable:
    header = find_header(raw.rows, names)
    sheet = HeadedSheet(
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
        problems=(
            *raw.open_quotes,
            *header_problems(raw, header, names),
            *sheet.body.problems,
        ),
        remarks=(*sheet.body.remarks, *_unused(raw, header)),
    )
    read = with_values(bare, sheet, record=record, aliases=aliases)
    nothing_below = not (sheet.body.rows or sheet.body.problems)
    return _without_rows(read, names) if nothing_below else read


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
