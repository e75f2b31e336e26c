"""What amounts of later years are worth in year 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from project_finance.amounts import checked_flow, checked_rate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def npv(rate: float, cash_flow: ArrayLike) -> float:
    """Return the net present value; the first amount, paid today, is not discounted.

    Excel's NPV discounts the first amount by a year: it equals ours of ``[0, *flow]``.

    Parameters
    ----------
    rate
        Discount rate [fraction per year], above -1.
    cash_flow
        Amounts by year, year 0 first; in positive, out negative [money].

    Raises
    ------
    InputError
        If the rate is not above -1, or an amount is missing or infinite.

    Examples
    --------
    >>> round(npv(0.10, [-10_000, 3000, 4200, 6800]), 2)
    1307.29
    """
    flow = checked_flow("cash_flow", cash_flow)
    return float((flow * discount_factors(rate, flow.size)).sum())


def discount_factors(rate: float, years: int) -> NDArray[np.float64]:
    """Return the worth in year 0 of one unit of money in each of so many years, year 0 first.

    Raises
    ------
    InputError
        If the rate is not above -1.

    Examples
    --------
    >>> discount_factors(0.25, 3).tolist()
    [1.0, 0.8, 0.64]
    """
    return (1.0 + checked_rate("rate", rate)) ** -np.arange(float(years))
