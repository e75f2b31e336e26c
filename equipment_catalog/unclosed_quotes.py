"""Cells of a csv file that swallowed the rows below, because a quotation mark was left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.errors import Problem
from equipment_catalog.messages import message
from equipment_catalog.raw_sheets import as_wide

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.raw_sheets import RawSheet

FEWEST_CELLS = 3
"""A line with fewer is a sentence, whatever fits its column."""


def unclosed_quote(
    raw: RawSheet, row: int, cells: Sequence[Cell], *, is_record: Callable[[list[Cell]], bool]
) -> Problem | None:
    """Return the problem of a row with a cell that holds parts of several records.

    Such a cell has several lines: below the first stands a record, or the first goes on as the
    record would have without the mark.

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
    for place, cell in enumerate(cells):
        lines = str(cell).splitlines() if raw.delimiter else []
        if not any(lines[1:]):
            continue
        first, *below = (line.split(raw.delimiter) for line in lines)
        told = ([""] * place + first if len(first) >= FEWEST_CELLS else [], *below)
        if any(len(own) >= FEWEST_CELLS and is_record(as_wide(own, len(cells))) for own in told):
            return _problem(raw, row, cells, place + 1)
    return None


def _problem(raw: RawSheet, row: int, cells: Sequence[Cell], column: int) -> Problem:
    return Problem(
        what=message("a quotation mark opens here and swallows rows below"),
        allowed=message("close it at the end of the cell, or take it away"),
        file=raw.file,
        row=row,
        column=column,
        record=str(cells[0]) if column > 1 else "",
    )
