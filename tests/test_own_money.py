"""The budget pays the mine's own money: what a loan or a gift of year 0 brings is not asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pilot_runs import EXAMPLE, studied

from mine_study.case import open_case
from mine_study.debt_study import own_money, study_debt
from mine_study.language import Reader
from mine_study.money import Worth
from mine_study.register.money_notes import money_notes
from mine_study.reports.figures import Figures
from mine_study.reports.purchases import purchases
from mine_study.reports.verdict import verdict
from project_finance.summary import summary
from project_finance.timeline.grant import Grant

LOAN = {"kind": "annuity", "rate": 0.12, "years": 7, "loan_fraction": 0.7, "grace_years": 1}
ENGLISH = Figures(Reader("en", "CO"), "COP")


def lent():
    """Return the pilot with a loan of 70 % of its outlay."""
    pilot = studied()
    keys = pilot.study.model_copy(update={"debt": pilot.study.debt.model_copy(update=LOAN)})
    return replace(pilot, study=keys, debt=study_debt(keys, pilot.money.whole))


def given(month=0):
    """Return the pilot with a gift of 70 % of its outlay in some month."""
    pilot = studied()
    whole = pilot.money.whole
    gift = Grant(name="fund", amount=0.7 * whole.figures.capex, month=month)
    project = replace(whole.project, grants=(gift,))
    worth = Worth(project=project, figures=summary(project.flow))
    return replace(pilot, money=replace(pilot.money, whole=worth))


def with_budget(result, share):
    """Return a study whose budget is a share of what its plan costs."""
    cost = result.money.whole.figures.capex / result.study.prices.usd_rate
    finance = result.study.finance.model_copy(update={"budget_usd": share * cost})
    return replace(result, study=result.study.model_copy(update={"finance": finance}))


def warnings_of(result):
    """Return what the register warns of the budget."""
    case = replace(open_case(EXAMPLE, ()), study=result.study)
    notes = money_notes(case, result.sites, result.bills, result.money, result.debt)
    return [note for note in notes if str(note.source) == "finance.budget_usd"]


@pytest.mark.parametrize("helped", [lent, given])
@pytest.mark.parametrize(
    ("share", "begins"),
    [
        (1.01, "Do it: the plan costs"),
        (0.31, "Do it: the plan is worth"),
        (0.29, "Do it, in steps"),
    ],
)
def test_a_loan_or_a_gift_that_closes_the_gap_of_the_budget_needs_no_steps(helped, share, begins):
    result = with_budget(helped(), share)
    said = ENGLISH.say(verdict(result, ENGLISH))
    assert said.startswith(begins)
    enough = share > 0.3
    assert len(warnings_of(result)) == (not enough)
    assert all(item.within_budget for item in purchases(result)) == enough
    whole = result.money.whole
    own = ENGLISH.rounded(0.3 * whole.figures.capex / result.study.prices.usd_rate, "USD")
    assert (own in said) == (share < 1)
    assert own_money(whole, result.debt) == pytest.approx(0.3 * whole.figures.capex)


def test_a_gift_that_comes_later_does_not_pay_what_is_spent_before():
    result = with_budget(given(month=12), 0.9)
    (warned,) = warnings_of(result)
    cost = result.money.whole.figures.capex / result.study.prices.usd_rate
    assert str(warned.value) == f"USD {cost:,.0f} against USD {0.9 * cost:,.0f}"
    assert ENGLISH.say(verdict(result, ENGLISH)).startswith("Do it, in steps")
