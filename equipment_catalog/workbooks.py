"""Workbooks as a visit leaves them: sheets of cells with the values that Excel last showed."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from typing import TYPE_CHECKING, NamedTuple, Protocol

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.raw_sheets import RawSheet
from equipment_catalog.sheet_layouts import SheetLayout, sheet_layouts
from equipment_catalog.workbook_archives import (
    FORMULA,
    OLD_EXCEL_MARK,
    ZIP_MARK,
    any_sheet_holds,
    opening,
    refuse_unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.raw_sheets import Row

PERCENT = 100
VERY_HIDDEN = "veryHidden"
"""State of sheets that a program keeps for itself, such as the lists of our own template."""


def is_workbook(content: bytes) -> bool:
    """Tell whether a file is a workbook of some make, by how it begins."""
    return content.startswith((ZIP_MARK, OLD_EXCEL_MARK))


def read_workbook(file: str, content: bytes) -> list[RawSheet]:
    """Return the visible sheets of a workbook.

    A formula stands for the value that was last shown; where none is stored, and where an error
    such as ``#DIV/0!`` is shown, the cell is a fault. A number formatted as a percentage is
    a text such as ``75 %``, so that nobody takes it for a percentage once more. A date is
    a text such as ``2025-01-31``. Of cells merged over several rows the first holds the value.

    Parameters
    ----------
    file
        Name for problems.
    content
        The bytes of an xlsx or xlsm file.

    Raises
    ------
    InputError
        If the workbook is locked, damaged, of another make, or too large when unpacked
        (data/workbook_facts.csv).
    """
    refuse_unreadable(file, content)
    return _sheets(file, content)


def _sheets(file: str, content: bytes) -> list[RawSheet]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of drawings and drop-downs it leaves out
        formulas = _formulas(file, content)
        layouts = sheet_layouts(file, content)
        book = _book(file, content, formulas=False)
        return [
            _sheet(
                file,
                sheet,
                formulas.get(sheet.title, set()),
                layouts.get(sheet.title, SheetLayout()),
            )
            if sheet.sheet_state == "visible"
            else RawSheet(file=file, sheet="", rows=(), remarks=(_hidden(file, sheet.title),))
            for sheet in book.worksheets
            if sheet.sheet_state != VERY_HIDDEN
        ]


def _book(file: str, content: bytes, *, formulas: bool) -> _Book:
    from openpyxl import load_workbook  # noqa: PLC0415  slow, and only for workbooks

    with opening(file):
        book: _Book = load_workbook(io.BytesIO(content), read_only=True, data_only=not formulas)
    return book


def _formulas(file: str, content: bytes) -> dict[str, set[tuple[int, int]]]:
    """Return the places of formulas by sheet; quick where a book has none."""
    if not any_sheet_holds(FORMULA, file, content):
        return {}
    book = _book(file, content, formulas=True)
    return {
        sheet.title: {
            (row, column)
            for row, cells in _rows(file, sheet)
            for column, cell in enumerate(cells, start=1)
            if cell.data_type == "f"
        }
        for sheet in book.worksheets
    }


class _Book(Protocol):
    """What we use of a workbook of openpyxl."""

    worksheets: Sequence[_BookSheet]


class _BookCell(Protocol):
    """What we use of a cell of openpyxl."""

    value: object
    data_type: str
    number_format: str


class _BookSheet(Protocol):
    """What we use of a sheet of openpyxl."""

    title: str
    sheet_state: str

    def reset_dimensions(self) -> None: ...
    def iter_rows(self) -> Iterator[Sequence[_BookCell]]: ...


class _Shown(NamedTuple):
    """What a cell shows."""

    value: object
    data_type: str
    is_percent: bool


def _rows(file: str, sheet: _BookSheet) -> Iterator[tuple[int, list[_Shown]]]:
    with opening(file):
        sheet.reset_dimensions()  # the size that a file states may be wrong
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            yield number, [_shown(cell) for cell in cells]


def _shown(cell: _BookCell) -> _Shown:
    value, data_type = cell.value, cell.data_type
    return _Shown(value, data_type, value is not None and "%" in cell.number_format)


def _sheet(
    file: str,
    sheet: _BookSheet,
    formulas: set[tuple[int, int]],
    layout: SheetLayout,
) -> RawSheet:
    rows: list[Row] = []
    faults: list[tuple[int, int, Message, Message]] = []
    for row, cells in _rows(file, sheet):
        values = [_value(cell) for cell in cells]
        for column, cell in enumerate(cells, start=1):
            fault = _fault(cell, is_formula=(row, column) in formulas)
            if fault is not None:
                faults.append((row, column, *fault))
        if any(value != "" for value in values):
            rows.append((row, values))
    return RawSheet(
        file=file,
        sheet=sheet.title,
        rows=tuple(rows),
        faults=tuple(faults),
        merged=layout.merged,
        hidden_rows=layout.hidden_rows,
    )


def _value(cell: _Shown) -> Cell:
    """Return what a cell shows; an error is empty, its fault says so."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value * PERCENT:.12g} %" if cell.is_percent else float(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def _fault(cell: _Shown, *, is_formula: bool) -> tuple[Message, Message] | None:
    if cell.data_type == "e":
        what = message("the cell shows the error {value}", value=cell.value)
        return what, message("a value, or a formula that gives one")
    if is_formula and cell.value is None:
        what = message("the formula has no stored value")
        return what, message("open the workbook, save it, and try again; or type the value")
    return None


def _hidden(file: str, sheet: str) -> Note:
    return Note(
        what=message("Hidden sheet {sheet!r} of {file}", sheet=sheet, file=file),
        value=message("left out"),
        source=message("hidden sheets are taken for drafts"),
        effect=message("its rows are not in the study; unhide it if they belong there"),
        kind="finding",
    )
