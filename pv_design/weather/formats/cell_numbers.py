"""Cells of a table to numbers, every cell that is none named by its line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import shown
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from equipment_catalog.errors import Problem
    from pv_design.weather.formats.tables import Table

_LONGEST_CELL = 60


def numbers(table: Table, places: Mapping[str, int], problems: list[Problem]) -> pd.DataFrame:
    r"""Return columns as numbers, empty cells as NaN; a problem for each cell that is no number.

    Parameters
    ----------
    table
        From `read_table`.
    places
        Name of each column to its place.
    problems
        What is wrong is added here.

    Examples
    --------
    >>> from pv_design.weather.formats.tables import read_table
    >>> table, problems = read_table("ghi\n1.5\nx\n", "t.csv", heading_line=1), []
    >>> float(numbers(table, {"ghi": 0}, problems)["ghi"].sum()), str(problems[0])
    (1.5, "t.csv:3:1 [ghi]: 'x' is not a number; a number, or nothing where it is missing")
    """
    columns: dict[str, NDArray[np.float64]] = {}
    for name, place in places.items():
        cells = table.cells[place]
        columns[name], wrong = _as_numbers(cells, table.decimal)
        if wrong.any():
            problems.extend(_not_numbers(table, name, place, cells[wrong]))
    return pd.DataFrame(columns, index=table.cells.index)


def _as_numbers(cells: pd.Series, decimal: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the numbers of a column, and which of its cells are none."""
    if cells.dtype.kind in "fiu":
        values = cells.to_numpy(dtype=float)
        return values, np.isinf(values)
    text = cells.astype(str).str.strip()
    if decimal == ",":
        text = text.where(~text.str.contains(".", regex=False), "no number")
        text = text.str.replace(",", ".", regex=False)
    values = pd.to_numeric(text, errors="coerce").to_numpy(dtype=float)
    filled = cells.notna().to_numpy()
    return values, (filled & np.isnan(values)) | np.isinf(values)


def _not_numbers(table: Table, name: str, place: int, cells: pd.Series) -> list[Problem]:
    allowed = (
        message("a number with a decimal comma, or nothing where it is missing")
        if table.decimal == ","
        else message("a number, or nothing where it is missing")
    )
    return [
        table.problem(
            message("{value} is not a number", value=shown(str(cell)[:_LONGEST_CELL])),
            allowed,
            row=int(line),
            place=place,
            field=name,
        )
        for line, cell in zip(cells.index, cells, strict=True)
    ]
