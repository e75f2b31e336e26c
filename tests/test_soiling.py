"""Dust and washes against pvlib's Kimber, the square-root rule and plain sums."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pvlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from pv_design.soiling import daily_soiling, rain_of_months, soiling_loss
from pv_design.washing import wash_plan

DRY = np.zeros(365)
SEED = np.random.default_rng(3)
SHOWERS = np.where(SEED.random(365) < 0.06, SEED.gamma(2, 5, 365), 0.0)


@pytest.mark.parametrize(
    "rain", [SHOWERS, rain_of_months([9, 8, 5, 1] + [0] * 7 + [6], rain_of_a_day_mm=9)]
)
@pytest.mark.parametrize("washes", [(), (120, 200), (200, 201, 365)])
def test_the_second_year_of_pvlibs_kimber_is_reproduced(rain, washes) -> None:
    index = pd.date_range("2025-01-01", periods=730, freq="D")
    dates = [index[year * 365 + day - 1] for year in (0, 1) for day in washes]
    theirs = pvlib.soiling.kimber(
        pd.Series(np.tile(rain, 2), index),
        soiling_loss_rate=0.002,
        grace_period=10,
        manual_wash_dates=dates or None,
    )
    ours = daily_soiling(rain, wash_days=washes, rate_per_day=0.002, grace_days=10)
    assert ours == pytest.approx(theirs.to_numpy()[365:], abs=1e-12)


def test_one_wash_in_a_dry_year_gathers_by_hand() -> None:
    soiled = daily_soiling(DRY, wash_days=[1], rate_per_day=0.0005)
    assert soiled == pytest.approx(0.0005 * np.arange(365), abs=1e-12)
    assert soiling_loss(soiled, np.full(365, 7.0)) == pytest.approx(0.0005 * 182, rel=1e-12)


def test_dust_ends_where_it_is_told_and_a_residual_stays_after_a_wash() -> None:
    soiled = daily_soiling(
        DRY, wash_days=[100], rate_per_day=0.01, most_fraction=0.2, residual_fraction=0.25
    )
    assert soiled.max() == 0.2
    assert soiled[99] == pytest.approx(0.05)  # a quarter of 0.2
    assert soiled[100] == pytest.approx(0.06)


@given(
    st.lists(st.integers(1, 365), max_size=8),
    st.integers(1, 365),
    st.floats(0, 0.01),
    st.floats(0, 1),
)
def test_one_more_wash_never_leaves_more_dust(
    washes: list[int], more: int, rate: float, residual: float
) -> None:
    fewer, most = (
        daily_soiling(SHOWERS, wash_days=days, rate_per_day=rate, residual_fraction=residual)
        for days in (washes, [*washes, more])
    )
    assert (most <= fewer + 1e-15).all()
    assert (most >= 0).all()
    assert (most <= 0.3).all()


def test_the_best_interval_lies_at_the_square_root_of_twice_the_cost_over_the_growth() -> None:
    # A wash of 30 a period of T days, dust of 0.3 % a day on 400 kWh of 0.10: 365 (30/T + 0.12 T/2)
    by_hand = math.sqrt(2 * 30 / (0.003 * 400 * 0.10))  # 22.4 days
    plan = wash_plan(
        DRY,
        np.full(365, 400.0),
        cost_per_wash=30.0,
        value_per_kwh=0.10,
        rate_per_day=0.003,
        interval_days=range(1, 366),
    )
    assert plan.best_interval_days == pytest.approx(by_hand, abs=1.5)
    assert plan.best_cost == pytest.approx(365 * 2 * 30 / by_hand, rel=0.06)  # whole washes only


def test_where_a_wash_costs_more_than_all_dust_none_is_made() -> None:
    plan = wash_plan(SHOWERS, np.full(365, 4.0), cost_per_wash=1e6, value_per_kwh=0.1)
    assert plan.best_interval_days is None
    assert plan.best_cost == plan.no_wash_cost > 0


@settings(max_examples=10, deadline=None)
@given(st.floats(0, 500), st.floats(0, 1))
def test_no_interval_is_cheaper_than_the_best_and_costs_add_up(cost: float, value: float) -> None:
    plan = wash_plan(SHOWERS, np.full(365, 50.0), cost_per_wash=cost, value_per_kwh=value)
    table = plan.intervals
    assert (table["cost"] >= plan.best_cost).all()
    assert table["cost"].to_numpy() == pytest.approx(
        table["washes"] * cost + table["lost_kwh"] * value, rel=1e-12
    )


def test_rainy_days_of_each_month_are_kept_and_dry_months_stay_dry() -> None:
    rain = rain_of_months([12, 3, 0, 0, 0, 0, 0, 0, 0, 0, 30, 31], rain_of_a_day_mm=5.0)
    ends = np.cumsum([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30])
    assert [int((month > 0).sum()) for month in np.split(rain, ends)] == [12, 3] + [0] * 8 + [
        30,
        31,
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rain_mm": np.zeros(364)}, "rain_mm"),
        ({"rain_mm": np.full(365, np.nan)}, "rain_mm"),
        ({"wash_days": [0]}, "wash_days"),
        ({"wash_days": [366]}, "wash_days"),
        ({"rate_per_day": float("nan")}, "rate_per_day"),
        ({"rate_per_day": 0.3, "most_fraction": 30.0}, "most_fraction"),
        ({"residual_fraction": -0.1}, "residual_fraction"),
    ],
)
def test_wrong_dust_is_refused_by_the_name_of_its_field(wrong, field: str) -> None:
    with pytest.raises(InputError) as refused:
        daily_soiling(**({"rain_mm": DRY} | wrong))
    assert [problem.field for problem in refused.value.problems] == [field]


def test_wrong_wash_plans_are_refused_by_the_name_of_their_field() -> None:
    right = {"cost_per_wash": 1.0, "value_per_kwh": 1.0}
    for wrong, field in (
        ({"cost_per_wash": -1.0}, "cost_per_wash"),
        ({"value_per_kwh": float("nan")}, "value_per_kwh"),
        ({"interval_days": [0]}, "interval_days"),
    ):
        with pytest.raises(InputError) as refused:
            wash_plan(DRY, np.ones(365), **(right | wrong))
        assert refused.value.problems[0].field == field
    with pytest.raises(InputError):
        wash_plan(DRY, np.full(365, np.nan), cost_per_wash=1.0, value_per_kwh=1.0)
