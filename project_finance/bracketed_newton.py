"""Newton's method for many equations at once, each kept inside its own bracket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rising = Callable[[Floats], tuple[Floats, Floats]]

STEP = 1e-10
"""A Newton step this small leaves an error of about its square, below a float's last digit."""
MOST_STEPS = 64
"""More halvings than a float has binary digits; Newton's method needs about five steps."""


def newton_many(rising: Rising, low: Floats, high: Floats, start: Floats) -> Floats:
    """Return the root of each of many functions that rise from one mark to another.

    Where a Newton step would leave the bracket, or has no value, the bracket is halved.

    Parameters
    ----------
    rising
        Gives the values and slopes of all functions, each at its own place; the values are
        negative left of the root and positive right of it.
    low, high
        Marks left and right of each root.
    start
        Where to begin, within the marks.

    Returns
    -------
    numpy.ndarray
        NaN where a root was not found to 1e-10, which halving alone could not bring about.

    Examples
    --------
    >>> def squares(x):
    ...     return x**2 - np.array([4.0, 9.0]), 2 * x
    >>> newton_many(squares, np.zeros(2), np.full(2, 10.0), np.ones(2)).tolist()
    [2.0, 3.0]
    """
    root = start
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for _ in range(MOST_STEPS):
            value, slope = rising(root)
            low, high = np.where(value < 0, root, low), np.where(value > 0, root, high)
            stepped = root - value / slope
            inside = (stepped >= low) & (stepped <= high)
            stepped = np.where(inside, stepped, (low + high) / 2)
            moved = np.abs(stepped - root)
            root = stepped
            if (moved <= STEP).all():
                break
    return np.where((moved <= STEP) & np.isfinite(value), root, np.nan)
