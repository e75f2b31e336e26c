"""The plan worth most under a budget, with the proof that nothing is worth more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from project_finance.selection.plan import Plan, plan_at
from project_finance.selection.programme import Asked, solve
from project_finance.selection.tallies import AVOIDED, WORTH
from project_finance.selection.tangents import Tangents

if TYPE_CHECKING:
    from project_finance.selection.case import SelectionCase
    from project_finance.selection.limits import Limits
    from project_finance.selection.plan import Point

GAP_FRACTION = 1e-8
"""Gap over today's bill of all years (or today's carbon) that is none. HiGHS itself may stop at
1e-6 of it: the gap that is left is in the answer."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The best plan and how sure it is."""

    plan: Plan | None
    """None where nothing that the budget buys reaches the targets."""
    bound: float | None
    """No plan reaches more of what was sought [money of year 0 or kgCO2e/year]; None without a
    plan."""
    gap: float | None
    """How far the bound lies above the plan, at least 0; rounding where it is proved."""
    programmes: int
    """Programmes solved."""
    plans_looked_at: int
    """Plans whose bills were reckoned hour by hour."""

    @property
    def gap_fraction(self) -> float | None:
        """The gap over the bound; 0 where the bound is 0, None without a plan."""
        if self.gap is None or self.bound is None:
            return None
        return self.gap / abs(self.bound) if self.bound else 0.0


def best_plan(
    case: SelectionCase, limits: Limits, *, tangents: Tangents | None = None
) -> Selection:
    """Return the plan with the greatest worth within the limits, proved.

    The bill is convex in what flows at the meter, so the worth of a set of measures beside a
    given plant lies below its tangents. A mixed-integer programme (HiGHS) over the tangents
    known so far gives a plan and a bound; the plan's bills are reckoned hour by hour, which
    gives its worth and new tangents; until the best worth found meets the bound (outer
    approximation, Duran and Grossmann 1986). Nothing is linearised in the answer: its figures
    are those of all steps of the year, and what a saved kilowatt-hour is worth beside each plant
    comes out of them.

    Parameters
    ----------
    case
        What may be bought.
    limits
        Budget, loan and targets.
    tangents
        Those of earlier searches in the same case, to start from; they are added to.

    Raises
    ------
    InputError
        If the tangents belong to another case.
    RuntimeError
        If HiGHS ends without a proof.

    References
    ----------
    Duran, M. A., Grossmann, I. E. (1986), "An outer-approximation algorithm for a class of
    mixed-integer nonlinear programs", Mathematical Programming 36.

    Examples
    --------
    A load of 10 kW by day and by night at 1 a kWh, a plant of 12 kW by day whose export is worth
    0.4: beside it, 2 kWh saved at night are worth more than 2 kWh saved by day.

    >>> import numpy as np
    >>> from project_finance.selection.case import SelectionCase
    >>> from project_finance.selection.choices import Measure, MeterYear, Plant, Years
    >>> from project_finance.selection.limits import Limits
    >>> one = np.ones(1)
    >>> mine = MeterYear(name="mine", load_kw=np.array([10.0, 10.0]), step_hours=np.ones(2),
    ...     price_per_kwh=np.ones(2), period=np.array([0, 0]), demand_price_per_kw=0 * one,
    ...     carbon_kg_per_kwh=np.zeros(2))
    >>> lamps, pump = (
    ...     Measure(name=name, meter="mine", machine=name, capex=0.5, present_cost=0.5,
    ...         yearly_cost=0.0, saved_kw=np.array(saved))
    ...     for name, saved in {"lamps": [0.0, 2.0], "pump": [2.0, 0.0]}.items())
    >>> plant = Plant(name="12 kW", meter="mine", capex=3.0, present_cost=3.0, yearly_cost=0.0,
    ...     supply_kw=np.array([12.0, 0.0]), credit_per_kwh=0.4 * one, surplus_per_kwh=0.4 * one)
    >>> years = Years(discounted=one, count=one, supply_fraction=one)
    >>> case = SelectionCase(
    ...     meters=(mine,), measures=(lamps, pump), plants=(plant,), years=years)
    >>> plan = best_plan(case, Limits(budget=3.5)).plan
    >>> plan.measures, plan.plants, round(plan.npv, 9)
    (('lamps',), ('12 kW',), 9.3)
    """
    return best_of(Tangents.known(case, tangents), Asked(limits=limits))


def best_of(tangents: Tangents, asked: Asked) -> Selection:
    """Return the best plan for any aim, sought once; as :func:`best_plan`."""
    if asked not in tangents.found:
        tangents.found[asked] = _sought(tangents, asked)
    return tangents.found[asked]


def _sought(tangents: Tangents, asked: Asked) -> Selection:
    best = _known(tangents, asked)
    seen: set[Point] = set()
    programmes = 0
    near = GAP_FRACTION * _unit(tangents, asked)
    while answer := solve(tangents, asked, reached=None if best is None else _aim(asked, best)):
        programmes += 1
        plan = plan_at(tangents.case, answer.point)
        fits = plan.meets(asked.limits)
        if fits and (best is None or _aim(asked, plan) > _aim(asked, best)):
            best = plan
        proved = best is not None and answer.bound - _aim(asked, best) <= near
        exact = fits and tangents.knows(answer.point)
        if best is not None and (proved or exact):
            return _selection(asked, best, answer.bound, programmes, len(seen | {answer.point}))
        if answer.point in seen:
            asked = replace(asked, excluded=(*asked.excluded, answer.point))
        seen.add(answer.point)
        tangents.add(answer.point)
    bound = None if best is None else _aim(asked, best)
    return _selection(asked, best, bound, programmes + 1, len(seen))


def _known(tangents: Tangents, asked: Asked) -> Plan | None:
    """Return the best plan that was ever reckoned for this case and keeps what is asked."""
    fits = (
        plan
        for plan in tangents.case.plans.values()
        if plan.capex >= asked.least_capex
        and plan.point not in asked.excluded
        and plan.meets(asked.limits)
    )
    return max(fits, key=lambda plan: _aim(asked, plan), default=None)


def _aim(asked: Asked, plan: Plan) -> float:
    """Return what is sought of a plan, more is better."""
    if asked.aim == "npv":
        return plan.npv - asked.price_of_capex * plan.capex
    return plan.avoided_kg


def _unit(tangents: Tangents, asked: Asked) -> float:
    return float(tangents.scales[WORTH if asked.aim == "npv" else AVOIDED])


def _selection(
    asked: Asked, plan: Plan | None, bound: float | None, programmes: int, looked_at: int
) -> Selection:
    gap = None if plan is None or bound is None else max(bound - _aim(asked, plan), 0.0)
    return Selection(
        plan=plan, bound=bound, gap=gap, programmes=programmes, plans_looked_at=looked_at
    )
