"""Life-cycle figures, ratios and real money against published values and by hand."""

from __future__ import annotations

import math

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from project_finance.life_cycle import (
    adjusted_internal_rate_of_return,
    life_cycle_cost,
    net_savings,
    savings_to_investment_ratio,
)
from project_finance.metrics import capital_recovery_factor, lcoe, mirr, npv, profitability_index
from project_finance.real_lcoe import lcoe_real
from project_finance.real_money import in_money_of_year_0, nominal_rate, real_rate

rates = st.floats(-0.3, 0.6)
amounts = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=26)
positive = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=26)


def at_year_0(worth: float, years: int) -> list[float]:
    """Return amounts of so many years whose present value is the given one at any rate."""
    return [worth, *[0.0] * years]


def test_the_ratio_and_adjusted_rate_of_nists_own_test_cases_are_met() -> None:
    # NIST, E3 (usnistgov/E3, 2021), test_alternative_summary.py: operating costs of 550 without
    # and 300 with, additional investment of 200 less 100, present values; 10 years at 5 %.
    savings, investment = at_year_0(550 - 300, 10), at_year_0(200 - 100, 10)
    assert savings_to_investment_ratio(0.05, savings, investment) == pytest.approx(2.5)
    adjusted = adjusted_internal_rate_of_return(0.05, savings, investment)
    assert adjusted == pytest.approx(0.150756137704478, rel=1e-13)
    just_paid = adjusted_internal_rate_of_return(0.05, investment, investment)
    assert just_paid == pytest.approx(0.05, rel=1e-13)


def test_nists_net_savings_of_two_life_cycle_costs_are_met() -> None:
    # The same file of E3: life-cycle costs of 1580.29... against 1243.95... without.
    saved = net_savings(0.03, [1243.95271841771], [1580.29487531447])
    assert saved == pytest.approx(-336.3421569, abs=5e-8)


def test_life_cycle_cost_agrees_with_tables_of_discount_factors() -> None:
    # Any table at 3 %: uniform series of 20 years 14.877, single amount in year 12 0.7014 and
    # in year 20 0.5537. A first cost, a fan in year 12, upkeep, a residual value in year 20.
    costs = np.array([103_000.0, *[7000.0] * 20])
    costs[12] += 12_000
    costs[20] -= 3500
    by_table = 103_000 + 7000 * 14.877 + 12_000 * 0.7014 - 3500 * 0.5537
    assert life_cycle_cost(0.03, costs) == pytest.approx(by_table, abs=7000 * 5e-4 + 1)


def test_the_adjusted_rate_puts_the_savings_out_until_the_last_year() -> None:
    # 100 spent; 60 in year 1 grows at 8 % to 64.8, with 70 of year 2 that makes 134.8.
    by_hand = math.sqrt((60 * 1.08 + 70) / 100) - 1
    found = adjusted_internal_rate_of_return(0.08, [0, 60, 70], [100, 0, 0])
    assert found == pytest.approx(by_hand, rel=1e-12)


def test_another_reinvestment_rate_only_changes_the_growth_of_the_ratio() -> None:
    ratio = savings_to_investment_ratio(0.08, [0, 60, 70], [100, 0, 0])
    assert ratio is not None
    found = adjusted_internal_rate_of_return(0.08, [0, 60, 70], [100, 0, 0], reinvest_rate=0.02)
    assert found == pytest.approx(1.02 * math.sqrt(ratio) - 1, rel=1e-12)


@given(outlay=st.floats(1.0, 1e6), savings=positive, rate=rates)
def test_with_one_outlay_the_adjusted_rate_is_the_modified_rate(
    outlay: float, savings: list[float], rate: float
) -> None:
    invested = [outlay, *[0.0] * len(savings)]
    adjusted = adjusted_internal_rate_of_return(rate, [0.0, *savings], invested)
    modified = mirr([-outlay, *savings], rate, rate)
    assert adjusted == pytest.approx(modified, rel=1e-9, abs=1e-9)


@given(outlay=st.floats(1.0, 1e6), savings=amounts, rate=rates)
def test_ratio_above_one_net_savings_above_zero_and_a_good_index_are_one_verdict(
    outlay: float, savings: list[float], rate: float
) -> None:
    saved, invested = [0.0, *savings], [outlay, *[0.0] * len(savings)]
    worth = npv(rate, np.array(saved) - invested)
    size = npv(rate, np.abs(saved)) + outlay
    assume(abs(worth) > 1e-9 * size)
    ratio = savings_to_investment_ratio(rate, saved, invested)
    index = profitability_index(rate, np.array(saved) - invested)
    assert ratio == pytest.approx(index, rel=1e-9, abs=1e-9 * size / outlay)
    assert (ratio > 1) == (worth > 0)
    assert net_savings(rate, saved, invested) == pytest.approx(worth, abs=1e-9 * size)
    adjusted = adjusted_internal_rate_of_return(rate, saved, invested)
    if adjusted is not None:
        assert (adjusted > rate) == (worth > 0) or adjusted == pytest.approx(rate, abs=1e-9)


def test_without_investment_or_savings_there_is_no_ratio_and_no_rate() -> None:
    assert savings_to_investment_ratio(0.1, [0, 5], [0, 0]) is None
    assert savings_to_investment_ratio(0.1, [0, 5], [-3, 0]) is None
    assert adjusted_internal_rate_of_return(0.1, [0, -5], [3, 0]) is None
    assert adjusted_internal_rate_of_return(0.1, [5], [3]) is None
    assert profitability_index(0.1, [0, 5]) is None
    assert profitability_index(0.1, [1, -5]) is None


def test_a_measure_that_saves_nothing_has_a_ratio_of_zero_and_not_none() -> None:
    assert savings_to_investment_ratio(0.1, [0, 0], [3, 0]) == 0.0
    assert profitability_index(0.1, [-3, 0]) == 0.0


@given(rate=st.floats(-0.5, 2.0), years=st.integers(1, 60))
def test_the_recovery_factor_is_the_annuity_that_pays_back_one(rate: float, years: int) -> None:
    factor = capital_recovery_factor(rate, years)
    assert npv(rate, [-1, *[factor] * years]) == pytest.approx(0.0, abs=1e-9)
    if abs(rate) > 1e-6:  # below it the peer's difference of powers loses its digits
        assert factor == pytest.approx(-npf.pmt(rate, years, 1.0), rel=1e-7)


def test_the_recovery_factor_without_interest_spreads_the_outlay_evenly() -> None:
    assert capital_recovery_factor(0.0, 8) == 0.125


def test_fisher_rates_are_those_of_a_hand_calculation() -> None:
    # 100 grows to 115.50 while prices grow to 1.05: it buys what 110 bought.
    assert real_rate(0.155, 0.05) == pytest.approx(0.10, rel=1e-12)
    assert nominal_rate(0.064, 0.025) == pytest.approx(1.064 * 1.025 - 1, rel=1e-12)
    assert real_rate(0.04, 0.04) == 0.0


@given(rate=rates, inflation=st.floats(-0.2, 1.0))
def test_real_and_nominal_rates_undo_each_other(rate: float, inflation: float) -> None:
    assert real_rate(nominal_rate(rate, inflation), inflation) == pytest.approx(rate, abs=1e-12)


@given(flow=amounts, rate=rates, inflation=st.floats(-0.2, 1.0))
def test_real_money_at_the_real_rate_is_worth_what_nominal_money_is_at_the_nominal_rate(
    flow: list[float], rate: float, inflation: float
) -> None:
    real = npv(real_rate(rate, inflation), in_money_of_year_0(flow, inflation))
    size = npv(rate, np.abs(flow))
    assert real == pytest.approx(npv(rate, flow), abs=1e-9 * (1 + size))


@given(
    costs=positive,
    rate=rates,
    inflation=st.floats(-0.2, 1.0),
    output=st.floats(1.0, 1e6),
)
def test_energy_sold_at_the_real_cost_rising_with_inflation_just_pays(
    *, costs: list[float], rate: float, inflation: float, output: float
) -> None:
    energy = np.array([0.0, *[output] * (len(costs) - 1)])
    price = lcoe_real(rate, inflation, costs, energy)
    assert price is not None
    income = energy * price * (1 + inflation) ** np.arange(len(costs))
    worth = npv(rate, income - np.array(costs))
    assert worth == pytest.approx(0.0, abs=1e-9 * npv(rate, costs))


@given(costs=positive, rate=rates, inflation=st.floats(0.001, 1.0))
def test_with_inflation_the_real_cost_is_below_the_nominal_and_without_it_the_same(
    costs: list[float], rate: float, inflation: float
) -> None:
    energy = [0.0, *[100.0] * (len(costs) - 1)]
    nominal, real = lcoe(rate, costs, energy), lcoe_real(rate, inflation, costs, energy)
    assert nominal is not None
    assert real is not None
    assert real < nominal
    assert lcoe_real(rate, 0.0, costs, energy) == pytest.approx(nominal, rel=1e-12)


def test_real_cost_of_energy_by_hand() -> None:
    # 1000 now, 500 kWh a year for two years, real rate 10 %: 1000 / (500/1.1 + 500/1.21).
    price = lcoe_real(1.1 * 1.05 - 1, 0.05, [1000, 0, 0], [0, 500, 500])
    assert price == pytest.approx(1000 / (500 / 1.1 + 500 / 1.21), rel=1e-12)
    assert lcoe_real(0.1, 0.05, [1000, 0], [0, 0]) is None


@pytest.mark.parametrize("bad", [[1.0, math.nan], [1.0, math.inf], [1.0]])
def test_rows_with_holes_or_of_other_length_are_refused_by_name(bad: list[float]) -> None:
    with pytest.raises(InputError, match="investment"):
        savings_to_investment_ratio(0.1, [1.0, 2.0], bad)
    with pytest.raises(InputError, match="costs"):
        net_savings(0.1, [1.0, 2.0], bad)


@pytest.mark.parametrize("rate", [-1.0, math.nan, True])
def test_impossible_rates_are_refused_by_name(rate: float) -> None:
    for name, call in (
        ("nominal_rate", lambda: real_rate(rate, 0.03)),
        ("real_rate", lambda: nominal_rate(rate, 0.03)),
        ("inflation_fraction", lambda: lcoe_real(0.1, rate, [1, 2], [0, 1])),
        (
            "reinvest_rate",
            lambda: adjusted_internal_rate_of_return(0.1, [0, 1], [1, 0], reinvest_rate=rate),
        ),
    ):
        with pytest.raises(InputError, match=name):
            call()
