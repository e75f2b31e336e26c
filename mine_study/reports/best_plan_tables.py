"""The best plan for the budget in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.best_plan.words import WAYS_TO_PLAN, part_words
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.best_plan.best_of_study import BestPlan
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

KG_PER_T = 1000


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
                say(message("Avoided over the horizon [t CO₂e]")),
                say(message("Cost per tonne before tax [{currency}]", currency=write.currency)),
                say(message("Month bought")),
            ),
        ),
        rows=tuple(_part_rows(best, write)),
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


def _part_rows(best: BestPlan, write: Figures) -> Iterator[tuple[str, ...]]:
    paid = {part.name: part for part in best.order}
    for number, bar in enumerate(best.bars, start=1):
        yield (
            f"{number}. {write.say(part_words(best.choices, bar.name))}",
            write.number(paid[bar.name].capex),
            write.number(bar.npv),
            write.number(bar.avoided_t, 1),
            write.number(bar.cost_per_t),
            _month(paid[bar.name].month, write),
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
                *map(say, WAYS_TO_PLAN.values()),
                say(message("Best plan costs [USD]")),
                say(message("Best plan avoids [t CO₂e a year]")),
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
            say(message("Best plan avoids [t CO₂e a year]")),
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
            say(message("Avoided at least [t CO₂e a year]")),
            say(message("Net present value before tax [{currency}]", currency=write.currency)),
        ),
        rows=tuple(
            (write.number(point.asked / KG_PER_T, 2), write.number(point.selection.plan.npv))
            for point in points
            if point.selection.plan is not None
        ),
        from_mine=True,
    )
