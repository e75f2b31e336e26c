"""The best plan for the budget in tables and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.best_plan.words import part_words
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.best_plan.best_of_study import BestPlan
    from mine_study.best_plan.true_plan import TruePlan
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult
    from project_finance.selection.frontier import NextStep

KG_PER_T = 1000
MOST_NAMED = 4
"""Parts that a sentence names."""


def best_plan_tables(result: StudyResult, write: Figures) -> dict[str, Table]:
    """Return the tables of the best plan under the names the template knows; none without one.

    Where no plan reaches what is asked of it, those of the budgets are left.
    """
    best = result.best_plan
    if best is None:
        return {}
    by_budget = {
        "best_plan_compared": compared_table(result, best, write),
        "best_plan_frontier": frontier_table(result, best, write),
    }
    if best.chosen is None:
        return by_budget
    return {
        "best_plan": plan_table(best, write),
        **by_budget,
        "best_plan_second_look": second_look_table(best, write),
        "best_plan_carbon": carbon_table(best, write),
    }


def plan_table(best: BestPlan, write: Figures) -> Table:
    """Return the parts of the chosen plan, those that add most first.

    Parameters
    ----------
    best
        The best plan.
    write
        Language and currency of the reader.
    """
    say = write.say
    paid = {part.name: part for part in best.order}
    return Table(
        caption=say(
            message(
                "The best plan for the budget, which need not be the plan of this report: the "
                "parts that add most first"
            )
        ),
        columns=(
            *words(say(message("Purchase"))),
            *numbers(
                say(message("Cost [{currency}]", currency=write.currency)),
                say(message("Adds before tax [{currency}]", currency=write.currency)),
                say(message("Avoided over the horizon [tCO2e]")),
                say(message("Cost per tonne before tax [{currency}]", currency=write.currency)),
                say(message("Month bought")),
            ),
        ),
        rows=tuple(
            (
                f"{number}. {say(part_words(best.choices, bar.name))}",
                write.number(paid[bar.name].capex),
                write.number(bar.npv),
                write.number(bar.avoided_t, 1),
                write.number(bar.cost_per_t),
                _month(paid[bar.name].month, write),
            )
            for number, bar in enumerate(best.bars, start=1)
        ),
        total=(
            say(message("Total before tax, as the programme has it")),
            write.number(sum(part.capex for part in best.order)),
            write.number(sum(bar.npv for bar in best.bars)),
            write.number(sum(bar.avoided_t for bar in best.bars), 1),
            "",
            "",
        ),
        from_mine=True,
        is_wide=True,
    )


def _month(month: int | None, write: Figures) -> str:
    if month is None:
        return write.say(message("never within the horizon"))
    return write.number(month)


def compared_table(result: StudyResult, best: BestPlan, write: Figures) -> Table:
    """Return what four ways to plan are worth at some budgets.

    Parameters
    ----------
    result
        The study.
    best
        Its best plan.
    write
        Language and currency of the reader.
    """
    say, rate = write.say, result.study.prices.usd_rate
    return Table(
        caption=say(
            message(
                "Net present value before tax of four ways to spend a budget [{currency}]",
                currency=write.currency,
            )
        ),
        columns=(
            *numbers(
                say(message("Budget [USD]")),
                say(message("Best plan")),
                say(message("Efficiency alone")),
                say(message("Panels alone")),
                say(message("Greedy order")),
                say(message("Best plan costs [USD]")),
                say(message("Best plan avoids [tCO2e a year]")),
            ),
        ),
        rows=tuple(
            (
                write.number(row.budget / rate),
                *(
                    write.number(plan.npv if plan else None)
                    for plan in (
                        row.best.plan,
                        row.measures_only.plan,
                        row.plants_only.plan,
                        row.greedy,
                    )
                ),
                write.number(row.best.plan.capex / rate if row.best.plan else None),
                write.number(row.best.plan.avoided_kg / KG_PER_T if row.best.plan else None, 1),
            )
            for row in best.compared
        ),
        from_mine=True,
        is_wide=True,
    )


def frontier_table(result: StudyResult, best: BestPlan, write: Figures) -> Table:
    """Return what the best plan is worth by its budget, up to where more money buys nothing.

    Parameters
    ----------
    result
        The study.
    best
        Its best plan.
    write
        Language and currency of the reader.
    """
    say, rate = write.say, result.study.prices.usd_rate
    return Table(
        caption=say(message("What each budget is worth at best")),
        columns=numbers(
            say(message("Budget [USD]")),
            say(message("Best plan costs [USD]")),
            say(message("Net present value before tax [{currency}]", currency=write.currency)),
            say(message("Best plan avoids [tCO2e a year]")),
        ),
        rows=tuple(
            (
                write.number(point.asked / rate),
                write.number(plan.capex / rate if plan else None),
                write.number(plan.npv if plan else None),
                write.number(plan.avoided_kg / KG_PER_T if plan else None, 1),
            )
            for point in best.by_budget
            for plan in (point.selection.plan,)
        ),
        from_mine=True,
    )


def second_look_table(best: BestPlan, write: Figures) -> Table:
    """Return the plans that were reckoned with the whole cash flow, the best after tax first."""
    say, currency = write.say, write.currency
    return Table(
        caption=say(message("The second look: plans by their value after tax")),
        columns=(
            *numbers(
                say(message("Cost [{currency}]", currency=currency)),
                say(message("Before tax, as the programme has it [{currency}]", currency=currency)),
                say(message("Before tax, whole cash flow [{currency}]", currency=currency)),
                say(message("After tax, whole cash flow [{currency}]", currency=currency)),
                say(message("Payback after tax [years]")),
            ),
        ),
        rows=tuple(
            (
                write.number(one.plan.capex),
                write.number(one.plan.npv),
                write.number(one.worth.figures.npv_before_tax),
                write.number(one.worth.figures.npv),
                write.years(one.worth.figures.simple_payback_years),
            )
            for one in best.ranked
        ),
        from_mine=True,
        is_wide=True,
    )


def carbon_table(best: BestPlan, write: Figures) -> Table:
    """Return what the best plan is worth for some carbon targets within the budget."""
    say = write.say
    points = [point for point in best.by_carbon if point.selection.plan is not None]
    return Table(
        caption=say(message("What more carbon avoided costs within the budget")),
        columns=numbers(
            say(message("Avoided at least [tCO2e a year]")),
            say(message("Net present value before tax [{currency}]", currency=write.currency)),
        ),
        rows=tuple(
            (write.number(point.asked / KG_PER_T, 2), write.number(point.selection.plan.npv))
            for point in points
            if point.selection.plan is not None
        ),
        from_mine=True,
    )


def best_plan_finding(result: StudyResult, write: Figures) -> Message | None:
    """Return the sentence of the first page; None where no best plan is sought.

    Parameters
    ----------
    result
        The study.
    write
        Language and currency of the reader.
    """
    best = result.best_plan
    if best is None:
        return None
    budget = write.rounded(best.limits.budget / result.study.prices.usd_rate, "USD")
    chosen = best.chosen
    if chosen is None:
        return _out_of_reach(result, best, write)
    if not best.bars:
        return message("With {budget} nothing is worth buying.", budget=budget)
    years = chosen.worth.figures.simple_payback_years
    found = {
        "budget": budget,
        "parts": _named(best, write),
        "cost": write.rounded(chosen.plan.capex / result.study.prices.usd_rate, "USD"),
        "npv": write.rounded(chosen.worth.figures.npv),
    }
    if years is None:
        return message(
            "With {budget} these are worth most: {parts}. Together they cost {cost}, are worth "
            "{npv} after tax and never pay back.",
            **found,
        )
    if years == 0:
        return message(
            "With {budget} these are worth most: {parts}. Together they cost {cost}, which others "
            "pay, and are worth {npv} after tax.",
            **found,
        )
    return message(
        "With {budget} these are worth most: {parts}. Together they cost {cost}, are worth {npv} "
        "after tax and pay back in {years} years.",
        years=write.years(years),
        **found,
    )


def _out_of_reach(result: StudyResult, best: BestPlan, write: Figures) -> Message:
    """Return which target fails, the most that can be reached, and the budget that reaches it."""
    rate, least = result.study.prices.usd_rate, best.least_budget
    budget = write.rounded(best.limits.budget / rate, "USD")
    said = " ".join(write.say(each) for each in _missed(best, write))
    if least is None:
        return message(
            "With {budget} no plan reaches what is asked of it. {missed} No budget of the table "
            "reaches it either.",
            budget=budget,
            missed=said,
        )
    return message(
        "With {budget} no plan reaches what is asked of it. {missed} The least budget of the table "
        "that does is {least}.",
        budget=budget,
        missed=said,
        least=write.rounded(least / rate, "USD"),
    )


def _missed(best: BestPlan, write: Figures) -> Iterator[Message]:
    limits, most = best.limits, best.reach
    by_carbon, by_coverage = most.misses_carbon(limits), most.misses_coverage(limits)
    if by_carbon:
        yield message(
            "Of {asked} tCO2e to avoid a year, {most} is the most that it can avoid.",
            asked=write.number(limits.least_avoided_kg / KG_PER_T, 1),
            most=write.number(most.avoided_kg / KG_PER_T, 1),
        )
    if by_coverage:
        yield message(
            "Of a coverage of {asked}, {most} is the most that it can reach.",
            asked=write.percent(limits.least_coverage_fraction, 1),
            most=write.percent(most.coverage_fraction, 1),
        )
    if not (by_carbon or by_coverage):
        yield message("It reaches carbon and coverage each alone, but not both together.")


def _named(best: BestPlan, write: Figures) -> Message:
    """Return the parts that add most, and how many more there are."""
    ranked = sorted(best.bars, key=lambda bar: -bar.npv)
    names = "; ".join(write.say(part_words(best.choices, bar.name)) for bar in ranked[:MOST_NAMED])
    if len(ranked) <= MOST_NAMED:
        return message("{names}", names=names)
    return message("{names}; and {more:d} more", names=names, more=len(ranked) - MOST_NAMED)


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
    yield _next(best, write)
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
        "Of {measures:d} ways to save and {plants:d} sizes of plant the programme proves that no "
        "choice within the budget is worth more than {gap} above its best before tax "
        "(programmes solved: {programmes:d}; plans reckoned hour by hour: {looked:d}). The "
        "{count:d} plans of the second look were reckoned with the whole cash flow; the one shown "
        "is worth most of them after tax.",
        measures=len(best.choices.ways),
        plants=len(best.choices.plants),
        gap=write.money(found.gap),
        programmes=found.programmes,
        looked=found.plans_looked_at,
        count=len(best.ranked),
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
