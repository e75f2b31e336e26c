"""Cash flows and figures of merit under names that say what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from project_finance.real_money import in_money_of_year_0

if TYPE_CHECKING:
    from mine_study.money import Worth
    from mine_study.study import StudyResult
    from mine_study.study_file import Study
    from project_finance.timeline.monthly_flow import MonthlyFlow

MONTHLY_LINES = ("net_before_tax", "tax_delta", "net_after_tax", "cumulative_after_tax")
TAX_LINES = (
    "depreciation",
    "income_before_deduction",
    "deduction_used",
    "deduction_left",
    "deduction_lapsed",
    "loss_used",
    "taxable_income",
    "tax_with_project",
    "tax_without_project",
)


def worth_results(result: StudyResult, worth: Worth) -> dict[str, Any]:
    """Return the figures of a project and every line of its years.

    Money is nominal and before any loan, rates include inflation, unless the name says real.

    Parameters
    ----------
    result
        The study.
    worth
        Efficiency, plant or both.
    """
    figures, life = worth.figures, worth.figures.life_cycle_before_tax
    return {
        "money": "nominal",
        "capex": figures.capex,
        "own_outlay": figures.own_outlay,
        "npv": figures.npv,
        "npv_usd": figures.npv / result.study.prices.usd_rate,
        "irr": figures.irr,
        "irr_roots": list(figures.irr_roots),
        "irr_conventional": figures.irr_conventional,
        "irr_rule": "nearest_to_discount_rate_on_npv_branch",
        "mirr": figures.mirr,
        "simple_payback_years": figures.simple_payback_years,
        "simple_payback_from_commissioning_years": figures.simple_payback_from_commissioning_years,
        "commissioned_after_years": worth.flow.commissioned_after_years,
        "discounted_payback_years": figures.discounted_payback_years,
        "lcoe_per_kwh": figures.lcoe_per_kwh,
        "lcoe_real_per_kwh": figures.lcoe_real_per_kwh,
        "profitability_index": figures.profitability_index,
        "capital_recovery_factor": figures.capital_recovery_factor,
        "dscr_min": None,
        "npv_before_tax": figures.npv_before_tax,
        "irr_before_tax": figures.irr_before_tax,
        "simple_payback_before_tax_years": figures.simple_payback_before_tax_years,
        "discounted_payback_before_tax_years": figures.discounted_payback_before_tax_years,
        "capex_per_first_year_savings_years": figures.capex_per_first_year_savings_years,
        "life_cycle_cost_before_tax": life.cost,
        "life_cycle_cost_without_before_tax": life.cost_without,
        "present_value_of_own_costs_before_tax": life.own_costs,
        "net_savings_before_tax": life.net_savings,
        "savings_to_investment_ratio_before_tax": life.savings_to_investment_ratio,
        "adjusted_irr_before_tax": life.adjusted_irr,
        "payback_lasts": figures.payback_lasts,
        "deduction_lost": figures.deduction_lost,
        "yearly": yearly_results(result.study, worth),
    }


def yearly_results(study: Study, worth: Worth) -> dict[str, Any]:
    """Return the lines of a cash flow by year, nominal, and its net at prices of year 0 and in USD.

    Dollars are those of each year, the rate rising as the study says, or with inflation.

    Parameters
    ----------
    study
        Checked keys.
    worth
        Efficiency, plant or both.
    """
    yearly, tax, keys = worth.flow.yearly, worth.flow.tax, study.finance
    lines: dict[str, Any] = {
        "year": yearly.index.to_list(),
        **{str(name): column.to_list() for name, column in yearly.items()},
        "net_after_tax_real": in_money_of_year_0(
            yearly["net_after_tax"], keys.inflation_fraction
        ).tolist(),
        "net_after_tax_usd": (yearly["net_after_tax"] / usd_rates(study, len(yearly))).to_list(),
    }
    if tax is not None:
        lines |= {name: [0.0, *tax.yearly[name]] for name in TAX_LINES}
    return lines


def usd_rates(study: Study, years: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the price of a dollar in each year, year 0 first [money of the year].

    Parameters
    ----------
    study
        Checked keys.
    years
        How many.
    """
    keys = study.finance
    growth = keys.usd_rate_growth_fraction
    rise = keys.inflation_fraction if growth is None else growth
    return np.asarray(study.prices.usd_rate * (1 + rise) ** np.arange(years))


def monthly_results(flow: MonthlyFlow) -> dict[str, Any]:
    """Return the net of each month after the spending, and when the purse is emptiest.

    Parameters
    ----------
    flow
        The whole plan by month.
    """
    return {
        "month": flow.monthly.index.to_list(),
        **{name: flow.monthly[name].to_list() for name in MONTHLY_LINES},
        "lowest_cumulative_after_tax": flow.lowest,
        "lowest_month": flow.lowest_month,
        "payback_month_after_tax": flow.payback_month,
    }
