"""Units as people write them in headings and cells, and what they are worth."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from equipment_catalog.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping


def unit_factor(unit: str, word: str) -> float | None:
    """Return how much of a unit one of what a person wrote is, None where the word is no unit.

    Parameters
    ----------
    unit
        Unit that is due, as the rules of columns name it.
    word
        Unit as it was written; case, accents, blanks and points do not matter.

    Examples
    --------
    >>> unit_factor("kW", "H.P."), unit_factor("h", "h/día"), unit_factor("kW", "V")
    (0.745699872, 1.0, None)
    """
    return _factors().get((unit, _unit_key(word)))


def unit_names(unit: str) -> str:
    """Return the words for a unit and its like, as a person may write them.

    Examples
    --------
    >>> unit_names("bar")
    'bar, psi, psig, kPa, MPa, kg/cm2'
    """
    return ", ".join(row["word"] for row in _rows() if row["unit"] == unit) or unit


def in_unit(amount: float, factor: float) -> float:
    """Return an amount in the unit that is due; 57 % is 0.57, not 0.5700000000000001.

    Examples
    --------
    >>> in_unit(57, 0.01), in_unit(10, 0.745699872)
    (0.57, 7.45699872)
    """
    parts = 1 / factor
    return amount / parts if parts.is_integer() else amount * factor


def _unit_key(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(
        letter
        for letter in plain
        if not (unicodedata.combining(letter) or letter in " .\t\n\u00a0")
    )


@cache
def _factors() -> dict[tuple[str, str], float]:
    return {(row["unit"], _unit_key(row["word"])): float(row["factor"]) for row in _rows()}


def _rows() -> tuple[Mapping[str, str], ...]:
    return read_rows("equipment_catalog", "data/unit_words.csv")
