"""Marginal abatement cost: what each part of a plan costs for each tonne it avoids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from project_finance.selection.plan import Plan, Point, plan_at
from project_finance.selection.purchases import joined, parts

if TYPE_CHECKING:
    from project_finance.selection.case import SelectionCase

KG_PER_T = 1000.0


@dataclass(frozen=True, kw_only=True)
class Abatement:
    """One bar of the curve: a part of the plan, beside the bars before it."""

    name: str
    """Measure or plant."""
    npv: float
    """Worth it adds [money of year 0]."""
    avoided_t: float
    """Carbon of bought energy it avoids over the horizon, not discounted [tCO2e]."""
    cost_per_t: float | None
    """Its worth with the sign turned over those tonnes [money/tCO2e]; negative where it pays;
    None where it avoids nothing."""


def abatement_curve(case: SelectionCase, plan: Plan) -> tuple[Abatement, ...]:
    """Return the bars of a plan: those that pay by what they are worth, then by cost per tonne.

    Each bar is reckoned beside those before it, so the bars add up to the plan exactly: a drive
    bought after the panels avoids less. Among bars that pay, cost per tonne would put the one
    that avoids less first (a bar worth 100 for 1 t before one worth 100 for 10 t), so they are
    ranked by worth (Taylor 2012, from memory); bars that avoid nothing come last.

    Parameters
    ----------
    case
        What could be bought.
    plan
        A plan of that case.

    References
    ----------
    Taylor, S. (2012), "The ranking of negative-cost emissions reduction measures", Energy
    Policy 48 (from memory).
    """
    years = float(case.years.count.sum())
    left = parts(case, plan)
    now = plan_at(case, Point(frozenset(), (0,) * len(case.meters)))
    bars: list[Abatement] = []
    while left:
        tried = {name: plan_at(case, joined(now.point, part)) for name, part in left.items()}
        bar = min((_bar(name, now, then, years) for name, then in tried.items()), key=_rank)
        bars.append(bar)
        now = tried[bar.name]
        del left[bar.name]
    return tuple(bars)


def _bar(name: str, before: Plan, after: Plan, years: float) -> Abatement:
    npv = after.npv - before.npv
    tonnes = (after.avoided_kg - before.avoided_kg) * years / KG_PER_T
    cost = -npv / tonnes if tonnes > 0 else None
    return Abatement(name=name, npv=npv, avoided_t=tonnes, cost_per_t=cost)


def _rank(bar: Abatement) -> tuple[int, float]:
    if bar.cost_per_t is None:
        return 2, -bar.npv
    return (0, -bar.npv) if bar.npv >= 0 else (1, bar.cost_per_t)
