"""Write a checked table so that it reads back the same: csv or workbook."""

from __future__ import annotations

import csv
import io
import math
import re
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import message
from equipment_catalog.workbook_sheets import ExactSheet, new_workbook, width_of, write_cells

if TYPE_CHECKING:
    from pathlib import PurePath

    import pandas as pd

    from equipment_catalog.cell_values import Cell

FORMULA_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Signs with which a spreadsheet begins a formula, plain and in full width."""
THREE_DECIMALS = re.compile(r"\d+\.\d{3}")
LONGEST_TEXT = 32_767
"""Letters that a cell of Excel holds."""
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x005[Ff]_|^\\s|\\s$")
"""What no reader would give back: control signs, the escape of a workbook, blanks at the ends."""


def table_bytes(table: pd.DataFrame, path: PurePath, *, sheet: str) -> bytes:
    r"""Return a table as the content of a csv file or of a workbook, by the name of the file.

    Missing numbers and empty texts become empty cells. A text that begins like a formula stays
    a text: in a workbook by its type, in a csv file behind a blank, which readers strip.

    Parameters
    ----------
    table
        Columns of texts and numbers; the index is not written. The first column must not begin
        with ``#`` anywhere, which marks a remark.
    path
        Name that ends in ``.csv`` (UTF-8 with byte-order mark, commas) or ``.xlsx``.
    sheet
        Name of the sheet of a workbook.

    Raises
    ------
    InputError
        If the name has another ending, or a text holds what no cell can hold.

    Examples
    --------
    >>> from pathlib import PurePath
    >>> import pandas as pd
    >>> table = pd.DataFrame({"tag": ["M1"], "rated_kw": [1.125], "remark": ["=B2"]})
    >>> table_bytes(table, PurePath("a.csv"), sheet="Machines").decode("utf-8-sig")
    'tag,rated_kw,remark\nM1,1.1250, =B2\n'
    """
    columns = {str(name): table[name].tolist() for name in table}
    _refuse_unwritable(columns)
    if path.suffix.lower() == ".csv":
        return _csv_bytes(columns)
    if path.suffix.lower() == ".xlsx":
        return _workbook_bytes(columns, sheet)
    raise InputError.of("path", path.name, allowed=message("a name that ends in .csv or .xlsx"))


def _refuse_unwritable(columns: dict[str, list[Cell]]) -> None:
    problems = [
        Problem(
            what=message("{value} cannot be written into a table", value=shown(cell[:60])),
            allowed=message("up to {most:,d} letters without control signs", most=LONGEST_TEXT),
            row=row,
            field=name,
        )
        for name, cells in columns.items()
        for row, cell in enumerate(cells, start=2)
        if isinstance(cell, str) and (len(cell) > LONGEST_TEXT or UNWRITABLE.search(cell))
    ]
    if problems:
        raise InputError(problems)


def _csv_bytes(columns: dict[str, list[Cell]]) -> bytes:
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(columns)
    texts = ([_csv_cell(cell) for cell in cells] for cells in columns.values())
    rows.writerows(zip(*texts, strict=True))
    return written.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    """Return a cell of a csv file; 1.125 as 1.1250, which nobody reads as 1125."""
    if isinstance(cell, str):
        return f" {cell}" if cell.startswith(FORMULA_SIGNS) else cell
    if math.isnan(cell):
        return ""
    text = repr(float(cell)).removesuffix(".0")
    return f"{text}0" if THREE_DECIMALS.fullmatch(text) else text


def _workbook_bytes(columns: dict[str, list[Cell]], title: str) -> bytes:
    into = io.BytesIO()
    with new_workbook(into) as book:
        sheet = book.add_worksheet(title, worksheet_class=ExactSheet)
        heading = book.add_format({"bold": True, "bottom": 1})
        for place, (name, cells) in enumerate(columns.items()):
            sheet.write_string(0, place, name, heading)
            write_cells(sheet, place, cells)
            sheet.set_column(place, place, width_of([name, *map(str, cells[:100])]))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(next(iter(columns.values()))), len(columns) - 1)
    return into.getvalue()
