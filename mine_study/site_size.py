"""The plant of a site: its size is searched for an aim, then built of whole strings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from equipment_catalog import pv_modules
from mine_study.plane_search import searched_plane
from mine_study.plant_components import plant_components
from mine_study.plant_production import plane_azimuth_deg, producer
from mine_study.size_cases import SiteCases, limits_of, objective_of, site_cases
from mine_study.size_decision import SizeDecision
from mine_study.size_faults import at_keys, require_coverage
from mine_study.size_notes import size_notes
from mine_study.whole_search import best_whole, dc_ac_range
from pv_design.electrical.site_extremes import site_extremes
from pv_design.inverter_choice import inverter_candidates
from pv_design.module_count import DesignTask, module_kw
from pv_design.plant import Plant, plant_of
from pv_design.size_search.best_size import best_size
from pv_design.size_search.runners_up import binding_limits, runners_up
from pv_design.size_search.wired_options import WiredOptions, wired_options

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from equipment_catalog.inverters import Inverter
    from equipment_catalog.notes import Note
    from mine_study.plant_components import PlantComponents
    from mine_study.study_file import SiteKeys, Study
    from mine_study.whole_search import Found
    from project_finance.tariffs import Tariff
    from pv_design.size_search.best_size import BestSize
    from pv_design.size_search.limits import SizeLimits
    from pv_design.size_search.orientation import BestPlane
    from pv_design.size_search.plant_money import PlantCosts
    from pv_design.weather import Weather


class _OfSize(TypedDict):
    module_kw: float
    costs: PlantCosts
    limits: SizeLimits


@dataclass(frozen=True, kw_only=True, eq=False)
class SizeTask:
    """A site whose plant is to be sized."""

    study: Study
    """Checked keys of the study."""
    site: SiteKeys
    """Those of the site."""
    load_kw: pd.Series[float]
    """Hourly demand after the measures, above 0 in some hour [kW]."""
    weather: Weather
    """A year of hours."""
    tariff: Tariff
    """Prices."""
    folder: Path
    """Of the study, in which its files lie."""
    budget: float = math.inf
    """What the site may spend of a budget that all sites share [money]."""

    @property
    def builds(self) -> bool:
        """Whether the study builds a plant here and some machine runs."""
        return self.site.pv.build and bool(self.load_kw.any())


@dataclass(frozen=True, kw_only=True, eq=False)
class SizedPlant:
    """The plant of a site and how its size was found."""

    plant: Plant | None
    """None where no size is worth its cost."""
    decision: SizeDecision | None
    """None without a plant."""


def size_plant(task: SizeTask) -> SizedPlant:
    """Return the best plant of whole strings and inverters under the aim and limits of a site.

    Parameters
    ----------
    task
        The site.

    Raises
    ------
    InputError
        At the key of the study whose aim or limit no plant meets.
    """
    with at_keys(task.site):
        return _sized(task)


def plant_task(task: SizeTask) -> tuple[DesignTask, PlantComponents]:
    """Return the plant of a site but its size, and the components that the study names.

    Parameters
    ----------
    task
        The site.

    Raises
    ------
    InputError
        If a component or a file of the study cannot be read.
    """
    keys = task.site.pv
    named = plant_components(keys, task.folder)
    design = DesignTask(
        module=named.module or pv_modules.module(),
        tilt_deg=keys.tilt_deg,
        azimuth_deg=plane_azimuth_deg(keys, task.weather.latitude),
        produce=producer(keys, task.weather, folder=task.folder, circuit=named.circuit),
    )
    return design, named


def _sized(task: SizeTask) -> SizedPlant:
    keys, (design, named) = task.site.pv, plant_task(task)
    objective = objective_of(keys)
    limits = limits_of(task.study, keys, design, latitude=task.weather.latitude, budget=task.budget)
    cases = site_cases(task.study, task.site, design, load_kw=task.load_kw, tariff=task.tariff)
    candidates = inverter_candidates(named.inverter)
    wide = dc_ac_range(keys.dc_ac_ratio, is_searched=keys.dc_ac == "best")
    ratio = min(keys.dc_ac_ratio, wide[1])
    efficiency = _best_efficiency(candidates)
    plane = searched_plane(
        keys,
        cases,
        objective,
        limits,
        latitude=task.weather.latitude,
        ratios=wide,
        efficiency_fraction=efficiency,
    )
    if plane is not None:
        cases, ratio = cases.turned(plane.tilt_deg, plane.azimuth_deg), plane.dc_ac_ratio
    best = best_size(cases.at(ratio, efficiency), objective, dc_ac_ratio=ratio, limits=limits)
    if not best.dc_kw > 0:
        return SizedPlant(plant=None, decision=None)
    found = best_whole(
        cases,
        objective,
        partial(_wired, task, cases, candidates),
        usual_range=wide,
        limits=limits,
        best=best,
    )
    require_coverage(task.site, objective, found, cases)
    decision = _decision(task, cases, limits, found, best=best, plane=plane)
    asked = size_notes(task.site, named, design.module, found, decision)
    plant = _plant(cases, found, (*named.notes, *found.wired.notes, *asked))
    return SizedPlant(plant=plant, decision=decision)


def _wired(
    task: SizeTask, cases: SiteCases, candidates: tuple[Inverter, ...], *, short_strings: bool
) -> WiredOptions:
    keys, weather = task.site.pv, task.weather
    year = cases.task.year(dc_kw=1.0, ac_kw=1.0, inverter_efficiency=None)
    return wired_options(
        cases.task.module,
        candidates,
        extremes=site_extremes(weather, year, record_low_air_c=keys.record_low_air_c),
        altitude_m=weather.altitude_m,
        hottest_air_c=float(weather.data["temp_air"].max()),
        short_strings=short_strings,
    )


def _best_efficiency(candidates: tuple[Inverter, ...]) -> float | None:
    known = [unit.efficiency_fraction for unit in candidates if unit.efficiency_fraction]
    return max(known, default=None)


def _decision(
    task: SizeTask,
    cases: SiteCases,
    limits: SizeLimits,
    found: Found,
    *,
    best: BestSize,
    plane: BestPlane | None,
) -> SizeDecision:
    objective = objective_of(task.site.pv)
    of_size: _OfSize = {
        "module_kw": module_kw(cases.task.module),
        "costs": cases.first.costs,
        "limits": limits,
    }
    return SizeDecision(
        objective=objective,
        continuous=best,
        figures=found.plants.ranked.iloc[0],
        runners_up=runners_up(found.plants, objective=objective, **of_size),
        binding=binding_limits(
            found.plants.ranked.iloc[[0]],
            largest_ac_kw=cases.first.regimes[-1].most_ac_kw,
            **of_size,
        ),
        combinations=found.plants.combinations,
        evaluated=found.plants.evaluated,
        plane=plane,
        budget=task.budget if math.isfinite(task.budget) else None,
    )


def _plant(cases: SiteCases, found: Found, notes: tuple[Note, ...]) -> Plant:
    row = found.plants.ranked.iloc[0]
    option = next(one for one in found.wired.options if one.name == row["inverter"])
    return plant_of(
        cases.task,
        inverter=found.wired.inverters[option.name],
        inverters=int(row["inverters"]),
        strings=int(row["strings"]),
        string_modules=int(row["string_modules"]),
        power_fraction=option.power_fraction,
        notes=notes,
    )
