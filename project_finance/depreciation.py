"""How an asset is written off over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from numpy.typing import NDArray


def straight_line(
    amount: float, *, fraction_per_year: float, years: int, in_use_after_years: float = 0.0
) -> NDArray[np.float64]:
    """Return the depreciation of an asset in years 1 to the last, all of it by then.

    It begins on the first day of use; a year of which the asset worked a part has that part.

    Parameters
    ----------
    amount
        What was paid in year 0 [money].
    fraction_per_year
        Part of it that may be depreciated each year, above 0.
    years
        Last year, in which whatever is left is written off.
    in_use_after_years
        From year 0 to the first day of use [years], at least 0.

    Raises
    ------
    InputError
        If the fraction is not above 0 and at most 1.

    Examples
    --------
    >>> straight_line(100.0, fraction_per_year=0.4, years=4).round(9).tolist()
    [40.0, 40.0, 20.0, 0.0]
    >>> half = straight_line(100.0, fraction_per_year=0.4, years=4, in_use_after_years=0.5)
    >>> half.round(9).tolist()
    [20.0, 40.0, 40.0, 0.0]
    """
    if not 0 < fraction_per_year <= 1:
        allowed = message("a fraction above 0, at most 1")
        raise InputError.of("fraction_per_year", fraction_per_year, allowed=allowed)
    used = np.arange(years + 1) - in_use_after_years
    written_off = np.clip(fraction_per_year * used, 0.0, 1.0)
    written_off[-1] = 1.0
    yearly: NDArray[np.float64] = amount * np.diff(written_off)
    return yearly
