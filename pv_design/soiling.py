"""Dust that gathers until rain or a wash takes it, day by day (Kimber)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    import pandas as pd

DAYS = 365
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def daily_soiling(
    rain_mm: Sequence[float] | npt.NDArray[np.float64],
    *,
    wash_days: Sequence[int] = (),
    rate_per_day: float | None = None,
    cleaning_rain_mm: float | None = None,
    grace_days: int | None = None,
    most_fraction: float | None = None,
    residual_fraction: float | None = None,
) -> npt.NDArray[np.float64]:
    """Return the light that dust takes on each day of a year [fraction].

    It is the second of two equal years after clean modules, so that dust of December is there in
    January. Dust gathers by the same fraction every day, rain of more than the threshold takes all
    of it and keeps the ground damp for some days, a wash takes all but a residual.

    Parameters
    ----------
    rain_mm
        Of each of the 365 days [mm].
    wash_days
        Days of the year on which modules are washed, 1 to 365.
    rate_per_day
        Gathered in a day [fraction]; None for the table's desert rate, as for all that follow.
    cleaning_rain_mm
        Rain of a day above which modules are clean [mm].
    grace_days
        Days from that rain on which no dust gathers.
    most_fraction
        Where gathering ends [fraction].
    residual_fraction
        Of the dust, what a wash leaves [fraction].

    Raises
    ------
    InputError
        If there are not 365 days, a day has no value or less than 0, a wash day does not exist,
        or a fraction is out of its range.

    Notes
    -----
    Kimber et al. 2006, 4th IEEE WCPEC, p. 2391. With a residual of 0 it is
    `pvlib.soiling.kimber` in its second year.

    Examples
    --------
    >>> dry = daily_soiling([0.0] * 365, wash_days=[100], rate_per_day=0.001)
    >>> dry[98:102].round(4).tolist()  # 264 days stand between the wash and the new year
    [0.3, 0.0, 0.001, 0.002]
    """
    return soiling_of_schedules(
        rain_mm,
        [wash_days],
        rate_per_day=rate_per_day,
        cleaning_rain_mm=cleaning_rain_mm,
        grace_days=grace_days,
        most_fraction=most_fraction,
        residual_fraction=residual_fraction,
    )[0]


def soiling_of_schedules(
    rain_mm: Sequence[float] | npt.NDArray[np.float64],
    schedules: Sequence[Sequence[int]],
    *,
    rate_per_day: float | None = None,
    cleaning_rain_mm: float | None = None,
    grace_days: int | None = None,
    most_fraction: float | None = None,
    residual_fraction: float | None = None,
) -> list[npt.NDArray[np.float64]]:
    """Return what `daily_soiling` does for each of many schedules of washes, all at once.

    Parameters
    ----------
    rain_mm, rate_per_day, cleaning_rain_mm, grace_days, most_fraction, residual_fraction
        As `daily_soiling` takes them.
    schedules
        Wash days of each, 1 to 365.

    Raises
    ------
    InputError
        As `daily_soiling` does.

    Examples
    --------
    >>> [float(year.mean().round(2)) for year in soiling_of_schedules([0.0] * 365, [[], [1]],
    ...                                                               rate_per_day=0.0005)]
    [0.26, 0.09]
    """
    days = _days_of_schedules(
        _rain(rain_mm),
        np.stack([_washes(wash_days) for wash_days in schedules]),
        rate=_fraction("rate_per_day", rate_per_day, "soiling_rate"),
        cleaning_rain=_number("cleaning_rain_mm", cleaning_rain_mm, "cleaning_rain"),
        grace=int(_number("grace_days", grace_days, "grace_days")),
        most=_fraction("most_fraction", most_fraction, "most_soiling"),
        residual=_fraction("residual_fraction", residual_fraction, "residual"),
    )
    return list(days)


def soiling_priors() -> pd.DataFrame:
    """Return published soiling of regions, to choose a rate or to hold a loss against.

    Returns
    -------
    DataFrame
        `key, value, unit, source, year, trust, note`; no measured value of a mine is among them.

    Examples
    --------
    >>> priors = soiling_priors().set_index("key")
    >>> float(priors.loc["atacama_coast_most", "value"])
    0.39
    """
    return read_facts("pv_design", "data/soiling_priors.csv").copy()


def rain_of_months(
    rainy_days: Sequence[float], *, rain_of_a_day_mm: float
) -> npt.NDArray[np.float64]:
    """Return the rain of 365 days from the rainy days of twelve months, spread evenly in each.

    A dry season is told by months with 0 rainy days.

    Parameters
    ----------
    rainy_days
        Of January to December; fractions are rounded.
    rain_of_a_day_mm
        On each of them [mm].

    Raises
    ------
    InputError
        If there are not twelve, or a month has more rainy days than days or less than 0.

    Examples
    --------
    >>> year = rain_of_months([10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 31], rain_of_a_day_mm=8.0)
    >>> float(year.sum()), float(year[31:334].sum())
    (328.0, 0.0)
    """
    allowed = message("twelve months, each with 0 rainy days to all of its days")
    if len(rainy_days) != len(_MONTH_DAYS):
        raise InputError.of("rainy_days", len(rainy_days), allowed=allowed)
    months = []
    for rainy, days in zip(rainy_days, _MONTH_DAYS, strict=True):
        if not 0 <= rainy <= days:
            raise InputError.of("rainy_days", rainy, allowed=allowed)
        steps = np.floor(np.arange(days + 1) * round(rainy) / days)
        months.append(np.diff(steps) * rain_of_a_day_mm)
    return np.concatenate(months)


def soiling_loss(
    soiling_fraction: npt.NDArray[np.float64], daily_kwh: npt.NDArray[np.float64]
) -> float:
    """Return the loss of the year, each day weighted with the energy of clean modules [fraction].

    This is what `simulate` takes as `losses={"soiling": ...}`; 0 without energy.

    Parameters
    ----------
    soiling_fraction
        Of each day, as `daily_soiling` returns it.
    daily_kwh
        Of clean modules on the same days [kWh].

    Examples
    --------
    >>> soiling_loss(np.array([0.1, 0.0]), np.array([10.0, 30.0]))
    0.025
    """
    whole = float(np.sum(daily_kwh))
    return float(np.dot(soiling_fraction, daily_kwh)) / whole if whole > 0 else 0.0


def _days_of_schedules(
    rain: npt.NDArray[np.float64],
    washes: npt.NDArray[np.bool_],
    *,
    rate: float,
    cleaning_rain: float,
    grace: int,
    most: float,
    residual: float,
) -> npt.NDArray[np.float64]:
    """Return schedules x days; the first of two years only fills the modules with dust."""
    damp = _damp_days(rain > cleaning_rain, grace)
    dust = np.zeros(len(washes))
    days = np.empty(washes.shape)
    for day in range(2 * DAYS):
        today = day % DAYS
        gathered = np.minimum(dust + rate, most)
        dust = np.where(washes[:, today], gathered * residual, gathered) * (not damp[today])
        days[:, today] = dust
    return days


def _damp_days(rains: npt.NDArray[np.bool_], grace: int) -> npt.NDArray[np.bool_]:
    """Return the days on which it rained enough or on one of the days before, as a ring."""
    lags = np.arange(max(grace, 1))
    return np.asarray(rains[(np.arange(DAYS)[:, None] - lags) % DAYS].any(axis=1))


def _rain(rain_mm: Sequence[float] | npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    rain = np.asarray(rain_mm, dtype=float)
    if rain.shape != (DAYS,):
        raise InputError.of("rain_mm", len(rain), allowed=message("365 days"))
    wrong = ~(rain >= 0)
    if wrong.any():
        allowed = message("0 mm or more on every day")
        raise InputError.of("rain_mm", float(rain[wrong][0]), allowed=allowed)
    return rain


def _washes(wash_days: Sequence[int]) -> npt.NDArray[np.bool_]:
    washed = np.zeros(DAYS, dtype=bool)
    for day in wash_days:
        if day not in range(1, DAYS + 1):
            raise InputError.of("wash_days", day, allowed=message("days of the year, 1 to 365"))
        washed[int(day) - 1] = True
    return washed


def _fraction(field: str, given: float | None, key: str) -> float:
    value = _number(field, given, key)
    if value > 1:
        raise InputError.of(field, value, allowed=message("a fraction from 0 to 1"))
    return value


def _number(field: str, given: float | None, key: str) -> float:
    if given is None:
        return read_fact("pv_design", "data/soiling.csv", key).value
    if not 0 <= given < float("inf"):
        raise InputError.of(field, given, allowed=message("0 or more"))
    return float(given)
