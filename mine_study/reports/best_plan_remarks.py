"""What stands below the tables of the best plan: the proof, the other plan, the next money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.best_plan.words import part_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment_catalog.messages import Message
    from mine_study.best_plan.best_of_study import BestPlan
    from mine_study.best_plan.true_plan import TruePlan
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult
    from project_finance.selection.frontier import NextStep


def best_plan_remarks(result: StudyResult, write: Figures) -> Iterator[Message]:
    """Yield what the section says below its tables: the proof, the other plan, the next money.

    Parameters
    ----------
    result
        The study.
    write
        Language and currency of the reader.
    """
    best = result.best_plan
    if best is None or best.chosen is None:
        return
    yield _proof(best, write)
    yield _three_worths(best.chosen, write)
    if best.choices.left_out:
        yield message(
            "{count:d} more ways to save might pay and were not weighed, for there are too many; "
            "the proof does not hold for them.",
            count=best.choices.left_out,
        )
    yield message(
        "The plan of this report builds what the study asks for, costs {asked} and is worth {npv} "
        "after tax; the best plan keeps to the budget of {budget}.",
        asked=write.rounded(result.money.whole.figures.capex),
        npv=write.rounded(result.money.whole.figures.npv),
        budget=write.rounded(best.limits.budget),
    )
    if best.cover_binds:
        yield message(
            "The loan's cover binds, not the money: without it the same budget would buy a plan "
            "that is worth more."
        )
    dear = _dear_before_tax(best, best.chosen)
    yield _left_unspent(best.chosen, dear, best, write) if dear else _next(best, write)
    yield message(
        "Months are those in which each part can be paid if only {money} is in hand at the start, "
        "{share} of the budget (best_plan.first_money_fraction), and all else comes out of what "
        "the parts before it save. The worth of the plan counts all of it as bought in year 0: "
        "bought in this order, it is worth less.",
        money=write.rounded(best.first_money),
        share=write.percent(result.study.best_plan.first_money_fraction),
    )


def _three_worths(chosen: TruePlan, write: Figures) -> Message:
    """Return the sentence that leads from the programme's figure to the one after tax."""
    figures = chosen.worth.figures
    return message(
        "One plan, three figures: the programme has it at {programme} before tax; with reactive "
        "energy and power charges as the plan leaves them, the cash flow has it at {before} before "
        "tax; once tax is paid, it is worth {after}.",
        programme=write.rounded(chosen.plan.npv),
        before=write.rounded(figures.npv_before_tax),
        after=write.rounded(figures.npv),
    )


def _proof(best: BestPlan, write: Figures) -> Message:
    found = best.selection
    return message(
        "Weighed: ways to save {measures:d}, sizes of plant {plants:d}. The programme proves its "
        "best before tax: no choice within the budget is worth more (gap of the proof: {gap}; "
        "programmes solved: {programmes:d}; plans reckoned hour by hour: {looked:d}). Plans that "
        "had a second look with the whole cash flow: {count:d}; the one shown is worth most of "
        "them after tax.",
        measures=len(best.choices.ways),
        plants=len(best.choices.plants),
        gap=write.money(found.gap),
        programmes=found.programmes,
        looked=found.plans_looked_at,
        count=len(best.ranked),
    )


def _dear_before_tax(best: BestPlan, chosen: TruePlan) -> TruePlan | None:
    """Return the plan worth most before tax where it costs clearly more than the one chosen."""
    return next(
        (
            one
            for one in best.ranked
            if one.plan == best.selection.plan
            and one.plan.capex >= chosen.plan.capex + best.least_step
        ),
        None,
    )


def _left_unspent(chosen: TruePlan, dear: TruePlan, best: BestPlan, write: Figures) -> Message:
    return message(
        "More money is not called for: the plan worth most before tax costs {cost} and is worth "
        "{npv} after tax, less than the one shown, which leaves {kept} of the budget unspent.",
        cost=write.rounded(dear.plan.capex),
        npv=write.rounded(dear.worth.figures.npv),
        kept=write.rounded(best.limits.budget - chosen.plan.capex),
    )


def _next(best: BestPlan, write: Figures) -> Message:
    step, loan = best.next_step, best.limits.loan
    if step is None and loan is not None:
        return message(
            "Up to {most}, the largest of the table, no budget with its share of the loan buys "
            "anything that is worth more.",
            most=write.rounded(best.by_budget[-1].asked),
        )
    if step is None:
        return message("More money would buy nothing that is worth more.")
    if loan is not None:
        return message(
            "Of the budgets of the table, own money and loan together, the one with {extra} more "
            "gains most for its money: {gain} before tax, {ratio} for each {currency} added. It "
            "buys, beside what gives way: {added}.",
            extra=write.rounded(step.extra_budget),
            gain=write.rounded(step.extra_npv),
            ratio=write.number(step.npv_per_extra, 2),
            currency=write.currency,
            added=_added(best, step, write),
        )
    return message(
        "The next money is best spent as {extra} more: it gains {gain} before tax, {ratio} for "
        "each {currency} added, and buys, beside what gives way: {added}.",
        extra=write.rounded(step.extra_budget),
        gain=write.rounded(step.extra_npv),
        ratio=write.number(step.npv_per_extra, 2),
        currency=write.currency,
        added=_added(best, step, write),
    )


def _added(best: BestPlan, step: NextStep, write: Figures) -> str:
    return "; ".join(write.say(part_words(best.choices, name)) for name in step.added)
