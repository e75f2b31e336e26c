"""A file of any make as sheets of bare cells, before anybody asks what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from equipment_catalog.cell_values import Cell
from equipment_catalog.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note

Row = tuple[int, list[Cell]]
"""Line of the file or row of the sheet, from 1, and its cells; an empty text is an empty cell."""
HEADING_ROWS = 30
"""First rows, remarks apart, among which the headings are looked for."""

LONGEST_SHOWN = 60
"""Letters of a text that a problem repeats."""


class MergedCells(NamedTuple):
    """Cells of a workbook that were made one, whose value stands in the first of them."""

    cells: str
    """As ``B4:B25``."""
    rows: range
    columns: range


@dataclass(frozen=True, kw_only=True)
class RawSheet:
    """The cells of a csv file or of one sheet of a workbook."""

    file: str
    """Name of the file, as problems print it."""
    sheet: str
    """Name of the sheet; empty for a csv file."""
    delimiter: str = ""
    """What separates the cells of a csv file."""
    rows: tuple[Row, ...]
    """Rows that hold something, remarks too."""
    faults: tuple[tuple[int, int, Message, Message], ...] = ()
    """Cells the file itself spoils: row, column from 1, what is wrong, what would be right."""
    open_quotes: tuple[Problem, ...] = ()
    """Quotation marks of a csv file that nothing closes; the rows do without them."""
    merged: tuple[MergedCells, ...] = ()
    """Cells that were merged over several rows."""
    hidden_rows: frozenset[int] = frozenset()
    """Rows of a workbook that a filter or a hand hides."""
    remarks: tuple[Note, ...] = ()
    """What the reader should know about how the file was read."""

    @property
    def place(self) -> str:
        """File, and sheet of a workbook, as problems print them."""
        return "!".join(filter(None, (self.file, self.sheet)))

    @property
    def without_remarks(self) -> tuple[Row, ...]:
        """The rows of a table in which no record begins with ``#``."""
        return tuple(row for row in self.rows if not is_remark(row[1]))


def is_remark(cells: Sequence[Cell]) -> bool:
    """Tell a remark, which begins with ``#``, from a table whose first heading is ``#``.

    Examples
    --------
    >>> is_remark(["# seen in May"]), is_remark(["#", "tag", "area"])
    (True, False)
    """
    return str(cells[0]).startswith("#") and not (cells[0] == "#" and any(cells[1:]))


def as_wide(cells: Sequence[Cell], width: int) -> list[Cell]:
    """Return a row as wide as its headings; Excel leaves out empty cells at its end.

    Examples
    --------
    >>> as_wide(["M-1", 7.5], 3), as_wide(["M-1", 7.5, "x", "y"], 3)
    (['M-1', 7.5, ''], ['M-1', 7.5, 'x'])
    """
    return [*cells[:width], *([""] * (width - len(cells)))]


def on_one_line(text: str) -> str:
    r"""Return a text as problems repeat it: without line breaks, and no longer than one line.

    Examples
    --------
    >>> on_one_line("Potencia\n(kW)"), on_one_line("M-02,planta;" * 9)[-12:]
    ('Potencia (kW)', 'M-02,planta…')
    """
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN].rstrip(' ,;')}…"


def unreadable(file: str, what: Message, allowed: Message) -> InputError:
    """Return the error for a file of which nothing can be read."""
    return InputError([Problem(what=what, allowed=allowed, file=file)])
