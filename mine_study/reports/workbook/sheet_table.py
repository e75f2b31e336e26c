"""A table of a workbook: raw figures under their heads, one kind of number a column."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from equipment_catalog.workbook_sheets import ExactSheet, width_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from mine_study.reports.workbook.cell_looks import Kind

REFERENCE = re.compile(r"\[(\d+)(:?)\]")
HEAD_HEIGHT = 48
"""Of a row of heads on three lines, in points."""
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


Cell = str | float | int | bool | LiveCell | None


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


def write_table(book: Workbook, table: SheetTable, look: Mapping[str, Format]) -> Worksheet:
    """Write a table into a sheet of its own, its heads frozen, to be filtered.

    Parameters
    ----------
    book
        Open workbook of xlsxwriter.
    table
        What to write.
    look
        Formats, as ``looks`` returns them.
    """
    sheet = book.add_worksheet(table.name, worksheet_class=ExactSheet)
    sheet.set_row(0, HEAD_HEIGHT)
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        sheet.write_string(0, place, column.head, look[_head_look(column, cells)])
        width = column.width or _width(column, cells)
        sheet.set_column(place, place, width, look[column.kind])
    for number, row in enumerate((*table.rows, *table.totals), start=1):
        is_total = number > len(table.rows)
        for place, cell in enumerate(row):
            own = look[f"{table.columns[place].kind} total"] if is_total else None
            if isinstance(cell, LiveCell):
                kept = "" if cell.value is None else cell.value
                shown = own or look[table.columns[place].kind]
                sheet.write_formula(number, place, table.written(cell.formula, number), shown, kept)
            else:
                write_cell(sheet, number, place, cell, own)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    print_wide(sheet, heads_to=0)
    if table.printed_rows is not None:
        sheet.print_area(0, 0, table.printed_rows, len(table.columns) - 1)
    if table.footer:
        sheet.set_footer(f"&C{table.footer}")
    return sheet


def _head_look(column: SheetColumn, cells: Sequence[Cell]) -> str:
    """Return the format of a head, which stands over its cells: numbers right, texts left."""
    is_text = column.kind == "text" or any(
        column.kind == "plain" and isinstance(cell, str) for cell in cells
    )
    return "head" if is_text else "number head"


def _width(column: SheetColumn, cells: Sequence[Cell]) -> int:
    """Return a width that shows the texts of a column, and half of its head on each of two lines.

    Heads are wrapped; numbers are short.
    """
    half = column.head[: max(len(column.head) // 2, 1)]
    return width_of([half, *(cell for cell in cells if isinstance(cell, str))])


def print_wide(sheet: Worksheet, *, heads_to: int) -> None:
    """Let a sheet print sideways, as wide as a page, its heads on each.

    Parameters
    ----------
    sheet
        Sheet of xlsxwriter.
    heads_to
        Last row of its heads, from 0.
    """
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, heads_to)


def set_label_width(sheet: Worksheet, place: int, labels: Sequence[str]) -> None:
    """Make a column as wide as the longest of its labels.

    Parameters
    ----------
    sheet
        Sheet of xlsxwriter.
    place
        Of the column, from 0.
    labels
        What stands in it.
    """
    sheet.set_column(place, place, max(len(label) for label in labels))


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
