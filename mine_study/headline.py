"""The three numbers of the first page, each with its range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.tables import read_fact
from pv_design.exceedance_law import deviations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from energy_audit.saving_range import SavingRange
    from mine_study.money import Money, Worth
    from mine_study.site_design import SiteDesign

TOLD = 0.9
"""Probability of the two ends of a range: nine cases of ten beyond the low, one beyond the high."""


@dataclass(frozen=True, kw_only=True)
class Ranged:
    """A figure with the values that one case in ten stays below and one in ten goes beyond."""

    value: float | None
    low: float | None
    high: float | None
    """None where the figure does not exist, as a payback that never comes."""


@dataclass(frozen=True, kw_only=True)
class BadCase:
    """The plan with bad luck of everything at once and in every year, for its lender."""

    yield_factor: float
    """Multiplies the plants' energy: one year of ten is worse."""
    saving_factor: float
    """Multiplies what the measures save."""
    capex_factor: float
    """Multiplies every outlay."""
    whole: Worth
    """What the whole plan is then worth."""


@dataclass(frozen=True, kw_only=True)
class Headline:
    """What the decision rests on."""

    saved_kwh: Ranged
    """Energy the measures save in a year."""
    dc_kw: Ranged | None
    """Module power that covers the demand, for more and for less sun."""
    payback_years: Ranged
    """Simple payback of the whole plan after tax, for good and for bad luck."""
    bad_case: BadCase
    """The bad side of that range."""


def headline(
    *,
    money: Money,
    saved_range: SavingRange,
    designs: Sequence[SiteDesign],
    revalue: Callable[[float, float, float], Money],
) -> Headline:
    """Return the three numbers and their ranges, one case in ten beyond each end.

    Parameters
    ----------
    money
        The plan as designed.
    saved_range
        What the package saves in bad and in good luck.
    designs
        The sites.
    revalue
        ``revalue(yield_factor, saving_factor, capex_factor)``: the money of the same plan with
        other sun, other savings and other prices.

    Notes
    -----
    The plant's own number carries the uncertainty of the resource only; its yield carries all
    components of exceedance.csv. Sun, savings and prices are moved together to the good and to
    the bad side, which is wider than independent luck. Tariffs and rates stay as assumed.
    """
    z, saved = deviations(TOLD), money.amounts.saved_kwh
    plants = [design for design in designs if design.plant is not None]
    dc_kw = sum(design.plant.dc_kw for design in plants if design.plant)
    resource = max((d.weather.sigma_resource_fraction for d in plants), default=0.0)
    swing = z * yield_sigma_fraction(plants)
    low, high = saved_range.p10_kwh, saved_range.p90_kwh
    poor, rich = (max(low / saved, 0.0), high / saved) if saved > 0 else (1.0, 1.0)
    prices = z * read_fact("mine_study", "data/study_facts.csv", "capex_sigma_fraction").value
    bad = BadCase(
        yield_factor=1 - swing,
        saving_factor=poor,
        capex_factor=1 + prices,
        whole=revalue(1 - swing, poor, 1 + prices).whole,
    )
    good = revalue(1 + swing, rich, 1 - prices).whole.figures
    return Headline(
        saved_kwh=Ranged(value=saved, low=low, high=high),
        dc_kw=Ranged(value=dc_kw, low=dc_kw / (1 + z * resource), high=dc_kw / (1 - z * resource))
        if plants
        else None,
        payback_years=Ranged(
            value=money.whole.figures.simple_payback_years,
            low=good.simple_payback_years,
            high=bad.whole.figures.simple_payback_years,
        ),
        bad_case=bad,
    )


def yield_sigma_fraction(designs: Sequence[SiteDesign]) -> float:
    """Return the largest standard deviation of one year's yield; 0 without a plant [fraction].

    Parameters
    ----------
    designs
        The sites.
    """
    sure = (design.exceedance for design in designs)
    return max((found.sigma_fraction() for found in sure if found), default=0.0)
