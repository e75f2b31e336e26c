"""How prices and output run over the years of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_flow, checked_rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from project_finance.project import Project

TARIFF_LINES = ("efficiency_savings", "pv_savings", "export_income")
"""Lines that follow the tariff."""


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


def tariff_levels(project: Project) -> dict[str, NDArray[np.float64]]:
    """Return the tariff of years 1 to the last over that of today, by the line that follows it.

    Factors that reach the horizon are cut where the mine closes before.

    Parameters
    ----------
    project
        Its rise of the tariff, and factors on it.

    Raises
    ------
    InputError
        If the growth is not above -1, factors are told for another line, are not one a year, or
        one is missing or infinite.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> levels = tariff_levels(Project(capex=1.0, tariff_factors={"pv_savings": [1.0, 1.2]},
    ...     tariff_escalation_fraction=0.5, inflation_fraction=0.0, discount_rate=0.1,
    ...     degradation_fraction_per_year=0.0, horizon_years=2))
    >>> levels["pv_savings"].round(9).tolist(), levels["export_income"].tolist()
    ([1.0, 1.8], [1.0, 1.5])
    """
    if unknown := sorted(set(project.tariff_factors) - set(TARIFF_LINES)):
        allowed = message("one of {known}", known=", ".join(TARIFF_LINES))
        raise InputError.of("tariff_factors", unknown[0], allowed=allowed)
    grid = price_level(
        "tariff_escalation_fraction", project.tariff_escalation_fraction, project.years
    )
    return {name: grid * _factors(project, name) for name in TARIFF_LINES}


def _factors(project: Project, name: str) -> NDArray[np.float64]:
    if name not in project.tariff_factors:
        return np.ones(project.years)
    row = checked_flow(f"tariff_factors[{name}]", project.tariff_factors[name])
    if row.size not in (project.years, project.horizon_years):
        allowed = message("{years} factors, one a year", years=project.years)
        raise InputError.of(f"tariff_factors[{name}]", row.tolist(), allowed=allowed)
    return row[: project.years]


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


def dollar_level(project: Project) -> NDArray[np.float64]:
    """Return the price of foreign money in years 1 to the last, over that of year 1.

    Parameters
    ----------
    project
        Its rates; foreign money follows local inflation where no growth is given.

    Raises
    ------
    InputError
        If the growth is not above -1.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> dollar_level(Project(capex=1.0, inflation_fraction=0.5, discount_rate=0.1, horizon_years=2,
    ...     tariff_escalation_fraction=0.0, degradation_fraction_per_year=0.0)).tolist()
    [1.0, 1.5]
    """
    growth = project.usd_rate_growth_fraction
    if growth is None:
        return price_level("inflation_fraction", project.inflation_fraction, project.years)
    return price_level("usd_rate_growth_fraction", growth, project.years)


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
