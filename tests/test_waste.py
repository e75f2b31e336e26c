"""Waste points worked by hand, one machine at a time, and what must hold for any mine."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.consumption import consume
from energy_audit.indicators import indicators
from energy_audit.production import Production
from energy_audit.shift_calendar import working_days
from energy_audit.waste import WASTE_POINTS
from energy_audit.waste.ranking import find_waste

YEAR_H = 8760
UNKNOWN = Production()
MOTOR = {"poles": 4.0, "ie_class": "IE2", "quantity": 1.0}


def all_year(rated_kw, **values):
    """Return a row that is under load day and night."""
    always = {"hours_per_day": 24.0, "schedule": "continuous", "load_fraction": 1.0}
    return {"kind": "heating", "rated_kw": rated_kw, **always, **values}


def found(rows, conditions, kind, production=UNKNOWN):
    """Return the findings of one kind in a mine of such rows."""
    mine = consume(machine_frame(rows), conditions)
    return WASTE_POINTS[kind].find(mine, conditions, production)


def only(rows, conditions, kind, production=UNKNOWN):
    """Return the one finding there is."""
    findings = found(rows, conditions, kind, production)
    assert len(findings) == 1
    return findings.iloc[0]


def test_a_15_kw_motor_at_30_percent_loses_90_w_more_than_one_of_7_5_kw(conditions):
    """IE2 60 Hz 4 poles: 91.0 and 89.5 %; shares of constant loss 0.38 and 0.426.

    15 (0.3 + 0.0989 (0.38 + 0.62 x 0.09)) - 7.5 (0.6 + 0.11732 (0.426 + 0.574 x 0.36)) = 0.0899 kW,
    good to 1 % as the shares are rounded to three digits.
    """
    row = only(
        [all_year(15.0, kind="motor", **MOTOR | {"load_fraction": 0.3})], conditions, "oversized"
    )
    assert row["waste_kwh"] == pytest.approx(0.08986 * YEAR_H, rel=0.01)
    assert str(row["evidence"]) == "15 kW loaded at 30%; 7.5 kW would do"
    assert row["remedy"] == ("right_size",)


def test_a_motor_at_40_percent_one_on_one_phase_and_one_behind_a_drive_are_not_oversized(
    conditions,
):
    motor = all_year(15.0, kind="motor", **MOTOR)
    rows = [
        motor | {"load_fraction": 0.4},
        motor | {"load_fraction": 0.2, "supply": "single_phase", "rated_kw": 1.5},
        motor | {"load_fraction": 0.2, "control": "drive"},
        motor | {"load_fraction": 0.2, "rated_kw": 0.12},
    ]
    assert found(rows, conditions, "oversized").empty


def test_a_motor_that_idles_above_its_load_is_sized_by_its_idling(conditions):
    """8.8 kW of 22 kW idle against 1.1 kW under load: 15 kW at 59 %, not 2.2 kW."""
    values = MOTOR | {"load_fraction": 0.05, "loaded_fraction": 0.5, "idle_load_fraction": 0.4}
    row = only([all_year(22.0, kind="motor", **values)], conditions, "oversized")
    assert str(row["evidence"]).endswith("15 kW would do")


def test_idling_for_half_the_day_at_a_fifth_of_the_power_wastes_it(conditions):
    """12 h a day at 2 kW."""
    rows = [all_year(10.0, loaded_fraction=0.5, idle_load_fraction=0.2)]
    row = only(rows, conditions, "idling")
    assert row["waste_kwh"] == pytest.approx(12 * 2 * 365)
    assert row["remedy"] == ("idle_switch_off",)


def test_hours_beyond_need_are_waste_after_the_idle_ones(conditions):
    """144 kWh a day are drawn, 6 h at 10 kW are needed."""
    rows = [
        all_year(10.0, loaded_fraction=0.5, idle_load_fraction=0.2, needed_hours_per_day=6.0),
        all_year(10.0, loaded_fraction=0.5, idle_load_fraction=0.2, needed_hours_per_day=18.0),
    ]
    waste = found(rows, conditions, "idling")["waste_kwh"]
    assert waste.tolist() == pytest.approx([(144 - 60) * 365, (144 - 120) * 365])


@pytest.mark.parametrize(
    ("machine_type", "first"),
    [("compressor", "compressor_control"), ("fan", "ventilation_on_demand")],
)
def test_compressors_and_fans_have_their_own_remedy_against_idling(conditions, machine_type, first):
    rows = [all_year(10.0, machine_type=machine_type, needed_hours_per_day=6.0)]
    assert only(rows, conditions, "idling")["remedy"][0] == first


@pytest.mark.parametrize(
    ("control", "static", "share"),
    [
        ("throttle", 0.0, 1 - 0.125 / 0.75),
        ("throttle", 1.0, 1 - 0.5 / 0.75),
        ("bypass", 0.0, 1 - 0.125),
    ],
)
def test_half_the_flow_at_full_speed_wastes_what_the_system_does_not_ask(
    conditions, control, static, share
):
    """A pump takes 0.5 + 0.5 q behind a valve; the system asks q (s + (1 - s) q^2)."""
    pump = MOTOR | {"machine_type": "pump", "control": control, "flow_fraction": 0.5}
    rows = [all_year(10.0, kind="motor", static_head_fraction=static, **pump)]
    mine = consume(machine_frame(rows), conditions)
    row = only(rows, conditions, "throttled")
    assert row["waste_kwh"] == pytest.approx(share * mine.annual_kwh)
    assert row["evidence_kind"] == "estimated"


def test_a_static_head_nobody_measured_is_assumed_for_pumps_and_none_for_fans(conditions):
    throttle = MOTOR | {"control": "throttle", "flow_fraction": 0.5}
    rows = [all_year(10.0, kind="motor", machine_type=kind, **throttle) for kind in ("pump", "fan")]
    assert found(rows, conditions, "throttled")["evidence_kind"].tolist() == [
        "assumed",
        "estimated",
    ]


@pytest.mark.parametrize(
    ("control", "kwh"),
    [
        ("load_unload", 0.2 * 7.0 * YEAR_H),
        ("start_stop", 0.2 * 10.0 * YEAR_H),
        ("modulating", 10.0 * (1 - (0.7 + 0.3 * 0.22 / 0.9) / (0.7 + 0.3 * 0.5)) * YEAR_H),
    ],
)
def test_leaks_of_28_percent_cost_by_the_control_of_the_compressor(conditions, control, kwh):
    """Down to 10 % of leaks: always on load 0.72 / 0.9 = 0.8 is left, half open 0.22 / 0.9.

    Unloaded the compressor takes 3 of 10 kW, shut 7.
    """
    leaky = {"machine_type": "compressor", "leak_fraction": 0.28, "flow_fraction": 0.5}
    rows = [all_year(10.0, idle_load_fraction=0.3, control=control, **leaky)]
    assert only(rows, conditions, "leaking")["waste_kwh"] == pytest.approx(kwh)


def test_an_untested_line_is_taken_to_leak_as_most_do_and_a_tight_one_is_not_listed(conditions):
    """25 % typical: 1 - 0.75 / 0.9 of the air."""
    air = {"machine_type": "compressor", "control": "start_stop", "evidence": "measured"}
    row = only([all_year(10.0, **air)], conditions, "leaking")
    assert row["waste_kwh"] == pytest.approx((1 - 0.75 / 0.9) * 10 * YEAR_H)
    assert row["evidence_kind"] == "assumed"
    assert "never measured" in str(row["evidence"])
    tight = [all_year(10.0, leak_fraction=leak, **air) for leak in (0.0, 0.05, 0.1)]
    assert found(tight, conditions, "leaking").empty


def test_a_v_belt_at_20_hp_loses_3_2_percent_more_than_a_synchronous_one(conditions):
    """MEASUR: 4.703 % of the power delivered, of which a synchronous belt loses 2/7."""
    loss = 0.7489574 * math.exp(-0.02067997 * 20) + 4.136368 * math.exp(-0.226025 * 20) + 4.162707
    share = 1 - (1 + loss / 100 * 2 / 7) / (1 + loss / 100)
    belts = ("v_belt", "cogged_belt", "synchronous_belt", "direct", "gear", "")
    rows = [all_year(20 * 0.7457, kind="motor", transmission=belt, **MOTOR) for belt in belts]
    mine = consume(machine_frame(rows), conditions)
    waste = found(rows, conditions, "v_belts")["waste_kwh"]
    assert waste.index.tolist() == ["M0", "M1"]
    assert waste["M0"] == pytest.approx(share * mine.annual_kwh / len(rows), rel=1e-6)
    assert 0 < waste["M1"] < waste["M0"]


def constant_meter(rows, conditions, kw, kvar):
    """Return a mine whose only meter shows the same all year."""
    mine = consume(machine_frame(rows), conditions)
    shape = mine.demand_kw * 0
    return replace(mine, demand_kw=shape + kw, demand_kvar=shape + kvar)


def test_100_kvar_beside_100_kw_cost_copper_in_the_transformer(conditions):
    """k^2 falls from 20000 / 40000 to 12500 / 40000; of 2 kW that is 0.375 kW."""
    losses = {"rated_kva": 200.0, "load_loss_kw": 2.0, "no_load_loss_kw": 0.4}
    rows = [all_year(0.0, kind="transformer", **losses)]
    mine = constant_meter(rows, conditions, 100.0, 100.0)
    findings = WASTE_POINTS["low_power_factor"].find(mine, conditions, UNKNOWN)
    row = findings.loc["plant"]
    assert row["waste_kwh"] == pytest.approx(0.375 * YEAR_H)
    assert str(row["evidence"]).startswith("438,000 kvarh a year beyond the free 50% of the energy")
    assert str(row["evidence"]).endswith("power factor of the year 0.71")


def test_the_power_factor_of_a_waste_point_is_that_of_the_indicators(conditions):
    """Half of the year 100 kvar are drawn, half of it 60 given back: kW over kVA is 2 to root 5."""
    mine = constant_meter([all_year(5.0)], conditions, 100.0, 0.0)
    half = np.where(np.arange(len(mine.demand_kvar)) % 2, 100.0, -60.0)[:, None]
    mine = replace(mine, demand_kvar=mine.demand_kvar + half)
    evidence = WASTE_POINTS["low_power_factor"].find(mine, conditions, UNKNOWN).loc["plant"]
    assert str(evidence["evidence"]).endswith("power factor of the year 0.89")
    table = indicators(mine, UNKNOWN).set_index(["indicator", "scope"])["value"]
    assert table["power_factor", "site"] == pytest.approx(2 / np.sqrt(5))
    assert mine.returned_kvarh["plant"] == pytest.approx(60.0 * len(half) / 2)


def test_without_a_transformer_low_power_factor_is_no_matter_of_kwh_and_ranks_last(conditions):
    idle = all_year(5.0, loaded_fraction=0.5, idle_load_fraction=0.2)
    mine = constant_meter([idle], conditions, 100.0, 51.0)
    ranked = find_waste(mine, conditions, UNKNOWN)
    assert ranked["kind"].tolist() == ["idling", "low_power_factor"]
    assert math.isnan(ranked["waste_kwh"].iloc[-1])
    good = constant_meter([idle], conditions, 100.0, 49.0)
    assert WASTE_POINTS["low_power_factor"].find(good, conditions, UNKNOWN).empty


@pytest.mark.parametrize(
    ("given_factor", "known"),
    [
        ({"measured_power_factor": 0.7}, "measured"),
        ({"rated_power_factor": 0.8}, "nameplate"),
        ({}, "assumed"),
    ],
)
def test_low_power_factor_is_known_as_the_factors_behind_most_of_it(
    conditions, given_factor, known
):
    rows = [all_year(30.0, kind="motor", **MOTOR | {"load_fraction": 0.3} | given_factor)]
    assert only(rows, conditions, "low_power_factor")["evidence_kind"] == known


def test_two_percent_of_unbalance_cost_a_9_kw_motor_80_w(conditions):
    """Losses of 1 kW rise by 2 x 2^2 = 8 %."""
    nine = all_year(9.0, kind="motor", efficiency_fraction=0.9, **MOTOR)
    row = only([nine | {"voltage_unbalance_fraction": 0.02}], conditions, "unbalance")
    assert row["waste_kwh"] == pytest.approx(0.08 * YEAR_H)
    assert row["remedy"] == ()
    calm = [nine | {"voltage_unbalance_fraction": share} for share in (0.0, 0.01, float("nan"))]
    assert found(calm, conditions, "unbalance").empty


def test_above_five_percent_of_unbalance_a_motor_is_not_to_run(conditions):
    nine = all_year(9.0, kind="motor", voltage_unbalance_fraction=0.06, **MOTOR)
    assert "do not run it" in str(only([nine], conditions, "unbalance")["evidence"])


def test_metal_halide_wastes_two_thirds_of_its_power(conditions):
    """38.57 of 113.05 maintained lumens a watt: 68 / 1.15 x 0.8696 x 0.75, 133 x 0.85."""
    lamps = [
        all_year(10.0, kind="lighting", lamp_type="metal_halide"),
        all_year(10.0, kind="lighting", lamp_type="led"),
        all_year(10.0, kind="lighting", equipment="lights"),
        all_year(10.0, kind="lighting", equipment="Halogenuro metálico 250 W"),
    ]
    waste = found(lamps, conditions, "hot_lighting")["waste_kwh"]
    share = 1 - 68 / 1.15 * 0.8696 * 0.75 / (133 * 0.85)
    assert waste.to_dict() == pytest.approx(dict.fromkeys(["M0", "M3"], share * 10 * YEAR_H))


def test_a_225_kva_transformer_under_48_kw_loses_iron_that_75_kva_would_not(conditions):
    """600 W against (90 + 145) / 2 W of tier 1 at 75 kVA, half way from 50 to 100 kVA."""
    transformer = all_year(0.0, kind="transformer", rated_kva=225.0, no_load_loss_kw=0.6)
    rows = [transformer, all_year(48.0, rated_power_factor=1.0)]
    row = only(rows, conditions, "transformer_no_load")
    assert row["waste_kwh"] == pytest.approx((0.6 - 0.1175) * YEAR_H)
    assert row["evidence_kind"] == "nameplate"


def test_a_new_transformer_of_the_right_size_is_not_listed(conditions):
    transformer = all_year(0.0, kind="transformer", rated_kva=100.0, no_load_loss_kw=0.145)
    rows = [transformer, all_year(80.0, rated_power_factor=1.0)]
    assert found(rows, conditions, "transformer_no_load").empty


ORE = Production(ore_t_per_year=1000, bond_work_index_kwh_per_t=14, f80_um=9500, p80_um=106)
MILL = {"machine_type": "mill"}


def test_a_mill_of_43_8_kwh_a_ton_wastes_what_bond_does_not_ask(conditions):
    """12.162 kWh/t x 1.0858 coarse feed x 1.1525 diameter / 0.89 drive = 17.10 kWh/t."""
    row = only([all_year(5.0, **MILL)], conditions, "grinding_over_bond", ORE)
    good = 12.1616 * 1.08579 * (2.44 / 1.2) ** 0.2 / 0.89
    assert row["waste_kwh"] == pytest.approx(43_800 - good * 1000, rel=1e-4)
    assert str(row["evidence"]) == ("mills take 43.8 kWh/t at their shafts, the ore asks for 17.1")


def test_an_ore_nobody_tested_is_taken_as_an_average_gold_ore(conditions):
    untested = replace(ORE, bond_work_index_kwh_per_t=None)
    tested = replace(ORE, bond_work_index_kwh_per_t=14.83 * 1.102)
    mill = [all_year(5.0, evidence="measured", **MILL)]
    rows = [only(mill, conditions, "grinding_over_bond", ore) for ore in (untested, tested)]
    assert rows[0]["waste_kwh"] == pytest.approx(rows[1]["waste_kwh"])
    assert [row["evidence_kind"] for row in rows] == ["assumed", "measured"]


@pytest.mark.parametrize(
    "production",
    [
        UNKNOWN,
        replace(ORE, ore_t_per_year=None),
        replace(ORE, f80_um=None),
        replace(ORE, p80_um=None),
    ],
)
def test_without_ore_or_sizes_there_is_nothing_to_say_of_mills(conditions, production):
    assert found([all_year(5.0, **MILL)], conditions, "grinding_over_bond", production).empty


def test_without_mills_or_with_good_ones_there_is_no_finding(conditions):
    plenty = replace(ORE, ore_t_per_year=10_000)
    assert found([all_year(5.0)], conditions, "grinding_over_bond", ORE).empty
    assert found([all_year(5.0, **MILL)], conditions, "grinding_over_bond", plenty).empty


def test_mills_on_two_meters_share_the_waste_by_their_energy(conditions):
    rows = [all_year(3.0, **MILL), all_year(1.0, site="mine", area="plant", **MILL)]
    waste = found(rows, conditions, "grinding_over_bond", ORE)["waste_kwh"]
    assert waste["plant"] == pytest.approx(3 * waste["mine"])
    whole = only([all_year(4.0, **MILL)], conditions, "grinding_over_bond", ORE)
    assert waste.sum() == pytest.approx(whole["waste_kwh"])


@pytest.fixture
def blasting(calendars, conditions):
    """Return a function of start and length of the daily pause."""

    def with_pause(starts_at, hours):
        mine = replace(calendars["plant"], blast_pause_starts_at=starts_at, blast_pause_hours=hours)
        return replace(conditions, calendars={"plant": mine, "mine": mine})

    return with_pause


def worked_days(conditions):
    days = pd.date_range("2025-01-01", "2025-12-31")
    return int(working_days(conditions.calendars["plant"], days).sum())


AIR = {"machine_type": "compressor", "idle_load_fraction": 0.3}


@pytest.mark.parametrize(
    ("starts_at", "hours", "schedule", "hours_per_day", "paused_h"),
    [
        (13.0, 1.5, "continuous", 24.0, 1.5),
        (13.25, 1.5, "shifts", 16.0, 1.5),
        (13.0, 1.5, "shifts", 8.0, 0.75),
        (21.5, 1.0, "shifts", 16.0, 0.5),
        (23.0, 2.0, "shifts", 16.0, 0.0),
        (23.0, 2.0, "continuous", 24.0, 2.0),
    ],
)
def test_a_compressor_wastes_its_unloaded_power_in_every_blast_pause(
    blasting, starts_at, hours, schedule, hours_per_day, paused_h
):
    """3 kW unloaded; shifts run from 6 to 22 h."""
    conditions = blasting(starts_at, hours)
    row = all_year(10.0, **AIR) | {"schedule": schedule, "hours_per_day": hours_per_day}
    waste = found([row], conditions, "compressor_in_blast_pause")["waste_kwh"]
    assert waste.sum() == pytest.approx(3 * paused_h * worked_days(conditions))


def test_a_mine_that_does_not_blast_has_no_pause(conditions):
    assert found([all_year(10.0, **AIR)], conditions, "compressor_in_blast_pause").empty


def test_the_weaker_of_load_and_hours_speaks_for_a_finding(conditions):
    idle = {"loaded_fraction": 0.5, "idle_load_fraction": 0.2}
    rows = [
        all_year(10.0, evidence="measured", **idle),
        all_year(10.0, evidence="estimated", load_evidence="measured", **idle),
        all_year(10.0, load_evidence="measured", hours_evidence="nameplate", **idle),
    ]
    known = found(rows, conditions, "idling")["evidence_kind"]
    assert known.tolist() == ["measured", "estimated", "nameplate"]


def test_a_mine_that_wastes_nothing_has_no_rows_but_all_columns(conditions):
    mine = consume(machine_frame([all_year(10.0, rated_power_factor=1.0)]), conditions)
    ranked = find_waste(mine, conditions, UNKNOWN)
    assert ranked.empty
    assert list(ranked) == [
        "kind", "tag", "site", "waste_kwh", "evidence", "evidence_kind", "remedy",
    ]  # fmt: skip


def test_every_waste_point_is_registered_under_its_kind_with_a_name():
    assert {kind: point.kind for kind, point in WASTE_POINTS.items()} == {
        kind: kind for kind in WASTE_POINTS
    }
    names = [str(point.name) for point in WASTE_POINTS.values()]
    assert len(set(names)) == len(names) == 11


WASTEFUL = [
    all_year(22.0, kind="motor", **MOTOR | {"load_fraction": 0.2}),
    all_year(
        11.0, kind="motor", machine_type="pump", control="throttle", flow_fraction=0.6, **MOTOR
    ),
    all_year(30.0, kind="motor", transmission="v_belt", voltage_unbalance_fraction=0.03, **MOTOR),
    all_year(37.0, kind="motor", loaded_fraction=0.6, **MOTOR | AIR),
    all_year(4.0, kind="lighting", lamp_type="mercury"),
]


@settings(max_examples=6)
@given(
    quantities=st.lists(st.integers(1, 40), min_size=5, max_size=5),
    loads=st.lists(st.floats(0.05, 1.0), min_size=5, max_size=5),
    factor=st.integers(2, 5),
)
def test_waste_grows_with_the_number_of_machines_and_never_beyond_what_they_draw(
    quantities, loads, factor, conditions
):
    few = machine_frame(WASTEFUL).assign(quantity=np.array(quantities, float), load_fraction=loads)
    few["load_fraction"] = few["load_fraction"].where(few["kind"] == "motor", 1.0)
    many = few.assign(quantity=few["quantity"] * factor)
    untouched = few.copy()
    mine = consume(few, conditions)
    now, then = (
        find_waste(each, conditions, UNKNOWN).set_index(["kind", "tag"])["waste_kwh"].sort_index()
        for each in (mine, consume(many, conditions))
    )
    pd.testing.assert_series_equal(then, now * factor)
    pd.testing.assert_frame_equal(few, untouched)
    of_machines = now.drop("low_power_factor", errors="ignore").reset_index("kind", drop=True)
    drawn = mine.points["kwh_per_year"].reindex(of_machines.index)
    assert ((of_machines > 0) & (of_machines < drawn)).all()


def test_machines_are_judged_alike_alone_and_among_others(conditions):
    together = find_waste(consume(machine_frame(WASTEFUL), conditions), conditions, UNKNOWN)
    for number, row in enumerate(WASTEFUL):
        alone = find_waste(consume(machine_frame([row]), conditions), conditions, UNKNOWN)
        alone = alone[alone["kind"] != "low_power_factor"].set_index("kind")["waste_kwh"]
        among = together[together["tag"] == f"M{number}"].set_index("kind")["waste_kwh"]
        pd.testing.assert_series_equal(alone, among)
