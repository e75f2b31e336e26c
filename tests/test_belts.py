"""Belts: the peer's loss curve, and what a better belt spares the motor."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.audit import evaluate
from energy_audit.consumption import consume
from energy_audit.measures.belts import BELTS
from energy_audit.operation.operating_point import operating_point
from equipment_catalog.belts import (
    belt_efficiency,
    belt_life_h,
    belt_price_note,
    installed_belt_price_usd,
)
from equipment_catalog.errors import InputError

HP_KW = 0.7457
FAN = {
    "machine_type": "fan",
    "rated_kw": 10 * HP_KW,
    "poles": 4.0,
    "ie_class": "IE3",
    "load_type": "centrifugal",
    "load_fraction": 0.8,
    "hours_per_day": 16.0,
    "transmission": "v_belt",
}
BELTED = st.fixed_dictionaries(
    {
        "machine_type": st.sampled_from(["fan", "pump", "crusher", "mill", "hoist", ""]),
        "quantity": st.integers(1, 3).map(float),
        "rated_kw": st.floats(0.75, 130),
        "poles": st.sampled_from([2.0, 4.0, 6.0]),
        "ie_class": st.sampled_from(["IE1", "IE2", "IE3", "IE4", "unknown"]),
        "load_fraction": st.floats(0, 1.25),
        "idle_load_fraction": st.floats(0, 0.5),
        "loaded_fraction": st.floats(0, 1),
        "transmission": st.sampled_from(
            ["", "direct", "gear", "v_belt", "cogged_belt", "synchronous_belt"]
        ),
        "hours_per_day": st.floats(0, 16),
    }
)


def offers_of(rows, conditions):
    offers = evaluate(BELTS, consume(machine_frame(rows), conditions), conditions)
    return offers.set_index(["tag", "variant"])


@pytest.mark.parametrize(
    ("rated_hp", "loss_percent"),
    [
        # MEASUR, by hand: 0.7489574 exp(-0.02067997 hp) + 4.136368 exp(-0.226025 hp) + 4.162707.
        (1, 0.733628 + 3.299566 + 4.162707),
        (10, 0.609045 + 0.431523 + 4.162707),
        (100, 0.094706 + 0.0 + 4.162707),
    ],
)
def test_a_v_belt_loses_what_the_peers_curve_says(rated_hp, loss_percent):
    loss = 1 / belt_efficiency("v_belt", rated_hp * HP_KW) - 1
    assert loss == pytest.approx(loss_percent / 100, abs=1e-7)


@pytest.mark.parametrize(
    ("belt", "delivered_hp", "efficiency", "tolerance"),
    [
        # MEASUR Tools Suite 1.2.5 in node: MoverShaftPower(motor hp, drive, 1) for 10 to 100 hp.
        ("v_belt", 9.500238606028052, 0.9500238606028051, 2e-5),
        ("v_belt", 19.09799490484345, 0.9548997452421725, 2e-5),
        ("v_belt", 95.90867949141771, 0.9590867949141773, 2e-5),
        # For these the peer takes 5/7 and 2/7 of the power given, not of the power delivered.
        ("cogged_belt", 9.643027575734322, 0.9643027575734322, 5e-4),
        ("synchronous_belt", 19.7422842585267, 0.9871142129263349, 5e-4),
    ],
)
def test_belts_deliver_what_the_peer_computes(belt, delivered_hp, efficiency, tolerance):
    assert belt_efficiency(belt, delivered_hp * HP_KW) == pytest.approx(efficiency, abs=tolerance)


def test_notched_and_synchronous_belts_lose_five_and_two_sevenths():
    losses = 1 / belt_efficiency(["v_belt", "cogged_belt", "synchronous_belt"], 30) - 1
    assert losses[1:] == pytest.approx([losses[0] * 5 / 7, losses[0] * 2 / 7], rel=1e-6)


def test_a_coupling_loses_nothing():
    assert belt_efficiency("direct", 30) == 1


@given(rated_kw=st.floats(0.1, 1000))
def test_every_better_belt_is_better_and_none_is_perfect(rated_kw):
    v_belt, cogged, synchronous = belt_efficiency(
        ["v_belt", "cogged_belt", "synchronous_belt"], rated_kw
    )
    assert 0.9 < v_belt < cogged < synchronous < 1


@pytest.mark.parametrize(
    ("arguments", "field"),
    [(("rope", 5), "transmission"), (("v_belt", 0), "rated_kw"), (("v_belt", None), "rated_kw")],
)
def test_what_cannot_be_is_refused_by_name(arguments, field):
    for function in (belt_efficiency, installed_belt_price_usd):
        with pytest.raises(InputError) as caught:
            function(*arguments)
        assert caught.value.problems[0].field == field


def test_a_synchronous_belt_spares_the_motor_the_difference(conditions):
    machines = machine_frame([FAN])
    offers = offers_of([FAN], conditions).loc["M0"]
    # At 10 hp a V-belt loses 5.203275 % and a synchronous one 2/7 of it, 1.486650 %.
    load = 0.8 * 1.01486650 / 1.05203275
    chosen = offers.loc[["synchronous_belt"]].assign(tag="M0").set_index("tag")
    after = BELTS.apply(machines, chosen, conditions)
    assert after["load_fraction"].iloc[0] == pytest.approx(load, rel=1e-6)
    spared = (
        operating_point(machines, frequency_hz=60)["input_kw"].iloc[0]
        - (operating_point(after, frequency_hz=60)["input_kw"].iloc[0])
    )
    assert offers.loc["synchronous_belt", "saved_kwh"] == pytest.approx(spared * 308 * 16)
    # About what the motor no longer gives, 0.0283 of 7.457 kW, over its efficiency of 91.7 %.
    assert spared == pytest.approx((0.8 - load) * 7.457 / 0.917, rel=0.03)


def test_variants_by_the_belt_there_is(conditions):
    rows = [
        FAN,
        {**FAN, "transmission": "cogged_belt"},
        {**FAN, "transmission": "synchronous_belt"},
        {**FAN, "transmission": "direct"},
        {**FAN, "transmission": ""},
    ]
    offered = set(offers_of(rows, conditions).index)
    assert offered == {
        ("M0", "cogged_belt"),
        ("M0", "cogged_belt_at_next_change"),
        ("M0", "synchronous_belt"),
        ("M1", "synchronous_belt"),
    }
    assert list(BELTS.judges(machine_frame(rows))) == ["M0", "M1", "M2"]


def test_a_crusher_keeps_a_belt_that_can_slip(conditions):
    offers = offers_of([{**FAN, "machine_type": "crusher"}], conditions)
    assert "synchronous_belt" not in offers.index.get_level_values("variant")


def test_prices_by_hand(conditions):
    # 20 kW: 5 USD/kW x 1.3 fitted, cogged x 1.25; 35 USD/kW x 1.5; small ones at their floors.
    belts = ["v_belt", "cogged_belt", "synchronous_belt"]
    assert installed_belt_price_usd(belts, 20) == pytest.approx([130, 162.5, 1050])
    assert installed_belt_price_usd(belts, 1) == pytest.approx([26, 32.5, 300])
    offers = offers_of([{**FAN, "rated_kw": 20.0, "quantity": 3.0}], conditions)
    assert offers.loc[("M0", "cogged_belt_at_next_change"), "capex_usd"] == pytest.approx(3 * 32.5)
    assert "memory" in str(belt_price_note().source)


def test_a_belt_lasts_its_hours_and_no_longer_than_rubber(conditions):
    rows = [FAN, {**FAN, "hours_per_day": 1.0}, {**FAN, "hours_per_day": 0.0}]
    life = offers_of(rows, conditions)["life_years"].xs("cogged_belt", level="variant")
    assert life["M0"] == pytest.approx(belt_life_h("cogged_belt") / (308 * 16))
    assert life["M1"] == life["M2"] == 10


@settings(max_examples=15)
@given(rows=st.lists(BELTED, min_size=1, max_size=6))
def test_no_energy_appears_and_the_old_inventory_is_left_alone(conditions, rows):
    machines = machine_frame([FAN, *rows])
    untouched = machines.copy()
    mine = consume(machines, conditions)
    offers = BELTS.options(mine, conditions).drop_duplicates("tag", keep="last").set_index("tag")
    assert offers.notna().all(axis=None)
    after = BELTS.apply(machines, offers, conditions)
    points = operating_point(after, frequency_hz=60)
    assert (points["loaded_kw"] >= points["shaft_kw"]).all()
    assert (points["input_kw"] <= mine.points["input_kw"] + 1e-12).all()
    belted = list(offers.index)
    taken = [
        frame.loc[belted, "load_fraction"]
        * belt_efficiency(
            frame.loc[belted, "transmission"].to_list(), frame.loc[belted, "rated_kw"]
        )
        for frame in (machines, after)
    ]
    assert taken[1].to_numpy() == pytest.approx(taken[0].to_numpy())
    pd.testing.assert_series_equal(after.dtypes, machines.dtypes)
    pd.testing.assert_frame_equal(machines, untouched)
