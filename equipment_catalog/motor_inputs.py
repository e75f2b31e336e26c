"""The arguments of the motor models, checked: numbers in their range, names from their list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

Floats = NDArray[np.float64]
"""Column of numbers."""

POLES = (2, 4, 6, 8)
"""Pole counts the efficiency classes are written for."""


def numbers(field: str, values: ArrayLike, *, low: float, high: float, unit: str) -> Floats:
    """Return the values as floats, or say which of them lie outside `low` to `high`.

    Parameters
    ----------
    field
        Name of the argument, for the error.
    values
        One number or many; a missing value (NaN, None) is wrong input.
    low, high
        Smallest and largest value allowed, both included.
    unit
        Unit named in the error, ``"kW"`` or ``"fraction"``.

    Raises
    ------
    InputError
        For text, missing values and values out of range.

    Examples
    --------
    >>> numbers("rated_kw", [5.5, 11], low=0.12, high=1000, unit="kW")
    array([ 5.5, 11. ])
    """
    allowed = message("a number from {low:g} to {high:g} ({unit})", low=low, high=high, unit=unit)
    try:
        column = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError.of(field, values, allowed=allowed) from error
    refuse(field, column, wrong=~((column >= low) & (column <= high)), allowed=allowed)
    return column


def positive(field: str, values: ArrayLike, *, unit: str) -> Floats:
    """Return the values as floats above zero and finite, or say which are not.

    Raises
    ------
    InputError
        For zero, negative, infinite and missing values.

    Examples
    --------
    >>> positive("rated_amps", 42, unit="A").item()
    42.0
    """
    allowed = message("a number above 0 ({unit})", unit=unit)
    try:
        column = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError.of(field, values, allowed=allowed) from error
    refuse(field, column, wrong=~((column > 0) & np.isfinite(column)), allowed=allowed)
    return column


def open_fractions(field: str, values: ArrayLike) -> Floats:
    """Return the values as floats between 0 and 1, both excluded, or say which are not.

    Raises
    ------
    InputError
        For anything else; a percent such as 91.7 is the usual mistake.

    Examples
    --------
    >>> open_fractions("nominal_fraction", 0.917).item()
    0.917
    """
    column = positive(field, values, unit="fraction")
    allowed = message("a fraction between 0 and 1, 91.7 % being 0.917")
    refuse(field, column, wrong=column >= 1, allowed=allowed)
    return column


def positions(
    field: str, values: ArrayLike, choices: Sequence[str] | Sequence[int]
) -> NDArray[np.intp]:
    """Return where each value stands in the list of choices, or say which do not.

    Raises
    ------
    InputError
        If a value is not one of the choices.

    Examples
    --------
    >>> positions("poles", [4, 2], (2, 4, 6, 8))
    array([1, 0])
    """
    column = np.asarray(values)
    places = np.full(column.shape, -1, dtype=np.intp)
    for place, choice in enumerate(choices):
        places[column == choice] = place
    wrong = places < 0
    if wrong.any():
        known = ", ".join(
            f"{choice:g}" if isinstance(choice, int) else str(choice) for choice in choices
        )
        refuse(field, column, wrong=wrong, allowed=message("one of {known}", known=known))
    return places


def refuse(field: str, column: NDArray[Any], *, wrong: NDArray[np.bool_], allowed: Message) -> None:
    """Raise one problem for each different value marked wrong; pass if none is.

    Raises
    ------
    InputError
        If any value is marked wrong.

    Examples
    --------
    >>> refuse("rpm", np.array([1800.0]), wrong=np.array([False]), allowed=message("below 1800"))
    """
    if not np.any(wrong):
        return
    values = {
        repr(value): value for value in np.broadcast_to(column, np.shape(wrong))[wrong].tolist()
    }
    what = [message("{value!r} is not accepted", value=value) for value in values.values()]
    raise InputError([Problem(what=said, allowed=allowed, field=field) for said in what])


def scalar_or_array(values: Floats) -> float | Floats:
    """Return a plain float for one machine, the array for many.

    Examples
    --------
    >>> scalar_or_array(np.array(0.5))
    0.5
    """
    return float(values) if values.ndim == 0 else values
