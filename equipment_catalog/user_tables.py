"""Read a csv that a person filled in, cell by cell against its rules, all mistakes at once."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.column_rules import ColumnRule, allowed_names, read_column
from equipment_catalog.errors import Problem
from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Line = tuple[int, list[str]]


@dataclass(frozen=True, kw_only=True)
class CheckedTable:
    """A table as far as it could be read, and everything that is wrong with it."""

    file: str
    """Name of the file, as problems print it."""
    frame: pd.DataFrame
    """Typed columns of the rules; the index is the line of the file."""
    positions: Mapping[str, int]
    """Column of the file, from 1, in which each named column stands."""
    problems: tuple[Problem, ...]
    """Every mistake found; empty when the frame may be used."""
    defaulted: Mapping[str, int]
    """For each column, the rows in which it was empty and took the default of its rule."""

    def problem(
        self, row: int, field: str, what: Message, allowed: Message, record: str = ""
    ) -> Problem:
        """Return a problem placed in this table."""
        return Problem(
            what=what,
            allowed=allowed,
            file=self.file,
            row=row,
            column=self.positions.get(field),
            field=field,
            record=record,
        )


def read_user_table(path: Path, rules: Sequence[ColumnRule], *, record: str) -> CheckedTable:
    """Read a csv file and check every cell.

    Commas, semicolons or tabs separate cells, a decimal comma is understood, lines that begin
    with ``#`` are remarks. A number such as ``1,500`` is refused, because nobody can know which
    of its two meanings was meant.

    Parameters
    ----------
    path
        File in UTF-8, with or without byte-order mark.
    rules
        What may stand in each column.
    record
        Column whose text names a row in messages.

    Returns
    -------
    CheckedTable
        With every problem; its frame may be used only when there is none.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        allowed = message("path: {path}", path=str(path))
        return _unreadable(path.name, message("the file does not exist"), allowed)
    except UnicodeDecodeError as error:
        what = message("the file is not UTF-8 (byte {byte})", byte=error.start)
        return _unreadable(path.name, what, message("save it as “CSV UTF-8”"))
    try:
        lines = list(_lines(text))
    except csv.Error as error:
        what = message("this is not a csv file: {fault}", fault=str(error))
        return _unreadable(path.name, what, message("cells of ordinary length"))
    if not lines:
        allowed = message("a header line and one row a record")
        return _unreadable(path.name, message("the file is empty"), allowed)
    return _check(path.name, lines, rules, record)


def _unreadable(file: str, what: Message, allowed: Message) -> CheckedTable:
    problem = Problem(what=what, allowed=allowed, file=file)
    return CheckedTable(
        file=file, frame=pd.DataFrame(), positions={}, problems=(problem,), defaulted={}
    )


def _lines(text: str) -> Iterator[Line]:
    """Yield line number and stripped cells of every line that holds something."""
    content = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    delimiter = max(",;\t", key=content[0].count) if content else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    first = 1
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(stripped) and not stripped[0].startswith("#"):
            yield first, stripped
        first = reader.line_num + 1


def _check(
    file: str, lines: Sequence[Line], rules: Sequence[ColumnRule], record: str
) -> CheckedTable:
    header_line, header = lines[0]
    known = {rule.column for rule in rules}
    positions = {name: place for place, name in enumerate(header, start=1) if name in known}
    problems = list(_header_problems(file, header_line, header, rules))
    body, ragged = _rectangular(file, lines[1:], len(header))
    index = [line for line, _ in body]
    raw = pd.DataFrame([cells for _, cells in body], index=index, columns=header, dtype=str)
    raw = raw.loc[:, ~raw.columns.duplicated()]
    blank = pd.Series("", index=raw.index, dtype=str)
    records = raw.get(record, blank)
    frame, defaulted = {}, {}
    for rule in rules:
        name = rule.column
        cells = raw.get(name, blank)
        frame[name], faults = read_column(cells, rule)
        defaulted[name] = 0 if rule.default is None else int((cells == "").sum())
        problems += [
            Problem(
                what=what,
                allowed=allowed,
                file=file,
                row=line,
                column=positions[name],
                field=name,
                record=records[line],
            )
            for line, what, allowed in faults
            if name in positions
        ]
    if not body and not ragged:
        problems.append(Problem(what=message("the file has no rows"), file=file, row=header_line))
    return CheckedTable(
        file=file,
        frame=pd.DataFrame(frame),
        positions=positions,
        problems=tuple(problems + ragged),
        defaulted=defaulted,
    )


def _header_problems(
    file: str, line: int, header: Sequence[str], rules: Sequence[ColumnRule]
) -> Iterator[Problem]:
    known = [rule.column for rule in rules]
    free = [name for name in known if name not in header]
    for place, name in enumerate(header, start=1):
        if name not in known:
            what, allowed = message("unknown column {name!r}", name=name), allowed_names(name, free)
        elif name in header[: place - 1]:
            what = message("the column {name!r} stands twice", name=name)
            allowed = message("each column once")
        else:
            continue
        yield Problem(what=what, allowed=allowed, file=file, row=line, column=place, field=name)
    for rule in rules:
        if rule.required and rule.column not in header:
            what = message("the column {name!r} is missing", name=rule.column)
            allowed = message("a column of that name in the header line")
            yield Problem(what=what, allowed=allowed, file=file, row=line, field=rule.column)


def _rectangular(file: str, lines: Sequence[Line], width: int) -> tuple[list[Line], list[Problem]]:
    """Return the lines with as many cells as the header, and a problem for each other line."""
    allowed = message("one cell a column; put quotes around a text that holds the separator")
    problems = [
        Problem(
            what=message(
                "the line has {cells:d} cells, the header {width:d}", cells=len(cells), width=width
            ),
            allowed=allowed,
            file=file,
            row=line,
            record=cells[0],
        )
        for line, cells in lines
        if len(cells) != width
    ]
    return [(line, cells) for line, cells in lines if len(cells) == width], problems
