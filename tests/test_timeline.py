"""When money moves: permits, grants, returned tax, closing, dollars, months; by hand sums."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from project_finance.cash_flow import LINES_BEFORE_TAX, OUTLAY_LINES, TAXED_LINES
from project_finance.esco import GAINS as SHARED
from project_finance.esco import LEFT_AT_THE_END, OUTLAY, RUNNING_COSTS
from project_finance.incentives import read_incentives
from project_finance.project import Project
from project_finance.summary import GAINS, INVESTED, RUNNING, summary
from project_finance.tax import tax_flow
from project_finance.timeline.grant import Grant
from project_finance.timeline.monthly_flow import monthly_flow

CO, PE = read_incentives("CO"), read_incentives("PE")
FEW = settings(max_examples=25, deadline=None)


def project(**given_amounts) -> Project:
    """Return five years without growth, inflation or decay, but what is given."""
    still = {
        "capex": 1000.0,
        "discount_rate": 0.10,
        "pv_savings_year1": 400.0,
        "pv_kwh_year1": 4000.0,
        "om_per_year": 40.0,
        "tariff_escalation_fraction": 0.0,
        "inflation_fraction": 0.0,
        "degradation_fraction_per_year": 0.0,
        "horizon_years": 5,
    }
    return Project(**(still | given_amounts))


def line(name: str, **given_amounts) -> list[float]:
    """Return one line of such a project, year 0 first."""
    return project(**given_amounts).flow.yearly[name].to_list()


@pytest.mark.parametrize(
    "groups",
    [
        (OUTLAY_LINES, TAXED_LINES),
        (GAINS, INVESTED, RUNNING),
        (SHARED, RUNNING_COSTS, OUTLAY, LEFT_AT_THE_END),
    ],
)
def test_every_line_stands_in_exactly_one_group(groups):
    assert sorted(name for group in groups for name in group) == sorted(LINES_BEFORE_TAX)


def test_a_plant_of_nine_months_later_gives_a_quarter_of_its_first_year_and_ages_from_then():
    # Year 2 holds nine months of the plant's first year and three of its second.
    grown = {"tariff_escalation_fraction": 0.10, "degradation_fraction_per_year": 0.04}
    late = {"plant_delay_years": 0.75, "horizon_years": 3, **grown}
    ages = [0.25, 0.75 * 1 + 0.25 * 0.96, 0.75 * 0.96 + 0.25 * 0.92]
    prices = [1.0, 1.1, 1.21]
    expected = [400 * age * price for age, price in zip(ages, prices, strict=True)]
    assert line("pv_savings", **late) == pytest.approx([0.0, *expected])
    assert line("energy_kwh", **late) == pytest.approx([0.0, *(4000 * age for age in ages)])
    assert line("om_cost", **late) == pytest.approx([0.0, -10.0, -40.0, -40.0])


def test_measures_do_not_wait_for_the_permits_of_the_plant():
    both = {"efficiency_savings_year1": 50.0, "plant_delay_years": 1.5}
    assert line("efficiency_savings", **both) == [0.0] + [50.0] * 5
    assert line("pv_savings", **both) == pytest.approx([0.0, 0.0, 200.0, 400.0, 400.0, 400.0])


def test_payback_from_commissioning_is_that_from_spending_less_the_permits():
    at_once, late = (summary(project(plant_delay_years=wait).flow) for wait in (0.0, 1.0))
    assert at_once.simple_payback_years == pytest.approx(1000 / 360)
    assert late.simple_payback_years == pytest.approx(1 + 1000 / 360)
    assert late.simple_payback_from_commissioning_years == pytest.approx(1000 / 360)
    assert late.capex_per_first_year_savings_years == pytest.approx(1000 / 360)


def test_depreciation_begins_with_the_use_and_the_deduction_in_the_year_after_it():
    # Used from the middle of year 1: half of a third, then a third; 50 % deducted in year 2.
    waited = project(
        pv_savings_year1=0.0,
        om_per_year=0.0,
        plant_delay_years=0.5,
        tax_rules=CO,
        other_taxable_income=1e6,
    )
    tax = waited.flow.tax.yearly
    assert tax["depreciation"].to_list() == pytest.approx(
        [1000 / 6, 1000 / 3, 1000 / 3, 1000 / 6, 0.0]
    )
    assert tax["deduction_used"].to_list() == pytest.approx([0.0, 500.0, 0.0, 0.0, 0.0])


def test_what_works_at_once_is_depreciated_at_once_and_the_rest_with_the_plant():
    # 400 of 1,000 work at once, 100 of them with the certificate as all of the plant's 600: a
    # third a year of what is certified, a tenth of the rest; the plant's begin in half a year.
    tax = project(
        plant_delay_years=0.5,
        incentive_capex=700.0,
        at_once_capex=400.0,
        at_once_incentive_capex=100.0,
        tax_rules=CO,
        other_taxable_income=1e6,
        horizon_years=15,
    ).flow.tax
    depreciation = tax.yearly["depreciation"].to_list()
    first, then = 100 / 3 + 30, 600 / 3
    fourth = 30 + 600 / 6
    assert depreciation[:5] == pytest.approx(
        [first + 100, first + then, first + then, fourth, 30.0]
    )
    assert sum(depreciation) == pytest.approx(1000.0)


@pytest.mark.parametrize(
    "parts", [(1001.0, None), (400.0, 401.0), (400.0, 99.0), (math.nan, None), (800.0, 701.0)]
)
def test_parts_of_the_outlay_that_do_not_fit_together_are_refused(parts):
    at_once, certified = parts
    with pytest.raises(InputError, match="at_once"):
        _ = project(
            incentive_capex=700.0,
            at_once_capex=at_once,
            at_once_incentive_capex=certified,
            tax_rules=CO,
            other_taxable_income=0.0,
        ).flow


def test_a_grant_comes_in_its_year_and_what_it_pays_is_not_written_off():
    gift = (Grant(name="fund", amount=300.0, month=14),)
    flow = project(grants=gift, tax_rules=CO, other_taxable_income=1e6).flow
    assert flow.yearly["grants"].to_list() == [0.0, 0.0, 300.0, 0.0, 0.0, 0.0]
    assert flow.tax.yearly["depreciation"].sum() == pytest.approx(700.0)
    assert flow.tax.yearly["deduction_used"].sum() == pytest.approx(350.0)
    assert any("grant" in str(note.what) and note.kind == "warning" for note in flow.notes)
    assert summary(flow).capex == 1000.0


def test_a_grant_beyond_the_outlay_leaves_nothing_to_write_off_and_is_not_taxed():
    gift = (Grant(name="fund", amount=5000.0),)
    flow = project(grants=gift, tax_rules=CO, other_taxable_income=0.0).flow
    assert flow.tax.yearly["depreciation"].sum() == 0.0
    assert flow.tax.yearly["tax_with_project"].to_list() == pytest.approx([0.35 * 360.0] * 5)


def test_returned_tax_costs_only_the_interest_of_the_time_between():
    advanced = project(vat_recovered=180.0, vat_return_months=8)
    yearly, without = advanced.flow.yearly, project().flow.yearly
    assert yearly["vat"].to_list()[:2] == [-180.0, 0.0]
    assert yearly["vat_returned"].to_list()[:2] == [0.0, 180.0]
    assert yearly["net_after_tax"].sum() == pytest.approx(without["net_after_tax"].sum())
    lost = summary(project().flow).npv - summary(advanced.flow).npv
    assert lost == pytest.approx(180 - 180 / 1.1)
    assert summary(advanced.flow).capex == 1000.0
    assert summary(advanced.flow).own_outlay == 1180.0


def test_what_is_left_at_the_end_is_taxed_beyond_its_book_value():
    # Five of ten years are written off by then: 500 of the outlay is still in the books.
    tax = {"tax_rules": CO.ordinary(), "other_taxable_income": 1e6}
    sold = project(salvage=800.0, dismantling=100.0, **tax).flow.yearly
    scrapped = project(**tax).flow.yearly
    assert sold["salvage"].to_list() == [0.0] * 5 + [800.0]
    assert sold["dismantling"].to_list() == [0.0] * 5 + [-100.0]
    more = sold["tax_delta"] - scrapped["tax_delta"]
    assert more.to_list() == pytest.approx([0.0] * 5 + [-0.35 * 700.0])
    assert sold["net_after_tax"].iloc[-1] - scrapped["net_after_tax"].iloc[-1] == pytest.approx(455)
    # With a book value of 500, a sale at 500 leaves neither gain nor loss beyond year 5's tenth.
    even = project(salvage=500.0, **tax).flow.tax.yearly.iloc[-1]
    assert even["net_savings"] - even["depreciation"] == pytest.approx(360 - 100)


def test_a_mine_that_closes_ends_the_flow_and_renews_nothing_any_more():
    ends = project(closes_after_years=3, replacements={2: 10.0, 3: 10.0, 4: 10.0}, salvage=50.0)
    yearly = ends.flow.yearly
    assert yearly.index.to_list() == [0, 1, 2, 3]
    assert yearly["replacement_cost"].to_list() == [0.0, 0.0, -10.0, 0.0]
    assert yearly["salvage"].to_list() == [0.0, 0.0, 0.0, 50.0]
    assert line("pv_savings", closes_after_years=9) == line("pv_savings")


def test_a_tariff_factor_moves_its_own_line_in_its_years_and_ends_with_the_mine():
    factors = {"pv_savings": [1.0, 1.0, 1.2, 1.2, 1.2]}
    dear = project(
        export_income_year1=50.0,
        efficiency_savings_year1=30.0,
        tariff_escalation_fraction=0.5,
        tariff_factors=factors,
        closes_after_years=3,
    )
    yearly = dear.flow.yearly
    assert yearly["pv_savings"].to_list() == pytest.approx([0.0, 400.0, 600.0, 900.0 * 1.2])
    assert yearly["export_income"].to_list() == pytest.approx([0.0, 50.0, 75.0, 112.5])
    assert yearly["efficiency_savings"].to_list() == pytest.approx([0.0, 30.0, 45.0, 67.5])
    by_month = monthly_flow(dear).monthly["pv_savings"]
    assert by_month.loc[25:36].sum() == pytest.approx(1080.0)


def test_incomes_given_by_year_are_cut_where_the_mine_closes():
    rows = {"tax_rules": CO, "other_taxable_income": [10.0, 20.0, 30.0, 40.0, 50.0]}
    tax = project(closes_after_years=2, **rows).flow.tax.yearly
    assert tax["tax_without_project"].to_list() == pytest.approx([3.5, 7.0])


def test_the_part_of_a_renewal_priced_in_dollars_follows_the_dollar():
    prices = {"replacements": {1: 100.0, 3: 100.0}, "inflation_fraction": 0.05}
    dollars = {"foreign_fraction": 0.6, "usd_rate_growth_fraction": 0.10}
    cost = line("replacement_cost", **prices, **dollars)
    assert cost[1] == pytest.approx(-100.0)
    assert cost[3] == pytest.approx(-100 * (0.4 * 1.05**2 + 0.6 * 1.10**2))
    told = line("replacement_cost", **prices, **dollars, foreign_replacements={3: 20.0})
    assert told[1] == pytest.approx(-100.0)
    assert told[3] == pytest.approx(-(80 * 1.05**2 + 20 * 1.10**2))
    with pytest.raises(InputError, match="foreign_replacements"):
        line("replacement_cost", **prices, **dollars, foreign_replacements={1: 101.0})
    untold = line("replacement_cost", **prices, foreign_fraction=0.6)
    assert untold[3] == pytest.approx(-100 * 1.05**2)


def test_a_small_firm_of_peru_pays_a_tenth_on_its_first_fifteen_units():
    # UIT of 2025: 5350 PEN; 15 of them are 80 250 PEN.
    small = PE.small_firm()
    paid = small.income_tax(np.array([0.0, 50_000.0, 80_250.0, 200_000.0]))
    assert paid.tolist() == pytest.approx([0.0, 5_000.0, 8_025.0, 8_025.0 + 0.295 * 119_750.0])
    assert PE.income_tax(np.array([200_000.0])).tolist() == pytest.approx([59_000.0])
    with pytest.raises(InputError, match="general"):
        CO.small_firm()


@FEW
@given(
    gains=st.lists(st.floats(-200, 500), min_size=8, max_size=8),
    other=st.floats(-300, 900),
    capex=st.floats(0, 900),
    wait=st.sampled_from([0.0, 0.75, 2.0]),
    rules=st.sampled_from([CO, replace(PE.small_firm(), reduced_tax_up_to=120.0)]),
)
def test_a_benefit_is_never_above_the_tax_due_and_no_deduction_goes_missing(
    gains, other, capex, wait, rules
):
    tax = tax_flow(
        gains, capex=capex, rules=rules, other_taxable_income=other, in_use_after_years=wait
    )
    yearly, near = tax.yearly, 1e-9 * (1 + capex + 1000)
    assert (yearly["tax_with_project"] >= 0).all()
    assert (-yearly["tax_delta"] <= yearly["tax_without_project"] + near).all()
    assert (yearly["deduction_used"] <= yearly["deduction_limit"] + near).all()
    deducted = yearly["deduction_used"].sum() + yearly["deduction_lapsed"].sum()
    assert deducted == pytest.approx(rules.deduction_fraction * capex, abs=near)
    assert yearly["depreciation"].sum() == pytest.approx(capex, abs=near)


SEASONS = st.lists(st.floats(0, 1), min_size=12, max_size=12).filter(lambda row: sum(row) > 0.1)


@FEW
@given(
    wait=st.integers(0, 24),
    seasons=SEASONS,
    grant_month=st.integers(0, 36),
    closes=st.sampled_from([None, 3]),
)
def test_the_months_of_a_year_add_up_to_it_line_by_line(wait, seasons, grant_month, closes):
    whole = project(
        efficiency_savings_year1=70.0,
        export_income_year1=30.0,
        plant_delay_years=wait / 12,
        grants=(Grant(name="fund", amount=100.0, month=grant_month),),
        vat_recovered=190.0,
        vat_return_months=5,
        replacements={2: 20.0},
        salvage=40.0,
        dismantling=15.0,
        closes_after_years=closes,
        inflation_fraction=0.04,
        tax_rules=CO,
        other_taxable_income=200.0,
    )
    shares = np.array(seasons) / sum(seasons)
    flow = monthly_flow(whole, {"pv_savings": shares, "efficiency_savings": shares})
    year = -(-flow.monthly.index.to_numpy() // 12)
    summed = flow.monthly.groupby(year).sum()
    for name in (*LINES_BEFORE_TAX, "tax_delta", "net_before_tax", "net_after_tax"):
        expected = whole.flow.yearly[name].to_numpy()
        assert summed[name].to_numpy() == pytest.approx(expected, rel=1e-12, abs=1e-9), name
    before = flow.monthly.loc[:wait, ["pv_savings", "export_income", "om_cost"]]
    assert not before.to_numpy().any()


def test_the_lowest_purse_and_the_month_of_the_payback_are_read_from_the_months():
    # 1000 out, the plant from month 7 on at 30 a month: 1000 / 30 is 33.3, back in month 6 + 34.
    flow = monthly_flow(project(pv_savings_year1=360.0, om_per_year=0.0, plant_delay_years=0.5))
    assert (flow.lowest, flow.lowest_month) == (-1000.0, 0)
    assert flow.payback_month == 40
    poor = monthly_flow(project(pv_savings_year1=10.0))
    assert poor.payback_month is None
    assert poor.lowest_month == 60  # upkeep of 40 a year against 10


def test_a_plant_that_works_a_month_whose_season_is_nothing_is_shared_evenly():
    rains = [0.0] * 3 + [1 / 9] * 9
    dry = {"pv_savings": rains[::-1]}  # nothing in the last three months of a year
    flow = monthly_flow(project(plant_delay_years=0.75), dry)
    assert flow.monthly["pv_savings"].loc[10:12].to_list() == pytest.approx([100 / 3] * 3)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"plant_delay_years": 2.5}, "plant_delay_years"),
        ({"plant_delay_years": math.nan}, "plant_delay_years"),
        ({"salvage": -1.0}, "salvage"),
        ({"dismantling": math.nan}, "dismantling"),
        ({"vat_recovered": -1.0}, "vat_recovered"),
        ({"vat_recovered": 1.0, "vat_return_months": 61}, "vat_returned.month"),
        ({"grants": (Grant(name="fund", amount=1.0, month=61),)}, "grants.month"),
        ({"closes_after_years": 0}, "closes_after_years"),
        ({"tariff_factors": {"om_cost": [1.0] * 5}}, "tariff_factors"),
        ({"tariff_factors": {"pv_savings": [1.0] * 4}}, "one a year"),
        ({"tariff_factors": {"pv_savings": [math.nan] * 5}}, "pv_savings"),
        ({"foreign_fraction": 1.5}, "foreign_fraction"),
        ({"foreign_fraction": 0.5, "usd_rate_growth_fraction": -1.0}, "usd_rate_growth_fraction"),
        ({"incentive_capex": 1001.0, "tax_rules": CO, "other_taxable_income": 0.0}, "incentive"),
    ],
)
def test_wrong_timing_is_refused_by_name(changed, named):
    with pytest.raises(InputError, match=named):
        _ = project(**changed).flow


@pytest.mark.parametrize("shares", [[0.1] * 12, [1.0], [math.nan] * 12])
def test_shares_that_are_not_a_year_are_refused(shares):
    with pytest.raises(InputError, match="shares"):
        monthly_flow(project(), {"pv_savings": shares})
    with pytest.raises(InputError, match="om_cost"):
        monthly_flow(project(), {"om_cost": [1 / 12] * 12})


def test_a_grant_of_less_than_nothing_or_before_the_spending_is_refused():
    with pytest.raises(InputError, match=r"grant\.amount"):
        Grant(name="fund", amount=-1.0)
    with pytest.raises(InputError, match=r"grant\.month"):
        Grant(name="fund", amount=1.0, month=-1)
