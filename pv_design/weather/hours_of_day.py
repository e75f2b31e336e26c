"""How a day's clearness is shared among its hours: the TAG model."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from equipment_catalog.tables import read_facts

Array = NDArray[np.float64]


def hourly_clearness(
    daily_clearness: Array, sine_of_height: Array, *, generator: np.random.Generator
) -> Array:
    """Return a clearness index for every hour of every day.

    Parameters
    ----------
    daily_clearness
        Irradiation of each day over that outside the atmosphere [fraction].
    sine_of_height
        Sine of the sun's height, one row a day and one column an hour; 0 while it is down.
    generator
        Source of the hours' deviations.

    Returns
    -------
    array
        One row a day; 0 while the sun is down. The mean of a day is near its clearness, not
        equal to it, and values are not bounded: the caller scales and bounds them.

    Notes
    -----
    Aguiar & Collares-Pereira 1992, Solar Energy 49:167: mean lambda + epsilon exp(-kappa /
    sin h), Gaussian deviation that widens towards the horizon, AR(1) from hour to hour. The
    first hour is drawn from the stationary distribution, so mornings and afternoons are alike.

    Examples
    --------
    >>> noon = np.zeros((1, 24)); noon[0, 12] = 1.0
    >>> hour = hourly_clearness(np.array([0.5]), noon, generator=np.random.default_rng(1))
    >>> hour.shape, float(hour[0, 0])
    ((1, 24), 0.0)
    """
    day = daily_clearness[:, np.newaxis]
    up = sine_of_height > 0
    height = np.where(up, sine_of_height, 1.0)
    deviation = _spread(day, height) * _autoregressive(daily_clearness, generator)
    return np.where(up, _mean(day, height) + deviation, 0.0)


@cache
def _coefficients() -> dict[str, float]:
    table = read_facts("pv_design.weather", "data/tag_coefficients.csv")
    return {str(key): float(value) for key, value in zip(table["key"], table["value"], strict=True)}


def _mean(day: Array, height: Array) -> Array:
    c = _coefficients()
    level = (
        c["mean_offset"]
        + c["mean_slope"] * day
        + c["mean_exponential"] * np.exp(c["mean_exponent"] * day)
    )
    epsilon = c["epsilon_top"] + c["epsilon_curvature"] * (day - c["epsilon_centre"]) ** 2
    kappa = c["kappa_constant"] + c["kappa_square"] * day**2 + c["kappa_cube"] * day**3
    mean: Array = level + epsilon * np.exp(-kappa / height)
    return mean


def _spread(day: Array, height: Array) -> Array:
    c = _coefficients()
    at_zenith = c["spread_top"] * np.exp(c["spread_exponent"] * (day - c["spread_centre"]) ** 2)
    widening = (
        c["widening_square"] * (day - c["widening_centre"]) ** 2 + c["widening_fifth"] * day**5
    )
    spread: Array = at_zenith * np.exp(widening * (1 - height))
    return spread


def _autoregressive(daily_clearness: Array, generator: np.random.Generator) -> Array:
    c = _coefficients()
    phi = c["persistence_mean"] + c["persistence_amplitude"] * np.cos(
        c["persistence_rate"] * daily_clearness + c["persistence_phase"]
    )
    hours = np.arange(24)
    lag = hours[:, np.newaxis] - hours[np.newaxis, :]
    memory = np.where(lag >= 0, phi[:, np.newaxis, np.newaxis] ** np.maximum(lag, 0), 0.0)
    noise = generator.standard_normal((len(phi), len(hours)))
    noise[:, 1:] *= np.sqrt(1 - phi**2)[:, np.newaxis]
    series: Array = np.einsum("dhk,dk->dh", memory, noise)
    return series
