"""Columns of formulas: each says its arithmetic with the keys of other columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from mine_study.reports.workbook.column_widths import HEAD_HEIGHT, column_width, set_widths
from mine_study.reports.workbook.sheet_table import write_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from mine_study.reports.workbook.cell_looks import Kind

REFERENCE = re.compile(r"\[(\w+)([-:]?)\]")
HEAD_LINES = 3


@dataclass(frozen=True, kw_only=True)
class LiveColumn:
    """A column of a year's table, computed by the workbook and by us."""

    key: str
    """By which formulas name it."""
    head: str
    """What it shows."""
    values: Sequence[float | str]
    """What Solmina found, year 0 first; the workbook shows them until it recalculates."""
    formula: str | None
    """Of a year from 1 on: ``[key]`` is another column in the same year, ``[key-]`` in the year
    before, ``[key:]`` all its years. None where the values are inputs."""
    first: str | None = None
    """Of year 0, where it differs from ``0``."""
    kind: Kind = "money"


@dataclass(frozen=True, kw_only=True)
class LiveSheet:
    """Where a table of years stands."""

    name: str
    """Of its sheet."""
    columns: Sequence[LiveColumn]
    first_row: int
    """Row of year 0, from 0."""
    first_column: int = 0
    """From 0."""

    @property
    def years(self) -> int:
        """Years after year 0."""
        return len(self.columns[0].values) - 1


class Places:
    """Finds the cells of columns by their keys, from whatever sheet."""

    def __init__(self, sheets: Sequence[LiveSheet]) -> None:
        self._found = {
            column.key: (sheet, place)
            for sheet in sheets
            for place, column in enumerate(sheet.columns, start=sheet.first_column)
        }

    def formula(self, template: str, year: int) -> str:
        """Return a formula of a year with its references written out.

        Parameters
        ----------
        template
            As in :class:`LiveColumn`.
        year
            From 0.
        """
        return "=" + REFERENCE.sub(lambda found: self._cell(found[1], found[2], year), template)

    def _cell(self, key: str, which: str, year: int) -> str:
        sheet, place = self._found[key]
        own = f"'{sheet.name.replace(chr(39), chr(39) * 2)}'!"
        if which == ":":
            column, top = xl_col_to_name(place, col_abs=True), sheet.first_row + 1
            return f"{own}{column}${top}:{column}${top + sheet.years}"
        row = sheet.first_row + year - (which == "-")
        return own + str(xl_rowcol_to_cell(row, place, col_abs=True))


def write_live(
    sheet: Worksheet, live: LiveSheet, places: Places, look: Mapping[str, Format]
) -> list[int]:
    """Write the heads, formulas and cached values of a table of years; return its widths.

    Parameters
    ----------
    sheet
        Of xlsxwriter, with the name of the table.
    live
        The table.
    places
        Of all tables of the workbook.
    look
        Formats, as ``looks`` returns them.
    """
    sheet.set_row(live.first_row - 1, HEAD_HEIGHT)
    for place, column in enumerate(live.columns, start=live.first_column):
        sheet.write_string(live.first_row - 1, place, column.head, look["number head"])
        for year, value in enumerate(column.values):
            row, template = live.first_row + year, _template(column, year)
            if template is None:
                write_cell(sheet, row, place, value, look[f"{column.kind} input"])
            else:
                formula = places.formula(template, year)
                sheet.write_formula(row, place, formula, look[column.kind], value)
    widths = [_width(column, look[column.kind].num_format) for column in live.columns]
    set_widths(sheet, widths, first=live.first_column)
    return widths


def _width(column: LiveColumn, num_format: str) -> int:
    return column_width(column.head, column.values, num_format, head_lines=HEAD_LINES)


def _template(column: LiveColumn, year: int) -> str | None:
    if column.formula is None or year > 0:
        return column.formula
    return column.first or "0"
