"""What may stand in each column of a table that a person fills in; the rules are a csv."""

from __future__ import annotations

import math
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from equipment_catalog.cell_values import (
    Cell,
    RefusedCellError,
    UnknownUnitError,
    number_in_cell,
)
from equipment_catalog.column_names import NO_ALIASES, Aliases, choice_values, word_key
from equipment_catalog.column_rule import ColumnRule
from equipment_catalog.messages import Message, message
from equipment_catalog.month_cells import month_in_cell
from equipment_catalog.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray

LISTED = 8
"""Most names that are listed where one is near enough to be meant."""
Fault = tuple[int, Message, Message]
"""Place in the column from 0, what is wrong, what is allowed."""


@dataclass(frozen=True, kw_only=True)
class ReadColumn:
    """A column of typed values; what is wrong is missing in a number, empty in a text."""

    typed: NDArray[np.float64] | ExtensionArray
    faults: tuple[Fault, ...]
    """Cells that were refused."""
    unit_unknown: bool
    """Whether numbers had to be left out because nobody knows their unit."""


@cache
def column_rules(package: str, path: str) -> tuple[ColumnRule, ...]:
    """Return the rules of a schema csv.

    Its columns are ``column, type, unit, required, minimum, maximum, allowed, default,
    description``; ``allowed`` separates its words by ``|``.

    Examples
    --------
    >>> column_rules("energy_audit", "data/bills_columns.csv")[1].type
    'month'
    """
    return tuple(
        ColumnRule(
            column=row["column"],
            type=row["type"],
            unit=row["unit"],
            required=row["required"] == "yes",
            minimum=float(row["minimum"] or -math.inf),
            maximum=float(row["maximum"] or math.inf),
            allowed=tuple(row["allowed"].split("|")) if row["allowed"] else (),
            default=row["default"] or None,
            description=row["description"],
        )
        for row in read_rows(package, path)
    )


def placed(values: pd.Series) -> list[tuple[int, Any]]:
    """Return index and value of each cell of a column."""
    return list(zip(values.index.tolist(), values.tolist(), strict=True))


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return the nearest known word, or an empty text when none is near.

    Examples
    --------
    >>> did_you_mean("rated_kv", ["rated_kw", "poles"])
    'rated_kw'
    """
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[near[0]] if near else ""


def allowed_names(word: str, known: Sequence[str]) -> Message:
    """Return what may stand in place of a misspelt name: all names, or those nearest to it.

    Examples
    --------
    >>> print(allowed_names("rated_kv", ["rated_kw", "poles"]))
    did you mean rated_kw? allowed: rated_kw, poles
    """
    near, listed = did_you_mean(word, known), ", ".join(known)
    if not near:
        return message("allowed: {listed}", listed=listed)
    if len(known) <= LISTED:
        return message("did you mean {near}? allowed: {listed}", near=near, listed=listed)
    alike = get_close_matches(word, known, n=LISTED, cutoff=0.0)
    return message(
        "did you mean {near}? allowed: {listed} and {more:d} more",
        near=near,
        listed=", ".join(alike),
        more=len(known) - len(alike),
    )


def read_column(
    cells: Sequence[Cell],
    rule: ColumnRule,
    *,
    unit: str = "",
    aliases: Aliases = NO_ALIASES,
    local: bool = False,
) -> ReadColumn:
    """Read a column; equal cells are read once.

    Parameters
    ----------
    cells
        Stripped texts and numbers; an empty text is an empty cell.
    rule
        What may stand there; its default fills empty cells.
    unit
        Unit in the heading, empty for the unit of the rule.
    aliases
        Other names of choices.
    local
        Whether choices are offered by their Spanish names first.
    """
    column = [cell if cell != "" else rule.default or "" for cell in cells]
    is_number = rule.type in NUMERIC
    read = _reader(rule, unit, aliases, local=local)
    missing = math.nan if is_number else ""
    values: dict[Cell, Any] = {"": missing}
    refused, unknown = {}, False
    for cell in set(column) - {""}:
        try:
            values[cell] = read(cell)
        except RefusedCellError as fault:
            refused[cell] = (fault.what, fault.allowed)
        except UnknownUnitError:
            unknown = True
    typed = [values.get(cell, missing) for cell in column]
    return ReadColumn(
        typed=np.array(typed, dtype=float) if is_number else pd.array(typed, dtype="str"),
        faults=tuple((at, *refused[cell]) for at, cell in enumerate(column) if cell in refused),
        unit_unknown=unknown,
    )


NUMERIC = frozenset({"number", "integer"})


def _reader(rule: ColumnRule, unit: str, aliases: Aliases, *, local: bool) -> Callable[[Cell], Any]:
    if rule.type in NUMERIC:
        return lambda cell: number_in_cell(cell, rule, unit)
    if rule.type == "month":
        return month_in_cell
    if rule.type == "choice":
        named = choice_values(rule, aliases)
        shown = _shown_choices(rule, aliases) if local else rule.allowed
        return lambda cell: _choice(_text(cell), shown, named)
    return _text_without_error


def _text_without_error(cell: Cell) -> str:
    """Return a text; an error of a spreadsheet that was saved as csv is no name of anything."""
    text = _text(cell)
    if text.upper() in _error_words():
        what = message("the cell shows the error {value}", value=text)
        raise RefusedCellError(what, message("a value, or a formula that gives one"))
    return text


@cache
def _error_words() -> frozenset[str]:
    rows = read_rows("equipment_catalog", "data/table_words.csv")
    return frozenset(row["word"] for row in rows if row["kind"] == "error")


def _text(cell: Cell) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else cell


def _shown_choices(rule: ColumnRule, aliases: Aliases) -> tuple[str, ...]:
    """Return the choices by the first of their other names, the own one in brackets."""
    first: dict[str, str] = {}
    for column, value, alias in aliases.choices:
        if column == rule.column:
            first.setdefault(value, alias)
    return tuple(
        f"{first[value]} ({value})" if first.get(value, value) != value else value
        for value in rule.allowed
    )


def _choice(text: str, shown: Sequence[str], named: dict[str, str]) -> str:
    value = named.get(word_key(text) or text)
    if value is None:
        what = message("{value!r} is not one of the choices", value=text)
        raise RefusedCellError(what, allowed_names(text, shown))
    return value
