"""What the first page says of the best plan, or which of its targets is out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.best_plan.words import part_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.best_plan.best_of_study import BestPlan
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

KG_PER_T = 1000
MOST_NAMED = 4
"""Parts that a sentence names."""


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
            "Of {asked} t CO₂e to avoid a year, {most} is the most that it can avoid.",
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
