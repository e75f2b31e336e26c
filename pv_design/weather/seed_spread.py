"""What of a synthetic year is chance: the same months drawn several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.weather.synthetic_year import synthetic_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_FACTS = ("pv_design.weather", "data/seed_spread.csv")
_DAYS, _HOURS, _WEEK_DAYS = 365, 24, 7


def seed_spread(
    monthly_ghi_kwh_m2_day: NDArray[np.float64] | list[float],
    sun: pd.DataFrame,
    *,
    latitude: float,
    longitude: float,
    altitude_m: float,
    daily_spread: float,
    daily_persistence: float,
    seeds: Sequence[int],
) -> pd.DataFrame:
    """Return how much the days and hours of synthetic years differ from seed to seed.

    The months and the year are the same in all of them; what differs is when the light comes.

    Parameters
    ----------
    monthly_ghi_kwh_m2_day, sun, latitude, longitude, altitude_m, daily_spread, daily_persistence
        As in `synthetic_year`.
    seeds
        At least two, all different.

    Returns
    -------
    DataFrame
        Columns `mean`, `deviation` (sample standard deviation), `lowest`, `highest`; rows
        `two_shift_use_fraction`, light that a load from 6 to 22 h which needs as much a year uses
        when it comes; `darkest_week_fraction`, mean of the darkest seven days over that of the
        year; `longest_dull_run_days`, days in a row with less than 70 % of their month's mean.

    Raises
    ------
    InputError
        If there are fewer than two seeds or one comes twice, or as `synthetic_year` has it.

    Examples
    --------
    >>> from datetime import timedelta, timezone
    >>> from pv_design.sun_position import sun_of_hours
    >>> sun = sun_of_hours(3.0, -76.5, 1000.0, year=2025, zone=timezone(timedelta(hours=-5)))
    >>> spread = seed_spread([4.5] * 12, sun, latitude=3.0, longitude=-76.5, altitude_m=1000.0,
    ...                      daily_spread=0.28, daily_persistence=0.23, seeds=range(5))
    >>> bool(spread.loc["two_shift_use_fraction", "deviation"] < 0.01)
    True
    """
    if len(seeds) < 2 or len(set(seeds)) < len(seeds):  # noqa: PLR2004  a deviation needs two
        allowed = message("two or more different whole numbers")
        raise InputError.of("seeds", list(seeds), allowed=allowed)
    years = np.stack(
        [
            synthetic_year(
                monthly_ghi_kwh_m2_day,
                sun,
                latitude=latitude,
                longitude=longitude,
                altitude_m=altitude_m,
                daily_spread=daily_spread,
                daily_persistence=daily_persistence,
                seed=seed,
            ).ghi.to_numpy()
            for seed in seeds
        ]
    )
    months = pd.DatetimeIndex(sun.index).month.to_numpy()[::_HOURS]
    figures = pd.DataFrame(
        {
            "two_shift_use_fraction": two_shift_use_fraction(years),
            "darkest_week_fraction": darkest_week_fraction(years),
            "longest_dull_run_days": longest_dull_run_days(years, months),
        }
    )
    return figures.agg(["mean", "std", "min", "max"]).T.set_axis(
        ["mean", "deviation", "lowest", "highest"], axis="columns"
    )


def two_shift_use_fraction(years: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the part of each year's hours that a load of two shifts uses; one row a year.

    The load is even from 6 to 22 h and needs as much in the year as comes.

    Examples
    --------
    >>> light = np.zeros((1, 8760)); light[0, 12::24] = 800.0
    >>> [round(float(part), 4) for part in two_shift_use_fraction(light)]
    [0.0625]
    """
    hour = np.arange(years.shape[1]) % _HOURS
    begin, end = (read_fact(*_FACTS, f"shift_{name}_h").value for name in ("begins", "ends"))
    on = (hour >= begin) & (hour < end)
    load = years.sum(axis=1, keepdims=True) / on.sum()
    used: NDArray[np.float64] = np.minimum(load, years)[:, on].sum(axis=1) / years.sum(axis=1)
    return used


def darkest_week_fraction(years: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the darkest seven days in a row over the mean of each year.

    Examples
    --------
    >>> darkest_week_fraction(np.ones((1, 8760))).tolist()
    [1.0]
    """
    days = years.reshape(len(years), _DAYS, _HOURS).sum(axis=2)
    weeks = np.lib.stride_tricks.sliding_window_view(days, _WEEK_DAYS, axis=1).mean(axis=2)
    darkest: NDArray[np.float64] = weeks.min(axis=1) / days.mean(axis=1)
    return darkest


def longest_dull_run_days(
    years: NDArray[np.float64], month_of_day: NDArray[np.int_]
) -> NDArray[np.int_]:
    """Return the most days in a row with less than 70 % of the mean of their month.

    Examples
    --------
    >>> year = np.ones((1, 8760)); year[0, 240:312] = 0.1
    >>> month = pd.date_range("2025-01-01", periods=365).month.to_numpy()
    >>> longest_dull_run_days(year, month).tolist()
    [3]
    """
    days = pd.DataFrame(years.reshape(len(years), _DAYS, _HOURS).sum(axis=2).T)
    limit = read_fact(*_FACTS, "dull_day_fraction").value
    dull = (days < limit * days.groupby(month_of_day).transform("mean")).to_numpy()
    counted = np.cumsum(dull, axis=0)
    at_last_bright_day = np.maximum.accumulate(np.where(dull, 0, counted), axis=0)
    longest: NDArray[np.int_] = (counted - at_last_bright_day).max(axis=0)
    return longest
