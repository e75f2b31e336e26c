"""Rates of return of many flows at once are those of each alone."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from equipment_catalog.errors import InputError
from project_finance.irr import irr
from project_finance.irr_many import irr_many

DECOMMISSIONED = [-100.0, *[12.0] * 24, -150.0]


def one_by_one(flows: np.ndarray, hurdle: float = 0.10) -> np.ndarray:
    """Return the quoted rate of each flow, NaN for none."""
    rates = [irr(flow, hurdle_rate=hurdle).rate for flow in flows]
    return np.array([math.nan if rate is None else rate for rate in rates])


def projects(count: int, years: int = 25) -> np.ndarray:
    """Return outlays in year 0 and unequal savings after, from hopeless to splendid."""
    draw = np.random.default_rng(5)
    savings = draw.uniform(0.0, 1.0, (count, years)) * draw.uniform(0.1, 400, (count, 1))
    return np.column_stack([-draw.uniform(500, 1500, count), savings])


def test_projects_have_the_rates_that_each_has_alone() -> None:
    flows = projects(500)
    assert irr_many(flows) == pytest.approx(one_by_one(flows), abs=1e-10)


def test_projects_have_the_rates_that_another_tool_finds() -> None:
    flows = projects(500)
    peer = np.array([pyxirr.irr(flow) for flow in flows], dtype=float)
    assert irr_many(flows) == pytest.approx(peer, abs=1e-9)


@given(
    arrays(
        float,
        st.tuples(st.integers(1, 6), st.integers(1, 12)),
        elements=st.one_of(st.just(0.0), st.floats(-1e4, -1e-2), st.floats(1e-2, 1e4)),
    ),
    st.floats(-0.5, 1.0),
)
def test_any_table_of_flows_has_the_rates_of_its_rows(flows: np.ndarray, hurdle: float) -> None:
    found, alone = irr_many(flows, hurdle_rate=hurdle), one_by_one(flows, hurdle)
    assert (np.isnan(found) == np.isnan(alone)).all()
    assert found == pytest.approx(alone, rel=1e-10, abs=1e-10, nan_ok=True)


@given(
    arrays(float, (3, 9), elements=st.floats(-1e3, 1e3).map(lambda x: round(x, 2))),
    st.sampled_from([1e-6, 1e-3, 1e6, 1e15]),
)
def test_the_money_unit_does_not_move_the_rates(flows: np.ndarray, unit: float) -> None:
    rates, scaled = irr_many(flows), irr_many(flows * unit)
    crowded = np.array([len(irr(flow).roots) > 1 for flow in flows])
    assert scaled[~crowded] == pytest.approx(rates[~crowded], rel=1e-9, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize(
    ("flow", "rate"),
    [
        ([-100.0, 0.0, 121.0], 0.1),
        ([100.0, 0.0, -121.0], 0.1),  # a loan taken: one rate too
        ([-100.0, 0.0, 81.0], -0.1),
        ([0.0, 0.0, -100.0, 110.0, 0.0], 0.1),
        ([-100.0, 100.0], 0.0),
        ([-1e-6, 1.1e-6], 0.1),
        ([-1e15, 1.1e15], 0.1),
        ([-1.0, 1e12], 1e12 - 1),
        ([-1e12, 1.0], 1e-12 - 1),
        ([-50.0, -50.0, 60.0, 61.05], 0.1),  # 66.55 + 60.5 = 66 + 61.05, in year 3
        ([-100.0, 230.0, -132.0], 0.1),
        ([-1600.0, 10_000.0, -10_000.0], 0.25),
        ([-1000.0, 3600.0, -4310.0, 1716.0], 0.1),
        ([-1.0, 2.2, -1.21], 0.1),
    ],
)
def test_known_rates_are_found(flow: list[float], rate: float) -> None:
    assert irr_many([flow])[0] == pytest.approx(rate, rel=1e-11, abs=1e-11)


def test_a_plant_that_costs_to_remove_has_the_published_rate() -> None:
    # By numpy roots, to the digits written down: -0.034 and 0.0883; 10 % is above both.
    assert irr_many([DECOMMISSIONED])[0] == pytest.approx(0.0883, abs=6e-5)


@pytest.mark.parametrize("flow", [[0.0, 0.0], [-1.0, -2.0], [5.0, 1.0], [-7.0]])
def test_a_flow_of_one_sign_has_no_rate(flow: list[float]) -> None:
    assert np.isnan(irr_many([flow])).all()


@pytest.mark.parametrize(
    "flow",
    [
        [0.0] * 20 + [-1e-150, *[0.0] * 4, 1.0],
        [-1.0, *[0.0] * 24, 1e-150],
        [-1e-150, *[0.0] * 24, 1.0],
        [-1e308, 1e308],
        [-1.0, 1e-310],
        [1e-310, -2e-310],
    ],
)
def test_amounts_at_the_edge_of_floats_give_what_one_flow_alone_gives(flow: list[float]) -> None:
    found, alone = irr_many([flow]), one_by_one(np.array([flow]))
    assert found == pytest.approx(alone, rel=1e-10, nan_ok=True)


def test_no_flows_have_no_rates() -> None:
    assert irr_many(np.empty((0, 26))).shape == (0,)


def test_more_flows_than_are_worked_on_together_keep_their_order() -> None:
    rates = np.linspace(-0.5, 3.0, 10_000)
    found = irr_many(
        np.column_stack([-np.ones_like(rates), np.zeros_like(rates), (1 + rates) ** 2])
    )
    assert found == pytest.approx(rates, abs=1e-12)


def test_a_hundred_thousand_rates_take_no_longer_than_promised() -> None:
    flows = projects(10_000)
    irr_many(flows)
    times = []
    for _ in range(3):
        begin = time.process_time()
        irr_many(flows)
        times.append(time.process_time() - begin)
    assert min(times) * 10 <= 1.5


def test_ten_thousand_flows_of_two_rates_take_less_than_a_second() -> None:
    flows = projects(10_000)
    flows[:, -1] -= 800.0
    begin = time.process_time()
    rates = irr_many(flows)
    assert time.process_time() - begin < 1.0
    assert rates[:200] == pytest.approx(one_by_one(flows[:200]), abs=1e-10, nan_ok=True)


def test_a_hurdle_that_is_itself_a_rate_is_quoted() -> None:
    for hurdle in (0.1, 0.2):
        assert irr_many([[-100, 230, -132]], hurdle_rate=hurdle)[0] == pytest.approx(hurdle)


@pytest.mark.parametrize(
    "flows", [[1.0, 2.0], [[1.0, math.nan]], [[1.0, math.inf]], [["x"]], [[[1.0]]], [[]]]
)
def test_a_table_with_a_hole_in_it_is_refused_by_name(flows: list[object]) -> None:
    with pytest.raises(InputError, match="flows"):
        irr_many(flows)
