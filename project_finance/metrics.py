"""What a cash flow is worth: present value, rates of return, payback, cost of energy, ratios.

Every function takes the amounts by year, year 0 first, in any one money: nominal amounts with
a nominal rate, or real amounts with a real rate. Of a project's flow they are the project's
figures, of what is left after the loan the owner's; the label says which, and whether after tax.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_flow, checked_rate
from project_finance.irr import Irr, irr
from project_finance.loan import payment
from project_finance.payback import (
    discounted_payback_years,
    payback_from_commissioning_years,
    payback_from_spending_years,
    payback_lasts,
    payback_years,
)
from project_finance.present_value import npv

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = [
    "Irr",
    "capital_recovery_factor",
    "discounted_payback_years",
    "irr",
    "lcoe",
    "mirr",
    "npv",
    "payback_from_commissioning_years",
    "payback_from_spending_years",
    "payback_lasts",
    "payback_years",
    "profitability_index",
]


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


def profitability_index(rate: float, cash_flow: ArrayLike) -> float | None:
    """Return the present value of all that follows year 0 over the outlay of year 0.

    It is 1 + NPV / outlay: what each unit of money spent now brings back, the figure to rank
    by where money is short.

    Parameters
    ----------
    rate
        Discount rate [fraction per year], above -1.
    cash_flow
        Amounts by year, year 0 first; in positive, out negative [money].

    Returns
    -------
    float or None
        None where year 0 has no net outlay.

    Raises
    ------
    InputError
        If an amount is missing or infinite, or the rate is not above -1.

    Examples
    --------
    >>> round(profitability_index(0.10, [-200, 220, 242]), 6)
    2.0
    """
    flow = checked_flow("cash_flow", cash_flow)
    worth = npv(rate, flow)
    return 1 + worth / -float(flow[0]) if flow[0] < 0 else None


def capital_recovery_factor(rate: float, years: int) -> float:
    r"""Return the equal yearly amount that pays back one unit of money with interest.

    :math:`r / (1 - (1+r)^{-n})`, and 1/n where the rate is zero: the payment on a loan of one.

    Parameters
    ----------
    rate
        Interest or discount rate [fraction per year], above -1.
    years
        Whole years, at least 1.

    Raises
    ------
    InputError
        If the rate is not above -1 or the years are not a whole number of at least 1.

    Examples
    --------
    >>> round(capital_recovery_factor(0.10, 20), 6)
    0.11746
    """
    return payment(rate, years, 1.0)
