"""Present value, rates of return, payback and cost of energy against published examples."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from project_finance.metrics import (
    discounted_payback_years,
    irr,
    lcoe,
    mirr,
    npv,
    payback_lasts,
    payback_years,
)

EXCEL_IRR = [-70_000, 12_000, 15_000, 18_000, 21_000, 26_000]
EXCEL_MIRR = [-120_000, 39_000, 30_000, 21_000, 37_000, 46_000]
DECOMMISSIONED = [-100.0, *[12.0] * 24, -150.0]

amounts = st.floats(min_value=0.5, max_value=1e4)
returns = st.lists(amounts, min_size=1, max_size=25)


def test_excels_documented_npv_examples_are_met() -> None:
    # Excel discounts its first amount by a year, so its flow is ours after an empty year 0.
    assert npv(0.10, [0, -10_000, 3000, 4200, 6800]) == pytest.approx(1188.44, abs=0.005)
    assert npv(0.08, [-40_000, 8000, 9200, 10_000, 12_000, 14_500]) == pytest.approx(
        1922.06, abs=0.005
    )


@pytest.mark.parametrize(
    ("cash_flow", "published"), [(EXCEL_IRR, 0.0866), (EXCEL_IRR[:5], -0.0212)]
)
def test_excels_documented_irr_examples_are_met(cash_flow: list[float], published: float) -> None:
    assert irr(cash_flow).rate == pytest.approx(published, abs=5e-5)


def test_excels_documented_mirr_examples_are_met() -> None:
    assert mirr(EXCEL_MIRR, 0.10, 0.12) == pytest.approx(0.1261, abs=5e-5)
    assert mirr(EXCEL_MIRR, 0.10, 0.14) == pytest.approx(0.1348, abs=5e-5)


# Each flow is the expanded product of (1 + rate) factors, or quoted with its published roots.
@pytest.mark.parametrize(
    ("cash_flow", "roots", "digits"),
    [
        ([-100, 230, -132], [0.1, 0.2], 12),
        ([-1600, 10_000, -10_000], [0.25, 4.0], 12),
        ([-1000, 3600, -4310, 1716], [0.1, 0.2, 0.3], 9),
        ([100, -200, 150], [], 12),
        (DECOMMISSIONED, [-0.034, 0.0883], 3),
        ([-1, 2.2, -1.21], [0.1], 12),
        ([-100, 300, -300, 100], [0.0], 12),
        ([0, 0, -100, 110, 0], [0.1], 12),
    ],
)
def test_all_rates_of_return_of_the_hard_cases_are_found(
    cash_flow: list[float], roots: list[float], digits: int
) -> None:
    found = irr(cash_flow).roots
    assert len(found) == len(roots)
    assert found == pytest.approx(roots, abs=0.6 * 10**-digits)


def test_seven_rates_of_return_are_all_found() -> None:
    rates = [0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6]
    flow = np.array([1.0])
    for rate in rates:
        flow = np.convolve(flow, [1.0, -(1 + rate)])
    # The product's rounding alone moves the crowded roots by some 1e-10.
    assert irr(flow).roots == pytest.approx(rates, abs=1e-7)


@given(st.lists(st.floats(0.01, 3.0), min_size=1, max_size=3, unique=True))
def test_the_rates_a_flow_was_built_from_come_back(rates: list[float]) -> None:
    rates = sorted(rates)
    assume(all(high - low > 0.05 for low, high in pairwise(rates)))
    flow = np.array([1.0])
    for rate in rates:
        flow = np.convolve(flow, [1.0, -(1 + rate)])
    assert irr(flow).roots == pytest.approx(rates, abs=1e-8)


@given(
    st.lists(
        st.one_of(st.just(0.0), st.floats(-1e4, -1.0), st.floats(1.0, 1e4)),
        min_size=1,
        max_size=20,
    )
)
def test_every_root_found_is_one_and_descartes_rule_bounds_their_number(flow: list[float]) -> None:
    signs = np.sign([amount for amount in flow if amount])
    changes = int((np.diff(signs) != 0).sum())
    result = irr(flow)
    assert len(result.roots) <= changes
    assert (len(result.roots) - changes) % 2 == 0 or len(set(result.roots)) < changes
    for root in result.roots:
        terms = np.array(flow) * (1 + root) ** -np.arange(len(flow), dtype=float)
        assert abs(math.fsum(terms)) <= 1e-9 * np.abs(terms).sum()
    assert result.rate is None or result.rate in result.roots


@given(returns, st.floats(min_value=1.0, max_value=1e5))
def test_a_conventional_flow_agrees_with_numpy_financial(
    inflow: list[float], outlay: float
) -> None:
    flow = [-outlay, *inflow]
    result = irr(flow)
    assert result.conventional
    assert result.rule == "only_root"
    assert result.rate is not None
    assume(-0.5 < result.rate < 10)  # beyond it the peer's polynomial roots lose their digits
    assert result.rate == pytest.approx(npf.irr(flow), abs=1e-8)
    assert npv(0.08, flow) == pytest.approx(npf.npv(0.08, flow), rel=1e-12, abs=1e-9)
    assert mirr(flow, 0.08, 0.05) == pytest.approx(npf.mirr(flow, 0.08, 0.05), rel=1e-10)


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e12])
def test_the_money_unit_does_not_move_the_rate_of_return(unit: float) -> None:
    roots = irr(np.array(DECOMMISSIONED) * unit).roots
    assert roots == pytest.approx(irr(DECOMMISSIONED).roots, rel=1e-12)


@pytest.mark.parametrize("flow", [[-1, -2, -3], [5, 1], [0, 0], [-7]])
def test_a_flow_of_one_sign_has_no_rate_of_return(flow: list[float]) -> None:
    result = irr(flow)
    assert (result.rate, result.roots, result.rule) == (None, (), "no_root")
    assert not result.conventional


@pytest.mark.parametrize(
    ("hurdle", "quoted", "rule"),
    [
        (0.05, 0.1, "nearest_to_hurdle"),  # worth is negative below both roots
        (0.12, 0.2, "agrees_with_npv"),  # positive between them: quote a rate above the hurdle
        (0.30, 0.2, "agrees_with_npv"),  # negative above them: quote a rate below the hurdle
    ],
)
def test_of_several_rates_the_quoted_one_says_what_the_npv_says(
    hurdle: float, quoted: float, rule: str
) -> None:
    result = irr([-100, 230, -132], hurdle_rate=hurdle)
    assert result.rate == pytest.approx(quoted)
    assert result.rule == rule


@given(
    low=st.floats(-0.3, 0.5),
    gap=st.floats(0.02, 2.0),
    between=st.floats(0.05, 0.95),
    sign=st.sampled_from([-1.0, 1.0]),
)
def test_between_two_rates_the_quoted_one_always_says_what_the_npv_says(
    *, low: float, gap: float, between: float, sign: float
) -> None:
    flow = sign * np.convolve([1.0, -(1 + low)], [1.0, -(1 + low + gap)])
    hurdle = low + between * gap
    result = irr(flow, hurdle_rate=hurdle)
    assert result.rule == "agrees_with_npv"
    assert result.rate is not None
    assert (result.rate > hurdle) == (npv(hurdle, flow) > 0)


@pytest.mark.parametrize(
    "flow", [[-1.0, 1e-310], [1e-310, -1.0], [-1e-310, 2e-310], [-1e308, 1e308]]
)
def test_amounts_at_the_edge_of_floats_neither_fail_nor_mislead(flow: list[float]) -> None:
    result = irr(flow)
    tiny = abs(flow[0] / flow[1]) < 1e-300 or abs(flow[1] / flow[0]) < 1e-300
    assert (result.rate is None) == tiny
    assert tiny or result.rate == pytest.approx(flow[1] / -flow[0] - 1)


def test_payback_is_read_inside_the_year_in_which_the_outlay_is_back() -> None:
    assert payback_years([-100, 30, 30, 80]) == pytest.approx(2.5)
    assert payback_years([-100, 25, 25, 25, 25]) == 4.0
    assert payback_years([0, -100, 30, 120]) == pytest.approx(2 + 70 / 120)


def test_an_outlay_that_is_back_but_for_the_rounding_of_a_sum_is_back() -> None:
    assert sum([-1.0, *[0.1] * 10]) < 0  # in floats, not in money
    assert payback_years([-1.0, *[0.1] * 10]) == pytest.approx(10.0)
    assert payback_lasts([-1.0, *[0.1] * 10])


def test_a_payback_that_never_comes_is_none_and_not_zero() -> None:
    assert payback_years([-100, 10, 10]) is None
    assert payback_years([-100, -10]) is None
    assert discounted_payback_years(0.10, [-100, 50, 50]) is None


def test_without_an_outlay_payback_is_immediate() -> None:
    assert payback_years([0, 10, 10]) == 0.0
    assert payback_years([5, -3, 10]) == 0.0


def test_payback_before_a_costly_removal_is_told_from_one_that_lasts() -> None:
    assert payback_years([-100, 150, -80]) == pytest.approx(2 / 3)
    assert not payback_lasts([-100, 150, -80])
    assert payback_lasts([-100, 150, -20])
    assert not payback_lasts([-100, 20])


def test_discounted_payback_of_an_annuity_is_its_closed_form_at_whole_years() -> None:
    # An annuity whose present value over 7 years is the outlay pays back with interest in 7.
    outlay = 10 * (1 - 1.08**-7) / 0.08
    assert discounted_payback_years(0.08, [-outlay, *[10.0] * 12]) == pytest.approx(7.0, abs=1e-9)


@given(st.floats(1.0, 1e5), returns, st.floats(1e-6, 1e12))
def test_payback_and_rate_of_return_do_not_change_with_the_money_unit(
    outlay: float, inflow: list[float], unit: float
) -> None:
    flow = np.array([-outlay, *inflow])
    assume(abs(flow.sum()) > 1e-9 * outlay)  # at exact balance rounding decides
    years, scaled = payback_years(flow), payback_years(flow * unit)
    assert (years is None) == (scaled is None)
    assert years is None or years == pytest.approx(scaled, rel=1e-9)


@given(st.floats(1.0, 1e5), returns, st.floats(0.0, 0.5))
def test_payback_with_interest_is_never_sooner_than_without(
    outlay: float, inflow: list[float], rate: float
) -> None:
    flow = [-outlay, *inflow]
    plain, discounted = payback_years(flow), discounted_payback_years(rate, flow)
    assume(discounted is not None)
    assert plain is not None
    assert discounted is not None
    assert plain <= discounted + 1e-9


def test_cost_of_energy_is_capital_recovery_over_yield_plus_running_cost() -> None:
    # 10 %, 20 years: capital recovery factor 0.117460 (any table of annuities).
    costs, energy = [1_000_000, *[20_000] * 20], [0, *[150_000] * 20]
    by_hand = (1_000_000 * 0.117460 + 20_000) / 150_000
    assert lcoe(0.10, costs, energy) == pytest.approx(by_hand, rel=5e-6)


def test_selling_all_energy_at_its_levelised_cost_is_worth_nothing() -> None:
    costs = np.array([900.0, 20.0, 21.0, 80.0, 23.0])
    energy = np.array([0.0, 400.0, 398.0, 396.0, 394.0])
    price = lcoe(0.12, costs, energy)
    assert price is not None
    assert npv(0.12, energy * price - costs) == pytest.approx(0.0, abs=1e-9)


def test_without_energy_there_is_no_cost_of_energy() -> None:
    assert lcoe(0.10, [100, 5], [0, 0]) is None


def test_without_income_or_outlay_there_is_no_modified_rate() -> None:
    assert mirr([-1, -2], 0.1, 0.1) is None
    assert mirr([1, 2], 0.1, 0.1) is None


@pytest.mark.parametrize("flow", [[], [1.0, math.nan], [1.0, math.inf], [[1.0], [2.0]], ["x"]])
def test_a_flow_with_a_hole_in_it_is_refused_by_name(flow: list[float]) -> None:
    for figure in (irr, payback_years, payback_lasts):
        with pytest.raises(InputError, match="cash_flow"):
            figure(flow)


@pytest.mark.parametrize("rate", [-1.0, -2.0, math.nan, math.inf, True])
def test_a_rate_at_which_everything_is_lost_is_refused_by_name(rate: float) -> None:
    with pytest.raises(InputError, match="rate"):
        npv(rate, [-1, 2])


def test_energies_and_costs_of_different_length_are_refused() -> None:
    with pytest.raises(InputError, match="energy_kwh"):
        lcoe(0.1, [1, 2, 3], [0, 1])
    with pytest.raises(InputError, match="energy_kwh"):
        lcoe(0.1, [1, 2], [0, -1])
