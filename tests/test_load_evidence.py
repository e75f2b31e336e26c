"""The load of a machine comes from the best evidence there is, with the right uncertainty."""

from __future__ import annotations

import math
import time

import numpy as np
import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.operation.load_evidence import settle_machines
from energy_audit.operation.operating_point import operating_point
from energy_audit.operation.value_uncertainty import value_sigmas
from equipment_catalog.errors import InputError

IE3 = {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3", "machine_type": "mill"}
# EU 2019/1781 at 60 Hz: 93.0 %; data/motor_part_load.csv at 15 kW: 0.38 of the losses constant,
# the rest with the square of the load. At half load 15 (0.5 + (1/0.93 - 1)(0.38 + 0.62/4)) kW.
HALF_LOAD_KW = 15 * (0.5 + (1 / 0.93 - 1) * 0.535)
IE3_SPREAD = 0.15 * 0.07 / math.sqrt(3) / 0.93
INPUT_SIGMA = math.hypot(0.03, IE3_SPREAD)


TEMPLATE = machine_frame([{}]).iloc[0].to_dict()


def quick_frame(rows):
    """Return what `machine_frame` does, without reading the schema for each row."""
    frame = pd.DataFrame([{**TEMPLATE, **row} for row in rows])
    return frame.set_axis(pd.Index([f"M{number}" for number in range(len(rows))], name="tag"))


def settle(*rows, **row):
    return settle_machines(machine_frame(list(rows) or [{**IE3, **row}]), frequency_hz=60)


def load_and_evidence(**row):
    settled = settle(**row)
    return settled.machines["load_fraction"].iloc[0], settled.evidence.iloc[0]


def said(settled):
    return [f"{note.what} | {note.value}" for note in settled.notes]


def test_input_power_tells_the_load_with_its_part_load_losses():
    load, evidence = load_and_evidence(measured_kw=HALF_LOAD_KW)
    assert load == pytest.approx(0.5)
    assert evidence["load_method"] == "input_power"
    assert evidence["load_sigma_fraction"] == pytest.approx(INPUT_SIGMA)


@pytest.mark.parametrize("share", [1.0, 0.99, 0.6])
def test_a_power_near_the_no_load_losses_means_no_load(share):
    # 0.38 of the losses at full load; the no-load losses of one motor are not known to a tenth.
    no_load_kw = 15 * (1 / 0.93 - 1) * 0.38
    load, evidence = load_and_evidence(measured_kw=share * no_load_kw)
    assert load == pytest.approx(0.0, abs=1e-9)
    assert evidence["load_method"] == "input_power"


def test_volts_amps_and_power_factor_make_an_input_power():
    # sqrt(3) x 440 V x 13 A x 0.818 = 8.1042 kW.
    load, evidence = load_and_evidence(
        measured_v=440.0, measured_a=13.0, measured_power_factor=0.818
    )
    assert pytest.approx(8.1040, abs=1e-4) == HALF_LOAD_KW
    assert load == pytest.approx(0.5, abs=2e-5)
    assert evidence["load_method"] == "volts_amps"


def test_a_power_on_unequal_voltages_has_more_losses_in_it():
    # 3 % of unbalance: 18 % more losses (rule of thumb 2 u^2, from memory).
    drawn = 15 * (0.5 + 1.18 * (1 / 0.93 - 1) * 0.535)
    load, _ = load_and_evidence(measured_kw=drawn, voltage_unbalance_fraction=0.03)
    assert load == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("voltages", "expected"),
    [
        ({}, 0.6),  # DOE slip method: (1800 - 1770) / (1800 - 1750)
        ({"measured_v": 437.0, "rated_v": 460.0}, 0.6 * 0.95**2),
    ],
)
def test_slip_tells_the_load_corrected_for_the_voltage(voltages, expected):
    load, evidence = load_and_evidence(measured_rpm=1770.0, rated_rpm=1750.0, **voltages)
    assert load == pytest.approx(expected)
    of_voltage = 0.0 if voltages else 0.10
    of_reading = 2 / (50 * (expected / 0.6) ** -1 * expected)
    assert evidence["load_sigma_fraction"] == pytest.approx(
        math.sqrt(0.1155**2 + of_voltage**2 + of_reading**2)
    )


def test_a_slip_against_an_estimated_rated_speed_is_much_less_sure():
    settled = settle(measured_rpm=1780.0, measured_v=440.0, rated_v=440.0)
    evidence = settled.evidence.iloc[0]
    assert evidence["load_method"] == "slip"
    assert evidence["load_sigma_fraction"] > 0.30
    assert any("Full-load speed estimated" in note for note in said(settled))


def test_current_tells_the_load_from_half_load_up():
    load, evidence = load_and_evidence(
        measured_a=35.0, rated_a=50.0, measured_v=440.0, rated_v=460.0
    )
    assert load == pytest.approx(35 / 50 * 440 / 460)  # DOE line current method
    assert evidence["load_sigma_fraction"] == pytest.approx(0.10)
    _, unsure = load_and_evidence(measured_a=35.0, rated_a=50.0)
    assert unsure["load_sigma_fraction"] == pytest.approx(math.hypot(0.10, 0.05))


def test_a_load_fraction_alone_is_taken_to_the_last_digit():
    load, evidence = load_and_evidence(load_fraction=0.7300000000000001, evidence="nameplate")
    assert load == 0.7300000000000001
    assert (evidence["load_method"], evidence["candidates"]) == ("stated", 1)
    assert evidence["load_sigma_fraction"] == pytest.approx(0.15)
    _, measured = load_and_evidence(load_fraction=0.7, load_evidence="measured")
    assert measured["load_sigma_fraction"] == pytest.approx(0.05)


def test_two_kinds_of_evidence_are_weighted_by_their_inverse_squares():
    load, evidence = load_and_evidence(
        measured_a=40.0, rated_a=50.0, measured_v=440.0, rated_v=440.0, load_fraction=0.6
    )
    # 0.8 within 10 % weighs 100, 0.6 within 15 % weighs 44.44.
    assert load == pytest.approx((100 * 0.8 + 44.4444 * 0.6) / 144.4444, rel=1e-6)
    assert evidence["load_sigma_fraction"] == pytest.approx(1 / math.sqrt(144.4444), rel=1e-6)
    # (0.0615 / 0.0738)^2 + (0.1385 / 0.1108)^2, the errors those at the mean of 0.7385.
    assert evidence["chi2"] == pytest.approx(2.2569, abs=1e-3)
    assert evidence["load_method"] == "current+stated"


def test_the_error_of_the_efficiency_does_not_average_out_over_two_input_powers():
    _, evidence = load_and_evidence(
        measured_kw=8.1042, measured_v=440.0, measured_a=13.0, measured_power_factor=0.818
    )
    first, second = (1 / (own**2 + IE3_SPREAD**2) for own in (0.03, 0.05))
    shares = first / (first + second), second / (first + second)
    expected = math.sqrt((shares[0] * 0.03) ** 2 + (shares[1] * 0.05) ** 2 + IE3_SPREAD**2)
    assert evidence["load_sigma_fraction"] == pytest.approx(expected)


def test_evidence_that_disagrees_leaves_the_surest_alone_and_warns_with_its_values():
    settled = settle(measured_kw=HALF_LOAD_KW, load_fraction=0.9, load_evidence="measured")
    weights = np.array([1 / INPUT_SIGMA**2, 1 / 0.05**2])
    mean = float(weights @ [0.5, 0.9] / weights.sum())
    chi2 = float(weights @ ((np.array([0.5, 0.9]) - mean) / mean) ** 2)
    evidence = settled.evidence.iloc[0]
    assert settled.machines["load_fraction"].iloc[0] == pytest.approx(0.5)
    assert evidence["load_method"] == "input_power"
    assert evidence["chi2"] == pytest.approx(chi2)
    assert evidence["load_sigma_fraction"] == pytest.approx(INPUT_SIGMA * math.sqrt(chi2))
    (warning,) = [note for note in settled.notes if note.kind == "warning"]
    assert str(warning.what) == "Evidence of the load of M0 disagrees"
    assert str(warning.value) == "input power 50%; load fraction given 90%"


def test_a_little_difference_is_no_disagreement():
    settled = settle(measured_kw=HALF_LOAD_KW, load_fraction=0.52)
    assert not [note for note in settled.notes if note.kind == "warning"]


def planted(seed, count=4000):
    """Return motors with Gaussian errors of the very sigmas of the methods, and their loads."""
    draw = np.random.default_rng(seed)
    true = draw.uniform(0.6, 1.0, count)
    frame = pd.concat([machine_frame([{**IE3, "evidence": "estimated"}])] * count)
    frame.index = pd.Index([f"M{number}" for number in range(count)], name="tag")
    nominal = 0.93 * (1 + IE3_SPREAD * draw.standard_normal(count))
    frame["measured_kw"] = (
        15
        * (true + (1 / nominal - 1) * (0.38 + 0.62 * true**2))
        * (1 + 0.03 * draw.standard_normal(count))
    )
    frame["load_fraction"] = true * (1 + 0.15 * draw.standard_normal(count))
    frame["rated_a"], frame["rated_v"], frame["measured_v"] = 25.0, 440.0, 440.0
    frame["measured_a"] = 25 * true * (1 + 0.10 * draw.standard_normal(count))
    return frame, true


def test_planted_loads_are_found_within_their_uncertainty_and_chance_rarely_raises_alarm():
    frame, true = planted(seed=7)
    settled = settle_machines(frame, frequency_hz=60)
    load, sigma = settled.machines["load_fraction"], settled.evidence["load_sigma_fraction"]
    inside = np.abs(load / true - 1) <= 1.96 * sigma
    assert inside.mean() == pytest.approx(0.95, abs=0.02)
    alarms = [note for note in settled.notes if "disagrees" in note.what.template]
    # One in a hundred by chance; errors that are relative to the true load add a few.
    assert 0.003 < len(alarms) / len(frame) < 0.025


def test_a_planted_misread_power_is_found_in_nearly_every_machine():
    frame, _ = planted(seed=8, count=500)
    frame["measured_kw"] /= math.sqrt(3)  # the root of three forgotten
    frame["load_evidence"] = "measured"
    settled = settle_machines(frame, frequency_hz=60)
    alarms = [note for note in settled.notes if "disagrees" in note.what.template]
    assert len(alarms) / len(frame) > 0.95


@pytest.mark.parametrize(
    ("reading", "method"),
    [
        ({"measured_kw": 0.2}, "no-load losses"),
        ({"measured_kw": 40.0}, "no-load losses"),
        ({"measured_rpm": 1805.0, "rated_rpm": 1760.0}, "synchronous"),
        ({"measured_rpm": 1700.0, "rated_rpm": 1760.0}, "synchronous"),
        ({"measured_rpm": 1790.0, "rated_rpm": 1800.0}, "synchronous"),
        ({"measured_a": 10.0, "rated_a": 25.0}, "half load"),
        ({"measured_a": 80.0, "rated_a": 25.0}, "half load"),
    ],
)
def test_readings_outside_a_method_are_left_out_with_a_warning(reading, method):
    settled = settle(load_fraction=0.6, **reading)
    assert settled.machines["load_fraction"].iloc[0] == 0.6
    assert settled.evidence["load_method"].iloc[0] == "stated"
    (left_out,) = [note for note in settled.notes if note.kind == "warning"]
    assert method in str(left_out.what)
    assert str(left_out.value) == "M0"
    alone = settle(**reading)
    assert alone.evidence["load_method"].iloc[0] == "typical"


def test_a_machine_nothing_is_known_of_takes_the_middle_of_its_range_and_is_warned_of():
    settled = settle(machine_type="", equipment="Molino de bolas")
    # Mills 0.75 to 0.85: even distribution, 0.05 / sqrt(3) over 0.8.
    assert settled.machines["machine_type"].iloc[0] == "mill"
    assert settled.machines["load_fraction"].iloc[0] == pytest.approx(0.8)
    assert settled.evidence["load_sigma_fraction"].iloc[0] == pytest.approx(0.05 / 3**0.5 / 0.8)
    assert any("No load is known" in note and "M0" in note for note in said(settled))


def test_speed_and_current_of_the_line_tell_nothing_behind_a_drive():
    load, evidence = load_and_evidence(
        control="drive", measured_rpm=1200.0, measured_a=20.0, rated_a=25.0, load_fraction=0.4
    )
    assert (load, evidence["load_method"]) == (0.4, "stated")


def test_idle_loads_come_from_the_type_and_never_exceed_the_load():
    rows = [
        {**IE3, "machine_type": "compressor", "load_fraction": 0.9, "loaded_fraction": 0.6},
        {**IE3, "machine_type": "mill", "load_fraction": 0.45, "loaded_fraction": 0.6},
        {**IE3, "machine_type": "mill", "load_fraction": 0.8, "idle_load_fraction": 0.1},
    ]
    settled = settle(*rows)
    assert settled.machines["idle_load_fraction"].tolist() == [0.30, 0.45, 0.1]
    assert any("Load while idling" in note and "M0, M1" in note for note in said(settled))


def test_an_unloaded_compressor_draws_a_quarter_to_two_fifths_of_full_load():
    settled = settle(machine_type="compressor", load_fraction=1.0, loaded_fraction=0.5)
    point = operating_point(settled.machines, frequency_hz=60).iloc[0]
    assert 0.25 <= point["idle_kw"] / point["loaded_kw"] <= 0.40


def test_a_measured_power_factor_becomes_the_one_of_the_operating_point():
    settled = settle(measured_power_factor=0.62, load_fraction=0.5, rated_power_factor=0.86)
    point = operating_point(settled.machines, frequency_hz=60).iloc[0]
    assert point["input_kw"] / math.hypot(point["input_kw"], point["kvar"]) == pytest.approx(0.62)


def test_a_measured_power_factor_does_not_change_the_efficiency_of_the_nameplate():
    row = {
        "ie_class": "unknown",
        "rated_v": 440.0,
        "rated_a": 25.5,
        "load_fraction": 0.5,
        "measured_power_factor": 0.62,
    }
    for nameplate in (math.nan, 0.86):
        settled = settle(**row, rated_power_factor=nameplate)
        again = settle_machines(settled.machines, frequency_hz=60)
        assert (again.evidence["efficiency_rule"] == settled.evidence["efficiency_rule"]).all()


def test_lamps_and_heaters_take_their_power_over_their_rating():
    rows = [
        {"kind": "lighting", "rated_kw": 0.4, "measured_kw": 0.3, "equipment": "Reflector"},
        {
            "kind": "heating",
            "rated_kw": 5.0,
            "measured_kw": 9.0,
            "load_fraction": 0.5,
            "equipment": "Estufa",
        },
    ]
    settled = settle(*rows)
    assert settled.machines["load_fraction"].tolist() == pytest.approx([0.75, 0.5])
    assert settled.machines["machine_type"].tolist() == ["lamp", "other"]


def test_transformers_and_capacitors_have_no_load_to_settle():
    rows = [{"kind": "capacitor", "rated_kvar": 30.0}, {"kind": "transformer", "rated_kva": 75.0}]
    settled = settle(*rows)
    assert settled.machines["load_fraction"].isna().all()
    assert settled.evidence["load_sigma_fraction"].tolist() == [0.0, 0.0]
    empty = settle_machines(settled.machines.iloc[:0], frequency_hz=60)
    assert empty.machines.empty
    assert empty.evidence.empty


def test_an_induction_motor_without_poles_is_refused():
    with pytest.raises(InputError, match="poles"):
        settle(poles=math.nan, measured_kw=8.0)


MACHINE = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["motor", "motor", "motor", "lighting", "heating", "other"]),
        "supply": st.sampled_from(["three_phase", "single_phase", "dc"]),
        "control": st.sampled_from(["", "none", "drive", "throttle"]),
        "quantity": st.integers(1, 4).map(float),
        "rated_kw": st.floats(0.75, 150),
        "poles": st.sampled_from([2.0, 4.0, 6.0, 8.0]),
        "ie_class": st.sampled_from(["IE2", "IE3", "IE4", "unknown"]),
        "year_made": st.sampled_from([math.nan, 1980.0, 2015.0]),
        "rewinds": st.integers(0, 4).map(float),
        "voltage_unbalance_fraction": st.sampled_from([math.nan, 0.0, 0.02, 0.2]),
        "load_fraction": st.floats(0.01, 1.25),
    }
)


@settings(max_examples=50)
@given(rows=st.lists(MACHINE, min_size=1, max_size=8))
def test_the_power_a_machine_draws_tells_the_load_it_has(rows):
    frame = quick_frame(rows)
    drawn = operating_point(frame, frequency_hz=60)["loaded_kw"] / frame["quantity"]
    blind = frame.assign(measured_kw=drawn, load_fraction=np.nan)
    settled = settle_machines(blind, frequency_hz=60)
    assert settled.machines["load_fraction"].tolist() == pytest.approx(
        frame["load_fraction"].tolist(), rel=1e-6, abs=1e-9
    )


READINGS = st.fixed_dictionaries(
    {
        column: st.one_of(st.just(math.nan), values)
        for column, values in {
            "load_fraction": st.floats(0, 1.25),
            "measured_kw": st.floats(0.005, 1500),
            "measured_v": st.floats(24, 15000),
            "measured_a": st.floats(0.01, 5000),
            "measured_power_factor": st.floats(0.05, 1),
            "measured_rpm": st.floats(50, 3600),
            "rated_rpm": st.floats(100, 3600),
            "rated_v": st.floats(24, 13800),
            "rated_a": st.floats(0.1, 3000),
            "rated_power_factor": st.floats(0.2, 1),
        }.items()
    }
)


@settings(max_examples=30)
@given(
    machines=st.lists(MACHINE, min_size=4, max_size=4),
    readings=st.lists(READINGS, min_size=4, max_size=4),
)
def test_whatever_was_read_every_machine_gets_a_load_and_nothing_else_changes(machines, readings):
    frame = quick_frame([{**one, **read} for one, read in zip(machines, readings, strict=True)])
    before = frame.copy(deep=True)
    settled = settle_machines(frame, frequency_hz=60)
    pd.testing.assert_frame_equal(frame, before)
    numbers = frame.select_dtypes("number").columns
    assert (settled.machines.dtypes[numbers] == frame.dtypes[numbers]).all()
    assert settled.machines.index.equals(frame.index)
    assert settled.machines["load_fraction"].between(0, 1.5).all()
    assert (settled.evidence["load_sigma_fraction"] > 0).all()
    points = operating_point(settled.machines, frequency_hz=60)
    assert (points["input_kw"] >= 0).all()
    assert np.isfinite(points.to_numpy()).all()
    changed = {
        column
        for column in frame.columns
        if not settled.machines[column].equals(frame[column].astype(settled.machines[column].dtype))
    }
    assert changed <= {
        "machine_type",
        "idle_load_fraction",
        "load_fraction",
        "load_evidence",
        "rated_power_factor",
    }
    subset = settle_machines(frame.iloc[[2]], frequency_hz=60)
    pd.testing.assert_frame_equal(subset.evidence, settled.evidence.iloc[[2]])


def test_sigmas_follow_the_evidence_of_each_value():
    rows = [
        {**IE3, "load_fraction": 0.7, "evidence": "measured"},
        {**IE3, "load_fraction": 0.7, "hours_evidence": "measured", "rating_evidence": "nameplate"},
        {"kind": "heating", "rated_kw": 3.0, "load_fraction": 0.7},
    ]
    settled = settle(*rows)
    sigmas = value_sigmas(settled.machines, settled.evidence)
    assert sigmas["load_sigma_fraction"].tolist() == pytest.approx([0.05, 0.15, 0.15])
    assert sigmas["hours_sigma_fraction"].tolist() == pytest.approx([0.03, 0.03, 0.10])
    assert sigmas["rating_sigma_fraction"].tolist() == pytest.approx([0.02, 0.0, 0.10])
    assert sigmas["efficiency_sigma"].tolist() == pytest.approx(
        [0.93 * IE3_SPREAD, 0.93 * IE3_SPREAD, 0.0]
    )
    part = value_sigmas(settled.machines.iloc[[1]], settled.evidence)
    pd.testing.assert_frame_equal(part, sigmas.iloc[[1]])


def test_ten_thousand_machines_are_settled_in_less_than_a_second():
    frame, _ = planted(seed=9, count=10_000)
    frame["machine_type"] = ""
    frame["equipment"] = [f"Bomba {number}" for number in range(10_000)]
    start = time.process_time()
    settle_machines(frame, frequency_hz=60)
    assert time.process_time() - start < 1.0


def test_a_load_whose_only_reading_was_left_out_is_estimated(machines):
    # 295 A on a nameplate of 38 A is a typing error; 1805 rpm are above the 1800 of 4 poles.
    wrong = {"load_fraction": float("nan"), "load_evidence": "measured", "evidence": "measured"}
    rows = machines(
        [
            {"rated_kw": 22, "poles": 4, **wrong, "measured_a": 295, "rated_a": 38},
            {"rated_kw": 22, "poles": 4, **wrong, "measured_rpm": 1805, "rated_rpm": 1765},
        ]
    )
    settled = settle_machines(rows, frequency_hz=60)
    assert settled.evidence["load_method"].tolist() == ["typical", "typical"]
    assert settled.machines["load_evidence"].tolist() == ["estimated", "estimated"]
