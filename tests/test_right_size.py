"""A smaller motor takes the same shaft power at a better load."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.audit import evaluate
from energy_audit.consumption import consume
from energy_audit.measures.right_size import RIGHT_SIZE
from energy_audit.operation.operating_point import operating_point
from equipment_catalog.prices import installed_motor_price_usd

PUMP = {
    "machine_type": "pump",
    "rated_kw": 30.0,
    "poles": 4.0,
    "ie_class": "IE1",
    "load_fraction": 0.25,
    "hours_per_day": 16.0,
    "rated_power_factor": 0.86,
    "rated_a": 50.0,
    "rated_v": 440.0,
    "rated_rpm": 1775.0,
}
MOTOR = st.fixed_dictionaries(
    {
        "machine_type": st.sampled_from(["pump", "mill", "hoist", "filter", ""]),
        "quantity": st.integers(1, 3).map(float),
        "rated_kw": st.floats(0.75, 140),
        "poles": st.sampled_from([2.0, 4.0, 6.0]),
        "ie_class": st.sampled_from(["IE1", "IE2", "IE3", "IE4", "unknown"]),
        "load_fraction": st.floats(0, 1.25),
        "idle_load_fraction": st.one_of(st.just(float("nan")), st.floats(0, 0.5)),
        "loaded_fraction": st.floats(0, 1),
        "control": st.sampled_from(["", "none", "throttle", "drive"]),
        "hours_per_day": st.floats(0, 16),
    }
)


def offers_of(row, conditions):
    offers = evaluate(RIGHT_SIZE, consume(machine_frame([row]), conditions), conditions)
    return offers.set_index("tag")


def test_the_next_rating_that_is_not_loaded_above_the_target(conditions):
    offer = offers_of(PUMP, conditions).loc["M0"]
    # 7.5 kW at the shaft over 0.75 is 10 kW; the ratings at 60 Hz go 7.5, 11, 15 kW.
    assert offer["new_rated_kw"] == 11.0
    assert offer["capex_usd"] == pytest.approx(installed_motor_price_usd("IE3", 11, 4))
    assert str(offer["variant_name"]) == "11 kW IE3 motor"


def test_the_machine_takes_the_same_power_from_an_ie3_motor(conditions):
    machines = machine_frame([PUMP])
    after = RIGHT_SIZE.apply(machines, offers_of(PUMP, conditions), conditions)
    point = operating_point(after, frequency_hz=60).iloc[0]
    assert point["shaft_kw"] == pytest.approx(7.5)
    # EU 2019/1781, 60 Hz, IE3, 11 kW, 4 poles.
    assert point["full_load_efficiency"] == pytest.approx(0.924)
    nameplate = ["rated_power_factor", "rated_a", "rated_v", "rated_rpm", "efficiency_fraction"]
    assert after[nameplate].isna().all(axis=None)


def test_reactive_power_falls_with_the_size(conditions):
    offer = offers_of(PUMP, conditions).loc["M0"]
    assert offer["saved_kvarh"] > 0
    assert offer["saved_kwh"] > 0


def test_idling_must_fit_the_smaller_motor_too(conditions):
    idling = {**PUMP, "load_fraction": 0.1, "idle_load_fraction": 0.3}
    # 9 kW while it idles, over 0.75.
    assert offers_of(idling, conditions).loc["M0", "new_rated_kw"] == 15.0


@pytest.mark.parametrize(
    "row",
    [
        {"load_fraction": 0.4},
        {"load_fraction": 0.0},
        {"control": "drive"},
        {"control": "throttle"},
        {"supply": "single_phase"},
        {"rated_kw": 0.18, "ie_class": "IE2", "load_fraction": 0.39, "idle_load_fraction": 1.0},
    ],
)
def test_motors_that_are_not_too_big_get_no_offer(row, conditions):
    assert offers_of({**PUMP, **row}, conditions).empty


@pytest.mark.parametrize(
    ("row", "is_proven"),
    [
        ({}, True),
        ({"machine_type": "mill"}, False),
        ({"machine_type": "hoist"}, False),
        ({"machine_type": ""}, False),
        ({"machine_type": "mill", "load_evidence": "measured"}, True),
        ({"machine_type": "mill", "evidence": "measured"}, True),
        ({"machine_type": "mill", "evidence": "measured", "load_evidence": "estimated"}, False),
        ({"load_fraction": 0.05}, False),
    ],
)
def test_machines_that_start_hard_are_measured_first(row, is_proven, conditions):
    assert offers_of({**PUMP, **row}, conditions).loc["M0", "is_proven"] == is_proven


@settings(max_examples=15)
@given(rows=st.lists(MOTOR, min_size=1, max_size=6))
def test_no_energy_appears_and_no_motor_is_loaded_above_the_target(conditions, rows):
    machines = machine_frame([PUMP, *rows])
    untouched = machines.copy()
    mine = consume(machines, conditions)
    offers = RIGHT_SIZE.options(mine, conditions).set_index("tag")
    assert offers.notna().all(axis=None)
    after = RIGHT_SIZE.apply(machines, offers, conditions)
    points = operating_point(after, frequency_hz=60)
    assert points["shaft_kw"].to_numpy() == pytest.approx(mine.points["shaft_kw"].to_numpy())
    assert (points["loaded_kw"] >= points["shaft_kw"]).all()
    assert points["full_load_efficiency"].between(0, 1, inclusive="neither").all()
    changed = after.loc[offers.index]
    assert (changed["load_fraction"] <= 0.75 + 1e-12).all()
    assert (changed["rated_kw"] < machines.loc[offers.index, "rated_kw"]).all()
    pd.testing.assert_series_equal(after.dtypes, machines.dtypes)
    pd.testing.assert_frame_equal(machines, untouched)
