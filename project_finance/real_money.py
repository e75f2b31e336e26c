"""From nominal money to money of year 0 and back, never mixed on the way.

Nominal amounts are those written on the bills of their year; real ones are what they buy at the
prices of year 0. Inflation is one rate for all years, as in the cash flow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from project_finance.amounts import checked_flow, checked_rate
from project_finance.present_value import discount_factors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


def real_rate(nominal_rate: float, inflation_fraction: float) -> float:
    """Return the rate in money of constant worth: (1 + nominal) / (1 + inflation) - 1 (Fisher).

    The difference of the two, often used for it, is wrong by inflation times the result.

    Parameters
    ----------
    nominal_rate
        In money of each year [fraction per year], above -1.
    inflation_fraction
        Growth of prices [fraction per year], above -1.

    Raises
    ------
    InputError
        If either is not above -1.

    Examples
    --------
    >>> round(real_rate(0.155, 0.05), 9)
    0.1
    """
    nominal = checked_rate("nominal_rate", nominal_rate)
    return (1 + nominal) / (1 + checked_rate("inflation_fraction", inflation_fraction)) - 1


def nominal_rate(real_rate: float, inflation_fraction: float) -> float:
    """Return the rate in money of each year: (1 + real) (1 + inflation) - 1 (Fisher).

    Parameters
    ----------
    real_rate
        In money of constant worth [fraction per year], above -1.
    inflation_fraction
        Growth of prices [fraction per year], above -1.

    Raises
    ------
    InputError
        If either is not above -1.

    Examples
    --------
    >>> round(nominal_rate(0.10, 0.05), 9)
    0.155
    """
    real = checked_rate("real_rate", real_rate)
    return (1 + real) * (1 + checked_rate("inflation_fraction", inflation_fraction)) - 1


def in_money_of_year_0(cash_flow: ArrayLike, inflation_fraction: float) -> NDArray[np.float64]:
    """Return nominal amounts at the prices of year 0.

    Discounted at :func:`real_rate` they are worth what the nominal ones are at the nominal rate.

    Parameters
    ----------
    cash_flow
        Nominal amounts by year, year 0 first [money of each year].
    inflation_fraction
        Growth of prices [fraction per year], above -1.

    Raises
    ------
    InputError
        If an amount is missing or infinite, or the inflation is not above -1.

    Examples
    --------
    >>> in_money_of_year_0([-100, 125, 125], 0.25).tolist()
    [-100.0, 100.0, 80.0]
    """
    flow = checked_flow("cash_flow", cash_flow)
    inflation = checked_rate("inflation_fraction", inflation_fraction)
    return flow * discount_factors(inflation, flow.size)
