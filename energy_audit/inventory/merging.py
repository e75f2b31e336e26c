"""Lists of several auditors as one: what they add to each other, and where they contradict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.checked_table import CheckedTable, put_together
from equipment_catalog.column_names import word_key
from equipment_catalog.column_rules import allowed_names, placed
from equipment_catalog.errors import Problem
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from equipment_catalog.checked_table import Source
    from equipment_catalog.column_rule import ColumnRule

EVIDENCE_OF = {
    "load_evidence": "load_fraction",
    "hours_evidence": "hours_per_day",
    "rating_evidence": "rated_kw",
}
"""What each column of evidence is about."""


def merged(tables: Sequence[CheckedTable], rules: Sequence[ColumnRule]) -> CheckedTable:
    """Return one row a tag of lists that several people made.

    A cell that only one list fills is taken from there. Where two lists fill it alike, within the
    tolerance of inventory_checks.csv for numbers, the first counts, with the better evidence of
    the two; remarks are joined. Where they differ, the later one is a problem that names both.
    Repeated tags within one list are left as they stand.

    Parameters
    ----------
    tables
        Each list, as it was read.
    rules
        What may stand in each column.
    """
    table = put_together(tables)
    if len(table.sources) <= 1 or "tag" not in table.frame:
        return table
    merging = _Merging(table, rules)
    for number in range(len(table.sources)):
        merging.take_in(number)
    return merging.result()


def with_evidence_of_values(table: CheckedTable) -> CheckedTable:
    """Return a table in which each value carries the evidence its row names for all of them.

    Before lists are put together, ``evidence`` speaks of the values of its own row only.
    """
    if "evidence" not in table.frame:
        return table
    frame, given = table.frame.copy(), table.given.copy()
    for column, value in EVIDENCE_OF.items():
        own = (frame[column] == "") & given["evidence"] & given[value]
        frame[column] = frame[column].mask(own, frame["evidence"])
        given[column] |= own
    return replace(table, frame=frame, given=given)


class _Merging:
    """Lists on their way to one, source by source."""

    def __init__(self, table: CheckedTable, rules: Sequence[ColumnRule]) -> None:
        self.table = table
        self.rules = [rule for rule in rules if rule.column != "tag"]
        self.values = {rule.column: table.frame[rule.column].to_numpy().copy() for rule in rules}
        self.given = {rule.column: table.given[rule.column].to_numpy().copy() for rule in rules}
        self.refused = {
            rule.column: np.array(
                [(row, rule.column) in table.refused for row in table.frame.index]
            )
            for rule in rules
        }
        self.place_of_tag: dict[str, int] = {}
        self.moved = dict(table.moved)
        self.taken_from: dict[tuple[int, str], int] = {}
        self.problems: list[Problem] = []
        self.dropped: list[int] = []
        self.strangers: list[int] = []
        self.lines = table.origin[["source", "row"]].to_numpy()

    def take_in(self, number: int) -> None:
        """Merge the rows of one source into those of the sources before it."""
        own = np.flatnonzero(self.lines[:, 0] == number)
        tags = pd.Series(self.values["tag"][own], index=own, dtype=object)
        firsts = tags[(tags != "") & ~tags.duplicated()]
        seen = [tag in self.place_of_tag for tag in firsts]
        later = firsts[seen].index.to_numpy(dtype=np.intp)
        kept = np.array([self.place_of_tag[tag] for tag in firsts[seen]], dtype=np.intp)
        for rule in self.rules:
            self._take_column(rule, kept, later)
        self.dropped += later.tolist()
        fresh = firsts[[not known for known in seen]]
        if later.size and self._is_partial(number):
            self._refuse_strangers(fresh)
            return
        self.place_of_tag |= {str(tag): place for place, tag in fresh.items()}  # type: ignore[misc]

    def _is_partial(self, number: int) -> bool:
        """Tell a list that can only add to another, because it lacks required columns."""
        columns = self.table.sources[number].columns
        return any(rule.required and rule.column not in columns for rule in self.rules)

    def _refuse_strangers(self, tags: pd.Series) -> None:
        """Drop rows of a list of measurements whose machine no other list has."""
        for place, tag in placed(tags):
            what = message("{tag!r} stands in no list of machines", tag=tag)
            allowed = allowed_names(tag, list(self.place_of_tag))
            self.problems.append(self.table.problem(place, "tag", what, allowed, record=tag))
            self.strangers.append(place)

    def _take_column(
        self, rule: ColumnRule, kept: npt.NDArray[np.intp], later: npt.NDArray[np.intp]
    ) -> None:
        name, values, given = rule.column, self.values[rule.column], self.given[rule.column]
        refused = self.refused[name]
        added = given[later] & ~given[kept]
        values[kept[added]] = values[later[added]]
        refused[kept[added]] = refused[later[added]]
        given[kept[added]] = True
        for to, since in zip(kept[added].tolist(), later[added].tolist(), strict=True):
            source, line = self.lines[since].tolist()
            self.moved[to, name] = (source, line)
            self.taken_from[to, name] = since
        both = given[later] & given[kept] & ~added & ~refused[later] & ~refused[kept]
        apart = both.copy()
        apart[both] = ~_same(values[kept[both]], values[later[both]], rule)
        self._settle(rule, kept[apart], later[apart])

    def _settle(
        self, rule: ColumnRule, kept: npt.NDArray[np.intp], later: npt.NDArray[np.intp]
    ) -> None:
        """Join remarks, keep the better evidence, name what contradicts."""
        values = self.values[rule.column]
        for to, since in zip(kept.tolist(), later.tolist(), strict=True):
            first, other = values[to], values[since]
            if rule.type == "text" and not rule.required:
                values[to] = f"{first}; {other}"
            elif rule.column.endswith("evidence"):
                values[to] = min(first, other, key=rule.allowed.index)
            else:
                self.problems.append(self._contradiction(rule.column, to, since))

    def _contradiction(self, column: str, to: int, since: int) -> Problem:
        tag = str(self.values["tag"][to])
        now = replace(self.table, moved=self.moved)
        what = message(
            "{value} here, {other} in {place}",
            value=self._as_written(since, column),
            other=self._as_written(to, column),
            place=cell_place(*now.source(to, column), column),
        )
        allowed = message("the same value in both, or the cell of one of them empty")
        return now.problem(since, column, what, allowed, record=tag)

    def _as_written(self, row: int, column: str) -> float | str:
        """Return a value as it stands in its file, with its unit where it was converted."""
        there = self.taken_from.get((row, column), row)
        own = (self.table.frame.index[there], column)
        return self.table.written.get(own) or _shown(self.values[column][row])

    def result(self) -> CheckedTable:
        """Return the rows that are left, and a note of those that were put together."""
        table, index = self.table, self.table.frame.index
        left = np.setdiff1d(np.arange(len(index)), [*self.dropped, *self.strangers])
        tags = sorted({str(self.values["tag"][place]) for place in self.dropped})
        refused = {
            (int(place), column)
            for column, cells in self.refused.items()
            for place in np.flatnonzero(cells)
        }
        return replace(
            table,
            frame=pd.DataFrame(self.values, index=index).astype(table.frame.dtypes).iloc[left],
            given=pd.DataFrame(self.given, index=index).iloc[left],
            origin=table.origin.iloc[left],
            problems=table.in_order([*table.problems, *self.problems]),
            refused=frozenset(refused),
            remarks=(*table.remarks, *([_put_together_note(tags)] if tags else [])),
            moved=self.moved,
        )


def cell_place(source: Source, line: int, column: str) -> str:
    """Return where a cell stands, as problems print it.

    Parameters
    ----------
    source
        File, or sheet of a workbook.
    line
        Row there.
    column
        Column of the rules.
    """
    where = Problem(
        what=message("a cell"),
        file=source.file,
        sheet=source.sheet,
        row=line,
        column=source.columns.get(column),
    )
    return where.place


def _same(
    first: npt.NDArray[np.generic], other: npt.NDArray[np.generic], rule: ColumnRule
) -> npt.NDArray[np.bool_]:
    if rule.type in {"number", "integer"}:
        one, two = first.astype(float), other.astype(float)
        tolerance = read_fact(
            "energy_audit", "data/inventory_checks.csv", "same_value_tolerance"
        ).value
        if rule.type == "integer":
            tolerance = 0.0
        close: npt.NDArray[np.bool_] = np.abs(one - two) <= tolerance * np.maximum(
            np.abs(one), np.abs(two)
        )
        return close
    if rule.type == "text":
        pairs = zip(first.tolist(), other.tolist(), strict=True)
        return np.array([word_key(one) == word_key(two) for one, two in pairs], dtype=bool)
    same: npt.NDArray[np.bool_] = first == other
    return same


def _put_together_note(tags: Sequence[str]) -> Note:
    return Note(
        what=message("Machines that stand in several lists"),
        value=", ".join(tags),
        source=message("the lists of the inventory"),
        effect=message("what one list leaves open was taken from the other"),
        kind="finding",
    )


def _shown(value: float | str) -> float | str:
    """Return a value as a person wrote it, numbers without needless decimals."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
