"""Where the money comes from, how far the loan is from its covenant, what the page says of it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from pilot_runs import studied

from equipment_catalog.messages import message
from mine_study.charts.dscr import cover_finding
from mine_study.debt_limits import largest_loan, least_tariff_factor
from mine_study.debt_study import study_debt
from mine_study.language import Reader
from mine_study.money import Worth
from mine_study.reports.figures import Figures
from mine_study.reports.loan_sources import sources_table
from mine_study.reports.loan_verdict import with_broken_line
from mine_study.reports.purchases import purchases
from mine_study.reports.verdict import verdict
from project_finance.debt.plan import plan_debt
from project_finance.debt.terms import DebtTerms
from project_finance.project import Project
from project_finance.summary import summary
from project_finance.timeline.grant import Grant

PLAIN = Project(
    capex=1000.0,
    pv_savings_year1=400.0,
    om_per_year=40.0,
    discount_rate=0.10,
    tariff_escalation_fraction=0.0,
    inflation_fraction=0.0,
    degradation_fraction_per_year=0.0,
    horizon_years=5,
)
TERMS = DebtTerms(kind="annuity", rate=0.0, years=3, loan_amount=600.0, covenant_dscr=1.2)
ENGLISH = Figures(Reader("en", "CO"), "COP")


def test_the_largest_loan_and_the_least_tariff_just_keep_the_covenant() -> None:
    # 360 of cash: 300 a year are covered 1.2 times, so 900 may be lent; 200 a year need 240 of
    # cash, which 280 of savings leave: 0.7 of the tariff.
    debt = plan_debt(PLAIN.flow, TERMS)
    assert largest_loan(debt) == pytest.approx(900.0)
    assert least_tariff_factor(PLAIN, debt) == pytest.approx(0.7, abs=1e-5)
    again = plan_debt(PLAIN.flow, replace(TERMS, loan_amount=900.0))
    assert again.cover.dscr_min == pytest.approx(1.2)


def test_no_tariff_saves_a_loan_whose_plan_saves_nothing() -> None:
    idle = replace(PLAIN, pv_savings_year1=0.0)
    debt = plan_debt(idle.flow, TERMS)
    assert (largest_loan(debt), least_tariff_factor(idle, debt)) == (None, None)


def lent(**update: object):
    """Return the pilot with a grant of year 0 and a loan."""
    pilot = studied()
    whole = pilot.money.whole
    gift = Grant(name="fund", amount=0.2 * whole.figures.capex)
    project = replace(whole.project, grants=(gift,))
    worth = Worth(project=project, figures=summary(project.flow))
    terms = {"kind": "annuity", "rate": 0.12, "years": 7, "loan_fraction": 0.5} | update
    keys = pilot.study.model_copy(update={"debt": pilot.study.debt.model_copy(update=terms)})
    money = replace(pilot.money, whole=worth)
    return replace(pilot, study=keys, money=money, debt=study_debt(keys, worth))


def test_uses_and_sources_of_year_0_add_up_to_the_same() -> None:
    result = lent(reserve_months=6)
    table = sources_table(result, result.debt, ENGLISH)
    assert table.total is not None
    assert table.total[1] == table.total[2]
    names = [row[0] for row in table.rows]
    assert {"investment", "reserve for the debt service", "loan", "grant received in year 0"} <= {
        *names
    }


def test_a_loan_that_the_cash_does_not_pay_is_no_do_it() -> None:
    assert str(verdict(lent(), ENGLISH)).startswith("Do it")
    unpaid = str(verdict(lent(years=1, loan_fraction=0.9), ENGLISH))
    assert unpaid.startswith("Do not sign this loan as it stands: in year 1 ")
    assert "in steps" not in unpaid


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (900.0, ""),
        (900.15, "covers it 1.1998 times, below the agreed 1.20"),
        (902.0, "covers it 1.197 times, below the agreed 1.20"),
        (1000.0, "1.08 times"),
    ],
)
def test_the_verdict_says_but_of_a_loan_below_its_agreed_cover(amount: float, told: str) -> None:
    # 360 of cash over a third of the loan each year: 1.2, 1.1998, 1.1973 and 1.08 times.
    approval = message("Do it.")
    cover = plan_debt(PLAIN.flow, replace(TERMS, loan_amount=amount)).cover
    said = with_broken_line(approval, cover, ENGLISH)
    assert said is approval if not told else told in str(said)
    assert str(said).startswith("Do it.")


@pytest.mark.parametrize("amount", [900.15, 902.0, 1000.0, 1081.0])
def test_verdict_and_chart_tell_the_same_cover(amount: float) -> None:
    cover = plan_debt(PLAIN.flow, replace(TERMS, loan_amount=amount)).cover
    said = str(with_broken_line(message("Do it."), cover, ENGLISH))
    told = ENGLISH.cover(cover.dscr_min, line=1.2)
    assert f" {told} times" in said
    assert f" {told} times" in str(cover_finding(cover))


def test_no_rounding_lifts_a_cover_to_the_line_it_breaks() -> None:
    covers = (1.197, 1.19981, 1.2 - 1e-15, 1.194, None)
    told = ["1.197", "1.1998", "1.20", "1.19", "—"]
    assert [ENGLISH.cover(cover, line=1.2) for cover in covers] == told
    assert [ENGLISH.cover(cover, line=1.205) for cover in (1.205, 1.2049)] == ["1.205", "1.2049"]
    assert (ENGLISH.cover(1.197), ENGLISH.cover(0.9996)) == ("1.20", "0.9996")


def test_what_the_decision_leaves_out_is_nothing_to_buy() -> None:
    pilot = studied()
    assert any("Solar plant" in str(item.name) for item in purchases(pilot))
    poor = replace(pilot.money.whole.figures, npv=-math.inf)
    whole = replace(pilot.money.whole, figures=poor)
    alone = replace(pilot, money=replace(pilot.money, pv=whole, whole=whole))
    bought = purchases(alone)
    assert bought
    assert not any("Solar plant" in str(item.name) for item in bought)
