"""Indicators worked by hand, and what must hold for any mine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.consumption import consume
from energy_audit.indicators import INDICATORS, indicators
from energy_audit.production import Production

YEAR_H = 8760
OUTPUT = Production(ore_t_per_year=876, gold_g_per_year=8760, workers=10)


def steady(rated_kw, **values):
    """Return a row that draws its rated power all year."""
    row = {"kind": "heating", "rated_kw": rated_kw, "load_fraction": 1.0, "hours_per_day": 24.0}
    return {**row, "schedule": "continuous", "rated_power_factor": 1.0, **values}


def indexed(table):
    return table.set_index(["indicator", "scope", "place"]).sort_index()


@pytest.fixture
def ten_kw(machines, conditions):
    return consume(machines([steady(10.0)]), conditions)


def with_demand(mine, kw, kvar):
    """Return a mine with the demand that is given, one column."""
    return replace(
        mine,
        demand_kw=mine.demand_kw * 0 + np.reshape(kw, (-1, 1)),
        demand_kvar=mine.demand_kvar * 0 + np.reshape(kvar, (-1, 1)),
    )


def test_ten_kilowatts_all_year_by_hand(ten_kw):
    of_mine = indexed(indicators(ten_kw, OUTPUT)).xs(("mine", ""), level=["scope", "place"])
    expected = {
        "kwh_per_t_ore": 100.0,
        "kwh_per_g_gold": 10.0,
        "kwh_per_worker": 8760.0,
        "power_factor": 1.0,
        "load_factor": 1.0,
        "connected_kw": 10.0,
        "demand_factor": 1.0,
        "hours_of_use": 8760.0,
    }
    assert set(of_mine.index) == set(INDICATORS)
    assert of_mine["value"].to_dict() == pytest.approx(expected)
    assert of_mine["value_after"].isna().all()


def test_the_verdict_sets_the_value_against_its_range(ten_kw):
    of_mine = indexed(indicators(ten_kw, OUTPUT)).xs(("mine", ""), level=["scope", "place"])
    assert of_mine["verdict"].to_dict() == {
        "kwh_per_t_ore": "inside",
        "kwh_per_g_gold": "inside",
        "kwh_per_worker": "",
        "power_factor": "inside",
        "load_factor": "above",
        "connected_kw": "",
        "demand_factor": "above",
        "hours_of_use": "above",
    }
    poor = indexed(indicators(ten_kw, replace(OUTPUT, ore_t_per_year=87_600)))
    assert poor.loc[("kwh_per_t_ore", "mine", ""), "verdict"] == "below"


def test_a_range_comes_with_its_source_and_what_has_none_has_no_source(ten_kw):
    table = indicators(ten_kw, OUTPUT)
    assert (table["source"].notna() == table["high"].notna()).all()
    source = indexed(table).loc[("kwh_per_t_ore", "mine", ""), "source"]
    assert str(source).endswith("from memory (2024, memory)")


def test_eighty_kilowatts_with_sixty_kilovars_have_a_power_factor_of_0_8(ten_kw):
    mine = with_demand(ten_kw, np.full(YEAR_H, 80.0), np.full(YEAR_H, 60.0))
    row = indexed(indicators(mine, OUTPUT)).loc[("power_factor", "mine", "")]
    assert row["value"] == pytest.approx(0.8)
    assert row["low"] == pytest.approx(0.8944, abs=1e-4)
    assert row["verdict"] == "below"


def test_hours_that_lead_do_not_pay_for_hours_that_lag(ten_kw):
    kvar = np.where(np.arange(YEAR_H) % 2, 150.0, -150.0)
    mine = with_demand(ten_kw, np.full(YEAR_H, 100.0), kvar)
    row = indexed(indicators(mine, OUTPUT)).loc[("power_factor", "mine", "")]
    assert row["value"] == pytest.approx(0.8), "100 over hypot(100, 75)"


def test_peru_frees_less_reactive_power_than_colombia(ten_kw):
    mine = with_demand(ten_kw, np.full(YEAR_H, 100.0), np.full(YEAR_H, 40.0))
    verdicts = [
        indexed(indicators(mine, OUTPUT, free_reactive_fraction=free)).loc[
            ("power_factor", "mine", ""), "verdict"
        ]
        for free in (0.5, 0.3)
    ]
    assert verdicts == ["inside", "below"]


def test_load_factor_and_hours_of_use_follow_mean_and_peak(ten_kw):
    kw = np.full(YEAR_H, 40.0)
    kw[:10] = 100.0
    table = indexed(indicators(with_demand(ten_kw, kw, kw * 0), OUTPUT))
    mean = 40 + 60 * 10 / YEAR_H
    assert table.loc[("load_factor", "mine", ""), "value"] == pytest.approx(mean / 100)
    assert table.loc[("hours_of_use", "mine", ""), "value"] == pytest.approx(mean * YEAR_H / 100)
    assert table.loc[("demand_factor", "mine", ""), "value"] == pytest.approx(10.0)


def test_no_ore_no_gold_and_no_workers_give_no_rows(ten_kw):
    table = indicators(ten_kw, Production())
    assert not table["indicator"].isin(["kwh_per_t_ore", "kwh_per_g_gold", "kwh_per_worker"]).any()
    assert set(table["scope"]) == {"mine", "site", "area"}


def test_a_place_that_draws_nothing_has_no_rows(machines, conditions):
    rows = [steady(10.0), steady(5.0, site="mine", area="air", hours_per_day=0.0)]
    table = indicators(consume(machines(rows), conditions), OUTPUT)
    assert set(table["place"]) == {"", "plant", "plant / mill"}


def test_transformers_and_capacitors_are_no_connected_load(machines, conditions):
    supply = {"hours_per_day": 24.0, "schedule": "continuous", "load_fraction": 0.0}
    rows = [
        steady(10.0, quantity=3.0),
        {"kind": "transformer", "rated_kva": 75.0, **supply},
        {"kind": "capacitor", "rated_kvar": 10.0, **supply},
    ]
    table = indexed(indicators(consume(machines(rows), conditions), OUTPUT))
    assert table.loc[("connected_kw", "site", "plant"), "value"] == 30.0


def test_the_mine_after_its_measures_stands_beside_it(machines, conditions, ten_kw):
    after = consume(machines([steady(6.0)]), conditions)
    table = indexed(indicators(ten_kw, OUTPUT, after))
    row = table.loc[("kwh_per_t_ore", "mine", "")]
    assert (row["value"], row["value_after"]) == pytest.approx((100.0, 60.0))


@settings(max_examples=15)
@given(
    kilowatts=st.lists(st.floats(0.5, 80), min_size=3, max_size=6),
    factor=st.floats(0.1, 10),
)
def test_parts_add_up_and_the_shape_does_not_follow_the_size(kilowatts, factor, conditions):
    places = [("plant", "mill"), ("plant", "crushing"), ("mine", "air")]
    rows = [
        steady(kw, site=places[n % 3][0], area=places[n % 3][1]) for n, kw in enumerate(kilowatts)
    ]
    small = machine_frame(rows)
    large = small.assign(rated_kw=small["rated_kw"] * factor)
    now, then = (
        indexed(indicators(consume(frame, conditions), OUTPUT))["value"] for frame in (small, large)
    )
    for name in ("kwh_per_t_ore", "kwh_per_g_gold", "kwh_per_worker", "connected_kw"):
        whole = now[name, "mine", ""]
        for scope in ("site", "area"):
            assert now[name, scope].sum() == pytest.approx(whole)
        pd.testing.assert_series_equal(then[name], now[name] * factor)
    for name in ("power_factor", "load_factor", "demand_factor", "hours_of_use"):
        pd.testing.assert_series_equal(then[name], now[name])
