"""The battery of a study: its hours, its prices, its search, its money and its pages."""

from __future__ import annotations

import math
from dataclasses import replace
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
from mine_study.export_worth import ExportWorth
from mine_study.language import Reader
from mine_study.reports.figures import Figures
from mine_study.reports.html import html_report
from mine_study.reports.purchases import purchases
from mine_study.reports.storage_tables import storage_tables
from mine_study.results import results
from mine_study.site_flows import site_flows
from mine_study.storage_bound import with_hourly_credits
from mine_study.storage_costs import StorageCosts
from mine_study.storage_faults import storage_faults
from mine_study.storage_hours import StorageHours
from mine_study.storage_notes import storage_notes
from mine_study.storage_prices import energy_prices, power_price_per_kw
from mine_study.storage_rules import rules_to_try
from mine_study.study import run_study
from mine_study.study_reader import examine_study
from project_finance.export_rules import EXPORT_RULES
from project_finance.grid_rules import read_grid_rules
from project_finance.grid_rules.power_settlement import PowerTerms
from project_finance.tariffs import fit_tariff, flat_tariff, read_tariff
from project_finance.tariffs.power_tariff import PowerTariff
from pv_design.storage.battery import life_years, replacement_years
from pv_design.storage.candidates import candidates
from pv_design.storage.dispatch import dispatch
from pv_design.storage.genset import genset
from pv_design.storage.rules import backup_reserve

PILOT = Path(__file__).parents[1] / "examples" / "los_conquistadores"
ASKED = (
    "storage.build=true",
    "storage.outages_per_year=40",
    "storage.outage_mean_hours=2",
    "storage.unserved_value_per_kwh=20000",
    "sites.planta.storage.genset_kw=60",
    "sites.planta.storage.capacity_kwh=40",
    "sites.planta.storage.power_kw=20",
)
LITHIUM = battery_technology("lithium")


@pytest.fixture(scope="module")
def stored():
    return run_study(PILOT, (*ASKED, QUICK))


@pytest.fixture(scope="module")
def unpaid():
    return run_study(PILOT, ("storage.build=true", QUICK))


@pytest.fixture(scope="module")
def plain():
    return run_study(PILOT, ("storage.outages_per_year=40", "storage.genset_kw=60", QUICK))


def hours(outage, *, price=None, machine=None, power_price=0.0, cycle_charging=False):
    off = np.asarray(outage, dtype=float)
    return StorageHours(
        times=pd.date_range("2025-01-01", periods=off.size, freq="h", tz="America/Bogota"),
        outage_fraction=off,
        price_per_kwh=np.full(off.size, 1.0) if price is None else np.asarray(price, dtype=float),
        power_price_per_kw=power_price,
        genset=machine,
        cycle_charging=cycle_charging,
        fuel_price_per_l=2.0,
        unserved_value_per_kwh=10.0,
    )


def year_costs(**changes):
    given = {
        "technology": LITHIUM,
        "per_rated_kwh": 80.0,
        "per_kw": 10.0,
        "om_fraction": 0.0,
        "tax_factor": 1.0,
        "per_dc_kw": 100.0,
        "om_per_dc_kw": 1.0,
        "saving_weights": np.array([0.5, 0.25]),
        "cost_weights": np.array([0.5, 0.25]),
    }
    return StorageCosts(**{**given, **changes})


HOURLY = st.lists(st.floats(0.0, 50.0), min_size=6, max_size=6)


@given(
    load=HOURLY,
    made=HOURLY,
    outage=st.lists(st.sampled_from([0.0, 0.4, 1.0]), min_size=6, max_size=6),
    capacity=st.sampled_from([0.0, 8.0, 200.0]),
    power=st.sampled_from([0.0, 5.0, 60.0]),
    genset_kw=st.sampled_from([None, 20.0]),
    reserve=st.sampled_from([0.0, 0.5]),
    limit=st.sampled_from([0.0, 7.0, math.inf]),
)
@settings(max_examples=150, deadline=None)
def test_every_hour_of_a_site_with_storage_balances(
    load, made, outage, capacity, power, genset_kw, reserve, limit
):
    year = hours(outage, machine=genset(genset_kw) if genset_kw else None)
    row = candidates(
        LITHIUM,
        dc_kw=[40.0],
        capacity_kwh=[capacity],
        battery_kw=[power],
        rules=[backup_reserve(reserve)],
        genset=year.genset,
        export_limit_kw=limit,
    ).iloc[0]
    plant = SimpleNamespace(
        production=SimpleNamespace(ac_kw=pd.Series(made, year.times)), ac_kw=45.0
    )
    store = SimpleNamespace(flows=lambda d, ac: dispatch(year.case(d, ac / 40.0), row))
    design = SimpleNamespace(
        load_kw=pd.Series(load, year.times), plant=plant, storage=store, export_limit_kw=limit
    )
    flows = site_flows(design)
    produced = flows.self_used_kw + flows.export_kw + flows.curtailed_kw + flows.battery_charge_kw
    served = flows.self_used_kw + flows.battery_out_kw + flows.genset_kw + flows.unserved_kw
    charged = flows.battery_charge_kw + flows.grid_charge_kw + flows.genset_charge_kw
    stored = (
        charged * LITHIUM.charge_efficiency - flows.battery_out_kw / LITHIUM.discharge_efficiency
    )
    near = {"rtol": 0.0, "atol": 1e-9}
    np.testing.assert_allclose(produced, np.minimum(made, 45.0), **near)
    np.testing.assert_allclose(
        flows.import_kw, flows.load_kw + flows.standby_kw + flows.grid_charge_kw - served, **near
    )
    np.testing.assert_allclose(flows.stored_kw, stored, **near)
    away = np.asarray(outage) == 1
    assert (flows.import_kw[away].abs() < 1e-9).all()
    assert (flows.export_kw[away].abs() < 1e-9).all()
    assert (flows.unserved_kw > -1e-9).all()
    assert (flows.stored_kw.cumsum().between(-1e-9, capacity + 1e-9)).all()


def test_without_storage_its_flows_are_zero_and_the_grid_never_fails(plain):
    flows = plain.sites[0].flows
    for name in ("battery_charge", "battery_out", "grid_charge", "genset", "unserved", "standby"):
        assert not getattr(flows, f"{name}_kw").any()
    np.testing.assert_allclose(
        flows.import_kw, flows.load_kw - flows.self_used_kw, rtol=0, atol=1e-12
    )


def test_an_outage_without_a_genset_loses_the_demand_of_its_part_of_the_hour():
    lost = hours([0.0, 0.5, 1.0]).failures(pd.Series([7.0, 10.0, 3.0]))
    assert (lost.unserved_kwh, lost.fuel_l, lost.cost) == (8.0, 0.0, 80.0)


def test_a_genset_burns_for_its_least_power_and_leaves_what_is_above_its_largest():
    machine = genset(20.0)
    lost = hours([1.0, 1.0], machine=machine).failures(pd.Series([1.0, 30.0]))
    made = machine.least_kw + 20.0
    fuel = 2 * machine.no_load_l_per_h + machine.fuel_l_per_kwh * made
    assert lost.unserved_kwh == pytest.approx(10.0, abs=1e-12)
    assert lost.fuel_l == pytest.approx(fuel, rel=1e-12)
    assert lost.cost == pytest.approx(2.0 * fuel + 100.0, rel=1e-12)


def test_the_yearly_cost_of_a_battery_is_its_price_over_the_present_worth_of_one_a_year():
    unit = year_costs(om_fraction=0.1).yearly_per_unit()
    assert unit["battery_kw"] == pytest.approx(10 / 0.75 + 1.0)
    assert unit["capacity_kwh"] == pytest.approx((80 / 0.75 + 8.0) / 0.8)
    assert unit["dc_kw"] == pytest.approx(100 / 0.75 + 1.0)


def test_renewals_in_the_search_fall_in_the_years_of_the_replacement_plan():
    weights = 2.0 ** -np.arange(1.0, 21.0)
    costs = year_costs(saving_weights=weights, cost_weights=weights)
    plants = candidates(LITHIUM, dc_kw=[0.0], capacity_kwh=[0.0, 8.0], battery_kw=[1.0])
    out = pd.Series([0.0, 8.0 * 365 * LITHIUM.discharge_efficiency])
    years = replacement_years(
        LITHIUM, cycles_per_year=365.0, mean_charge_fraction=0.6, horizon_years=20
    )
    bought = sum(800.0 * weights[year - 1] for year in years if year < 20)
    found = costs.yearly_renewal(plants, out)
    assert found[0] == 0
    assert found[1] == pytest.approx(bought / weights.sum(), rel=1e-9)


def test_many_batteries_age_as_each_alone():
    cycles = np.array([0.0, 50.0, 300.0, 900.0])
    together = life_years(
        LITHIUM, cycles_per_year=cycles, mean_charge_fraction=0.5, horizon_years=25
    )
    for life, one in zip(together, cycles, strict=True):
        years = replacement_years(
            LITHIUM, cycles_per_year=one, mean_charge_fraction=0.5, horizon_years=25
        )
        assert years[:1] == ([math.ceil(life)] if life <= 25 else [])


@pytest.mark.parametrize("ac_kw", [80.0, 100.0, 100.1, 900.0])
def test_exports_are_worth_in_the_search_what_the_bill_says(ac_kw):
    times = hours_of_year(2025, -5)
    rng = np.random.default_rng(7)
    bought, sold = (pd.Series(rng.uniform(0, 40, times.size), times) for _ in range(2))
    sold = sold.where(times.month < 7, 3 * sold)
    tariff = fit_tariff(
        read_tariff("CO-CEO-2013-02-N1"),
        price_per_kwh=900.0,
        study_year=2025,
        spot_price_per_kwh=250.0,
    )
    bill = EXPORT_RULES["creg174"](bought, sold, tariff, ac_kw)
    by_month = bill.monthly[["import_kwh", "export_kwh"]].to_numpy().T[:, None, :]
    worth = ExportWorth(rule="creg174", tariff=tariff).of_months(*by_month, pd.Series([ac_kw]))
    assert worth[0] == pytest.approx(bill.credit_value + bill.surplus_income, rel=1e-9)


def test_a_plant_that_no_rule_holds_for_is_given_nothing_for_exports():
    tariff = fit_tariff(
        read_tariff("CO-CEO-2013-02-N1"),
        price_per_kwh=900.0,
        study_year=2025,
        spot_price_per_kwh=250.0,
    )
    month = np.array([[10.0]])
    worth = ExportWorth(rule="creg174", tariff=tariff).of_months(month, month, pd.Series([1001.0]))
    assert worth.tolist() == [0.0]


def names(tried):
    return [name for name, _rule in tried]


def test_only_rules_that_have_something_to_act_on_are_tried():
    flat = hours([0.0, 0.0])
    assert names(rules_to_try(None, flat, highest_kw=9.0)) == ["self_consumption"]
    failing = hours([0.0, 0.5], price=[1.0, 2.0], power_price=5.0)
    tried = rules_to_try(None, failing, highest_kw=10.0)
    assert set(names(tried)) == {"self_consumption", "peak_cap", "time_of_use", "backup_reserve"}
    caps = [rule.import_cap_kw for name, rule in tried if name == "peak_cap"]
    assert max(caps) < 10.0
    held = [rule for name, rule in tried if name == "time_of_use"]
    assert {rule.discharge_price for rule in held} == {2.0}
    assert {rule.charge_price for rule in held} == {-math.inf, 1.0}


def test_a_rule_that_can_do_nothing_is_refused_where_it_stands_alone():
    with pytest.raises(InputError, match="something to act on"):
        rules_to_try(["time_of_use"], hours([0.0, 0.0]), highest_kw=9.0)


def test_the_search_and_the_bill_count_the_same_money(stored):
    for design in stored.sites:
        found, bill = design.storage, stored.bills[design.name]
        parts = found.search.costs.iloc[found.search.winner]
        assert parts["energy"] + parts["export"] == pytest.approx(bill.with_plant.net_cost)
        outages = bill.failures.with_plant
        assert parts["fuel"] + parts["unserved"] == pytest.approx(outages.cost)


def test_the_chosen_battery_is_the_cheapest_of_its_plant_and_none_was_tried_too(stored):
    design = stored.sites[1]
    search = design.storage.search
    own = (search.plants["dc_kw"] == design.plant.dc_kw).to_numpy()
    total = search.costs["total"]
    assert total.iloc[search.winner] == total[own].min()
    assert search.plants["capacity_kwh"].iloc[search.without_battery] == 0
    assert own[search.without_battery]


def test_a_genset_serves_every_outage_it_is_strong_enough_for(stored):
    plant = stored.sites[0]
    failures = stored.bills[plant.name].failures
    assert failures.today.unserved_kwh == failures.with_plant.unserved_kwh == 0
    assert failures.today.fuel_l > failures.after_measures.fuel_l > failures.with_plant.fuel_l > 0


def test_a_kwh_that_is_worth_much_brings_a_battery_and_it_serves_more(stored):
    adit = stored.sites[1]
    failures = stored.bills[adit.name].failures
    assert adit.storage.capacity_kwh > 0
    assert failures.with_plant.unserved_kwh < failures.after_measures.unserved_kwh
    off, demand = adit.storage.hours.outage_fraction, adit.load_kw
    assert failures.after_measures.unserved_kwh == pytest.approx(float(demand @ off))


def test_no_rule_is_cheaper_than_perfect_foresight(stored):
    gaps = [site.storage.gap_fraction for site in stored.sites if site.storage.capacity_kwh]
    assert gaps
    assert all(gap > -1e-9 for gap in gaps)


def test_batteries_are_money_of_the_plant_and_bought_again_before_the_horizon(stored):
    amounts, yearly = stored.money.amounts, stored.money.pv.flow.yearly
    capital = sum(site.storage.capital for site in stored.sites)
    assert amounts.storage_capex == pytest.approx(capital)
    assert -yearly["capex"].iloc[0] == pytest.approx(amounts.plant_capex + capital)
    assert stored.study.finance.plant_delay_months == 9
    in_three_months = (amounts.pv_savings + amounts.storage_savings) * 3 / 12
    assert yearly.loc[1, "pv_savings"] == pytest.approx(in_three_months)
    horizon = stored.study.finance.horizon_years
    assert all(0 < year < horizon for year in amounts.storage_renewals)
    years = {
        year
        for site in stored.sites
        for year in (*site.storage.renewals, *site.storage.converter_renewals)
    }
    assert set(amounts.storage_renewals) == years


def test_keys_of_a_battery_that_is_not_asked_for_change_nothing(plain):
    pv, amounts = results(plain)["pv"], plain.money.amounts
    assert (pv["battery_kwh"], pv["battery_kw"]) == (None, None)
    for design in plain.sites:
        assert pv["by_site"][design.name]["storage"] is None
        bill = plain.bills[design.name]
        assert bill.after_measures.import_kwh == pytest.approx(float(design.load_kw.sum()))
        assert vars(bill.failures.today) == {"fuel_l": 0.0, "unserved_kwh": 0.0, "cost": 0.0}
    assert (amounts.storage_capex, amounts.storage_savings, amounts.storage_vat) == (0, 0, 0)
    assert not amounts.storage_renewals


def test_defaults_of_a_battery_stand_in_the_register_only_where_one_is_sought():
    file = PILOT / "study.yaml"
    said = [
        sum("storage." in str(note.value) for note in examine_study(file, given).notes)
        for given in ((), ("storage.build=true",))
    ]
    assert said[0] == 0
    assert said[1] > 5


def test_results_and_report_tell_the_battery_in_both_languages(stored):
    pv = results(stored)["pv"]
    sizes = [site.storage.capacity_kwh for site in stored.sites]
    assert pv["battery_kwh"] == pytest.approx(sum(sizes))
    adit = pv["by_site"]["mina La Leche"]["storage"]
    assert adit["rule"] in {"self_consumption", "backup_reserve"}
    assert len(adit["runners_up"]) == 3
    assert all(row["extra_cost_per_year"] >= 0 for row in adit["runners_up"])
    page = html_report(stored)
    assert "Battery of “mina La Leche”" in page
    assert "hours without the grid" in page


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ({"genset_kw": 60.0}, "genset_kw"),
        ({"capacity_kwh": 50.0, "largest_kwh": 100.0}, "largest_kwh"),
        ({"cycle_charging": True}, "cycle_charging"),
        ({"unserved_value_per_kwh": 9.0}, "unserved_value_per_kwh"),
        ({"rules": ["backup_reserve"]}, "rules"),
        ({"outage_file": "log.csv", "outages_per_year": 3}, "outages_per_year"),
    ],
)
def test_keys_that_do_not_fit_together_are_named(keys, place):
    found = list(storage_faults({"build": True, **keys}, {"build": True}))
    assert [where for where, _problem in found] == [("storage", place)]
    assert not list(storage_faults({"build": False, **keys}, {"build": True}))


def test_a_battery_without_a_plant_is_refused():
    found = list(storage_faults({"build": True}, {"build": False}))
    assert [where for where, _problem in found] == [("storage", "build")]


def test_a_log_of_outages_that_is_not_there_is_refused_at_once():
    with pytest.raises(InputError, match="does not exist"):
        run_study(PILOT, ("storage.build=true", "storage.outage_file=nowhere.csv"))


def test_sizes_that_are_given_are_kept_even_where_none_would_be_cheaper(stored):
    found = stored.sites[0].storage
    assert found.capacity_kwh == pytest.approx(40.0)
    assert found.battery_kw == 20.0
    assert not found.at_edge
    total = found.search.costs["total"]
    assert total.iloc[found.search.without_battery] < total.iloc[found.search.winner]


def test_a_year_of_less_sun_buys_no_less_and_leaves_no_less_unserved(stored):
    """Charging is no such measure: sun in an outage spares the battery, which then needs less."""
    adit = stored.sites[1]
    poor, rich = (site_flows(adit, yield_factor=factor) for factor in (0.7, 1.0))
    assert poor.unserved_kw.sum() >= rich.unserved_kw.sum()
    assert poor.import_kw.sum() >= rich.import_kw.sum()
    assert replace(adit, storage=None).flows.battery_out_kw.sum() == 0


def power_tariff(**prices):
    tariff = PowerTariff(
        option="MT2", currency="PEN", energy_registers=2, power_registers=2, prices=prices
    )
    terms = PowerTerms(tariff=tariff, rules=read_grid_rules("PE"))
    return replace(flat_tariff(0.3, "PEN", year=2025), power=terms)


def test_the_price_of_an_hour_is_that_of_its_register():
    tariff = power_tariff(energy_peak_per_kwh=0.4, energy_offpeak_per_kwh=0.3)
    times = hours_of_year(2025, -5)
    prices = pd.Series(energy_prices(tariff, times), times)
    monday = prices["2025-06-02"]
    assert sorted(set(prices)) == [0.3, 0.4]
    assert monday.index[monday == 0.4].hour.tolist() == [18, 19, 20, 21, 22]
    assert not (prices["2025-06-01"] == 0.4).any()
    flat = flat_tariff(0.3, "PEN", year=2025)
    assert set(energy_prices(flat, times)) == {0.3}


def test_power_costs_by_the_kilowatt_what_the_bill_of_the_load_asks_for_it():
    """Without a kilowatt off the peak that exceeds it, the bill is the prices of the peak alone."""
    times, free = hours_of_year(2025, -5), {"fixed_per_month": 0.0}
    always = pd.Series(100.0, times)
    tariff = power_tariff(
        **free,
        energy_peak_per_kwh=0.4,
        energy_offpeak_per_kwh=0.3,
        generation_peak_per_kw=50.0,
        distribution_peak_per_kw=12.0,
        distribution_excess_per_kw=13.0,
    )
    assert power_price_per_kw(tariff, always) == pytest.approx(62.0, rel=1e-12)
    at_noon = always.where(times.hour == 12, 0.0)
    assert power_price_per_kw(tariff, at_noon) == pytest.approx(13.0, rel=1e-12)
    assert power_price_per_kw(flat_tariff(0.3, "PEN", year=2025), always) == 0.0


def test_outages_leave_the_energy_of_todays_bill_as_it_is(stored, plain):
    for design in stored.sites:
        bill, without = (run.bills[design.name].today for run in (stored, plain))
        assert bill.import_kwh == pytest.approx(without.import_kwh, rel=1e-12)
        assert bill.net_cost == pytest.approx(without.net_cost, rel=1e-12)
        kvarh = [run.reactive[design.name].today.charged_kvarh for run in (stored, plain)]
        assert kvarh[0] == pytest.approx(kvarh[1], rel=0.01)  # the grid is away for 1 % of the year


def test_the_flows_of_results_close_over_the_year_with_battery_genset_and_outages(stored, plain):
    for run in (stored, plain):
        pv = results(run)["pv"]
        for site in (pv, *pv["by_site"].values()):
            made = [site[f"{name}_kwh"] for name in ("self_used", "export", "curtailed")]
            assert site["annual_ac_kwh"] == pytest.approx(sum(made) + site["battery_charge_kwh"])
            served = ("self_used", "battery_out", "genset", "unserved")
            asked = ("load", "outage_demand", "grid_charge", "standby")
            bought = sum(site[f"{name}_kwh"] for name in asked)
            bought -= sum(site[f"{name}_kwh"] for name in served)
            assert site["import_kwh"] == pytest.approx(bought)
    assert pv["outage_demand_kwh"] == pv["battery_charge_kwh"] == pv["standby_kwh"] == 0


def test_the_demand_in_results_is_that_of_the_audit_and_outages_add_theirs(stored, plain):
    pv, without = (results(run)["pv"] for run in (stored, plain))
    assert pv["load_kwh"] == pytest.approx(without["load_kwh"], rel=1e-12)
    away = [site.outages.fraction.mean() for site in stored.sites]
    assert 0 < pv["outage_demand_kwh"] < 2 * max(away) * pv["load_kwh"]


def test_sun_through_the_battery_counts_as_sun(stored):
    for site in results(stored)["pv"]["by_site"].values():
        shared = site["self_used_kwh"] + site["through_battery_kwh"]
        assert 0 < site["through_battery_kwh"] <= site["battery_out_kwh"]
        demand = site["load_kwh"] + site["outage_demand_kwh"]
        assert site["self_sufficiency_fraction"] == pytest.approx(shared / demand)
        assert site["coverage_fraction"] == pytest.approx(site["annual_ac_kwh"] / demand)
        assert site["self_consumption_fraction"] == pytest.approx(shared / site["annual_ac_kwh"])


def test_a_plant_is_sized_by_the_hours_in_which_it_finds_a_grid(stored):
    """What the search of the size says the plant gives is what it gives with the grid there."""
    for design in stored.sites:
        grid = 1 - design.outages.fraction
        found = design.size.figures[["used_kwh", "sold_kwh", "curtailed_kwh"]].sum()
        made = float(design.plant.production.ac_kw.to_numpy() @ grid)
        assert found == pytest.approx(made, rel=1e-9)


def test_no_credit_by_the_hour_is_worth_less_than_the_months_give(stored):
    """The prices of the bound, on the chosen battery's own flows, never cost more than its bill."""
    design = stored.sites[1]
    found, bill = design.storage, stored.bills[design.name].with_plant
    worth = ExportWorth(rule="creg174", tariff=stored.audit.tariffs[design.name])
    favoured = with_hourly_credits(found.search, worth.per_kwh(design.plant.ac_kw))
    flows = design.flows
    cost = float(
        flows.import_kw @ favoured.price_per_kwh - flows.export_kw @ favoured.export_price_per_kwh
    )
    assert cost == pytest.approx(bill.net_cost, rel=1e-9)
    other = site_flows(replace(design, storage=None))
    settled = EXPORT_RULES["creg174"](
        other.import_kw, other.export_kw, stored.audit.tariffs[design.name], design.plant.ac_kw
    )
    linear = float(
        other.import_kw @ favoured.price_per_kwh - other.export_kw @ favoured.export_price_per_kwh
    )
    assert linear <= settled.net_cost + 1e-6


def test_a_rule_that_can_do_nothing_is_named_at_its_key():
    with pytest.raises(InputError) as caught:
        run_study(PILOT, ("storage.build=true", "storage.rules=time_of_use"))
    assert [problem.field for problem in caught.value.problems] == ["sites.0.storage.rules"]


def test_where_no_battery_pays_nothing_is_bought_and_the_register_says_so(unpaid):
    found = unpaid
    amounts = found.money.amounts
    assert (amounts.storage_capex, amounts.storage_savings) == (0, 0)
    assert not amounts.storage_renewals
    assert results(found)["pv"]["battery_kwh"] == 0
    assert any("No battery pays" in str(note.what) for note in found.notes)


def test_what_is_bought_is_the_outlay_of_measures_plants_and_batteries(stored):
    amounts = stored.money.amounts
    outlay = amounts.measures_capex + amounts.plant_capex + amounts.storage_capex
    assert purchases(stored)[-1].running_cost == pytest.approx(outlay)


def test_one_step_aside_of_a_battery_costs_no_less_and_stands_in_results_and_report(stored):
    adit = stored.sites[1]
    told = results(stored)["pv"]["by_site"][adit.name]["storage"]
    assert {"capacity_kwh", "battery_kw"} <= {row["axis"] for row in told["neighbours"]}
    assert all(row["extra_cost_per_year"] >= 0 for row in told["neighbours"])
    sizes = {(row["battery_kwh"], row["battery_kw"]) for row in told["neighbours"]}
    chosen = (told["battery_kwh"], told["battery_kw"])
    assert all((kwh == chosen[0]) or (kw == chosen[1]) for kwh, kw in sizes)
    assert "one step aside of the battery" in html_report(stored)


@pytest.mark.parametrize(
    ("edges", "given_kwh", "told"),
    [
        (("capacity_kwh", "import_cap_kw"), None, ("capacity_kwh",)),
        (("capacity_kwh",), 40.0, ()),
        ((), None, ()),
    ],
)
def test_a_battery_at_the_edge_of_what_was_tried_is_warned_of(stored, edges, given_kwh, told):
    found = stored.sites[1].storage
    keys = found.keys.model_copy(update={"capacity_kwh": given_kwh})
    ranking = replace(found.search.ranking, at_edge=edges)
    at_edge = replace(found, keys=keys, search=replace(found.search, ranking=ranking))
    assert at_edge.at_edge == told
    warned = [n for n in storage_notes(at_edge) if "at the edge" in str(n.what)]
    assert len(warned) == len(told)
    assert replace(at_edge, capacity_kwh=0.0).at_edge == ()


def sites_of(*results_of):
    return [(result, site) for result in results_of for site in result.sites]


def test_where_no_battery_pays_the_best_of_those_tried_is_told_with_its_cost(stored, unpaid):
    write = Figures(Reader("en", "CO"), "COP")
    assert [site.storage.capacity_kwh for site in unpaid.sites] == [0.0, 0.0]
    for result, design in sites_of(stored, unpaid):
        found, bills = design.storage, result.bills[design.name]
        tables = storage_tables(design, bills, write)
        heads = [column.head for column in tables["outages"].columns]
        has_battery = found.capacity_kwh > 0
        assert heads[-1] == ("With plant and battery" if has_battery else "With plant")
        total, plants = found.search.costs["total"], found.search.plants
        own = (plants["dc_kw"] == design.plant.dc_kw) & (plants["capacity_kwh"] > 0)
        best = total[own].min()
        assert total.iloc[found.search.best_battery] == best
        if not has_battery:
            more = best - total.iloc[found.search.without_battery]
            assert f"costs {write.money(more)} a year more" in tables["no_battery"].caption
            assert "near_batteries" not in tables


def test_a_runner_up_tells_the_part_of_its_cost_that_exceeds_the_chosen_one_most(stored, unpaid):
    write = Figures(Reader("en", "CO"), "COP")
    for result, design in sites_of(stored, unpaid):
        found = design.storage
        table = storage_tables(design, result.bills[design.name], write)["other_batteries"]
        parts = found.search.costs.drop(columns="total")
        for row, place in zip(table.rows, found.search.ranking.runners_up.index, strict=True):
            most = (parts.loc[place] - parts.iloc[found.search.winner]).max()
            assert most > 0
            assert write.money(most) in row[-1]


def test_where_one_battery_alone_was_tried_no_table_of_others_stands_empty(stored):
    write, design = Figures(Reader("en", "CO"), "COP"), stored.sites[0]
    found = design.storage
    alone = replace(found.search.ranking, runners_up=found.search.ranking.runners_up.iloc[:0])
    lone = replace(design, storage=replace(found, search=replace(found.search, ranking=alone)))
    tables = storage_tables(lone, stored.bills[design.name], write)
    assert "other_batteries" not in tables
    assert all(table.rows for table in tables.values())


def test_the_table_of_a_battery_tells_all_that_charges_it(stored):
    write, design = Figures(Reader("en", "CO"), "COP"), stored.sites[0]
    flows = design.flows
    assert not flows.genset_charge_kw.any()
    filled = replace(design)
    vars(filled)["flows"] = replace(flows, genset_charge_kw=flows.genset_charge_kw + 0.25)
    told = dict(storage_tables(filled, stored.bills[design.name], write)["battery"].rows)
    assert told["charged from the plant [kWh a year]"] == write.number(
        flows.battery_charge_kw.sum()
    )
    assert told["charged from the genset [kWh a year]"] == write.number(0.25 * len(flows.load_kw))
