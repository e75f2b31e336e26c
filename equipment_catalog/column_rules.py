"""What may stand in each column of a table that a person fills in; the rules are a csv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from equipment_catalog.errors import shown
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Fault = tuple[int, Message, Message]
"""Line of the file, what is wrong, what is allowed."""

DECIMAL_COMMA = re.compile(r"^[+-]?\d+,\d+$")
LOOKS_LIKE_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}(,\d{3})+$")
LOOKS_LIKE_DOTTED_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}(\.\d{3})+$")
PERCENT = 100


@dataclass(frozen=True, kw_only=True)
class ColumnRule:
    """One column of a schema."""

    column: str
    type: str
    """``text``, ``number``, ``integer``, ``choice`` or ``month``."""
    unit: str
    required: bool
    minimum: float
    maximum: float
    allowed: tuple[str, ...]
    """The only values there are; empty where a range says it."""
    default: str | None
    """What an empty cell means; None where it means nothing was given."""
    description: str


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
    table = read_facts(package, path).astype(object)
    rows = table.where(table.notna(), None).to_dict("records")
    return tuple(
        ColumnRule(
            column=str(row["column"]),
            type=str(row["type"]),
            unit=str(row["unit"] or ""),
            required=row["required"] == "yes",
            minimum=-np.inf if row["minimum"] is None else float(row["minimum"]),
            maximum=np.inf if row["maximum"] is None else float(row["maximum"]),
            allowed=tuple(str(row["allowed"]).split("|")) if row["allowed"] else (),
            default=None if row["default"] is None else str(row["default"]),
            description=str(row["description"]),
        )
        for row in rows
    )


def placed(values: pd.Series) -> list[tuple[int, Any]]:
    """Return line and value of each cell of a column that is indexed by line."""
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
    """Return what may stand in place of a misspelt name, the nearest first."""
    near, listed = did_you_mean(word, known), ", ".join(known)
    if near:
        return message("did you mean {near}? allowed: {listed}", near=near, listed=listed)
    return message("allowed: {listed}", listed=listed)


def read_column(cells: pd.Series, rule: ColumnRule) -> tuple[pd.Series, list[Fault]]:
    """Return the typed values of a column of texts, and what is wrong with them.

    A wrong or empty number is missing, a wrong or empty text is empty.

    Parameters
    ----------
    cells
        Stripped texts, indexed by line of the file.
    rule
        What may stand there.
    """
    filled = cells if rule.default is None else cells.where(cells != "", rule.default)
    empty = filled == ""
    required = message("a value is required")
    faults = [
        (line, message("the cell is empty"), required)
        for line, _ in placed(filled[empty])
        if rule.required
    ]
    values, wrong = READERS[rule.type](filled, empty, rule)
    return values, faults + wrong


def _text(cells: pd.Series, _empty: pd.Series, _rule: ColumnRule) -> tuple[pd.Series, list[Fault]]:
    return cells, []


def _choice(cells: pd.Series, empty: pd.Series, rule: ColumnRule) -> tuple[pd.Series, list[Fault]]:
    spelled = cells.str.casefold().map({word.casefold(): word for word in rule.allowed})
    faults = [
        (
            line,
            message("{value!r} is not one of the choices", value=value),
            allowed_names(value, rule.allowed),
        )
        for line, value in placed(cells[spelled.isna() & ~empty])
    ]
    return spelled.fillna(""), faults


def _month(cells: pd.Series, empty: pd.Series, _rule: ColumnRule) -> tuple[pd.Series, list[Fault]]:
    right = cells.str.fullmatch(r"\d{4}-(0[1-9]|1[0-2])")
    faults = [
        (line, message("{value!r} is not a month", value=value), message("a month as 2025-01"))
        for line, value in placed(cells[~right & ~empty])
    ]
    return cells.where(right, ""), faults


def _number(cells: pd.Series, empty: pd.Series, rule: ColumnRule) -> tuple[pd.Series, list[Fault]]:
    unclear = cells.str.fullmatch(LOOKS_LIKE_THOUSANDS) | _dots_may_be_thousands(cells, rule)
    pointed = cells.where(~cells.str.fullmatch(DECIMAL_COMMA), cells.str.replace(",", "."))
    values = pd.to_numeric(pointed.where(~unclear, ""), errors="coerce").astype(float)
    fits = np.isfinite(values) & values.between(rule.minimum, rule.maximum)
    if rule.type == "integer":
        fits &= values == values.round()
    if rule.allowed:
        fits &= values.isin([float(word) for word in rule.allowed])
    faults = [
        (line, _number_fault(value, unclear=bool(unclear[line])), _number_allowed(value, rule))
        for line, value in placed(cells[~fits & ~empty])
    ]
    return values.where(fits), faults


def _dots_may_be_thousands(cells: pd.Series, rule: ColumnRule) -> pd.Series:
    """Tell which texts such as ``11.764`` would also fit their column as 11764."""
    dotted = cells.str.fullmatch(LOOKS_LIKE_DOTTED_THOUSANDS)
    whole = pd.to_numeric(cells.where(dotted, "").str.replace(".", ""), errors="coerce")
    return whole.between(rule.minimum, rule.maximum)


def _number_fault(value: str, *, unclear: bool) -> Message:
    if unclear:
        return message(
            "{value!r} can be read in two ways: write it without separators", value=value
        )
    return message("{value} is not accepted", value=shown(value))


def _number_allowed(value: str, rule: ColumnRule) -> Message:
    if rule.allowed:
        return message("allowed: {listed}", listed=", ".join(rule.allowed))
    low, high = rule.minimum, rule.maximum
    share = _as_percent(value)
    if rule.unit == "fraction" and share is not None:
        return message(
            "a fraction from {low:g} to {high:g}; did you mean {share:g}?",
            low=low,
            high=high,
            share=share,
        )
    if rule.type == "integer":
        return message(
            "a whole number from {low:,.10g} to {high:,.10g} ({unit})",
            low=low,
            high=high,
            unit=rule.unit,
        )
    return message(
        "a number from {low:,.10g} to {high:,.10g} ({unit})", low=low, high=high, unit=rule.unit
    )


def _as_percent(value: str) -> float | None:
    """Return the fraction a text would be if it were a percentage."""
    try:
        percent = float(value.replace(",", ".").rstrip("% "))
    except ValueError:
        return None
    return percent / PERCENT if 1 < percent <= PERCENT else None


READERS: dict[str, Callable[[pd.Series, pd.Series, ColumnRule], tuple[pd.Series, list[Fault]]]] = {
    "text": _text,
    "choice": _choice,
    "month": _month,
    "number": _number,
    "integer": _number,
}
