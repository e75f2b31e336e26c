"""The study from end to end keeps the promises of results.json."""

from __future__ import annotations

import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pilot_runs import EXAMPLE, QUICK, studied

from energy_audit.inventory import inventory_rules
from equipment_catalog.errors import InputError
from mine_study.results import results, results_json
from mine_study.study import run_study


def close(value):
    return pytest.approx(value, rel=1e-6, abs=1e-6)


def check_balances(found):
    energy, package, pv = found["energy"], found["package"], found["pv"]
    after = energy["baseline_kwh"] - package["saved_kwh"]
    assert energy["after_measures_kwh"] == close(after)
    for key in ("baseline_kwh", "billed_kwh", "after_measures_kwh"):
        assert sum(site[key] for site in energy["by_site"].values()) == close(energy[key])
    for key in ("baseline_kwh", "after_measures_kwh"):
        assert sum(area[key] for area in energy["by_area"].values()) == close(energy[key])
    assert pv["load_kwh"] == close(energy["after_measures_kwh"])
    for part in (pv, *pv["by_site"].values()):
        delivered = part["self_used_kwh"] + part["export_kwh"] + part["curtailed_kwh"]
        assert part["annual_ac_kwh"] == close(delivered)
        assert part["import_kwh"] == close(part["load_kwh"] - part["self_used_kwh"])
    for key in ("dc_kw", "ac_kw", "modules", "annual_ac_kwh", "p90_ac_kwh", "load_kwh",
                "self_used_kwh", "export_kwh", "curtailed_kwh", "import_kwh"):  # fmt: skip
        assert sum(site[key] for site in pv["by_site"].values()) == close(pv[key])
    check_exceedance(pv)
    done = [measure for measure in found["measures"] if measure["decision"] == "do"]
    assert sum(measure["saved_kwh"] for measure in done) == close(package["saved_kwh"])
    assert sum(measure["capex"] for measure in done) == close(package["capex"])


def check_exceedance(pv):
    for plant in [site for site in pv["by_site"].values() if site["exceedance"]]:
        for span in ("one_year", "long_mean"):
            told = plant["exceedance"][span]
            energies = [told[f"p{p}_ac_kwh"] for p in (50, 75, 90, 99)]
            assert energies == sorted(energies, reverse=True)
            squares = sum(
                part["sigma_fraction"] ** 2 / (told["years"] if part["averages_out"] else 1)
                for part in plant["exceedance"]["components"]
            )
            assert told["sigma_fraction"] == close(squares**0.5)
        assert plant["exceedance"]["one_year"]["p90_ac_kwh"] == plant["p90_ac_kwh"]
    if pv["exceedance"]:
        assert pv["exceedance"]["one_year"]["p90_ac_kwh"] == close(pv["p90_ac_kwh"])


@pytest.fixture(scope="module")
def pilot():
    return studied()


@pytest.fixture(scope="module")
def found(pilot):
    return json.loads(results_json(pilot))


def test_the_balances_of_the_contract_hold_for_the_pilot(found):
    check_balances(found)


def test_every_name_of_the_contract_is_there(found):
    assert set(found) >= {
        "schema_version", "study", "energy", "measures", "package", "pv", "finance", "carbon",
        "notes", "manifest",
    }  # fmt: skip
    assert set(found["measures"][0]) >= {
        "id", "kind", "site", "equipment", "decision", "saved_kwh", "capex",
        "saved_money_per_year", "simple_payback_years", "npv", "abatement_cost_per_t",
    }  # fmt: skip
    assert set(found["pv"]) >= {
        "dc_kw", "ac_kw", "module", "inverter", "modules", "inverters", "battery_kwh",
        "battery_kw", "tilt_deg", "azimuth_deg", "annual_ac_kwh", "p90_ac_kwh",
        "specific_yield_kwh_per_kw", "performance_ratio", "load_kwh", "self_used_kwh",
        "export_kwh", "curtailed_kwh", "import_kwh", "coverage_fraction",
        "self_consumption_fraction", "self_sufficiency_fraction", "by_site",
    }  # fmt: skip
    assert set(found["finance"]["whole"]) >= {
        "capex", "npv", "irr", "irr_roots", "mirr", "simple_payback_years",
        "discounted_payback_years", "lcoe_per_kwh", "dscr_min",
    }  # fmt: skip
    assert set(found["carbon"]) >= {
        "scope1_t", "scope2_location_before_t", "scope2_location_after_t",
        "scope2_market_after_t", "scope3_t", "avoided_by_export_t",
    }  # fmt: skip
    assert set(found["notes"][0]) >= {"what", "value", "source", "effect"}
    assert set(found["manifest"]) >= {"inputs", "versions", "weather", "seed", "created"}


def test_every_motor_ends_with_a_decision_and_a_reason(pilot, found):
    machines = pilot.audit.before.machines
    motors = machines.index[machines["kind"] == "motor"]
    judged = {m["id"] for m in found["measures"] if m["kind"] == "replace_motors"}
    assert judged == {f"replace_motors:{tag}" for tag in motors}
    assert {measure["decision"] for measure in found["measures"]} == {"do", "keep"}
    for measure in found["measures"]:
        assert measure["reason"]
        assert (measure["decision"] == "do") == (measure["verdict"] == "do")
        if measure["verdict"] != "keep":
            assert measure["npv"] > 0
            assert measure["timing"] == "now"


def test_every_range_holds_its_saving_and_the_package_is_its_steps(found):
    for measure in found["measures"]:
        if measure["saved_kwh"] is not None:
            low, high = measure["saved_kwh_p10"], measure["saved_kwh_p90"]
            assert low - 1e-6 <= measure["saved_kwh"] <= high + 1e-6
    steps = sum(step["saved_kwh"] for step in found["package"]["steps"])
    assert steps == close(found["package"]["saved_kwh"])


def test_what_the_bills_changed_is_listed_and_explains_the_baseline(found):
    sites = {row["site"]: row for row in found["calibration"]["by_site"]}
    for name, site in found["energy"]["by_site"].items():
        assert sites[name]["calibrated_kwh"] == close(site["baseline_kwh"])
    for change in found["calibration"]["changes"]:
        assert abs(change["relative_change"]) <= 2 * change["sigma_fraction"] + 1e-9


def test_a_study_may_leave_its_inventory_as_typed():
    found = json.loads(results_json(studied("audit.calibrate=false", QUICK)))
    check_balances(found)
    assert found["calibration"] is None


def test_the_pilot_is_the_mine_that_was_asked_for(pilot, found):
    machines = pilot.audit.before.machines
    assert 90 <= (machines["rated_kw"] * machines["quantity"]).sum() <= 120
    assert 150_000 <= found["energy"]["baseline_kwh"] <= 200_000
    assert 0 < found["energy"]["unexplained_fraction"] < 0.05
    assert found["pv"]["coverage_fraction"] >= 1
    assert found["pv"]["self_sufficiency_fraction"] < 0.7
    monthly = pilot.audit.balance.monthly["power_factor"]
    assert monthly.mean() == pytest.approx(0.82, abs=0.01)


def test_carbon_is_import_times_factor(found):
    factor = found["carbon"]["factor"]["t_per_mwh"]
    before, after = found["energy"]["baseline_kwh"], found["pv"]["import_kwh"]
    assert found["carbon"]["scope2_location_before_t"] == close(before / 1000 * factor)
    assert found["carbon"]["scope2_location_after_t"] == close(after / 1000 * factor)


def test_efficiency_and_plant_before_tax_add_up_to_the_whole(pilot):
    money = pilot.money
    parts = money.efficiency.flow.yearly + money.pv.flow.yearly
    whole = money.whole.flow.yearly
    for line in ("capex", "efficiency_savings", "pv_savings", "export_income", "om_cost",
                 "replacement_cost", "net_before_tax"):  # fmt: skip
        assert parts[line].tolist() == pytest.approx(whole[line].tolist(), rel=1e-9, abs=1e-3)


def test_the_first_year_of_the_plant_is_the_difference_of_two_bills_and_its_reactive_charge(pilot):
    amounts = pilot.money.amounts
    after = sum(bills.after_measures.net_cost for bills in pilot.bills.values())
    with_plant = sum(bills.with_plant.net_cost for bills in pilot.bills.values())
    added = sum(reactive.added_by_plant for reactive in pilot.reactive.values())
    assert amounts.pv_savings + amounts.export_income == close(after - with_plant - added)


def test_the_plants_of_the_pilot_cover_the_year_and_every_module_is_in_a_string(pilot, found):
    for site in pilot.sites:
        size = found["pv"]["by_site"][site.name]["size"]
        assert site.plant.modules == site.plant.strings * site.plant.string_modules
        assert site.flows.coverage_fraction >= 1 - 1e-9
        assert size["modules"] == found["pv"]["by_site"][site.name]["modules"]
        assert size["dc_kw"] == close(site.plant.dc_kw)
        assert size["coverage_fraction"] == close(site.flows.coverage_fraction)
        assert len(size["runners_up"]) == 3
        assert all(runner["capital"] >= size["capital"] for runner in size["runners_up"])


def test_the_price_of_the_plants_is_that_of_their_modules_and_their_inverters(pilot):
    """1000 USD at 4000 COP: 0.92 of it a kW of modules and 0.08 x 1.2 a kW of inverters."""
    dc_kw = sum(site.plant.dc_kw for site in pilot.sites)
    ac_kw = sum(site.plant.ac_kw for site in pilot.sites)
    boxes = sum(site.plant.inverters for site in pilot.sites)
    by_hand = 4e6 * (0.92 * dc_kw + 0.096 * ac_kw) + 4000 * 1000 * boxes  # 1000 USD a box
    assert pilot.money.amounts.plant_capex == close(by_hand)
    assert pilot.money.amounts.inverter_capex == close(4e6 * 0.096 * ac_kw)


def test_the_ranges_of_the_first_page_hold_their_values(found):
    for ranged in found["headline"].values():
        assert ranged["low"] < ranged["value"] < ranged["high"]


@pytest.mark.long
def test_the_same_inputs_give_the_same_bytes(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763778000")
    assert results_json(run_study(EXAMPLE)) == results_json(run_study(EXAMPLE))


def test_a_study_without_a_plant_has_none_and_says_so():
    found = json.loads(results_json(studied("pv.build=false", QUICK)))
    check_balances(found)
    assert (found["pv"]["dc_kw"], found["pv"]["coverage_fraction"]) == (0, 0)
    assert found["pv"]["import_kwh"] == close(found["energy"]["after_measures_kwh"])
    assert found["pv"]["specific_yield_kwh_per_kw"] is None
    assert found["finance"]["pv"] is None
    assert found["finance"]["whole"]["npv"] == close(found["finance"]["efficiency"]["npv"])
    assert found["headline"]["pv_dc_kw"] is None


def test_a_plan_that_never_pays_back_has_no_payback_and_a_warning():
    found = results(studied("prices.pv_usd_per_kw=100000", QUICK))
    assert found["finance"]["whole"]["simple_payback_years"] is None
    assert found["finance"]["whole"]["discounted_payback_years"] is None
    warnings = [note["what"] for note in found["notes"] if note["kind"] == "warning"]
    assert any("nunca" in what for what in warnings)


DEAR = ["prices.motor_price_factor=100000", "prices.measure_price_factor=100000"]
PERU = [
    "study.country=PE",
    "study.currency=PEN",
    "tariff.sheet=null",
    "tariff.price_per_kwh=0.6",
    "finance.other_taxable_income_per_year=0",
    "sites.0.coordinates=-14.69, -74.12",
    "sites.1.coordinates=-14.70, -74.13",
]


def study_with(tmp_path, **changes):
    folder = tmp_path / "study"
    shutil.copytree(EXAMPLE, folder)
    for file, (old, new) in changes.items():
        path = folder / file.replace("_", ".")
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_a_site_without_machines_has_no_plant_and_all_its_bills_unexplained(tmp_path):
    folder = study_with(tmp_path, inventory_csv=("mina La Leche", "planta"))
    found = json.loads(results_json(run_study(folder, [QUICK])))
    check_balances(found)
    assert found["energy"]["by_site"]["mina La Leche"]["baseline_kwh"] == 0
    assert found["pv"]["by_site"]["mina La Leche"]["dc_kw"] == 0
    assert found["energy"]["by_site"]["mina La Leche"]["billed_kwh"] > 60_000


def test_nothing_bought_has_no_payback():
    found = results(studied("pv.build=false", QUICK, *DEAR))
    whole = found["finance"]["whole"]
    assert (whole["capex"], whole["simple_payback_years"]) == (0, None)
    assert str(whole["capex"]) == "0.0"
    assert found["headline"]["payback_years"]["value"] is None


def test_the_contribution_raises_the_price_of_what_is_bought():
    plain = studied().audit.tariffs["planta"].price_per_kwh
    taxed = studied("tariff.contribution_fraction=0.2").audit.tariffs["planta"]
    assert taxed.price_per_kwh == close(1.2 * plain)
    assert taxed.unit_cost_per_kwh == close(plain)
    both = ["tariff.contribution_fraction=0.2", "tariff.contribution_in_bills_fraction=0.2"]
    billed = run_study(EXAMPLE, both).audit.tariffs["planta"]
    assert (billed.price_per_kwh, billed.unit_cost_per_kwh) == (close(plain), close(plain / 1.2))


@pytest.mark.parametrize(
    ("overrides", "share"),
    [
        ([], 0.0),
        (["finance.vat=paid"], 0.19),
        (["finance.use_incentives=false"], 0.19),
        (["finance.vat=recovered", "finance.use_incentives=false"], 0.0),
    ],
)
def test_value_added_tax_follows_the_rules_that_are_claimed(overrides, share):
    amounts = run_study(EXAMPLE, overrides).money.amounts
    assert amounts.plant_vat == close(share * amounts.plant_capex)


def test_what_is_bought_again_is_bought_before_the_horizon_and_as_often_as_it_wears_out():
    overrides = ["finance.horizon_years=31", "finance.inflation_fraction=0"]
    money = run_study(EXAMPLE, overrides).money
    bought = -money.efficiency.flow.yearly["replacement_cost"]
    renewals = money.amounts.measure_renewals
    assert len(renewals) > 1
    assert sum(renewals.values()) == close(money.amounts.measures_capex)
    for year, cost in bought.items():
        due = [price for life, price in renewals.items() if year and year < 31 and year % life == 0]
        assert cost == close(sum(due))
    bought = -money.pv.flow.yearly["replacement_cost"]
    # Lives of 12 years after 9 months of permits end 12.75 and 24.75 years after the spending.
    assert bought[bought > 0].index.tolist() == [13, 25]


def test_a_plant_stays_at_the_100_kw_step_where_its_inverters_can():
    result = studied("sites.0.pv.coverage_fraction=1.21")
    plant = result.sites[0].plant
    assert plant.ac_kw <= 100 < plant.dc_kw
    assert plant.dc_kw / plant.ac_kw <= 1.4


def test_a_plant_that_no_rule_allows_is_refused_with_its_site():
    with pytest.raises(InputError, match=r"1,000 kW under creg174.*planta"):
        run_study(
            EXAMPLE,
            [
                "sites.0.pv.coverage_fraction=5",
                "sites.0.pv.tilt_deg=90",
                "sites.0.pv.azimuth_deg=0",
                "sites.0.pv.losses={total: 0.6}",
            ],
        )


def test_bills_of_other_years_are_a_warning(tmp_path):
    folder = study_with(tmp_path, bills_csv=(",2025-", ",2021-"))
    said = [str(note.what) for note in run_study(folder).notes if note.kind == "warning"]
    assert "The bills are not of the study's year" in said


def test_bills_without_energy_are_refused(tmp_path):
    rows = "".join(f"mina La Leche,2025-{month:02d},0,0,0,0,0\n" for month in range(1, 13))
    folder = study_with(tmp_path)
    bills = (folder / "bills.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(line for line in bills if not line.startswith("mina La Leche"))
    (folder / "bills.csv").write_text(kept + rows, encoding="utf-8")
    with pytest.raises(InputError, match="zero all year"):
        run_study(folder)


def test_a_peruvian_plant_that_exports_unpaid_energy_is_warned_of():
    said = [str(note.what) for note in studied(*PERU).notes if note.kind == "warning"]
    assert "Much of the plant's energy is given away" in said


def test_a_peruvian_study_earns_nothing_for_exports():
    result = studied(*PERU)
    check_balances(json.loads(results_json(result)))
    assert result.money.amounts.export_income == 0
    assert all(bills.with_plant.credit_value == 0 for bills in result.bills.values())


def test_more_sun_never_gives_a_larger_plant():
    dim = results(studied("weather.ghi_kwh_m2_day=4.1"))
    bright = results(studied("weather.ghi_kwh_m2_day=4.9"))
    assert dim["pv"]["dc_kw"] > bright["pv"]["dc_kw"]


def test_after_measures_the_plant_is_smaller_than_before_them():
    with_measures = results(studied())
    without = results(studied(*DEAR))
    assert without["package"]["saved_kwh"] == 0
    assert with_measures["pv"]["dc_kw"] < without["pv"]["dc_kw"]


ROW = st.fixed_dictionaries(
    {
        "site": st.sampled_from(["planta", "mina La Leche"]),
        "area": st.sampled_from(["a", "b"]),
        "kind": st.sampled_from(["motor", "lighting", "other"]),
        "quantity": st.integers(1, 4),
        "rated_kw": st.floats(1.5, 50).map(lambda kw: round(kw, 2)),
        "poles": st.sampled_from([2, 4, 6]),
        "ie_class": st.sampled_from(["IE1", "IE2", "IE3", "IE4", "unknown"]),
        "load_fraction": st.floats(0.1, 1.1).map(lambda load: round(load, 3)),
        "load_type": st.sampled_from(["centrifugal", "constant_torque", "constant_power"]),
        "hours_per_day": st.integers(1, 8),
        "schedule": st.sampled_from(["shifts", "first_shift", "continuous", "night"]),
    }
)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(ROW, min_size=1, max_size=10))
def test_the_balances_hold_for_random_inventories(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("random") / "study"
    shutil.copytree(EXAMPLE, folder)
    both = [{**rows[0], "site": site} for site in ("planta", "mina La Leche")]
    columns = [rule.column for rule in inventory_rules()]
    lines = [",".join(columns)]
    for number, row in enumerate([*both, *rows]):
        filled = {"tag": f"M{number}", "equipment": "x", **row}
        lines.append(",".join(str(filled.get(column, "")) for column in columns))
    (folder / "inventory.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    check_balances(json.loads(results_json(run_study(folder, [QUICK]))))
