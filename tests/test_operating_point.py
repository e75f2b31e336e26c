"""What a machine draws, drive, phases and power factor included, against hand calculations."""

from __future__ import annotations

import math
import time

import numpy as np
import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.operation.operating_point import operating_point, running_hours
from equipment_catalog.errors import InputError
from equipment_catalog.motors import full_load_power_factor_of_reading, power_factor_at_load
from equipment_catalog.power_factors import typical_power_factor

MOTOR = {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3", "load_fraction": 1.0}
# EU 2019/1781 at 60 Hz: IE3, 15 kW, 4 poles: 93.0 %.
TEMPLATE = machine_frame([{}]).iloc[0].to_dict()


def frame_of(rows):
    frame = pd.DataFrame([{**TEMPLATE, **row} for row in rows])
    return frame.set_axis(pd.Index([f"M{number}" for number in range(len(rows))], name="tag"))


def point(**row):
    return operating_point(frame_of([{**MOTOR, **row}]), frequency_hz=60).iloc[0]


def test_a_drive_adds_its_losses_and_turns_the_power_factor_of_the_line_to_its_own():
    row = {"rated_kw": 20 * 0.7457, "efficiency_fraction": 0.93, "rated_power_factor": 0.6}
    driven = point(**row, control="drive")
    # DOE tip sheet 11: a 20 hp drive at full load 97 %.
    assert driven["input_kw"] == pytest.approx(20 * 0.7457 / 0.93 / 0.97)
    assert driven["efficiency_at_load"] == pytest.approx(0.93 * 0.97)
    assert driven["kvar"] == pytest.approx(driven["input_kw"] * math.tan(math.acos(0.95)))


def test_a_drive_is_loaded_by_what_its_motor_draws():
    row = {"rated_kw": 20 * 0.7457, "efficiency_fraction": 0.93}
    at = 0.42
    motor_kw = point(**row, load_fraction=at)["input_kw"]
    share = motor_kw * 0.93 / (20 * 0.7457)
    # Tip sheet 11, 20 hp: 94 % at 0.42 and 95 % at 0.50 of the drive's load.
    drive = 0.94 + 0.01 * (share - 0.42) / 0.08
    assert point(**row, load_fraction=at, control="drive")["input_kw"] == pytest.approx(
        motor_kw / drive
    )


def test_unequal_voltages_add_losses_to_motors_on_three_phases_alone():
    # 3 % of unbalance: 18 % more losses; 15 (1 + 1.18 (1 / 0.93 - 1)) kW.
    uneven = point(voltage_unbalance_fraction=0.03)
    assert uneven["input_kw"] == pytest.approx(15 * (1 + 1.18 * (1 / 0.93 - 1)))
    single = {"supply": "single_phase", "efficiency_fraction": 0.8}
    assert (point(**single, voltage_unbalance_fraction=0.03) == point(**single)).all()


def test_a_motor_on_direct_current_has_the_power_factor_of_its_rectifier_and_no_poles():
    direct = point(supply="dc", poles=math.nan, efficiency_fraction=0.85, load_fraction=1.0)
    assert direct["input_kw"] == pytest.approx(15 / 0.85)
    assert direct["kvar"] == pytest.approx(15 / 0.85 * math.tan(math.acos(0.75)))


def test_a_single_phase_motor_has_its_own_power_factor():
    single = point(supply="single_phase", rated_kw=2.2, efficiency_fraction=0.8)
    assert single["kvar"] == pytest.approx(2.2 / 0.8 * math.tan(math.acos(0.76)))


@pytest.mark.parametrize(
    ("row", "factor"),
    [
        ({"kind": "lighting", "lamp_type": "sodium"}, 0.85),
        ({"kind": "lighting", "lamp_type": ""}, 0.90),
        ({"kind": "lighting", "lamp_type": "led", "rated_power_factor": 0.97}, 0.97),
        ({"kind": "lighting", "lamp_type": "incandescent"}, 1.0),
        ({"kind": "heating", "machine_type": "furnace"}, 1.0),
        ({"kind": "heating", "machine_type": ""}, 1.0),
        ({"kind": "other", "machine_type": "welder"}, 0.60),
        ({"kind": "other", "machine_type": "charger"}, 0.85),
        ({"kind": "other", "machine_type": "other"}, 0.95),
    ],
)
def test_what_is_no_motor_has_the_power_factor_of_its_lamp_or_type(row, factor):
    found = point(**row, poles=math.nan, load_fraction=0.5)
    assert found["input_kw"] == pytest.approx(7.5)
    assert found["kvar"] == pytest.approx(7.5 * math.tan(math.acos(factor)))
    assert found["full_load_efficiency"] == 1.0


def test_transformers_and_capacitors_draw_nothing_by_themselves():
    rows = [
        {"kind": "capacitor", "rated_kvar": 30.0},
        MOTOR,
        {"kind": "transformer", "rated_kva": 75.0},
    ]
    points = operating_point(frame_of(rows), frequency_hz=60)
    assert (
        points.loc[["M0", "M2"], ["shaft_kw", "loaded_kw", "input_kw", "kvar"]].eq(0).all(axis=None)
    )
    assert points.loc["M1", "input_kw"] == pytest.approx(15 / 0.93)


def test_a_list_of_nothing_has_no_points():
    assert operating_point(frame_of([MOTOR]).iloc[:0], frequency_hz=60).empty


@pytest.mark.parametrize(
    "row",
    [
        {"load_fraction": math.nan},
        {"kind": "lighting", "load_fraction": math.nan},
        {"kind": "heating", "rated_kw": math.nan},
        {"poles": math.nan, "efficiency_fraction": 0.9},
        {"load_fraction": 1.6},
    ],
)
def test_a_machine_of_which_something_is_missing_is_refused_not_taken_as_nothing(row):
    with pytest.raises(InputError):
        point(**row)


def test_a_machine_that_idles_draws_the_mean_of_both_states():
    idling = point(loaded_fraction=0.75, idle_load_fraction=0.0)
    # No-load losses of a 15 kW motor: 0.38 of the losses at full load.
    no_load_kw = 15 * (1 / 0.93 - 1) * 0.38
    assert idling["idle_kw"] == pytest.approx(no_load_kw)
    assert idling["input_kw"] == pytest.approx(0.75 * 15 / 0.93 + 0.25 * no_load_kw)


@given(
    factor=st.floats(0.3, 0.95), load=st.floats(0.0, 1.25), poles=st.sampled_from([2.0, 4.0, 8.0])
)
def test_a_power_factor_read_at_any_load_is_given_back_at_that_load(factor, load, poles):
    motor = {"nominal_fraction": 0.9, "rated_kw": 22.0, "poles": poles}
    full = full_load_power_factor_of_reading(factor, load, **motor)
    again = power_factor_at_load(load, full_load_power_factor=full, **motor)
    assert again == pytest.approx(factor)


def test_a_load_without_a_typical_power_factor_is_named():
    with pytest.raises(InputError, match="load: 'laser'"):
        typical_power_factor("laser")


MACHINE = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["motor", "motor", "lighting", "heating", "other", "capacitor"]),
        "supply": st.sampled_from(["three_phase", "single_phase", "dc"]),
        "control": st.sampled_from(["", "drive", "throttle"]),
        "rated_kw": st.floats(0.75, 300),
        "poles": st.sampled_from([2.0, 4.0, 6.0, 8.0]),
        "ie_class": st.sampled_from(["IE2", "IE3", "IE4", "unknown"]),
        "rewinds": st.integers(0, 5).map(float),
        "voltage_unbalance_fraction": st.sampled_from([math.nan, 0.01, 0.2]),
        "rated_power_factor": st.sampled_from([math.nan, 0.2, 0.85, 1.0]),
        "load_fraction": st.floats(0, 1.25),
        "loaded_fraction": st.floats(0, 1),
        "idle_load_fraction": st.sampled_from([math.nan, 0.0, 0.4, 1.0]),
    }
)


@settings(max_examples=40)
@given(rows=st.lists(MACHINE, min_size=1, max_size=8), extra=st.floats(0.001, 0.25))
def test_every_machine_takes_in_more_than_it_gives_and_more_load_takes_more_power(rows, extra):
    frame = frame_of(rows)
    points = operating_point(frame, frequency_hz=60)
    assert (points["loaded_kw"] >= points["shaft_kw"]).all()
    assert (points["kvar"] >= 0).all()
    motor = frame["kind"] == "motor"
    assert points.loc[motor, "full_load_efficiency"].between(0, 1, inclusive="neither").all()
    assert points["efficiency_at_load"].between(0, 1).all()
    more = operating_point(
        frame.assign(load_fraction=frame["load_fraction"] + extra), frequency_hz=60
    )
    draws = frame["kind"] != "capacitor"
    assert (more["loaded_kw"] > points["loaded_kw"])[draws].all()
    alone = pd.concat(
        [operating_point(frame.iloc[[row]], frequency_hz=60) for row in range(len(frame))]
    )
    pd.testing.assert_frame_equal(alone, points, rtol=1e-12)


def test_hours_are_those_of_the_place_and_schedule(conditions):
    rows = [
        {**MOTOR, "site": site, "schedule": schedule, "hours_per_day": 8.0}
        for site in ("plant", "mine")
        for schedule in ("shifts", "continuous", "shifts")
    ]
    frame = frame_of(rows)
    expected = [
        8 * conditions.shape(row["site"], row["area"], row["schedule"]).sum()
        for row in frame.to_dict("records")
    ]
    assert running_hours(frame, conditions).tolist() == pytest.approx(expected)
    assert running_hours(frame.iloc[:0], conditions).empty


def test_ten_thousand_machines_take_a_few_hundredths_of_a_second():
    draw = np.random.default_rng(3)
    frame = frame_of([MOTOR] * 10_000)
    frame["control"] = draw.choice(["", "drive"], len(frame))
    frame["supply"] = draw.choice(["three_phase", "three_phase", "single_phase", "dc"], len(frame))
    frame["ie_class"] = draw.choice(["IE2", "IE3", "unknown"], len(frame))
    taken = []
    for _ in range(5):
        start = time.process_time()
        operating_point(frame, frequency_hz=60)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.06
