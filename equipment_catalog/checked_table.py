"""A table as far as it could be read, with the place of every cell."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from equipment_catalog.column_rule import ColumnRule
    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note

Cell = tuple[int, str]
"""Index of the frame and column."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One csv file, or one sheet of a workbook."""

    file: str
    sheet: str
    """Name of the sheet; empty for a csv file."""
    header_row: int
    """Row of the headings."""
    columns: Mapping[str, int]
    """Column of the file, from 1, in which each named column stands."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """What stands above each column that bears another name there."""


@dataclass(frozen=True, kw_only=True)
class CheckedTable:
    """A table as far as it could be read, and everything that is wrong with it."""

    file: str
    """Names of the files, as problems print them."""
    frame: pd.DataFrame
    """Typed columns of the rules; the index is the row of the file, or a running number where
    several files or sheets were put together."""
    given: pd.DataFrame
    """For each cell of the frame whether a person filled it in."""
    sources: tuple[Source, ...] = ()
    """Where the rows come from."""
    origin: pd.DataFrame
    """For each row of the frame ``source``, its place in ``sources``, and ``row`` there."""
    problems: tuple[Problem, ...] = ()
    """Every mistake found; the frame may be used only when there is none."""
    refused: frozenset[Cell] = frozenset()
    """Cells that were filled in but could not be read."""
    remarks: tuple[Note, ...] = ()
    """How it was read: rows and sheets left out, the alphabet."""
    written: Mapping[Cell, str] = field(default_factory=dict)
    """Numbers that were converted, as they were written, with their unit."""
    moved: Mapping[Cell, tuple[int, int]] = field(default_factory=dict)
    """Source and row of the cells that another row gave."""

    @property
    def positions(self) -> Mapping[str, int]:
        """Column of the file of each named column; of several sources the first counts."""
        return {
            name: place
            for source in reversed(self.sources)
            for name, place in source.columns.items()
        }

    @property
    def defaulted(self) -> Mapping[str, int]:
        """For each column the rows in which it was left empty and took a default."""
        taken = ~self.given & self.frame.notna() & (self.frame != "")
        return {str(column): int(count) for column, count in taken.sum().items()}

    def problem(
        self, row: int, field: str, what: Message, allowed: Message, record: str = ""
    ) -> Problem:
        """Return a problem with a cell; the row is an index of the frame."""
        source, line = self.source(row, field)
        return Problem(
            what=what,
            allowed=allowed,
            file=source.file,
            sheet=source.sheet,
            row=line,
            column=source.columns.get(field),
            field=field,
            heading=source.headings.get(field, ""),
            record=record,
        )

    def source(self, row: int, field: str) -> tuple[Source, int]:
        """Return the file or sheet a cell comes from, and its row there."""
        number, line = self.moved.get((row, field)) or self._origin(row)
        return self.sources[number], line

    def in_order(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return problems in the order of files, sheets, rows and columns."""
        order = {(source.file, source.sheet): n for n, source in enumerate(self.sources)}
        last = len(order)
        return tuple(
            sorted(
                problems,
                key=lambda problem: (
                    order.get((problem.file, problem.sheet), last if problem.sheet else -1),
                    problem.row or 0,
                    problem.column or math.inf,
                ),
            )
        )

    def _origin(self, row: int) -> tuple[int, int]:
        source, line = self.origin.loc[[row]].to_numpy()[0]
        return int(source), int(line)


def empty_table(
    file: str, problems: Sequence[Problem] = (), remarks: Sequence[Note] = ()
) -> CheckedTable:
    """Return the table of a file of which nothing could be read."""
    return CheckedTable(
        file=file,
        frame=pd.DataFrame(),
        given=pd.DataFrame(),
        origin=pd.DataFrame({"source": [], "row": []}, dtype=int),
        problems=tuple(problems),
        remarks=tuple(remarks),
    )


def put_together(tables: Sequence[CheckedTable]) -> CheckedTable:
    """Return the rows of several tables under each other.

    The index stays what it is where only one table has rows; otherwise it is a running number.
    """
    first = CheckedTable(
        file=", ".join(dict.fromkeys(table.file for table in tables)),
        frame=pd.DataFrame(),
        given=pd.DataFrame(),
        origin=empty_table("").origin,
        problems=tuple(problem for table in tables for problem in table.problems),
        remarks=tuple(note for table in tables for note in table.remarks),
    )
    filled = [table for table in tables if table.sources]
    if not filled:
        return first
    sources = tuple(source for table in filled for source in table.sources)
    if len(filled) == 1:
        only = filled[0]
        return replace(only, file=first.file, problems=first.problems, remarks=first.remarks)
    starts = _starts([len(table.frame) for table in filled])
    before = _starts([len(table.sources) for table in filled])
    refused: set[Cell] = set()
    moved: dict[Cell, tuple[int, int]] = {}
    written: dict[Cell, str] = {}
    origins = []
    for table, start, shift in zip(filled, starts, before, strict=True):
        running = dict(
            zip(table.frame.index.tolist(), range(start, start + len(table.frame)), strict=True)
        )
        refused |= {(running[row], column) for row, column in table.refused}
        written |= {(running[row], column): text for (row, column), text in table.written.items()}
        moved |= {
            (running[row], column): (number + shift, line)
            for (row, column), (number, line) in table.moved.items()
        }
        origins.append(table.origin.assign(source=table.origin["source"] + shift))
    return replace(
        first,
        frame=pd.concat([table.frame for table in filled], ignore_index=True),
        given=pd.concat([table.given for table in filled], ignore_index=True),
        origin=pd.concat(origins, ignore_index=True),
        sources=sources,
        refused=frozenset(refused),
        written=written,
        moved=moved,
    )


def with_required(table: CheckedTable, rules: Sequence[ColumnRule], record: str) -> CheckedTable:
    """Return a table with a problem for each required cell that nobody filled in.

    Where a whole file lacks the column, one problem says it.
    """
    problems = list(table.problems)
    for rule in rules:
        column = rule.column
        if not rule.required or column not in table.frame or table.given[column].all():
            continue
        known = pd.Series(
            [(row, column) in table.refused for row in table.frame.index],
            index=table.frame.index,
            dtype=bool,
        )
        empty = ~table.given[column] & ~known & (rule.default is None)
        for number, source in enumerate(table.sources):
            own = table.origin["source"] == number
            nowhere = column not in table.positions or bool(empty[own].all())
            if column not in source.columns and nowhere and empty[own].any():
                problems.append(missing_column(source, column))
                continue
            for row in table.frame.index[own & empty].tolist():
                name = str(table.frame.loc[row, record])
                what, allowed = message("the cell is empty"), message("a value is required")
                problems.append(table.problem(row, column, what, allowed, record=name))
    return replace(table, problems=table.in_order(problems))


def missing_column(source: Source, column: str) -> Problem:
    """Return the problem of a file that lacks a column."""
    return Problem(
        what=message("the column {name!r} is missing", name=column),
        allowed=message("a column of that name in the header line"),
        file=source.file,
        sheet=source.sheet,
        row=source.header_row,
        field=column,
    )


def _starts(lengths: Sequence[int]) -> list[int]:
    return [sum(lengths[:number]) for number in range(len(lengths))]
