"""The years of a plant that begins to work some time after it is paid."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from project_finance.amounts import checked_amount

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_YEARS = 2.0
"""Longest wait for permits and works that is believed [years]."""


def checked_delay(years: float) -> float:
    """Return a plant's delay as a float if it is from nothing to two years.

    Raises
    ------
    InputError
        If it is missing or outside.

    Examples
    --------
    >>> checked_delay(0.75)
    0.75
    """
    return checked_amount("plant_delay_years", years, least=0.0, most=MOST_YEARS)


def later(by_age: NDArray[np.float64], delay_years: float) -> NDArray[np.float64]:
    """Return what a plant does in each year of the project, from what it does by its own age.

    A year of the project holds the end of one year of the plant and the beginning of the next,
    in parts that the delay gives; before the plant is there it does nothing.

    Parameters
    ----------
    by_age
        One figure for each year of the plant's life, the first first.
    delay_years
        From the spending to the first day of operation [years].

    Examples
    --------
    >>> later(np.array([1.0, 0.5, 0.25]), 0.75).tolist()
    [0.25, 0.875, 0.4375]
    """
    whole = math.floor(delay_years)
    part = delay_years - whole
    waited = np.concatenate([np.zeros(whole + 1), by_age])
    return np.asarray((1 - part) * waited[1 : by_age.size + 1] + part * waited[: by_age.size])


def year_of_age(age_years: int, delay_years: float) -> int:
    """Return the year of the project in which a plant reaches an age, the first being 1.

    Examples
    --------
    >>> year_of_age(12, 0.75), year_of_age(12, 0.0)
    (13, 12)
    """
    return math.ceil(age_years + delay_years)


def first_full_year(delay_years: float) -> int:
    """Return the first year of the project in which the plant works from its first day on.

    Examples
    --------
    >>> first_full_year(0.0), first_full_year(0.75), first_full_year(1.0)
    (1, 2, 2)
    """
    return math.ceil(delay_years) + 1
