"""The sheets of a file that hold a table, and notes of those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.column_names import word_key
from equipment_catalog.column_rules import allowed_names
from equipment_catalog.csv_files import read_csv_sheet
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.raw_sheets import unreadable
from equipment_catalog.table_headers import find_header, names_in
from equipment_catalog.workbooks import is_workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from equipment_catalog.column_names import ColumnNames
    from equipment_catalog.errors import InputError
    from equipment_catalog.messages import Message
    from equipment_catalog.raw_sheets import RawSheet

FEWEST_COLUMNS = 3
"""Columns that a sheet must name, the one of its records among them, to be taken for a table."""


def sheets_of(path: Path, names: ColumnNames) -> list[RawSheet]:
    """Return the sheets of a workbook, or the one of a csv file.

    Parameters
    ----------
    path
        A csv file or a workbook.
    names
        Names by which the separator of a csv file is found.

    Raises
    ------
    InputError
        If nothing can be read there.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | IsADirectoryError | NotADirectoryError)
        what = (
            message("the file does not exist") if missing else message("the file cannot be opened")
        )
        raise unreadable(path.name, what, message("path: {path}", path=str(path))) from None
    if is_workbook(content):
        return read_workbook(path.name, content)
    return [read_csv_sheet(path.name, content, names_in=lambda cells: names_in(cells, names))]


def chosen_sheets(
    file: str, sheets: Sequence[RawSheet], names: ColumnNames, record: str, wanted: str | None
) -> tuple[list[RawSheet], list[Note]]:
    """Return the sheets that hold the table, and a note for each other one.

    Parameters
    ----------
    file
        Name for problems.
    sheets
        The visible sheets of the file.
    names
        Names of the columns.
    record
        Column that a table must have.
    wanted
        The one sheet to take; None for all.

    Raises
    ------
    InputError
        If the wanted sheet is missing, or nothing is filled in.
    """
    filled = [raw for raw in sheets if raw.without_remarks]
    if wanted is not None:
        filled = [raw for raw in filled if word_key(raw.sheet) == word_key(wanted)]
        if not filled:
            what = message("the sheet {sheet!r} is missing or empty", sheet=wanted)
            raise unreadable(file, what, allowed_names(wanted, [raw.sheet for raw in sheets]))
    if not filled:
        raise _nothing_filled(file, sheets)
    found = [find_header(raw.rows, names).columns for raw in filled]
    tables = [
        raw
        for raw, columns in zip(filled, found, strict=True)
        if record in columns and len(columns) >= FEWEST_COLUMNS
    ]
    best = max(range(len(filled)), key=lambda number: len(found[number]))
    tables = tables or [filled[best]]
    return tables, [_left_out(raw) for raw in filled if raw not in tables]


def remarks_of_one_book(
    file: str, first: Sequence[Note], other: Sequence[Note]
) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """Return the remarks of two tables in one workbook, each once.

    A sheet that one of them leaves out, and not the other, is read.

    Parameters
    ----------
    file
        Name of the workbook.
    first, other
        What was remarked while each table was read.
    """
    return (
        tuple(note for note in first if note in other or not _is_left_out(note, file)),
        tuple(note for note in other if note not in first and not _is_left_out(note, file)),
    )


def _is_left_out(note: Note, file: str) -> bool:
    return note.what == _sheet_of(note.what.values.get("sheet"), file)


def _sheet_of(sheet: object, file: str) -> Message:
    return message("Sheet {sheet!r} of {file}", sheet=sheet, file=file)


def _nothing_filled(file: str, sheets: Sequence[RawSheet]) -> InputError:
    is_hidden = any(not (raw.sheet or raw.delimiter) for raw in sheets)
    if is_hidden:
        what = message("no visible sheet of the workbook holds anything")
        return unreadable(file, what, message("the list on a sheet that can be seen: unhide it"))
    allowed = message("a header line and one row a record")
    return unreadable(file, message("the file is empty"), allowed)


def _left_out(raw: RawSheet) -> Note:
    return Note(
        what=_sheet_of(raw.sheet, raw.file),
        value=message("left out"),
        source=message("its headings are not those of this table"),
        effect=message("its rows are not in the study"),
        kind="finding",
    )
