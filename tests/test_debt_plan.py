"""A project with its loan: the owner's flow, tax relief, cover and warnings, by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from project_finance.debt.plan import plan_debt
from project_finance.debt.terms import DebtTerms
from project_finance.incentives import read_incentives
from project_finance.metrics import npv
from project_finance.project import Project
from project_finance.tax import tax_flow
from project_finance.timeline.grant import Grant

close = pytest.approx
ORDINARY = replace(
    read_incentives("CO"),
    income_tax_fraction=0.30,
    ordinary_depreciation_fraction=0.25,
    minimum_tax_fraction=0.0,
).ordinary()


def project_of(*, rules=None, income=1e6, **given_flow):
    flow = {
        "capex": 1000.0,
        "pv_savings_year1": 400.0,
        "discount_rate": 0.10,
        "tariff_escalation_fraction": 0.0,
        "inflation_fraction": 0.0,
        "degradation_fraction_per_year": 0.0,
        "horizon_years": 5,
        **given_flow,
    }
    taxed = {} if rules is None else {"tax_rules": rules, "other_taxable_income": income}
    return Project(**flow, **taxed).flow


def words(plan):
    return [str(note.what) for note in plan.notes]


def test_cash_that_comes_once_covers_no_loan_though_it_is_the_owners():
    # 400 a year beside 200 to pay; a grant of 300 in month 6, tax of 190 given back in month 12
    # and 500 for the old plant in year 5 change no cover; the owner has each of them.
    once = {
        "grants": (Grant(name="fund", amount=300.0, month=6),),
        "vat_recovered": 190.0,
        "vat_return_months": 12,
        "salvage": 500.0,
    }
    terms = DebtTerms(kind="annuity", rate=0.0, years=3, loan_amount=600.0)
    plan = plan_debt(project_of(**once), terms)
    assert plan.cover.yearly["dscr"].to_list()[:3] == close([2.0, 2.0, 2.0])
    assert (plan.cover.llcr, plan.cover.plcr) == close((1200 / 600, 2000 / 600))
    owner = plan.yearly["equity_after_tax"].to_list()
    assert owner == close([-1190 + 600, 200 + 300 + 190, 200, 200, 400, 900])


def test_owner_and_lender_share_the_projects_flow_line_by_line():
    # 600 at 10 % in three equal parts: 260, 240, 220. Reserve of half of the next year.
    terms = DebtTerms(
        kind="equal_principal", rate=0.10, years=3, loan_fraction=0.6, reserve_months=6
    )
    plan = plan_debt(project_of(), terms)
    assert plan.amount == 600.0
    assert plan.yearly["debt_service"].to_list() == close([0, -260, -240, -220, 0, 0])
    assert plan.yearly["reserve_flow"].to_list() == close([-130, 10, 10, 110, 0, 0])
    assert plan.yearly["equity_after_tax"].to_list() == close([-530, 150, 170, 290, 400, 400])
    assert plan.cover.dscr_min == close(400 / 260)
    assert plan.equity.outlay == close(530.0)
    assert plan.tax is None


def test_interest_lowers_the_tax_and_the_owner_keeps_what_it_saves():
    # Income 400 - 250 depreciation, taxed at 30 %: 45 a year, 120 in the fifth; interest 60,
    # 40, 20 saves 18, 12, 6.
    terms = DebtTerms(kind="equal_principal", rate=0.10, years=3, loan_fraction=0.6)
    assess = partial(tax_flow, capex=1000.0, rules=ORDINARY, other_taxable_income=1e6)
    plan = plan_debt(project_of(rules=ORDINARY), terms, assess_tax=assess)
    assert plan.yearly["interest_tax_relief"].to_list() == close([0, 18, 12, 6, 0, 0], abs=1e-9)
    assert plan.yearly["equity_after_tax"].to_list() == close([-400, 113, 127, 141, 355, 280])
    assert plan.yearly["equity_before_tax"].to_list() == close([-400, 140, 160, 180, 400, 400])
    assert plan.cover.yearly["dscr"].to_list()[:3] == close([355 / 260, 355 / 240, 355 / 220])


def test_the_relief_of_the_interest_helps_to_pay_before_the_reserve_does():
    # Renewal of 200 in year 2: 400 - 200 - 250 = -50, which saves 15 of other tax: 215 for a
    # service of 240. The relief of 12 leaves 13 for the reserve of 120 to pay.
    terms = DebtTerms(
        kind="equal_principal", rate=0.10, years=3, loan_fraction=0.6, reserve_months=6
    )
    assess = partial(tax_flow, capex=1000.0, rules=ORDINARY, other_taxable_income=1e6)
    plan = plan_debt(project_of(rules=ORDINARY, replacements={2: 200.0}), terms, assess_tax=assess)
    assert plan.reserve["balance"].to_list() == close([130, 120, 107, 0, 0, 0])
    assert plan.yearly.loc[2, "equity_after_tax"] == close(0.0, abs=1e-9)


def test_interest_is_worth_nothing_to_an_owner_who_pays_no_tax():
    losses = -1e6
    assess = partial(tax_flow, capex=1000.0, rules=ORDINARY, other_taxable_income=losses)
    terms = DebtTerms(kind="bullet", rate=0.10, years=3, loan_fraction=0.6)
    plan = plan_debt(project_of(rules=ORDINARY, income=losses), terms, assess_tax=assess)
    assert plan.yearly["interest_tax_relief"].abs().max() == 0.0


def test_interest_can_cost_the_special_deduction_its_room():
    # 1000 at 50 %: 500 to deduct, in the first year only, at most half of the income. Income of
    # year 1: 800 + 400 - 200 = 1000 takes all 500. Interest of 100 leaves 900, which takes 450:
    # taxable 450 instead of 500, so that a relief of 30 % x 50 remains of 30 % x 100.
    rules = replace(
        read_incentives("CO"),
        income_tax_fraction=0.30,
        deduction_years=1.0,
        accelerated_depreciation_fraction=0.20,
        minimum_tax_fraction=0.0,
    )
    assess = partial(tax_flow, capex=1000.0, rules=rules, other_taxable_income=800.0)
    terms = DebtTerms(kind="bullet", rate=0.10, years=1, loan_fraction=1.0)
    plan = plan_debt(project_of(rules=rules, income=800.0), terms, assess_tax=assess)
    assert plan.yearly.loc[1, "interest_tax_relief"] == close(15.0)
    assert plan.tax.deduction_lost == close(50.0)


kinds = st.sampled_from(["annuity", "equal_principal", "bullet", "sculpted"])


@given(kinds, st.floats(0.0, 0.3), st.integers(1, 5), st.floats(0.0, 1.0))
def test_a_loan_at_the_owners_own_rate_changes_no_present_value(kind, rate, years, fraction):
    project = project_of(discount_rate=rate)
    terms = DebtTerms(kind=kind, rate=rate, years=years, loan_fraction=fraction, dscr_target=1e-3)
    plan = plan_debt(project, terms)
    assert plan.amount == close(1000.0 * fraction)
    worth = npv(rate, project.yearly["net_after_tax"])
    assert plan.equity.npv_after_tax == close(worth, abs=1e-6)


@given(kinds, st.floats(0.0, 0.3), st.integers(1, 5), st.floats(0.0, 12.0))
def test_the_owners_cash_is_the_projects_less_the_cost_of_money(kind, rate, years, months):
    terms = DebtTerms(
        kind=kind,
        rate=rate,
        years=years,
        loan_fraction=0.7,
        reserve_months=months,
        dscr_target=1e-3,
    )
    project = project_of()
    plan = plan_debt(project, terms)
    paid = project.yearly["net_after_tax"].sum() - plan.yearly["equity_after_tax"].sum()
    assert paid == close(plan.account["interest"].sum(), abs=1e-6)


def test_cheap_debt_raises_the_owners_rate_and_dear_debt_lowers_it():
    project_irr = plan_debt(
        project_of(), DebtTerms(kind="annuity", rate=0.1, years=5, loan_amount=0.0)
    ).equity.irr_after_tax
    cheap, dear = (
        plan_debt(
            project_of(), DebtTerms(kind="annuity", rate=rate, years=5, loan_fraction=0.5)
        ).equity.irr_after_tax
        for rate in (project_irr - 0.1, project_irr + 0.1)
    )
    assert dear < project_irr < cheap


def test_an_owner_without_own_money_has_no_rate_of_return():
    terms = DebtTerms(kind="annuity", rate=0.1, years=5, loan_fraction=1.0)
    plan = plan_debt(project_of(), terms)
    assert plan.equity.outlay == 0.0
    assert (plan.equity.irr_after_tax, plan.equity.mirr_after_tax) == (None, None)
    assert plan.equity.npv_after_tax > 0


def test_a_year_of_renewal_below_the_covenant_is_named_and_what_the_owner_pays_is_said():
    # Renewal of 350 in year 2 leaves 50 for a service of 200 (600 at 0 % in 3 years).
    terms = DebtTerms(
        kind="annuity", rate=0.0, years=3, loan_fraction=0.6, covenant_dscr=1.2, reserve_months=6
    )
    plan = plan_debt(project_of(replacements={2: 350.0}), terms)
    assert plan.cover.years_below_covenant == (2,)
    assert plan.cover.dscr_min == close(0.25)
    assert plan.reserve["balance"].to_list() == close([100, 100, 0, 0, 0, 0])
    assert plan.reserve.loc[2, "unmet"] == close(50.0)
    assert plan.yearly["equity_after_tax"].to_list() == close([-500, 200, -50, 200, 400, 400])
    assert "The cover is below the agreed one in year 2" in words(plan)
    assert "50 from the owner" in [str(note.value) for note in plan.notes]


def test_interest_that_a_sculpted_loan_adds_to_itself_is_warned_of():
    terms = DebtTerms(kind="sculpted", rate=0.1, years=3, dscr_target=1.2)
    plan = plan_debt(project_of(replacements={1: 390.0}), terms)
    assert plan.account.loc[1, "principal"] < 0
    assert "The payment is below the interest in year 1" in words(plan)
    assert plan.account["closing"].iloc[-1] == 0.0


def test_interest_added_in_the_grace_is_agreed_and_no_warning():
    terms = DebtTerms(
        kind="annuity",
        rate=0.1,
        years=3,
        loan_fraction=0.5,
        grace_years=1,
        grace_interest="capitalised",
    )
    plan = plan_debt(project_of(), terms)
    assert plan.account.loc[1, "principal"] == close(-50.0)
    assert [note.kind for note in plan.notes] == ["assumption"]


def test_what_bounds_the_loan_is_said():
    asked = DebtTerms(kind="annuity", rate=0.1, years=5, loan_amount=900.0, gearing_cap=0.7)
    plan = plan_debt(project_of(), asked)
    assert (plan.amount, plan.limited_by) == (700.0, "gearing")
    assert "The loan is bounded by the part of the outlay that is lent" in words(plan)
    bound = plan_debt(project_of(), replace(asked, gearing_cap=1.0, dscr_target=4.0))
    assert bound.limited_by == "cover"
    assert bound.cover.dscr_min == close(4.0)


def test_value_added_tax_is_part_of_the_outlay_that_is_lent():
    terms = DebtTerms(kind="annuity", rate=0.1, years=5, loan_fraction=0.5)
    assert plan_debt(project_of(vat_paid=190.0), terms).amount == close(595.0)


def test_the_owners_own_rate_may_differ_from_the_projects():
    terms = DebtTerms(kind="annuity", rate=0.1, years=5, loan_fraction=0.5)
    plan = plan_debt(project_of(), terms, equity_discount_rate=0.2)
    assert plan.equity.discount_rate == 0.2
    assert plan.equity.npv_after_tax == close(npv(0.2, plan.yearly["equity_after_tax"]))


def test_an_assessment_that_is_not_the_projects_is_refused():
    terms = DebtTerms(kind="annuity", rate=0.1, years=5, loan_fraction=0.5)
    other = partial(tax_flow, capex=900.0, rules=ORDINARY, other_taxable_income=1e6)
    taxed = project_of(rules=ORDINARY)
    for project, assess in ((taxed, other), (taxed, None), (project_of(), other)):
        with pytest.raises(InputError, match=r"^assess_tax: "):
            plan_debt(project, terms, assess_tax=assess)


def test_a_project_that_spends_nothing_has_nothing_to_lend_on():
    terms = DebtTerms(kind="annuity", rate=0.1, years=5, loan_fraction=0.5)
    with pytest.raises(InputError, match=r"^project: "):
        plan_debt(project_of(capex=0.0), terms)


def test_the_lines_of_a_plan_add_up():
    terms = DebtTerms(kind="annuity", rate=0.1, years=4, loan_fraction=0.5, reserve_months=3)
    assess = partial(tax_flow, capex=1000.0, rules=ORDINARY, other_taxable_income=1e6)
    yearly = plan_debt(project_of(rules=ORDINARY), terms, assess_tax=assess).yearly
    loan = yearly[["loan_drawn", "debt_service", "reserve_flow"]].sum(axis=1)
    after = yearly["project_after_tax"] + loan + yearly["interest_tax_relief"]
    assert np.allclose(yearly["equity_after_tax"], after)
    assert np.allclose(yearly["equity_before_tax"], yearly["project_before_tax"] + loan)
