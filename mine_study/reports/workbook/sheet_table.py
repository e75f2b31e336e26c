"""A table of a workbook: raw figures under their heads, one kind of number a column."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from mine_study.reports.workbook.cell_looks import READ_FROM_LEFT
from mine_study.reports.workbook.column_widths import HEAD_HEIGHT, column_width, row_height
from mine_study.reports.workbook.printed_sheet import print_sideways

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from mine_study.reports.workbook.cell_looks import Kind
    from mine_study.reports.workbook.open_book import OpenBook

REFERENCE = re.compile(r"\[(\d+)(:?)\]")
HEAD_LINES = 2
"""Of the three that a row of heads has; the button of the filter covers the end of the last."""
LONGEST_TEXT = 32_767
"""Letters that a cell of Excel holds."""


@dataclass(frozen=True, kw_only=True)
class LiveCell:
    """A cell that follows from others of its sheet."""

    formula: str
    """``[2]`` is the cell of the column of place 2 in the same row, ``[2:]`` all its rows but
    the totals."""
    value: float | None
    """What Solmina found, shown until the workbook recalculates; None where there is none."""


@dataclass(frozen=True, kw_only=True)
class KindCell:
    """A figure that is shown in a way of its own, not as its column."""

    kind: Kind
    value: float | str | None


Cell = str | float | int | bool | LiveCell | KindCell | None


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """One column."""

    head: str
    """Its name with the unit."""
    kind: Kind = "text"
    """How its numbers are shown; every digit is kept below."""
    width: int | None = None
    """In letters; by its head where None."""


@dataclass(frozen=True, kw_only=True)
class SheetTable:
    """A sheet that holds one table."""

    name: str
    """Of the sheet, at most 31 letters."""
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[Cell]]
    totals: Sequence[Sequence[Cell]] = ()
    """Rows below the others, which no filter hides."""
    printed_rows: int | None = None
    """How many of the first rows a printer gets; all where None."""
    footer: str = ""
    """Under each printed page."""

    def written(self, template: str, row: int) -> str:
        """Return a formula of a row, counted from 0 with the heads, its references written out.

        Examples
        --------
        >>> table = SheetTable(name="t", columns=columns("whole", "a", "b"), rows=[[1.0, 2.0]])
        >>> table.written("[1]-[0]", 1), table.written("SUM([1:])", 2)
        ('=B2-A2', '=SUM(B$2:B$2)')
        """

        def cell(found: re.Match[str]) -> str:
            column = xl_col_to_name(int(found[1]))
            last = max(len(self.rows), 1) + 1
            return f"{column}$2:{column}${last}" if found[2] else f"{column}{row + 1}"

        return "=" + REFERENCE.sub(cell, template)


def sums(label: str, places: Mapping[int, float], count: int) -> list[Cell]:
    """Return a row of totals: the sums of some columns, a label first.

    Parameters
    ----------
    label
        What stands in the first cell.
    places
        Sum that Solmina found by the place of its column, from 0.
    count
        Columns of the table.

    Examples
    --------
    >>> row = sums("Total", {1: 5.0}, 3)
    >>> row[0], row[1].formula, row[2]
    ('Total', 'SUM([1:])', None)
    """
    live = {
        place: LiveCell(formula=f"SUM([{place}:])", value=value) for place, value in places.items()
    }
    return [label, *(live.get(place) for place in range(1, count))]


def columns(kind: Kind, *heads: str) -> tuple[SheetColumn, ...]:
    """Return columns of one kind.

    Examples
    --------
    >>> [column.kind for column in columns("whole", "Energy [kWh]", "Hours [h]")]
    ['whole', 'whole']
    """
    return tuple(SheetColumn(head=head, kind=kind) for head in heads)


def write_table(made: OpenBook, table: SheetTable) -> Worksheet:
    """Write a table into a sheet of its own, its heads frozen, to be filtered.

    Parameters
    ----------
    made
        The workbook.
    table
        What to write.
    """
    sheet = made.new_sheet(table.name)
    sheet.set_row(0, HEAD_HEIGHT)
    widths = [_write_column(made, sheet, table, place) for place in range(len(table.columns))]
    _set_heights(sheet, table, widths)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    print_sideways(sheet, widths, footer=table.footer)
    if table.printed_rows is not None:
        sheet.print_area(0, 0, table.printed_rows, len(table.columns) - 1)
    return sheet


def _set_heights(sheet: Worksheet, table: SheetTable, widths: Sequence[int]) -> None:
    """Make the rows of long texts as high as their lines: LibreOffice does not do so itself."""
    places = [place for place, column in enumerate(table.columns) if column.kind in READ_FROM_LEFT]
    wide = [widths[place] for place in places]
    for number, row in enumerate((*table.rows, *table.totals) if places else (), start=1):
        sheet.set_row(number, row_height([row[place] for place in places], wide))


def _write_column(made: OpenBook, sheet: Worksheet, table: SheetTable, place: int) -> int:
    """Write the head and cells of a column and return its width."""
    column, rows = table.columns[place], (*table.rows, *table.totals)
    cells = [row[place] for row in rows]
    look = made.look[column.kind]
    sheet.write_string(0, place, column.head, made.look[_head_look(column, cells)])
    shown = [cell.value if isinstance(cell, LiveCell | KindCell) else cell for cell in cells]
    width = column.width or column_width(column.head, shown, look.num_format, head_lines=HEAD_LINES)
    sheet.set_column(place, place, width, look)
    for number, cell in enumerate(cells, start=1):
        is_total = number > len(table.rows)
        own = made.look[f"{column.kind} total"] if is_total else look
        if isinstance(cell, LiveCell):
            kept = "" if cell.value is None else cell.value
            sheet.write_formula(number, place, table.written(cell.formula, number), own, kept)
        elif isinstance(cell, KindCell):
            write_cell(sheet, number, place, cell.value, made.look[cell.kind])
        else:
            write_cell(sheet, number, place, cell, own)
    return width


def _head_look(column: SheetColumn, cells: Sequence[Cell]) -> str:
    """Return the format of a head, which stands over its cells: numbers right, texts left."""
    is_text = column.kind == "text" or any(
        column.kind == "plain" and isinstance(cell, str) for cell in cells
    )
    return "head" if is_text else "number head"


def shortened(text: str) -> str:
    """Return a text as long as a cell holds, its end told to be missing by an ellipsis.

    Examples
    --------
    >>> shortened("tag"), len(shortened("a" * 40_000)), shortened("a" * 40_000)[-2:]
    ('tag', 32767, 'a…')
    """
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def write_cell(
    sheet: Worksheet,
    row: int,
    place: int,
    cell: str | float | bool | None,  # noqa: FBT001  what a cell may hold
    look: Format | None = None,
) -> None:
    """Write a text as a text, whatever it begins with, a number as a number; else leave it empty.

    Parameters
    ----------
    sheet
        Sheet of xlsxwriter.
    row, place
        From 0.
    cell
        Text, truth value, number; None and what is not finite stay empty.
    look
        Format; that of the column where None.
    """
    if isinstance(cell, str):
        if cell:
            sheet.write_string(row, place, shortened(cell), look)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, place, cell, look)
    elif cell is not None and math.isfinite(cell):
        sheet.write_number(row, place, cell, look)
