"""Cells merged over several records, of which only the first holds the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.errors import Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from equipment_catalog.checked_table import Cell
    from equipment_catalog.raw_sheets import MergedCells, RawSheet


def merged_problems(
    raw: RawSheet, columns: Mapping[str, int], lines: Sequence[int]
) -> Iterator[tuple[Problem, frozenset[Cell]]]:
    """Yield the problem of each group of merged cells, and the cells it leaves empty.

    Parameters
    ----------
    raw
        A sheet of a workbook.
    columns
        Place from 1 of each column of the rules.
    lines
        Rows of its records; merged cells that lie in fewer than two of them are let be.
    """
    for merged in raw.merged:
        rows = [line for line in lines if line in merged.rows]
        names = {name: place for name, place in columns.items() if place in merged.columns}
        if len(rows) > 1 and names:
            first = (merged.rows.start, merged.columns.start)
            cells = [((row, name), (row, place)) for row in rows for name, place in names.items()]
            empty = frozenset(cell for cell, there in cells if there != first)
            yield _problem(raw, merged, next(iter(names))), empty


def _problem(raw: RawSheet, merged: MergedCells, column: str) -> Problem:
    return Problem(
        what=message("cells {cells} are merged", cells=merged.cells),
        allowed=message("unmerge them and write the value in each row"),
        file=raw.file,
        sheet=raw.sheet,
        row=merged.rows.start,
        column=merged.columns.start,
        field=column,
    )
