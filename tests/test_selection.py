"""The best plan, held against every plan there is, against hand sums and the billing rule."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_selection import drawn_case, every_plan

from equipment_catalog.errors import InputError
from project_finance.export_rules import EXPORT_RULES
from project_finance.selection.abatement import abatement_curve
from project_finance.selection.best_plan import best_plan
from project_finance.selection.case import SelectionCase
from project_finance.selection.choices import Measure, MeterYear, Plant, Years
from project_finance.selection.comparison import four_plans, leading_plans
from project_finance.selection.convex_bill import bill_and_slope, yearly_bill
from project_finance.selection.frontier import budget_frontier, carbon_frontier, next_step
from project_finance.selection.greedy import greedy_steps
from project_finance.selection.limits import Limits, Loan
from project_finance.selection.plan import plan_at, point_of
from project_finance.selection.purchase_order import purchase_order
from project_finance.selection.tangents import Tangents
from project_finance.tariffs import read_tariff

SAME = 1e-9
"""Two sums of the same terms in another order."""
BUDGETS = (25e3, 50e3, 100e3, 200e3)

draws = st.integers(0, 2**32 - 1).map(np.random.default_rng)


def hand_meter(load_kw, *, price=1.0, carbon=1.0, demand=0.0):
    count = len(load_kw)
    return MeterYear(
        name="mine",
        load_kw=np.array(load_kw, dtype=float),
        step_hours=np.ones(count),
        price_per_kwh=np.full(count, price),
        period=np.zeros(count, dtype=np.intp),
        demand_price_per_kw=np.array([demand]),
        carbon_kg_per_kwh=np.full(count, carbon),
    )


def saving(name, capex, saved_kw, *, machine=None):
    return Measure(
        name=name,
        meter="mine",
        machine=machine or name,
        capex=capex,
        present_cost=capex,
        yearly_cost=0.0,
        saved_kw=np.array(saved_kw, dtype=float),
    )


def plant(name, capex, supply_kw, *, credit=0.0, surplus=0.0):
    return Plant(
        name=name,
        meter="mine",
        capex=capex,
        present_cost=capex,
        yearly_cost=0.0,
        supply_kw=np.array(supply_kw, dtype=float),
        credit_per_kwh=np.array([credit]),
        surplus_per_kwh=np.array([surplus]),
    )


def one_year(meter, measures=(), plants=(), worth=1.0):
    years = Years(
        discounted=np.array([worth]), count=np.array([1.0]), supply_fraction=np.array([1.0])
    )
    return SelectionCase(
        meters=(meter,), measures=tuple(measures), plants=tuple(plants), years=years
    )


def best_row(table, limits):
    """Return the best of all plans that keep the limits, None where none does."""
    rounding = 1e-9
    fits = table["capex"] <= limits.budget
    fits &= table["avoided_kg"] >= limits.least_avoided_kg - rounding
    fits &= table["supplied_kwh"] >= limits.least_coverage_fraction * table["load_kwh"]
    if limits.loan is not None:
        debt = (table["capex"] - limits.loan.own_money).clip(lower=0.0)
        fits &= debt <= limits.loan.most_debt
        owed = limits.loan.payment_per_debt * debt
        fits &= table["first_year"] >= limits.loan.least_cover * owed - rounding
    kept = table[fits]
    return None if kept.empty else kept.loc[kept["npv"].idxmax()]


@pytest.fixture(scope="module")
def twelve_by_forty():
    case = drawn_case(np.random.default_rng(20), measures=12, sizes=40, days=3, years=2)
    return case, every_plan(case)


def test_what_pays_beside_the_bill_and_draws_a_little_is_bought_where_no_carbon_is_asked():
    """A capacitor bank: 10 a year of reactive energy saved for 2 of capex and 0.1 kWh of losses."""
    bank = Measure(
        name="bank",
        meter="mine",
        machine="bank",
        capex=2.0,
        present_cost=2.0 - 10.0,
        yearly_cost=-10.0,
        saved_kw=np.array([-0.1]),
    )
    years = Years(discounted=np.ones(1), count=np.ones(1), supply_fraction=np.ones(1))
    case = SelectionCase(meters=(hand_meter([10.0]),), measures=(bank,), plants=(), years=years)
    plan = best_plan(case, Limits(budget=5.0)).plan
    assert plan.measures == ("bank",)
    assert plan.avoided_kg == pytest.approx(-0.1)
    assert plan.npv == pytest.approx(10.0 - 2.0 - 0.1)
    assert best_plan(case, Limits(budget=5.0, least_avoided_kg=0.05)).plan is None


def test_twelve_measures_and_forty_sizes_give_the_plan_that_trying_all_of_them_gives(
    twelve_by_forty,
):
    case, table = twelve_by_forty
    assert len(table) == 2**12 * 41
    for budget in BUDGETS:
        found = best_plan(case, Limits(budget=budget))
        row = best_row(table, Limits(budget=budget))
        assert found.plan.npv == pytest.approx(row["npv"], rel=SAME)
        assert tuple(sorted((*found.plan.measures, *found.plan.plants))) == row["names"]
        assert found.gap_fraction < 1e-6
        assert found.bound >= row["npv"] * (1 - 1e-6)


def test_the_frontier_of_budgets_is_that_of_all_plans(twelve_by_forty):
    case, table = twelve_by_forty
    budgets = np.linspace(0, 150e3, 16).tolist()
    for point in budget_frontier(case, Limits(budget=0.0), budgets):
        row = best_row(table, Limits(budget=point.asked))
        assert point.selection.plan.npv == pytest.approx(row["npv"], rel=SAME, abs=1e-6)


def test_the_next_step_is_the_steepest_line_to_any_dearer_plan(twelve_by_forty):
    case, table = twelve_by_forty
    for budget, least in ((10e3, 0.0), (40e3, 0.0), (40e3, 5e3)):
        now = best_row(table, Limits(budget=budget))["npv"]
        dearer = table[(table["capex"] > budget) & (table["capex"] >= budget + least)]
        slope = (dearer["npv"] - now) / (dearer["capex"] - budget)
        step = next_step(case, Limits(budget=budget), least_extra=least)
        assert step.npv_per_extra == pytest.approx(slope.max(), rel=1e-6)
        assert step.extra_budget == pytest.approx(
            dearer.loc[slope.idxmax(), "capex"] - budget, rel=SAME
        )


def test_the_leading_plans_are_the_first_of_all_plans_in_order(twelve_by_forty):
    case, table = twelve_by_forty
    first = table[table["capex"] <= 60e3]["npv"].nlargest(4)
    plans = leading_plans(case, Limits(budget=60e3), 4)
    assert [plan.npv for plan in plans] == pytest.approx(first.tolist(), rel=SAME)


def test_no_plan_made_without_the_programme_is_worth_more(twelve_by_forty):
    case, _ = twelve_by_forty
    for row in four_plans(case, Limits(budget=0.0), BUDGETS):
        others = row.measures_only.plan.npv, row.plants_only.plan.npv, row.greedy.npv
        assert row.best.plan.npv >= max(others) * (1 - SAME)
        assert row.greedy.capex <= row.budget


@settings(max_examples=30, deadline=None)
@given(draw=draws)
def test_any_limits_at_one_or_two_meters_give_the_plan_that_trying_all_gives(draw):
    meters, ways = int(draw.integers(1, 3)), int(draw.integers(1, 3))
    case = drawn_case(draw, measures=int(draw.integers(0, 4)), ways=ways, meters=meters)
    table = every_plan(case)
    loan = Loan(
        own_money=float(draw.uniform(0, 3e4)),
        most_debt=float(draw.uniform(0, 9e4)),
        payment_per_debt=0.2,
        least_cover=float(draw.uniform(0.5, 1.5)),
    )
    limits = Limits(
        budget=float(draw.choice([0.0, 1e4, 5e4, 2e5])),
        least_avoided_kg=float(draw.choice([0.0, 0.5]) * table["avoided_kg"].max()),
        least_coverage_fraction=float(draw.choice([0.0, 0.3, 0.6])),
        loan=loan if draw.random() < 0.5 else None,
    )
    found, row = best_plan(case, limits), best_row(table, limits)
    if row is None:
        assert found.plan is None
        assert found.gap is None
    else:
        assert found.plan.npv == pytest.approx(row["npv"], rel=SAME, abs=1e-4)
        assert found.plan.avoided_kg >= limits.least_avoided_kg * (1 - 1e-6)


@settings(max_examples=60, deadline=None)
@given(draw=draws)
def test_a_bill_lies_above_every_one_of_its_tangents(draw):
    case = drawn_case(draw, measures=0, sizes=1)
    meter, offer = case.meters[0], case.plants[0]
    one, other = draw.normal(0, 30, (2, len(meter.load_kw)))
    prices = {"credit_per_kwh": offer.credit_per_kwh, "surplus_per_kwh": offer.surplus_per_kwh}
    here, slope = bill_and_slope(meter, one, **prices)
    there, _ = bill_and_slope(meter, other, **prices)
    assert there >= here + slope @ (other - one) - 1e-9 * abs(there)


@settings(max_examples=25, deadline=None)
@given(draw=draws)
def test_a_bill_without_its_slopes_is_the_same_bill(draw):
    meter = drawn_case(draw).meters[0]
    net_kw = meter.load_kw - draw.uniform(0, 60, len(meter.load_kw))
    prices = {"credit_per_kwh": np.full(2, 0.15), "surplus_per_kwh": np.full(2, 0.05)}
    assert yearly_bill(meter, net_kw, **prices) == bill_and_slope(meter, net_kw, **prices)[0]


def test_a_bill_with_credits_is_that_of_the_colombian_rule():
    hours = pd.date_range("2026-01-01", periods=8760, freq="h", tz="America/Bogota")
    draw = np.random.default_rng(3)
    sheet = replace(read_tariff("CO-CEO-2013-02-N1"), spot_price_per_kwh=90.0)
    sunny = np.where(hours.month < 5, 60.0, 20.0)
    net = draw.uniform(0, 30, 8760) - sunny * ((hours.hour > 8) & (hours.hour < 16))
    bought, sold = pd.Series(net, index=hours).clip(lower=0), (-pd.Series(net, index=hours))
    rule = EXPORT_RULES["creg174"](bought, sold.clip(lower=0), sheet, 101.0)
    assert (rule.monthly["surplus_kwh"] > 0).any()
    assert (rule.monthly["surplus_kwh"] == 0).any()
    meter = MeterYear(
        name="mine",
        load_kw=np.ones(8760),
        step_hours=np.ones(8760),
        price_per_kwh=np.full(8760, sheet.price_per_kwh),
        period=hours.month.to_numpy() - 1,
        demand_price_per_kw=np.zeros(12),
        carbon_kg_per_kwh=np.zeros(8760),
    )
    credit = rule.credit_value / rule.credited_kwh
    bill, _ = bill_and_slope(
        meter, net, credit_per_kwh=np.full(12, credit), surplus_per_kwh=np.full(12, 90.0)
    )
    assert bill == pytest.approx(rule.net_cost, rel=SAME)


def test_a_kilowatt_hour_saved_in_the_sun_is_worth_what_the_plant_leaves_of_it():
    # 10 kW by day and by night at 1 a kWh; the plant gives 12 kW by day, its export 0.4 a kWh.
    # Either measure saves 2 kWh: alone both are worth 2. Beside the plant the night still saves
    # 2, the day only frees 2 kWh for export: 0.8.
    day, night = saving("day", 0.5, [2, 0]), saving("night", 0.5, [0, 2])
    case = one_year(
        hand_meter([10, 10]), [day, night], [plant("sun", 3.0, [12, 0], credit=0.4, surplus=0.4)]
    )
    alone = {name: plan_at(case, point_of(case, [name])).npv for name in ("day", "night", "sun")}
    # sun: 10 kWh not bought and 2 sold at 0.4, less 3.
    assert alone == pytest.approx({"day": 1.5, "night": 1.5, "sun": 7.8})
    beside = [plan_at(case, point_of(case, ["sun", name])).npv for name in ("day", "night")]
    assert beside == pytest.approx([7.8 + 0.8 - 0.5, 7.8 + 2.0 - 0.5])
    assert best_plan(case, Limits(budget=3.5)).plan.measures == ("night",)


def test_the_greedy_order_can_fall_short_and_the_plan_does_not():
    # The classic: 6 for 5 money (1.2 each) shuts out 11 for 10 money (1.1 each).
    case = one_year(hand_meter([100]), [saving("small", 5.0, [11]), saving("large", 10.0, [21])])
    limits = Limits(budget=10.0)
    assert [step.name for step in greedy_steps(case, limits)] == ["small"]
    assert greedy_steps(case, limits)[-1].plan.npv == pytest.approx(6.0)
    assert best_plan(case, limits).plan.npv == pytest.approx(11.0)


def test_two_ways_to_treat_one_machine_are_never_bought_together():
    ways = [saving("belt", 1.0, [2], machine="mill"), saving("drive", 3.0, [5], machine="mill")]
    plan = best_plan(one_year(hand_meter([100]), ways), Limits(budget=9.0)).plan
    assert plan.measures == ("drive",)


def test_what_does_not_pay_is_left_and_an_empty_offer_gives_an_empty_plan():
    dear = one_year(hand_meter([10]), [saving("dear", 5.0, [2])], [plant("sun", 99.0, [5])])
    for case in (dear, one_year(hand_meter([10]))):
        found = best_plan(case, Limits(budget=1e6))
        assert (found.plan.measures, found.plan.plants) == ((), ())
        assert (found.plan.npv, found.plan.capex, found.gap) == (0.0, 0.0, 0.0)
        assert next_step(case, Limits(budget=0.0)) is None


def test_a_target_no_money_reaches_gives_no_plan():
    case = one_year(hand_meter([10]), [saving("lamp", 1.0, [2])])
    assert best_plan(case, Limits(budget=9.0, least_avoided_kg=2.0)).plan.measures == ("lamp",)
    found = best_plan(case, Limits(budget=9.0, least_avoided_kg=2.1))
    assert (found.plan, found.bound, found.gap, found.gap_fraction) == (None,) * 4


def test_efficiency_shrinks_the_plant_that_a_coverage_needs():
    # Half of 10 kWh needs the 5 kW plant; half of the 6 kWh that the measure leaves needs 3 kW.
    sizes = [plant(f"{kw} kW", 2.0 * kw, [kw]) for kw in (3, 4, 5)]
    case = one_year(hand_meter([10]), [saving("pump", 1.0, [4])], sizes)
    limits = Limits(budget=99.0, least_coverage_fraction=0.5)
    assert best_plan(case.without_measures(), limits).plan.plants == ("5 kW",)
    both = best_plan(case, limits).plan
    assert (both.measures, both.plants, both.coverage_fraction) == (("pump",), ("3 kW",), 0.5)


def test_a_loan_allows_what_its_first_year_covers():
    # 10 money, 4 of it own: the loan of 6 costs 1.5 a year; the saving of 2 covers it 1.33 times.
    case = one_year(hand_meter([100]), [saving("mill", 10.0, [2])], worth=10.0)
    loan = Loan(own_money=4.0, most_debt=6.0, payment_per_debt=0.25, least_cover=1.3)
    assert best_plan(case, Limits(budget=99.0, loan=loan)).plan.measures == ("mill",)
    for tighter in (replace(loan, least_cover=1.4), replace(loan, most_debt=5.9)):
        assert best_plan(case, Limits(budget=99.0, loan=tighter)).plan.measures == ()


def test_a_saving_beyond_the_load_is_lost():
    case = one_year(hand_meter([3]), [saving("one", 0.0, [2]), saving("two", 0.0, [2])])
    assert plan_at(case, point_of(case, ["one", "two"])).saved_kwh == pytest.approx(3.0)


def test_a_charge_on_the_highest_hour_is_saved_by_what_lowers_that_hour_only():
    # Peak of 10 in the first hour, 8 in the second: 3 kW off the first lowers it to 8.
    case = one_year(hand_meter([10, 8], price=0.0, demand=5.0), [saving("peak", 1.0, [3, 0])])
    assert plan_at(case, point_of(case, ["peak"])).npv == pytest.approx(5.0 * 2 - 1.0)


@settings(max_examples=20, deadline=None)
@given(draw=draws)
def test_hours_averaged_into_longer_steps_never_make_a_plan_worth_less(draw):
    fine = drawn_case(draw, measures=3, sizes=2, demand=False)
    meter = fine.meters[0]
    meter = replace(meter, price_per_kwh=np.full(len(meter.load_kw), 0.3))
    fine = replace(fine, meters=(meter,))

    def mean(row):
        return row.reshape(-1, 4).mean(axis=1)

    coarse = SelectionCase(
        meters=(
            replace(
                meter,
                load_kw=mean(meter.load_kw),
                step_hours=4 * meter.step_hours[::4],
                price_per_kwh=meter.price_per_kwh[::4],
                period=meter.period[::4],
                carbon_kg_per_kwh=meter.carbon_kg_per_kwh[::4],
            ),
        ),
        measures=tuple(replace(m, saved_kw=mean(m.saved_kw)) for m in fine.measures),
        plants=tuple(replace(p, supply_kw=mean(p.supply_kw)) for p in fine.plants),
        years=fine.years,
    )
    for names in ([m.name for m in fine.measures], [fine.plants[0].name], [fine.plants[1].name]):
        exact = plan_at(fine, point_of(fine, names)).npv
        assert plan_at(coarse, point_of(coarse, names)).npv >= exact - 1e-6 * abs(exact)


@settings(max_examples=15, deadline=None)
@given(draw=draws)
def test_more_carbon_avoided_under_one_budget_is_never_worth_more(draw):
    case = drawn_case(draw, measures=4)
    points = carbon_frontier(case, Limits(budget=5e4), points=4)
    plans = [point.selection.plan for point in points]
    worths = [plan.npv for plan in plans]
    table = every_plan(case)
    most = table[table["capex"] <= 5e4]["avoided_kg"].max()
    assert plans[-1].avoided_kg == pytest.approx(most, rel=1e-6)
    assert all(after <= before + 1e-3 for before, after in pairwise(worths))
    assert all(plan.capex <= 5e4 for plan in plans)


@settings(max_examples=15, deadline=None)
@given(draw=draws)
def test_the_bars_of_the_abatement_curve_add_up_to_the_plan(draw):
    case = drawn_case(draw, measures=4)
    plan = best_plan(case, Limits(budget=2e5)).plan
    bars = abatement_curve(case, plan)
    assert {bar.name for bar in bars} == {*plan.measures, *plan.plants}
    assert sum(bar.npv for bar in bars) == pytest.approx(plan.npv, rel=SAME, abs=1e-6)
    tonnes = plan.avoided_kg * case.years.count.sum() / 1000
    assert sum(bar.avoided_t for bar in bars) == pytest.approx(tonnes, rel=SAME, abs=1e-9)


def test_bars_that_pay_are_ranked_by_worth_and_the_others_by_cost_per_tonne():
    # Worth 1 for 1 kWh is -1000/t, worth 2 for 10 kWh only -200/t; the second is worth more.
    offers = [
        saving("sparing", 0.0, [1]),
        saving("broad", 8.0, [10]),
        saving("dear", 9.0, [3]),
        saving("dearer", 9.0, [2]),
    ]
    case = one_year(hand_meter([100]), offers)
    bars = abatement_curve(case, plan_at(case, point_of(case, [each.name for each in offers])))
    assert [bar.name for bar in bars] == ["broad", "sparing", "dear", "dearer"]
    assert [bar.cost_per_t for bar in bars] == pytest.approx([-200.0, -1000.0, 2000.0, 3500.0])


def test_a_plan_is_bought_in_the_order_in_which_its_parts_pay_themselves_back():
    # 24 a year are 2 a month. Cash of 10 buys the lamps (10, 2 a month); they pay the pump
    # (6, 1 a month) in month 3, and both the mill (18, 1 a month) in month 9.
    offers = [saving("mill", 18.0, [12]), saving("lamps", 10.0, [24]), saving("pump", 6.0, [12])]
    case = one_year(hand_meter([1000]), offers)
    plan = plan_at(case, point_of(case, ["mill", "lamps", "pump"]))
    bought = purchase_order(case, plan, cash=10.0)
    assert [(part.name, part.month) for part in bought] == [("lamps", 0), ("pump", 3), ("mill", 9)]
    assert [part.cash_left for part in bought] == pytest.approx([0.0, 0.0, 0.0])
    broke = purchase_order(case, plan, cash=1.0)
    assert [part.month for part in broke] == [None, None, None]


def test_an_export_worth_more_than_a_purchase_is_refused_since_nothing_could_be_proved():
    with pytest.raises(InputError, match="credit_per_kwh"):
        one_year(hand_meter([10]), plants=[plant("sun", 1.0, [5], credit=1.1)])
    with pytest.raises(InputError, match="surplus_per_kwh"):
        plant("sun", 1.0, [5], credit=0.1, surplus=0.2)


def test_tangents_of_another_case_prove_nothing_and_are_refused():
    case = one_year(hand_meter([10]), [saving("lamp", 1.0, [2])])
    with pytest.raises(InputError, match="tangents"):
        best_plan(case, Limits(budget=1.0), tangents=Tangents.of(case.without_plants()))


def test_names_twice_unknown_meters_and_missing_values_are_refused():
    lamp = saving("lamp", 1.0, [2])
    for offers, field in (
        ([lamp, lamp], "names"),
        ([replace(lamp, meter="elsewhere")], "meter"),
        ([replace(lamp, saved_kw=np.array([1.0, 2.0]))], "saved_kw"),
    ):
        with pytest.raises(InputError, match=field):
            one_year(hand_meter([10]), offers)
    for wrong in (float("nan"), -1.0):
        with pytest.raises(InputError, match="capex"):
            saving("lamp", wrong, [2])
        with pytest.raises(InputError, match="budget"):
            Limits(budget=wrong)
    with pytest.raises(InputError, match="saved_kw"):
        saving("lamp", 1.0, [float("nan")])
    with pytest.raises(InputError, match="period"):
        replace(hand_meter([10, 10]), period=np.array([0, 2]), demand_price_per_kw=np.zeros(3))
