"""Rows below the headings that begin with ``#``: a remark, or a record with such a name."""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING

from equipment_catalog.column_rules import read_column
from equipment_catalog.csv_files import read_csv_sheet
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.raw_sheets import is_remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.column_names import Aliases, ColumnNames
    from equipment_catalog.raw_sheets import RawSheet
    from equipment_catalog.table_headers import Header

MARK = "#"


def begins_with_mark(cells: Sequence[Cell]) -> bool:
    """Tell whether the first filled cell of a row begins with ``#``.

    Examples
    --------
    >>> begins_with_mark(["", "#1", 7.5]), begins_with_mark(["M-1", "#1"]), begins_with_mark([""])
    (True, False, False)
    """
    return str(next((cell for cell in cells if cell != ""), "")).startswith(MARK)


def may_be_named(cells: Sequence[Cell]) -> bool:
    """Tell whether a ``#`` belongs to a name; one that stands by itself makes a row a remark.

    Examples
    --------
    >>> may_be_named(["#1", 7.5]), may_be_named(["# M-1", 7.5])
    (True, False)
    """
    first = str(next((cell for cell in cells if cell != ""), ""))
    return bool(first.removeprefix(MARK)[:1].strip())


def fits_columns(
    cells: Sequence[Cell], header: Header, names: ColumnNames, aliases: Aliases
) -> bool:
    """Tell whether a row holds a number, a month or a choice in a column of such.

    Of a sentence whose commas made cells of it nothing does, of a record its numbers do.

    Parameters
    ----------
    cells
        A row as wide as the headings.
    header
        The headings.
    names
        What may stand below them.
    aliases
        Other names of choices.
    """
    for column, place in header.columns.items():
        rule, cell = names.rules.get(column), cells[place - 1]
        if rule is None or rule.type == "text" or cell == "":
            continue
        unit = header.headings[place - 1].unit
        if not read_column([cell], rule, unit=unit, aliases=aliases).faults:
            return True
    return False


def marked_rows_notes(
    raw: RawSheet, *, records: Sequence[int], remarks: Sequence[int]
) -> Iterator[Note]:
    """Yield what to say of rows that begin with ``#``.

    Parameters
    ----------
    raw
        The sheet.
    records, remarks
        Its rows that were taken for the one and the other.
    """
    if remarks:
        yield Note(
            what=message("Rows of {place} that are remarks", place=raw.place),
            value=_listed(remarks),
            source=message("a blank stands after #, or no number, month or choice fits its column"),
            effect=message("none, unless one of them is a record: take the # away"),
            kind="finding",
        )
    if records:
        yield Note(
            what=message("Rows of {place} that begin with # and are records", place=raw.place),
            value=_listed(records),
            source=message("a number, a month or a choice fits its column"),
            effect=message("they count like any other; delete those that should not"),
            kind="finding",
        )


def lines_left_out(path: Path) -> tuple[Note, ...]:
    """Return a note of the lines of a log that begin with ``#`` although records stand above.

    Parameters
    ----------
    path
        A csv file in which every such line is a remark; none where it cannot be read.
    """
    try:
        raw = read_csv_sheet(path.name, path.read_bytes(), names_in=len)
    except (OSError, InputError):
        return ()
    marked = {line: is_remark(cells) for line, cells in raw.rows}
    below = list(dropwhile(marked.get, marked))
    left_out = [line for line in below if marked[line]]
    if not left_out:
        return ()
    note = Note(
        what=message("Rows of {place} that are remarks", place=raw.place),
        value=_listed(left_out),
        source=message("they begin with #"),
        effect=message("none, unless one of them is a record: take the # away"),
        kind="finding",
    )
    return (note,)


def _listed(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows))
