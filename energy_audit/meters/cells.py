"""The cells of a meter file as texts: csv of any separator and letter code, or a workbook."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.quoted_cells import cells_of_any_length, open_quote, quoted_cells

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEPARATORS = (";", "\t", "|", ",")
WORKBOOKS = (".xlsx", ".xlsm")
LINES_LOOKED_AT = 200


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One table of a file, every cell a stripped text."""

    file: str
    sheet: str
    """Empty for a file without sheets."""
    cells: pd.DataFrame
    """Indexed by line of the file from 1, columns from 0; empty lines left out."""
    is_typed: bool
    """Whether numbers were numbers already, so that no separator had to be understood."""


def read_grids(path: Path) -> list[Grid]:
    """Return the tables of a file: one for csv, one for each visible sheet of a workbook.

    Parameters
    ----------
    path
        A csv or text file in UTF-8 or Windows-1252, or an xlsx workbook.

    Raises
    ------
    InputError
        If the file is not there, empty, or no such file.
    """
    try:
        content = path.read_bytes()
    except OSError:
        allowed = message("path: {path}", path=str(path))
        raise _unreadable(path, message("the file does not exist"), allowed) from None
    is_book = path.suffix.lower() in WORKBOOKS
    grids = list(_sheets(path, content)) if is_book else [_text_grid(path, content)]
    filled = [grid for grid in grids if not grid.cells.empty]
    if not filled:
        allowed = message("a header line and one row a record")
        raise _unreadable(path, message("the file is empty"), allowed)
    return filled


def _unreadable(path: Path, what: Message, allowed: Message) -> InputError:
    return InputError([Problem(what=what, allowed=allowed, file=path.name)])


def _text_grid(path: Path, content: bytes) -> Grid:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        what = message("this is not a csv file: {fault}", fault="NUL")
        raise _unreadable(path, what, message("a csv file or an xlsx workbook"))
    lines = text.splitlines()
    separator = _separator([line for line in lines[:LINES_LOOKED_AT] if line.strip()])
    with cells_of_any_length(text):
        rows, open_quotes = quoted_cells("\n".join(lines), separator)
    if open_quotes:
        raise InputError([open_quote(path.name, *place) for place in open_quotes])
    grid = _frame([cells for _, cells in rows])
    return Grid(file=path.name, sheet="", cells=grid, is_typed=False)


def _separator(lines: list[str]) -> str:
    """Return what separates cells; commas come last, as they may be decimal commas."""
    usual = {mark: median(line.count(mark) for line in lines or [""]) for mark in SEPARATORS}
    return next((mark for mark in SEPARATORS if usual[mark] >= 1), SEPARATORS[-1])


def _frame(rows: list[list[str]]) -> pd.DataFrame:
    width = max(map(len, rows), default=0)
    cells = pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype=str)
    cells = cells.apply(lambda column: column.str.strip())
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    filled: pd.DataFrame = cells.loc[(cells != "").any(axis=1)]
    return filled if width else cells


def _sheets(path: Path, content: bytes) -> Iterator[Grid]:
    from openpyxl import load_workbook  # noqa: PLC0415  a fifth of a second that csv never needs

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        what = message("this workbook cannot be opened: {fault}", fault=str(error))
        raise _unreadable(path, what, message("an xlsx workbook without password")) from None
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            rows = [[_as_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
            yield Grid(file=path.name, sheet=sheet.title, cells=_frame(rows), is_typed=True)


def _as_text(value: object) -> str:
    """Return a cell as a text: moments as ISO, times as HH:MM:SS, also 24:00:00."""
    if value is None:
        return ""
    if isinstance(value, timedelta):
        minutes = round(value / timedelta(minutes=1))
        return f"{minutes // 60:02d}:{minutes % 60:02d}:00"
    if isinstance(value, datetime):
        return _to_second(value).isoformat(" ")
    if isinstance(value, time):
        return _to_second(datetime.combine(date.min, value)).time().isoformat()
    return str(value)


def _to_second(moment: datetime) -> datetime:
    """Return a moment without the fractions that a spreadsheet's days leave behind."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
