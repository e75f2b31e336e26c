"""A site that no grid reaches: what it burns, what sun saves of it, what the study says of it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pilot_runs import QUICK

from equipment_catalog.batteries import battery_technology
from equipment_catalog.errors import InputError
from equipment_catalog.year_hours import hours_of_year
from mine_study.reports.html import html_report
from mine_study.results import results
from mine_study.site_storage import site_storage
from mine_study.storage_faults import storage_faults
from mine_study.storage_hours import StorageHours
from mine_study.storage_rules import rules_to_try
from mine_study.study import run_study
from mine_study.study_reader import examine_study
from pv_design.storage.candidates import candidates
from pv_design.storage.dispatch import dispatch
from pv_design.storage.genset import genset
from pv_design.storage.outages import off_grid

PILOT = Path(__file__).parents[1] / "examples" / "los_conquistadores"
ADIT = "sites.mina La Leche.storage"
ASKED = (
    f"{ADIT}.build=true",
    f"{ADIT}.off_grid=true",
    f"{ADIT}.genset_kw=25",
    f"{ADIT}.unserved_value_per_kwh=20000",
    f"{ADIT}.diesel_price_per_l=3000",
    "finance.plant_delay_months=0",  # the first year of the cash flow is a whole one
)
HOURLY = st.lists(st.floats(0.0, 50.0), min_size=6, max_size=6)


@pytest.fixture(scope="module")
def study():
    return run_study(PILOT, (*ASKED, QUICK))


@pytest.fixture(scope="module")
def adit(study):
    return study.sites[1]


def island(hours, machine):
    return StorageHours(
        times=hours_of_year(2025, -5)[:hours],
        outage_fraction=off_grid(hours),
        price_per_kwh=np.full(hours, 1.0),
        power_price_per_kw=0.0,
        genset=machine,
        cycle_charging=False,
        fuel_price_per_l=3.0,
        unserved_value_per_kwh=10.0,
    )


def test_a_year_of_constant_load_without_sun_burns_what_the_fuel_line_says():
    machine = genset(40.0)
    year = island(8760, machine)
    flows = year.failures(pd.Series(20.0, year.times))
    litres = 8760 * (machine.no_load_l_per_h + 20.0 * machine.fuel_l_per_kwh)
    assert flows.fuel_l == pytest.approx(litres, rel=1e-12)
    assert flows.unserved_kwh == 0
    assert flows.cost == pytest.approx(3.0 * litres, rel=1e-12)


def test_a_genset_does_not_run_while_nothing_is_asked_of_it():
    lost = island(2, genset(40.0)).failures(pd.Series([0.0, 0.0]))
    assert (lost.fuel_l, lost.unserved_kwh, lost.cost) == (0.0, 0.0, 0.0)


@given(
    load=HOURLY,
    made=HOURLY,
    genset_kw=st.sampled_from([None, 10.0, 40.0]),
    capacity=st.sampled_from([0.0, 8.0, 100.0]),
)
@settings(max_examples=150, deadline=None)
def test_sun_and_battery_never_raise_what_is_not_served(load, made, genset_kw, capacity):
    year = island(6, genset(genset_kw) if genset_kw else None)
    table = candidates(
        battery_technology("lithium"),
        dc_kw=[40.0],
        capacity_kwh=[capacity],
        battery_kw=[20.0 if capacity else 0.0],
        genset=year.genset,
        export_limit_kw=0.0,
    )
    demand, unit = np.array(load), np.array(made) / 40.0
    flows = dispatch(year.case(demand, unit), table.iloc[0])
    without = year.failures(pd.Series(demand))
    standby = flows["load_kwh"].to_numpy() - demand
    assert flows["unserved_kwh"].sum() <= without.unserved_kwh + standby.sum() + 1e-6  # rounded so
    assert np.abs(flows[["bought_kwh", "export_kwh", "grid_charge_kwh"]].to_numpy()).max() < 1e-9


def test_nothing_is_bought_or_sold_and_every_hour_balances(study, adit):
    flows, bills = adit.flows, study.bills[adit.name]
    for bill in (bills.today, bills.after_measures, bills.with_plant):
        assert (bill.import_kwh, bill.export_kwh, bill.net_cost) == (0.0, 0.0, 0.0)
    served = flows.self_used_kw + flows.battery_out_kw + flows.genset_kw + flows.unserved_kw
    np.testing.assert_allclose(served, flows.load_kw + flows.standby_kw, rtol=0, atol=1e-9)
    assert flows.curtailed_kw.sum() > 0


def test_a_kwh_is_worth_the_diesel_one_more_takes(study, adit):
    tariff = study.audit.tariffs[adit.name]
    assert tariff.price_per_kwh == pytest.approx(3000 * genset(25.0).fuel_l_per_kwh, rel=1e-12)
    assert study.audit.reactive[adit.name].per_kvarh == 0
    assert tariff.power is None


def test_the_plan_saves_the_diesel_of_the_adit_and_its_cash_flow_holds_it(study, adit):
    failures, amounts = study.bills[adit.name].failures, study.money.amounts
    assert failures.today.fuel_l > failures.after_measures.fuel_l > failures.with_plant.fuel_l > 0
    assert failures.today.unserved_kwh == failures.with_plant.unserved_kwh == 0
    saved = 3000 * (failures.after_measures.fuel_l - failures.with_plant.fuel_l)
    assert amounts.storage_savings == pytest.approx(saved, rel=1e-9)
    assert study.money.pv.flow.yearly.loc[1, "pv_savings"] == pytest.approx(
        amounts.pv_savings + saved, rel=1e-9
    )


def test_no_rule_without_a_grid_is_cheaper_than_foresight(adit):
    assert adit.storage.capacity_kwh > 0
    assert adit.storage.gap_fraction > -1e-9


def test_its_diesel_is_no_bought_electricity(study):
    factor = study.carbon.factor.t_per_mwh / 1000
    plant = study.bills["planta"].today.import_kwh
    assert study.carbon.scope2_location_before_t == pytest.approx(factor * plant, rel=1e-9)
    said = [str(note.what) for note in study.notes]
    assert any("Diesel of a site without a grid" in text for text in said)
    assert any("has no grid: what a kWh is worth there" in text for text in said)
    billed = study.audit.balance.by_site.loc["planta", "billed_kwh"]
    told = next(n for n in study.notes if "metered electricity" in str(n.what))
    assert str(told.value).startswith(f"{billed * factor:.1f} t")


def test_results_and_report_tell_a_year_without_a_grid(study, adit):
    told = results(study)["pv"]["by_site"][adit.name]["storage"]
    assert told["outages"]["hours"] == 8760
    assert told["rule"] == "self_consumption"
    assert "hours without the grid" in html_report(study)


def test_a_reserve_has_nothing_to_wait_for_where_the_grid_never_comes_back():
    names = [name for name, _rule in rules_to_try(None, island(2, None), highest_kw=9.0)]
    assert names == ["self_consumption"]


@pytest.mark.parametrize("missing", ["genset_kw", "unserved_value_per_kwh", "diesel_price_per_l"])
def test_what_a_site_without_a_grid_needs_is_asked_for_at_its_key(missing):
    keys = {"genset_kw": 25.0, "unserved_value_per_kwh": 9.0, "diesel_price_per_l": 3.0}
    full = {"build": True, "off_grid": True, **keys}
    assert not list(storage_faults(full, {"build": True}))
    free = {**full, missing: 0 if missing == "diesel_price_per_l" else None}
    assert [at for at, _ in storage_faults(free, {"build": True})] == [("storage", missing)]


def test_a_site_without_a_grid_and_without_storage_is_refused():
    found = list(storage_faults({"build": False, "off_grid": True}, {"build": True}))
    assert [place for place, _problem in found] == [("storage", "off_grid")]


def test_a_site_without_a_grid_that_gets_no_plant_is_refused():
    keys = SimpleNamespace(storage=SimpleNamespace(build=True, off_grid=True))
    design = SimpleNamespace(plant=None, load_kw=pd.Series([0.0, 1.0]))
    with pytest.raises(InputError, match="none is best"):
        site_storage(design, keys, None, None)
    idle = SimpleNamespace(plant=None, load_kw=pd.Series([0.0, 0.0]))
    assert site_storage(idle, keys, None, None) is None


def test_other_sites_keep_their_tariff():
    sites = examine_study(PILOT / "study.yaml", ASKED).study.sites
    assert (sites[0].tariff.export_rule, sites[0].tariff.export_limit_kw) == ("creg174", None)
    assert (sites[1].tariff.export_rule, sites[1].tariff.export_limit_kw) == ("none", 0.0)
