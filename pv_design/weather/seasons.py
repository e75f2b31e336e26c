"""The season of the air: twelve months from what a grid knows, and hours from twelve months."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equipment_catalog.tables import read_fact

_FACTS = ("pv_design.weather", "data/embedded_facts.csv")
_MONTHS, _DAYS, _HOURS = 12, 365, 24
DAYS_OF_MONTHS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

Array = NDArray[np.float64]


def yearly_mean(monthly: Array) -> float:
    """Return the mean of the days of a year from the means of its months.

    Examples
    --------
    >>> round(yearly_mean(np.array([31.0, *[0.0] * 11])), 3)
    2.633
    """
    return float(monthly @ DAYS_OF_MONTHS / _DAYS)


def seasonal_half_swing_k(latitude: float, range_of_extremes_k: float) -> float:
    """Return half of warmest less coldest time of the year, guessed from the extremes [K].

    The range of the extremes holds the season, the day and the weather; what is the season's
    grows with the sine of the latitude. A guess, good to about a third; zero on the equator.

    Parameters
    ----------
    latitude
        Of the site [deg].
    range_of_extremes_k
        Highest less lowest temperature on record [K].

    Examples
    --------
    >>> round(seasonal_half_swing_k(47.9, 80.0), 1), seasonal_half_swing_k(0.0, 25.0)
    (16.6, 0.0)
    """
    share = read_fact(*_FACTS, "seasonal_share_of_extremes").value
    return share * range_of_extremes_k * abs(float(np.sin(np.radians(latitude))))


def monthly_swing_k(latitude: float, half_swing_k: float) -> Array:
    """Return how much warmer than the year each month is [K]; a cosine of the hemisphere.

    Examples
    --------
    >>> monthly_swing_k(47.9, 10.0).round(1).tolist()[::6], int(monthly_swing_k(-20, 3.0).argmax())
    ([-9.9, 9.9], 0)
    """
    warmest = read_fact(*_FACTS, "warmest_day_north").value
    if latitude < 0:
        warmest -= _DAYS / 2
    phase = 2 * np.pi * (np.arange(_DAYS) + 0.5 - warmest) / _DAYS
    ends = np.cumsum(DAYS_OF_MONTHS)[:-1]
    months = np.array([month.mean() for month in np.split(np.cos(phase), ends)])
    swing: Array = half_swing_k * (months - yearly_mean(months))
    return swing


def hours_between_months(monthly: Array, hours: pd.DatetimeIndex) -> pd.Series:
    """Return a value for every hour that runs straight from month to month and keeps each mean.

    Parameters
    ----------
    monthly
        Means, January to December.
    hours
        The 8,760 of a year.

    Examples
    --------
    >>> hours = pd.date_range("2025-01-01", periods=8760, freq="h", tz="Etc/GMT+5")
    >>> series = hours_between_months(np.arange(12.0), hours)
    >>> series.groupby(hours.month).mean().round(6).tolist()[:3]
    [0.0, 1.0, 2.0]
    """
    middles = np.cumsum(DAYS_OF_MONTHS) - DAYS_OF_MONTHS / 2
    ring = np.concatenate([[middles[-1] - _DAYS], middles, [middles[0] + _DAYS]])
    moment = (np.arange(len(hours)) + 0.5) / _HOURS
    before = np.searchsorted(ring, moment, side="right") - 1
    share = (moment - ring[before]) / (ring[before + 1] - ring[before])
    weights = np.zeros((len(hours), _MONTHS))
    rows = np.arange(len(hours))
    weights[rows, (before - 1) % _MONTHS] = 1 - share
    weights[rows, before % _MONTHS] = share
    means = pd.DataFrame(weights).groupby(hours.month.to_numpy()).mean().to_numpy()
    return pd.Series(weights @ np.linalg.solve(means, monthly), index=hours)
