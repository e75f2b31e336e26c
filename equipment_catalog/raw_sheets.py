"""A file of any make as sheets of bare cells, before anybody asks what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.cell_values import Cell
from equipment_catalog.errors import InputError, Problem

if TYPE_CHECKING:
    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note

Row = tuple[int, list[Cell]]
"""Line of the file or row of the sheet, from 1, and its cells; an empty text is an empty cell."""


@dataclass(frozen=True, kw_only=True)
class RawSheet:
    """The cells of a csv file or of one sheet of a workbook."""

    file: str
    """Name of the file, as problems print it."""
    sheet: str
    """Name of the sheet; empty for a csv file."""
    rows: tuple[Row, ...]
    """Rows that hold something."""
    faults: tuple[tuple[int, int, Message, Message], ...] = ()
    """Cells the file itself spoils: row, column from 1, what is wrong, what would be right."""
    remarks: tuple[Note, ...] = ()
    """What the reader should know about how the file was read."""


def unreadable(file: str, what: Message, allowed: Message) -> InputError:
    """Return the error for a file of which nothing can be read."""
    return InputError([Problem(what=what, allowed=allowed, file=file)])
