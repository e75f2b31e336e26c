"""Payback from the spending and from the first day of operation."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from project_finance.metrics import (
    payback_from_commissioning_years,
    payback_from_spending_years,
    payback_years,
)

inflows = st.lists(st.floats(0.0, 1e4), min_size=1, max_size=60)


def test_a_wait_for_permits_counts_from_spending_and_not_from_commissioning() -> None:
    # 120 spent at once, nothing for 9 months, then 10 a month: back after 9 + 12 months.
    monthly = [-120.0, *[0.0] * 9, *[10.0] * 24]
    assert payback_from_spending_years(monthly, periods_per_year=12) == pytest.approx(21 / 12)
    operating = payback_from_commissioning_years(
        monthly, commissioned_after_years=9 / 12, periods_per_year=12
    )
    assert operating == pytest.approx(1.0)


def test_money_spent_after_year_0_is_waited_for_from_then() -> None:
    late = [0.0, 0.0, -100.0, 40.0, 40.0, 40.0]
    assert payback_years(late) == pytest.approx(4.5)
    assert payback_from_spending_years(late) == pytest.approx(2.5)


def test_a_payback_that_never_comes_is_none_from_whatever_day_it_is_counted() -> None:
    assert payback_from_spending_years([-100, 10]) is None
    assert payback_from_commissioning_years([-100, 10], commissioned_after_years=0.5) is None


def test_what_is_back_before_the_first_day_of_operation_is_back_at_once() -> None:
    assert payback_from_commissioning_years([-100, 200, 0], commissioned_after_years=1.0) == 0.0
    assert payback_from_spending_years([0, 10]) == 0.0
    assert payback_from_spending_years([5, 10]) == 0.0


@given(outlay=st.floats(1.0, 1e5), inflow=inflows, wait=st.integers(0, 5))
def test_waiting_adds_its_own_length_to_the_payback_from_spending_only(
    outlay: float, inflow: list[float], wait: int
) -> None:
    at_once = payback_from_spending_years([-outlay, *inflow])
    later = [-outlay, *[0.0] * wait, *inflow]
    waited = payback_from_spending_years(later)
    operating = payback_from_commissioning_years(later, commissioned_after_years=wait)
    if at_once is None:
        assert waited is operating is None
    else:
        assert waited == pytest.approx(at_once + wait, abs=1e-9)
        assert operating == pytest.approx(at_once, abs=1e-9)


@pytest.mark.parametrize("wait", [-0.5, math.nan, math.inf])
def test_an_impossible_wait_is_refused_by_name(wait: float) -> None:
    with pytest.raises(InputError, match="commissioned_after_years"):
        payback_from_commissioning_years([-1, 2], commissioned_after_years=wait)


@pytest.mark.parametrize("periods", [0.0, -12.0, math.nan])
def test_a_year_without_periods_is_refused_by_name(periods: float) -> None:
    with pytest.raises(InputError, match="periods_per_year"):
        payback_from_spending_years([-1, 2], periods_per_year=periods)
