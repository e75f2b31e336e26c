"""The mixed-integer programme: which measures and which plant at each meter.

Its columns are a choice for each measure and each plant, the products of the two, and the
tallies beside each plant. The products are exact, since one plant (or none) is chosen at each
meter; with them the tangents of a plant bind only where it is built, without a large constant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.optimize import Bounds, milp

from project_finance.selection.bounds import LagrangianBounds
from project_finance.selection.columns import Columns, Rows
from project_finance.selection.plan import Point
from project_finance.selection.programme_rows import (
    add_limits,
    add_structure,
    add_tangents,
    costs,
    exclude,
    wanted_tallies,
)
from project_finance.selection.tallies import AVOIDED, WORTH

if TYPE_CHECKING:
    import numpy.typing as npt

    from project_finance.selection.limits import Limits, Loan
    from project_finance.selection.tangents import Tangents

    Floats = npt.NDArray[np.float64]

Aim = Literal["npv", "avoided_kg"]
"""What is sought: the greatest worth or the most carbon avoided."""
RELATIVE_GAP = 1e-9
INFEASIBLE = 2
"""Status of `milp` where no choice keeps the limits."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a programme is asked for."""

    limits: Limits
    """Limits and targets."""
    aim: Aim = "npv"
    """What is sought."""
    price_of_capex: float = 0.0
    """Taken off the worth for each unit of capex, beside its own cost [money/money]."""
    least_capex: float = 0.0
    """Least capex of the plan [money]."""
    excluded: tuple[Point, ...] = ()
    """Choices that may not be taken again."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The programme's choice and its bound."""

    point: Point
    """The choice."""
    bound: float
    """No choice has more of the aim [money or kgCO2e/year]."""


def solve(tangents: Tangents, asked: Asked, *, reached: float | None = None) -> Answer | None:
    """Return the best choice as far as the tangents know; None where none keeps the limits.

    Choices that are proved worse than a known plan are not looked at, which changes no answer.

    Parameters
    ----------
    tangents
        What is known of the bills; it overrates every choice that was not looked at.
    asked
        Aim, limits and targets.
    reached
        Aim of a known plan that keeps them; None without one.

    Raises
    ------
    RuntimeError
        If HiGHS ends without a proof.
    """
    columns = Columns.of(tangents.case)
    rows = Rows()
    add_structure(rows, columns, tangents.case)
    add_tangents(rows, columns, tangents, wanted_tallies(asked))
    add_limits(rows, columns, tangents, asked)
    for point in asked.excluded:
        exclude(rows, columns, point)
    sought, unit = _objective(columns, tangents, asked)
    most = _most(columns, asked.limits.loan)
    if reached is not None:
        most[LagrangianBounds(tangents=tangents, asked=asked).hopeless(columns, reached)] = 0.0
    found = milp(
        sought,
        integrality=_integral(columns),
        bounds=Bounds(_least(columns), most),
        constraints=rows.constraint(columns.debt + 1),
        options={"mip_rel_gap": RELATIVE_GAP},
    )
    if found.status == INFEASIBLE:
        return None
    if found.x is None or found.status != 0:
        raise RuntimeError(found.message)
    return Answer(point=_point(columns, found.x), bound=0.0 - float(found.mip_dual_bound) * unit)


def _objective(columns: Columns, tangents: Tangents, asked: Asked) -> tuple[Floats, float]:
    """Return what is made least, and the unit it is written in."""
    sought = np.zeros(columns.debt + 1)
    which = WORTH if asked.aim == "npv" else AVOIDED
    sought[columns.tally(which)] = -1.0
    unit = float(tangents.scales[which])
    if asked.aim == "npv":
        capex = asked.price_of_capex * costs(tangents.case, "capex")
        sought[columns.bought()] = (costs(tangents.case, "present_cost") + capex) / unit
    return sought, unit


def _integral(columns: Columns) -> npt.NDArray[np.int_]:
    whole = np.zeros(columns.debt + 1, dtype=int)
    whole[columns.bought()] = 1
    return whole


def _least(columns: Columns) -> Floats:
    least = np.zeros(columns.debt + 1)
    for block in columns.tallies:
        least[block] = -np.inf
    return least


def _most(columns: Columns, loan: Loan | None) -> Floats:
    most = np.ones(columns.debt + 1)
    for block in columns.tallies:
        most[block] = np.inf
    most[columns.debt] = 1.0 if loan else 0.0
    return most


def _point(columns: Columns, x: Floats) -> Point:
    done = np.flatnonzero(x[columns.measures] > 0.5)  # noqa: PLR2004  0 or 1 within 1e-6
    plants = tuple(int(np.argmax(x[block])) for block in columns.plants)
    return Point(frozenset(done.tolist()), plants)
