"""The two usual ways from monthly means to hours, which the product is measured against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import optimize, signal, stats
from weather_years import DAYS, HERE, HOURS, MONTHS

if TYPE_CHECKING:
    from weather_years import Array, RealYear

GRAHAM_PERSISTENCE = 0.29
LOWEST_CLEARNESS = 0.05
STEEPEST = 60.0
"""Bound of the exponent of Bendt's distribution, which is flat at 0."""


def clear_sky_scaled(year: RealYear, seed: int) -> Array:  # noqa: ARG001  one of the methods
    """Return the clear sky of every month scaled to the month's mean: no two days differ much."""
    clear_days = pd.Series(year.clear_sky.sum(axis=1)).groupby(year.month_of_day).mean()
    factor = 1000 * year.monthly_ghi_kwh_m2_day / clear_days.to_numpy()
    scaled: Array = year.clear_sky * factor[year.month_of_day - 1][:, np.newaxis]
    return scaled


def graham_tag(year: RealYear, seed: int) -> Array:
    """Return days after Bendt and Graham and hours after Aguiar & Collares-Pereira, as HOMER does.

    Daily clearness has Bendt's distribution (Bendt, Collares-Pereira & Rabl 1981, Solar Energy
    27:1) in the order of an AR(1) series of 0.29 (Graham et al. 1988, Solar Energy 40:83); the
    hours of TAG (1992, Solar Energy 49:167) are scaled to their day and the days to their month.
    """
    generator = np.random.default_rng(seed)
    noise = generator.standard_normal(DAYS) * np.sqrt(1 - GRAHAM_PERSISTENCE**2)
    series = signal.lfilter([1.0], [1.0, -GRAHAM_PERSISTENCE], noise)
    outside = year.outside.sum(axis=1)
    days = np.zeros(DAYS)
    for month in range(1, MONTHS + 1):
        own = year.month_of_day == month
        mean = 1000 * year.monthly_ghi_kwh_m2_day[month - 1] / outside[own].mean()
        drawn = _bendt(stats.norm.cdf(series[own]), mean)
        days[own] = drawn * mean * outside[own].sum() / (drawn @ outside[own])
    hours = np.maximum(tag_clearness(days, year.sine_of_height, generator), 0) * year.outside
    scaled: Array = hours * (days * outside / np.maximum(hours.sum(axis=1), 1))[:, np.newaxis]
    return scaled


def _bendt(rank: Array, mean: float) -> Array:
    """Return daily clearness of a rank in the distribution whose mean is given."""
    highest = 0.6313 + 0.267 * mean - 11.9 * (mean - 0.75) ** 8
    everywhere = (np.arange(2000) + 0.5) / 2000

    def quantile(exponent: float, rank: Array) -> Array:
        low, high = np.exp(exponent * LOWEST_CLEARNESS), np.exp(exponent * highest)
        drawn: Array = np.log(low + rank * (high - low)) / exponent
        return drawn

    exponent = optimize.brentq(
        lambda trial: float(quantile(trial, everywhere).mean()) - mean, -STEEPEST, STEEPEST + 1e-3
    )
    return quantile(exponent, rank)


def tag_clearness(days: Array, sine_of_height: Array, generator: np.random.Generator) -> Array:
    """Return the hourly clearness of TAG, 0 while the sun is down, not scaled to the day."""
    table = pd.read_csv(HERE / "tag_coefficients.csv").set_index("key")["value"]
    c = {str(key): float(value) for key, value in table.items()}
    day = days[:, np.newaxis]
    height = np.where(sine_of_height > 0, sine_of_height, 1.0)
    level = c["mean_offset"] + c["mean_slope"] * day
    level = level + c["mean_exponential"] * np.exp(c["mean_exponent"] * day)
    epsilon = c["epsilon_top"] + c["epsilon_curvature"] * (day - c["epsilon_centre"]) ** 2
    kappa = c["kappa_constant"] + c["kappa_square"] * day**2 + c["kappa_cube"] * day**3
    at_zenith = c["spread_top"] * np.exp(c["spread_exponent"] * (day - c["spread_centre"]) ** 2)
    widening = (
        c["widening_square"] * (day - c["widening_centre"]) ** 2 + c["widening_fifth"] * day**5
    )
    deviation = at_zenith * np.exp(widening * (1 - height)) * _hourly_series(days, c, generator)
    clearness: Array = np.where(
        sine_of_height > 0, level + epsilon * np.exp(-kappa / height) + deviation, 0.0
    )
    return clearness


def _hourly_series(days: Array, c: dict[str, float], generator: np.random.Generator) -> Array:
    phi = c["persistence_mean"] + c["persistence_amplitude"] * np.cos(
        c["persistence_rate"] * days + c["persistence_phase"]
    )
    lag = np.subtract.outer(np.arange(HOURS), np.arange(HOURS))
    memory = np.where(lag >= 0, phi[:, np.newaxis, np.newaxis] ** np.maximum(lag, 0), 0.0)
    noise = generator.standard_normal((len(days), HOURS))
    noise[:, 1:] *= np.sqrt(1 - phi**2)[:, np.newaxis]
    series: Array = np.einsum("dhk,dk->dh", memory, noise)
    return series
