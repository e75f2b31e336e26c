"""Tilt, azimuth and DC/AC ratio together with the size: a grid, then finer about its best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.size_search.best_size import best_size
from pv_design.size_search.near_best import near_best

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pv_design.size_search.best_size import BestSize
    from pv_design.size_search.limits import SizeLimits
    from pv_design.size_search.objective import Objective, SizeCase

    Place = tuple[float, float, float]
    CaseOfPlane = Callable[[float, float, float], SizeCase]
    LimitsOfPlane = Callable[[float, float], SizeLimits]

FINALISTS = 4
"""Planes of each grid whose size is sought among all kinks."""
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
    limits_of_plane: LimitsOfPlane | None = None,
) -> BestPlane:
    """Return the best plane and ratio of a grid, refined by halving its steps about the best.

    Planes are ranked by the best of a few sizes; for the best few of each grid the size is
    proved best. Between the planes of the last grid nothing is proved, and the optimum there is
    flat. A plane within whose limits nothing meets the aim is no answer.

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
    limits_of_plane
        Gives the upper limits of the size for a tilt and an azimuth [deg].

    Raises
    ------
    InputError
        If an axis is empty or does not rise, and as `best_size` does where no plane is an answer.
    """
    axes = {"tilt_deg": tilt_deg, "azimuth_deg": azimuth_deg, "dc_ac_ratio": dc_ac_ratio}
    _check_axes(axes)
    site = cache(lambda place: case_of_plane(*place))
    limits = cache(lambda place: limits_of_plane(*place[:2]) if limits_of_plane else None)

    @cache
    def sized(place: Place) -> BestSize:
        return best_size(site(place), objective, dc_ac_ratio=place[2], limits=limits(place))

    @cache
    def nearly(place: Place) -> tuple[float, float]:
        try:
            return near_best(site(place), objective, dc_ac_ratio=place[2], limits=limits(place))
        except InputError:
            return -np.inf, -np.inf

    def exactly(place: Place) -> tuple[float, float]:
        return sized(place).score, -float(sized(place).figures["capital"])

    def best_of(places: set[Place]) -> Place:
        finalists = nlargest(FINALISTS, sorted(places), key=nearly)
        answers = [place for place in finalists if nearly(place)[0] > -np.inf]
        return max(sorted(answers or finalists[:1]), key=exactly)

    looked: set[Place] = set(product(tilt_deg, azimuth_deg, dc_ac_ratio))
    best = best_of(looked)
    steps = [float(np.diff(axis).max()) if len(axis) > 1 else 0.0 for axis in axes.values()]
    for halving in range(1, finer + 1):
        near = _about(best, [step / 2**halving for step in steps], list(axes.values()))
        looked |= near
        best = best_of(near)
    return BestPlane(
        tilt_deg=best[0],
        azimuth_deg=best[1],
        dc_ac_ratio=best[2],
        size=sized(best),
        planes=len(looked),
    )


def _check_axes(axes: Mapping[str, Sequence[float]]) -> None:
    for field, axis in axes.items():
        if len(axis) == 0 or not (np.diff(axis) > 0).all():
            raise InputError.of(field, str(axis), allowed=message("values in ascending order"))


def _about(best: Place, steps: list[float], axes: list[Sequence[float]]) -> set[Place]:
    """Return the places one step about the best on each axis, itself among them."""
    values = [
        [float(np.clip(at + share * step, axis[0], axis[-1])) for share in STEP_SHARES]
        for at, step, axis in zip(best, steps, axes, strict=True)
    ]
    return {(tilt, azimuth, ratio) for tilt, azimuth, ratio in product(*values)}
