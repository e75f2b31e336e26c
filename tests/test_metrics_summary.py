"""The life-cycle figures, real cost and payback that a summary of a cash flow adds."""

from __future__ import annotations

import numpy as np
import pytest

from project_finance.metrics import npv
from project_finance.project import Project
from project_finance.summary import summary


def by_hand():
    return Project(
        capex=1000.0,
        vat_paid=190.0,
        discount_rate=0.10,
        energy_bill_year1=600.0,
        efficiency_savings_year1=100.0,
        pv_savings_year1=300.0,
        export_income_year1=50.0,
        saved_kwh_year1=1000.0,
        pv_kwh_year1=4000.0,
        om_per_year=20.0,
        replacements={2: 75.0},
        tariff_escalation_fraction=0.0,
        inflation_fraction=0.0,
        degradation_fraction_per_year=0.0,
        horizon_years=3,
    ).flow


def test_the_summary_gives_the_life_cycle_figures_of_a_hand_calculation() -> None:
    worth = summary(by_hand(), inflation_fraction=0.04, commissioned_after_years=0.5)
    annuity = 1 / 1.1 + 1 / 1.21 + 1 / 1.331
    invested = 1190 + 75 / 1.21
    savings = (450 - 20) * annuity
    figures = worth.life_cycle_before_tax
    assert figures.own_costs == pytest.approx(invested + 20 * annuity)
    assert figures.cost == pytest.approx(invested + (20 + 600 - 450) * annuity)
    assert figures.cost_without == pytest.approx(600 * annuity)
    assert figures.net_savings == pytest.approx(450 * annuity - figures.own_costs)
    assert figures.net_savings == pytest.approx(worth.npv_before_tax)
    assert figures.savings_to_investment_ratio == pytest.approx(savings / invested)
    assert figures.adjusted_irr == pytest.approx(1.1 * (savings / invested) ** (1 / 3) - 1)
    assert worth.profitability_index == pytest.approx(1 + worth.npv / 1190)


def test_the_summarys_real_cost_of_energy_pays_when_it_rises_with_prices() -> None:
    flow = by_hand()
    worth = summary(flow, inflation_fraction=0.04)
    assert worth.lcoe_real_per_kwh is not None
    prices = worth.lcoe_real_per_kwh * 1.04 ** np.arange(4)
    costs = -flow.yearly[["capex", "vat", "om_cost", "replacement_cost"]].sum(axis=1)
    income = flow.yearly["energy_kwh"].to_numpy() * prices
    assert npv(0.10, income - costs.to_numpy()) == pytest.approx(0.0, abs=1e-9)
    assert summary(flow).lcoe_real_per_kwh is None


def test_the_summarys_payback_from_commissioning_leaves_out_the_wait() -> None:
    worth = summary(by_hand(), commissioned_after_years=0.5)
    assert worth.simple_payback_years is not None
    assert worth.simple_payback_from_commissioning_years == pytest.approx(
        worth.simple_payback_years - 0.5
    )


def test_a_summary_of_a_project_that_never_pays_says_none_from_commissioning_too() -> None:
    poor = Project(
        capex=1000.0,
        discount_rate=0.10,
        pv_savings_year1=10.0,
        tariff_escalation_fraction=0.0,
        inflation_fraction=0.0,
        degradation_fraction_per_year=0.0,
        horizon_years=3,
    ).flow
    worth = summary(poor)
    assert worth.simple_payback_from_commissioning_years is None
    assert worth.profitability_index is not None
    assert worth.profitability_index < 1
    assert worth.lcoe_real_per_kwh is None
