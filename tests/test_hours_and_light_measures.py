"""Ventilation, light, idling and the hours of sun: what each measure saves, by hand."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.audit import evaluate
from energy_audit.conditions import Conditions
from energy_audit.consumption import consume
from energy_audit.measures.air_leaks import AIR_LEAKS
from energy_audit.measures.air_pressure import AIR_PRESSURE
from energy_audit.measures.compressor_control import COMPRESSOR_CONTROL
from energy_audit.measures.idle_switch_off import IDLE_SWITCH_OFF
from energy_audit.measures.led_lamps import LED_LAMPS
from energy_audit.measures.measure import OFFER_COLUMNS
from energy_audit.measures.shift_to_sun import SHIFT_TO_SUN
from energy_audit.measures.ventilation_on_demand import VENTILATION_ON_DEMAND
from energy_audit.operation.operating_point import operating_point
from equipment_catalog.motors import input_kw_at_load

MEASURES = (
    AIR_LEAKS,
    AIR_PRESSURE,
    COMPRESSOR_CONTROL,
    VENTILATION_ON_DEMAND,
    LED_LAMPS,
    IDLE_SWITCH_OFF,
    SHIFT_TO_SUN,
)
NOTHING = float("nan")
DAYS = 308
"""Days worked a year in the test calendar: 26 a month, Sundays off."""
MOTOR = {
    "machine_type": "conveyor",
    "rated_kw": 11.0,
    "poles": 4.0,
    "efficiency_fraction": 0.9,
    "load_fraction": 0.8,
    "idle_load_fraction": 0.2,
    "hours_per_day": 12.0,
}
FAN = {**MOTOR, "machine_type": "fan", "load_type": "centrifugal"}
LAMPS = {
    "kind": "lighting",
    "equipment": "luces",
    "quantity": 6.0,
    "rated_kw": 0.2875,
    "load_fraction": 1.0,
    "hours_per_day": 12.0,
    "schedule": "night",
}


def offers_of(measure, rows, conditions):
    before = consume(machine_frame(rows), conditions)
    return before, evaluate(measure, before, conditions)


def applied(measure, before, offers, conditions, variant):
    chosen = offers[offers["variant"] == variant].set_index("tag")
    return measure.apply(before.machines, chosen, conditions)


def input_kw(load):
    return float(input_kw_at_load(0.9, load, rated_kw=11.0, poles=4))


def test_a_fan_off_in_a_third_of_its_hours_saves_a_third(conditions):
    row = {**FAN, "needed_hours_per_day": 8.0}
    before, offers = offers_of(VENTILATION_ON_DEMAND, [row], conditions)
    saved = offers.set_index("variant")["saved_kwh"]
    assert saved["timer"] == pytest.approx(before.annual_kwh / 3)
    assert 0 < saved["drive"] < saved["timer"]


@pytest.mark.parametrize(("static", "share"), [(NOTHING, 0.125), (0.0, 0.125), (1.0, 0.5)])
def test_on_standby_a_fan_draws_the_cube_of_half_its_flow_unless_head_is_static(
    static, share, conditions
):
    row = {**FAN, "needed_hours_per_day": 8.0, "static_head_fraction": static}
    before, offers = offers_of(VENTILATION_ON_DEMAND, [row], conditions)
    after = applied(VENTILATION_ON_DEMAND, before, offers, conditions, "drive")
    assert after["idle_load_fraction"].tolist() == pytest.approx([0.8 * share])
    assert after["loaded_fraction"].tolist() == pytest.approx([8 / 12])
    assert after[["hours_per_day", "load_fraction"]].iloc[0].tolist() == [12.0, 0.8]
    assert after["control"].tolist() == ["drive"]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"needed_hours_per_day": 12.0},
        {"needed_hours_per_day": 8.0, "machine_type": "pump"},
        {"needed_hours_per_day": 15.0},
    ],
)
def test_nothing_but_a_fan_that_overruns_is_ventilated_on_demand(facts, conditions):
    assert offers_of(VENTILATION_ON_DEMAND, [{**FAN, **facts}], conditions)[1].empty


@pytest.mark.parametrize(
    "facts", [{"control": "drive"}, {"flow_fraction": 0.7}, {"loaded_fraction": 0.9}]
)
def test_a_fan_with_a_drive_to_come_or_that_idles_gets_a_timer_only(facts, conditions):
    row = {**FAN, "needed_hours_per_day": 8.0, **facts}
    _, offers = offers_of(VENTILATION_ON_DEMAND, [row], conditions)
    assert offers["variant"].tolist() == ["timer"]


def test_a_fan_that_is_never_needed_stands_still(conditions):
    row = {**FAN, "needed_hours_per_day": 0.0}
    before, offers = offers_of(VENTILATION_ON_DEMAND, [row], conditions)
    after = applied(VENTILATION_ON_DEMAND, before, offers, conditions, "timer")
    assert consume(after, conditions).annual_kwh == 0


def test_people_inside_are_named_where_ventilation_is_to_be_measured():
    assert "while people are inside" in str(VENTILATION_ON_DEMAND.to_measure)


def test_six_halide_lamps_become_led_of_equal_light(conditions):
    row = {**LAMPS, "lamp_type": "metal_halide"}
    _, offers = offers_of(LED_LAMPS, [row], conditions)
    # 68 lm/W / 1.15 x 0.8696 x 0.75 of maintained light against 133 x 0.85; 12 h on 365 nights.
    ratio = 68 / 1.15 * 0.8696 * 0.75 / (133 * 0.85)
    hours = 12 * 365
    assert offers["saved_kwh"].tolist() == pytest.approx([6 * 0.2875 * (1 - ratio) * hours])
    assert offers["life_years"].tolist() == pytest.approx([50_000 / hours])
    # 0.8 USD/W x 1.3 landed + 15 USD for each of the six.
    assert offers["capex_usd"].tolist() == pytest.approx([6 * (287.5 * ratio * 1.04 + 15)])
    assert offers["is_proven"].tolist() == [True]


@pytest.mark.parametrize(
    ("facts", "kind", "proven"),
    [
        ({"equipment": "Lámparas de vapor de mercurio"}, "mercury", True),
        ({"equipment": "alumbrado"}, "sodium", False),
        ({"equipment": "Reflector LED viejo", "lamp_type": "halogen"}, "halogen", True),
    ],
)
def test_lamps_are_known_by_column_then_by_words_and_else_assumed_the_best(
    facts, kind, proven, conditions
):
    _, offers = offers_of(LED_LAMPS, [{**LAMPS, **facts}], conditions)
    _, of_kind = offers_of(LED_LAMPS, [{**LAMPS, "lamp_type": kind}], conditions)
    assert offers["saved_kwh"].tolist() == pytest.approx(of_kind["saved_kwh"].tolist())
    assert offers["is_proven"].tolist() == [proven]


def test_led_is_kept_and_forgets_nothing(conditions):
    rows = [{**LAMPS, "lamp_type": "led"}, {**LAMPS, "equipment": "Reflectores LED"}]
    _, offers = offers_of(LED_LAMPS, rows, conditions)
    assert offers.empty
    assert LED_LAMPS.judges(machine_frame(rows)).tolist() == ["M0", "M1"]


def test_new_lamps_lose_what_was_measured_on_the_old_ones(conditions):
    row = {**LAMPS, "lamp_type": "sodium", "rated_power_factor": 0.5, "measured_kw": 0.3}
    before, offers = offers_of(LED_LAMPS, [row], conditions)
    after = applied(LED_LAMPS, before, offers, conditions, "led")
    assert after[["rated_power_factor", "measured_kw"]].isna().all(axis=None)


def test_a_machine_loaded_all_the_time_saves_at_its_load(conditions):
    row = {**MOTOR, "needed_hours_per_day": 9.0}
    _, offers = offers_of(IDLE_SWITCH_OFF, [row], conditions)
    assert offers["saved_kwh"].tolist() == pytest.approx([3 * input_kw(0.8) * DAYS])


def test_idling_hours_go_before_hours_under_load(conditions):
    row = {**MOTOR, "machine_type": "mill", "loaded_fraction": 0.5, "needed_hours_per_day": 8.0}
    _, offers = offers_of(IDLE_SWITCH_OFF, [row], conditions)
    # 6 h of 12 idle; 4 of them end, the 6 h under load stay.
    assert offers["saved_kwh"].tolist() == pytest.approx([4 * input_kw(0.2) * DAYS])


def test_where_more_is_loaded_than_needed_all_idling_and_the_surplus_go(conditions):
    row = {**MOTOR, "machine_type": "mill", "loaded_fraction": 0.75, "needed_hours_per_day": 8.0}
    _, offers = offers_of(IDLE_SWITCH_OFF, [row], conditions)
    expected = (3 * input_kw(0.2) + 1 * input_kw(0.8)) * DAYS
    assert offers["saved_kwh"].tolist() == pytest.approx([expected])


@pytest.mark.parametrize(
    ("evidence", "proven"),
    [
        ({"evidence": "measured"}, True),
        ({"evidence": "measured", "hours_evidence": "estimated"}, False),
        ({"hours_evidence": "measured"}, True),
        ({}, False),
    ],
)
def test_an_idling_conveyor_stops_by_itself_if_its_hours_were_measured(
    evidence, proven, conditions
):
    row = {**MOTOR, "loaded_fraction": 0.5, **evidence}
    _, offers = offers_of(IDLE_SWITCH_OFF, [row], conditions)
    assert offers["saved_kwh"].tolist() == pytest.approx([0.8 * 6 * input_kw(0.2) * DAYS])
    assert offers["is_proven"].tolist() == [proven]


@pytest.mark.parametrize("machine_type", ["mill", "hoist", "agitator", "flotation_cell"])
def test_what_settles_or_carries_people_never_stops_by_itself(machine_type, conditions):
    row = {**MOTOR, "machine_type": machine_type, "loaded_fraction": 0.5}
    assert offers_of(IDLE_SWITCH_OFF, [row], conditions)[1].empty


def test_a_compressor_is_switched_off_but_its_idling_is_left_to_its_control(conditions):
    row = {
        **MOTOR,
        "machine_type": "compressor",
        "loaded_fraction": 0.5,
        "needed_hours_per_day": 8.0,
    }
    _, offers = offers_of(IDLE_SWITCH_OFF, [row], conditions)
    assert offers["variant"].tolist() == ["timer"]
    assert offers_of(IDLE_SWITCH_OFF, [{**row, **FAN}], conditions)[1].empty


def test_a_pump_of_the_night_moved_to_the_sun_keeps_its_hours_and_its_energy(conditions):
    row = {**MOTOR, "schedule": "night", "shiftable": "yes", "hours_per_day": 6.0}
    before, offers = offers_of(SHIFT_TO_SUN, [row], conditions)
    assert offers["saved_kwh"].tolist() == pytest.approx([0.0], abs=1e-6)
    # Nights of 18 to 6 h hold no hour from 8 to 16 h: all the energy moves.
    assert offers["moved_kwh"].tolist() == pytest.approx([before.annual_kwh])
    after = applied(SHIFT_TO_SUN, before, offers, conditions, "solar")
    assert after["hours_per_day"].tolist() == pytest.approx([6 * 365 / DAYS])
    demand = consume(after, conditions).demand_kw.sum(axis=1)
    dark = (demand.index.hour < 8) | (demand.index.hour >= 16)
    assert (demand[dark] == 0).all()
    assert demand.sum() == pytest.approx(before.annual_kwh)


def test_half_of_the_two_shifts_is_in_the_sun_already(conditions):
    row = {**MOTOR, "shiftable": "yes", "hours_per_day": 8.0}
    before, offers = offers_of(SHIFT_TO_SUN, [row], conditions)
    # Shifts from 6 to 22 h: 8 of their 16 hours are from 8 to 16 h.
    assert offers["moved_kwh"].tolist() == pytest.approx([before.annual_kwh / 2])


@pytest.mark.parametrize(
    "facts",
    [
        {"shiftable": "no"},
        {"hours_per_day": 9.0},
        {"schedule": "first_shift"},
        {"schedule": "solar"},
        # 7 h on 365 days are 8.3 h on 308 days, more than the hours of sun.
        {"schedule": "continuous", "hours_per_day": 7.0},
    ],
)
def test_work_that_cannot_wait_or_does_not_fit_stays(facts, conditions):
    row = {**MOTOR, "shiftable": "yes", "hours_per_day": 6.0, **facts}
    assert offers_of(SHIFT_TO_SUN, [row], conditions)[1].empty


def maybe(values):
    return st.one_of(st.just(NOTHING), values)


ROW = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["motor", "motor", "lighting", "other"]),
        "machine_type": st.sampled_from(["fan", "conveyor", "mill", "compressor", "lamp", ""]),
        "site": st.sampled_from(["plant", "mine"]),
        "rated_kw": st.floats(1, 150),
        "poles": st.sampled_from([2.0, 4.0]),
        "load_fraction": st.floats(0.05, 1.2),
        "loaded_fraction": st.one_of(st.just(1.0), st.floats(0, 1)),
        "idle_load_fraction": maybe(st.floats(0, 0.6)),
        "hours_per_day": st.floats(0, 8),
        "needed_hours_per_day": maybe(st.floats(0, 8)),
        "schedule": st.sampled_from(["shifts", "first_shift", "continuous", "night", "solar"]),
        "shiftable": st.sampled_from(["yes", "no"]),
        "lamp_type": st.sampled_from(["", "led", "mercury", "fluorescent"]),
        "control": st.sampled_from(["", "damper", "drive"]),
    }
)


@pytest.mark.parametrize(
    "measure", [VENTILATION_ON_DEMAND, LED_LAMPS, IDLE_SWITCH_OFF, SHIFT_TO_SUN]
)
@settings(max_examples=12)
@given(rows=st.lists(ROW, min_size=1, max_size=5))
def test_no_measure_makes_energy_appear_or_touches_what_it_was_given(measure, conditions, rows):
    before = consume(machine_frame(rows), conditions)
    untouched = before.machines.copy()
    offers = evaluate(measure, before, conditions)
    assert set(OFFER_COLUMNS) <= set(offers.columns)
    assert not offers.duplicated(["tag", "variant"]).any()
    assert set(offers["tag"]) <= set(measure.judges(before.machines))
    at_constant_speed = offers["variant"] != "drive"
    assert (offers.loc[at_constant_speed, "saved_kwh"] >= -1e-6).all()
    assert (offers["saved_kwh"] <= offers["kwh_before"] + 1e-6).all()
    assert offers["moved_kwh"].between(0, offers["kwh_before"] + 1e-6).all()
    for _, chosen in offers.groupby("variant"):
        after = measure.apply(before.machines, chosen.set_index("tag"), conditions)
        pd.testing.assert_frame_equal(before.machines, untouched)
        assert after.index.equals(untouched.index)
        pd.testing.assert_series_equal(after.dtypes, untouched.dtypes)
        others = untouched.index.difference(chosen["tag"])
        pd.testing.assert_frame_equal(after.loc[others], untouched.loc[others])
        assert operating_point(after, frequency_hz=60)["efficiency_at_load"].between(0, 1).all()
        on = after["hours_per_day"] * [conditions.shape(*p).sum() for p in places(after)]
        was = untouched["hours_per_day"] * [conditions.shape(*p).sum() for p in places(untouched)]
        assert (on <= was + 1e-6).all()


def places(machines):
    return machines[["site", "area", "schedule"]].itertuples(index=False)


@pytest.fixture(scope="module")
def large_mine(year, calendars):
    """Ten thousand machines of all kinds, half of them with the facts that measures ask for."""
    draw = np.random.default_rng(7)
    row = {**MOTOR, "shiftable": "yes", "pressure_bar": 8.0, "needed_hours_per_day": 5.0}
    types = ["compressor", "fan", "conveyor", "lamp", "mill"]
    frame = machine_frame([row]).iloc[np.zeros(10_000, int)].copy()
    frame.index = pd.Index([f"M{number}" for number in range(len(frame))], name="tag")
    frame["machine_type"] = draw.choice(types, len(frame))
    frame["kind"] = np.where(frame["machine_type"] == "lamp", "lighting", "motor")
    frame["hours_per_day"] = draw.uniform(1, 8, len(frame))
    frame["loaded_fraction"] = draw.choice([0.5, 1.0], len(frame))
    conditions = Conditions(calendars=calendars, hours=year, frequency_hz=60)
    return consume(frame, conditions), conditions


def test_ten_thousand_machines_pass_all_seven_measures_in_a_second(large_mine):
    before, conditions = large_mine
    started = time.process_time()
    for measure in MEASURES:
        offers = measure.options(before, conditions).drop_duplicates("tag").set_index("tag")
        assert len(offers) > 500
        after = measure.apply(before.machines, offers, conditions)
        assert len(after) == len(before.machines)
    # 1.0 s of one core is a fifth of what all measures and their evaluation may take.
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize("measure", MEASURES)
def test_a_mine_without_machines_for_a_measure_has_no_offers(measure, conditions):
    row = {**MOTOR, "machine_type": "hoist"}
    before, offers = offers_of(measure, [row], conditions)
    assert offers.empty
    after = measure.apply(before.machines, offers.set_index("tag"), conditions)
    pd.testing.assert_frame_equal(after, before.machines)
