"""Quotations of suppliers, read and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.cell_values import RefusedCellError
from equipment_catalog.column_names import Aliases, read_aliases, word_key
from equipment_catalog.column_rules import allowed_names, column_rules, did_you_mean, placed
from equipment_catalog.messages import Message, message
from equipment_catalog.month_cells import MONTHS, month_in_cell
from equipment_catalog.user_tables import CheckedTable, read_user_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from equipment_catalog.column_rule import ColumnRule
    from equipment_catalog.errors import Problem
    from equipment_catalog.notes import Note

USD = "USD"
DAY_FIRST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d\d)$", re.ASCII)
YEAR_FIRST = re.compile(r"^(?:19|20)\d\d-\d\d-\d\d(?:[T ][\d:.]+)?$", re.ASCII)
DATE_LIKE = re.compile(r"^\d{4}\D+\d+\D+\d+", re.ASCII)
"""A date of three figures that is none of the above: its day must not get lost."""


def quotation_rules() -> tuple[ColumnRule, ...]:
    """Return what may stand in each column of a list of quotations."""
    return column_rules("energy_audit", "data/quotation_columns.csv")


@dataclass(frozen=True, kw_only=True)
class Quotations:
    """The quotations of a study, read and checked."""

    rows: pd.DataFrame
    """One row a quotation with the columns of quotation_columns.csv, kinds by their names and
    dates as ``2025-01-31`` or ``2025-01``."""
    problems: tuple[Problem, ...]
    """Everything that is wrong; the rows are usable only when there is nothing."""
    remarks: tuple[Note, ...]
    """How the file was read: remarks, totals and sheets left out, its alphabet."""


def read_quotations(
    path: Path, *, known: Mapping[str, Collection[str] | None], currency: str | None
) -> Quotations:
    """Read a list of quotations and find everything that is wrong with it.

    Parameters
    ----------
    path
        The file.
    known
        For each kind of measure the tags, or sites, that it looks at; where the inventory is
        wrong, all that could be read; None where there is nothing to compare with.
    currency
        Currency of the study; quotations are in it or in USD. None where the study does not tell.
    """
    aliases = quotation_aliases()
    table = read_user_table(path, quotation_rules(), record="tag", aliases=aliases)
    if table.frame.empty or "kind" not in table.frame:
        return Quotations(rows=table.frame, problems=table.problems, remarks=table.remarks)
    table = replace(table, frame=_with_known_kinds(table.frame, list(known), aliases))
    dates, wrong_dates = _dates(table)
    problems = [
        *table.problems,
        *_unknown_kinds(table, list(known), aliases),
        *_unknown_tags(table, known),
        *(_unknown_currencies(table, [currency, USD]) if currency else ()),
        *wrong_dates,
    ]
    return Quotations(
        rows=table.frame.assign(date=dates),
        problems=table.in_order(problems),
        remarks=table.remarks,
    )


def quotation_aliases() -> Aliases:
    """Return the Spanish and English names of columns, kinds and choices."""
    return read_aliases("energy_audit", "data/quotation_aliases.csv", "data/quotation_choices.csv")


def _with_known_kinds(frame: pd.DataFrame, kinds: list[str], aliases: Aliases) -> pd.DataFrame:
    """Return quotations whose kinds bear their own names, what nobody knows as it stands."""
    named = {word_key(alias): kind for column, kind, alias in aliases.choices if column == "kind"}
    named |= {word_key(kind): kind for kind in kinds}
    own = [named.get(word_key(text), text) for text in frame["kind"].tolist()]
    return frame.assign(kind=pd.Series(own, frame.index, dtype=frame["kind"].dtype))


def _unknown_kinds(table: CheckedTable, kinds: list[str], aliases: Aliases) -> Iterator[Problem]:
    offered = [*kinds, *(alias for column, _, alias in aliases.choices if column == "kind")]
    for row, kind in placed(table.frame["kind"]):
        if kind and kind not in kinds:
            what = message("{kind!r} is not a measure", kind=kind)
            record, near = table.frame["tag"][row], did_you_mean(kind, offered)
            allowed = message("allowed: {listed}", listed=", ".join(kinds))
            if near:
                allowed = message(
                    "did you mean {near}? allowed: {listed}", near=near, listed=", ".join(kinds)
                )
            yield table.problem(row, "kind", what, allowed, record=record)


def _unknown_tags(
    table: CheckedTable, known: Mapping[str, Collection[str] | None]
) -> Iterator[Problem]:
    kinds = table.frame["kind"]
    for row, tag in placed(table.frame["tag"]):
        names = known.get(kinds[row])
        if tag and names is not None and tag not in names:
            what = message("{tag!r} is nothing that {kind} looks at", tag=tag, kind=kinds[row])
            allowed = allowed_names(tag, sorted(names))
            yield table.problem(row, "tag", what, allowed, record=tag)


def _unknown_currencies(table: CheckedTable, currencies: list[str]) -> Iterator[Problem]:
    for row, given in placed(table.frame["currency"]):
        if given and given not in currencies:
            what = message("{currency!r} is not a currency of the study", currency=given)
            record = table.frame["tag"][row]
            allowed = allowed_names(given, currencies)
            yield table.problem(row, "currency", what, allowed, record=record)


def _dates(table: CheckedTable) -> tuple[list[str], list[Problem]]:
    """Return the dates as ``2025-01-31``, or the month where no day stands, and what is wrong."""
    dates, problems = [], []
    for row, text in placed(table.frame["date"]):
        day = iso_date(text)
        dates.append(day)
        if text and not day:
            what, allowed = _wrong_date(text)
            record = table.frame["tag"][row]
            problems.append(table.problem(row, "date", what, allowed, record=record))
    return dates, problems


def _wrong_date(text: str) -> tuple[Message, Message]:
    """Return what is wrong with a date, and what would be right: one of its two readings."""
    if match := DAY_FIRST.match(text):
        day, month, year = map(int, match.groups())
        if 1 <= day <= MONTHS and 1 <= month <= MONTHS:
            return message("{value!r} can be read as two days", value=text), message(
                "{one} or {other}",
                one=f"{year}-{month:02d}-{day:02d}",
                other=f"{year}-{day:02d}-{month:02d}",
            )
    what = message("{value!r} is not a date", value=text)
    return what, message("a date as 2025-01-31, 31/01/2025 or ene-25")


def iso_date(text: str) -> str:
    """Return a date as ``2025-01-31``, a month as ``2025-01``; empty where the text is neither.

    Where figures alone could be day or month, nobody can tell, and it is neither.

    Examples
    --------
    >>> [iso_date(text) for text in ("2025-03-14", "14/03/2025", "mar-25", "02/03/2025")]
    ['2025-03-14', '2025-03-14', '2025-03', '']
    """
    try:
        if match := DAY_FIRST.match(text):
            day, month, year = map(int, match.groups())
            is_certain = day > MONTHS or day == month
            return date(year, month, day).isoformat() if is_certain else ""
        if YEAR_FIRST.match(text):
            return date.fromisoformat(text[: len("2025-01-31")]).isoformat()
        return month_in_cell(text) if text and not DATE_LIKE.match(text) else ""
    except (ValueError, RefusedCellError):
        return ""
