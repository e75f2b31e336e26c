"""What one cell of a table means: a number, with or without its unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from equipment_catalog.column_names import ASK
from equipment_catalog.errors import shown
from equipment_catalog.messages import Message, message
from equipment_catalog.unit_words import in_unit, unit_factor, unit_names

if TYPE_CHECKING:
    from equipment_catalog.column_rule import ColumnRule

Cell = str | float
"""A text, or a number that a workbook holds as a number."""
PERCENT = 100
NUMBER = re.compile(
    r"^(?P<sign>\$|S/|[A-Z]{3}(?=[ \d]))?\s*"
    r"(?P<number>[+-]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d+)?)\s*(?P<unit>[A-Za-z%].*)?$",
    re.ASCII,
)
PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*", re.ASCII)
BOTH_SIGNS = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*(?!\1)[.,]\d+", re.ASCII)
PART_OF_ONE = re.compile(r"^(?:(\d+)[ -])?(1/2|[13]/4|[1357]/8)\s*(\D.*)?$", re.ASCII)


class RefusedCellError(ValueError):
    """A cell that cannot be read: what is wrong, and what would be right."""

    def __init__(self, what: Message, allowed: Message) -> None:
        self.what = what
        self.allowed = allowed
        super().__init__(str(what))


class UnknownUnitError(ValueError):
    """A number whose unit stands neither in its cell nor in the heading."""


def number_in_cell(cell: Cell, rule: ColumnRule, heading_unit: str = "") -> float:
    """Return the number of a cell in the unit of its column.

    Parameters
    ----------
    cell
        A text such as ``10 HP``, or a number.
    rule
        What may stand there.
    heading_unit
        Unit in the heading of the column; a unit in the cell goes before it.

    Raises
    ------
    RefusedCellError
        Where it is no number, has two meanings, another unit, or does not fit the rule.
    UnknownUnitError
        Where the heading leaves the unit open and the cell too.
    """
    amounts, own_unit = ((cell,), "") if isinstance(cell, float) else _amounts(cell, rule)
    unit = own_unit or heading_unit
    if unit == ASK:
        raise UnknownUnitError
    factor = unit_factor(rule.unit, unit) if unit else 1.0
    if factor is None and any(letter.isdigit() for letter in own_unit):
        what = message("{value} holds more than one number", value=shown(cell))
        raise RefusedCellError(what, _allowed(cell, rule))
    if factor is None:
        what = message("{unit!r} is not a unit of this column", unit=unit)
        raise RefusedCellError(what, message("allowed: {listed}", listed=unit_names(rule.unit)))
    values = [in_unit(amount, factor) for amount in amounts]
    if len(values) > 1 and ("," in str(cell) or rule.minimum <= values[1] <= rule.maximum):
        what = message("{value!r} can be read in two ways: write it without separators", value=cell)
        raise RefusedCellError(what, _allowed(cell, rule))
    _refuse_small_percent(values[0], amounts[0], rule, asked=bool(unit) and not own_unit)
    if not _fits(values[0], rule):
        typed = f"{cell:.15g}" if isinstance(cell, float) else shown(cell)
        raise RefusedCellError(
            message("{value} is not accepted", value=typed), _allowed(cell, rule)
        )
    return values[0]


def _amounts(text: str, rule: ColumnRule) -> tuple[tuple[float, ...], str]:
    """Return the amounts a text may mean, and the unit that follows them."""
    if match := PART_OF_ONE.match(text):
        above, below = match[2].split("/")
        return (float(match[1] or 0) + int(above) / int(below),), (match[3] or "").strip()
    match = NUMBER.match(text)
    amounts = _amounts_of_digits(match["number"]) if match else ()
    if match is None or not amounts:
        what = message("{value} is not accepted", value=shown(text))
        raise RefusedCellError(what, _allowed(text, rule))
    return amounts, (match["unit"] or match["sign"] or "").strip()


def _amounts_of_digits(digits: str) -> tuple[float, ...]:
    """Return the numbers that digits with separators may mean, the decimal meaning first.

    Examples
    --------
    >>> _amounts_of_digits("1,500"), _amounts_of_digits("1.234.567"), _amounts_of_digits("1.234,5")
    ((1.5, 1500.0), (1234567.0,), (1234.5,))
    """
    if match := THOUSANDS.fullmatch(digits):
        whole = float(digits.replace(match[1], ""))
        return (whole,) if match[2] else (float(digits.replace(",", ".")), whole)
    if match := BOTH_SIGNS.fullmatch(digits):
        return (float(digits.replace(match[1], "").replace(",", ".")),)
    if PLAIN.fullmatch(digits) or DECIMAL_COMMA.fullmatch(digits):
        return (float(digits.replace(",", ".")),)
    return ()


def _refuse_small_percent(value: float, amount: float, rule: ColumnRule, *, asked: bool) -> None:
    """Refuse 0.75 under a heading in percent, which may be 75 % or 0.75 %."""
    small = asked and rule.unit == "fraction" and value != amount and 0 < amount <= 1
    if small and rule.minimum <= amount <= rule.maximum:
        what = message("{value:g} stands under a heading in %", value=amount)
        allowed = message(
            "write {percent:g} % or {small:g} % in the cell", percent=amount * PERCENT, small=amount
        )
        raise RefusedCellError(what, allowed)


def _fits(value: float, rule: ColumnRule) -> bool:
    within = rule.minimum <= value <= rule.maximum and abs(value) != float("inf")
    whole = rule.type != "integer" or value == round(value)
    return (
        within and whole and (not rule.allowed or value in {float(word) for word in rule.allowed})
    )


def _allowed(cell: Cell, rule: ColumnRule) -> Message:
    if rule.allowed:
        return message("allowed: {listed}", listed=", ".join(rule.allowed))
    low, high = rule.minimum, rule.maximum
    if rule.unit == "fraction":
        return _allowed_fraction(cell, rule)
    if rule.unit == "year":
        return message("a year from {low:.0f} to {high:.0f}", low=low, high=high)
    if rule.type == "integer":
        return message("a whole number from {low:,.15g} to {high:,.15g}", low=low, high=high)
    if rule.unit == "currency":
        return message("a number from {low:,.15g} to {high:,.15g}", low=low, high=high)
    return message(
        "a number from {low:,.10g} to {high:,.10g} ({unit})", low=low, high=high, unit=rule.unit
    )


def _allowed_fraction(cell: Cell, rule: ColumnRule) -> Message:
    low, high, share = rule.minimum, rule.maximum, _as_percent(cell)
    if share is None:
        return message("a fraction from {low:g} to {high:g}", low=low, high=high)
    return message(
        "a fraction from {low:g} to {high:g}; did you mean {share:g}?",
        low=low,
        high=high,
        share=share,
    )


def _as_percent(cell: Cell) -> float | None:
    """Return the fraction a cell would be if it were a percentage."""
    try:
        percent = float(str(cell).replace(",", "."))
    except ValueError:
        return None
    return percent / PERCENT if 1 < percent <= PERCENT else None
