from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from conftest import machine_frame
from hypothesis import given
from hypothesis import strategies as st

from energy_audit.consumption import consume
from energy_audit.supply_notes import supply_notes

MILL = {"rated_kw": 75.0, "poles": 6.0, "ie_class": "IE2", "load_fraction": 0.7}
MILL |= {"hours_per_day": 14.0}
LEACH = {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE1", "load_fraction": 0.8, "area": "leach"}
LEACH |= {"hours_per_day": 24.0, "schedule": "continuous"}
TRANSFORMER = {"tag": "T1", "kind": "transformer", "area": "yard", "rated_kva": 250.0}
TRANSFORMER |= {"no_load_loss_kw": 0.6, "load_loss_kw": 4.2, "hours_per_day": 24.0}
TRANSFORMER |= {"schedule": "continuous"}
BANK = {"tag": "K1", "kind": "capacitor", "rated_kvar": 30.0, "hours_per_day": 24.0}
BANK |= {"schedule": "continuous"}


def test_a_transformer_loses_iron_all_year_and_copper_with_the_square_of_its_load(conditions):
    load = consume(machine_frame([MILL, LEACH]), conditions)
    fed = consume(machine_frame([MILL, LEACH, TRANSFORMER]), conditions)
    apparent_kva = np.hypot(load.site_demand_kw["plant"], load.site_demand_kvar["plant"])
    k_rms = np.sqrt(np.mean((apparent_kva / 250.0) ** 2))
    expected = 0.6 * 8760 + 4.2 * k_rms**2 * 8760
    assert fed.points.loc["T1", "kwh_per_year"] == pytest.approx(expected)
    assert fed.annual_kwh - load.annual_kwh == pytest.approx(expected)


def test_a_transformer_without_load_draws_its_iron_losses_and_magnetises(conditions):
    idle = consume(machine_frame([MILL | {"hours_per_day": 0.0}, TRANSFORMER]), conditions)
    assert idle.site_demand_kw["plant"].to_numpy() == pytest.approx(0.6)
    assert idle.site_demand_kvar["plant"].to_numpy() == pytest.approx(5.0)  # 2 % of 250 kVA


def test_two_transformers_share_the_load_by_their_rating(conditions):
    halves = [TRANSFORMER | {"tag": tag, "rated_kva": 125.0} for tag in ("T1", "T2")]
    small = [half | {"no_load_loss_kw": 0.3, "load_loss_kw": 2.1} for half in halves]
    one = consume(machine_frame([MILL, TRANSFORMER]), conditions)
    two = consume(machine_frame([MILL, *small]), conditions)
    assert two.annual_kwh == pytest.approx(one.annual_kwh)
    assert two.points.loc["T1", "kwh_per_year"] == pytest.approx(
        two.points.loc["T2", "kwh_per_year"]
    )


def test_a_fixed_bank_that_nobody_switches_leads_while_the_mine_sleeps(conditions):
    mine = consume(machine_frame([MILL, BANK | {"control": "none"}]), conditions)
    night = mine.site_demand_kvar["plant"].to_numpy().reshape(365, 24)[:, 2]
    assert night == pytest.approx(-30.0)


def test_a_bank_on_a_clock_follows_the_clock_and_not_the_load_of_the_meter(conditions):
    weights = np.where(np.arange(8760) % 24 < 12, 0.5, 1.5)
    metered = replace(conditions, hour_weights={"plant": weights})
    bank = BANK | {"schedule": "shifts", "hours_per_day": 16.0, "control": "none"}
    machines = machine_frame([MILL])
    fed = (
        consume(machines, metered).site_demand_kvar["plant"]
        - consume(machine_frame([MILL, bank]), metered).site_demand_kvar["plant"]
    ).to_numpy()
    assert sorted(set(fed.round(9))) == [0.0, 30.0]
    assert (fed > 1).reshape(365, 24).sum(axis=1).max() == 16


def test_a_stepped_bank_switches_whole_steps(conditions):
    load = consume(machine_frame([MILL, LEACH]), conditions)
    bank = consume(machine_frame([MILL, LEACH, BANK | {"control": "stepped"}]), conditions)
    fed = (load.site_demand_kvar - bank.site_demand_kvar)["plant"].to_numpy()
    steps = fed / 5.0  # 30 kvar are six steps of 5 kvar
    assert steps == pytest.approx(steps.round(), abs=1e-9)
    inductive = load.site_demand_kvar["plant"].to_numpy()
    assert steps == pytest.approx(np.minimum(np.floor(inductive / 5.0), 6.0))


@given(
    load=st.floats(0.0, 1.2),
    rated_kvar=st.floats(0.5, 400.0),
    hours=st.floats(0.0, 16.0),
)
def test_a_stepped_bank_never_leads(conditions, load, rated_kvar, hours):
    mill = MILL | {"load_fraction": load, "hours_per_day": hours}
    bank = BANK | {"control": "stepped", "rated_kvar": rated_kvar}
    mine = consume(machine_frame([mill, LEACH, bank]), conditions)
    assert mine.site_demand_kvar["plant"].min() >= -1e-9


def test_a_stepped_bank_regulates_what_the_fixed_one_leaves_whatever_their_order(conditions):
    fixed = BANK | {"tag": "K0", "rated_kvar": 20.0, "schedule": "shifts", "hours_per_day": 16.0}
    stepped = BANK | {"tag": "K1", "rated_kvar": 60.0, "control": "stepped"}
    first = consume(machine_frame([MILL, LEACH, fixed, stepped]), conditions)
    second = consume(machine_frame([MILL, LEACH, stepped, fixed]), conditions)
    np.testing.assert_allclose(first.site_demand_kvar, second.site_demand_kvar, atol=1e-9)
    assert first.site_demand_kvar["plant"].max() < 10.0  # less than a step of the 60 kvar


def test_a_bank_loses_half_a_watt_for_each_kvar_it_feeds(conditions):
    mine = consume(machine_frame([MILL, BANK | {"control": "none"}]), conditions)
    assert mine.points.loc["K1", "kwh_per_year"] == pytest.approx(0.0005 * 30.0 * 8760)
    assert mine.points["kwh_per_year"].sum() == pytest.approx(mine.annual_kwh)


def test_capacitors_cut_the_copper_losses_by_the_square_of_the_apparent_power(conditions):
    steady = MILL | {"hours_per_day": 24.0, "schedule": "continuous"}
    load = consume(machine_frame([steady]), conditions)
    before = consume(machine_frame([steady, TRANSFORMER]), conditions)
    after = consume(machine_frame([steady, TRANSFORMER, BANK | {"control": "none"}]), conditions)
    kw, kvar = load.site_demand_kw["plant"].iloc[0], load.site_demand_kvar["plant"].iloc[0]
    copper_before = before.points.loc["T1", "kwh_per_year"] - 0.6 * 8760
    copper_after = after.points.loc["T1", "kwh_per_year"] - 0.6 * 8760
    ratio = (np.hypot(kw + 0.015, kvar - 30.0) / np.hypot(kw, kvar)) ** 2  # 15 W in the bank
    assert copper_after / copper_before == pytest.approx(ratio)


def test_a_site_answers_only_to_its_own_equipment(conditions):
    other = MILL | {"site": "mine", "area": "air"}
    alone = consume(machine_frame([other]), conditions)
    both = consume(machine_frame([other, MILL, TRANSFORMER, BANK]), conditions)
    np.testing.assert_array_equal(both.site_demand_kw["mine"], alone.site_demand_kw["mine"])
    np.testing.assert_array_equal(both.site_demand_kvar["mine"], alone.site_demand_kvar["mine"])


def test_what_is_assumed_of_transformers_and_banks_is_said_by_tag():
    rows = [MILL, TRANSFORMER, TRANSFORMER | {"tag": "T2", "load_loss_kw": np.nan}]
    rows += [BANK | {"control": "none"}, BANK | {"tag": "K2", "control": "stepped"}]
    said = [str(note.what) for note in supply_notes(machine_frame(rows))]
    assert said == [
        "Losses of transformers that show none: T2",
        "Reactive power of transformers: T1, T2",
        "Steps of capacitor banks: K2",
    ]
    assert supply_notes(machine_frame([MILL])) == ()
