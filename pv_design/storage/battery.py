"""How a battery ages, when it is replaced, and the figures of one plant's battery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    import numpy.typing as npt

    from equipment_catalog.batteries import BatteryTechnology

    Floats = npt.NDArray[np.float64]

_DAYS = 365.0
_MONTHS = 12
_BLOCK = 4096
"""Batteries whose months are looked at together, so that a large search stays in memory."""


def remaining_capacity(
    technology: BatteryTechnology,
    years: float | Floats,
    *,
    cycles_per_year: float | Floats,
    mean_charge_fraction: float,
) -> Floats:
    """Return the capacity that is left after some years, of the capacity when new.

    Calendar and cycle fade add up; the result never falls below 0. Temperature is not in it.

    Parameters
    ----------
    technology
        Of the battery.
    years
        Age [years], 0 or more.
    cycles_per_year
        Full cycles: energy taken out of the store / usable capacity; of one battery or of many,
        which numpy sets against the years.
    mean_charge_fraction
        Mean state of charge, from 0 to 1.

    Raises
    ------
    InputError
        If a figure is negative, missing, or the mean state of charge is above 1.

    Examples
    --------
    A battery that stands half full loses 4 % in ten years, one cycled daily 16 % in four:

    >>> from equipment_catalog.batteries import battery_technology
    >>> lithium = battery_technology("lithium")
    >>> float(remaining_capacity(lithium, 10.0, cycles_per_year=0.0,
    ...                          mean_charge_fraction=0.5).round(3))
    0.96
    >>> float(remaining_capacity(lithium, 4.0, cycles_per_year=365.0,
    ...                          mean_charge_fraction=0.5).round(3))
    0.829

    Sources
    -------
    State of health of REopt.jl, electric_storage.jl, summed over the days.
    """
    age = np.asarray(years, dtype=float)
    if not (np.isfinite(age) & (age >= 0)).all():
        raise InputError.of("years", years, allowed=message("a number of 0 or more"))
    _check_use(cycles_per_year, mean_charge_fraction)
    days = (_DAYS * age) ** technology.calendar_exponent
    calendar = technology.calendar_fade * mean_charge_fraction * days
    return np.asarray(np.maximum(1 - calendar - technology.cycle_fade * cycles_per_year * age, 0))


def _check_use(cycles_per_year: float | Floats, mean_charge_fraction: float) -> None:
    cycles = np.atleast_1d(np.asarray(cycles_per_year, dtype=float))
    wrong = ~(np.isfinite(cycles) & (cycles >= 0))
    if wrong.any():
        allowed = message("a number of 0 or more")
        raise InputError.of("cycles_per_year", float(cycles[wrong][0]), allowed=allowed)
    if not 0 <= mean_charge_fraction <= 1:
        allowed = message("a fraction from 0 to 1")
        raise InputError.of("mean_charge_fraction", mean_charge_fraction, allowed=allowed)


def replacement_years(
    technology: BatteryTechnology,
    *,
    cycles_per_year: float,
    mean_charge_fraction: float,
    horizon_years: int,
) -> list[int]:
    """Return the years of the study in which the battery is bought again, 1 the first.

    It is replaced in the year in which it reaches the end of its life, found to the month, by fade
    or by its longest life; none where it outlives the horizon.

    Parameters
    ----------
    technology, cycles_per_year, mean_charge_fraction
        As for `remaining_capacity`.
    horizon_years
        Length of the study [years], 1 or more.

    Raises
    ------
    InputError
        As `remaining_capacity`, or if the horizon is shorter than a year or a battery would not
        last a month.

    Examples
    --------
    >>> from equipment_catalog.batteries import battery_technology
    >>> replacement_years(battery_technology("lithium"), cycles_per_year=365.0,
    ...                   mean_charge_fraction=0.5, horizon_years=20)
    [5, 10, 15, 20]
    """
    life = float(
        life_years(
            technology,
            cycles_per_year=np.array([cycles_per_year]),
            mean_charge_fraction=mean_charge_fraction,
            horizon_years=horizon_years,
        )[0]
    )
    if not np.isfinite(life):
        return []
    life_months = round(life * _MONTHS)
    months = np.arange(life_months, horizon_years * _MONTHS + 1, life_months)
    return [int(year) for year in np.ceil(months / _MONTHS)]


def life_years(
    technology: BatteryTechnology,
    *,
    cycles_per_year: Floats,
    mean_charge_fraction: float,
    horizon_years: int,
) -> Floats:
    """Return the age at which each of many batteries is replaced, to the month [years].

    By fade or by its longest life, whichever comes first; infinite where it outlives the horizon.

    Parameters
    ----------
    technology, mean_charge_fraction
        As for `remaining_capacity`.
    cycles_per_year
        Of each battery.
    horizon_years
        Length of the study [years], 1 or more.

    Raises
    ------
    InputError
        As `remaining_capacity`, or if the horizon is shorter than a year or a battery would not
        last a month.

    Examples
    --------
    >>> from equipment_catalog.batteries import battery_technology
    >>> life_years(battery_technology("lithium"), cycles_per_year=np.array([0.0, 365.0]),
    ...            mean_charge_fraction=0.5, horizon_years=20).round(2).tolist()
    [15.0, 4.83]
    """
    if horizon_years < 1:
        raise InputError.of("horizon_years", horizon_years, allowed=message("1 or more"))
    ages = np.arange(horizon_years * _MONTHS + 1) / _MONTHS
    blocks = np.split(cycles_per_year, range(_BLOCK, cycles_per_year.size, _BLOCK))
    faded = np.concatenate(
        [_faded_years(technology, ages, block, mean_charge_fraction) for block in blocks]
    )
    oldest = technology.longest_life_years
    life = np.minimum(faded, oldest if oldest <= horizon_years else np.inf)
    if (life <= 1 / _MONTHS).any():
        allowed = message("so few that a battery lasts longer than a month")
        raise InputError.of("cycles_per_year", float(cycles_per_year.max()), allowed=allowed)
    return np.asarray(life, dtype=float)


def _faded_years(
    technology: BatteryTechnology, ages: Floats, cycles_per_year: Floats, charge_fraction: float
) -> Floats:
    """Return the first age at which each battery is spent; infinite where none is."""
    left = remaining_capacity(
        technology,
        ages[:, None],
        cycles_per_year=cycles_per_year,
        mean_charge_fraction=charge_fraction,
    )
    spent = left <= technology.end_of_life_fraction
    return np.where(spent.any(axis=0), ages[spent.argmax(axis=0)], np.inf)
