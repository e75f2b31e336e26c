"""The figures a financier asks of a cash flow, each labelled before or after tax."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from project_finance.irr import irr
from project_finance.life_cycle import (
    adjusted_internal_rate_of_return,
    life_cycle_cost,
    net_savings,
    savings_to_investment_ratio,
)
from project_finance.metrics import (
    capital_recovery_factor,
    discounted_payback_years,
    lcoe,
    mirr,
    npv,
    payback_from_commissioning_years,
    payback_lasts,
    payback_years,
    profitability_index,
)
from project_finance.real_lcoe import lcoe_real
from project_finance.timeline.plant_years import first_full_year

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from project_finance.cash_flow import CashFlow

GAINS = ("efficiency_savings", "pv_savings", "export_income")
"""Lines that a project brings in."""
INVESTED = (
    "capex",
    "vat",
    "grants",
    "vat_returned",
    "replacement_cost",
    "salvage",
    "dismantling",
)
"""Lines that are investment: first cost less what others pay of it, renewals, and what is left
at the end."""
RUNNING = ("om_cost",)
"""Lines that are operation; with the others they are all lines before tax."""


@dataclass(frozen=True, kw_only=True)
class LifeCycleWorth:
    """Figures of 10 CFR 436 and NIST Handbook 135, before tax and before any loan, nominal."""

    own_costs: float
    """Present value of capex and tax on it less grants, of operation, replacements and removal
    less salvage [money of year 0]: the handbook's life-cycle cost without the energy that is
    still bought."""
    cost: float | None
    """The handbook's life-cycle cost: own costs and the energy still bought, export taken off,
    present values [money of year 0]; None where the bill without the project is not known."""
    cost_without: float | None
    """The same where nothing is done: all energy as today; less `net_savings` it is `cost`."""
    net_savings: float
    """Energy no longer bought and export less own costs, both present values [money of year 0]:
    the handbook's difference of two life-cycle costs, in which the energy still bought falls out;
    the net present value before tax by another way."""
    savings_to_investment_ratio: float | None
    """Savings and export less operation over capex and replacements, both present values; None
    where nothing is invested."""
    adjusted_irr: float | None
    """Adjusted internal rate of return, savings put out again at the discount rate [fraction
    per year]; None where nothing is invested or saved."""


@dataclass(frozen=True, kw_only=True)
class FinanceSummary:
    """What a project is worth: nominal, before any loan, after tax unless the name says so."""

    capex: float
    """Outlay of year 0 with the value-added tax that is not recovered, grants not taken off
    [money]."""
    own_outlay: float
    """Cash that leaves in year 0: less a grant received then, with tax given back later [money]."""
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
    simple_payback_from_commissioning_years: float | None
    """As `simple_payback_years`, counted from the plant's first day of operation."""
    capital_recovery_factor: float
    """Equal yearly part of an outlay that pays it back over the years at the discount rate."""
    payback_lasts: bool
    """False where the cumulative cash falls below zero again later, or never comes back."""
    lcoe_per_kwh: float | None
    """Capex, operation and replacements before tax over the energy produced or saved, both
    discounted [nominal money/kWh]; None without energy."""
    lcoe_real_per_kwh: float | None
    """The same at the prices of year 0 [money of year 0/kWh], the one to hold against a tariff
    of today; None without energy or where no inflation was given."""
    profitability_index: float | None
    """Present value of all after year 0 over the outlay of year 0; None without outlay."""
    life_cycle_before_tax: LifeCycleWorth
    """Own costs, net savings, savings-to-investment ratio, adjusted rate of return."""
    npv_before_tax: float
    """Net present value without income tax [money of year 0]."""
    irr_before_tax: float | None
    """Internal rate of return without income tax."""
    simple_payback_before_tax_years: float | None
    """Payback from the cumulative cash without income tax."""
    discounted_payback_before_tax_years: float | None
    """The same with interest at the discount rate."""
    capex_per_first_year_savings_years: float | None
    """Outlay over the net savings before tax of the first year in which all works, the plain
    figure of vendors; None where that year saves nothing or lies beyond the end."""
    deduction_lost: float | None
    """Special tax deduction that could not be used [money]; None where no tax was reckoned."""


def summary(
    cash_flow: CashFlow,
    *,
    inflation_fraction: float | None = None,
    commissioned_after_years: float | None = None,
) -> FinanceSummary:
    """Return the figures of merit of a cash flow at its own discount rate.

    Parameters
    ----------
    cash_flow
        The project's, nominal and before any loan; or the owner's part of it.
    inflation_fraction
        Growth of prices [fraction per year]; None leaves the real cost of energy out.
    commissioned_after_years
        From the start of year 0 to the first day of operation [years]; the cash flow's own
        where None.

    Raises
    ------
    InputError
        If the inflation is not above -1 or the wait is negative.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> flow = Project(capex=100.0, efficiency_savings_year1=40.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=4).flow
    >>> worth = summary(flow)
    >>> worth.simple_payback_years, round(worth.npv, 2), worth.lcoe_per_kwh
    (2.5, 26.79, None)
    """
    yearly, rate = cash_flow.yearly, cash_flow.discount_rate
    before, after = yearly["net_before_tax"].to_numpy(), yearly["net_after_tax"].to_numpy()
    returns = irr(after, hurdle_rate=rate)
    costs, energy = _costs(yearly), yearly["energy_kwh"].to_numpy()
    capex = 0.0 - yearly[["capex", "vat", "vat_returned"]].to_numpy(dtype=float).sum().item()
    wait = (
        cash_flow.commissioned_after_years
        if commissioned_after_years is None
        else commissioned_after_years
    )
    return FinanceSummary(
        capex=capex,
        own_outlay=0.0 - float(before[0]),
        npv=npv(rate, after),
        irr=returns.rate,
        irr_roots=returns.roots,
        irr_conventional=returns.conventional,
        mirr=mirr(after, rate, rate),
        **_paybacks(yearly, rate, wait, spends=capex > 0),
        capital_recovery_factor=capital_recovery_factor(rate, len(yearly) - 1),
        payback_lasts=payback_lasts(after),
        lcoe_per_kwh=lcoe(rate, costs, energy),
        lcoe_real_per_kwh=None
        if inflation_fraction is None
        else lcoe_real(rate, inflation_fraction, costs, energy),
        profitability_index=profitability_index(rate, after),
        life_cycle_before_tax=_life_cycle(cash_flow),
        npv_before_tax=npv(rate, before),
        irr_before_tax=irr(before, hurdle_rate=rate).rate,
        capex_per_first_year_savings_years=_plain_payback(yearly, capex, wait),
        deduction_lost=None if cash_flow.tax is None else cash_flow.tax.deduction_lost,
    )


def _paybacks(
    yearly: pd.DataFrame, rate: float, wait: float, *, spends: bool
) -> dict[str, float | None]:
    """Return the paybacks from the running sums; None each where nothing is spent."""
    names = (
        "simple_payback_years",
        "discounted_payback_years",
        "simple_payback_from_commissioning_years",
        "simple_payback_before_tax_years",
        "discounted_payback_before_tax_years",
    )
    if not spends:
        return dict.fromkeys(names)
    before, after = yearly["net_before_tax"].to_numpy(), yearly["net_after_tax"].to_numpy()
    found = (
        payback_years(after),
        discounted_payback_years(rate, after),
        payback_from_commissioning_years(after, commissioned_after_years=wait),
        payback_years(before),
        discounted_payback_years(rate, before),
    )
    return dict(zip(names, found, strict=True))


def _plain_payback(yearly: pd.DataFrame, capex: float, wait: float) -> float | None:
    """Return the outlay over what the first whole year saves net; None where it saves nothing."""
    year = first_full_year(wait)
    if year >= len(yearly):
        return None
    saved = float(yearly[[*GAINS, *RUNNING]].to_numpy(dtype=float)[year].sum())
    return capex / saved if saved > 0 else None


def _costs(yearly: pd.DataFrame) -> NDArray[np.float64]:
    """Return what is paid on balance each year before tax, as positive amounts."""
    return -yearly[[*INVESTED, *RUNNING]].sum(axis=1).to_numpy()


def _life_cycle(cash_flow: CashFlow) -> LifeCycleWorth:
    """Return the figures of public building rules."""
    yearly, rate, bill = cash_flow.yearly, cash_flow.discount_rate, cash_flow.bill_without
    costs, gains = _costs(yearly), yearly[list(GAINS)].sum(axis=1).to_numpy()
    savings = gains + yearly[list(RUNNING)].sum(axis=1).to_numpy()
    invested = -yearly[list(INVESTED)].sum(axis=1).to_numpy()
    return LifeCycleWorth(
        own_costs=life_cycle_cost(rate, costs),
        cost=None if bill is None else life_cycle_cost(rate, bill.to_numpy() - gains + costs),
        cost_without=None if bill is None else life_cycle_cost(rate, bill.to_numpy()),
        net_savings=net_savings(rate, gains, costs),
        savings_to_investment_ratio=savings_to_investment_ratio(rate, savings, invested),
        adjusted_irr=adjusted_internal_rate_of_return(rate, savings, invested),
    )
