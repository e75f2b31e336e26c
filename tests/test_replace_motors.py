"""Replacing a motor saves what its losses save, less what its speed costs."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.audit import evaluate
from energy_audit.consumption import consume
from energy_audit.measures.replace_motors import REPLACE_MOTORS, replace_motors
from energy_audit.operation.operating_point import operating_point
from equipment_catalog.motors import full_load_rpm
from equipment_catalog.prices import installed_motor_price_usd, installed_rewind_price_usd

FULL = {
    "rated_kw": 15.0,
    "poles": 4.0,
    "load_fraction": 1.0,
    "hours_per_day": 16.0,
    "control": "none",
}
HOURS = 308 * 16
MOTOR = st.fixed_dictionaries(
    {
        "quantity": st.integers(1, 4).map(float),
        "rated_kw": st.floats(0.75, 200),
        "poles": st.sampled_from([2.0, 4.0, 6.0]),
        "ie_class": st.sampled_from(["IE1", "IE2", "IE3", "IE4", "unknown"]),
        "rewinds": st.integers(0, 4).map(float),
        "load_fraction": st.floats(0, 1.25),
        "idle_load_fraction": st.floats(0, 0.5),
        "loaded_fraction": st.floats(0, 1),
        "load_type": st.sampled_from(["centrifugal", "constant_torque", "constant_power"]),
        "control": st.sampled_from(["", "none", "drive"]),
        "hours_per_day": st.floats(0, 16),
    }
).filter(lambda row: row["ie_class"] != "IE1" or row["rated_kw"] <= 150)


def offers_of(rows, conditions):
    offers = evaluate(REPLACE_MOTORS, consume(machine_frame(rows), conditions), conditions)
    return offers.set_index(["tag", "variant"])


def offers_of_one(row, conditions):
    return offers_of([row], conditions).loc["M0"]


def test_full_load_saving_is_the_textbook_one(conditions):
    saved = offers_of_one({**FULL, "ie_class": "IE2"}, conditions)["saved_kwh"]
    # US DOE: kWh = kW L h (1/eta0 - 1/eta1), with EU 2019/1781 at 60 Hz: 91.0, 93.0, 94.1 %.
    assert saved["IE3"] == pytest.approx(15 * HOURS * (1 / 0.910 - 1 / 0.930))
    assert saved["IE4"] == pytest.approx(15 * HOURS * (1 / 0.910 - 1 / 0.941))


def test_a_motor_of_the_best_class_has_no_option(conditions):
    assert offers_of([{**FULL, "ie_class": "IE4"}], conditions).empty


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "heating", "rated_kw": 4.0, "load_fraction": 1.0, "hours_per_day": 8.0},
        {**FULL, "rated_kw": 1.5, "supply": "single_phase"},
        {**FULL, "poles": float("nan"), "supply": "dc"},
    ],
)
def test_what_is_no_three_phase_motor_is_neither_offered_nor_judged(row, conditions):
    assert offers_of([row], conditions).empty
    assert REPLACE_MOTORS.judges(machine_frame([row])).empty


def test_an_overloaded_motor_is_not_replaced_by_one_of_its_size(conditions):
    fan = {**FULL, "ie_class": "IE1", "load_type": "centrifugal", "load_fraction": 1.5}
    rows = [{**FULL, "ie_class": "IE1"}, fan]
    assert set(offers_of(rows, conditions).index.get_level_values("tag")) == {"M0"}


def test_the_slowest_motor_at_its_service_factor_can_still_be_replaced(conditions):
    # 12 % of slip at 60 Hz and 4 poles
    slow = {"rated_kw": 0.75, "rated_rpm": 1584.0, "load_fraction": 1.15, "ie_class": "IE1"}
    offers = offers_of([{**FULL, **slow, "load_type": "centrifugal"}], conditions)
    assert offers["saved_kwh"].notna().all()


@pytest.mark.parametrize("rated_rpm", [1800.0, 1805.0, 1450.0])
def test_a_nameplate_with_a_speed_that_cannot_be_counts_as_none(rated_rpm, conditions):
    fan = {**FULL, "ie_class": "IE1", "load_type": "centrifugal"}
    careless = offers_of_one({**fan, "rated_rpm": rated_rpm}, conditions)
    unknown = offers_of_one(fan, conditions)
    pd.testing.assert_series_equal(careless["saved_kwh"], unknown["saved_kwh"])


def test_a_centrifugal_load_with_a_faster_motor_can_lose(conditions):
    fan = {**FULL, "ie_class": "IE3", "load_type": "centrifugal", "rated_rpm": 1700.0}
    assert offers_of_one(fan, conditions).loc["IE4", "saved_kwh"] < 0


def test_behind_a_drive_the_fan_keeps_its_speed(conditions):
    fan = {**FULL, "ie_class": "IE3", "load_type": "centrifugal", "rated_rpm": 1700.0}
    driven = machine_frame([{**fan, "control": "drive"}])
    after = replace_motors(driven, pd.Series({"M0": "IE4"}), frequency_hz=60)
    assert after["load_fraction"].iloc[0] == 1.0
    assert offers_of_one({**fan, "control": "drive"}, conditions).loc["IE4", "saved_kwh"] > 0


def test_the_new_load_of_a_fan_solves_the_affinity_law():
    old = {"ie_class": "IE1", "load_type": "centrifugal", "load_fraction": 0.8}
    fan = machine_frame([{**FULL, **old, "rated_rpm": 1740.0}])
    after = replace_motors(fan, pd.Series({"M0": "IE3"}), frequency_hz=60)
    load = after["load_fraction"].iloc[0]
    # IE1, 15 kW, 4 poles, 60 Hz is 89.5 %: the nameplate's slip of 60 rpm shrinks as the typical
    # slip does from there to the 93.0 % of IE3.
    old_slip, new_slip = (1800 - full_load_rpm(eta, poles=4) for eta in (0.895, 0.930))
    new_rated = 1800 - 60 * float(new_slip / old_slip)
    n_old = 1800 - 60 * 0.8
    n_new = 1800 - (1800 - new_rated) * load
    assert load == pytest.approx(0.8 * (n_new / n_old) ** 3, rel=1e-9)
    assert load > 0.8


@pytest.mark.parametrize("rated_rpm", [float("nan"), 1700.0, 1740.0, 1770.0, 1785.0])
def test_no_nameplate_makes_a_faster_motor_save_more_than_its_losses(rated_rpm, conditions):
    fan = {**FULL, "ie_class": "IE1", "load_type": "centrifugal", "rated_rpm": rated_rpm}
    of_fan = offers_of_one(fan, conditions)
    of_steady = offers_of_one({**fan, "load_type": "constant_power"}, conditions)
    assert (of_fan["saved_kwh"] <= of_steady["saved_kwh"] + 1e-9).all()


def test_where_the_process_sets_the_power_the_load_stays():
    mill = machine_frame([{**FULL, "ie_class": "IE1", "load_type": "constant_power"}])
    after = replace_motors(mill, pd.Series({"M0": "IE4"}), frequency_hz=60)
    assert after["load_fraction"].iloc[0] == 1.0


def test_a_new_motor_forgets_rewinds_and_nameplate_and_leaves_the_old_frame_alone():
    worn = {"rewinds": 3.0, "efficiency_fraction": 0.85, "rated_rpm": 1730.0}
    old = machine_frame([{**FULL, "ie_class": "unknown", **worn}])
    untouched = old.copy()
    new = replace_motors(old, pd.Series({"M0": "IE3"}), frequency_hz=60)
    point = operating_point(new, frequency_hz=60)
    assert point["full_load_efficiency"].iloc[0] == pytest.approx(0.930)
    pd.testing.assert_frame_equal(old, untouched)


def test_at_failure_only_the_extra_over_an_ie2_motor_is_paid_and_gained(conditions):
    offers = offers_of_one({**FULL, "ie_class": "IE1", "quantity": 2.0}, conditions)
    later = offers.loc["IE3_at_failure"]
    assert later["timing"] == "at_failure"
    # IE2 costs 15 % less: 2 x 0.15 x 95 x 15 ex works, landed x 1.3, fitted x 1.15.
    assert later["capex_usd"] == pytest.approx(2 * 0.15 * 95 * 15 * 1.3 * 1.15)
    beyond = later["saved_kwh"] - later["saved_anyway_kwh"]
    # Against the IE2 motor (91.0 %) that would be bought anyhow.
    assert beyond == pytest.approx(2 * 15 * HOURS * (1 / 0.910 - 1 / 0.930))


def test_instead_of_a_rewind_the_rewinds_price_and_its_lost_point_are_spared(conditions):
    offers = offers_of_one({**FULL, "ie_class": "IE2", "rewinds": 1.0}, conditions)
    later = offers.loc["IE3_at_next_rewind"]
    assert later["timing"] == "next_rewind"
    new, rewind = installed_motor_price_usd("IE3", 15, 4), installed_rewind_price_usd(15, 4)
    assert later["capex_usd"] == pytest.approx(new - rewind)
    beyond = later["saved_kwh"] - later["saved_anyway_kwh"]
    # The rewound motor would run at 91.0 less two points.
    assert beyond == pytest.approx(15 * HOURS * (1 / 0.890 - 1 / 0.930))


def test_motors_are_rewound_where_the_site_does_it_and_they_are_big(conditions):
    rows = [
        {**FULL, "ie_class": "IE1", "rewinds": 2.0},
        {**FULL, "ie_class": "IE1", "rated_kw": 30.0},
        {**FULL, "ie_class": "IE1", "rated_kw": 5.5},
        {**FULL, "ie_class": "IE1", "rated_kw": 30.0, "site": "mine"},
    ]
    timing = offers_of(rows, conditions)["timing"]
    assert timing["M0", "IE3_at_next_rewind"] == "next_rewind"
    assert timing["M1", "IE4_at_next_rewind"] == "next_rewind"
    assert timing["M2", "IE3_at_failure"] == "at_failure"
    assert timing["M3", "IE4_at_failure"] == "at_failure"


def test_a_motor_of_the_usual_class_is_no_gain_at_failure(conditions):
    offers = offers_of_one({**FULL, "ie_class": "IE3"}, conditions)
    assert set(offers.index) == {"IE4", "IE4_at_failure"}


@settings(max_examples=8)
@given(rows=st.lists(MOTOR, min_size=1, max_size=8))
def test_offers_are_well_formed_and_never_cost_less_than_nothing(conditions, rows):
    offers = offers_of(rows, conditions)
    assert offers.index.is_unique
    assert (offers["capex_usd"] >= 0).all()
    assert offers.notna().all(axis=None)
    now = offers[offers["timing"] == "now"]
    assert (now["saved_anyway_kwh"] == 0).all()


@settings(max_examples=8)
@given(rows=st.lists(MOTOR, min_size=1, max_size=8), pick=st.data())
def test_no_energy_appears_and_the_old_inventory_is_left_alone(conditions, rows, pick):
    machines = machine_frame(rows)
    untouched = machines.copy()
    offers = offers_of(rows, conditions).reset_index().drop_duplicates("tag").set_index("tag")
    tags = (
        pick.draw(st.lists(st.sampled_from(sorted(offers.index)), unique=True))
        if len(offers)
        else []
    )
    after = REPLACE_MOTORS.apply(machines, offers.loc[tags], conditions)
    points = operating_point(after, frequency_hz=60)
    assert (points["loaded_kw"] >= points["shaft_kw"]).all()
    assert points["full_load_efficiency"].between(0, 1, inclusive="neither").all()
    assert after.index.equals(machines.index)
    pd.testing.assert_series_equal(after.dtypes, machines.dtypes)
    pd.testing.assert_frame_equal(machines, untouched)


@settings(max_examples=8)
@given(rows=st.lists(MOTOR, min_size=1, max_size=8))
def test_without_a_speed_effect_a_better_class_never_costs_energy(conditions, rows):
    steady = [{**row, "load_type": "constant_power"} for row in rows]
    assert (offers_of(steady, conditions)["saved_kwh"] >= -1e-9).all()
