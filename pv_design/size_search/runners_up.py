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


@dataclass(frozen=True, kw_only=True)
class RunnerUp:
    """A plant that is not the best."""

    figures: pd.Series
    """Its row of `WholePlants.ranked`."""
    lost_score: float
    """What it is worse by under the objective; 0 for an equal."""
    lost_npv: float
    """What it is worth less over its life [money]; below 0 where it is worth more."""
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
    """
    best = plants.ranked.iloc[0]
    return tuple(
        RunnerUp(
            figures=plants.ranked.iloc[place],
            lost_score=float(best["score"] - plants.ranked["score"].iloc[place]),
            lost_npv=float(best["npv"] - plants.ranked["npv"].iloc[place]),
            binding=binding_limits(
                plants.ranked.iloc[[place]], module_kw=module_kw, costs=costs, limits=limits
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
) -> tuple[str, ...]:
    """Return the limits that leave no room for one more string on the same inverters.

    Parameters
    ----------
    plant
        One row with dc_kw, ac_kw [kW] and string_modules.
    module_kw
        Rated power of the module [kW].
    costs
        Costs of the plant.
    limits
        Upper limits.
    largest_ac_kw
        Largest inverter power for which exports have a rule [kW].

    Examples
    --------
    >>> import pandas as pd
    >>> from pv_design.size_search.limits import SizeLimits
    >>> from pv_design.size_search.plant_money import PlantCosts
    >>> plant = pd.DataFrame({"dc_kw": [90.0], "ac_kw": [80.0], "string_modules": [20]})
    >>> costs, limits = PlantCosts(capital_per_dc_kw=1000.0), SizeLimits(capital=99_000.0)
    >>> binding_limits(plant, module_kw=0.5, costs=costs, limits=limits)
    ('capital',)
    """
    dc_kw = plant["dc_kw"] + module_kw * plant["string_modules"]
    capital = costs.capital(dc_kw.to_numpy(), plant["ac_kw"].to_numpy())
    larger = plant.assign(dc_kw=dc_kw, capital=capital)
    room = limits.room(larger, largest_ac_kw=largest_ac_kw)
    return tuple(name for name, left in room.items() if left[0] < 0)


def _why(best: pd.Series, row: pd.Series, objective: Objective) -> Message:
    """Return what the plant misses or costs, or earns and costs over its life, beside the best."""
    if objective.aim == "coverage":
        return _why_for_coverage(best, row, objective)
    earns = float(row["life_saving"] - best["life_saving"])
    costs = float(row["spent"] - best["spent"])
    gaps = {"earns": abs(earns), "costs": abs(costs)}
    if earns > 0 and costs > 0:
        return message(
            "it earns {earns:,.0f} more over its life than the best, but costs {costs:,.0f} more",
            **gaps,
        )
    if earns > 0:
        return message(
            "it earns {earns:,.0f} more than the best and costs {costs:,.0f} less, "
            "but meets the aim less well",
            **gaps,
        )
    if costs > 0:
        return message(
            "it earns {earns:,.0f} less over its life than the best and costs {costs:,.0f} more",
            **gaps,
        )
    return message(
        "it costs {costs:,.0f} less than the best, but earns {earns:,.0f} less over its life",
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
