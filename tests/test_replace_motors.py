"""Replacing a motor saves what its losses save, less what its speed costs."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st
from test_load_and_balance import MACHINE

from energy_audit.audit import apply_package, consume, evaluate_options
from energy_audit.measures import MEASURES
from energy_audit.measures.replace_motors import replace_motors
from energy_audit.operating_point import operating_point
from equipment_catalog.motors import full_load_rpm

FULL = {"rated_kw": 15.0, "poles": 4.0, "load_fraction": 1.0, "hours_per_day": 16.0}


def options_of(rows, calendars, year):
    before = consume(machine_frame(rows), calendars, year, frequency_hz=60)
    return before, evaluate_options(before, frequency_hz=60)


def test_full_load_saving_is_the_textbook_one(calendars, year):
    _, options = options_of([{**FULL, "ie_class": "IE2"}], calendars, year)
    saved = options.set_index("variant")["saved_kwh"]
    # US DOE: kWh = kW L h (1/eta0 - 1/eta1), with EU 2019/1781 at 60 Hz: 91.0, 93.0, 94.1 %.
    hours = 308 * 16
    assert saved["IE3"] == pytest.approx(15 * hours * (1 / 0.910 - 1 / 0.930))
    assert saved["IE4"] == pytest.approx(15 * hours * (1 / 0.910 - 1 / 0.941))


def test_a_motor_of_the_best_class_has_no_option(calendars, year):
    _, options = options_of([{**FULL, "ie_class": "IE4"}], calendars, year)
    assert options.empty


def test_a_machine_that_is_no_motor_has_no_option(calendars, year):
    row = {"kind": "heating", "rated_kw": 4.0, "load_fraction": 1.0, "hours_per_day": 8.0}
    _, options = options_of([row], calendars, year)
    assert options.empty


def test_a_slow_old_fan_motor_loses_by_a_faster_new_one(calendars, year):
    fan = {**FULL, "ie_class": "IE3", "load_type": "centrifugal", "rated_rpm": 1700.0}
    _, options = options_of([fan], calendars, year)
    assert options.set_index("variant").loc["IE4", "saved_kwh"] < 0


def test_the_new_load_of_a_fan_solves_the_affinity_law():
    fan = machine_frame(
        [
            {
                **FULL,
                "ie_class": "IE1",
                "load_type": "centrifugal",
                "load_fraction": 0.8,
                "rated_rpm": 1740.0,
            }
        ]
    )
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
def test_no_nameplate_makes_a_faster_motor_save_more_than_its_losses(rated_rpm, calendars, year):
    fan = {**FULL, "ie_class": "IE1", "load_type": "centrifugal", "rated_rpm": rated_rpm}
    steady = {**fan, "load_type": "constant_power"}
    _, of_fan = options_of([fan], calendars, year)
    _, of_steady = options_of([steady], calendars, year)
    assert (of_fan["saved_kwh"] <= of_steady["saved_kwh"] + 1e-9).all()


def test_where_the_process_sets_the_power_the_load_stays():
    mill = machine_frame([{**FULL, "ie_class": "IE1", "load_type": "constant_power"}])
    after = replace_motors(mill, pd.Series({"M0": "IE4"}), frequency_hz=60)
    assert after["load_fraction"].iloc[0] == 1.0


def test_a_new_motor_forgets_rewinds_and_nameplate_and_leaves_the_old_frame_alone():
    old = machine_frame(
        [
            {
                **FULL,
                "ie_class": "unknown",
                "rewinds": 3.0,
                "efficiency_fraction": 0.85,
                "rated_rpm": 1730.0,
            }
        ]
    )
    untouched = old.copy()
    new = replace_motors(old, pd.Series({"M0": "IE3"}), frequency_hz=60)
    assert operating_point(new, frequency_hz=60)["full_load_efficiency"].iloc[0] == pytest.approx(
        0.930
    )
    pd.testing.assert_frame_equal(old, untouched)


@pytest.mark.parametrize("kind", MEASURES)
@settings(max_examples=25, deadline=None)
@given(rows=st.lists(MACHINE, min_size=1, max_size=8), picks=st.data())
def test_every_measure_saves_hour_by_hour_what_it_says(kind, calendars, year, rows, picks):
    before, options = options_of(rows, calendars, year)
    mine = options[options["kind"] == kind]
    tags = sorted(set(mine["tag"]))
    chosen_tags = picks.draw(st.lists(st.sampled_from(tags), unique=True)) if tags else []
    chosen = mine[mine["tag"].isin(chosen_tags)].drop_duplicates("tag")
    after = apply_package(before, chosen, calendars, frequency_hz=60)
    difference = (before.demand_kw - after.demand_kw).to_numpy().sum()
    total = before.annual_kwh
    assert difference == pytest.approx(chosen["saved_kwh"].sum(), rel=1e-9, abs=1e-9 * total + 1e-9)
    assert after.machines.index.equals(before.machines.index)
    assert (after.points["input_kw"] >= after.points["shaft_kw"]).all()


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(MACHINE, min_size=1, max_size=8))
def test_without_a_speed_effect_a_better_class_never_costs_energy(calendars, year, rows):
    steady = [{**row, "load_type": "constant_power"} for row in rows]
    _, options = options_of(steady, calendars, year)
    assert (options["saved_kwh"] >= -1e-9).all()
