"""What `results.json` says of how the size of a plant was found."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mine_study.size_faults import KEYS_OF_LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from mine_study.language import Reader
    from mine_study.plant_budget import PlantBudget
    from mine_study.size_decision import SizeDecision
    from pv_design.size_search.runners_up import RunnerUp

WHOLE = ("modules", "inverters", "strings", "string_modules")
FIGURES = (
    "dc_kw",
    "ac_kw",
    "dc_ac_ratio",
    "coverage_fraction",
    "capital",
    "plan_npv",
    "lcoe_per_kwh",
    "payback_years",
)
STEP, FLOOR = "step_ac_kw", "coverage_fraction"


def size_results(decision: SizeDecision | None, reader: Reader) -> dict[str, Any] | None:
    """Return the aim of a plant, what binds its size, its proof and its runners-up.

    ``plan_npv`` is what a plant adds to the net present value of the plan, after tax and without
    batteries; cost of energy and payback are those of the site alone before income tax. Coverage
    is that of the hours in which the grid does not fail.

    Parameters
    ----------
    decision
        How the size was found; None without a plant.
    reader
        Whose language the texts are in.
    """
    if decision is None:
        return None
    plane = decision.plane
    return {
        "aim": decision.objective.aim,
        "coverage_asked_fraction": decision.objective.coverage_fraction,
        "binding": keys_of(decision.binding),
        "continuous_dc_kw": decision.continuous.dc_kw,
        "continuous_binding": keys_of(decision.continuous.binding),
        "sizes_looked_at": decision.continuous.candidates,
        "combinations": decision.combinations,
        "evaluated": decision.evaluated,
        "settled": decision.settled,
        "budget": decision.budget,
        **_plant(decision.figures),
        "runners_up": [_runner_up(runner, decision, reader) for runner in decision.runners_up],
        "orientation": plane
        and {
            "tilt_deg": plane.tilt_deg,
            "azimuth_deg": plane.azimuth_deg,
            "dc_ac_ratio": plane.dc_ac_ratio,
            "planes": plane.planes,
        },
    }


def budget_results(budget: PlantBudget | None) -> dict[str, Any] | None:
    """Return how the budget of all plants is shared: all together, and each site."""
    if budget is None:
        return None
    return {
        "budget": budget.budget,
        "spent": budget.shared.capital,
        "npv": budget.shared.npv,
        "marginal_npv": budget.shared.marginal_npv,
        "capital_by_site": budget.capital,
        "dc_kw_by_site": budget.shared.dc_kw,
    }


def keys_of(binding: Iterable[str]) -> list[str]:
    """Return the keys of the study behind the names of limits.

    Examples
    --------
    >>> keys_of(("capital", "step_ac_kw"))
    ['pv.budget_usd', 'tariff.export_rule']
    """
    keys = {**KEYS_OF_LIMITS, STEP: "tariff.export_rule", FLOOR: "pv.coverage_fraction"}
    return [keys[name] for name in binding]


def _runner_up(runner: RunnerUp, decision: SizeDecision, reader: Reader) -> dict[str, Any]:
    best = float(decision.figures["plan_npv"])
    return {
        **_plant(runner.figures),
        "lost_npv": best - float(runner.figures["plan_npv"]),
        "binding": keys_of(runner.binding),
        "why": reader.say(runner.why),
    }


def _plant(figures: pd.Series) -> dict[str, Any]:
    """Return a plant; what never comes, as a payback, is None."""
    numbers = {name: float(figures[name]) for name in FIGURES}
    return {
        "inverter": str(figures["inverter"]),
        **{name: int(figures[name]) for name in WHOLE},
        **{name: value if math.isfinite(value) else None for name, value in numbers.items()},
    }
