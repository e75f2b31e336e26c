"""Hours without the grid: of given spans, from a rate and a length, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_YEAR_HOURS = 8760.0


def outage_fraction(start_h: Floats, end_h: Floats, hours: int) -> Floats:
    """Return the fraction of each hour without the grid; outages that overlap count once.

    Parameters
    ----------
    start_h, end_h
        Of each outage [h from the first hour]; what lies outside the hours is left out.
    hours
        How many there are.

    Examples
    --------
    >>> outage_fraction(np.array([0.5, 1.0]), np.array([1.25, 2.0]), 3).tolist()
    [0.5, 1.0, 0.0]
    """
    order = np.argsort(start_h)
    start, end = start_h[order], end_h[order]
    reached = np.maximum.accumulate(np.concatenate([[0.0], end]))[:-1]
    start, end = np.maximum(start, reached), np.minimum(end, float(hours))
    kept = end > start
    edges = np.arange(hours + 1, dtype=float)
    off = np.clip(edges[:, None], start[kept], end[kept]) - start[kept]
    return np.asarray(np.clip(np.diff(off.sum(axis=1)), 0.0, 1.0), dtype=float)


def random_outages(*, per_year: float, mean_hours: float, hours: int, seed: int) -> Floats:
    """Return a drawn year of outages: starts by chance, lengths exponential.

    Parameters
    ----------
    per_year
        Mean number of outages in 8760 hours, 0 or more.
    mean_hours
        Mean length [h], above 0.
    hours
        How many there are.
    seed
        The same seed gives the same year.

    Raises
    ------
    InputError
        If the rate is negative or the length not above 0.

    Examples
    --------
    >>> drawn = random_outages(per_year=20.0, mean_hours=2.0, hours=8760, seed=1)
    >>> bool(drawn.max() <= 1), bool((drawn == 0).mean() > 0.98)
    (True, True)
    """
    if not 0 <= per_year < float("inf"):
        raise InputError.of("per_year", per_year, allowed=message("a number of 0 or more"))
    if not 0 < mean_hours < float("inf"):
        raise InputError.of("mean_hours", mean_hours, allowed=message("above 0"))
    rng = np.random.default_rng(seed)
    count = rng.poisson(per_year * hours / _YEAR_HOURS)
    start = rng.uniform(0.0, hours, count)
    return outage_fraction(start, start + rng.exponential(mean_hours, count), hours)


def off_grid(hours: int) -> Floats:
    """Return hours that never have a grid.

    Examples
    --------
    >>> off_grid(2).tolist()
    [1.0, 1.0]
    """
    return np.ones(hours)
