"""The best plan of a study, held against the study's own cash flow, every plan, and hand sums."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_selection import every_plan
from pilot_runs import studied

from mine_study.best_plan.alike_hours import with_alike_hours
from mine_study.best_plan.machine_ways import Way
from mine_study.best_plan.money_limits import limits_of_study
from mine_study.best_plan.true_plan import audit_with
from mine_study.best_plan_results import best_plan_results
from mine_study.language import Reader
from mine_study.reports.best_plan_finding import best_plan_finding
from mine_study.reports.best_plan_remarks import best_plan_remarks
from mine_study.reports.best_plan_tables import best_plan_tables
from mine_study.reports.figures import Figures
from mine_study.site_size import search_plant
from project_finance.selection.best_plan import best_plan
from project_finance.selection.case import SelectionCase
from project_finance.selection.choices import Measure, MeterYear, Plant, Years
from project_finance.selection.limits import Limits
from project_finance.selection.plan import plan_at, point_of

SAME = 1e-9
"""Two sums of the same terms in another order."""
COP_PER_USD = 4000.0
DEAR = ("prices.pv_usd_per_kw=2300", "finance.use_incentives=false", "risk.build=false")
ENGLISH = Figures(Reader("en", "CO"), "COP")


@pytest.fixture(scope="module")
def best():
    return studied().best_plan


def test_the_package_of_the_audit_carried_out_anew_leaves_the_mine_of_the_audit():
    audited = studied().audit
    rows = [row for _, row in audited.done.reset_index().iterrows()]
    ways = tuple(
        Way(offers=(row,), site=row["site"], capex=row["capex"], saved_kw=np.zeros(1))
        for row in rows
    )
    again = audit_with(audited, ways)
    pd.testing.assert_frame_equal(
        again.after.site_demand_kw, audited.after.site_demand_kw, rtol=SAME
    )
    pd.testing.assert_frame_equal(
        again.after.site_demand_kvar, audited.after.site_demand_kvar, rtol=SAME, atol=SAME
    )
    assert again.done["capex"].sum() == pytest.approx(audited.done["capex"].sum(), rel=SAME)


def test_without_charges_for_reactive_energy_the_programme_sees_the_cash_flow_before_tax():
    best = studied("tariff.reactive_price_per_kvarh=0", "risk.build=false").best_plan
    plan = best.selection.plan
    true = best.true_plan(plan)
    assert plan.npv == pytest.approx(true.worth.figures.npv_before_tax, rel=SAME)
    assert plan.saved_kwh == pytest.approx(true.saved_kwh, rel=SAME)
    assert plan.capex == pytest.approx(true.worth.figures.capex, rel=SAME)


def test_what_reactive_energy_changes_between_programme_and_cash_flow_is_under_a_hundredth(best):
    for one in best.ranked:
        assert one.plan.npv == pytest.approx(one.worth.figures.npv_before_tax, rel=1e-2)


def test_the_best_plan_is_never_worth_less_than_any_of_the_other_three(best):
    assert [row.budget / COP_PER_USD for row in best.compared] == [25e3, 50e3, 100e3, 200e3]
    for row in best.compared:
        others = row.measures_only.plan.npv, row.plants_only.plan.npv, row.greedy.npv
        assert row.best.plan.npv >= max(others)
        assert row.best.plan.capex <= row.budget
        assert row.best.gap_fraction < 1e-6


def test_the_plan_shown_keeps_the_budget_and_is_worth_most_after_tax_of_the_second_look(best):
    assert best.limits.budget == 100e3 * COP_PER_USD
    assert best.chosen.plan.capex <= best.limits.budget
    assert best.chosen.worth.figures.npv == max(one.worth.figures.npv for one in best.ranked)
    assert best.selection.plan.point in {one.plan.point for one in best.ranked}


def test_panels_that_pay_before_tax_and_not_after_it_are_left_to_efficiency_alone():
    """Dear panels without incentives: the study's own tax, not the programme, decides."""
    best = studied(*DEAR).best_plan
    before_tax = best.selection.plan
    assert before_tax.plants
    assert not best.chosen.plan.plants
    assert best.chosen.worth.figures.npv > best.true_plan(before_tax).worth.figures.npv


def test_where_tax_leaves_money_unspent_no_more_of_it_is_asked_for(best):
    study = studied(*DEAR)
    said = [str(remark) for remark in best_plan_remarks(study, ENGLISH)]
    kept = ENGLISH.rounded(study.best_plan.limits.budget - study.best_plan.chosen.plan.capex)
    assert any(f"leaves {kept} of the budget unspent" in remark for remark in said)
    assert not any("next money" in remark for remark in said)
    of_pilot = [str(remark) for remark in best_plan_remarks(studied(), ENGLISH)]
    assert best.chosen.plan == best.selection.plan
    assert any("next money" in remark for remark in of_pilot)


def test_a_machine_is_treated_once_and_a_motor_bought_once(best):
    ways = [best.choices.ways[name] for name in best.chosen.plan.measures]
    assert len({(way.site, way.machine) for way in ways}) == len(ways)
    for way in best.choices.ways.values():
        kinds = [offer["kind"] for offer in way.offers]
        assert len(set(kinds)) == len(kinds)
        assert not {"replace_motors", "right_size"} <= set(kinds)


def test_some_measures_and_plants_of_the_pilot_give_the_plan_that_trying_all_of_them_gives(best):
    case = best.choices.case
    some = [
        measure
        for meter in case.meters
        for measure in [m for m in case.measures if m.meter == meter.name][::3][:4]
    ]
    few = replace(case, measures=tuple(some), plants=case.plants[::3])
    table = every_plan(few)
    for budget in (30e3, 60e3):
        within = table[table["capex"] <= budget * COP_PER_USD]
        found = best_plan(few, Limits(budget=budget * COP_PER_USD)).plan
        assert found.npv == pytest.approx(within["npv"].max(), rel=SAME)


def test_a_saving_of_each_year_weighs_what_its_growing_annuity_is_worth(best):
    ratio = 1.05 / 1.10
    by_hand = (1 - ratio**25) / (1 - ratio) / 1.10
    assert best.offered.weights.saving == pytest.approx(by_hand, rel=SAME)
    assert best.offered.weights.supply < by_hand


def test_hours_in_which_every_plan_buys_become_one_step_and_change_no_bill():
    one = np.ones(1)
    meter = MeterYear(
        name="mine",
        load_kw=np.array([5.0, 5.0, 3.0, 3.0, 5.0]),
        step_hours=np.ones(5),
        price_per_kwh=np.ones(5),
        period=np.zeros(5, dtype=np.intp),
        demand_price_per_kw=0 * one,
        carbon_kg_per_kwh=np.ones(5),
    )
    lamp = Measure(
        name="lamp",
        meter="mine",
        machine="lamp",
        capex=1.0,
        present_cost=1.0,
        yearly_cost=0.0,
        saved_kw=np.array([1.0, 1.0, 0.0, 0.0, 0.0]),
    )
    sun = Plant(
        name="sun",
        meter="mine",
        capex=2.0,
        present_cost=2.0,
        yearly_cost=0.0,
        supply_kw=np.array([0.0, 0.0, 4.0, 4.0, 0.0]),
        credit_per_kwh=0.5 * one,
        surplus_per_kwh=0.1 * one,
    )
    years = Years(discounted=one, count=one, supply_fraction=one)
    case = SelectionCase(meters=(meter,), measures=(lamp,), plants=(sun,), years=years)
    merged = with_alike_hours(case)
    assert sorted(merged.meters[0].step_hours.tolist()) == [1.0, 1.0, 3.0]
    for names in ([], ["lamp"], ["sun"], ["lamp", "sun"]):
        plan = plan_at(merged, point_of(merged, names))
        assert plan.npv == pytest.approx(plan_at(case, point_of(case, names)).npv, rel=SAME)
    # Lamp 2 kWh, sun 3 + 3 kWh of load and 2 kWh credited at 0.5, less 3 of cost.
    assert plan.npv == pytest.approx(2.0 + 6.0 + 1.0 - 3.0)


CHEAP_STORE = {
    "build": True,
    "usd_per_kwh": 25.0,
    "usd_per_kw": 10.0,
    "capacity_kwh": 60.0,
    "power_kw": 20.0,
}
"""A battery that costs next to nothing."""


def unsold(case):
    """Return a case in which exports earn nothing."""
    nothing = np.zeros(case.meters[0].periods)
    plants = (
        replace(each, credit_per_kwh=nothing, surplus_per_kwh=nothing) for each in case.plants
    )
    return replace(case, plants=tuple(plants))


def test_a_battery_that_pays_is_chosen_and_dear_ones_are_not_and_none_is_ever_a_loss(best):
    tasks = [
        replace(task, site=task.site.model_copy(update={"storage": store}))
        for task in best.offered.tasks
        for store in (task.site.storage.model_copy(update=CHEAP_STORE),)
    ]
    choices = replace(best.offered, tasks=tasks).choices()
    case, offers = unsold(choices.case), choices.plants
    plan = best_plan(case, best.limits).plan
    assert any(offers[name].battery for name in plan.plants)
    bare = tuple(each for each in case.plants if offers[each.name].battery is None)
    without = best_plan(replace(case, plants=bare), best.limits).plan
    assert plan.npv > without.npv
    for each in offers.values():
        if each.battery:
            # 60 kWh at 25 and 20 kW at 10 dollars.
            assert each.battery.capital == pytest.approx((60 * 25 + 20 * 10) * COP_PER_USD)
    dear = tuple(
        replace(each, present_cost=each.present_cost + 20 * offers[each.name].battery.capital)
        if offers[each.name].battery
        else each
        for each in case.plants
    )
    kept = best_plan(replace(case, plants=dear), best.limits).plan
    assert not any(offers[name].battery for name in kept.plants)
    assert kept.npv == pytest.approx(without.npv, rel=SAME)


@pytest.mark.long
def test_a_battery_of_the_second_look_runs_on_the_load_that_its_plan_leaves():
    asked = (
        *(f"storage.{key}={value}" for key, value in CHEAP_STORE.items()),
        "tariff.export_rule=none",
        "tariff.reactive_price_per_kvarh=0",
    )
    result = studied(*asked)
    best = result.best_plan
    found = best_plan_results(result, Reader("en", "CO"))["plan"]
    assert found["storage"]
    assert set(found["storage"]) <= set(found["plants"])
    for one in best.ranked:
        assert one.worth.figures.capex == pytest.approx(one.plan.capex, rel=SAME)
        # The programme holds what a battery gives beside the package of the audit, the second
        # look beside the measures of the plan: other surplus, other use.
        assert one.worth.figures.npv_before_tax == pytest.approx(one.plan.npv, rel=3e-2)
    offers = best.choices.plants
    bare = [one for one in best.ranked if not any(offers[name].battery for name in one.plan.plants)]
    assert bare
    assert best.chosen.worth.figures.npv >= max(one.worth.figures.npv for one in bare)


def test_more_money_is_never_worth_less_and_the_last_budget_buys_all_that_pays(best):
    worths = [point.selection.plan.npv for point in best.by_budget]
    assert worths == sorted(worths)
    assert len(worths) >= 8
    everything = sum(choice.capex for choice in best.choices.case.choices)
    unlimited = best_plan(best.choices.case, best.limits.with_budget(everything)).plan
    assert worths[-1] == pytest.approx(unlimited.npv, rel=SAME)
    assert all(point.selection.gap_fraction < 1e-6 for point in best.by_budget)


def test_the_parts_in_the_results_add_up_to_the_plan(best):
    found = best_plan_results(studied(), Reader("en", "CO"))
    plan = found["plan"]
    assert sum(part["npv_before_tax"] for part in found["abatement"]) == pytest.approx(
        plan["npv_before_tax_programme"], rel=SAME
    )
    assert sum(part["capex"] for part in found["order"]) == pytest.approx(plan["capex"], rel=SAME)
    capex = [part["capex"] for part in (*plan["measures"], *plan["plants"].values())]
    assert sum(capex) == pytest.approx(plan["capex"], rel=SAME)
    years = best.offered.case.study.finance.horizon_years
    tonnes = sum(part["avoided_t"] for part in found["abatement"])
    assert tonnes == pytest.approx(plan["avoided_t_per_year"] * years, rel=SAME)


def test_more_carbon_within_the_budget_is_never_worth_more(best):
    worths = [point.selection.plan.npv for point in best.by_carbon]
    assert worths == sorted(worths, reverse=True)
    assert all(p.selection.plan.avoided_kg >= p.asked * (1 - 1e-6) for p in best.by_carbon)


def test_the_solver_writes_nothing_to_standard_output(best, capfd):
    best_plan(best.choices.case, best.limits)
    assert capfd.readouterr().out == ""


def test_a_loan_is_a_limit_whose_payment_the_first_year_must_cover():
    study = studied().study
    keys = study.debt.model_copy(
        update={"kind": "annuity", "rate": 0.12, "years": 7, "loan_fraction": 0.7}
    )
    keys = keys.model_copy(update={"covenant_dscr": 1.2})
    loan = limits_of_study(study.model_copy(update={"debt": keys})).loan
    assert loan.own_money + loan.most_debt == pytest.approx(400e6)
    assert loan.most_debt == pytest.approx(0.7 * 400e6)
    # Savings grow, so the first equal payment is the heaviest: 0.12 / (1 - 1.12^-7).
    assert loan.payment_per_debt == pytest.approx(0.12 / (1 - 1.12**-7), rel=SAME)
    assert loan.least_cover == 1.2
    assert limits_of_study(study).loan is None
    # One year of grace, then 1/6 each with interest on the rest: (1/6 + 0.12) over 1.05.
    equal = keys.model_copy(update={"kind": "equal_principal", "grace_years": 1})
    loan = limits_of_study(study.model_copy(update={"debt": equal})).loan
    assert loan.payment_per_debt == pytest.approx((1 / 6 + 0.12) / 1.05, rel=SAME)
    # Sculpted: cash 1, 1.05, ... over the cover is worth the loan.
    free = {"kind": "sculpted", "loan_fraction": None, "covenant_dscr": None, "dscr_target": 1.4}
    carved = keys.model_copy(update={**free, "gearing_cap": 0.8})
    loan = limits_of_study(study.model_copy(update={"debt": carved})).loan
    worth = sum(1.05**year / 1.12 ** (year + 1) for year in range(7))
    assert loan.payment_per_debt == pytest.approx(1 / worth, rel=SAME)
    assert (loan.most_debt, loan.least_cover) == (pytest.approx(0.8 * 400e6), 1.4)


LENT = (
    "debt.kind=annuity",
    "debt.rate=0.14",
    "debt.years=7",
    "debt.loan_fraction=0.7",
    "debt.covenant_dscr=1.2",
    "risk.build=false",
)


@pytest.fixture(scope="module")
def lent():
    return studied(*LENT)


def test_no_plan_that_the_report_prints_is_worth_more_than_the_best_of_a_budget_that_pays_it(lent):
    """The plan of the report keeps the loan there: own money pays more of it, the cover holds."""
    best, whole = lent.best_plan, lent.money.whole.figures
    worths = {point.asked: point.selection.plan.npv for point in best.by_budget}
    dearer = [npv for budget, npv in worths.items() if budget >= 1.1 * whole.capex]
    assert dearer
    assert min(dearer) >= whole.npv_before_tax
    compared = {row.budget: row.best.plan.npv for row in best.compared}
    assert all(worths[budget] == pytest.approx(npv, rel=SAME) for budget, npv in compared.items())
    step = best.next_step
    assert step.extra_npv == pytest.approx(
        worths[best.limits.budget + step.extra_budget] - worths[best.limits.budget], rel=SAME
    )
    assert all(
        npv - worths[best.limits.budget] <= step.npv_per_extra * (budget - best.limits.budget) + 1
        for budget, npv in worths.items()
        if budget >= 1.05 * best.limits.budget
    )


def test_a_budget_holds_own_money_and_its_share_of_the_loan_whatever_the_study_has(lent):
    study = lent.study
    richer = study.model_copy(
        update={"finance": study.finance.model_copy(update={"budget_usd": 200e3})}
    )
    for keys in ({}, {"loan_fraction": None, "loan_amount": 120e6}):
        debt = study.debt.model_copy(update=keys)
        poor, rich = (
            limits_of_study(each.model_copy(update={"debt": debt})) for each in (study, richer)
        )
        assert rich.loan.most_debt == pytest.approx(min(keys.get("loan_amount", 1e99), 560e6))
        assert poor.with_budget(rich.budget) == rich
        assert rich.with_budget(poor.budget) == poor


def test_the_choices_do_not_know_the_budget(best):
    offered = best.offered
    study = offered.case.study
    finance = study.finance.model_copy(update={"budget_usd": 7e3})
    case = replace(offered.case, study=study.model_copy(update={"finance": finance}))
    other = replace(offered, case=case).choices()
    assert set(other.plants) == set(best.choices.plants)
    assert set(other.ways) == set(best.choices.ways)


def test_the_plants_of_the_report_are_among_those_that_the_best_plan_may_buy(best):
    for site in studied().sites:
        sizes = {
            (offer.row["inverter"], offer.row["inverters"], offer.row["modules"])
            for offer in best.choices.plants.values()
            if offer.site == site.name
        }
        plant = site.size.figures
        assert (plant["inverter"], plant["inverters"], plant["modules"]) in sizes


def test_where_long_strings_fill_only_too_large_a_plant_short_ones_are_looked_at_too(best):
    """One inverter of 225 kW beside a load that asks for a third of it, as at a mine in Peru."""
    task = best.offered.tasks[0]
    pv = task.site.pv.model_copy(update={"aim": "npv", "inverter": "Sungrow SG250HX"})
    site = task.site.model_copy(update={"pv": pv})
    found = search_plant(replace(task, load_kw=0.6 * task.load_kw, site=site))
    assert found.best.dc_kw < 225.0 / 2
    assert not found.found.is_usual
    assert found.found.plants.ranked["dc_kw"].iloc[0] < 225.0


def test_a_cover_that_no_saving_gives_binds_where_the_money_does_not(lent):
    best = lent.best_plan
    loan = replace(best.limits.loan, least_cover=4.0)
    bound = replace(best, limits=replace(best.limits, loan=loan))
    assert bound.selection.plan.npv < best.selection.plan.npv
    assert bound.cover_binds
    assert not best.cover_binds


def test_money_that_comes_after_the_mine_has_closed_buys_nothing(best):
    study = best.offered.case.study
    finance = study.finance.model_copy(update={"mine_closes_after_years": 3})
    case = replace(best.offered.case, study=study.model_copy(update={"finance": finance}))
    closing = replace(best, offered=replace(best.offered, case=case))
    assert (best.months, closing.months) == (25 * 12, 3 * 12)
    late = [part for part in best.order if part.month >= 3 * 12]
    assert late
    assert all(part.within(closing.months).month is None for part in late)
    assert all(part.within(part.month + 1) == part for part in best.order)


def test_every_carbon_target_has_a_plan_of_its_own(best):
    points = [point.selection.plan.point for point in best.by_carbon]
    assert len(set(points)) == len(points)


def test_an_unreachable_target_is_named_with_what_there_is_and_the_budget_that_has_it(best):
    limits = replace(best.limits, least_coverage_fraction=0.9)
    asked = replace(studied(), best_plan=replace(best, limits=limits))
    found = best_plan_results(asked, Reader("en", "CO"))
    assert found["plan"] is None
    most = found["out_of_reach"]["most_coverage_fraction"]
    case = best.choices.case
    within = replace(best.limits, least_coverage_fraction=most - 1e-6)
    assert best_plan(case, within).plan is not None
    within = replace(best.limits, least_coverage_fraction=most + 2e-3)
    assert best_plan(case, within).plan is None
    least = found["out_of_reach"]["least_budget"]
    reached = {row["budget"]: row["best"] is not None for row in found["frontier"]}
    assert least == min(budget for budget, is_reached in reached.items() if is_reached)
    assert set(best_plan_tables(asked, ENGLISH)) == {"best_plan_compared", "best_plan_frontier"}
    said = str(best_plan_finding(asked, ENGLISH))
    assert "coverage of 90.0 %" in said
    assert "tCO2e" not in said
    for row in asked.best_plan.compared:
        plans = (row.best.plan, row.measures_only.plan, row.plants_only.plan, row.greedy)
        limits = asked.best_plan.limits.with_budget(row.budget)
        assert all(plan is None or plan.meets(limits) for plan in plans)
        assert row.measures_only.plan is None


@pytest.mark.long
def test_no_money_buys_nothing(best):
    broke = replace(studied(), best_plan=replace(best, limits=Limits(budget=0.0)))
    assert best_plan_results(broke, Reader("en", "CO"))["plan"]["capex"] == 0.0
    assert "nothing is worth buying" in str(best_plan_finding(broke, ENGLISH))


def test_a_study_that_seeks_no_best_plan_has_none():
    bare = replace(studied(), best_plan=None)
    assert best_plan_results(bare, Reader("en", "CO")) is None
    assert best_plan_finding(bare, ENGLISH) is None
    assert best_plan_tables(bare, ENGLISH) == {}
