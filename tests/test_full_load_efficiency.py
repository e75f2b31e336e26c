"""The full-load efficiency of a motor comes from the best thing known of it, with its spread."""

from __future__ import annotations

import math

import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.operation.full_load_efficiency import efficiency_evidence, full_load_efficiency

FIFTEEN = {"rated_kw": 15.0, "poles": 4.0, "ie_class": "unknown"}
# EU 2019/1781 table 3b at 60 Hz, 15 kW, 4 poles: IE2 91.0 %, IE3 93.0 %.


def efficiency_of(**row):
    return full_load_efficiency(machine_frame([{**FIFTEEN, **row}]), frequency_hz=60).iloc[0]


def evidence_of(**row):
    return efficiency_evidence(machine_frame([{**FIFTEEN, **row}]), frequency_hz=60).iloc[0]


def test_the_nameplate_goes_before_the_class_and_rewinds_cost_a_point_each(machines):
    frame = machines(
        [
            {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3"},
            {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3", "efficiency_fraction": 0.90},
            {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3", "rewinds": 2.0},
            {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3", "rewinds": 9.0},
            {"rated_kw": 15.0, "poles": 4.0, "ie_class": "unknown"},
            {"rated_kw": 5.0, "kind": "heating"},
        ]
    )
    expected = [0.930, 0.90, 0.910, 0.900, 0.88, 1.0]
    assert full_load_efficiency(frame, frequency_hz=60).tolist() == pytest.approx(expected)


def test_a_motor_of_1970_lies_four_points_below_ie2_and_one_of_2020_has_ie2():
    assert efficiency_of(year_made=1970.0) == pytest.approx(0.87)
    assert efficiency_of(year_made=2020.0) == pytest.approx(0.91)


@given(older=st.floats(1965, 2026), years=st.floats(0, 60), rated_kw=st.floats(0.75, 300))
def test_since_1965_a_younger_motor_of_unknown_class_is_never_worse(older, years, rated_kw):
    old = efficiency_of(year_made=older, rated_kw=rated_kw)
    young = efficiency_of(year_made=older + years, rated_kw=rated_kw)
    assert young >= old


def test_kw_volts_amps_and_power_factor_of_the_nameplate_tell_the_efficiency():
    # sqrt(3) x 440 V x 25.5 A x 0.86 = 16.713 kW of input for 15 kW of shaft power.
    row = evidence_of(rated_v=440.0, rated_a=25.5, rated_power_factor=0.86, year_made=1970.0)
    assert row["full_load_efficiency"] == pytest.approx(15 / 16.713, rel=1e-4)
    assert row["efficiency_rule"] == "electrical"
    assert row["efficiency_sigma"] == pytest.approx(0.02 * 15 / 16.713, rel=1e-4)


@pytest.mark.parametrize("amps", [22.0, 32.0])
def test_amps_that_cannot_be_right_leave_the_motor_to_its_age(amps):
    # 22 A would mean 104 % of efficiency, 32 A 71.5 %, four times the losses of IE2.
    row = evidence_of(rated_v=440.0, rated_a=amps, rated_power_factor=0.86, year_made=2020.0)
    assert row["full_load_efficiency"] == pytest.approx(0.91)
    assert row["efficiency_rule"] == "age"


def test_a_class_on_the_nameplate_goes_before_its_amps():
    row = evidence_of(ie_class="IE3", rated_v=440.0, rated_a=25.5, rated_power_factor=0.86)
    assert row["full_load_efficiency"] == pytest.approx(0.93)


def test_a_given_efficiency_needs_no_table():
    # No class is written for 8-pole IE1 motors.
    assert efficiency_of(ie_class="IE1", poles=8.0, efficiency_fraction=0.85) == 0.85


def test_single_phase_motors_have_typical_efficiencies_of_their_own():
    row = evidence_of(supply="single_phase", rated_kw=1.5)
    assert row["full_load_efficiency"] == pytest.approx(0.75)  # data/motor_other_supplies.csv
    assert row["efficiency_rule"] == "single_phase"
    classed = efficiency_of(supply="single_phase", rated_kw=1.5, ie_class="IE2")
    assert classed == pytest.approx(efficiency_of(rated_kw=1.5, ie_class="IE2"))


def test_motors_on_direct_current_need_neither_poles_nor_class():
    row = evidence_of(supply="dc", rated_kw=7.5, poles=math.nan, rewinds=1.0)
    assert row["full_load_efficiency"] == pytest.approx(0.85 - 0.01)
    # 100 V x 90 A without a power factor: 9 kW for 7.5 kW.
    volts = evidence_of(supply="dc", rated_kw=7.5, poles=math.nan, rated_v=100.0, rated_a=90.0)
    assert volts["full_load_efficiency"] == pytest.approx(7.5 / 9)


def test_one_phase_has_no_root_of_three():
    row = evidence_of(
        supply="single_phase", rated_kw=1.5, rated_v=220.0, rated_a=12.0, rated_power_factor=0.75
    )
    assert row["full_load_efficiency"] == pytest.approx(1.5 / (0.220 * 12 * 0.75))


def test_the_spread_grows_from_class_to_age_and_with_rewinds():
    # 15 % of the losses, even distribution: 0.15 x 0.07 / sqrt(3).
    assert evidence_of(ie_class="IE3")["efficiency_sigma"] == pytest.approx(0.0060622, rel=1e-4)
    assert evidence_of(year_made=1970.0)["efficiency_sigma"] == pytest.approx(0.0125)
    assert evidence_of()["efficiency_sigma"] == pytest.approx(0.0087)
    # Two rewinds lose 2 points, give or take half of that.
    rewound = evidence_of(rewinds=2.0)["efficiency_sigma"]
    assert rewound == pytest.approx(math.hypot(0.0087, 0.01))


def test_a_list_without_motors_has_no_losses_and_an_empty_list_is_empty():
    lamps = machine_frame([{"kind": "lighting", "rated_kw": 0.4}] * 2)
    assert full_load_efficiency(lamps, frequency_hz=60).tolist() == [1.0, 1.0]
    assert full_load_efficiency(lamps.iloc[:0], frequency_hz=60).empty


MOTOR = st.fixed_dictionaries(
    {
        "rated_kw": st.floats(0.12, 370),
        "supply": st.sampled_from(["three_phase", "single_phase", "dc"]),
        "poles": st.sampled_from([2.0, 4.0, 6.0, 8.0]),
        "ie_class": st.sampled_from(["IE2", "IE3", "IE4", "unknown"]),
        "year_made": st.sampled_from([math.nan, 1920.0, 1979.0, 2100.0]),
        "rewinds": st.integers(0, 20).map(float),
        "rated_v": st.floats(24, 13800),
        "rated_a": st.floats(0.1, 3000),
        "rated_power_factor": st.floats(0.2, 1),
    }
)


@settings(max_examples=40)
@given(rows=st.lists(MOTOR, min_size=1, max_size=6))
def test_any_motor_has_an_efficiency_between_zero_and_one(rows):
    found = efficiency_evidence(machine_frame(rows), frequency_hz=60)
    assert found["full_load_efficiency"].between(0, 1, inclusive="neither").all()
    assert (found["efficiency_sigma"] > 0).all()
    last = efficiency_of(**rows[-1])
    assert found["full_load_efficiency"].iloc[-1] == last
