"""What is bought again over the years of a project, at the prices of its year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount
from project_finance.price_paths import dollar_level, price_level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from project_finance.project import Project

ROUNDING = 1e-9
"""Of a cost that is told twice [fraction]."""


@dataclass(frozen=True, kw_only=True)
class RenewalCosts:
    """What is bought again in years 1 to the last, as planned."""

    local: NDArray[np.float64]
    """Part that follows local inflation [nominal money]."""
    foreign: NDArray[np.float64]
    """Part that follows the exchange rate, its price in foreign money taken to stand still
    [nominal money]."""

    @property
    def total(self) -> NDArray[np.float64]:
        """Both [nominal money]."""
        return self.local + self.foreign


def renewal_costs(project: Project) -> RenewalCosts:
    """Return what is bought again in years 1 to the last, at the prices of its year.

    Parameters
    ----------
    project
        Its replacements, what is foreign of them, and its rates.

    Raises
    ------
    InputError
        If a growth is not above -1, or the foreign part is not a part.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> renewal_costs(Project(capex=1.0, replacements={2: 100.0}, foreign_replacements={2: 50.0},
    ...     usd_rate_growth_fraction=0.2, inflation_fraction=0.0, discount_rate=0.1,
    ...     tariff_escalation_fraction=0.0, degradation_fraction_per_year=0.0,
    ...     horizon_years=2)).total.tolist()
    [0.0, 110.0]
    """
    renewed = replacement_costs(project.replacements, project.horizon_years, project.years)
    foreign = foreign_replacement_costs(project)
    local = price_level("inflation_fraction", project.inflation_fraction, project.years)
    return RenewalCosts(local=(renewed - foreign) * local, foreign=foreign * dollar_level(project))


def foreign_replacement_costs(project: Project) -> NDArray[np.float64]:
    """Return what is priced in foreign money of the replacements, in the money of year 1.

    Parameters
    ----------
    project
        Its replacements and what is foreign of them.

    Raises
    ------
    InputError
        If the foreign part is not a fraction, or more than the replacement of its year.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> foreign_replacement_costs(Project(capex=1.0, replacements={2: 50.0}, horizon_years=2,
    ...     foreign_fraction=0.4, inflation_fraction=0.0, discount_rate=0.1,
    ...     tariff_escalation_fraction=0.0, degradation_fraction_per_year=0.0)).tolist()
    [0.0, 20.0]
    """
    fraction = checked_amount("foreign_fraction", project.foreign_fraction, least=0.0, most=1.0)
    renewed = replacement_costs(project.replacements, project.horizon_years, project.years)
    if project.foreign_replacements is None:
        return fraction * renewed
    foreign = replacement_costs(project.foreign_replacements, project.horizon_years, project.years)
    if (foreign > renewed * (1 + ROUNDING)).any():
        allowed = message("at most the replacements of the same year")
        raise InputError.of("foreign_replacements", project.foreign_replacements, allowed=allowed)
    return foreign


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
