"""What a cash flow is worth: present value, rates of return, payback, cost of energy.

Every function takes the amounts by year, year 0 first, in any one money: nominal amounts with
a nominal rate, or real amounts with a real rate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_flow, checked_rate
from project_finance.irr import Irr, irr

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Irr",
    "discounted_payback_years",
    "irr",
    "lcoe",
    "mirr",
    "npv",
    "payback_lasts",
    "payback_years",
]


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
    return float((flow * _discount_factors(rate, flow.size)).sum())


def mirr(cash_flow: ArrayLike, finance_rate: float, reinvest_rate: float) -> float | None:
    """Return the modified internal rate of return, which is unique where the IRR is not.

    The n-th root of the value in the last year of all that comes in, grown at the reinvestment
    rate, over the value today of all that goes out, discounted at the finance rate; less one.

    Parameters
    ----------
    cash_flow
        Amounts by year, year 0 first; in positive, out negative [money].
    finance_rate, reinvest_rate
        What money costs, and what it earns elsewhere [fraction per year].

    Returns
    -------
    float or None
        None where nothing comes in or nothing goes out.

    Raises
    ------
    InputError
        If a rate is not above -1, or an amount is missing or infinite.

    Examples
    --------
    >>> round(mirr([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.10, 0.12), 4)
    0.1261
    """
    flow = checked_flow("cash_flow", cash_flow)
    last_year = flow.size - 1
    into = npv(checked_rate("reinvest_rate", reinvest_rate), flow.clip(min=0.0))
    out = -npv(checked_rate("finance_rate", finance_rate), flow.clip(max=0.0))
    if into <= 0 or out <= 0:
        return None
    return float((into / out) ** (1 / last_year) * (1 + reinvest_rate) - 1)


def payback_years(cash_flow: ArrayLike) -> float | None:
    """Return the years after which the outlay has come back for the first time.

    The cumulative amount is followed from its first fall below zero to its first return to
    zero, and read off linearly inside that year, counted from year 0. It may fall below zero
    again later, as before an expensive removal: :func:`payback_lasts` says so.

    Parameters
    ----------
    cash_flow
        Amounts by year, year 0 first; in positive, out negative [money].

    Returns
    -------
    float or None
        None where the outlay never comes back; 0.0 (immediate) where there is never an outlay
        to bring back.

    Raises
    ------
    InputError
        If an amount is missing or infinite.

    Examples
    --------
    >>> payback_years([-100, 40, 40, 40])
    2.5
    >>> payback_years([-100, 10, 10]) is None
    True
    """
    flow = checked_flow("cash_flow", cash_flow)
    return _first_return(flow, _cumulative(flow))


def discounted_payback_years(rate: float, cash_flow: ArrayLike) -> float | None:
    """Return the years after which the outlay has come back with interest.

    As :func:`payback_years`, of the amounts discounted to year 0; linear inside the year.

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
    >>> round(discounted_payback_years(0.10, [-100, 55, 60.5, 66.55]), 9)
    2.0
    """
    flow = checked_flow("cash_flow", cash_flow)
    return payback_years(flow * _discount_factors(rate, flow.size))


def payback_lasts(cash_flow: ArrayLike) -> bool:
    """Tell whether the outlay comes back and the cumulative amount then never falls below zero.

    Raises
    ------
    InputError
        If an amount is missing or infinite.

    Examples
    --------
    >>> payback_lasts([-100, 150, -80])
    False
    """
    flow = checked_flow("cash_flow", cash_flow)
    total = _cumulative(flow)
    returned = _first_return(flow, total)
    if returned is None:
        return False
    return bool((total[int(np.ceil(returned)) :] >= 0).all())


def lcoe(rate: float, costs: ArrayLike, energy_kwh: ArrayLike) -> float | None:
    """Return the levelised cost of energy: present value of costs over that of the energy.

    Parameters
    ----------
    rate
        Discount rate [fraction per year]; a nominal one with nominal costs gives the nominal
        cost, the constant price that would just pay for the plant.
    costs
        Costs by year, year 0 first, as positive amounts [money].
    energy_kwh
        Energy by year, year 0 first [kWh].

    Returns
    -------
    float or None
        [money/kWh]; None where there is no energy.

    Raises
    ------
    InputError
        If the rows differ in length, a value is missing or infinite, an energy is negative,
        or the rate is not above -1.

    Examples
    --------
    >>> round(lcoe(0.10, [1000, 0, 0], [0, 500, 500]), 4)
    1.1524
    """
    cost, energy = checked_flow("costs", costs), checked_flow("energy_kwh", energy_kwh)
    if energy.size != cost.size or (energy < 0).any():
        allowed = message("{years} amounts of at least 0, one for each year", years=cost.size)
        raise InputError.of("energy_kwh", energy_kwh, allowed=allowed)
    energy_worth = npv(rate, energy)
    return npv(rate, cost) / energy_worth if energy_worth > 0 else None


def _discount_factors(rate: float, years: int) -> NDArray[np.float64]:
    """Return the worth in year 0 of one unit of money in each year."""
    return (1.0 + checked_rate("rate", rate)) ** -np.arange(float(years))


def _cumulative(flow: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the running total, exactly zero where it is only the rounding of its terms."""
    total = np.cumsum(flow)
    rounding = 4 * np.finfo(float).eps * np.cumsum(np.abs(flow))
    return np.where(np.abs(total) <= rounding, 0.0, total)


def _first_return(flow: NDArray[np.float64], total: NDArray[np.float64]) -> float | None:
    """Return when the running total first comes back to zero after its first fall below it."""
    below = np.flatnonzero(total < 0)
    if below.size == 0:
        return 0.0
    back = np.flatnonzero(total[below[0] :] >= 0)
    if back.size == 0:
        return None
    year = int(below[0] + back[0])
    return float(year - 1 - total[year - 1] / flow[year])
