"""Marks in a person's own workbook: coloured cells with comments, and a list that leads to them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink

from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from equipment_catalog.errors import Problem
    from mine_study.language import Reader

SIGNATURE = "Solmina"
"""Name of the sheet of problems, and what stands above our part of a comment."""
WRONG, MISSING = "FFFF9999", "FFFFF2A8"
"""Red for a cell that is wrong, yellow for one that is empty."""
LIST_WIDTHS = (30, 30, 60, 70)
COMMENT_WIDTH, LINE_HEIGHT, LETTERS_A_LINE = 340, 18, 48
"""Pixels of a comment, and letters that fit its width."""


def mark_cells(book: Workbook, problems: Sequence[Problem], reader: Reader) -> None:
    """Colour each cell that a problem names and say the problem in its comment.

    Marks of an earlier check are taken away first. A problem of a whole row is shown at its first
    filled cell, one of merged cells at the cell that shows them. What a person commented stays
    above.

    Parameters
    ----------
    book
        Workbook of openpyxl.
    problems
        Problems of its file; those without row are passed over.
    reader
        Language of the comments.
    """
    _unmark(book)
    said: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        cell = problem_cell(book, problem)
        if cell is not None:
            where = (cell.parent.title, cell.coordinate)
            said.setdefault(where, []).append(_sentence(problem, reader))
    for (title, coordinate), sentences in said.items():
        _mark(book[title][coordinate], list(dict.fromkeys(sentences)))


def problem_cell(book: Workbook, problem: Problem) -> Cell | None:
    """Return the cell at which a problem is shown, None where it names none of the book.

    A csv file, which has no sheets, stands on the first one.
    """
    title = problem.sheet or book.sheetnames[0]
    if title not in book.sheetnames or problem.row is None:
        return None
    sheet = book[title]
    column = problem.column or _first_filled(sheet, problem.row)
    for merged in sheet.merged_cells.ranges:
        if (problem.row, column) in {*merged.cells}:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet.cell(problem.row, column)


def list_problems(book: Workbook, problems: Sequence[Problem], file: str, reader: Reader) -> None:
    """Add the sheet of all problems, each with a link to its cell where that is in this book.

    Parameters
    ----------
    book
        Workbook of openpyxl.
    problems
        All problems of a study.
    file
        File whose cells the book holds.
    reader
        Language of the list.
    """
    sheet = book.create_sheet(SIGNATURE)
    headings = (
        message("Cell"),
        message("Record and column"),
        message("What is wrong"),
        message("What is allowed"),
    )
    for place, (title, width) in enumerate(zip(headings, LIST_WIDTHS, strict=True), start=1):
        _write(sheet, 1, place, reader.say(title)).font = Font(bold=True)
        sheet.column_dimensions[_letters(sheet, place)].width = width
    for row, problem in enumerate(problems, start=2):
        allowed = reader.say(problem.allowed) if problem.allowed else ""
        for place, text in enumerate((problem.subject, reader.say(problem.what), allowed), start=2):
            _write(sheet, row, place, text)
        first = _write(sheet, row, 1, problem.place)
        target = problem_cell(book, problem) if problem.file == file else None
        if target is not None:
            name = target.parent.title.replace("'", "''")
            first.hyperlink = Hyperlink(
                ref=first.coordinate, location=f"'{name}'!{target.coordinate}"
            )
            first.font = Font(color="FF0563C1", underline="single")
    sheet.freeze_panes = "A2"
    _show_only(book, sheet)


def as_text(cell: Cell, text: str) -> None:
    """Write a text into a cell; it stays a text even if it begins like a formula."""
    cell.value = text
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Any:  # noqa: ANN401  a cell of openpyxl, which has no types
    cell = sheet.cell(row, column)
    as_text(cell, text)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _letters(sheet: Worksheet, column: int) -> str:
    return str(sheet.cell(1, column).column_letter)


def _show_only(book: Workbook, sheet: Worksheet) -> None:
    """Open the book at a sheet, with no other selected, so that nobody types into two at once."""
    book.active = book.index(sheet)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _first_filled(sheet: Worksheet, row: int) -> int:
    return next((cell.column for cell in sheet[row] if cell.value not in {None, ""}), 1)


def _sentence(problem: Problem, reader: Reader) -> str:
    return "\n→ ".join(reader.say(part) for part in (problem.what, problem.allowed) if part)


def _mark(cell: Cell, sentences: Sequence[str]) -> None:
    colour = MISSING if cell.value in {None, ""} else WRONG
    cell.fill = PatternFill("solid", start_color=colour, end_color=colour)
    own = [cell.comment.text] if cell.comment else []
    text = "\n".join([*own, f"{SIGNATURE}:", *sentences])
    lines = sum(max(math.ceil(len(line) / LETTERS_A_LINE), 1) for line in text.splitlines())
    cell.comment = Comment(text, SIGNATURE, width=COMMENT_WIDTH, height=LINE_HEIGHT * (lines + 1))


def _unmark(book: Workbook) -> None:
    """Take away the list, colours and comments of an earlier check."""
    if SIGNATURE in book.sheetnames:
        book.remove(book[SIGNATURE])
    for cell in _commented(book):
        own, signature, _ = cell.comment.text.partition(f"{SIGNATURE}:")
        if not signature:
            continue
        cell.comment = Comment(own.strip(), cell.comment.author) if own.strip() else None
        if cell.fill.start_color.rgb in {WRONG, MISSING}:
            cell.fill = PatternFill()


def _commented(book: Workbook) -> Iterator[Cell]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.comment)
