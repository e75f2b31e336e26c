"""How the light of a day is shared among its hours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from equipment_catalog.tables import read_fact

_FACTS = ("pv_design.weather", "data/hours_of_day.csv")
_BOUNDS = ("pv_design.weather", "data/weather_facts.csv")
_W_PER_KW = 1000
_HOURS = 24

Array = NDArray[np.float64]


def hours_of_days(
    days_kwh_m2: Array,
    clear_sky_w_m2: Array,
    *,
    daily_spread: float,
    generator: np.random.Generator,
) -> Array:
    """Return the hours of days whose sums are given [W/m2, one row a day].

    Hours stay below the cap over the clear sky. A day that is itself brighter than that gets the
    course of the clear sky; a day without sun gets no light.

    Parameters
    ----------
    days_kwh_m2
        Irradiation of each day [kWh/m2].
    clear_sky_w_m2
        Of a cloudless sky, one row a day and one column an hour [W/m2].
    daily_spread
        As in `synthetic_year`: hours vary more where days do.
    generator
        Source of the hours' deviations.

    Examples
    --------
    >>> clear = np.zeros((1, 24)); clear[0, 6:18] = 800.0
    >>> day = hours_of_days(np.array([4.8]), clear, daily_spread=0.36,
    ...                     generator=np.random.default_rng(1))
    >>> round(float(day.sum()), 6), bool(day.max() < 841), float(day[0, 5])
    (4800.0, True, 0.0)
    """
    totals = days_kwh_m2 * _W_PER_KW
    clear_days = clear_sky_w_m2.sum(axis=1)
    lit = clear_sky_w_m2 > 0
    index = np.divide(totals, clear_days, out=np.zeros(len(totals)), where=clear_days > 0)
    hours = hourly_clear_sky_index(index, lit, daily_spread=daily_spread, generator=generator)
    highest = np.maximum(index, read_fact(*_BOUNDS, "clear_sky_cap_fraction").value)
    darkest = read_fact(*_BOUNDS, "cloudiest_hour_fraction").value
    return scale_bounded(
        np.maximum(hours, darkest) * clear_sky_w_m2,
        highest[:, np.newaxis] * clear_sky_w_m2,
        totals,
    )


def hourly_clear_sky_index(
    daily_index: Array,
    lit: NDArray[np.bool_],
    *,
    daily_spread: float,
    generator: np.random.Generator,
) -> Array:
    """Return the clear-sky index of every hour of days whose own index is given.

    Parameters
    ----------
    daily_index
        Irradiation of each day over that of a cloudless one [fraction].
    lit
        Whether the sun is up, one row a day and one column an hour.
    daily_spread
        As in `synthetic_year`.
    generator
        Source of the hours' deviations.

    Returns
    -------
    array
        One row a day; 0 in hours that are not lit. The mean of a day is near its index, not
        equal to it: the caller scales.

    Notes
    -----
    A beta distribution from 0 to the cap around the index of the day: hours of a day that is
    half clear differ most, those of clear and of overcast days hardly. From hour to hour they
    follow an AR(1) series, its first hour drawn from the stationary distribution, so mornings
    and afternoons are alike. Fitted to the files of `docs/validation/weather.md`, where it is
    closer to the real hours than TAG (Aguiar & Collares-Pereira 1992, Solar Energy 49:167).

    Examples
    --------
    >>> up = np.zeros((1, 24), dtype=bool); up[0, 12] = True
    >>> hour = hourly_clear_sky_index(np.array([0.5]), up, daily_spread=0.36,
    ...                               generator=np.random.default_rng(1))
    >>> hour.shape, float(hour[0, 0]), bool(0 < hour[0, 12] < 1.05)
    ((1, 24), 0.0, True)
    """
    cap = read_fact(*_BOUNDS, "clear_sky_cap_fraction").value
    edge = read_fact(*_FACTS, "edge_of_index_fraction").value
    share = np.clip(daily_index / cap, edge, 1 - edge)
    widest = read_fact(*_FACTS, "hourly_over_daily_spread").value * daily_spread
    deviation = widest * 4 * share * (1 - share)
    strength = share * (1 - share) / deviation**2 - 1
    rank = special.ndtr(_autoregressive(len(share), generator))
    day = np.nonzero(lit)[0]
    hours = np.zeros(lit.shape)
    hours[lit] = cap * special.betaincinv(
        (share * strength)[day], ((1 - share) * strength)[day], rank[lit]
    )
    return hours


def scale_bounded(values: Array, highest: Array, totals: Array) -> Array:
    """Return min(highest, a x values) with each row's a such that the row has its total.

    Parameters
    ----------
    values, highest
        Rows of non-negative numbers; a value is above 0 wherever its highest is.
    totals
        What each row shall sum to; at most the sum of its highest, which it gets if more.

    Examples
    --------
    >>> scale_bounded(np.array([[1.0, 3.0]]), np.array([[4.0, 4.0]]), np.array([6.0])).tolist()
    [[2.0, 4.0]]
    """
    usable = np.where(highest > 0, values, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        reached_at = np.where(highest > 0, highest / usable, np.inf)
    order = np.argsort(reached_at, axis=1, kind="stable")
    full = np.cumsum(np.take_along_axis(highest, order, axis=1), axis=1)
    free = np.cumsum(np.take_along_axis(usable, order, axis=1)[:, ::-1], axis=1)[:, ::-1]
    before = np.concatenate([np.zeros_like(full[:, :1]), full[:, :-1]], axis=1)
    remaining = totals[:, np.newaxis] - before
    factor = np.divide(remaining, free, out=np.full_like(free, np.inf), where=free > 0)
    fits = (factor <= np.take_along_axis(reached_at, order, axis=1)) & (free > 0)
    first = np.argmax(fits, axis=1)[:, np.newaxis]
    below_its_bounds = fits.any(axis=1, keepdims=True)
    chosen = np.where(below_its_bounds, np.take_along_axis(factor, first, axis=1), 0.0)
    return np.where(below_its_bounds, np.minimum(highest, chosen * usable), highest)


def _autoregressive(days: int, generator: np.random.Generator) -> Array:
    """Return rows of 24 standard normal numbers, each correlated with the one before."""
    phi = read_fact(*_FACTS, "hourly_persistence").value
    lag = np.subtract.outer(np.arange(_HOURS), np.arange(_HOURS))
    memory = np.where(lag >= 0, phi ** np.maximum(lag, 0), 0.0)
    noise = generator.standard_normal((days, _HOURS))
    noise[:, 1:] *= np.sqrt(1 - phi**2)
    series: Array = np.einsum("hk,dk->dh", memory, noise)
    return series
