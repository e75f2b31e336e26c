"""Tilt, azimuth and DC/AC ratio together with the size: a grid, then finer about its best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.size_search.best_size import best_size

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pv_design.size_search.best_size import BestSize
    from pv_design.size_search.limits import SizeLimits
    from pv_design.size_search.objective import Objective, SizeCase

    Place = tuple[float, float, float]
    CaseOfPlane = Callable[[float, float, float], SizeCase]

STEP_SHARES = (-1, 0, 1)
"""Steps about the best in each direction of a finer grid."""


@dataclass(frozen=True, kw_only=True)
class BestPlane:
    """The best plane, ratio and size found."""

    tilt_deg: float
    """Tilt of the modules [deg]."""
    azimuth_deg: float
    """Azimuth, north 0, east 90 [deg]."""
    dc_ac_ratio: float
    """Module over inverter power."""
    size: BestSize
    """The size that is proved best for this plane and ratio."""
    planes: int
    """Planes and ratios that were sized."""


def best_plane(
    case_of_plane: CaseOfPlane,
    objective: Objective,
    *,
    tilt_deg: Sequence[float],
    azimuth_deg: Sequence[float],
    dc_ac_ratio: Sequence[float],
    finer: int = 3,
    limits: SizeLimits | None = None,
) -> BestPlane:
    """Return the best plane and ratio of a grid, refined by halving its steps about the best.

    The size is proved best for each plane; between the planes of the last grid nothing is
    proved, and the optimum there is flat.

    Parameters
    ----------
    case_of_plane
        Gives the site whose unit profile belongs to a tilt, an azimuth [deg] and a DC/AC ratio.
    objective
        What is sought.
    tilt_deg, azimuth_deg, dc_ac_ratio
        Values of the grid in ascending order; the search stays between the first and the last.
    finer
        How often the steps are halved.
    limits
        Upper limits of the size.

    Raises
    ------
    InputError
        If an axis is empty or does not rise, and as `best_size` does.
    """
    axes = {"tilt_deg": tilt_deg, "azimuth_deg": azimuth_deg, "dc_ac_ratio": dc_ac_ratio}
    for field, axis in axes.items():
        if len(axis) == 0 or not (np.diff(axis) > 0).all():
            raise InputError.of(field, str(axis), allowed=message("values in ascending order"))

    @cache
    def sized(place: Place) -> BestSize:
        case = case_of_plane(*place)
        return best_size(case, objective, dc_ac_ratio=place[2], limits=limits)

    def rank(place: Place) -> tuple[float, float]:
        return sized(place).score, -float(sized(place).figures["capital"])

    looked: set[Place] = set(product(tilt_deg, azimuth_deg, dc_ac_ratio))
    best = max(sorted(looked), key=rank)
    steps = [float(np.diff(axis).max()) if len(axis) > 1 else 0.0 for axis in axes.values()]
    for halving in range(1, finer + 1):
        near = _about(best, [step / 2**halving for step in steps], list(axes.values()))
        looked |= near
        best = max(sorted(near), key=rank)
    return BestPlane(
        tilt_deg=best[0],
        azimuth_deg=best[1],
        dc_ac_ratio=best[2],
        size=sized(best),
        planes=len(looked),
    )


def _about(best: Place, steps: list[float], axes: list[Sequence[float]]) -> set[Place]:
    """Return the places one step about the best on each axis, itself among them."""
    values = [
        [float(np.clip(at + share * step, axis[0], axis[-1])) for share in STEP_SHARES]
        for at, step, axis in zip(best, steps, axes, strict=True)
    ]
    return {(tilt, azimuth, ratio) for tilt, azimuth, ratio in product(*values)}
