"""One budget for the plants of all sites, shared where it earns most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mine_study.site_size import plant_task
from mine_study.size_attempts import dc_ac_range
from mine_study.size_cases import limits_of, site_cases
from pv_design.size_search.shared_budget import BudgetSite, SharedBudget, share_budget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mine_study.site_size import SizeTask
    from mine_study.study_file import Study


@dataclass(frozen=True, kw_only=True)
class PlantBudget:
    """How a budget is shared among the sites."""

    budget: float
    """Money there is for the plants [money]."""
    shared: SharedBudget
    """Sizes of all sites together with the greatest worth, before income tax."""
    capital: dict[str, float]
    """What each site may spend [money]."""


def share_plants(study: Study, tasks: Sequence[SizeTask]) -> PlantBudget | None:
    """Return what each site may spend on its plant; None where no budget is shared.

    The budget goes where it is worth most over the years, whatever the aims of the sites are;
    what is left over is not given to any.

    Parameters
    ----------
    study
        Checked keys.
    tasks
        The sites that build a plant.

    Raises
    ------
    InputError
        If the worth of a site bends upwards, so that no split is proved best.
    """
    if study.finance.plant_budget_usd is None or not tasks:
        return None
    budget = study.finance.plant_budget_usd * study.prices.usd_rate
    sites = [_budget_site(task, budget) for task in tasks]
    shared = share_budget(sites, budget=budget)
    return PlantBudget(
        budget=budget,
        shared=shared,
        capital={site.name: _capital(site, shared.dc_kw[site.name]) for site in sites},
    )


def with_budget(task: SizeTask, split: PlantBudget | None) -> SizeTask:
    """Return a site with its part of the budget that all share."""
    return task if split is None else replace(task, budget=split.capital[task.site.name])


def _budget_site(task: SizeTask, budget: float) -> BudgetSite:
    keys, (design, _) = task.site.pv, plant_task(task)
    limits = limits_of(task.study, keys, design, latitude=task.weather.latitude, budget=budget)
    cases = site_cases(
        task.study,
        task.site,
        design,
        load_kw=task.load_kw,
        tariff=task.tariff,
        outages=task.outages,
    )
    ratio = min(keys.dc_ac_ratio, dc_ac_range(keys.dc_ac_ratio, is_searched=False)[1])
    return BudgetSite(
        name=task.site.name, case=cases.at(ratio, None), dc_ac_ratio=ratio, limits=limits
    )


def _capital(site: BudgetSite, dc_kw: float) -> float:
    size = np.array([dc_kw])
    return float(site.case.costs.capital(size, size / site.dc_ac_ratio)[0])
