"""Levelised cost of energy at the prices of today, to be held against a tariff of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from project_finance.amounts import checked_flow
from project_finance.metrics import lcoe
from project_finance.real_money import in_money_of_year_0, real_rate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def lcoe_real(
    nominal_rate: float, inflation_fraction: float, costs: ArrayLike, energy_kwh: ArrayLike
) -> float | None:
    """Return the levelised cost of energy at the prices of year 0.

    The price which, rising with inflation, just pays for the plant: present value of the nominal
    costs over the energy discounted at the real rate. With inflation it is below the nominal
    cost (:func:`project_finance.metrics.lcoe`), a price that never rises; only the real one may
    be held against a tariff of today.

    Parameters
    ----------
    nominal_rate
        Discount rate in money of each year [fraction per year], above -1.
    inflation_fraction
        Growth of prices [fraction per year], above -1.
    costs
        Nominal costs by year, year 0 first, as positive amounts [money of each year].
    energy_kwh
        Energy by year, year 0 first [kWh].

    Returns
    -------
    float or None
        [money of year 0 per kWh]; None where there is no energy.

    Raises
    ------
    InputError
        As :func:`project_finance.metrics.lcoe`, or if the inflation is not above -1.

    Examples
    --------
    >>> round(lcoe_real(0.155, 0.05, [1000, 0, 0], [0, 500, 500]), 4)
    1.1524
    """
    at_todays_prices = in_money_of_year_0(checked_flow("costs", costs), inflation_fraction)
    return lcoe(real_rate(nominal_rate, inflation_fraction), at_todays_prices, energy_kwh)
