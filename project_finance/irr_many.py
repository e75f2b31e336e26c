"""Internal rates of return of many cash flows at once, as Monte Carlo draws need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_rate
from project_finance.irr import NO_AMOUNT, irr
from project_finance.irr_roots_many import roots_many, sign_changes, worth_many

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_ROWS = 4096
"""Flows worked on together: few enough that their amounts stay in a core's own memory."""


def irr_many(flows: ArrayLike, *, hurdle_rate: float = 0.10) -> Floats:
    """Return the rate that :func:`project_finance.irr.irr` quotes for each of many flows.

    Every root of every flow is found, by Newton's method inside a bracket that holds just that
    one, and chosen among by the same rule. A flow whose roots are not sure that way, such as
    one that touches zero without crossing it, goes to `irr` by itself.

    Parameters
    ----------
    flows
        A row a flow, amounts by year, year 0 first; in positive, out negative [money].
    hurdle_rate
        Rate that the owner demands [fraction per year]; chooses among several.

    Returns
    -------
    numpy.ndarray
        A rate for each row [fraction per year]; NaN where it has none, as where all amounts
        are of one sign or zero.

    Raises
    ------
    InputError
        If the flows are not a table of finite amounts, or the hurdle rate is not above -1.

    Examples
    --------
    >>> irr_many([[-100, 60, 60], [-100, 230, -132], [1, 2, 3]], hurdle_rate=0.12).round(4)
    array([0.1307, 0.2   ,    nan])
    """
    table = _checked_table(flows)
    hurdle = checked_rate("hurdle_rate", hurdle_rate)
    rates = np.full(len(table), np.nan)
    for first in range(0, len(table), _ROWS):
        part = slice(first, first + _ROWS)
        rates[part] = _rates(table[part], hurdle)
    return rates


def _checked_table(flows: ArrayLike) -> Floats:
    """Return the flows as a table of floats, or say what is wrong with them."""
    allowed = message("a table of finite amounts, a row a cash flow, year 0 first")
    try:
        table = np.asarray(flows, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError.of("flows", flows, allowed=allowed) from error
    if table.ndim != 2 or table.shape[1] == 0 or not np.isfinite(table).all():  # noqa: PLR2004 (a table)
        raise InputError.of("flows", flows, allowed=allowed)
    return table


def _rates(table: Floats, hurdle: float) -> Floats:
    """Return the rates of some flows; NaN without one."""
    largest = np.abs(table).max(axis=1, keepdims=True)
    scaled = table / np.where(largest > 0, largest, 1.0)
    scaled[np.abs(scaled) <= NO_AMOUNT] = 0.0
    changes = sign_changes(scaled)
    rates = np.full(len(table), np.nan)
    for count in np.unique(changes[changes > 0]).tolist():
        rows = np.flatnonzero(changes == count)
        roots, sure = roots_many(scaled[rows], count)
        rates[rows] = _chosen(np.expm1(-roots) + 0.0, scaled[rows], hurdle)
        for row in rows[~sure]:
            alone = irr(table[row], hurdle_rate=hurdle).rate
            rates[row] = np.nan if alone is None else alone
    return rates


def _chosen(roots: Floats, flows: Floats, hurdle: float) -> Floats:
    """Return the root to quote: the nearest to the hurdle of those that say what the NPV says."""
    worth = worth_many(flows, np.full(len(flows), -np.log1p(hurdle)))[:, np.newaxis]
    away = np.where(np.isnan(roots), np.inf, np.abs(roots - hurdle))
    beside = np.where(((roots > hurdle) == (worth > 0)) & (worth != 0), away, np.inf)
    among = np.where(np.isfinite(beside).any(axis=1, keepdims=True), beside, away)
    return np.take_along_axis(roots, among.argmin(axis=1)[:, np.newaxis], axis=1)[:, 0]
