"""Drives: their losses by the published table, and what speed saves on pumps and fans."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.audit import evaluate
from energy_audit.conditions import Conditions
from energy_audit.consumption import consume
from energy_audit.measures.drives import DRIVES
from energy_audit.operation.operating_point import operating_point
from equipment_catalog.drives import (
    drive_altitude_factor,
    drive_efficiency,
    drive_loss_limit_kw,
    drive_price_note,
    installed_drive_price_usd,
)
from equipment_catalog.errors import InputError
from equipment_catalog.flow_control import (
    constant_speed_power_fraction,
    variable_speed_power_fraction,
)
from equipment_catalog.tables import read_facts

FRACTION = st.floats(0, 1)
PUMP = {
    "machine_type": "pump",
    "rated_kw": 14.914,  # 20 hp
    "poles": 4.0,
    "ie_class": "IE3",
    "load_type": "centrifugal",
    "load_fraction": 0.9,
    "hours_per_day": 16.0,
    "control": "bypass",
    "flow_fraction": 0.7,
    "static_head_fraction": 0.0,
}
HOURS = 308 * 16
FLOW_MACHINE = st.fixed_dictionaries(
    {
        "machine_type": st.sampled_from(["pump", "fan", "blower", "other", "mill"]),
        "quantity": st.integers(1, 3).map(float),
        "rated_kw": st.floats(0.75, 150),
        "poles": st.sampled_from([2.0, 4.0, 6.0]),
        "ie_class": st.sampled_from(["IE1", "IE2", "IE3", "IE4", "unknown"]),
        "load_fraction": st.floats(0, 1.25),
        "load_type": st.sampled_from(["centrifugal", "constant_torque", "constant_power"]),
        "control": st.sampled_from(["", "none", "throttle", "damper", "bypass", "drive"]),
        "flow_fraction": st.one_of(st.just(float("nan")), st.floats(0.05, 1)),
        "static_head_fraction": st.one_of(st.just(float("nan")), FRACTION),
        "hours_per_day": st.floats(0, 16),
    }
)


def offer_of(row, conditions):
    offers = evaluate(DRIVES, consume(machine_frame([row]), conditions), conditions)
    return offers.set_index("tag").loc["M0"]


@pytest.mark.parametrize(
    ("rated_hp", "efficiencies"),
    [
        # US DOE Motor Systems Tip Sheet 11 at 1.6, 12.5, 25, 42, 50, 75, 100 % load.
        (3, [0.31, 0.77, 0.86, 0.90, 0.91, 0.93, 0.94]),
        (10, [0.41, 0.83, 0.90, 0.93, 0.94, 0.95, 0.96]),
        (100, [0.55, 0.89, 0.94, 0.95, 0.96, 0.97, 0.97]),
        (400, [0.61, 0.91, 0.95, 0.96, 0.96, 0.97, 0.97]),
    ],
)
def test_drive_table_is_met_exactly(rated_hp, efficiencies):
    loads = [0.016, 0.125, 0.25, 0.42, 0.5, 0.75, 1]
    assert drive_efficiency(rated_hp * 0.7457, loads) == pytest.approx(efficiencies)


def test_between_and_outside_the_table():
    # Midway in logarithm between 5 and 20 hp is 10 hp; between 5 and 10 hp it is sqrt(50) hp.
    assert drive_efficiency(np.sqrt(50) * 0.7457, 0.25) == pytest.approx((0.88 + 0.90) / 2)
    assert drive_efficiency(10 * 0.7457, 0.625) == pytest.approx((0.94 + 0.95) / 2)
    assert drive_efficiency([0.37, 900], [1, 1.2]) == pytest.approx([0.94, 0.97])
    assert drive_efficiency(3 * 0.7457, 0) == pytest.approx(0.31)


@given(rated_kw=st.floats(0.1, 1000), load=st.floats(0, 1.5))
def test_a_drive_always_loses_something_and_never_all(rated_kw, load):
    assert 0 < drive_efficiency(rated_kw, load) < 1


def test_new_drives_lose_a_quarter_less_than_the_reference_of_the_regulation():
    # EU 2019/1781 Table 6: 0.374 kW at 4 kW, 1.86 at 30 kW, 49.3 at 1000 kW.
    limits = [0.75 * 0.374, 0.75 * 1.86, 0.75 * 49.3]
    assert drive_loss_limit_kw([4, 30, 1000]) == pytest.approx(limits)
    assert drive_loss_limit_kw(2000) == pytest.approx(2 * 0.75 * 49.3)


def test_a_drive_weakens_above_1000_m():
    assert drive_altitude_factor([0, 1000, 1001, 2600, 4000, 4800]) == pytest.approx(
        [1, 1, 0.9999, 0.84, 0.7, 0.7]
    )


@pytest.mark.parametrize(
    ("function", "arguments", "field"),
    [
        (drive_efficiency, (0, 0.5), "rated_kw"),
        (drive_efficiency, (7.5, float("nan")), "load_fraction"),
        (drive_efficiency, (7.5, 75), "load_fraction"),
        (drive_altitude_factor, (float("nan"),), "altitude_m"),
        (installed_drive_price_usd, (-1,), "rated_kw"),
        (constant_speed_power_fraction, ("valve", 0.5), "control"),
        (variable_speed_power_fraction, (0.5, 50), "static_head_fraction"),
    ],
)
def test_what_cannot_be_is_refused_by_name(function, arguments, field):
    with pytest.raises(InputError) as caught:
        function(*arguments)
    assert caught.value.problems[0].field == field


def test_outlet_dampers_follow_the_curve_of_doe_2():
    # 0.37073425 + 0.97250253 q - 0.34240761 q^2 at half flow; the curve sums to 1.00082917.
    by_hand = (0.37073425 + 0.486251265 - 0.0856019025) / 1.00082917
    assert constant_speed_power_fraction("damper", 0.5) == pytest.approx(by_hand)


@given(flow=FRACTION, static=FRACTION, control=st.sampled_from(["none", "throttle", "damper"]))
def test_speed_never_takes_more_than_any_valve(flow, static, control):
    by_speed = variable_speed_power_fraction(flow, static)
    assert by_speed <= flow + 1e-12
    assert constant_speed_power_fraction(control, flow) >= flow - 1e-12


def test_a_pump_without_static_head_by_hand(conditions):
    offer = offer_of(PUMP, conditions)
    # A bypass takes full power: behind the drive 0.9 x 0.7^3 = 0.3087 of the rating is left.
    assert offer["load_ratio"] == pytest.approx(0.343)
    motor = machine_frame([{**PUMP, "control": "none", "load_fraction": 0.3087}])
    motor_kw = operating_point(motor, frequency_hz=60)["input_kw"].iloc[0]
    # IE3, 15 kW: 93.0 %; the drive feeds this share of what it feeds at full load, between
    # the 25 % and the 42 % column of the 20 hp row.
    share = motor_kw / (14.914 / 0.930)
    drive = 0.93 + (share - 0.25) / (0.42 - 0.25) * 0.01
    today_kw = operating_point(machine_frame([PUMP]), frequency_hz=60)["input_kw"].iloc[0]
    assert offer["saved_kw"] == pytest.approx(today_kw - motor_kw / drive, rel=1e-6)
    assert offer["saved_kwh"] == pytest.approx(HOURS * offer["saved_kw"])
    assert offer["is_proven"]


def test_a_pump_with_nothing_but_static_head_saves_only_the_flow(conditions):
    assert offer_of({**PUMP, "static_head_fraction": 1.0}, conditions)[
        "load_ratio"
    ] == pytest.approx(0.7)
    half = offer_of({**PUMP, "static_head_fraction": 0.5}, conditions)
    # 0.7 x (0.5 + 0.5 x 0.49)
    assert half["load_ratio"] == pytest.approx(0.5215)


def test_a_throttled_pump_already_draws_less_than_at_full_flow(conditions):
    throttled = offer_of({**PUMP, "control": "throttle"}, conditions)
    # 0.343 of full flow's power against 0.5 + 0.5 x 0.7.
    assert throttled["load_ratio"] == pytest.approx(0.343 / 0.85)


def test_a_pump_that_displaces_works_against_the_same_pressure(conditions):
    piston = {**PUMP, "load_type": "constant_torque", "static_head_fraction": float("nan")}
    offer = offer_of(piston, conditions)
    assert offer["load_ratio"] == pytest.approx(0.7)
    assert offer["is_proven"]


def test_at_full_flow_a_drive_only_loses(conditions):
    offer = offer_of({**PUMP, "flow_fraction": 1.0}, conditions)
    assert offer["load_ratio"] == 1
    assert offer["saved_kwh"] < 0


@pytest.mark.parametrize(
    "missing",
    [{"static_head_fraction": float("nan")}, {"flow_fraction": float("nan")}, {"control": ""}],
)
def test_what_is_missing_is_assumed_and_not_proven(missing, conditions):
    offer = offer_of({**PUMP, **missing}, conditions)
    assert not offer["is_proven"]
    assert offer["model_sigma_fraction"] > offer_of(PUMP, conditions)["model_sigma_fraction"]


def test_a_fan_lifts_nothing(conditions):
    fan = {**PUMP, "machine_type": "fan", "static_head_fraction": float("nan")}
    offer = offer_of(fan, conditions)
    assert offer["load_ratio"] == pytest.approx(0.343)
    assert offer["is_proven"]


@pytest.mark.parametrize(
    "row",
    [
        {"control": "drive"},
        {"control": "none", "flow_fraction": float("nan")},
        {"machine_type": "mill"},
        {"machine_type": "compressor"},
        {"supply": "single_phase"},
    ],
)
def test_who_has_a_drive_or_needs_none_gets_no_offer(row, conditions):
    machines = machine_frame([{**PUMP, **row}])
    assert DRIVES.options(consume(machines, conditions), conditions).empty


def test_high_above_the_sea_a_bigger_drive_is_bought(calendars, year, conditions):
    high = Conditions(
        calendars=calendars, hours=year, frequency_hz=60, altitude_m={"plant": 3000.0}
    )
    low_usd, high_usd = (offer_of(PUMP, at)["capex_usd"] for at in (conditions, high))
    assert low_usd == pytest.approx(installed_drive_price_usd(14.914))
    assert high_usd == pytest.approx(installed_drive_price_usd(14.914 / 0.8))


def test_the_price_by_hand_and_never_falling():
    # 250 USD/kW at 1.5 kW, 150 at 15, 90 from 90 kW, x 1.6; midway in logarithm sqrt(22.5) kW.
    assert installed_drive_price_usd([1.5, np.sqrt(22.5), 200]) == pytest.approx(
        [600, 200 * np.sqrt(22.5) * 1.6, 28_800]
    )
    rising = installed_drive_price_usd(np.geomspace(0.1, 1000, 5000))
    assert (np.diff(rising) >= 0).all()


def test_no_price_is_shown_as_sourced():
    facts = read_facts("equipment_catalog", "data/drive_facts.csv").set_index("key")
    priced = facts.index.str.contains("usd|multiplier")
    assert set(facts.loc[priced, "trust"]) == {"memory"}
    assert "memory" in str(drive_price_note().source)


@settings(max_examples=15)
@given(rows=st.lists(FLOW_MACHINE, min_size=1, max_size=6))
def test_no_energy_appears_and_the_old_inventory_is_left_alone(conditions, rows):
    rows = [row for row in rows if row["ie_class"] != "IE1" or row["rated_kw"] <= 140]
    machines = machine_frame([PUMP, *rows])
    untouched = machines.copy()
    mine = consume(machines, conditions)
    offers = DRIVES.options(mine, conditions).set_index("tag")
    assert offers.drop(columns=["variant_name"]).notna().all(axis=None)
    assert offers["load_ratio"].between(0, 1).all()
    after = DRIVES.apply(machines, offers, conditions)
    points = operating_point(after, frequency_hz=60)
    assert (points["loaded_kw"] >= points["shaft_kw"]).all()
    assert points["efficiency_at_load"].between(0, 1, inclusive="left").all()
    assert not (after.loc[offers.index, "control"] != "drive").any()
    pd.testing.assert_series_equal(after.dtypes, machines.dtypes)
    pd.testing.assert_frame_equal(machines, untouched)
