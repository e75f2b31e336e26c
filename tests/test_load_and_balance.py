"""Hourly demand carries exactly the energy of its machines, and the bills judge it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.audit import consume
from energy_audit.balance import balance_with_bills
from energy_audit.operating_point import operating_point

MACHINE = st.fixed_dictionaries(
    {
        "site": st.sampled_from(["plant", "mine"]),
        "area": st.sampled_from(["mill", "air", "water"]),
        "kind": st.sampled_from(["motor", "lighting", "heating", "other"]),
        "quantity": st.integers(1, 5).map(float),
        "rated_kw": st.floats(0.75, 200),
        "poles": st.sampled_from([2.0, 4.0, 6.0]),
        "ie_class": st.sampled_from(["IE1", "IE2", "IE3", "IE4", "unknown"]),
        "rewinds": st.integers(0, 4).map(float),
        "load_fraction": st.floats(0, 1.25),
        "load_type": st.sampled_from(["centrifugal", "constant_torque", "constant_power"]),
        "hours_per_day": st.floats(0, 8),
        "schedule": st.sampled_from(["shifts", "first_shift", "continuous", "night"]),
    }
).filter(lambda row: row["ie_class"] != "IE1" or row["rated_kw"] <= 150)


def test_one_heater_draws_what_hand_calculation_says(calendars, year):
    heater = machine_frame(
        [{"kind": "heating", "rated_kw": 4.0, "load_fraction": 0.5, "hours_per_day": 8.0}]
    )
    used = consume(heater, calendars, year, frequency_hz=60)
    # 2 kW for 8 h on each of 308 days, spread over 16 open hours of 1 kW.
    assert used.annual_kwh == pytest.approx(2 * 8 * 308)
    assert set(np.unique(used.demand_kw)) == {0.0, 1.0}


def test_a_motor_draws_its_shaft_power_over_its_efficiency(calendars, year):
    motor = machine_frame(
        [
            {
                "rated_kw": 15.0,
                "poles": 4.0,
                "ie_class": "IE3",
                "load_fraction": 1.0,
                "hours_per_day": 16.0,
            }
        ]
    )
    used = consume(motor, calendars, year, frequency_hz=60)
    # EU 2019/1781 at 60 Hz: IE3, 15 kW, 4 poles: 93.0 % at full load.
    assert used.points["input_kw"].iloc[0] == pytest.approx(15 / 0.930)
    assert used.demand_kw.to_numpy().max() == pytest.approx(15 / 0.930)


def test_a_machine_that_never_runs_uses_nothing(calendars, year):
    idle = machine_frame(
        [{"kind": "other", "rated_kw": 4.0, "load_fraction": 1.0, "hours_per_day": 0.0}]
    )
    assert consume(idle, calendars, year, frequency_hz=60).annual_kwh == 0


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(MACHINE, min_size=1, max_size=12))
def test_hourly_demand_holds_the_energy_of_every_machine(calendars, year, rows):
    used = consume(machine_frame(rows), calendars, year, frequency_hz=60)
    assert used.annual_kwh == pytest.approx(used.points["kwh_per_year"].sum(), rel=1e-9)
    assert (used.demand_kw >= 0).all(axis=None)
    by_site = used.points["kwh_per_year"].groupby(used.machines["site"]).sum()
    for site, kwh in used.site_demand_kw.sum().items():
        assert kwh == pytest.approx(by_site[site], rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(MACHINE, min_size=1, max_size=12))
def test_no_machine_gives_out_more_than_it_takes_in(rows):
    frame = machine_frame(rows)
    points = operating_point(frame, frequency_hz=60)
    motor = frame["kind"] == "motor"
    assert (points["input_kw"] >= points["shaft_kw"]).all()
    assert points.loc[motor, "full_load_efficiency"].between(0, 1, inclusive="neither").all()
    assert points.loc[motor, "efficiency_at_load"].between(0, 1, inclusive="left").all()


def test_the_balance_shows_what_the_machines_do_not_explain(calendars, year):
    heater = machine_frame(
        [
            {
                "kind": "heating",
                "rated_kw": 2.0,
                "load_fraction": 1.0,
                "hours_per_day": 24.0,
                "schedule": "continuous",
            }
        ]
    )
    used = consume(heater, calendars, year, frequency_hz=60)
    index = pd.MultiIndex.from_product([["plant"], range(1, 13)], names=["site", "month_number"])
    days = pd.Series([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], index=index)
    kwh = days * 48 / 0.8
    bills = pd.DataFrame({"kwh": kwh, "kvarh": kwh * 0.75, "max_kw": 2.5, "amount": kwh * 900})
    balance = balance_with_bills(used.demand_kw, bills)
    assert balance.unexplained_fraction == pytest.approx(0.2)
    assert balance.by_site.loc["plant", "unexplained_fraction"] == pytest.approx(0.2)
    assert balance.monthly["inventory_kwh"].tolist() == pytest.approx((days * 48).tolist())
    assert balance.monthly["power_factor"].tolist() == pytest.approx([0.8] * 12)
    assert balance.monthly["inventory_max_kw"].tolist() == pytest.approx([2.0] * 12)


def test_a_bill_without_reactive_energy_has_no_power_factor(calendars, year):
    heater = machine_frame(
        [{"kind": "heating", "rated_kw": 2.0, "load_fraction": 1.0, "hours_per_day": 4.0}]
    )
    used = consume(heater, calendars, year, frequency_hz=60)
    index = pd.MultiIndex.from_product([["plant"], range(1, 13)], names=["site", "month_number"])
    bills = pd.DataFrame({"kwh": 100.0, "kvarh": np.nan, "max_kw": np.nan, "amount": 9e4}, index)
    assert balance_with_bills(used.demand_kw, bills).monthly["power_factor"].isna().all()
