"""The plants that came close, what they lose against the best, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from pv_design.size_search.objective import TIE_FRACTION

if TYPE_CHECKING:
    import pandas as pd

    from pv_design.size_search.limits import SizeLimits
    from pv_design.size_search.objective import Objective
    from pv_design.size_search.plant_money import PlantCosts
    from pv_design.size_search.whole_plants import WholePlants


COUNTED = ("dc_kw", "ac_kw", "inverters")
"""What the capital of a plant goes by."""


@dataclass(frozen=True, kw_only=True)
class RunnerUp:
    """A plant that is not the best."""

    figures: pd.Series
    """Its row of `WholePlants.ranked`."""
    lost_score: float
    """What it is worse by under the objective; 0 for an equal."""
    binding: tuple[str, ...]
    """Limits under which one more of its strings would not fit."""
    why: Message
    """The reason in one sentence."""


def runners_up(
    plants: WholePlants,
    *,
    objective: Objective,
    module_kw: float,
    costs: PlantCosts,
    limits: SizeLimits,
    largest_ac_kw: float = np.inf,
    dc_ac_max: float = np.inf,
) -> tuple[RunnerUp, ...]:
    """Return the plants behind the best, best of them first.

    Parameters
    ----------
    plants
        As `best_whole_plants` ranks them.
    objective
        What was sought.
    module_kw
        Rated power of the module [kW], for what one more string would take.
    costs
        Costs of the plant.
    limits
        The limits of the search.
    largest_ac_kw, dc_ac_max
        As `binding_limits` takes them.
    """
    best = plants.ranked.iloc[0]
    return tuple(
        RunnerUp(
            figures=plants.ranked.iloc[place],
            lost_score=float(best["score"] - plants.ranked["score"].iloc[place]),
            binding=binding_limits(
                plants.ranked.iloc[[place]],
                module_kw=module_kw,
                costs=costs,
                limits=limits,
                largest_ac_kw=largest_ac_kw,
                dc_ac_max=dc_ac_max,
            ),
            why=_why(best, plants.ranked.iloc[place], objective),
        )
        for place in range(1, len(plants.ranked))
    )


def binding_limits(
    plant: pd.DataFrame,
    *,
    module_kw: float,
    costs: PlantCosts,
    limits: SizeLimits,
    largest_ac_kw: float = np.inf,
    dc_ac_max: float = np.inf,
) -> tuple[str, ...]:
    """Return the limits that leave no room for a plant one step larger.

    That is one more string on each inverter, or, where the modules would then be too many for
    the inverters, one more inverter with as many strings as the others.

    Parameters
    ----------
    plant
        One row with dc_kw, ac_kw [kW], inverters, modules and string_modules.
    module_kw
        Rated power of the module [kW].
    costs
        Costs of the plant.
    limits
        Upper limits.
    largest_ac_kw
        Largest inverter power for which exports have a rule [kW].
    dc_ac_max
        Largest DC/AC ratio.

    Examples
    --------
    >>> import pandas as pd
    >>> from pv_design.size_search.limits import SizeLimits
    >>> from pv_design.size_search.plant_money import PlantCosts
    >>> plant = pd.DataFrame({"dc_kw": [90.0], "ac_kw": [80.0], "inverters": [1],
    ...                       "modules": [180], "string_modules": [20]})
    >>> costs = PlantCosts(capital_per_dc_kw=1000.0)
    >>> limits = SizeLimits(capital=99_000.0, ac_kw=100.0)
    >>> binding_limits(plant, module_kw=0.5, costs=costs, limits=limits)
    ('capital',)
    >>> binding_limits(plant, module_kw=0.5, costs=costs, limits=limits, dc_ac_max=1.2)
    ('capital', 'ac_kw')
    """
    larger = _one_step_larger(plant, module_kw=module_kw, dc_ac_max=dc_ac_max)
    capital = costs.capital(*(larger[name].to_numpy() for name in COUNTED))
    larger = larger.assign(capital=capital)
    room = limits.room(larger, largest_ac_kw=largest_ac_kw)
    return tuple(name for name, left in room.items() if left[0] < 0)


def _one_step_larger(plant: pd.DataFrame, *, module_kw: float, dc_ac_max: float) -> pd.DataFrame:
    modules = plant["modules"] + plant["inverters"] * plant["string_modules"]
    longer = plant.assign(modules=modules, dc_kw=modules * module_kw)
    if (longer["dc_kw"] <= dc_ac_max * longer["ac_kw"]).all():
        return longer
    share = (plant["inverters"] + 1) / plant["inverters"]
    return plant.assign(
        modules=plant["modules"] * share,
        dc_kw=plant["dc_kw"] * share,
        ac_kw=plant["ac_kw"] * share,
        inverters=plant["inverters"] + 1,
    )


def _why(best: pd.Series, row: pd.Series, objective: Objective) -> Message:
    """Return what the plant misses or costs, or earns and costs over its life, beside the best."""
    if objective.aim == "coverage":
        return _why_for_coverage(best, row, objective)
    earns = float(row["life_saving"] - best["life_saving"])
    costs = float(row["spent"] - best["spent"])
    gaps = {"earns": abs(earns), "costs": abs(costs)}
    if objective.aim == "npv" and earns > costs:
        return message(
            "alone and before tax it is worth {gap:,.0f} more, but tax and reactive energy take "
            "more than that",
            gap=earns - costs,
        )
    if earns > 0 and costs > 0:
        return message(
            "before tax it earns {earns:,.0f} more over its life than the best, but costs "
            "{costs:,.0f} more",
            **gaps,
        )
    if earns > 0:
        return message(
            "before tax it earns {earns:,.0f} more than the best and costs {costs:,.0f} less, "
            "but meets the aim less well",
            **gaps,
        )
    if costs > 0:
        return message(
            "before tax it earns {earns:,.0f} less over its life than the best and costs "
            "{costs:,.0f} more",
            **gaps,
        )
    return message(
        "before tax it costs {costs:,.0f} less than the best, but earns {earns:,.0f} less over "
        "its life",
        **gaps,
    )


def _why_for_coverage(best: pd.Series, row: pd.Series, objective: Objective) -> Message:
    asked, covered = objective.coverage_fraction, float(row["coverage_fraction"])
    if covered < asked * (1 - TIE_FRACTION):
        return message(
            "it covers {covered:.1%} of the load of the {asked:.0%} asked for",
            covered=covered,
            asked=asked,
        )
    more = float(row["capital"] - best["capital"])
    if more > 0:
        return message(
            "it covers {covered:.1%} of the load, but costs {more:,.0f} more to build",
            covered=covered,
            more=more,
        )
    return message(
        "it covers {covered:.1%} of the load at the same cost, with more inverters or strings",
        covered=covered,
    )
