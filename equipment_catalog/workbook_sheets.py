"""Sheets of a new workbook: numbers with every digit, texts that never become formulas."""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator, Sequence

    from equipment_catalog.cell_values import Cell

NARROWEST, WIDEST = 9, 28
"""Widths of a column in letters."""


class ExactSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet whose numbers keep all 17 digits; xlsxwriter itself writes 16."""

    def _xml_number_element(
        self, number: float, attributes: Sequence[tuple[str, object]] = ()
    ) -> None:
        attr = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{attr}><v>{float(number)!r}</v></c>")


@contextmanager
def new_workbook(into: io.BytesIO) -> Iterator[Workbook]:
    """Open a workbook that is written into a buffer when the block ends."""
    book = Workbook(into, {"in_memory": True})
    yield book
    book.close()


def write_cells(
    sheet: Worksheet, column: int, cells: Sequence[Cell], *, first_row: int = 1
) -> None:
    """Write the cells of a column; NaN and empty texts stay empty.

    Parameters
    ----------
    sheet
        Sheet of xlsxwriter.
    column
        Place of the column from 0.
    cells
        Texts, which are written as texts whatever they begin with, and numbers.
    first_row
        Place of the first row from 0.
    """
    for row, cell in enumerate(cells, start=first_row):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(row, column, cell)
        elif not math.isnan(cell):
            sheet.write_number(row, column, cell)


def width_of(texts: Sequence[str]) -> int:
    """Return the width of a column that shows its texts, within bounds.

    Examples
    --------
    >>> width_of(["tag"]), width_of(["tag", "Molino de bolas"])
    (9, 17)
    """
    longest = max((len(line) for text in texts for line in text.splitlines()), default=0)
    return min(max(longest + 2, NARROWEST), WIDEST)
