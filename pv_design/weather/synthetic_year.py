"""From twelve monthly means to 8,760 hours of sun that keep every mean exactly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pvlib import clearsky, irradiance
from scipy import special

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.weather.hours_of_day import hours_of_days, scale_bounded

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_SPREAD_FACTS = ("pv_design.weather", "data/hours_of_day.csv")
_DAYS = 365
_HOURS = 24
_MONTHS = 12
_SPREADS, _PERSISTENCES = (0.01, 0.95), (0.0, 0.7)

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class SyntheticYear:
    """A year of global irradiance made from monthly means."""

    ghi: pd.Series
    """Global horizontal irradiance [W/m2, mean of the hour]; zero while the sun is down."""
    clear_sky_ghi: pd.Series
    """What a cloudless sky would give [W/m2]."""
    shortfall_kwh_m2_day: pd.Series
    """By month, how much of the mean that was asked for no sky can give; zero as a rule."""


def synthetic_year(
    monthly_ghi_kwh_m2_day: Array | list[float],
    sun: pd.DataFrame,
    *,
    latitude: float,
    longitude: float,
    altitude_m: float,
    daily_spread: float,
    daily_persistence: float,
    seed: int,
) -> SyntheticYear:
    """Return hourly global irradiance whose months have the given means.

    Days draw their clear-sky index from a beta distribution, by stratified ranks inside each
    month that follow an AR(1) series; hours draw theirs around that of the day; days are then
    scaled to the month and hours to the day, never above the cap over the clear sky.

    Parameters
    ----------
    monthly_ghi_kwh_m2_day
        Mean daily irradiation, January to December [kWh/m2/day].
    sun
        From `pv_design.sun_position.sun_of_hours`.
    latitude, longitude
        Of the site [deg].
    altitude_m
        Above sea level [m]; it matters to the clear sky.
    daily_spread
        s of the standard deviation s sqrt(m (1 - m)) of the daily clear-sky index, where m is
        the month's mean index over its cap.
    daily_persistence
        Correlation of a day with the day before, without the season.
    seed
        The same seed gives the same year to the last bit.

    Raises
    ------
    InputError
        If there are not twelve means, each a number above 0 (0 is taken in the polar night), or
        the spread or the persistence is not a fraction. A mean above what the sky can give is
        not refused: the month is filled to the cap and the shortfall is told.

    Notes
    -----
    Clear sky: Ineichen & Perez 2002 with the Linke turbidity that ships with pvlib. Hours: see
    `hours_of_day`. Measured against real years in `docs/validation/weather.md`.

    Examples
    --------
    >>> from datetime import timedelta, timezone
    >>> from pv_design.sun_position import sun_of_hours
    >>> sun = sun_of_hours(3.0, -76.5, 1000.0, year=2025, zone=timezone(timedelta(hours=-5)))
    >>> year = synthetic_year([4.5] * 12, sun, latitude=3.0, longitude=-76.5, altitude_m=1000.0,
    ...                       daily_spread=0.28, daily_persistence=0.23, seed=1)
    >>> round(float(year.ghi.sum()) / 365 / 1000, 6)
    4.5
    """
    asked = _checked_means(monthly_ghi_kwh_m2_day)
    _check_between("daily_spread", daily_spread, *_SPREADS)
    _check_between("daily_persistence", daily_persistence, *_PERSISTENCES)
    clear = clear_sky_ghi(sun, latitude=latitude, longitude=longitude, altitude_m=altitude_m)
    hours = pd.DatetimeIndex(sun.index)
    clear_days = clear.to_numpy().reshape(_DAYS, _HOURS)
    cap = read_fact(*_FACTS, "clear_sky_cap_fraction").value
    month_of_day = hours.month.to_numpy()[::_HOURS]
    highest_day = cap * clear_days.sum(axis=1) / 1000
    highest_month = pd.Series(highest_day).groupby(month_of_day).mean().to_numpy()
    _check_dark_months(asked, highest_month)
    given = np.minimum(asked, highest_month)
    generator = np.random.default_rng(seed)
    share = _daily_share(
        np.divide(given, highest_month, out=np.zeros(_MONTHS), where=highest_month > 0),
        month_of_day,
        spread=daily_spread / cap,
        persistence=daily_persistence,
        generator=generator,
    )
    days = _scaled_to_months(share * highest_day, highest_day, given, month_of_day)
    ghi = hours_of_days(days, clear_days, daily_spread=daily_spread, generator=generator)
    return SyntheticYear(
        ghi=pd.Series(ghi.ravel(), index=hours, name="ghi"),
        clear_sky_ghi=clear,
        shortfall_kwh_m2_day=pd.Series(asked - given, index=range(1, _MONTHS + 1)),
    )


def clear_sky_ghi(
    sun: pd.DataFrame, *, latitude: float, longitude: float, altitude_m: float
) -> pd.Series:
    """Return the global irradiance of a cloudless sky [W/m2]; zero while the sun is down.

    Examples
    --------
    >>> from datetime import timedelta, timezone
    >>> from pv_design.sun_position import sun_of_hours
    >>> sun = sun_of_hours(3.0, -76.5, 1000.0, year=2025, zone=timezone(timedelta(hours=-5)))
    >>> clear = clear_sky_ghi(sun, latitude=3.0, longitude=-76.5, altitude_m=1000.0)
    >>> bool(900 < clear.max() < 1200), float(clear.min())
    (True, 0.0)
    """
    turbidity = _linke_turbidity(pd.DatetimeIndex(sun.index), latitude, longitude)
    clear: pd.Series = clearsky.ineichen(
        sun["apparent_zenith"],
        sun["airmass_absolute"],
        turbidity,
        altitude=altitude_m,
        dni_extra=sun["dni_extra"],
    )["ghi"]
    return clear.where(_sine_of_height(sun) > 0, 0.0).rename("clear_sky_ghi")


def split_global(ghi: pd.Series, sun: pd.DataFrame) -> pd.DataFrame:
    """Return the global irradiance with its beam and its diffuse part.

    The columns `ghi, dni, dhi` [W/m2] close exactly, ghi = dni cos(zenith) + dhi; all are zero
    while the sun is down, and below 3 degrees of height all of the light is diffuse. Model:
    continuous Erbs (Driesse et al. 2024).

    Examples
    --------
    >>> sun = pd.DataFrame({"zenith": [30.0, 100.0], "dni_extra": [1361.0, 1361.0]})
    >>> split_global(pd.Series([900.0, 0.0]), sun).round(0).to_numpy().tolist()
    [[900.0, 859.0, 156.0], [0.0, 0.0, 0.0]]
    """
    parts = irradiance.erbs_driesse(ghi, sun["zenith"], dni_extra=sun["dni_extra"])
    return pd.DataFrame({"ghi": ghi, "dni": parts["dni"], "dhi": parts["dhi"]})


def _checked_means(monthly: Array | list[float]) -> Array:
    means = np.asarray(monthly, dtype=float)
    if means.shape != (_MONTHS,) or not np.all(np.isfinite(means) & (means >= 0)):
        raise _not_twelve_means(means)
    return means


def _check_dark_months(means: Array, highest_kwh_m2_day: Array) -> None:
    """Refuse a month without light where the sun rises on every day."""
    dark = read_fact(*_SPREAD_FACTS, "dark_month_kwh_m2_day").value
    if np.any((means == 0) & (highest_kwh_m2_day > dark)):
        raise _not_twelve_means(means)


def _not_twelve_means(means: Array) -> InputError:
    allowed = message(
        "twelve numbers above 0, January to December, in kWh/m2 a day; 0 only in the polar night"
    )
    return InputError.of("monthly_ghi_kwh_m2_day", means.tolist(), allowed=allowed)


def _check_between(field: str, value: float, lowest: float, highest: float) -> None:
    if not lowest <= value <= highest:
        allowed = message("{lowest:g} to {highest:g}", lowest=lowest, highest=highest)
        raise InputError.of(field, value, allowed=allowed)


def _linke_turbidity(hours: pd.DatetimeIndex, latitude: float, longitude: float) -> Array:
    middles, monthly = _monthly_turbidity(latitude, longitude)
    days = hours.day_of_year.to_numpy(float)
    daily: Array = np.interp(days, middles, monthly, period=_DAYS)
    return daily


@lru_cache(maxsize=64)
def _monthly_turbidity(latitude: float, longitude: float) -> tuple[Array, Array]:
    """Return the day of the year in the middle of each month, and the turbidity then."""
    middles = pd.date_range("2025-01-15", periods=_MONTHS, freq=pd.DateOffset(months=1), tz="UTC")
    monthly = clearsky.lookup_linke_turbidity(middles, latitude, longitude, interp_turbidity=False)
    return middles.day_of_year.to_numpy(float), monthly.to_numpy(float)


def _sine_of_height(sun: pd.DataFrame) -> pd.Series:
    cosine: pd.Series = np.cos(np.radians(sun["zenith"]))
    return cosine.clip(lower=0.0)


def _daily_share(
    mean: Array,
    month_of_day: NDArray[np.int_],
    *,
    spread: float,
    persistence: float,
    generator: np.random.Generator,
) -> Array:
    phi = _persistence_with_the_season(persistence)
    noise = generator.standard_normal(_DAYS) * np.sqrt(1 - phi**2)
    noise[0] /= np.sqrt(1 - phi**2)
    days = list(accumulate(noise.tolist(), lambda before, drawn: phi * before + drawn))
    order = pd.Series(days).groupby(month_of_day)
    rank = (order.rank() - 0.5) / order.transform("size")
    strength = 1 / spread**2 - 1
    tiny = np.finfo(float).eps
    inside = np.clip(mean, tiny, 1 - tiny)[month_of_day - 1]
    drawn = special.betaincinv(inside * strength, (1 - inside) * strength, rank.to_numpy())
    share: Array = np.where(mean[month_of_day - 1] < 1, drawn, 1.0)
    return share


def _persistence_with_the_season(persistence: float) -> float:
    """Return the AR(1) number whose ranks have that correlation once each month's mean is off.

    Taking off the mean of n days lowers a correlation by about 1 / n, and ranks that are stratified
    within their month keep a part of the rest.
    """
    kept = read_fact(*_SPREAD_FACTS, "persistence_kept_fraction").value
    return (persistence + _MONTHS / _DAYS) / kept


def _scaled_to_months(
    days: Array, highest: Array, monthly: Array, month_of_day: NDArray[np.int_]
) -> Array:
    in_month = month_of_day[np.newaxis, :] == np.arange(1, _MONTHS + 1)[:, np.newaxis]
    lowest = np.finfo(float).eps
    rows = np.where(in_month, np.maximum(days, lowest), 0.0)
    totals = monthly * in_month.sum(axis=1)
    scaled: Array = scale_bounded(rows, np.where(in_month, highest, 0.0), totals).sum(axis=0)
    return scaled
