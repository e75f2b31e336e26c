"""Paybacks of many draws at once, by the rules of `project_finance.metrics`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def payback_of_draws(flows: Floats) -> Floats:
    """Return the years after which the outlay of each row first comes back.

    As :func:`project_finance.metrics.payback_years`, of every row.

    Parameters
    ----------
    flows
        Rows of cash flows, year 0 first [money].

    Returns
    -------
    numpy.ndarray
        Infinite where the outlay never comes back; 0 where there is none.

    Examples
    --------
    >>> payback_of_draws(np.array([[-100.0, 40.0, 40.0, 40.0], [-100.0, 10.0, 10.0, 10.0]]))
    array([2.5, inf])
    """
    total = np.cumsum(flows, axis=1)
    rounding = 4 * np.finfo(float).eps * np.cumsum(np.abs(flows), axis=1)
    total = np.where(np.abs(total) <= rounding, 0.0, total)
    below = total < 0
    fallen = np.maximum.accumulate(below, axis=1)
    back = fallen & ~below
    year, rows = back.argmax(axis=1), np.arange(len(flows))
    comes = back.any(axis=1)
    paid = np.where(comes, flows[rows, year], 1.0)
    inside = year - 1 - total[rows, year - 1] / paid
    return np.where(comes, inside, np.where(fallen.any(axis=1), np.inf, 0.0))
