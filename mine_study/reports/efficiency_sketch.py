"""Efficiency of a motor against its load, before and after: a few lines, small enough for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from equipment_catalog.motors import efficiency_at_load, nominal_efficiency
from mine_study.reports.origins import FIGURES, tree_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray

    from mine_study.study import StudyResult

NEW_MOTORS = ("replace_motors", "right_size")
NEW_CLASS = "IE3"
"""Class of a smaller motor."""
LEFT, RIGHT, TOP, BOTTOM = 40.0, 300.0, 10.0, 120.0
MOST_LOAD, LEAST_EFFICIENCY = 1.25, 0.5
LOADS = np.linspace(0.1, MOST_LOAD, 24)
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
MARKS = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """Lines and points of a drawing 320 wide and 150 high, in its own units."""

    before: str
    """Points of the curve of the motor of today."""
    after: str
    """Points of the curve of the new motor."""
    old_point: tuple[float, float]
    new_point: tuple[float, float]
    levels: tuple[tuple[float, float], ...]
    """Height and efficiency of each line of the grid."""
    marks: tuple[tuple[float, float], ...]
    """Place and load of each mark below."""
    loads: tuple[float, float]
    """Load before and after."""
    efficiencies: tuple[float, float]
    """Efficiency before and after."""


def new_motor(row: Mapping[Hashable, Any], machine: Mapping[Hashable, Any]) -> tuple[str, float]:
    """Return class and rated power [kW] of the motor that a measure puts in.

    Parameters
    ----------
    row
        The measure.
    machine
        The inventory line of the old motor.
    """
    if row["kind"] == "right_size":
        return NEW_CLASS, float(row["new_rated_kw"])
    return str(row["new_class"]), float(machine["rated_kw"])


def efficiency_sketch(result: StudyResult, tag: str, row: Mapping[Hashable, Any]) -> Sketch | None:
    """Return the curves of the old and the new motor with their points of operation.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    tag
        Of the machine.
    row
        The measure.

    Returns
    -------
    Sketch or None
        None for a measure that leaves the motor as it is.
    """
    if row["kind"] not in NEW_MOTORS:
        return None
    machine = tree_of(result, FIGURES).machines[tag]
    full_load_efficiency = float(result.audit.before.points["full_load_efficiency"][tag])
    ie_class, rated_kw = new_motor(row, machine)
    poles, load = int(machine["poles"]), float(machine["load_fraction"])
    nominal = float(nominal_efficiency(ie_class, rated_kw, poles))
    old = _curve(full_load_efficiency, float(machine["rated_kw"]), poles)
    loads = (load, load * float(machine["rated_kw"]) / rated_kw)
    efficiencies = (float(row["efficiency_before"]), float(row["efficiency_after"]))
    return Sketch(
        before=_points(old),
        after=_points(_curve(nominal, rated_kw, poles)),
        old_point=(_x(loads[0]), _y(efficiencies[0])),
        new_point=(_x(loads[1]), _y(efficiencies[1])),
        levels=tuple((_y(level), level) for level in LEVELS),
        marks=tuple((_x(mark), mark) for mark in MARKS),
        loads=loads,
        efficiencies=efficiencies,
    )


def _curve(nominal: float, rated_kw: float, poles: int) -> NDArray[np.float64]:
    return np.asarray(efficiency_at_load(nominal, LOADS, rated_kw=rated_kw, poles=poles), float)


def _points(curve: NDArray[np.float64]) -> str:
    """Return a curve as the points of a line, what lies below the drawing left out."""
    seen = curve >= LEAST_EFFICIENCY
    places = zip(LOADS[seen], curve[seen], strict=True)
    return " ".join(f"{_x(load):.0f},{_y(efficiency):.1f}" for load, efficiency in places)


def _x(load: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(load, MOST_LOAD) / MOST_LOAD


def _y(efficiency: float) -> float:
    part = (max(efficiency, LEAST_EFFICIENCY) - LEAST_EFFICIENCY) / (1 - LEAST_EFFICIENCY)
    return BOTTOM - (BOTTOM - TOP) * part
