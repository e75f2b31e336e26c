"""Which rows below the headings are records: totals, repeated headings and strays are not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from equipment_catalog.column_names import word_key
from equipment_catalog.column_rules import NUMERIC
from equipment_catalog.errors import Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.column_names import ColumnNames
    from equipment_catalog.raw_sheets import RawSheet, Row
    from equipment_catalog.table_headers import Header

FEWEST_COLUMNS_OF_A_ROW = 3
"""Columns from which on a row with a single filled cell is no record."""


@dataclass(frozen=True, kw_only=True)
class SheetRows:
    """The records of a sheet, each as wide as the headings."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    """Rows that are too long, too short or nearly empty."""
    remarks: tuple[Note, ...]
    """Rows that were passed over."""


def sheet_rows(raw: RawSheet, header: Header, names: ColumnNames) -> SheetRows:
    """Return the records below the headings.

    A row that begins with a word such as ``TOTAL`` is passed over where no more than one required
    text is filled in; so is one with such a word for a month, and one that repeats the headings. A
    row with one filled cell is a problem. In a csv file each row has as many cells as the headings;
    in a workbook, cells beyond them are a problem where they hold something.
    """
    width = len(header.texts)
    rows: list[Row] = []
    problems: list[Problem] = []
    passed: list[int] = []
    for line, cells in raw.rows[header.body_starts_at :]:
        if not raw.sheet and len(cells) != width:
            problems.append(_ragged(raw, line, cells, width))
            continue
        own = (cells + [""] * width)[:width]
        filled = sum(cell != "" for cell in own)
        if tuple(own) == header.texts or (filled and _is_total(own, header, names)):
            passed.append(line)
        elif filled == 1 and width >= FEWEST_COLUMNS_OF_A_ROW:
            problems.append(_lone(raw, line, own))
        elif filled:
            rows.append((line, own))
    problems += _unheaded(raw, header)
    remarks = (_passed_over(raw, passed),) if passed else ()
    return SheetRows(rows=tuple(rows), problems=tuple(problems), remarks=remarks)


def _is_total(cells: Sequence[object], header: Header, names: ColumnNames) -> bool:
    """Tell whether a row is a total: the word, and no more than one required text.

    Where the tag is the only required text, numbers that are required tell a record too.
    """
    own = [
        (names.rules[column], cells[place - 1])
        for column, place in header.columns.items()
        if column in names.rules
    ]
    if any(rule.type == "month" and _says_total(cell) for rule, cell in own):
        return True
    required = [(rule.type, cell) for rule, cell in own if rule.required]
    texts = [cell for kind, cell in required if kind not in NUMERIC]
    due = texts if len(texts) > 1 else [cell for _, cell in required]
    if sum(cell != "" for cell in due) > 1:
        return False
    return _says_total(next((cell for cell in cells if isinstance(cell, str) and cell), ""))


def _says_total(cell: object) -> bool:
    return word_key(str(cell).partition(" ")[0]) in _total_words()


@cache
def _total_words() -> frozenset[str]:
    table = read_facts("equipment_catalog", "data/table_words.csv")
    return frozenset(table.loc[table["kind"] == "total", "word"])


def _ragged(raw: RawSheet, line: int, cells: Sequence[object], width: int) -> Problem:
    return Problem(
        what=message(
            "the line has {cells:d} cells, the header {width:d}", cells=len(cells), width=width
        ),
        allowed=message("one cell a column; put quotes around a text that holds the separator"),
        file=raw.file,
        row=line,
        record=str(cells[0]),
    )


def _lone(raw: RawSheet, line: int, cells: Sequence[object]) -> Problem:
    place, cell = next((n, cell) for n, cell in enumerate(cells, start=1) if cell != "")
    return Problem(
        what=message("the row holds nothing but {value!r}", value=str(cell)),
        allowed=message("a whole record, or # in the first cell of a row that is a remark"),
        file=raw.file,
        sheet=raw.sheet,
        row=line,
        column=place,
    )


def _unheaded(raw: RawSheet, header: Header) -> list[Problem]:
    """Return a problem for each column without heading that holds something."""
    bare = {place for place, text in enumerate(header.texts) if not text}
    width = len(header.texts)
    first: dict[int, int] = {}
    for line, cells in raw.rows[header.body_starts_at :]:
        if raw.sheet or len(cells) == width:
            beyond = range(width, len(cells))
            for place in [place for place in (*bare, *beyond) if place < len(cells)]:
                if cells[place] != "":
                    first.setdefault(place, line)
    what: Message = message("a cell is filled in a column without heading")
    allowed = message("a heading for it; one that begins with # leaves the column out")
    return [
        Problem(
            what=what, allowed=allowed, file=raw.file, sheet=raw.sheet, row=line, column=place + 1
        )
        for place, line in sorted(first.items())
    ]


def _passed_over(raw: RawSheet, lines: Sequence[int]) -> Note:
    return Note(
        what=message(
            "Rows of {place} that are no records",
            place="!".join(filter(None, (raw.file, raw.sheet))),
        ),
        value=(
            message("left out: row {row}", row=str(lines[0]))
            if len(lines) == 1
            else message("left out: rows {rows}", rows=", ".join(map(str, lines)))
        ),
        source=message("totals and repeated headings"),
        effect=message("none, unless a record looks like a total"),
        kind="finding",
    )
