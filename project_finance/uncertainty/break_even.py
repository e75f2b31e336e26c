"""At which tariff, outlay or yield a project is worth just nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.optimize import brentq

from project_finance.present_value import discount_factors
from project_finance.uncertainty.changes import Changes
from project_finance.uncertainty.flow_many import flow_many

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from project_finance.uncertainty.project_case import ProjectCase

Lever = Literal["tariff", "capex", "pv_yield", "audit_savings", "exchange_rate", "hours_worked"]
REACH = 6.0
"""Factors from a 64th to 64 times the plan are searched, and zero."""
MARKS = 200
"""Marks on each side of the plan, 2 % of the value apart."""
PRECISION = 1e-13


@dataclass(frozen=True, kw_only=True)
class BreakEven:
    """The nearest factor to the plan at which the net present value after tax is zero."""

    lever: Lever
    """What is moved, all else as planned."""
    factor: float | None
    """Factor on the plan [-]; None where no factor up to 64 makes the project worth nothing."""
    margin_fraction: float | None
    """By how much the plan may miss before it is worth nothing, or must gain if it is: the
    factor less 1 [-]."""


def break_even(case: ProjectCase, lever: Lever) -> BreakEven:
    """Return where the project after tax and before any loan is worth nothing.

    Where several factors do, as with caps of tax benefits might be, the nearest one to the plan.

    Parameters
    ----------
    case
        The plan.
    lever
        The field of `project_finance.uncertainty.changes.Changes` that is moved.

    Raises
    ------
    InputError
        If the lever has another name.

    Examples
    --------
    >>> from project_finance.uncertainty.project_case import ProjectCase
    >>> case = ProjectCase(capex=100.0, pv_savings_year1=120.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=1)
    >>> round(break_even(case, "tariff").factor, 6), round(break_even(case, "capex").factor, 6)
    (0.916667, 1.090909)
    >>> break_even(case, "audit_savings").factor is None
    True
    """
    sides = np.linspace(0.0, REACH, MARKS)
    up = 2.0**sides
    down = np.append(2.0**-sides, 0.0) if lever != "exchange_rate" else 2.0**-sides
    crossings = [_nearest(case, lever, marks) for marks in (up, down)]
    found = [factor for factor in crossings if factor is not None]
    factor = min(found, key=lambda value: abs(value - 1), default=None)
    margin = None if factor is None else factor - 1
    return BreakEven(lever=lever, factor=factor, margin_fraction=margin)


def _nearest(case: ProjectCase, lever: Lever, marks: NDArray[np.float64]) -> float | None:
    """Return the first factor along the marks at which the worth changes its sign."""
    worth = _worth(case, lever, marks)
    crossed = np.flatnonzero(np.sign(worth) != np.sign(worth[0]))
    if crossed.size == 0 or worth[0] == 0:
        return 1.0 if worth[0] == 0 and worth.any() else None
    bracket = marks[crossed[0] - 1 : crossed[0] + 1]
    return float(brentq(lambda x: _worth(case, lever, np.array([x]))[0], *bracket, xtol=PRECISION))


def _worth(case: ProjectCase, lever: Lever, factors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the net present value after tax at each factor."""
    flows = flow_many(case, Changes.of(**{lever: factors})).net_after_tax
    return np.asarray(flows @ discount_factors(case.discount_rate, flows.shape[1]))
