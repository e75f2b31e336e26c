"""The first page's answer: do it or not."""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.debt_study import own_money
from mine_study.reports.loan_verdict import other_loan, with_broken_line
from mine_study.reports.purchases import better_part

if TYPE_CHECKING:
    from mine_study.money import Worth
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def verdict(result: StudyResult, write: Figures) -> Message:
    """Return one sentence: what to do with the plan, and why."""
    whole = result.money.whole
    if whole.figures.capex <= 0:
        return message("Nothing to buy: no measure pays for itself and no plant is asked for.")
    part = better_part(result)
    if part is not None:
        name, worth = part
        alike = write.rounded(worth.figures.npv) == write.rounded(whole.figures.npv)
        said = write.money if alike else write.rounded
        return message(
            "Do only this part: {part}. Alone it is worth {npv} today after tax and pays back in "
            "{years} years; the whole plan is worth {whole}.",
            part=name,
            npv=said(worth.figures.npv),
            years=write.years(worth.figures.simple_payback_years),
            whole=said(whole.figures.npv),
        )
    if whole.figures.npv <= 0 or whole.figures.simple_payback_years is None:
        return _refusal(whole, write)
    if result.debt is not None and result.debt.cover.years_below_one:
        return other_loan(whole, result.debt.cover, write)
    approval = _approval(result, write)
    return approval if result.debt is None else with_broken_line(approval, result.debt.cover, write)


def _refusal(whole: Worth, write: Figures) -> Message:
    if whole.figures.simple_payback_years is None:
        return message(
            "Do not buy the plan as it stands: it costs {cost} and never pays back.",
            cost=write.rounded(whole.figures.capex),
        )
    if whole.figures.simple_payback_years == 0:
        return message(
            "Do not buy the plan as it stands: others give what it costs, but with a discount "
            "rate of {rate} it loses {loss}.",
            rate=write.percent(whole.flow.discount_rate),
            loss=write.rounded(-whole.figures.npv),
        )
    return message(
        "Do not buy the plan as it stands: it pays back in {years} years, but with a discount rate "
        "of {rate} it loses {loss}.",
        years=write.years(whole.figures.simple_payback_years),
        rate=write.percent(whole.flow.discount_rate),
        loss=write.rounded(-whole.figures.npv),
    )


def _approval(result: StudyResult, write: Figures) -> Message:
    figures, study = result.money.whole.figures, result.study
    rate, budget = study.prices.usd_rate, study.finance.budget_usd
    own, cost = own_money(result.money.whole, result.debt) / rate, figures.capex / rate
    npv, years = write.rounded(figures.npv), write.years(figures.simple_payback_years)
    if figures.simple_payback_years == 0:
        return message(
            "Do it: the plan costs {cost}, which others give: the mine itself pays nothing that "
            "would have to come back, and the plan is worth {npv} today after tax.",
            cost=write.rounded(figures.capex),
            npv=npv,
        )
    if own > budget:
        return _in_steps(npv, years, own=own, cost=cost, budget=budget, write=write)
    if cost > budget:
        return message(
            "Do it: the plan is worth {npv} today after tax and pays back in {years} years, before "
            "any loan. It costs {cost}; others lend or give the rest and the mine itself pays "
            "{own} in year 0, within the budget of {budget}.",
            npv=npv,
            years=years,
            cost=write.rounded(cost, "USD"),
            own=write.rounded(own, "USD"),
            budget=write.rounded(budget, "USD"),
        )
    return message(
        "Do it: the plan costs {cost}, is worth {npv} today after tax and pays back in {years} "
        "years.",
        cost=write.rounded(figures.capex),
        npv=npv,
        years=years,
    )


def _in_steps(
    npv: str, years: str, *, own: float, cost: float, budget: float, write: Figures
) -> Message:
    """Return the approval of what the budget cannot pay at once [USD]."""
    if isclose(own, cost):
        return message(
            "Do it, in steps: the plan is worth {npv} today after tax and pays back in {years} "
            "years, but it costs {cost} and the budget is {budget}.",
            npv=npv,
            years=years,
            cost=write.rounded(cost, "USD"),
            budget=write.rounded(budget, "USD"),
        )
    return message(
        "Do it, in steps: the plan is worth {npv} today after tax and pays back in {years} years, "
        "before any loan; but of the {cost} it costs, the mine itself pays {own} in year 0 and the "
        "budget is {budget}.",
        npv=npv,
        years=years,
        cost=write.rounded(cost, "USD"),
        own=write.rounded(own, "USD"),
        budget=write.rounded(budget, "USD"),
    )
