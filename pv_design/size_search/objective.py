"""What makes a size good: five aims over the figures of a site's sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.size_search.plant_money import by_settlement, require_amount

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from pv_design.size_search.piecewise import PiecewiseLinear
    from pv_design.size_search.plant_money import ExportRegime, Lifetime, PlantCosts
    from pv_design.size_search.site_hours import SiteHours

    Floats = npt.NDArray[np.float64]

Aim = Literal["coverage", "npv", "lcoe", "payback", "largest"]

TIE_FRACTION = 1e-9
"""Scores that differ by less of themselves are equal: rounding decides nothing."""


@dataclass(frozen=True, kw_only=True)
class Objective:
    """What is sought among the sizes that the limits allow."""

    aim: Aim
    """coverage: the least plant that covers a share of the load over the year; npv: greatest;
    lcoe: least; payback: shortest simple payback; largest: most modules."""
    coverage_fraction: float = 0.0
    """For coverage the share sought; for the others the share that must be reached."""

    def __post_init__(self) -> None:
        if self.aim not in get_args(Aim):
            allowed = message("one of {names}", names=", ".join(get_args(Aim)))
            raise InputError.of("aim", self.aim, allowed=allowed)
        require_amount("coverage_fraction", self.coverage_fraction)
        if self.aim in {"coverage", "payback"} and not self.coverage_fraction > 0:
            allowed = message("above 0, since without it the smallest plant always wins")
            raise InputError.of("coverage_fraction", self.coverage_fraction, allowed=allowed)

    @property
    def least_coverage_fraction(self) -> float:
        """Share that must be reached; a coverage that is sought may be missed."""
        return 0.0 if self.aim == "coverage" else self.coverage_fraction

    def score(self, figures: pd.DataFrame) -> Floats:
        """Return how good each size is, more is better; minus infinity where it is no answer."""
        scores: dict[Aim, pd.Series] = {
            "coverage": figures["coverage_fraction"].clip(upper=self.coverage_fraction),
            "npv": figures["npv"],
            "lcoe": -figures["lcoe_per_kwh"],
            "payback": -figures["payback_years"],
            "largest": figures["dc_kw"],
        }
        floor = self.least_coverage_fraction * (1 - TIE_FRACTION)
        met = figures["coverage_fraction"].to_numpy() >= floor
        return np.where(met, scores[self.aim].to_numpy(dtype=float), -np.inf)

    def second_score(self, figures: pd.DataFrame) -> Floats:
        """Return what decides between equals: worth where a ratio is sought, else low cost."""
        by_worth = self.aim in {"lcoe", "payback"}
        return (figures["npv"] if by_worth else -figures["capital"]).to_numpy(dtype=float)

    def ranking(self, figures: pd.DataFrame) -> npt.NDArray[np.intp]:
        """Return the places of the sizes from best to worst; scores within rounding are equal."""
        score = self.score(figures)
        best = score.max()
        near = score >= best - TIE_FRACTION * abs(best) if np.isfinite(best) else score == best
        return np.lexsort((-self.second_score(figures), np.where(near, -best, -score)))


@dataclass(frozen=True, kw_only=True)
class SizeCase:
    """A site with its prices, costs and years: all that says how good a size is there."""

    hours: SiteHours
    """Load and sun."""
    regimes: tuple[ExportRegime, ...]
    """Worth of exports by inverter power, smallest first; the last ends what may be built."""
    costs: PlantCosts
    """Costs of the plant."""
    lifetime: Lifetime
    """Its years."""

    def __post_init__(self) -> None:
        ends = [0.0, *(regime.most_ac_kw for regime in self.regimes)]
        if len(ends) == 1 or not (np.diff(ends) > 0).all():
            raise InputError.of("regimes", ends[1:], allowed=message("powers that rise from 0"))

    def year_saving(self, regime: int) -> PiecewiseLinear:
        """Return what the first year's bills fall by under a regime."""
        rule, count = self.regimes[regime], len(self.hours.labels)
        return self.hours.saving(
            by_settlement("credit_per_kwh", rule.credit_per_kwh, count),
            by_settlement("surplus_per_kwh", rule.surplus_per_kwh, count),
        )
