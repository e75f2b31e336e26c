"""What the cells of a workbook do not show: which were made one, which rows are hidden."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from equipment_catalog.raw_sheets import MergedCells
from equipment_catalog.workbook_archives import (
    TALL_MERGE_OR_HIDDEN_ROW,
    any_sheet_holds,
    opening,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


class SheetLayout(NamedTuple):
    """Merged cells and hidden rows of one sheet."""

    merged: tuple[MergedCells, ...] = ()
    """Cells that were merged over several rows."""
    hidden_rows: frozenset[int] = frozenset()
    """Rows that a filter or a hand hides."""


def sheet_layouts(file: str, content: bytes) -> dict[str, SheetLayout]:
    """Return the layout of each sheet by its name; quick where no sheet has anything of it.

    Parameters
    ----------
    file
        Name for problems.
    content
        The bytes of an xlsx or xlsm file.

    Raises
    ------
    InputError
        If the workbook is damaged.
    """
    if not any_sheet_holds(TALL_MERGE_OR_HIDDEN_ROW, file, content):
        return {}
    from openpyxl import load_workbook  # noqa: PLC0415  slow, and only for workbooks

    with opening(file):
        book = load_workbook(io.BytesIO(content))  # the layout shows in no other way
        return {sheet.title: _layout(sheet) for sheet in book.worksheets}


def _layout(sheet: Worksheet) -> SheetLayout:
    return SheetLayout(
        merged=tuple(
            MergedCells(
                cells=cells.coord,
                rows=range(cells.min_row, cells.max_row + 1),
                columns=range(cells.min_col, cells.max_col + 1),
            )
            for cells in sheet.merged_cells.ranges
            if cells.max_row > cells.min_row
        ),
        hidden_rows=frozenset(row for row, shape in sheet.row_dimensions.items() if shape.hidden),
    )
