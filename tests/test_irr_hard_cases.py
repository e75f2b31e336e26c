"""Flows on which other tools have failed, and what no flow may do to a rate of return."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from project_finance.irr import irr
from project_finance.irr_many import irr_many
from project_finance.metrics import npv

DECOMMISSIONED = [-100.0, *[12.0] * 24, -150.0]
LOAN = [-172545.848122807, *[787.735232517999] * 480]
PYXIRR_46 = [
    -1.44852555e08,
    *[1.41881733e06, 1.40267049e06, 1.38296290e06, 1.37042160e06, 1.35430596e06],
    *[1.33818655e06, 1.31857419e06, 1.30593472e06, 1.28980433e06, 1.27367350e06],
    *[1.25354845e06, 1.24144917e06, 1.22533563e06, 1.20917048e06, 1.18927331e06],
    *[1.17625690e06, 1.15946627e06, 1.14245161e06, 1.12147927e06, 1.10668164e06],
]

mixed = st.lists(
    st.one_of(st.just(0.0), st.floats(-1e4, -1.0), st.floats(1.0, 1e4)), min_size=2, max_size=20
)


# What was published beside each flow, to the digits published.
@pytest.mark.parametrize(
    ("flow", "roots", "digits"),
    [
        ([-50, -100, 600, 300, -100], [-0.769, 1.854], 3),  # numpy-financial issue 28
        (
            [-1678.87, 771.96, 1814.05, 3520.30, 3552.95, 3584.99, 4789.91, -1],
            [-0.9997912604283283, 1.004269848720547],  # numpy-financial issue 44, two versions
            12,
        ),
        ([-900, -500, *[400] * 9], [0.20541421256305714], 13),  # numpy issue 13953
        ([-100, 39, 59, 55, 20], [0.2809484211599611], 13),  # ClickHouse, its example
        (PYXIRR_46, [-0.1320937225730502], 9),  # pyxirr issue 46: amounts to 9 digits
        (DECOMMISSIONED, [-0.0342, 0.0883], 4),
        ([-1000, 3600, -4310, 1716], [0.1, 0.2, 0.3], 9),
        ([-100, 230, -132], [0.1, 0.2], 12),
        ([100, -200, 150], [], 12),
        ([-100, 0, 0, -7], [], 12),  # numpy pull request 4210: its rates are not real
    ],
)
@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e15])
def test_published_rates_are_found_in_any_money_unit(
    flow: list[float], roots: list[float], digits: int, unit: float
) -> None:
    found = irr(np.array(flow) * unit).roots
    assert len(found) == len(roots)
    assert found == pytest.approx(roots, abs=0.6 * 10**-digits)


def test_the_investment_delayed_by_a_year_keeps_the_published_rate_among_its_roots() -> None:
    # numpy-financial issue 46 gives 75.33123197333728 and hides that it is not alone.
    result = irr([2113.73, -161_445.03, 7626.73, 8619.84, 8612.92])
    assert len(result.roots) == 2
    assert result.roots[1] == pytest.approx(75.33123197333728, rel=1e-9)
    assert not result.conventional
    assert result.rate == result.roots[0]


def test_a_long_loan_has_its_small_monthly_rate_and_no_other() -> None:
    # pyxirr issue 24: 480 equal payments; the annuity at the rate found is the loan.
    rate = irr(LOAN).rate
    assert rate is not None
    assert 0 < rate < 0.01
    annuity = (1 - (1 + rate) ** -480) / rate
    assert LOAN[1] * annuity == pytest.approx(-LOAN[0], rel=1e-11)
    assert irr_many([LOAN])[0] == pytest.approx(rate, rel=1e-11)


def test_payments_that_never_bring_the_loan_back_have_a_negative_rate() -> None:
    # numpy-financial issue 98: 16 times 327.25 for 10 000.
    rate = irr([-10_000, *[327.24625] * 16]).rate
    assert rate is not None
    assert -0.1 < rate < 0
    assert 327.24625 * (1 - (1 + rate) ** -16) / rate == pytest.approx(10_000, rel=1e-12)


def test_turning_all_signs_round_leaves_the_roots_and_not_the_verdict() -> None:
    flow = np.array(DECOMMISSIONED)
    assert irr(-flow).roots == irr(flow).roots
    assert irr(flow, hurdle_rate=0.03).rate == pytest.approx(0.0883, abs=5e-5)
    assert npv(0.03, flow) == -npv(0.03, -flow)


@given(mixed, st.floats(1e-12, 1e12))
def test_the_money_unit_moves_no_root(flow: list[float], unit: float) -> None:
    result, scaled = irr(flow), irr(np.array(flow) * unit)
    simple = [root for root in result.roots if _is_steep(flow, root)]
    assume(len(simple) == len(result.roots))  # a double root is at the mercy of the last digit
    assert scaled.roots == pytest.approx(result.roots, rel=1e-7, abs=1e-9)
    assert scaled.rule == result.rule


@given(mixed)
def test_the_flow_is_worth_nothing_at_every_root_and_at_the_rate_of_many(
    flow: list[float],
) -> None:
    rate = irr_many([flow])[0]
    found = [*irr(flow).roots, *([] if np.isnan(rate) else [float(rate)])]
    for root in found:
        terms = np.array(flow) * (1 + root) ** -np.arange(float(len(flow)))
        assert abs(math.fsum(terms)) <= 1e-9 * np.abs(terms).sum()


@given(mixed, st.integers(1, 5))
def test_empty_years_before_or_after_change_no_rate(flow: list[float], empty: int) -> None:
    found = irr(flow)
    for longer in ([*[0.0] * empty, *flow], [*flow, *[0.0] * empty]):
        assert irr(longer).roots == pytest.approx(found.roots, rel=1e-9, abs=1e-9)


@given(mixed, st.floats(-0.5, 2.0))
def test_every_rule_says_what_it_stands_for(flow: list[float], hurdle: float) -> None:
    result = irr(flow, hurdle_rate=hurdle)
    worth = npv(hurdle, flow)
    assume(abs(worth) > 1e-9 * npv(hurdle, np.abs(flow)))
    on_its_side = [root for root in result.roots if (root > hurdle) == (worth > 0)]
    expected = {
        "no_root": not result.roots,
        "only_root": len(result.roots) == 1,
        "agrees_with_npv": result.rate in on_its_side and len(result.roots) > 1,
        "nearest_to_hurdle": not on_its_side and len(result.roots) > 1,
    }
    assert expected == {rule: rule == result.rule for rule in expected}
    among = on_its_side if result.rule == "agrees_with_npv" else list(result.roots)
    assert result.rate == min(among, key=lambda root: abs(root - hurdle), default=None)


def _is_steep(flow: list[float], root: float) -> bool:
    """Tell whether the worth crosses zero at a root, rather than touching it."""
    years = np.arange(float(len(flow)))
    terms = np.array(flow) * (1 + root) ** -years
    return bool(abs((years * terms).sum()) > 1e-3 * (years * np.abs(terms)).sum())
