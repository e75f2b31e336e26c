"""The plant of a site: its size is searched for an aim, then built of whole strings."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from mine_study.plane_search import searched_plane
from mine_study.size_attempts import dc_ac_range
from mine_study.size_cases import SiteCases, limits_of, objective_of, site_cases
from mine_study.size_decision import SizeDecision
from mine_study.size_faults import at_keys, require_coverage
from mine_study.size_notes import size_notes
from mine_study.size_task import SizeTask, plant_task, wired
from mine_study.whole_search import best_whole
from pv_design.inverter_choice import inverter_candidates
from pv_design.module_count import module_kw
from pv_design.plant import Plant, plant_of
from pv_design.size_search.best_size import best_size
from pv_design.size_search.runners_up import binding_limits, runners_up

if TYPE_CHECKING:
    import pandas as pd

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.notes import Note
    from mine_study.plant_components import PlantComponents
    from mine_study.study_file import PvKeys
    from mine_study.whole_search import Found
    from pv_design.module_count import DesignTask
    from pv_design.size_search.best_size import BestSize
    from pv_design.size_search.limits import SizeLimits
    from pv_design.size_search.objective import Objective
    from pv_design.size_search.orientation import BestPlane
    from pv_design.size_search.plant_money import PlantCosts


__all__ = ["PlantSearch", "SizeTask", "SizedPlant", "plant_task", "search_plant", "sized_plant"]


class _OfSize(TypedDict):
    module_kw: float
    costs: PlantCosts
    limits: SizeLimits
    largest_ac_kw: float
    dc_ac_max: float


@dataclass(frozen=True, kw_only=True, eq=False)
class PlantSearch:
    """The whole plants of a site and how they were ranked."""

    task: SizeTask
    """The site."""
    named: PlantComponents
    """Components that the study names."""
    cases: SiteCases
    """The site under every ratio and efficiency, modules turned as they will stand."""
    limits: SizeLimits
    """What keeps the plant small."""
    best: BestSize
    """The best size of all real numbers, above 0."""
    plane: BestPlane | None
    """Tilt, azimuth and DC/AC ratio that were searched; None where they were given."""
    found: Found
    """The whole plants; the first is built."""
    settled: int = 0
    """Plants that the cash flow of the plan has ranked; 0 where the search alone did."""

    @property
    def objective(self) -> Objective:
        """What is sought."""
        return objective_of(self.task.site.pv)

    def plant(self, row: pd.Series, notes: tuple[Note, ...] = ()) -> Plant:
        """Return a plant of the search.

        Parameters
        ----------
        row
            One of `WholePlants.every`.
        notes
            What its size assumed.
        """
        option = next(one for one in self.found.wired.options if one.name == row["inverter"])
        return plant_of(
            self.cases.task,
            inverter=self.found.wired.inverters[option.name],
            inverters=int(row["inverters"]),
            strings=int(row["strings"]),
            string_modules=int(row["string_modules"]),
            power_fraction=option.power_fraction,
            notes=notes,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class SizedPlant:
    """The plant of a site and how its size was found."""

    plant: Plant | None
    """None where no size is worth its cost."""
    decision: SizeDecision | None
    """None without a plant."""


def search_plant(task: SizeTask, *, wider: float = 1.0, usual: bool = True) -> PlantSearch | None:
    """Return the best plants of whole strings and inverters under the aim and limits of a site.

    They are judged as if the site stood alone, before tax and reactive energy. None where no
    size is worth its cost.

    Parameters
    ----------
    task
        The site.
    wider
        Multiplies the largest size that is looked at.
    usual
        Whether to look at long strings and the usual DC/AC ratio before any others.

    Raises
    ------
    InputError
        At the key of the study whose aim or limit no plant meets.
    """
    with at_keys(task.site):
        return _searched(task, wider, usual=usual)


def sized_plant(search: PlantSearch | None) -> SizedPlant:
    """Return the first plant of a search, built, and why it has its size."""
    if search is None:
        return SizedPlant(plant=None, decision=None)
    found, decision = search.found, _decision(search)
    module = search.cases.task.module
    asked = size_notes(search.task.site, search.named, module, found, decision)
    notes = (*search.named.notes, *found.wired.notes, *asked)
    return SizedPlant(plant=search.plant(found.plants.ranked.iloc[0], notes), decision=decision)


def _searched(task: SizeTask, wider: float, *, usual: bool) -> PlantSearch | None:
    (design, named), objective = plant_task(task), objective_of(task.site.pv)
    cases = site_cases(
        task.study,
        task.site,
        design,
        load_kw=task.load_kw,
        tariff=task.tariff,
        outages=task.outages,
    )
    efficiency = _best_efficiency(inverter_candidates(named.inverter))
    plane = _plane(task, design, cases, efficiency)
    ratios = _dc_ac_ratios(task.site.pv)
    ratio = min(task.site.pv.dc_ac_ratio, ratios[1])
    if plane is not None:
        cases, ratio = cases.turned(plane.tilt_deg, plane.azimuth_deg), plane.dc_ac_ratio
    kept = _limits(task, design, cases.task.tilt_deg, cases.task.azimuth_deg)
    best = best_size(cases.at(ratio, efficiency), objective, dc_ac_ratio=ratio, limits=kept)
    if not best.dc_kw > 0:
        return None
    found = best_whole(
        cases,
        objective,
        partial(wired, task, cases, named.inverter),
        usual_range=ratios,
        limits=kept,
        best=best,
        wider=wider,
        usual=usual,
    )
    require_coverage(task.site, objective, found, cases)
    return PlantSearch(
        task=task,
        named=named,
        cases=cases,
        limits=kept,
        best=best,
        plane=plane,
        found=found,
    )


def _plane(
    task: SizeTask, design: DesignTask, cases: SiteCases, efficiency_fraction: float | None
) -> BestPlane | None:
    """Return tilt, azimuth and DC/AC ratio that are best; None where they were given."""
    return searched_plane(
        task.site.pv,
        cases,
        objective_of(task.site.pv),
        limits_of_plane=partial(_limits, task, design),
        latitude=task.weather.latitude,
        ratios=_dc_ac_ratios(task.site.pv),
        efficiency_fraction=efficiency_fraction,
    )


def _dc_ac_ratios(keys: PvKeys) -> tuple[float, float]:
    """Return the least and the largest DC/AC ratio that is looked at at a site."""
    return dc_ac_range(keys.dc_ac_ratio, is_searched=keys.dc_ac == "best")


def _limits(task: SizeTask, design: DesignTask, tilt_deg: float, azimuth_deg: float) -> SizeLimits:
    """Return the limits of modules that stand under a tilt and an azimuth."""
    turned = replace(design, tilt_deg=tilt_deg, azimuth_deg=azimuth_deg)
    return limits_of(
        task.study, task.site.pv, turned, latitude=task.weather.latitude, budget=task.budget
    )


def _best_efficiency(candidates: tuple[Inverter, ...]) -> float | None:
    known = [unit.efficiency_fraction for unit in candidates if unit.efficiency_fraction]
    return max(known, default=None)


def _decision(search: PlantSearch) -> SizeDecision:
    plants, case, budget = search.found.plants, search.cases.first, search.task.budget
    of_size: _OfSize = {
        "module_kw": module_kw(search.cases.task.module),
        "costs": case.costs,
        "limits": search.limits,
        "largest_ac_kw": case.regimes[-1].most_ac_kw,
        "dc_ac_max": _dc_ac_ratios(search.task.site.pv)[1],
    }
    return SizeDecision(
        objective=search.objective,
        continuous=search.best,
        figures=plants.ranked.iloc[0],
        runners_up=runners_up(plants, objective=search.objective, **of_size),
        binding=binding_limits(plants.ranked.iloc[[0]], **of_size),
        combinations=plants.combinations,
        evaluated=plants.evaluated,
        settled=search.settled,
        plane=search.plane,
        budget=budget if math.isfinite(budget) else None,
    )
