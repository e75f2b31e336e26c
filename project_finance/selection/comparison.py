"""The best plan beside the plans that one would make without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from project_finance.selection.best_plan import Selection, best_of, best_plan
from project_finance.selection.greedy import greedy_steps
from project_finance.selection.plan import Plan, Point, plan_at
from project_finance.selection.programme import Asked
from project_finance.selection.tangents import Tangents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from project_finance.selection.case import SelectionCase
    from project_finance.selection.limits import Limits


@dataclass(frozen=True, kw_only=True)
class FourPlans:
    """Four plans for one budget."""

    budget: float
    """The budget [money]."""
    best: Selection
    """Measures and plants together."""
    measures_only: Selection
    """The best without plants."""
    plants_only: Selection
    """The best without measures."""
    greedy: Plan | None
    """Always the purchase with the best return that can still be paid; it seeks no target, and
    is None where it misses one."""


def four_plans(
    case: SelectionCase,
    limits: Limits,
    budgets: Sequence[float],
    *,
    tangents: Tangents | None = None,
) -> tuple[FourPlans, ...]:
    """Return the four plans for each budget.

    Parameters
    ----------
    case, limits, tangents
        As for :func:`project_finance.selection.best_plan.best_plan`.
    budgets
        Budgets [money], which take the place of that of the limits.

    Raises
    ------
    InputError
        If a budget is negative or missing.
    """
    cases = case, case.without_plants(), case.without_measures()
    known = [Tangents.known(case, tangents), *(Tangents.of(each) for each in cases[1:])]
    rows = []
    for budget in budgets:
        within = limits.with_budget(budget)
        steps = greedy_steps(case, within)
        greedy = steps[-1].plan if steps else _nothing(case)
        best, measures, plants = (
            best_plan(each, within, tangents=tangents)
            for each, tangents in zip(cases, known, strict=True)
        )
        rows.append(
            FourPlans(
                budget=budget,
                best=best,
                measures_only=measures,
                plants_only=plants,
                greedy=greedy if greedy.meets(within) else None,
            )
        )
    return tuple(rows)


def leading_plans(
    case: SelectionCase, limits: Limits, count: int, *, tangents: Tangents | None = None
) -> tuple[Plan, ...]:
    """Return the best plans, one after another, as many as there are up to a count.

    They are what is worth a second look with figures that the selection leaves out, as the
    dispatch of a battery on the load of the very plan, or the tax of its very cash flow.
    """
    known = Tangents.known(case, tangents)
    found: list[Plan] = []
    while len(found) < count:
        excluded = tuple(plan.point for plan in found)
        plan = best_of(known, Asked(limits=limits, excluded=excluded)).plan
        if plan is None:
            break
        found.append(plan)
    return tuple(found)


def _nothing(case: SelectionCase) -> Plan:
    return plan_at(case, Point(frozenset(), (0,) * len(case.meters)))
