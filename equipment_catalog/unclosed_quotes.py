"""Cells of a csv file that swallowed the rows below, because a quotation mark was left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.errors import Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.raw_sheets import RawSheet


def unclosed_quote(
    raw: RawSheet, row: int, cells: Sequence[Cell], *, is_record: Callable[[list[Cell]], bool]
) -> Problem | None:
    """Return the problem of a row with a cell in one of whose lines a whole record stands.

    Parameters
    ----------
    raw
        A csv file; in a workbook no cell swallows another.
    row
        Line of the file.
    cells
        The row, as wide as the headings.
    is_record
        Tells whether cells as many as the headings hold a record.
    """
    for place, cell in enumerate(cells, start=1):
        lines = str(cell).splitlines()[1:] if raw.delimiter else []
        split = [line.split(raw.delimiter) for line in lines]
        if any(len(own) == len(cells) and is_record(list(own)) for own in split):
            return Problem(
                what=message("a quotation mark opens here and swallows rows below"),
                allowed=message("close it at the end of the cell, or take it away"),
                file=raw.file,
                row=row,
                column=place,
                record=str(cells[0]),
            )
    return None
