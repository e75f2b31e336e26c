"""The order in which a careful buyer would go: always the best return that can still be paid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

from project_finance.selection.plan import BUDGET_SLACK_FRACTION, Plan, Point, plan_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from project_finance.selection.case import SelectionCase
    from project_finance.selection.limits import Limits


@dataclass(frozen=True, kw_only=True)
class GreedyStep:
    """One purchase."""

    name: str
    """Measure or plant bought; it takes the place of the machine's or the meter's, if any."""
    plan: Plan
    """All that is bought by then."""
    gain_per_capex: float
    """Worth it adds over the capex it adds [money/money]; infinite where it adds none."""


def greedy_steps(case: SelectionCase, limits: Limits) -> tuple[GreedyStep, ...]:
    """Return the purchases in the order of worth added per money spent, until none pays.

    What a purchase adds is reckoned beside those made before. Budget and loan are kept; targets
    of carbon and coverage are not sought. The last plan is the greedy one; it is often short of
    the best, since an early small plant or cheap drive may shut out a better one.
    """
    kept = replace(limits, least_avoided_kg=0.0, least_coverage_fraction=0.0)
    plan = plan_at(case, Point(frozenset(), (0,) * len(case.meters)))
    steps: list[GreedyStep] = []
    while True:
        tried = [
            _step(case, plan, name, point)
            for name, point in _changes(case, plan.point)
            if _capex(case, point) <= kept.budget * (1 + BUDGET_SLACK_FRACTION)
        ]
        better = [step for step in tried if step.plan.meets(kept) and step.gain_per_capex > 0]
        if not better:
            return tuple(steps)
        steps.append(max(better, key=lambda step: (step.gain_per_capex, step.plan.npv)))
        plan = steps[-1].plan


def _capex(case: SelectionCase, point: Point) -> float:
    """Return what a choice takes from the budget, without a look at its bills."""
    rows = zip(case.at_meters, point.plants, strict=True)
    plants = (case.plants[at.plants[row]].capex for at, row in rows if row)
    return sum(plants, sum(case.measures[place].capex for place in point.measures))


def _step(case: SelectionCase, before: Plan, name: str, point: Point) -> GreedyStep:
    plan = plan_at(case, point)
    gain, capex = plan.npv - before.npv, plan.capex - before.capex
    if gain <= abs(before.npv) * 1e-12:
        return GreedyStep(name=name, plan=plan, gain_per_capex=0.0)
    return GreedyStep(name=name, plan=plan, gain_per_capex=gain / capex if capex > 0 else inf)


def _changes(case: SelectionCase, point: Point) -> Iterator[tuple[str, Point]]:
    """Yield every choice that buys one thing more or in another's place."""
    machines = {place: (m.meter, m.machine) for place, m in enumerate(case.measures)}
    for place, measure in enumerate(case.measures):
        if place not in point.measures:
            rest = {i for i in point.measures if machines[i] != machines[place]}
            yield measure.name, Point(frozenset(rest | {place}), point.plants)
    for meter, choices in enumerate(case.at_meters):
        for row, place in enumerate(choices.plants):
            if place >= 0 and row != point.plants[meter]:
                plants = (*point.plants[:meter], row, *point.plants[meter + 1 :])
                yield case.plants[place].name, Point(point.measures, plants)
