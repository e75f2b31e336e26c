"""Measures survive each other: what each saves in its place adds up to what the mine saves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_mines import ROWS

from energy_audit.audit import build_package, evaluate
from energy_audit.consumption import consume
from energy_audit.measures import MEASURES
from energy_audit.measures.measure import OFFER_COLUMNS

SOME = settings(max_examples=4, deadline=None)


def choose_by(pick, least_kwh=-np.inf):
    """Return a chooser that does what ``pick`` says of each judged tag, if it saves enough."""

    def choose(measure, offers, mine):
        tags = measure.judges(mine.machines)
        rows = offers.drop_duplicates("tag").set_index("tag").reindex(tags)
        rows = rows.assign(kind=measure.kind, site=tags)
        if measure.scope == "machine":
            rows["site"] = mine.machines["site"].reindex(tags)
        done = (rows["saved_kwh"] >= least_kwh) & np.array(
            [pick(measure.kind, tag) for tag in tags], bool
        )
        return rows.assign(decision=np.where(done, "do", "keep"))

    return choose


def unfed(rows):
    """Return the machines without what feeds them, whose losses depend on all of them."""
    return [row for row in rows if row["kind"] not in {"transformer", "capacitor"}]


@SOME
@given(rows=ROWS, picked=st.randoms(use_true_random=False))
def test_steps_add_up_hour_by_hour_to_before_less_after(conditions, rows, picked):
    before = consume(machine_frame(rows), conditions)
    package = build_package(before, conditions, choose_by(lambda *_: picked.random() < 0.5))
    of_steps = sum((step.saved_kw for step in package.steps), before.demand_kw * 0.0)
    difference = before.demand_kw.sub(package.after.demand_kw, fill_value=0.0)
    scale = max(before.annual_kwh, 1.0)
    assert np.allclose(of_steps[difference.columns], difference, atol=1e-9 * scale)
    reactive = sum((step.saved_kvar for step in package.steps), before.demand_kvar * 0.0)
    other = before.demand_kvar.sub(package.after.demand_kvar, fill_value=0.0)
    assert np.allclose(reactive[other.columns], other, atol=1e-9 * scale)
    done = package.measures[package.measures["decision"] == "do"]
    total = before.annual_kwh - package.after.annual_kwh
    assert done["saved_kwh"].sum() == pytest.approx(total, rel=1e-6, abs=1e-6 * scale)


@SOME
@given(rows=ROWS, picked=st.randoms(use_true_random=False))
def test_what_is_left_is_the_same_whether_or_not_the_mine_before_was_known(
    conditions, rows, picked
):
    before = consume(machine_frame(rows), conditions)
    after = build_package(before, conditions, choose_by(lambda *_: picked.random() < 0.5)).after
    alone = consume(after.machines, conditions)
    assert np.allclose(after.points, alone.points, rtol=1e-12, equal_nan=True)
    pd.testing.assert_frame_equal(after.demand_kw, alone.demand_kw)
    pd.testing.assert_frame_equal(after.demand_kvar, alone.demand_kvar)


@SOME
@given(rows=ROWS)
def test_no_package_makes_power_or_efficiency_what_they_cannot_be(conditions, rows):
    before = consume(machine_frame(rows), conditions)
    after = build_package(before, conditions, choose_by(lambda *_: True)).after
    for mine in (before, after):
        assert (mine.demand_kw.to_numpy() >= -1e-9).all()
        assert (mine.points["input_kw"] >= -1e-12).all()
        draws = mine.points["shaft_kw"] > 0
        assert (
            mine.points.loc[draws, "loaded_kw"] >= mine.points.loc[draws, "shaft_kw"] - 1e-9
        ).all()
        assert mine.points["efficiency_at_load"].between(0, 1).all()
    old = before.machines.index
    assert np.isfinite(after.points.loc[old, "shaft_kw"]).all()


@SOME
@given(rows=ROWS)
def test_no_package_makes_energy_appear_where_no_fan_or_pump_can_turn_faster(conditions, rows):
    steady = [row for row in unfed(rows) if row.get("load_type") in {None, "constant_power"}]
    assume(steady)
    before = consume(machine_frame(steady), conditions)
    after = build_package(before, conditions, choose_by(lambda *_: True, least_kwh=0.0)).after
    assert after.annual_kwh <= before.annual_kwh * (1 + 1e-12)


@pytest.mark.parametrize("kind", MEASURES)
@settings(max_examples=2, deadline=None)
@given(rows=ROWS)
def test_every_offer_has_all_that_is_asked_of_one(kind, conditions, rows):
    before = consume(machine_frame(rows), conditions)
    measure = MEASURES[kind]
    offers = measure.options(before, conditions)
    assert set(OFFER_COLUMNS) <= set(offers.columns)
    assert offers[list(OFFER_COLUMNS)].notna().all(axis=None)
    assert not offers.duplicated(["tag", "variant"]).any()
    assert set(offers["tag"]) <= set(measure.judges(before.machines))
    assert offers["timing"].isin(["now", "at_failure", "next_rewind"]).all()
    assert (offers["capex_usd"] >= 0).all()
    assert (offers["life_years"] > 0).all()
    assert offers["model_sigma_fraction"].between(0, 1).all()


@pytest.mark.parametrize("kind", MEASURES)
@settings(max_examples=2, deadline=None)
@given(rows=ROWS)
def test_a_measure_leaves_the_frame_it_was_given_alone(kind, conditions, rows):
    before = consume(machine_frame(rows), conditions)
    untouched = before.machines.copy()
    measure = MEASURES[kind]
    offers = measure.options(before, conditions).drop_duplicates("tag").set_index("tag")
    after = measure.apply(before.machines, offers, conditions)
    pd.testing.assert_frame_equal(before.machines, untouched)
    assert after.index.is_unique
    assert set(before.machines.index) <= set(after.index)
    assert list(after.columns) == list(before.machines.columns)
    assert (after.dtypes == before.machines.dtypes).all()


@pytest.mark.parametrize("kind", MEASURES)
@settings(max_examples=2, deadline=None)
@given(rows=ROWS)
def test_what_one_measure_says_is_what_the_meter_sees(kind, conditions, rows):
    assume(unfed(rows))
    before = consume(machine_frame(unfed(rows)), conditions)
    measure = MEASURES[kind]
    offers = evaluate(measure, before, conditions).drop_duplicates("tag").set_index("tag")
    after = consume(measure.apply(before.machines, offers, conditions), conditions)
    saved = before.annual_kwh - after.annual_kwh
    scale = max(before.annual_kwh, 1.0)
    assert saved == pytest.approx(offers["saved_kwh"].sum(), rel=1e-6, abs=1e-7 * scale)


def test_a_measure_that_went_before_leaves_less_to_save(conditions):
    fan = {"machine_type": "fan", "load_type": "centrifugal", "rated_kw": 15.0, "poles": 4.0,
           "ie_class": "IE1", "load_fraction": 0.8, "hours_per_day": 16.0,
           "needed_hours_per_day": 8.0}  # fmt: skip
    before = consume(machine_frame([fan]), conditions)
    both = build_package(before, conditions, choose_by(lambda *_: True)).measures
    motor = both[both["kind"] == "replace_motors"].iloc[0]
    assert motor["saved_kwh"] == pytest.approx(motor["alone_kwh"] / 2, rel=1e-6)
