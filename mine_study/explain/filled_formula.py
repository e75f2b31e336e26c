"""The formula of a figure with the numbers of a run put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message
from mine_study.explain.formulas import names_of, reckoned, written
from mine_study.explain.numbers import FEWEST_DIGITS, bracketed, digits_enough

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.explain.place import Found

GUARD = "?"
"""First sign of an input that the formula does not read but without which it does not hold."""


@dataclass(frozen=True, kw_only=True)
class FilledFormula:
    """A formula as it is shown, with its numbers."""

    shown: str | None = None
    """None where there is no formula, or the figure comes about without it."""
    put_in: Message | None = None
    """None where one of its numbers, or the figure, does not exist."""
    recomputed: float | None = None
    """What it gives."""
    digits: int = FEWEST_DIGITS
    """Significant digits with which its numbers give the figure as it is shown."""


def filled_formula(formula: str, found: Mapping[str, Found], figure: float | None) -> FilledFormula:
    """Return a formula, its numbers and what it gives.

    Parameters
    ----------
    formula
        As ``topics.csv`` has it; empty where there is none.
    found
        What its symbols and its guards stand for.
    figure
        What it should give; None where the figure does not exist.
    """
    if not formula:
        return FilledFormula()
    values = {symbol: found[symbol].value for symbol in names_of(formula)}
    guards = [one.value for symbol, one in found.items() if symbol.startswith(GUARD)]
    if figure is not None and None in guards:
        return FilledFormula()
    shown = written(formula)
    if figure is None or any(value is None for value in values.values()):
        return FilledFormula(shown=shown)
    numbers = {
        symbol: np.asarray(value, float) if isinstance(value, list) else float(value)
        for symbol, value in values.items()
    }
    recomputed = reckoned(formula, numbers)
    if recomputed is None:
        return FilledFormula(shown=shown)
    digits = digits_enough(formula, numbers, figure)
    gaps = {symbol: bracketed(value, digits) for symbol, value in values.items()}
    put_in = Message(written(formula, lambda name: f"{{{name}}}"), gaps)
    return FilledFormula(shown=shown, put_in=put_in, recomputed=recomputed, digits=digits)
