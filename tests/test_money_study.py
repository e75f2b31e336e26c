"""The money of a study by year and month: permits, gifts, tax given back, closing, never."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from pilot_runs import EXAMPLE, studied

from mine_study.case import open_case
from mine_study.finance_faults import finance_faults
from mine_study.finance_results import finance_results
from mine_study.incentive_harm import incentive_harm
from mine_study.language import Reader
from mine_study.money import project_of, tax_rules, value_plan
from mine_study.money_months import plan_by_month
from mine_study.register.money_notes import money_notes
from mine_study.reports.figures import Figures
from mine_study.reports.html import report_page
from mine_study.reports.tax_remarks import tax_remarks
from mine_study.results import plain
from mine_study.size_money import life_costs, life_of_plant
from mine_study.study_reader import examine_study
from project_finance.cash_flow import LINES_BEFORE_TAX
from project_finance.incentives import read_incentives
from project_finance.metrics import npv

NINE_MONTHS = 0.75
LOSSES = "finance.other_taxable_income_per_year=-200_000_000"


def study(*overrides: str):
    """Return the example's keys with some overridden; nothing is reckoned."""
    examined = examine_study(EXAMPLE / "study.yaml", overrides)
    assert examined.study is not None, [str(problem) for problem in examined.problems]
    return examined.study


def whole(*overrides: str):
    """Return the pilot's measures and plant as a project under other keys."""
    return project_of(study(*overrides), studied().money.amounts, measures=True, plant=True)


@pytest.fixture(scope="module")
def finance():
    """Return the finance block of the pilot's results."""
    return finance_results(studied())


@pytest.fixture(scope="module")
def never():
    """Return the pilot with a plant and measures a thousand times as dear."""
    pilot = studied()
    keys = study("finance.income_tax=false")
    dear = {"plant_capex": 1e12, "measures_capex": 1e11, "measure_renewals": {10: 1e11}}
    money = value_plan(keys, replace(pilot.money.amounts, **dear))
    return replace(pilot, study=keys, money=money)


def test_the_present_value_is_that_of_the_lines_it_is_printed_with(finance):
    for part in ("efficiency", "pv", "whole"):
        worth, yearly = finance[part], finance[part]["yearly"]
        lines = np.sum([yearly[name] for name in LINES_BEFORE_TAX], axis=0)
        assert lines == pytest.approx(np.array(yearly["net_before_tax"]), rel=1e-12, abs=1e-3)
        after = lines + yearly["tax_delta"]
        assert after == pytest.approx(np.array(yearly["net_after_tax"]), rel=1e-12, abs=1e-3)
        factors = 1.10 ** -np.arange(26.0)
        assert worth["npv"] == pytest.approx(float(after @ factors))
        assert worth["npv_before_tax"] == pytest.approx(float(lines @ factors))
        # Net savings of public rules are the present value before tax by another way.
        assert worth["net_savings_before_tax"] == pytest.approx(worth["npv_before_tax"])
        assert worth["capital_recovery_factor"] == pytest.approx(0.1 / (1 - 1.1**-25))
        assert worth["profitability_index"] == pytest.approx(1 + worth["npv"] / worth["capex"])


def test_real_money_and_dollars_are_those_of_each_year(finance):
    # Inflation 5 %; without a path of its own the dollar rises as prices do, from 4000 COP.
    yearly = finance["whole"]["yearly"]
    nominal, level = np.array(yearly["net_after_tax"]), 1.05 ** np.arange(26.0)
    assert yearly["net_after_tax_real"] == pytest.approx(nominal / level)
    rate = studied().study.prices.usd_rate
    assert yearly["net_after_tax_usd"] == pytest.approx(nominal / (rate * level))
    assert finance["whole"]["npv_usd"] == pytest.approx(finance["whole"]["npv"] / rate)
    assert finance["whole"]["lcoe_real_per_kwh"] < finance["whole"]["lcoe_per_kwh"]


def test_the_pilot_waits_nine_months_for_its_plant_and_not_for_its_measures(finance):
    whole_plan, measures = finance["whole"], finance["efficiency"]
    assert whole_plan["commissioned_after_years"] == NINE_MONTHS
    assert whole_plan["simple_payback_from_commissioning_years"] == pytest.approx(
        whole_plan["simple_payback_years"] - NINE_MONTHS
    )
    assert measures["simple_payback_from_commissioning_years"] == measures["simple_payback_years"]
    energy = finance["pv"]["yearly"]["energy_kwh"]
    # Output falls by 0.5 % of the first year's a year: a quarter in year 1, 99.875 % in year 2.
    assert energy[2] / energy[1] == pytest.approx(4 * (1 - 0.25 * 0.005))


def test_the_months_add_up_to_the_years_and_tell_the_payback(finance):
    monthly, yearly = finance["whole"]["monthly"], finance["whole"]["yearly"]
    after = np.array(monthly["net_after_tax"])
    by_year = after[1:].reshape(25, 12).sum(axis=1)
    assert by_year == pytest.approx(np.array(yearly["net_after_tax"][1:]), rel=1e-9)
    total = np.cumsum(after)
    month = monthly["payback_month_after_tax"]
    assert total[month] >= 0 > total[month - 1]
    assert monthly["lowest_cumulative_after_tax"] == pytest.approx(total.min())
    assert not plan_by_month(studied()).monthly.loc[1:9, "pv_savings"].any()


def test_parts_of_a_plan_share_a_grant_by_what_they_cost():
    keys = study("finance.grant=100000000", "finance.grant_month=6")
    amounts = studied().money.amounts
    parts = [
        project_of(keys, amounts, measures=measures, plant=plant).flow.yearly["grants"]
        for measures, plant in ((True, False), (False, True), (True, True))
    ]
    assert parts[2].to_list()[:3] == pytest.approx([0.0, 100e6, 0.0])
    assert (parts[0] + parts[1]).to_list() == pytest.approx(parts[2].to_list())
    share = amounts.measures_capex / (amounts.measures_capex + amounts.plant_capex)
    assert parts[0][1] == pytest.approx(100e6 * share)


def test_recovered_tax_is_advanced_only_where_months_are_told():
    at_once, later = (
        whole("finance.vat=recovered", f"finance.vat_return_months={months}") for months in (0, 8)
    )
    assert not at_once.flow.yearly[["vat", "vat_returned"]].to_numpy().any()
    paid = 0.19 * studied().money.amounts.plant_capex
    assert later.flow.yearly["vat"].to_list()[:2] == pytest.approx([-paid, 0.0])
    assert later.flow.yearly["vat_returned"].to_list()[:2] == pytest.approx([0.0, paid])


def test_the_report_says_that_the_tax_of_the_plant_is_advanced():
    keys = study("finance.vat=recovered", "finance.vat_return_months=8")
    pilot, write = studied(), Figures(Reader("en", "CO"), "COP")
    advanced = replace(pilot, study=keys, money=value_plan(keys, pilot.money.amounts))
    said = [write.say(remark) for remark in tax_remarks(advanced, write)]
    paid = write.money(0.19 * pilot.money.amounts.plant_capex)
    advance = f"The value-added tax (IVA) of the plant, {paid}, is advanced"
    assert f"{advance} and given back after 8 months." in said


@pytest.fixture(scope="module")
def hardly_any_income():
    """Return the pilot of a mine that makes losses without it and hardly earns with it."""
    pilot = studied()
    keys = study(LOSSES)
    return replace(pilot, study=keys, money=value_plan(keys, pilot.money.amounts))


def test_losses_of_fast_depreciation_that_lapse_are_told_with_what_would_be_better(
    hardly_any_income,
):
    harm = incentive_harm(hardly_any_income.study, hardly_any_income.money)
    assert harm is not None
    # the same plan studied with the other keys is worth what the choice says
    amounts = hardly_any_income.money.amounts
    taxed = replace(amounts, plant_vat=0.19 * amounts.plant_capex)
    keys = study(LOSSES, "finance.use_incentives=false")
    unclaimed = value_plan(keys, taxed).whole
    assert harm.npv_by_choice["no_incentives"] == pytest.approx(unclaimed.figures.npv, rel=1e-12)
    slow = unclaimed.project.tax_rules.accelerated_depreciation_fraction
    rules = replace(tax_rules(hardly_any_income.study), accelerated_depreciation_fraction=slow)
    kept = replace(hardly_any_income.money.whole.project, tax_rules=rules)
    worth = npv(kept.discount_rate, kept.flow.yearly["net_after_tax"])
    assert harm.npv_by_choice["ordinary_depreciation"] == pytest.approx(worth, rel=1e-12)
    slow_tax = kept.flow.tax
    assert harm.losses_unused == pytest.approx(
        hardly_any_income.money.whole.flow.tax.losses_unused - slow_tax.losses_unused
    )
    best = max([harm.npv, *harm.npv_by_choice.values()])
    chosen = harm.npv if harm.better is None else harm.npv_by_choice[harm.better]
    assert chosen == best


def test_a_business_that_uses_all_its_losses_and_one_that_claims_nothing_have_no_such_harm():
    amounts = studied().money.amounts
    for overrides in (
        ("finance.other_taxable_income_per_year=1e12",),
        (LOSSES, "finance.use_incentives=false"),
        ("finance.income_tax=false",),
    ):
        keys = study(*overrides)
        assert incentive_harm(keys, value_plan(keys, amounts)) is None


def test_the_report_and_the_register_tell_losses_that_nobody_can_use(hardly_any_income):
    result, write = hardly_any_income, Figures(Reader("en", "CO"), "COP")
    harm = incentive_harm(result.study, result.money)
    assert harm is not None
    case = replace(open_case(EXAMPLE, ()), study=result.study)
    notes = money_notes(case, result.sites, result.bills, result.money)
    warned = [note for note in notes if "never set off" in str(note.what)]
    assert [str(note.value) for note in warned] == [f"{harm.losses_unused:,.0f} COP"]
    said = " ".join(write.say(remark) for remark in tax_remarks(result, write))
    assert write.money(harm.npv_by_choice["ordinary_depreciation"]) in said


def test_salvage_and_dismantling_grow_with_prices_to_the_closing_of_the_mine():
    ends = whole(
        "finance.salvage_fraction=0.1",
        "finance.dismantling_usd_per_kw=50",
        "finance.mine_closes_after_years=8",
    )
    pilot, last = studied(), ends.flow.yearly.iloc[-1]
    assert last.name == 8
    assert last["salvage"] == pytest.approx(0.1 * pilot.money.amounts.plant_capex * 1.05**7)
    dc_kw = sum(site.plant.dc_kw for site in pilot.sites)
    dollars = pilot.study.prices.usd_rate
    assert last["dismantling"] == pytest.approx(-50 * dc_kw * dollars * 1.05**7)


def test_renewals_follow_the_dollar_in_their_foreign_part_alone():
    calm, risen = whole(), whole("finance.usd_rate_growth_fraction=0.10")
    # In year 13 inverters are renewed, 0.6 of their price in dollars.
    share = 0.6
    ratio = risen.flow.yearly["replacement_cost"] / calm.flow.yearly["replacement_cost"]
    assert ratio[13] == pytest.approx(1 - share + share * (1.10 / 1.05) ** 12)
    assert np.array_equal(calm.flow.yearly["om_cost"], risen.flow.yearly["om_cost"])


def test_the_parts_of_a_plan_add_up_though_dollars_rise_and_only_the_plant_is_priced_in_them():
    keys = study("finance.usd_rate_growth_fraction=0.10", "finance.foreign_fraction=1.0")
    amounts = replace(studied().money.amounts, measure_renewals={7: 5e6, 13: 8e6})
    money = value_plan(keys, amounts)
    parts = (money.efficiency, money.pv)
    for line in LINES_BEFORE_TAX:
        summed = sum(part.flow.yearly[line] for part in parts)
        assert money.whole.flow.yearly[line].to_numpy() == pytest.approx(summed.to_numpy()), line
    assert money.whole.figures.npv_before_tax == pytest.approx(
        sum(part.figures.npv_before_tax for part in parts)
    )
    # Motors follow local prices, inverters the dollar.
    assert money.efficiency.flow.yearly["replacement_cost"][7] == pytest.approx(-5e6 * 1.05**6)
    assert money.pv.flow.yearly["replacement_cost"][13] == pytest.approx(
        -amounts.inverter_capex * 1.10**12
    )


def test_a_search_of_sizes_counts_the_same_waiting_and_the_same_end_as_the_cash_flow():
    keys = study("finance.mine_closes_after_years=20", "finance.income_tax=false")
    life = life_of_plant(keys, keys.sites[0])
    plant = project_of(keys, studied().money.amounts, measures=False, plant=True)
    unit = replace(
        plant,
        capex=0.0,
        replacements={},
        foreign_replacements={},
        incentive_capex=None,
        pv_savings_year1=1.0,
        export_income_year1=0.0,
        om_per_year=1.0,
    ).flow.yearly
    discount = 1.10 ** -np.arange(21.0)
    saved = float(unit["pv_savings"].to_numpy() @ discount)
    assert float(life.saving_weights @ life.output_fractions) == pytest.approx(saved)
    assert float(life.cost_weights.sum()) == pytest.approx(-float(unit["om_cost"] @ discount))
    # An inverter bought again after 12 years of work is bought in year 13.
    per_kw = life_costs(keys, life)
    assert per_kw.renewal_per_ac_kw == pytest.approx(
        per_kw.capital_per_ac_kw * 1.05**12 * 1.10**-13
    )


def test_a_real_rate_makes_the_nominal_one_with_the_inflation():
    assert study("finance.real_discount_rate=0.10").finance.discount_rate == pytest.approx(0.155)
    assert study("finance.real_discount_rate=null").finance.discount_rate == 0.10


def test_a_small_firm_of_peru_has_its_own_rates():
    peru = study().model_copy(
        update={
            "study": study().study.model_copy(update={"country": "PE"}),
            "finance": study().finance.model_copy(update={"tax_regime": "mype"}),
        }
    )
    assert tax_rules(peru).reduced_tax_up_to == 15 * 5350
    assert tax_rules(study()) == read_incentives("CO").in_year(2025)


@pytest.mark.parametrize(
    ("overrides", "named", "told"),
    [
        (["discount_rate=0.1", "real_discount_rate=0.1"], "real_discount_rate", "0.1550"),
        (["vat_return_months=6"], "vat_return_months", "recovered"),
        (["grant_month=6"], "grant_month", "finance.grant"),
        (["grant=5", "grant_month=301"], "grant_month", "at most 300"),
        (["grant=5", "grant_month=40", "mine_closes_after_years=3"], "grant_month", "at most 36"),
        (["tax_regime=mype"], "tax_regime", "general"),
        (["plant_delay_months=25"], "plant_delay_months", "24"),
        (["mine_closes_after_years=0"], "mine_closes_after_years", "1"),
        (["salvage_fraction=1.5"], "salvage_fraction", "1"),
    ],
)
def test_what_contradicts_itself_is_said_at_its_key(overrides, named, told):
    given = [f"finance.{text}" for text in overrides]
    problems = examine_study(EXAMPLE / "study.yaml", given).problems
    assert [problem.field for problem in problems] == [f"finance.{named}"]
    assert told in str(problems[0])


def test_keys_of_a_wrong_kind_are_left_to_the_model():
    keys = {"real_discount_rate": "x", "inflation_fraction": None, "grant_month": "soon"}
    assert [place for place, _ in finance_faults({"finance": keys})] == [("finance", "grant_month")]
    assert list(finance_faults({"finance": ["x"]})) == []


def test_a_plan_that_never_pays_back_is_null_in_every_payback_and_never_zero(never):
    told = plain(finance_results(never))
    for part in ("efficiency", "pv", "whole"):
        paybacks = {name: value for name, value in told[part].items() if "payback_" in name}
        del paybacks["payback_lasts"]
        assert len(paybacks) == 5
        assert set(paybacks.values()) == {None}, part
        assert told[part]["payback_lasts"] is False
    assert told["whole"]["monthly"]["payback_month_after_tax"] is None


def test_the_report_of_a_plan_that_never_pays_back_says_never_at_each_payback(never):
    english = report_page(replace(never, best_plan=None, risk=None), ["en"])
    table = english[english.index("What it is worth") :]
    rows = re.findall(
        r'<tr><th scope="row">([^<]*payback[^<]*|the same from the plant[^<]*)</th>(.*?)</tr>',
        table[: table.index("</table>")],
    )
    assert len(rows) == 4
    for name, cells in rows:
        assert re.findall(r">([^<]*)</td>", cells) == ["never"] * 3, name
    assert "After tax the outlay never comes back." in english
    assert "it costs COP 1,100,000 million and never pays back" in english
    assert "The whole plan never pays back within 25 years" in english


def test_the_report_tells_the_permits_the_emptiest_purse_and_the_deduction_by_year():
    english = report_page(replace(studied(), best_plan=None, risk=None), ["en"])
    for said in (
        "works from month 10 on: permits and works take 9 months",
        "The purse is emptiest in month 0: COP -606,046,471.",
        "years from the plant&#39;s first day, 9 months later.",
        "the plant begins",
        "deduction lost",
        "net after tax, real, at prices of year 0",
        "savings over investment, before tax (SIR)",
    ):
        assert said in english, said
    assert "dismantling" not in english[english.index('id="en-money"') : english.index("debt")]


def test_doing_nothing_costs_the_bills_of_today_and_the_plan_saves_the_difference() -> None:
    result = studied()
    keys, found = result.study.finance, finance_results(result)
    paid = sum(site.today.net_cost for site in result.bills.values())
    paid += sum(
        site.price.per_kvarh * site.today.charged_kvarh for site in result.reactive.values()
    )
    growth = 1 + keys.tariff_escalation_fraction
    years = range(1, keys.horizon_years + 1)
    bought = sum(paid * growth ** (t - 1) / (1 + keys.discount_rate) ** t for t in years)
    whole = found["whole"]
    assert whole["life_cycle_cost_without_before_tax"] == pytest.approx(bought)
    assert whole["life_cycle_cost_without_before_tax"] - whole[
        "life_cycle_cost_before_tax"
    ] == pytest.approx(whole["npv_before_tax"])
    assert (
        found["pv"]["life_cycle_cost_before_tax"]
        < found["pv"]["life_cycle_cost_without_before_tax"]
    )
