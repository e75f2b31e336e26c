"""Hourly demand carries exactly the energy of its machines, and the bills judge it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import machine_frame
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.balance import balance_with_bills
from energy_audit.consumption import consume
from energy_audit.operation.operating_point import operating_point

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


def test_one_heater_draws_what_hand_calculation_says(conditions):
    heater = machine_frame(
        [{"kind": "heating", "rated_kw": 4.0, "load_fraction": 0.5, "hours_per_day": 8.0}]
    )
    used = consume(heater, conditions)
    # 2 kW for 8 h on each of 308 days, spread over 16 open hours of 1 kW.
    assert used.annual_kwh == pytest.approx(2 * 8 * 308)
    assert set(np.unique(used.demand_kw)) == {0.0, 1.0}


def test_a_motor_draws_its_shaft_power_over_its_efficiency(conditions):
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
    used = consume(motor, conditions)
    # EU 2019/1781 at 60 Hz: IE3, 15 kW, 4 poles: 93.0 % at full load.
    assert used.points["input_kw"].iloc[0] == pytest.approx(15 / 0.930)
    assert used.demand_kw.to_numpy().max() == pytest.approx(15 / 0.930)


def test_a_machine_that_never_runs_uses_nothing(conditions):
    idle = machine_frame(
        [{"kind": "other", "rated_kw": 4.0, "load_fraction": 1.0, "hours_per_day": 0.0}]
    )
    assert consume(idle, conditions).annual_kwh == 0


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(MACHINE, min_size=1, max_size=12))
def test_hourly_demand_holds_the_energy_of_every_machine(conditions, rows):
    used = consume(machine_frame(rows), conditions)
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


def test_the_balance_shows_what_the_machines_do_not_explain(conditions):
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
    used = consume(heater, conditions)
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


def test_a_bill_without_reactive_energy_has_no_power_factor(conditions):
    heater = machine_frame(
        [{"kind": "heating", "rated_kw": 2.0, "load_fraction": 1.0, "hours_per_day": 4.0}]
    )
    used = consume(heater, conditions)
    index = pd.MultiIndex.from_product([["plant"], range(1, 13)], names=["site", "month_number"])
    bills = pd.DataFrame({"kwh": 100.0, "kvarh": np.nan, "max_kw": np.nan, "amount": 9e4}, index)
    assert balance_with_bills(used.demand_kw, bills).monthly["power_factor"].isna().all()


INDEX = pd.MultiIndex.from_product([["plant"], range(1, 13)], names=["site", "month_number"])


def test_reactive_energy_is_set_against_the_billed_one_and_makes_the_power_factor(conditions):
    motor = machine_frame(
        [
            {
                "rated_kw": 15.0,
                "poles": 4.0,
                "ie_class": "IE3",
                "load_fraction": 0.8,
                "hours_per_day": 24.0,
                "schedule": "continuous",
            }
        ]
    )
    used = consume(motor, conditions)
    kw, kvar = used.points["input_kw"].iloc[0], used.points["kvar"].iloc[0]
    bills = pd.DataFrame({"kwh": kw * 800, "kvarh": kvar * 900}, index=INDEX)
    monthly = balance_with_bills(used.demand_kw, bills, demand_kvar=used.demand_kvar).monthly
    january = monthly.loc[("plant", 1)]
    assert january["inventory_kvarh"] == pytest.approx(kvar * 744)
    assert january["unexplained_kvarh"] == pytest.approx(kvar * (900 - 744))
    assert january["inventory_power_factor"] == pytest.approx(kw / (kw**2 + kvar**2) ** 0.5)
    assert monthly["billed_max_kw"].isna().all()
    assert monthly["unexplained_max_kw"].isna().all()


def test_reactive_power_given_back_in_one_hour_does_not_pay_for_another():
    hours = pd.date_range("2025-01-01", periods=8760, freq="h")
    column = pd.MultiIndex.from_tuples([("plant", "mill")], names=["site", "area"])
    alternating = pd.DataFrame({column[0]: [3.0, -3.0] * 4380}, index=hours)
    alternating.columns = column
    bills = pd.DataFrame({"kwh": 100.0}, index=INDEX)
    balance = balance_with_bills(alternating.abs(), bills, demand_kvar=alternating)
    assert balance.monthly.loc[("plant", 1), "inventory_kvarh"] == pytest.approx(3.0 * 372)


def test_without_the_reactive_demand_its_columns_are_missing_not_zero(conditions):
    heater = machine_frame(
        [{"kind": "heating", "rated_kw": 2.0, "load_fraction": 1.0, "hours_per_day": 4.0}]
    )
    bills = pd.DataFrame({"kwh": 100.0, "kvarh": 5.0}, index=INDEX)
    monthly = balance_with_bills(consume(heater, conditions).demand_kw, bills).monthly
    assert monthly["inventory_kvarh"].isna().all()
    assert monthly["unexplained_kvarh"].isna().all()


def test_sites_stand_in_the_order_of_the_demand_and_can_be_sliced(conditions):
    row = {"kind": "heating", "rated_kw": 1.0, "load_fraction": 1.0, "hours_per_day": 8.0}
    used = consume(machine_frame([{**row, "site": "plant"}, {**row, "site": "mine"}]), conditions)
    index = pd.MultiIndex.from_product(
        [["camp", "mine", "plant"], range(1, 13)], names=["site", "month_number"]
    )
    bills = pd.DataFrame({"kwh": 1000.0, "kvarh": np.nan, "max_kw": np.nan}, index=index)
    balance = balance_with_bills(used.demand_kw, bills)
    assert balance.by_site.index.tolist() == ["plant", "mine", "camp"]
    assert len(balance.monthly.loc[("mine", slice(None)), :]) == 12
    assert balance.monthly.index.unique("site").tolist() == ["plant", "mine", "camp"]


def test_a_site_without_machines_is_unexplained_and_one_without_bills_is_missing(conditions):
    row = {"kind": "heating", "rated_kw": 1.0, "load_fraction": 1.0, "hours_per_day": 8.0}
    used = consume(machine_frame([{**row, "site": "mine"}]), conditions)
    bills = pd.DataFrame({"kwh": 1000.0}, index=INDEX)
    balance = balance_with_bills(used.demand_kw, bills)
    assert balance.by_site.loc["plant", "inventory_kwh"] == 0
    assert balance.by_site.loc["plant", "unexplained_fraction"] == 1
    assert np.isnan(balance.by_site.loc["mine", "billed_kwh"])
    assert np.isnan(balance.by_site.loc["mine", "unexplained_fraction"])
