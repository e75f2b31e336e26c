"""What a loan leaves to the owner: equity flow, tax relief of the interest, figures of merit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.irr import irr
from project_finance.metrics import mirr, npv

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from project_finance.cash_flow import CashFlow
    from project_finance.tax import TaxFlow

    AssessTax = Callable[[NDArray[np.float64]], TaxFlow | None]
    """Returns the assessment of a project's taxable gains of years 1 to the horizon; None where
    it reckons no tax."""


@dataclass(frozen=True, kw_only=True)
class EquityFigures:
    """What the owner's own money earns, nominal; no payback, which a loan makes meaningless."""

    outlay: float
    """Own money of year 0: outlay and reserve less the loan [money]."""
    npv_after_tax: float
    """Net present value [money of year 0]."""
    irr_after_tax: float | None
    """Internal rate of return [fraction per year]; None where there is none, as without own
    money."""
    irr_roots_after_tax: tuple[float, ...]
    """Every rate above -1 at which the present value is zero; none without own money."""
    irr_conventional: bool
    """Whether the rate after tax is unique by its signs and may be ranked."""
    mirr_after_tax: float | None
    """Modified rate of return, financed and reinvested at the discount rate; None likewise."""
    npv_before_tax: float
    """Net present value without income tax [money of year 0]."""
    irr_before_tax: float | None
    """Internal rate of return without income tax; None likewise."""
    discount_rate: float
    """Nominal rate of the present values [fraction per year]."""


def equity_figures(
    equity_before_tax: pd.Series, equity_after_tax: pd.Series, discount_rate: float
) -> EquityFigures:
    """Return the figures of merit of the owner's flows.

    Parameters
    ----------
    equity_before_tax, equity_after_tax
        Owner's cash by year, year 0 first [nominal money].
    discount_rate
        Nominal rate that the owner demands [fraction per year].

    Raises
    ------
    InputError
        If an amount is missing or the rate is not above -1.

    Examples
    --------
    >>> flow = pd.Series([-50.0, 60.0])
    >>> figures = equity_figures(flow, flow, 0.10)
    >>> round(figures.irr_after_tax, 9), round(figures.npv_after_tax, 2)
    (0.2, 4.55)
    """
    after, before = equity_after_tax.to_numpy(), equity_before_tax.to_numpy()
    returns = irr(after, hurdle_rate=discount_rate)
    puts_in, puts_in_before_tax = float(after[0]) < 0, float(before[0]) < 0
    return EquityFigures(
        outlay=0.0 - float(after[0]),
        npv_after_tax=npv(discount_rate, after),
        irr_after_tax=returns.rate if puts_in else None,
        irr_roots_after_tax=returns.roots if puts_in else (),
        irr_conventional=returns.conventional,
        mirr_after_tax=mirr(after, discount_rate, discount_rate) if puts_in else None,
        npv_before_tax=npv(discount_rate, before),
        irr_before_tax=irr(before, hurdle_rate=discount_rate).rate if puts_in_before_tax else None,
        discount_rate=discount_rate,
    )


def tax_with_interest(
    project: CashFlow, interest: pd.Series, assess_tax: AssessTax | None
) -> TaxFlow | None:
    """Return the project's tax once the interest of a loan is deducted, None without tax.

    Parameters
    ----------
    project
        Cash flow before the loan.
    interest
        Interest accrued by year from 1 [money]; years without are 0.
    assess_tax
        The assessment of the project: :func:`project_finance.project_tax.project_tax` with the
        project filled in (`functools.partial`).

    Raises
    ------
    InputError
        If the project reckons tax and no assessment is given, or the other way round, or the
        assessment without interest is not the project's own.

    Examples
    --------
    >>> from functools import partial
    >>> from project_finance.project import Project
    >>> from project_finance.incentives import read_incentives
    >>> from project_finance.tax import tax_flow
    >>> rules = read_incentives("CO").ordinary()
    >>> project = Project(capex=100.0, pv_savings_year1=60.0, discount_rate=0.1,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0, horizon_years=2,
    ...     degradation_fraction_per_year=0.0, tax_rules=rules, other_taxable_income=500.0).flow
    >>> assess = partial(tax_flow, capex=100.0, rules=rules, other_taxable_income=500.0)
    >>> taxed = tax_with_interest(project, pd.Series({1: 10.0}), assess)
    >>> (taxed.yearly["tax_delta"] - project.tax.yearly["tax_delta"]).round(9).to_list()
    [-3.5, 0.0]
    """
    if (project.tax is None) != (assess_tax is None):
        allowed = message("the assessment that the project's tax was made with, None without tax")
        raise InputError.of("assess_tax", assess_tax, allowed=allowed)
    if project.tax is None or assess_tax is None:
        return None
    gains = project.tax.yearly["net_savings"]
    same, stated = assess_tax(gains.to_numpy()), project.tax.yearly["tax_delta"]
    size = float(gains.abs().max())
    if same is None or not np.allclose(
        same.yearly["tax_delta"], stated, rtol=1e-9, atol=1e-9 * size
    ):
        allowed = message("the assessment that the project's tax was made with, None without tax")
        raise InputError.of("assess_tax", assess_tax, allowed=allowed)
    return assess_tax((gains - interest.reindex(gains.index, fill_value=0.0)).to_numpy())


def interest_tax_relief(project: CashFlow, taxed: TaxFlow | None) -> pd.Series:
    """Return the tax that deducting the interest saves, by year from 0; zero without tax.

    Parameters
    ----------
    project
        Cash flow before the loan.
    taxed
        Its tax with the interest, from :func:`tax_with_interest`.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> project = Project(capex=100.0, discount_rate=0.1, horizon_years=2,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0).flow
    >>> interest_tax_relief(project, None).to_list()
    [0.0, 0.0, 0.0]
    """
    relief = pd.Series(0.0, index=project.yearly.index)
    if project.tax is not None and taxed is not None:
        saved = project.tax.yearly["tax_delta"] - taxed.yearly["tax_delta"]
        relief = saved.reindex(relief.index, fill_value=0.0)
    return relief.rename("interest_tax_relief")
