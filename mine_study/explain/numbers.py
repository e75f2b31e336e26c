"""Numbers as they stand in a formula: digits enough to reckon by hand, separators of the reader."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.explain.formulas import reckoned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.explain.formulas import Numbers

WHOLE_FROM, TENTHS_FROM = 1e5, 1e3
MOST_SHOWN = 4
FEWEST_DIGITS, MOST_DIGITS = 5, 10
SEEN = 5e-7
"""Relative difference that no reader with seven digits sees."""
NOISE = 1e-6
"""What floating point leaves of a difference of equal sums; no figure of a study is so small."""


def shown_number(value: Any, digits: int = FEWEST_DIGITS) -> Message:  # noqa: ANN401  number, list
    """Return a number, or a list of which the first and the last are shown.

    Parameters
    ----------
    value
        A number, a list of them, or None.
    digits
        Significant digits of a number, where it has so many.

    Examples
    --------
    >>> str(shown_number(606046471.39)), str(shown_number(0.12345678)), str(shown_number(1234.56))
    ('606,046,471', '0.12346', '1,234.6')
    >>> str(shown_number(0.12345678, 7)), str(shown_number(1234.56, 7)), str(shown_number(2500.0))
    ('0.1234568', '1,234.56', '2,500.0')
    >>> str(shown_number([1.0, 2.0, 3.0, 4.0, 5.0])), str(shown_number([0.5]))
    ('[1; 2; …; 5]', '[0.5]')
    >>> str(shown_number(None)), str(shown_number(-1.35e-08))
    ('no figure', '0')
    """
    if value is None:
        return message("no figure")
    if not isinstance(value, list):
        return _number(value, digits)
    if len(value) <= MOST_SHOWN:
        gaps = {f"v{place}": shown_number(one, digits) for place, one in enumerate(value)}
    else:
        gaps = {f"v{place}": shown_number(value[place]) for place in (0, 1, -1)}
    texts = [f"{{{name}}}" for name in gaps]
    if len(value) > MOST_SHOWN:
        texts.insert(2, "…")
    return Message(f"[{'; '.join(texts)}]", gaps)


def bracketed(value: Any, digits: int = FEWEST_DIGITS) -> Message:  # noqa: ANN401  number, list
    """Return a number as it stands between signs: a negative one in brackets.

    Parameters
    ----------
    value
        A number or a list of them.
    digits
        As for :func:`shown_number`.

    Examples
    --------
    >>> str(bracketed(-2.5)), str(bracketed(2.5))
    ('(-2.5)', '2.5')
    """
    shown = shown_number(value, digits)
    if isinstance(value, list) or without_noise(value) >= 0:
        return shown
    return Message(f"({shown.template})", shown.values)


def without_noise(value: float) -> float:
    """Return a number, or 0 where it is but what floating point leaves of a difference.

    Examples
    --------
    >>> without_noise(-1.35e-08), without_noise(-4.3e-05)
    (0.0, -4.3e-05)
    """
    return 0.0 if math.fabs(value) < NOISE else value


def digits_enough(formula: str, numbers: Mapping[str, Numbers], value: float) -> int:
    """Return with how many digits the numbers must be shown for a formula to give its value.

    Parameters
    ----------
    formula
        As of ``topics.csv``.
    numbers
        What goes into it; of rows all members are read, as they are.
    value
        What is shown of it.

    Examples
    --------
    >>> digits_enough("a / b", {"a": 10.0, "b": 4.0}, 2.5)
    5
    >>> digits_enough("a - b", {"a": 199170.84, "b": 199213.96}, -43.12)
    8
    """
    for digits in range(FEWEST_DIGITS, MOST_DIGITS):
        cut = {name: _cut(number, digits) for name, number in numbers.items()}
        found = reckoned(formula, cut)
        if found is not None and _reads_the_same(found, value):
            return digits
    return MOST_DIGITS


def _reads_the_same(found: float, value: float) -> bool:
    found, value = without_noise(found), without_noise(value)
    spec = _spec(value, FEWEST_DIGITS)
    return f"{found:{spec}}" == f"{value:{spec}}" or math.isclose(found, value, rel_tol=SEEN)


def _cut(number: Numbers, digits: int) -> Numbers:
    """Return a number as it is shown; a row as it is."""
    if isinstance(number, np.ndarray):
        return number
    kept = without_noise(number)
    return float(f"{kept:{_spec(kept, digits)}}".replace(",", ""))


def _number(value: float, digits: int) -> Message:
    if isinstance(value, int):
        return Message("{v:d}" if math.fabs(value) < TENTHS_FROM * 3 else "{v:,d}", {"v": value})
    kept = without_noise(value)
    return Message(f"{{v:{_spec(kept, digits)}}}", {"v": kept})


def _spec(value: float, digits: int) -> str:
    """Return the format of a number: no more decimals than the digits ask for and it has."""
    size = math.fabs(value)
    if size < TENTHS_FROM:
        return f".{digits}g"
    fewest = 0 if size >= WHOLE_FROM else 1
    if digits == FEWEST_DIGITS:
        return f",.{fewest}f"
    most = max(fewest, digits - len(f"{size:.0f}"))
    at_most = f"{size:.{most}f}".rstrip("0")
    return f",.{max(fewest, len(at_most.partition('.')[2]))}f"
