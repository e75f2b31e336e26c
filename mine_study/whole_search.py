"""Whole strings and whole inverters near the best size, first as an engineer would build them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.module_count import module_kw
from pv_design.size_search.objective import TIE_FRACTION
from pv_design.size_search.whole_plants import WholePlants, best_whole_plants

if TYPE_CHECKING:
    from collections.abc import Iterator

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
LEAST_RATIO = 0.01
"""DC/AC ratio below which no inverter is looked at, however large for its modules."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """The whole plants of a search and how it was narrowed."""

    plants: WholePlants
    """Best first."""
    wired: WiredOptions
    """What they were chosen from."""
    is_usual: bool
    """Whether DC/AC ratio and string lengths are those an engineer asks for."""


@dataclass(frozen=True, kw_only=True)
class _Attempt:
    short_strings: bool
    dc_ac_range: tuple[float, float]
    limits: SizeLimits


def dc_ac_range(asked: float, *, is_searched: bool) -> tuple[float, float]:
    """Return the least and the largest DC/AC ratio that is looked at.

    Inverters may give so much more or less than the ratio that is asked for as fewer and larger
    ones are worth; where the ratio is searched, from the least to the largest that is sensible.

    Parameters
    ----------
    asked
        pv.dc_ac_ratio.
    is_searched
        Whether pv.dc_ac is best.

    Examples
    --------
    >>> low, high = dc_ac_range(1.2, is_searched=False)
    >>> round(low, 4), high  # 1.2 / 1.15, and 1.2 / 0.85 is beyond 1.4
    (1.0435, 1.4)
    """
    most = read_fact(*FACTS, "dc_ac_ratio_max").value
    if is_searched:
        return read_fact(*FACTS, "dc_ac_ratio_least").value, most
    tolerance = read_fact(*FACTS, "inverter_match_tolerance").value
    aim = min(asked, most)
    return aim / (1 + tolerance), min(aim / (1 - tolerance), most)


def best_whole(
    cases: SiteCases,
    objective: Objective,
    wire: Wire,
    *,
    usual_range: tuple[float, float],
    limits: SizeLimits,
    best: BestSize,
) -> Found:
    """Return the best whole plants about a size.

    A plant for a coverage stays within the step of its exports' worth where it reaches the
    coverage there. Where no plant of long strings and the usual DC/AC ratio does, and it is not
    the limits that forbid it, shorter strings and larger inverters are looked at too.

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

    Raises
    ------
    InputError
        If no whole plant keeps the limits and meets the aim, or none can be wired.
    """
    found: list[Found] = []
    for attempt in _attempts(cases, objective, usual_range, limits):
        wired = wire(short_strings=attempt.short_strings)
        try:
            plants = _search(cases, objective, wired.options, attempt, best)
        except InputError as error:
            if error.problems[0].field not in {"aim", "limits"}:
                raise
            continue
        found.append(Found(plants=plants, wired=wired, is_usual=not attempt.short_strings))
        is_all_there_is = bool(best.binding) and attempt.limits is limits
        if is_met(objective, plants) or is_all_there_is:
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


def _attempts(
    cases: SiteCases, objective: Objective, usual: tuple[float, float], limits: SizeLimits
) -> Iterator[_Attempt]:
    step = cases.first.regimes[0].most_ac_kw
    if objective.aim == "coverage" and step < min(limits.ac_kw, cases.first.regimes[-1].most_ac_kw):
        kept = replace(limits, ac_kw=step)
        yield _Attempt(short_strings=False, dc_ac_range=usual, limits=kept)
    yield _Attempt(short_strings=False, dc_ac_range=usual, limits=limits)
    yield _Attempt(short_strings=True, dc_ac_range=(LEAST_RATIO, usual[1]), limits=limits)


def _search(
    cases: SiteCases,
    objective: Objective,
    options: tuple[InverterOption, ...],
    attempt: _Attempt,
    best: BestSize,
) -> WholePlants:
    power, limits, case = module_kw(cases.task.module), attempt.limits, cases.first
    bounds = limits.most_dc_kw(
        case.costs,
        dc_ac_ratio=attempt.dc_ac_range[1],
        largest_ac_kw=case.regimes[-1].most_ac_kw,
    )
    string_kw = max(option.most_modules for option in options) * power
    reach = read_fact(*FACTS, "whole_plant_reach").value * best.dc_kw + string_kw
    most_dc_kw = min(reach, *bounds.values())
    if not most_dc_kw > 0:
        raise InputError.of("limits", most_dc_kw, allowed=message("room for one whole plant"))
    return best_whole_plants(
        cases.at,
        _large_enough(options, best.ac_kw),
        objective,
        module_kw=power,
        most_dc_kw=most_dc_kw,
        dc_ac_range=attempt.dc_ac_range,
        limits=limits,
        like_power_fraction=read_fact(*FACTS, "inverter_match_tolerance").value,
    )


def _large_enough(options: tuple[InverterOption, ...], ac_kw: float) -> tuple[InverterOption, ...]:
    """Return the inverters of which a power takes not many times the fewest."""
    most = read_fact(*FACTS, "inverters_over_fewest").value
    least_kw = ac_kw / (1 + read_fact(*FACTS, "inverter_match_tolerance").value)
    needed = {option.name: math.ceil(least_kw / option.ac_kw) for option in options}
    fewest = min(needed.values())
    return tuple(option for option in options if needed[option.name] <= most * fewest)


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
