"""The cells of a text with separators, and the quotation marks in it that nothing closes."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from equipment_catalog.errors import Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

Line = tuple[int, list[str]]
"""Line of the text, from 1, at which a row begins, and its cells."""
END = "\x04"
"""Stands below the last line, as a row of its own unless a quotation mark is open there."""


def quoted_cells(text: str, delimiter: str) -> tuple[list[Line], list[tuple[int, int]]]:
    r"""Return the rows of a text, and line and column of each mark that nothing closes.

    Such a mark would swallow all lines below; it is left away, so that they keep their cells.

    Parameters
    ----------
    text
        Lines of cells; within quotation marks a cell may hold separators and line breaks.
    delimiter
        What separates cells.

    Examples
    --------
    >>> quoted_cells('a,"b, c"\n1,"2\n3,4\n', ",")
    ([(1, ['a', 'b, c']), (2, ['1', '2']), (3, ['3', '4'])], [(2, 2)])
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.endswith("\n"):
        text += "\n"
    marks: list[tuple[int, int]] = []
    while True:
        *rows, (_, last) = numbered_cells(text, delimiter)
        if last == [END]:
            return rows, marks
        swallowed = last[-1].removesuffix(END).replace('"', '""')
        before = text.removesuffix(f'"{swallowed}')
        marks.append((before.count("\n") + 1, len(last)))
        text = before + swallowed


def numbered_cells(text: str, delimiter: str) -> Iterator[Line]:
    """Yield the rows of a text as they stand, and `END` below them."""
    reader = csv.reader(chain(io.StringIO(text, newline=None), [END]), delimiter=delimiter)
    first = 1
    for cells in reader:
        yield first, cells
        first = reader.line_num + 1


def open_quote(file: str, row: int, column: int) -> Problem:
    """Return the problem of a mark that nothing closes."""
    return Problem(
        what=message("a quotation mark opens here and nothing closes it"),
        allowed=message("close it at the end of the cell, or take it away"),
        file=file,
        row=row,
        column=column,
    )


@contextmanager
def cells_of_any_length(text: str) -> Iterator[None]:
    """Let a cell be as long as the text: one that swallowed all lines is told by its mark."""
    usual = csv.field_size_limit(len(text) + len(END))
    try:
        yield
    finally:
        csv.field_size_limit(usual)
