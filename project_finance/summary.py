"""The figures a financier asks of a cash flow, each labelled before or after tax."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from project_finance.irr import irr
from project_finance.metrics import (
    discounted_payback_years,
    lcoe,
    mirr,
    npv,
    payback_lasts,
    payback_years,
)

if TYPE_CHECKING:
    from project_finance.cash_flow import CashFlow


@dataclass(frozen=True, kw_only=True)
class FinanceSummary:
    """What a project is worth: nominal, before any loan, after tax unless the name says so."""

    capex: float
    """Outlay of year 0 with the value-added tax that is not recovered [money]."""
    npv: float
    """Net present value [money of year 0]."""
    irr: float | None
    """Internal rate of return [fraction per year]; None where there is none."""
    irr_roots: tuple[float, ...]
    """Every rate above -1 at which the present value is zero."""
    irr_conventional: bool
    """Whether the rate of return is unique by its signs and may be ranked."""
    mirr: float | None
    """Modified rate of return, financed and reinvested at the discount rate."""
    simple_payback_years: float | None
    """Cumulative cash after tax back at zero, read linearly inside the year; None if never
    or where nothing is spent."""
    discounted_payback_years: float | None
    """The same with interest at the discount rate."""
    payback_lasts: bool
    """False where the cumulative cash falls below zero again later, or never comes back."""
    lcoe_per_kwh: float | None
    """Capex, operation and replacements before tax over the energy produced or saved, both
    discounted [nominal money/kWh]; None without energy."""
    npv_before_tax: float
    """Net present value without income tax [money of year 0]."""
    irr_before_tax: float | None
    """Internal rate of return without income tax."""
    simple_payback_before_tax_years: float | None
    """Payback from the cumulative cash without income tax."""
    capex_per_first_year_savings_years: float | None
    """Outlay over the first year's net savings before tax, the plain figure of vendors; None
    where the first year saves nothing."""
    deduction_lost: float | None
    """Special tax deduction that could not be used [money]; None where no tax was reckoned."""


def summary(cash_flow: CashFlow) -> FinanceSummary:
    """Return the figures of merit of a cash flow at its own discount rate.

    Examples
    --------
    >>> from project_finance.cash_flow import project_cash_flow
    >>> flow = project_cash_flow(capex=100.0, efficiency_savings_year1=40.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=4)
    >>> worth = summary(flow)
    >>> worth.simple_payback_years, round(worth.npv, 2), worth.lcoe_per_kwh
    (2.5, 26.79, None)
    """
    yearly, rate = cash_flow.yearly, cash_flow.discount_rate
    before, after = yearly["net_before_tax"].to_numpy(), yearly["net_after_tax"].to_numpy()
    returns = irr(after, hurdle_rate=rate)
    costs = -yearly[["capex", "vat", "om_cost", "replacement_cost"]].sum(axis=1).to_numpy()
    capex = 0.0 - float(before[0])
    first_year = float(before[1])
    return FinanceSummary(
        capex=capex,
        npv=npv(rate, after),
        irr=returns.rate,
        irr_roots=returns.roots,
        irr_conventional=returns.conventional,
        mirr=mirr(after, rate, rate),
        simple_payback_years=payback_years(after) if capex > 0 else None,
        discounted_payback_years=discounted_payback_years(rate, after) if capex > 0 else None,
        payback_lasts=payback_lasts(after),
        lcoe_per_kwh=lcoe(rate, costs, yearly["energy_kwh"].to_numpy()),
        npv_before_tax=npv(rate, before),
        irr_before_tax=irr(before, hurdle_rate=rate).rate,
        simple_payback_before_tax_years=payback_years(before) if capex > 0 else None,
        capex_per_first_year_savings_years=capex / first_year if first_year > 0 else None,
        deduction_lost=None if cash_flow.tax is None else cash_flow.tax.deduction_lost,
    )
