"""How good a site's best size is, nearly: a few sizes in place of every kink."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pv_design.size_search.best_size import bounds_of, stretches
from pv_design.size_search.size_figures import SizeFigures

if TYPE_CHECKING:
    from pv_design.size_search.limits import SizeLimits
    from pv_design.size_search.objective import Objective, SizeCase

SIZES = 65
"""Sizes looked at in each stretch, its ends among them."""


def near_best(
    case: SizeCase, objective: Objective, *, dc_ac_ratio: float, limits: SizeLimits | None = None
) -> tuple[float, float]:
    """Return score and negative capital [money] of the best of a few sizes.

    It ranks many planes before the best few are sized by `best_size.best_size`, which it never
    exceeds. The size of the coverage that is sought and the ends of every regime of exports are
    among the sizes, so that it misses only a best that lies at a kink between two of the others.

    Parameters
    ----------
    case, objective, dc_ac_ratio, limits
        As `best_size.best_size` takes them.

    Raises
    ------
    InputError
        If no size within the limits reaches the coverage that is asked for.

    Examples
    --------
    >>> from pv_design.size_search.objective import Objective, SizeCase
    >>> from pv_design.size_search.plant_money import ExportRegime, Lifetime, PlantCosts
    >>> from pv_design.size_search.site_hours import SiteHours
    >>> case = SizeCase(
    ...     hours=SiteHours.of([5, 9], [0.5, 0.5], settlement=["may"] * 2, avoided_per_kwh=1.0),
    ...     regimes=(ExportRegime(most_ac_kw=64.0, credit_per_kwh=0.0, surplus_per_kwh=0.0),),
    ...     costs=PlantCosts(capital_per_dc_kw=0.6),
    ...     lifetime=Lifetime.of(1, discount_rate=0.0),
    ... )
    >>> near_best(case, Objective(aim="npv"), dc_ac_ratio=1.0)
    (4.0, -6.0)
    """
    floor, bounds = bounds_of(case, objective, dc_ac_ratio=dc_ac_ratio, limits=limits)
    parts = stretches(case, dc_ac_ratio, least=floor, most=min(bounds.values()))
    sought = objective.coverage_fraction * case.hours.load_kwh / case.hours.unit_kwh
    tables = []
    for regime, (first, last) in parts.items():
        functions = SizeFigures.of(case, regime)
        end = last if np.isfinite(last) else 2 * max(float(functions.kinks()[-1]), first, 1.0)
        dc_kw = np.append(np.linspace(first, end, SIZES), np.clip(sought, first, end))
        tables.append(functions.at_few(dc_kw, dc_kw / dc_ac_ratio))
    figures = pd.concat(tables, ignore_index=True)
    place = int(objective.ranking(figures)[0])
    return float(objective.score(figures)[place]), -float(figures["capital"].iloc[place])
