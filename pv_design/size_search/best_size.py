"""The best of all sizes at a fixed DC/AC ratio, proved by having looked at every kink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.size_search.limits import SizeLimits
from pv_design.size_search.size_figures import SizeFigures

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.size_search.objective import Objective, SizeCase

    Floats = npt.NDArray[np.float64]

NEIGHBOURS = 2
"""Sizes on each side that the proof shows."""


@dataclass(frozen=True, kw_only=True)
class BestSize:
    """The best size and why no other is better."""

    figures: pd.Series
    """Energy and money of the size, as `SizeFigures` gives them."""
    score: float
    """How good it is under the objective; more is better."""
    binding: tuple[str, ...]
    """Limits that the size touches: names of `SizeLimits`, step_ac_kw or coverage_fraction."""
    proof: pd.DataFrame
    """The size between its neighbours: dc_kw, regime, score."""
    regime_bests: pd.DataFrame
    """Figures of the best size in each regime of exports, with its score."""
    candidates: int
    """Sizes that were looked at: all kinks and all ends."""

    @property
    def dc_kw(self) -> float:
        """Power of the modules [kW]."""
        return float(self.figures["dc_kw"])

    @property
    def ac_kw(self) -> float:
        """Power of the inverters [kW]."""
        return float(self.figures["ac_kw"])


def best_size(
    case: SizeCase,
    objective: Objective,
    *,
    dc_ac_ratio: float,
    limits: SizeLimits | None = None,
) -> BestSize:
    """Return the best size of a site without storage, over all real numbers of kilowatts.

    Energy and money are straight between kinks, where an hour of some year starts to export or
    to be curtailed, or a settlement's export reaches its import. There the value is straight
    too, and a ratio of two straight lines has no turn. So the best size is a kink or an end of
    what is allowed, and all of them are looked at. A step of export worth ends one stretch and
    begins another; both are searched with both their ends.

    Parameters
    ----------
    case
        The site; its `unit_ac_kw` must be that of the DC/AC ratio.
    objective
        What is sought.
    dc_ac_ratio
        Module over inverter power, above 0.
    limits
        Upper limits; without them only the last regime of exports limits.

    Raises
    ------
    InputError
        If no size reaches the coverage that is asked for, naming the limit that forbids it, or
        a larger plant is always better and nothing limits it.

    Examples
    --------
    >>> from pv_design.size_search.objective import Objective, SizeCase
    >>> from pv_design.size_search.plant_money import ExportRegime, Lifetime, PlantCosts
    >>> from pv_design.size_search.site_hours import SiteHours
    >>> case = SizeCase(
    ...     hours=SiteHours.of([5, 9], [0.5, 0.5], settlement=["may"] * 2, avoided_per_kwh=1.0),
    ...     regimes=(ExportRegime(most_ac_kw=1e3, credit_per_kwh=0.0, surplus_per_kwh=0.0),),
    ...     costs=PlantCosts(capital_per_dc_kw=0.6),
    ...     lifetime=Lifetime.of(1, discount_rate=0.0),
    ... )
    >>> best = best_size(case, Objective(aim="npv"), dc_ac_ratio=1.0)
    >>> best.dc_kw, round(best.score, 12)
    (10.0, 4.0)
    """
    floor, bounds = bounds_of(case, objective, dc_ac_ratio=dc_ac_ratio, limits=limits)
    parts = stretches(case, dc_ac_ratio, least=floor, most=min(bounds.values()))
    tables = [
        _looked_at(case, objective, place, stretch, dc_ac_ratio) for place, stretch in parts.items()
    ]
    figures = pd.concat(tables, ignore_index=True)
    place = int(objective.ranking(figures)[0])
    _require_end(figures, place, most=min(bounds.values()))
    row = figures.iloc[place]
    return BestSize(
        figures=row.drop("score"),
        score=float(row["score"]),
        binding=_binding(float(row["dc_kw"]), bounds, parts, floor),
        proof=figures.loc[
            max(place - NEIGHBOURS, 0) : place + NEIGHBOURS, ["dc_kw", "regime", "score"]
        ],
        regime_bests=pd.DataFrame([t.iloc[objective.ranking(t)[0]] for t in tables]),
        candidates=len(figures),
    )


def bounds_of(
    case: SizeCase, objective: Objective, *, dc_ac_ratio: float, limits: SizeLimits | None
) -> tuple[float, dict[str, float]]:
    """Return the least size that is asked for, and the largest that each limit allows [kW].

    Raises
    ------
    InputError
        If the DC/AC ratio is not above 0, or a limit lies below the least size.
    """
    limits = limits or SizeLimits()
    if not 0 < dc_ac_ratio < np.inf:
        raise InputError.of("dc_ac_ratio", dc_ac_ratio, allowed=message("a number above 0"))
    bounds = limits.most_dc_kw(
        case.costs, dc_ac_ratio=dc_ac_ratio, largest_ac_kw=case.regimes[-1].most_ac_kw
    )
    floor = objective.least_coverage_fraction * case.hours.load_kwh / case.hours.unit_kwh
    _require_room(objective, floor, bounds)
    return floor, bounds


def stretches(
    case: SizeCase, dc_ac_ratio: float, *, least: float, most: float
) -> dict[int, tuple[float, float]]:
    """Return the first and last size of each regime that lies between two sizes [kW].

    A regime ends at its largest inverter power, which it contains; the next begins just above.
    """
    ends = np.array([regime.most_ac_kw * dc_ac_ratio for regime in case.regimes])
    starts = np.concatenate(([0.0], np.nextafter(ends[:-1], np.inf)))
    firsts, lasts = np.maximum(starts, least), np.minimum(ends, most)
    return {
        int(place): (float(firsts[place]), float(lasts[place]))
        for place in np.flatnonzero(firsts <= lasts)
    }


def _looked_at(
    case: SizeCase,
    objective: Objective,
    regime: int,
    stretch: tuple[float, float],
    dc_ac_ratio: float,
) -> pd.DataFrame:
    functions = SizeFigures.of(case, regime)
    sought = objective.coverage_fraction * case.hours.load_kwh / case.hours.unit_kwh
    kinks = np.append(functions.kinks(), sought)
    beyond = stretch[1] if np.isfinite(stretch[1]) else 2 * max(kinks.max(), stretch[0], 1.0)
    inside = kinks[(kinks > stretch[0]) & (kinks < stretch[1])]
    dc_kw = np.unique([*inside, stretch[0], beyond])
    figures = functions.at_many(dc_kw, dc_kw / dc_ac_ratio)
    return figures.assign(score=objective.score(figures))


def _require_room(objective: Objective, floor: float, bounds: dict[str, float]) -> None:
    tightest = min(bounds, key=lambda name: bounds[name])
    if floor > bounds[tightest]:
        allowed = message(
            "less: {limit} allows {most:,.1f} kW and this takes {least:,.1f} kW",
            limit=tightest,
            most=bounds[tightest],
            least=floor,
        )
        raise InputError.of("coverage_fraction", objective.coverage_fraction, allowed=allowed)


def _require_end(figures: pd.DataFrame, place: int, *, most: float) -> None:
    """Refuse a search whose best lies beyond every kink because nothing ends it."""
    if not np.isfinite(figures["score"].iloc[place]):
        raise InputError.of("aim", None, allowed=message("an aim that some size reaches"))
    if not np.isfinite(most) and place == len(figures) - 1:
        allowed = message("a limit, since a larger plant is always better here")
        raise InputError.of("limits", None, allowed=allowed)


def _binding(
    dc_kw: float,
    bounds: dict[str, float],
    parts: dict[int, tuple[float, float]],
    floor: float,
) -> tuple[str, ...]:
    ends = [last for _, last in parts.values()][:-1]
    touched = [name for name, most in bounds.items() if dc_kw == most]
    steps = ["step_ac_kw"] if dc_kw in ends else []
    floors = ["coverage_fraction"] if floor > 0 and dc_kw == floor else []
    return tuple(touched + steps + floors)
