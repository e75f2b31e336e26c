"""Whole strings and whole inverters near the best size, first as an engineer would build them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from mine_study.size_attempts import attempts
from pv_design.module_count import module_kw
from pv_design.size_search.objective import TIE_FRACTION
from pv_design.size_search.whole_plants import WholePlants, best_whole_plants

if TYPE_CHECKING:
    from mine_study.size_attempts import Attempt
    from mine_study.size_cases import SiteCases
    from pv_design.size_search.best_size import BestSize
    from pv_design.size_search.limits import SizeLimits
    from pv_design.size_search.objective import Objective
    from pv_design.size_search.plant_combinations import InverterOption
    from pv_design.size_search.wired_options import WiredOptions


class Wire(Protocol):
    """Inverters that may be chosen from, with long strings or with short ones too."""

    def __call__(self, *, short_strings: bool) -> WiredOptions:
        """Return the options."""


FACTS = ("pv_design", "data/production.csv")


@dataclass(frozen=True, kw_only=True)
class Found:
    """The whole plants of a search and how it was narrowed."""

    plants: WholePlants
    """Best first."""
    wired: WiredOptions
    """What they were chosen from."""
    is_usual: bool
    """Whether DC/AC ratio and string lengths are those an engineer asks for."""


def best_whole(
    cases: SiteCases,
    objective: Objective,
    wire: Wire,
    *,
    usual_range: tuple[float, float],
    limits: SizeLimits,
    best: BestSize,
    wider: float = 1.0,
    usual: bool = True,
) -> Found:
    """Return the best whole plants about a size.

    A plant for a coverage stays within the step of its exports' worth where it reaches the
    coverage there. Where no plant of long strings and the usual DC/AC ratio does, or none keeps
    a fair share of what the best size is worth, and it is not the limits that forbid it, shorter
    strings and larger inverters are looked at too.

    Parameters
    ----------
    cases
        The site.
    objective
        What is sought.
    wire
        Gives the inverters that may be chosen from.
    usual_range
        Least and largest DC/AC ratio.
    limits
        Of the site.
    best
        The best size of all real numbers, above 0.
    wider
        Multiplies the largest size that is looked at.
    usual
        Whether to look at long strings and the usual DC/AC ratio first.

    Raises
    ------
    InputError
        If no whole plant keeps the limits and meets the aim, or none can be wired.
    """
    found: list[Found] = []
    fair = read_fact(*FACTS, "usual_plant_least_worth").value * float(best.figures["npv"])
    for attempt in attempts(cases, objective, usual_range, limits):
        if not (usual or attempt.short_strings):
            continue
        wired = wire(short_strings=attempt.short_strings)
        try:
            plants = _search(cases, objective, wired.options, attempt, best=best, wider=wider)
        except InputError as error:
            if error.problems[0].field not in {"aim", "limits"}:
                raise
            continue
        found.append(Found(plants=plants, wired=wired, is_usual=not attempt.short_strings))
        is_all_there_is = bool(best.binding) and attempt.limits is limits
        is_worth_it = objective.aim != "npv" or plants.ranked["npv"].iloc[0] > max(fair, 0.0)
        if (is_met(objective, plants) and is_worth_it) or is_all_there_is:
            return found[-1]
    if not found:
        raise _no_plant(cases, objective, usual_range, limits)
    return max(found, key=lambda one: float(one.plants.ranked["score"].iloc[0]))


def is_met(objective: Objective, plants: WholePlants) -> bool:
    """Return whether the best plant reaches a coverage that is sought; true for other aims."""
    if objective.aim != "coverage":
        return True
    reached = float(plants.ranked["coverage_fraction"].iloc[0])
    return reached >= objective.coverage_fraction * (1 - TIE_FRACTION)


def _search(
    cases: SiteCases,
    objective: Objective,
    options: tuple[InverterOption, ...],
    attempt: Attempt,
    *,
    best: BestSize,
    wider: float,
) -> WholePlants:
    power, limits, case = module_kw(cases.task.module), attempt.limits, cases.first
    bounds = limits.most_dc_kw(
        case.costs,
        dc_ac_ratio=attempt.dc_ac_range[1],
        largest_ac_kw=case.regimes[-1].most_ac_kw,
    )
    more_kw = max(option.most_modules for option in options) * power
    if objective.aim == "npv":
        more_kw = max(option.ac_kw for option in options) * attempt.dc_ac_range[1]
    reach = wider * read_fact(*FACTS, "whole_plant_reach").value * best.dc_kw + more_kw
    most_dc_kw = min(reach, *bounds.values())
    if not most_dc_kw > 0:
        raise InputError.of("limits", most_dc_kw, allowed=message("room for one whole plant"))
    return best_whole_plants(
        cases.at,
        options,
        objective,
        module_kw=power,
        most_dc_kw=most_dc_kw,
        dc_ac_range=attempt.dc_ac_range,
        limits=limits,
    )


def _no_plant(
    cases: SiteCases, objective: Objective, usual: tuple[float, float], limits: SizeLimits
) -> InputError:
    """Return the error of limits without room for a string, or of a coverage out of reach."""
    if objective.least_coverage_fraction > 0:
        allowed = message("a coverage that some plant of whole strings reaches")
        return InputError.of("coverage_fraction", objective.coverage_fraction, allowed=allowed)
    bounds = limits.most_dc_kw(
        cases.first.costs,
        dc_ac_ratio=usual[1],
        largest_ac_kw=cases.first.regimes[-1].most_ac_kw,
    )
    tightest = min(bounds, key=lambda name: bounds[name])
    allowed = message("room for one whole string and its inverter")
    return InputError.of(f"limits.{tightest}", getattr(limits, tightest, None), allowed=allowed)
