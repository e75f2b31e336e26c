"""Amounts, rates and yearly flows as they are given, checked before anything is computed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def checked_amount(
    field: str, value: float, *, least: float = -math.inf, most: float = math.inf
) -> float:
    """Return the value as a float if it is a finite number between two bounds.

    Parameters
    ----------
    field
        Name of the argument, for the error.
    value
        What was given.
    least, most
        Bounds, both allowed.

    Raises
    ------
    InputError
        If the value is not a number, not finite or outside the bounds.

    Examples
    --------
    >>> checked_amount("capex", 320e6, least=0.0)
    320000000.0
    """
    if not _is_number(value) or not least <= value <= most:
        allowed = message("a finite number from {least} to {most}", least=least, most=most)
        raise InputError.of(field, value, allowed=allowed)
    return float(value)


def checked_rate(field: str, value: float) -> float:
    """Return a rate of interest, discount or growth as a float if it is above -1.

    Raises
    ------
    InputError
        If the rate is not a finite number, or is -1 (everything is lost) or below.

    Examples
    --------
    >>> checked_rate("discount_rate", 0.10)
    0.1
    """
    if not _is_number(value) or value <= -1:
        allowed = message("a finite fraction above -1, for example 0.10 for ten percent")
        raise InputError.of(field, value, allowed=allowed)
    return float(value)


def checked_flow(field: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return yearly amounts, year 0 first, as a float array.

    Raises
    ------
    InputError
        If there is no amount, one is missing or infinite, or they are not a single row.

    Examples
    --------
    >>> checked_flow("cash_flow", [-100, 60, 60])
    array([-100.,   60.,   60.])
    """
    allowed = message("one row of finite amounts, year 0 first")
    try:
        flow = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError.of(field, values, allowed=allowed) from error
    if flow.ndim != 1 or flow.size == 0 or not np.isfinite(flow).all():
        raise InputError.of(field, values, allowed=allowed)
    return flow


def _is_number(value: object) -> bool:
    """Tell a finite real number from everything else; a truth value is not an amount."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(
        value, (int, float, np.integer, np.floating)
    ):
        return False
    return math.isfinite(value)
