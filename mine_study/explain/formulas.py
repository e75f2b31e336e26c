"""Formulas of figures: one text is shown, filled with numbers, and reckoned again."""

from __future__ import annotations

import ast
import math
import operator
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

from project_finance.irr import irr
from project_finance.timeline.plant_years import first_full_year

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Numbers = float | NDArray[np.float64]

OPERATORS: dict[type[ast.operator], tuple[str, int, Callable[[Any, Any], Any]]] = {
    ast.Add: (" + ", 1, operator.add),
    ast.Sub: (" - ", 1, operator.sub),
    ast.Mult: (" · ", 2, operator.mul),
    ast.Div: (" / ", 2, operator.truediv),
    ast.Pow: (" ^ ", 4, operator.pow),
}
"""Sign, how tightly it binds, and what it does."""
UNARY_BINDS, ATOM_BINDS = 3, 5
ROUNDING = 4 * float(np.finfo(float).eps)


def back_at_zero(cumulative: NDArray[np.float64]) -> float:
    """Return after how many years a running sum is back at zero, read linearly inside the year.

    Examples
    --------
    >>> back_at_zero(np.array([-100.0, -60.0, 20.0]))
    1.75
    """
    there = np.flatnonzero(cumulative >= 0)
    if not there.size or not there[0]:
        return math.nan
    year = int(there[0])
    before, after = cumulative[year - 1], cumulative[year]
    return float(year - 1 + before / (before - after))


def in_first_whole_year(line: NDArray[np.float64], wait_years: float) -> float:
    """Return a line in the first year in which all works from its first to its last day."""
    return float(line[first_full_year(wait_years)])


def nearest_root(flow: NDArray[np.float64], rate: float) -> float:
    """Return the internal rate of return, the root nearest to a rate where there are several."""
    found = irr(flow, hurdle_rate=rate).rate
    return math.nan if found is None else found


def least(*values: Numbers) -> float:
    """Return the least of a row or of several numbers."""
    return float(np.nanmin([np.nanmin(one) for one in values]))


def greatest(*values: Numbers) -> float:
    """Return the greatest of a row or of several numbers."""
    return float(np.nanmax([np.nanmax(one) for one in values]))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sum": np.sum,
    "min": least,
    "max": greatest,
    "mean": np.nanmean,
    "positive": lambda values: np.maximum(values, 0.0),
    "negative": lambda values: np.minimum(values, 0.0),
    "z": ndtri,
    "back_at_zero": back_at_zero,
    "in_first_whole_year": in_first_whole_year,
    "irr": nearest_root,
}
"""What a formula may call; of a row, what does not exist is left out by min, max and mean."""


@cache
def parsed(formula: str) -> ast.expr:
    """Return the tree of a formula.

    Raises
    ------
    ValueError
        If it holds anything but names, numbers, the five operations and the known functions.
    """
    tree = ast.parse(formula, mode="eval").body
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in FUNCTIONS:
                continue
            case ast.Name() | ast.Constant(value=int() | float()) | ast.Load() | ast.USub():
                continue
            case ast.BinOp() | ast.UnaryOp(op=ast.USub()) | ast.operator():
                continue
        raise ValueError(formula)
    return tree


def names_of(formula: str) -> list[str]:
    """Return the names that a formula reads, each once, in their order.

    Examples
    --------
    >>> names_of("sum(flow / (1 + rate) ** year)")
    ['flow', 'rate', 'year']
    """
    found = [
        (node.lineno, node.col_offset, node.id)
        for node in ast.walk(parsed(formula))
        if isinstance(node, ast.Name) and node.id not in FUNCTIONS
    ]
    return list(dict.fromkeys(name for *_place, name in sorted(found)))


def reckoned(formula: str, values: Mapping[str, Numbers]) -> float | None:
    """Return what a formula gives; None where it divides by zero or has no value.

    It is zero where it is no more than the rounding of the numbers that go into it.

    Examples
    --------
    >>> reckoned("sum(flow / (1 + rate) ** year)",
    ...     {"flow": np.array([-100.0, 150.0]), "rate": 0.25, "year": np.array([0.0, 1.0])})
    20.0
    >>> reckoned("a / b", {"a": 1.0, "b": 0.0}), reckoned("a ** b", {"a": -1.0, "b": 0.5})
    (None, None)
    """
    with np.errstate(all="ignore"):
        try:
            given = _value(parsed(formula), values)
        except ZeroDivisionError:
            return None
    found = math.nan if isinstance(given, complex) else float(given)
    if not math.isfinite(found):
        return None
    largest = max((float(np.max(np.abs(one), initial=0.0)) for one in values.values()), default=0.0)
    return 0.0 if math.fabs(found) <= ROUNDING * largest else found


def _value(node: ast.expr, values: Mapping[str, Numbers]) -> Any:  # noqa: ANN401  number or numbers
    match node:
        case ast.Name(id=name):
            return values[name]
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.UnaryOp(operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=sign, right=right):
            return OPERATORS[type(sign)][2](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=args):
            return FUNCTIONS[name](*(_value(arg, values) for arg in args))
    raise TypeError(ast.dump(node))


def written(formula: str, write: Callable[[str], str] = str) -> str:
    """Return a formula as it is read, each name put through a function.

    Examples
    --------
    >>> written("a * (b + c) / d ** 2")
    'a · (b + c) / d ^ 2'
    >>> written("a - (b - c)", lambda name: f"{{{name}}}")
    '{a} - ({b} - {c})'
    """
    return _text(parsed(formula), write)[0]


def _text(node: ast.expr, write: Callable[[str], str]) -> tuple[str, int]:
    """Return the text of a part of a formula, and how tightly it holds together."""
    match node:
        case ast.Name(id=name):
            return write(name), ATOM_BINDS
        case ast.Constant(value=int() | float() as number):
            return str(number), ATOM_BINDS
        case ast.UnaryOp(operand=operand):
            return "-" + _inside(operand, write, UNARY_BINDS), UNARY_BINDS
        case ast.BinOp(left=left, op=sign, right=right):
            shown, binds, _ = OPERATORS[type(sign)]
            is_power = isinstance(sign, ast.Pow)
            before = _inside(left, write, binds + is_power)
            return before + shown + _inside(right, write, binds + (not is_power)), binds
        case ast.Call(func=ast.Name(id=name), args=args):
            return f"{name}({', '.join(_text(arg, write)[0] for arg in args)})", ATOM_BINDS
    raise TypeError(ast.dump(node))


def _inside(node: ast.expr, write: Callable[[str], str], binds: int) -> str:
    text, own = _text(node, write)
    return text if own >= binds else f"({text})"
