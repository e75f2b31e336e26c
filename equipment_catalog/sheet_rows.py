"""Which rows below the headings are records: totals, repeated headings and strays are not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from equipment_catalog.column_names import NO_ALIASES, word_key
from equipment_catalog.column_rules import NUMERIC
from equipment_catalog.errors import Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.raw_sheets import as_wide, on_one_line
from equipment_catalog.remark_rows import (
    begins_with_mark,
    fits_columns,
    marked_rows_notes,
    may_be_named,
)
from equipment_catalog.tables import read_facts
from equipment_catalog.unclosed_quotes import unclosed_quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from equipment_catalog.cell_values import Cell
    from equipment_catalog.column_names import Aliases, ColumnNames
    from equipment_catalog.raw_sheets import RawSheet, Row
    from equipment_catalog.table_headers import Header

FEWEST_COLUMNS_OF_A_ROW = 3
"""Columns from which on a row with a single filled cell is no record."""


@dataclass(frozen=True, kw_only=True)
class SheetRows:
    """The records of a sheet, each as wide as the headings."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    """Rows that are too long or nearly empty."""
    remarks: tuple[Note, ...]
    """Rows that were passed over, and hidden ones that were not."""


def sheet_rows(
    raw: RawSheet, header: Header, names: ColumnNames, aliases: Aliases = NO_ALIASES
) -> SheetRows:
    """Return the records below the headings.

    A row that begins with a word such as ``TOTAL`` is passed over where no more than one
    required text is filled in; so is one with such a word for a month, and one that repeats the
    headings. A row that begins with ``#`` is a remark unless the mark belongs to a name, as in
    ``#1``, and a number, a month or a choice stands in its column. A row with one filled cell
    is a problem, so is a quotation mark that swallows rows, and so are cells beyond the
    headings: in a csv file any, in a workbook those that hold something.
    """
    is_record = partial(fits_columns, header=header, names=names, aliases=aliases)
    told, notes = _without_remarks(raw, header, is_record)
    rows: list[Row] = []
    problems: list[Problem] = []
    passed: list[int] = []
    for line, cells in told:
        own = as_wide(cells, len(header.texts))
        filled = sum(cell != "" for cell in own)
        if (open_quote := unclosed_quote(raw, line, own, is_record=is_record)) is not None:
            problems.append(open_quote)
        elif not raw.sheet and len(cells) > len(own):
            problems.append(_too_long(raw, line, cells, len(own)))
        elif tuple(own) == header.texts or (filled and _is_total(own, header, names)):
            passed.append(line)
        elif filled == 1 and len(own) >= FEWEST_COLUMNS_OF_A_ROW:
            problems.append(_lone(raw, line, own))
        elif filled:
            rows.append((line, own))
    problems += _unheaded(raw, header, told)
    passed_over = [_passed_over(raw, passed)] if passed else []
    remarks = (*passed_over, *notes, *_hidden(raw, [line for line, _ in rows]))
    return SheetRows(rows=tuple(rows), problems=tuple(problems), remarks=remarks)


def _without_remarks(
    raw: RawSheet, header: Header, is_record: Callable[[list[Cell]], bool]
) -> tuple[list[Row], list[Note]]:
    """Return the rows below the headings but remarks, and what to say of those with ``#``."""
    below = raw.rows[header.body_starts_at :]
    marked = {
        line: may_be_named(cells) and is_record(as_wide(cells, len(header.texts)))
        for line, cells in below
        if begins_with_mark(cells)
    }
    notes = marked_rows_notes(
        raw,
        records=[line for line, fits in marked.items() if fits],
        remarks=[line for line, fits in marked.items() if not fits],
    )
    return [(line, cells) for line, cells in below if marked.get(line, True)], list(notes)


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


def _too_long(raw: RawSheet, line: int, cells: Sequence[object], width: int) -> Problem:
    return Problem(
        what=message(
            "the line has {cells:d} cells, the header {width:d}", cells=len(cells), width=width
        ),
        allowed=message("one cell a column; put quotes around a text that holds the separator"),
        file=raw.file,
        row=line,
        record=on_one_line(str(cells[0])),
    )


def _lone(raw: RawSheet, line: int, cells: Sequence[object]) -> Problem:
    place, cell = next((n, cell) for n, cell in enumerate(cells, start=1) if cell != "")
    return Problem(
        what=message("the row holds nothing but {value!r}", value=on_one_line(str(cell))),
        allowed=message("a whole record, or # in the first cell of a row that is a remark"),
        file=raw.file,
        sheet=raw.sheet,
        row=line,
        column=place,
    )


def _unheaded(raw: RawSheet, header: Header, rows: Sequence[Row]) -> list[Problem]:
    """Return a problem for each column without heading that holds something."""
    bare = {place for place, text in enumerate(header.texts) if not text}
    width = len(header.texts)
    first: dict[int, int] = {}
    for line, cells in rows:
        if raw.sheet or len(cells) <= width:
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
        what=message("Rows of {place} that are no records", place=raw.place),
        value=(
            message("left out: row {row}", row=str(lines[0]))
            if len(lines) == 1
            else message("left out: rows {rows}", rows=", ".join(map(str, lines)))
        ),
        source=message("totals and repeated headings"),
        effect=message("none, unless a record looks like a total"),
        kind="finding",
    )


def _hidden(raw: RawSheet, lines: Sequence[int]) -> Iterator[Note]:
    """Yield what to say of records that a filter or a hand hides."""
    hidden = [line for line in lines if line in raw.hidden_rows]
    if hidden:
        yield Note(
            what=message("Rows of {place} that are hidden", place=raw.place),
            value=", ".join(map(str, hidden)),
            source=message("a filter of the workbook, or a hand"),
            effect=message("they count like any other; delete those that should not"),
            kind="finding",
        )
