"""What a budget can reach at most of each target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from project_finance.selection.best_plan import best_of
from project_finance.selection.plan import SLACK_FRACTION
from project_finance.selection.programme import Asked
from project_finance.selection.tangents import Tangents

if TYPE_CHECKING:
    from project_finance.selection.case import SelectionCase
    from project_finance.selection.limits import Limits

COVERAGE_STEP = 1e-3
"""Coverage within which the most that can be reached is told."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The most that a plan within the budget and the loan reaches, each target by itself."""

    avoided_kg: float
    """Carbon of bought energy avoided, mean of the years [kgCO2e/year]."""
    coverage_fraction: float
    """Energy of the plants over the load after the measures, within a thousandth."""

    def misses_carbon(self, limits: Limits) -> bool:
        """Tell whether the target of carbon alone is out of reach."""
        return self.avoided_kg < limits.least_avoided_kg * (1 - SLACK_FRACTION)

    def misses_coverage(self, limits: Limits) -> bool:
        """Tell whether the target of coverage alone is out of reach."""
        return self.coverage_fraction < limits.least_coverage_fraction * (1 - SLACK_FRACTION)


def reach(case: SelectionCase, limits: Limits, *, tangents: Tangents | None = None) -> Reach:
    """Return the most carbon and the most coverage within the budget and the loan.

    The coverage is found by halving between what a plan reaches and what none does, up to the
    target of the limits.

    Parameters
    ----------
    case, limits, tangents
        As for :func:`project_finance.selection.best_plan.best_plan`.

    Raises
    ------
    InputError
        If the tangents belong to another case.
    """
    known = Tangents.known(case, tangents)
    free = replace(limits, least_avoided_kg=0.0, least_coverage_fraction=0.0)
    most = best_of(known, Asked(limits=free, aim="avoided_kg")).plan
    return Reach(
        avoided_kg=most.avoided_kg if most else 0.0,
        coverage_fraction=_most_coverage(known, free, limits.least_coverage_fraction),
    )


def _most_coverage(tangents: Tangents, free: Limits, asked: float) -> float:
    reached = _covered(tangents, free, asked)
    if reached is not None:
        return reached
    low, high = _covered(tangents, free, 0.0) or 0.0, asked
    while high - low > COVERAGE_STEP:
        middle = (low + high) / 2
        found = _covered(tangents, free, middle)
        low, high = (low, middle) if found is None else (max(found, middle), high)
    return low


def _covered(tangents: Tangents, free: Limits, fraction: float) -> float | None:
    """Return the coverage of the plan worth most that covers a fraction; None without one."""
    limits = replace(free, least_coverage_fraction=fraction)
    plan = best_of(tangents, Asked(limits=limits)).plan
    return None if plan is None else plan.coverage_fraction
