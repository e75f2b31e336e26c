"""What more money, or more carbon, buys: best plans along a budget and along a target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount
from project_finance.selection.best_plan import GAP_FRACTION, Selection, best_of, best_plan
from project_finance.selection.programme import Asked
from project_finance.selection.tallies import WORTH
from project_finance.selection.tangents import Tangents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from project_finance.selection.case import SelectionCase
    from project_finance.selection.limits import Limits
    from project_finance.selection.plan import Plan


@dataclass(frozen=True, kw_only=True)
class FrontierPoint:
    """The best plan for one budget or target."""

    asked: float
    """The budget [money], or the carbon to avoid [kgCO2e/year]."""
    selection: Selection
    """The best plan with its proof."""


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What money beyond the budget buys best."""

    plan: Plan
    """The best plan once that money is there."""
    extra_budget: float
    """Money needed beyond the budget [money]."""
    extra_npv: float
    """Worth gained over the best plan of the budget [money of year 0]."""
    npv_per_extra: float
    """Worth gained per money added: no other addition of at least the smallest looked at gains
    more [money/money]."""
    added: tuple[str, ...]
    """What is bought that was not."""
    dropped: tuple[str, ...]
    """What was bought and no longer is."""


def budget_frontier(
    case: SelectionCase,
    limits: Limits,
    budgets: Sequence[float],
    *,
    tangents: Tangents | None = None,
) -> tuple[FrontierPoint, ...]:
    """Return the best plan for each budget, other limits kept.

    Raises
    ------
    InputError
        If a budget is negative or missing.
    """
    known = Tangents.known(case, tangents)
    return tuple(
        FrontierPoint(
            asked=budget, selection=best_plan(case, limits.with_budget(budget), tangents=known)
        )
        for budget in budgets
    )


def carbon_frontier(
    case: SelectionCase, limits: Limits, *, points: int = 8, tangents: Tangents | None = None
) -> tuple[FrontierPoint, ...]:
    """Return the best plan for each of some carbon targets within the budget.

    The targets run evenly from what the plan worth most avoids anyway to the most that the
    budget can avoid; the worth falls along them. Empty where no plan keeps the limits.

    Parameters
    ----------
    case, limits, tangents
        As for :func:`project_finance.selection.best_plan.best_plan`.
    points
        Number of targets, at least 2.

    Raises
    ------
    InputError
        If there are fewer than two points.
    """
    if points < 2:  # noqa: PLR2004  two ends
        raise InputError.of("points", points, allowed=message("at least 2"))
    known = Tangents.known(case, tangents)
    found = best_plan(case, limits, tangents=known)
    free = found.plan
    most = best_of(known, Asked(limits=limits, aim="avoided_kg")).plan
    if free is None or most is None:
        return ()
    targets = np.linspace(free.avoided_kg, max(most.avoided_kg, free.avoided_kg), points)
    further = []
    for target in targets[1:].tolist():
        within = replace(limits, least_avoided_kg=target)
        selection = best_plan(case, within, tangents=known)
        further.append(FrontierPoint(asked=target, selection=selection))
    return FrontierPoint(asked=free.avoided_kg, selection=found), *further


def next_step(
    case: SelectionCase,
    limits: Limits,
    *,
    least_extra: float = 0.0,
    tangents: Tangents | None = None,
) -> NextStep | None:
    """Return the addition to the budget that gains most per money added, proved.

    Of all plans beyond the budget it is the one from which the straight line to the best plan of
    the budget is steepest, found by pricing capex ever nearer to that slope (Dinkelbach 1967).

    Parameters
    ----------
    case, limits, tangents
        As for :func:`project_finance.selection.best_plan.best_plan`.
    least_extra
        Smallest addition looked at [money]; with 0 it may be one unit of money that a plan
        just fails to afford, which gains hundreds for each.

    Returns
    -------
    NextStep or None
        None where more money buys nothing worth more, or no plan keeps the limits.

    Raises
    ------
    InputError
        If the smallest addition is negative or missing, or the tangents are another case's.

    References
    ----------
    Dinkelbach, W. (1967), "On nonlinear fractional programming", Management Science 13.
    """
    least_capex = limits.budget + checked_amount("least_extra", least_extra, least=0.0)
    known = Tangents.known(case, tangents)
    now = best_plan(case, limits, tangents=known).plan
    if now is None:
        return None
    near = 2 * GAP_FRACTION * float(known.scales[WORTH])
    everything = sum(choice.capex for choice in case.choices)
    unlimited = limits.with_budget(max(everything, limits.budget))
    found, price = None, 0.0
    while True:
        asked = Asked(limits=unlimited, price_of_capex=price, least_capex=least_capex)
        plan = best_of(known, asked).plan
        extra = plan.capex - limits.budget if plan else 0.0
        if plan is None or extra <= 0 or plan.npv - now.npv - price * extra <= near:
            return found
        found, price = _next_step(now, plan, extra), (plan.npv - now.npv) / extra


def frontier_step(
    points: Sequence[FrontierPoint], now: Selection, *, budget: float, least_extra: float = 0.0
) -> NextStep | None:
    """Return the step to the point of a frontier that gains most per money added.

    It is for budgets of which a loan is a share: there a plan needs more than its own cost, so
    that what :func:`next_step` prices is not the money added.

    Parameters
    ----------
    points
        Best plans by budget.
    now
        The best plan of the budget.
    budget
        [money].
    least_extra
        Smallest addition looked at [money].

    Returns
    -------
    NextStep or None
        None where no point beyond the budget is worth more, or no plan keeps the limits.
    """
    if now.plan is None or now.gap is None:
        return None
    steps = [
        _next_step(now.plan, plan, point.asked - budget)
        for point in points
        for plan in (point.selection.plan,)
        if plan is not None
        and point.asked >= budget + max(least_extra, GAP_FRACTION * budget)
        and plan.npv > now.plan.npv + now.gap
    ]
    return max(steps, key=lambda step: step.npv_per_extra, default=None)


def _next_step(now: Plan, plan: Plan, extra: float) -> NextStep:
    before, after = {*now.measures, *now.plants}, {*plan.measures, *plan.plants}
    return NextStep(
        plan=plan,
        extra_budget=extra,
        extra_npv=plan.npv - now.npv,
        npv_per_extra=(plan.npv - now.npv) / extra,
        added=tuple(name for name in (*plan.measures, *plan.plants) if name not in before),
        dropped=tuple(name for name in (*now.measures, *now.plants) if name not in after),
    )
