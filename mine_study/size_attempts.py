"""What a search of whole plants is narrowed to: DC/AC ratios, strings, inverters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.size_cases import SiteCases
    from pv_design.size_search.limits import SizeLimits
    from pv_design.size_search.objective import Objective

FACTS = ("pv_design", "data/production.csv")
LEAST_RATIO = 0.01
"""DC/AC ratio below which no inverter is looked at, however large for its modules."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """Strings, DC/AC ratios and limits that a search is narrowed to."""

    short_strings: bool
    """Whether strings may be as short as the tracking window bears."""
    dc_ac_range: tuple[float, float]
    """Least and largest."""
    limits: SizeLimits
    """Of the site, or tighter."""


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


def attempts(
    cases: SiteCases, objective: Objective, usual: tuple[float, float], limits: SizeLimits
) -> Iterator[Attempt]:
    """Yield what to try, as an engineer would build first."""
    step = cases.first.regimes[0].most_ac_kw
    if objective.aim == "coverage" and step < min(limits.ac_kw, cases.first.regimes[-1].most_ac_kw):
        kept = replace(limits, ac_kw=step)
        yield Attempt(short_strings=False, dc_ac_range=usual, limits=kept)
    yield Attempt(short_strings=False, dc_ac_range=usual, limits=limits)
    yield Attempt(short_strings=True, dc_ac_range=(LEAST_RATIO, usual[1]), limits=limits)
