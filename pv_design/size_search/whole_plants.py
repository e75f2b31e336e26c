"""The best plant of whole strings and inverters: the same answer as trying every one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.size_search.limits import SizeLimits
from pv_design.size_search.objective import TIE_FRACTION
from pv_design.size_search.plant_bounds import (
    bounds_of_plants,
    exact_figures,
    require_monotone_worth,
    within,
)
from pv_design.size_search.plant_combinations import all_combinations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pv_design.size_search.objective import Objective, SizeCase
    from pv_design.size_search.plant_combinations import InverterOption

    CaseOfRatio = Callable[[float, float], SizeCase]

TIES_BY = ["inverters", "strings"]
"""Of equals the plant with fewer inverters goes first, then the one with fewer strings."""
KEPT = 4
"""Plants told apart exactly: the best and three runners-up."""


@dataclass(frozen=True, kw_only=True)
class WholePlants:
    """The best whole plants and how far the search had to look."""

    ranked: pd.DataFrame
    """Best first: inverter, inverters, strings, string_modules, modules, dc_ac_ratio, the
    figures of `SizeFigures`, score, and the room each limit leaves as room_<limit>."""
    combinations: int
    """Whole plants within the limits."""
    evaluated: int
    """Those reckoned exactly; no other could be among the best, as their bounds show."""
    every: pd.DataFrame
    """All plants within the limits, with regime and hoped_score, the bound of their score."""


def best_whole_plants(
    case_of_ratio: CaseOfRatio,
    options: Sequence[InverterOption],
    objective: Objective,
    *,
    module_kw: float,
    most_dc_kw: float,
    dc_ac_range: tuple[float, float],
    limits: SizeLimits | None = None,
) -> WholePlants:
    """Return the best whole plants, as an exhaustive search would, without reckoning all.

    A plant clips less at a smaller DC/AC ratio and gives more with a better inverter, so with the
    unit profile of a ratio somewhat below its own and of the best efficiency, and its own cost,
    its score is bounded from above. Plants are reckoned in the order
    of their bounds until the next bound is below the worst plant that is kept; those left
    cannot win. This holds where more energy is never worth less: where a credit never exceeds
    a bought and a surplus kilowatt-hour together.

    Parameters
    ----------
    case_of_ratio
        Gives the site with the unit profile of a DC/AC ratio and a nominal efficiency; profiles
        must not grow with the first nor fall with the second.
    options
        Inverters with their strings.
    objective
        What is sought.
    module_kw
        Rated power of the module [kW].
    most_dc_kw
        Largest module power looked at [kW].
    dc_ac_range
        Least and largest DC/AC ratio.
    limits
        Upper limits.

    Raises
    ------
    InputError
        If no whole plant meets the limits and the aim, or a credit exceeds the bought energy.
    """
    limits = limits or SizeLimits()
    case, best_efficiency = cache(case_of_ratio), max(o.efficiency_fraction for o in options)
    ideal = case(dc_ac_range[0], best_efficiency)
    require_monotone_worth(ideal)
    plants = all_combinations(
        options, module_kw=module_kw, most_dc_kw=most_dc_kw, dc_ac_range=dc_ac_range
    )
    plants = within(plants, ideal, limits)
    if plants.empty:
        raise InputError.of("limits", None, allowed=message("room for one whole plant"))
    bounds = bounds_of_plants(plants, case, best_efficiency)
    found = _reckoned(plants, bounds, objective, case)
    figures = pd.concat(found).sort_values(TIES_BY, kind="stable", ignore_index=True)
    figures["score"] = objective.score(figures)
    ranked = figures.iloc[objective.ranking(figures)]
    return WholePlants(
        ranked=ranked[np.isfinite(ranked["score"])].head(KEPT).reset_index(drop=True),
        combinations=len(plants),
        evaluated=len(found),
        every=plants.assign(regime=bounds["regime"], hoped_score=objective.score(bounds)),
    )


def _reckoned(
    plants: pd.DataFrame, bounds: pd.DataFrame, objective: Objective, case: CaseOfRatio
) -> list[pd.DataFrame]:
    """Return the figures of plants in the order of their bounds until no other can be kept.

    Raises
    ------
    InputError
        If no plant meets the aim.
    """
    found: list[pd.DataFrame] = []
    kept: list[tuple[float, float]] = []
    for place, hoped in _by_bound(objective, bounds):
        if len(kept) == KEPT and hoped < kept[-1]:
            break
        one = plants.iloc[[place]]
        found.append(exact_figures(one, case))
        reached = _key(objective, found[-1], top=float(objective.score(bounds).max()))
        kept = sorted([*kept, *reached], reverse=True)[:KEPT]
    if not np.isfinite(kept[0][0]):
        allowed = message("limits and an aim that some whole plant meets")
        raise InputError.of("aim", None, allowed=allowed)
    return found


def _by_bound(
    objective: Objective, bounds: pd.DataFrame
) -> Iterator[tuple[int, tuple[float, float]]]:
    """Yield places and what may be hoped for there, best first; rounding rejects no place."""
    top = float(objective.score(bounds).max())
    keys = _key(objective, bounds, top=top)
    for place in objective.ranking(bounds):
        score, second = keys[place]
        hoped = score if score > top else score + 2 * TIE_FRACTION * abs(score)
        yield int(place), (hoped, second)


def _key(objective: Objective, figures: pd.DataFrame, *, top: float) -> list[tuple[float, float]]:
    """Return score and second score; scores that equal the top within rounding are the top."""
    score = objective.score(figures)
    near = score >= top - TIE_FRACTION * abs(top)
    clamped = np.where(near, top + 2 * TIE_FRACTION * abs(top), score)
    return list(zip(clamped.tolist(), objective.second_score(figures).tolist(), strict=True))
