"""How prices, output and replacements run over the years of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_rate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from project_finance.project import Project


def price_level(field: str, fraction: float, horizon: int) -> NDArray[np.float64]:
    """Return the price level of years 1 to the horizon, 1 in the first.

    Parameters
    ----------
    field
        Name of the argument, for the error.
    fraction
        Growth of the price [fraction per year].
    horizon
        Last year.

    Raises
    ------
    InputError
        If the growth is not above -1.

    Examples
    --------
    >>> price_level("inflation_fraction", 0.5, 3).tolist()
    [1.0, 1.5, 2.25]
    """
    return (1 + checked_rate(field, fraction)) ** np.arange(float(horizon))


def output_fraction(fraction: float, form: str, horizon: int) -> NDArray[np.float64]:
    """Return the plant's output in years 1 to the horizon as part of the first year's.

    Parameters
    ----------
    fraction
        Yearly loss [fraction].
    form
        ``linear``: of the first year's output, never below zero; ``compound``: of the year
        before.
    horizon
        Last year.

    Raises
    ------
    InputError
        If the loss is not a fraction or the form has another name.

    Examples
    --------
    >>> output_fraction(0.25, "linear", 6).tolist()
    [1.0, 0.75, 0.5, 0.25, 0.0, 0.0]
    """
    lost = checked_amount("degradation_fraction_per_year", fraction, least=0.0, most=1.0)
    age = np.arange(float(horizon))
    if form == "linear":
        return np.clip(1 - lost * age, 0.0, None)
    if form == "compound":
        return (1 - lost) ** age
    raise InputError.of("degradation", form, allowed=message("linear or compound"))


def replacement_costs(
    replacements: Mapping[int, float], horizon: int, last_year: int
) -> NDArray[np.float64]:
    """Return the replacements of years 1 to the last in the money of year 1.

    Where the mine closes before the horizon nothing is renewed from that year on.

    Parameters
    ----------
    replacements
        Cost by year [money of year 1].
    horizon
        Last year that may be named.
    last_year
        Last year of the flow.

    Raises
    ------
    InputError
        If a year lies outside the horizon or a cost is negative or missing.

    Examples
    --------
    >>> replacement_costs({2: 50.0}, 3, 3).tolist(), replacement_costs({2: 50.0}, 3, 2).tolist()
    ([0.0, 50.0, 0.0], [0.0, 0.0])
    """
    renewed = np.zeros(horizon)
    for year, cost in replacements.items():
        if year not in range(1, horizon + 1):
            allowed = message("years from 1 to {horizon}", horizon=horizon)
            raise InputError.of("replacements", year, allowed=allowed)
        renewed[year - 1] = checked_amount("replacements", cost, least=0.0)
    if last_year < horizon:
        renewed[last_year - 1 :] = 0.0
    return renewed[:last_year]


def renewal_prices(project: Project, exchange_rate: float = 1.0) -> NDArray[np.float64]:
    """Return the price of what is bought again in years 1 to the last, over that of year 1.

    The foreign part follows the exchange rate, its price in foreign money taken to stand still;
    the rest follows local inflation.

    Parameters
    ----------
    project
        Its foreign part and rates.
    exchange_rate
        Local money for the foreign one over the planned one, in every year.

    Raises
    ------
    InputError
        If a growth is not above -1 or the foreign part is not a fraction.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> renewal_prices(Project(capex=1.0, foreign_fraction=0.5, usd_rate_growth_fraction=0.2,
    ...     inflation_fraction=0.0, discount_rate=0.1, tariff_escalation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=2)).tolist()
    [1.0, 1.1]
    """
    foreign = checked_amount("foreign_fraction", project.foreign_fraction, least=0.0, most=1.0)
    local = price_level("inflation_fraction", project.inflation_fraction, project.years)
    growth = project.usd_rate_growth_fraction
    dollars = (
        local if growth is None else price_level("usd_rate_growth_fraction", growth, project.years)
    )
    return local + foreign * (exchange_rate * dollars - local)


def checked_horizon(years: int) -> int:
    """Return the horizon if it is a whole number of at least one year.

    Raises
    ------
    InputError
        If it is not.

    Examples
    --------
    >>> checked_horizon(25)
    25
    """
    whole = isinstance(years, (int, np.integer)) and not isinstance(years, bool)
    if not whole or years < 1:
        allowed = message("a whole number of at least 1 year")
        raise InputError.of("horizon_years", years, allowed=allowed)
    return int(years)
