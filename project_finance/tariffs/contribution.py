"""A surcharge on consumption that begins, or ends, in a year of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from project_finance.amounts import checked_amount
from project_finance.price_paths import checked_horizon

if TYPE_CHECKING:
    from numpy.typing import NDArray


def contribution_path(
    first_fraction: float, *, then_fraction: float, from_year: int, study_year: int, years: int
) -> NDArray[np.float64]:
    """Return what a bought kilowatt-hour costs in each year over its price at today's surcharge.

    Year 0 of a plan is the study's year, so its year 1 is the one after. Only what is paid for
    energy from the grid follows the path: a credit of CREG 174 is reckoned without contribution.

    Parameters
    ----------
    first_fraction
        Surcharge that the prices of the first year hold [fraction].
    then_fraction
        Surcharge from ``from_year`` on [fraction].
    from_year
        Calendar year in which it begins; one that has come already counts from year 1.
    study_year
        Calendar year of the study.
    years
        Length of the path.

    Raises
    ------
    InputError
        If a surcharge is not a fraction or the length is none.

    Examples
    --------
    >>> path = contribution_path(0.0, then_fraction=0.2, from_year=2028, study_year=2025, years=4)
    >>> path.tolist()
    [1.0, 1.0, 1.2, 1.2]
    """
    first, then = (
        checked_amount(field, value, least=0.0, most=1.0)
        for field, value in (
            ("contribution_fraction", first_fraction),
            ("contribution_then_fraction", then_fraction),
        )
    )
    calendar = study_year + np.arange(1, checked_horizon(years) + 1)
    return np.where(calendar >= from_year, (1 + then) / (1 + first), 1.0)
