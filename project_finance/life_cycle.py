"""Life-cycle figures of a measure as public building rules define them.

Definitions: 10 CFR 436.19 to 436.22 (life-cycle cost, net savings, savings-to-investment ratio,
adjusted internal rate of return), which NIST Handbook 135 explains. Amounts by year, year 0
first, in any one money: nominal amounts with a nominal rate, or real ones with a real rate.
The rules reckon before tax and without a loan; the caller's label must say what was done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_flow, checked_rate
from project_finance.present_value import npv

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def life_cycle_cost(rate: float, costs: ArrayLike) -> float:
    """Return what a thing costs over its life: the present value of all its costs.

    Parameters
    ----------
    rate
        Discount rate [fraction per year], above -1.
    costs
        Investment, replacements, energy, operation and removal by year as positive amounts,
        what is left at the end as a negative one [money].

    Raises
    ------
    InputError
        If an amount is missing or infinite, or the rate is not above -1.

    Examples
    --------
    >>> round(life_cycle_cost(0.10, [1000, 110, 121]), 6)
    1200.0
    """
    return npv(rate, checked_flow("costs", costs))


def net_savings(rate: float, base_costs: ArrayLike, costs: ArrayLike) -> float:
    """Return the life-cycle cost without a measure less that with it.

    It is the net present value of the difference of their costs; negative where the measure
    costs more than it saves.

    Parameters
    ----------
    rate
        Discount rate [fraction per year], above -1.
    base_costs, costs
        Costs by year without and with the measure, as for :func:`life_cycle_cost`.

    Raises
    ------
    InputError
        If the rows differ in length, an amount is missing, or the rate is not above -1.

    Examples
    --------
    >>> round(net_savings(0.10, [0, 220, 242], [300, 0, 0]), 6)
    100.0
    """
    base, alternative = _of_one_length("base_costs", base_costs, "costs", costs)
    return life_cycle_cost(rate, base) - life_cycle_cost(rate, alternative)


def savings_to_investment_ratio(
    rate: float, savings: ArrayLike, investment: ArrayLike
) -> float | None:
    """Return the present value of what a measure saves over that of what it invests.

    Savings are those of energy, operation and maintenance; investment is the additional first
    cost and replacements less what is left at the end (10 CFR 436.21). A measure pays where
    the ratio is above 1; ratios rank measures that do not exclude each other, not sizes of one.

    Parameters
    ----------
    rate
        Discount rate [fraction per year], above -1.
    savings
        By year; negative where operation costs more than before [money].
    investment
        By year as positive amounts, a residual value negative [money].

    Returns
    -------
    float or None
        None where nothing is invested on balance: there is no ratio then.

    Raises
    ------
    InputError
        If the rows differ in length, an amount is missing, or the rate is not above -1.

    Examples
    --------
    >>> round(savings_to_investment_ratio(0.10, [0, 220, 242], [200, 0, 0]), 6)
    2.0
    """
    saved, spent = _of_one_length("savings", savings, "investment", investment)
    invested = npv(rate, spent)
    return npv(rate, saved) / invested if invested > 0 else None


def adjusted_internal_rate_of_return(
    rate: float,
    savings: ArrayLike,
    investment: ArrayLike,
    *,
    reinvest_rate: float | None = None,
) -> float | None:
    r"""Return the yearly rate at which the investment grows into the savings, put out again.

    :math:`(1+r)\,SIR^{1/N} - 1` with N the last year and r the rate at which savings are
    put out again until then (10 CFR 436.22). Unique, and above the discount rate where the
    savings-to-investment ratio is above 1.

    Parameters
    ----------
    rate, savings, investment
        As for :func:`savings_to_investment_ratio`.
    reinvest_rate
        What savings earn [fraction per year]; None for the discount rate, as the rules do.

    Returns
    -------
    float or None
        None where nothing is invested or saved on balance, or there is no year but year 0.

    Raises
    ------
    InputError
        As for :func:`savings_to_investment_ratio`, of either rate.

    Examples
    --------
    >>> round(adjusted_internal_rate_of_return(0.10, [0, 220, 242], [200, 0, 0]), 6)
    0.555635
    """
    earned = rate if reinvest_rate is None else checked_rate("reinvest_rate", reinvest_rate)
    ratio = savings_to_investment_ratio(rate, savings, investment)
    last_year = np.size(savings) - 1
    if ratio is None or ratio <= 0 or last_year == 0:
        return None
    return float((1 + earned) * ratio ** (1 / last_year) - 1)


def _of_one_length(
    first_field: str, first: ArrayLike, second_field: str, second: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two rows of amounts if they have the same years."""
    one, other = checked_flow(first_field, first), checked_flow(second_field, second)
    if one.size != other.size:
        allowed = message("{years} amounts, one for each year", years=one.size)
        raise InputError.of(second_field, second, allowed=allowed)
    return one, other
