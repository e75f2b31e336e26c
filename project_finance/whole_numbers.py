"""Counts as they are given: whole numbers within bounds."""

from __future__ import annotations

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message


def checked_whole(field: str, value: int, *, least: int, most: int | None = None) -> int:
    """Return a count if it is a whole number between two bounds.

    Parameters
    ----------
    field
        Name of the argument, for the error.
    value
        What was given; a truth value is not a count.
    least, most
        Bounds, both allowed; None for no upper one.

    Raises
    ------
    InputError
        If the value is not a whole number or lies outside the bounds.

    Examples
    --------
    >>> checked_whole("years", 7, least=1)
    7
    """
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if whole and least <= value and (most is None or value <= most):
        return int(value)
    if most is None:
        allowed = message("a whole number of at least {least}", least=least)
    else:
        allowed = message("a whole number from {least} to {most}", least=least, most=most)
    raise InputError.of(field, value, allowed=allowed)
