"""The range of a saving holds every error that was declared, and shared errors add up."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from conftest import machine_frame

from energy_audit.audit import build_package, evaluate
from energy_audit.consumption import consume
from energy_audit.measures import MEASURES
from energy_audit.saving_range import saving_range
from energy_audit.saving_slopes import MovedMines, saving_slopes, yearly_kwh

Z90 = 1.2815515655446004
ROW = {"kind": "a", "decision": "do", "saved_kwh": 400.0, "load_slope_kwh": 400.0,
       "hours_slope_kwh": 400.0, "efficiency_slope_kwh": 0.0, "model_sigma_fraction": 0.0,
       "kwh_before": 10_000.0, "efficiency_before": 0.9, "efficiency_after": 0.9}  # fmt: skip
CERTAIN = {"load_sigma_fraction": 0.0, "hours_sigma_fraction": 0.0, "efficiency_sigma": 0.0,
           "is_shared": False}  # fmt: skip


def rows(count, **changed):
    tags = [f"M{number}" for number in range(count)]
    return pd.DataFrame([{**ROW, **changed}] * count, index=pd.Index(tags, name="tag"))


def sigmas(count, **changed):
    return pd.DataFrame([{**CERTAIN, **changed}] * count, index=[f"M{n}" for n in range(count)])


def spread(count, *, row=None, **sigma):
    """Return half of the package's P10 to P90 range over that of one standard deviation."""
    found = saving_range(rows(count, **(row or {})), sigmas(count, **sigma), seed=1)
    return (found.p90_kwh - found.p10_kwh) / 2 / Z90


def test_a_certain_saving_has_no_range():
    assert spread(1) == 0


def test_an_error_of_load_moves_the_saving_along_its_slope():
    # 2,000 draws tell a sigma to some 3 %.
    assert spread(1, load_sigma_fraction=0.15) == pytest.approx(60, rel=0.08)


def test_errors_of_load_and_hours_add_in_quadrature():
    found = spread(1, load_sigma_fraction=0.15, hours_sigma_fraction=0.10)
    assert found == pytest.approx(400 * math.hypot(0.15, 0.10), rel=0.08)


def test_an_error_of_efficiency_counts_by_its_slope():
    found = spread(1, row={"efficiency_slope_kwh": -10_000.0}, efficiency_sigma=0.0087)
    assert found == pytest.approx(87, rel=0.08)


def test_a_better_motor_has_the_tolerance_of_its_losses():
    # 15 % bounds of an even distribution on 9,600 kWh x 6 %.
    found = spread(1, row={"efficiency_after": 0.94})
    assert found == pytest.approx(0.15 / math.sqrt(3) * 576, rel=0.08)


def test_the_methods_own_error_is_a_share_of_the_saving():
    assert spread(1, row={"model_sigma_fraction": 0.3}) == pytest.approx(120, rel=0.08)


def test_errors_of_many_machines_average_out_unless_one_auditor_made_them():
    own = spread(100, load_sigma_fraction=0.15)
    shared = spread(100, load_sigma_fraction=0.15, is_shared=True)
    assert own == pytest.approx(60 * math.sqrt(100), rel=0.08)
    # Half of the variance is common: 100 machines move by 100 x 60 x sqrt(1/2) together.
    assert shared == pytest.approx(60 * math.hypot(100 * math.sqrt(0.5), math.sqrt(50)), rel=0.08)


def test_one_seed_gives_one_range_and_another_seed_another():
    first, again, other = (
        saving_range(rows(3), sigmas(3, load_sigma_fraction=0.2), seed=seed) for seed in (1, 1, 2)
    )
    assert first.p10_kwh == again.p10_kwh != other.p10_kwh
    assert np.array_equal(first.by_row["p90_kwh"], again.by_row["p90_kwh"])


def test_a_row_without_an_offer_has_no_range_and_what_is_kept_is_not_in_the_package():
    kept = rows(2, decision="keep")
    kept.loc["M1", "saved_kwh"] = np.nan
    found = saving_range(kept, sigmas(2, load_sigma_fraction=0.2), seed=1)
    assert (found.p10_kwh, found.p90_kwh) == (0, 0)
    assert np.isnan(found.by_row["p10_kwh"]).tolist() == [False, True]


def test_slopes_of_a_motor_are_what_a_hand_calculation_says(conditions):
    motor = {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE2", "load_fraction": 1.0,
             "hours_per_day": 16.0}  # fmt: skip
    before = consume(machine_frame([motor]), conditions)
    measure = MEASURES["replace_motors"]
    offers = evaluate(measure, before, conditions)
    ie3 = offers[offers["variant"] == "IE3"].set_index("tag")
    moved = MovedMines.of(before.machines, conditions)
    slopes = saving_slopes(ie3, moved, moved.after(measure, ie3, conditions)).loc["M0"]
    hours = 308 * 16
    # Energy is shaft power over efficiency: d/d eta of 15 h / eta at IE2, 91.0 %.
    assert slopes["efficiency_slope_kwh"] == pytest.approx(-15 * hours / 0.910**2, rel=2e-3)
    saved = 15 * hours * (1 / 0.910 - 1 / 0.930)
    assert slopes["hours_slope_kwh"] == pytest.approx(saved, rel=1e-6)
    # Losses at full load: the constant share does not move, the square moves twice.
    assert 0 < slopes["load_slope_kwh"] < 2 * saved


def test_a_slope_predicts_what_a_real_change_does(conditions):
    pump = {"machine_type": "pump", "rated_kw": 15.0, "poles": 4.0, "ie_class": "IE2",
            "load_fraction": 0.8, "hours_per_day": 12.0, "control": "throttle",
            "flow_fraction": 0.7, "static_head_fraction": 0.2}  # fmt: skip
    measure = MEASURES["drives"]

    def saved(**changed):
        mine = consume(machine_frame([{**pump, **changed}]), conditions)
        rows = evaluate(measure, mine, conditions).set_index("tag")
        after = consume(measure.apply(mine.machines, rows, conditions), conditions)
        return mine.annual_kwh - after.annual_kwh, mine, rows

    base, mine, offers = saved()
    moved = MovedMines.of(mine.machines, conditions)
    slopes = saving_slopes(offers, moved, moved.after(measure, offers, conditions)).iloc[0]
    more, _, _ = saved(load_fraction=0.8 * 1.05)
    assert more - base == pytest.approx(0.05 * slopes["load_slope_kwh"], rel=0.05)
    longer, _, _ = saved(hours_per_day=12.0 * 1.05)
    assert longer - base == pytest.approx(0.05 * slopes["hours_slope_kwh"], rel=1e-6)


def test_a_measure_done_at_one_machine_leaves_the_others_of_the_moved_mines_alone(conditions):
    motor = {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE1", "load_fraction": 0.8,
             "hours_per_day": 16.0}  # fmt: skip
    before, measure = consume(machine_frame([motor] * 3), conditions), MEASURES["replace_motors"]
    offers = evaluate(measure, before, conditions)
    ie3 = offers[offers["variant"] == "IE3"].set_index("tag")
    moved = MovedMines.of(before.machines, conditions)
    tried = moved.after(measure, ie3, conditions)
    taken = moved.taking(tried, pd.Index(["M1"]))
    # Three mines of three machines each; the second of each has the new motor.
    is_second = np.arange(9) % 3 == 1
    assert taken.machines["ie_class"].tolist() == ["IE1", "IE3", "IE1"] * 3
    assert taken.kwh[~is_second].tolist() == moved.kwh[~is_second].tolist()
    assert taken.kwh[is_second].tolist() == tried.kwh[is_second].tolist()
    assert taken.kwh.tolist() == yearly_kwh(taken.machines, conditions).tolist()
    assert (taken.kwh[is_second] < moved.kwh[is_second]).all()


def test_a_package_carries_its_slopes(conditions):
    motor = {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE1", "load_fraction": 0.8,
             "hours_per_day": 16.0}  # fmt: skip
    before = consume(machine_frame([motor]), conditions)

    def keep(measure, offers, mine):
        tags = measure.judges(mine.machines)
        first = offers.drop_duplicates("tag").set_index("tag").reindex(tags)
        return first.assign(kind=measure.kind, site="plant", decision="keep")

    measures = build_package(before, conditions, keep).measures
    offered = measures[measures["saved_kwh"].notna() & (measures.index == "M0")]
    assert offered["hours_slope_kwh"].notna().all()


def test_what_a_timer_has_settled_moves_later_savings_no_more(conditions):
    compressor = {"machine_type": "compressor", "rated_kw": 15.0, "poles": 4.0, "ie_class": "IE2",
                  "load_fraction": 0.9, "hours_per_day": 12.0, "needed_hours_per_day": 8.0,
                  "loaded_fraction": 0.5, "idle_load_fraction": 0.3,
                  "control": "load_unload"}  # fmt: skip
    before = consume(machine_frame([compressor]), conditions)

    def choose(measure, offers, mine):
        tags = measure.judges(mine.machines)
        first = offers.drop_duplicates("tag").set_index("tag").reindex(tags)
        done = first["saved_kwh"].notna() & (measure.kind == "idle_switch_off")
        return first.assign(kind=measure.kind, site="plant", decision=np.where(done, "do", "keep"))

    measures = build_package(before, conditions, choose).measures.set_index("kind")
    timer, control = measures.loc["idle_switch_off"], measures.loc["compressor_control"]
    assert timer["hours_slope_kwh"] > timer["saved_kwh"]
    # The timer leaves 8 h; loaded hours stay half of what it ran, so more of them idle less.
    assert control["saved_kwh"] > 0 > control["hours_slope_kwh"]


def test_the_range_is_that_of_a_thousand_pumps_that_turned_out_otherwise(conditions):
    pump = {"machine_type": "pump", "rated_kw": 15.0, "poles": 4.0, "ie_class": "IE2",
            "load_fraction": 0.7, "hours_per_day": 9.0, "control": "throttle",
            "flow_fraction": 0.7, "static_head_fraction": 0.2}  # fmt: skip
    measure = MEASURES["drives"]
    rng = np.random.default_rng(3)
    loads = 0.7 * (1 + 0.12 * rng.standard_normal(4000)).clip(0.5, 1.5)
    hours = 9.0 * (1 + 0.10 * rng.standard_normal(4000))
    others = machine_frame([pump] * 4000).assign(load_fraction=loads, hours_per_day=hours)
    saved = evaluate(measure, consume(others, conditions), conditions)["saved_kwh"]
    mine = consume(machine_frame([pump]), conditions)
    offers = evaluate(measure, mine, conditions).set_index("tag")
    moved = MovedMines.of(mine.machines, conditions)
    slopes = saving_slopes(offers, moved, moved.after(measure, offers, conditions))
    judged = offers.join(slopes).assign(decision="do", model_sigma_fraction=0.0, kind="drives")
    found = saving_range(
        judged.assign(efficiency_after=judged["efficiency_before"]),
        sigmas(1, load_sigma_fraction=0.12, hours_sigma_fraction=0.10),
        seed=2,
    )
    low, high = saved.quantile([0.1, 0.9])
    # 2,000 and 4,000 draws know a decile to some 2 % of the spread each.
    assert found.p10_kwh == pytest.approx(low, abs=0.06 * (high - low))
    assert found.p90_kwh == pytest.approx(high, abs=0.06 * (high - low))
