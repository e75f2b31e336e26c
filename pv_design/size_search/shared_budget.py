"""Several sites under one budget: where the next unit of money earns most, proved."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.size_search.best_size import stretches
from pv_design.size_search.size_figures import SizeFigures

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from pv_design.size_search.limits import SizeLimits
    from pv_design.size_search.objective import SizeCase

    Floats = npt.NDArray[np.float64]

CURVE_TOLERANCE = 1e-9
"""Rise of a slope, over the steepest, that is rounding and not a bend upwards."""
GRAIN_DECIMALS = 6
"""Kinks closer than a milliwatt are one, or their slopes would be rounding."""


@dataclass(frozen=True, kw_only=True)
class BudgetSite:
    """A site that may get a plant."""

    name: str
    """Name of the site."""
    case: SizeCase
    """Its hours, prices, costs and years."""
    dc_ac_ratio: float
    """Module over inverter power."""
    limits: SizeLimits
    """Its own limits; its capital is a ceiling of its own, if any."""


@dataclass(frozen=True, kw_only=True)
class SharedBudget:
    """Sizes of all sites together."""

    dc_kw: dict[str, float]
    """Modules of each site [kW]; 0 where none is built."""
    capital: float
    """Money spent on building [money]."""
    npv: float
    """Worth of all plants together [money]."""
    marginal_npv: float
    """Worth of one more unit of budget [money/money]; 0 where the budget is not used up."""


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    """Sizes of a site in one regime: what the first costs and is worth, then each step."""

    site: int
    dc_kw: Floats
    capital: Floats
    npv: Floats


def share_budget(sites: Sequence[BudgetSite], *, budget: float) -> SharedBudget:
    """Return the sizes of all sites with the greatest worth together under one budget.

    Within one regime of exports the worth of a site bends downwards only, so money goes to the
    steepest steps of all sites first until it is used up or no step pays: that is the optimum
    of their sum. Every choice of a regime, or of no plant, at each site is tried.

    Parameters
    ----------
    sites
        The sites, each with its own limits.
    budget
        Money to build with, 0 or more.

    Raises
    ------
    InputError
        If the budget is negative or missing, two sites share a name, a site has no end of
        sizes, or its worth bends upwards (an export worth more than a bought kilowatt-hour).

    Examples
    --------
    >>> from pv_design.size_search.limits import SizeLimits
    >>> from pv_design.size_search.objective import SizeCase
    >>> from pv_design.size_search.plant_money import ExportRegime, Lifetime, PlantCosts
    >>> from pv_design.size_search.site_hours import SiteHours
    >>> def site(name: str, load_kw: float, avoided_per_kwh: float) -> BudgetSite:
    ...     hours = SiteHours.of(
    ...         [load_kw], [0.5], settlement=["may"], avoided_per_kwh=avoided_per_kwh
    ...     )
    ...     regime = ExportRegime(most_ac_kw=99.0, credit_per_kwh=0.0, surplus_per_kwh=0.0)
    ...     case = SizeCase(
    ...         hours=hours,
    ...         regimes=(regime,),
    ...         costs=PlantCosts(capital_per_dc_kw=1.0),
    ...         lifetime=Lifetime.of(1, discount_rate=0.0),
    ...     )
    ...     return BudgetSite(name=name, case=case, dc_ac_ratio=1.0, limits=SizeLimits())
    >>> shared = share_budget([site("plant", 5.0, 4.0), site("mine", 9.0, 3.0)], budget=15.0)
    >>> {name: round(size, 9) for name, size in shared.dc_kw.items()}, round(shared.npv, 9)
    ({'plant': 10.0, 'mine': 5.0}, 12.5)
    """
    if not budget >= 0:
        raise InputError.of("budget", budget, allowed=message("a number of 0 or more"))
    names = [site.name for site in sites]
    if len(set(names)) < len(names):
        raise InputError.of("sites", ", ".join(names), allowed=message("a name for each"))
    choices = [(None, *_stretches(place, site)) for place, site in enumerate(sites)]
    plans = (
        _filled([stretch for stretch in plan if stretch is not None], len(sites), budget)
        for plan in product(*choices)
    )
    dc_kw, capital, npv, marginal = max(
        (plan for plan in plans if plan is not None), key=lambda plan: (plan[2], -plan[1])
    )
    return SharedBudget(
        dc_kw=dict(zip(names, dc_kw.tolist(), strict=True)),
        capital=capital,
        npv=npv,
        marginal_npv=marginal,
    )


def _stretches(place: int, site: BudgetSite) -> list[_Stretch]:
    case = site.case
    bounds = site.limits.most_dc_kw(
        case.costs, dc_ac_ratio=site.dc_ac_ratio, largest_ac_kw=case.regimes[-1].most_ac_kw
    )
    most = min(bounds.values())
    if not case.costs.capital_per_dc_kw > 0:
        allowed = message("above 0 where sites share a budget")
        raise InputError.of("capital_per_dc_kw", case.costs.capital_per_dc_kw, allowed=allowed)
    if not np.isfinite(most):
        raise InputError.of("limits", site.name, allowed=message("a limit of the size"))
    parts = stretches(case, site.dc_ac_ratio, least=10.0**-GRAIN_DECIMALS, most=most)
    return [_of_regime(place, site, regime, ends) for regime, ends in parts.items()]


def _of_regime(place: int, site: BudgetSite, regime: int, ends: tuple[float, float]) -> _Stretch:
    functions = SizeFigures.of(site.case, regime)
    _require_bent_down(functions.saving.slopes)
    kinks = np.round(functions.kinks(), GRAIN_DECIMALS)
    dc_kw = np.unique([*kinks[(kinks > ends[0]) & (kinks < ends[1])], *ends])
    figures = functions.at_many(dc_kw, dc_kw / site.dc_ac_ratio)
    return _Stretch(
        site=place,
        dc_kw=dc_kw,
        capital=figures["capital"].to_numpy(),
        npv=figures["npv"].to_numpy(),
    )


def _require_bent_down(slopes: Floats) -> None:
    """Refuse a saving whose slope rises anywhere by more than rounding."""
    if (np.diff(slopes) > CURVE_TOLERANCE * np.abs(slopes).max()).any():
        allowed = message("exports worth at most a bought kWh, and a surplus at most a credit")
        raise InputError.of("credit_per_kwh", None, allowed=allowed)


def _filled(
    plan: list[_Stretch], count: int, budget: float
) -> tuple[Floats, float, float, float] | None:
    """Return sizes, capital, worth and marginal worth of a plan; None where it cannot be paid."""
    dc_kw = np.zeros(count)
    spent, npv = 0.0, 0.0
    for stretch in plan:
        dc_kw[stretch.site] = stretch.dc_kw[0]
        spent, npv = spent + float(stretch.capital[0]), npv + float(stretch.npv[0])
    if spent > budget:
        return None
    if not plan:
        return dc_kw, spent, npv, 0.0
    owner = np.concatenate([np.full(len(s.dc_kw) - 1, s.site) for s in plan])
    cost = np.concatenate([np.diff(s.capital) for s in plan])
    gain = np.concatenate([np.diff(s.npv) for s in plan])
    added_kw = np.concatenate([np.diff(s.dc_kw) for s in plan])
    yields = gain / cost
    order = np.argsort(-yields, kind="stable")[: int((yields > 0).sum())]
    left = budget - spent - np.concatenate(([0.0], np.cumsum(cost[order])))[:-1]
    share = np.clip(left / cost[order], 0.0, 1.0)
    dc_kw += np.bincount(owner[order], added_kw[order] * share, minlength=count)
    unbought = order[share < 1]
    return (
        dc_kw,
        spent + float(cost[order] @ share),
        npv + float(gain[order] @ share),
        float(yields[unbought[0]]) if len(unbought) else 0.0,
    )
