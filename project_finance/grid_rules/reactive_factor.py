"""How the price of reactive energy grows where the excess goes on month after month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from project_finance.amounts import checked_amount

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from project_finance.grid_rules import ReactiveRules


def reactive_factor(
    days_over: ArrayLike, rules: ReactiveRules, *, months_over_before: int = 0
) -> NDArray[np.float64]:
    """Return by how much each month's reactive energy is multiplied: the factor M of Colombia.

    Parameters
    ----------
    days_over
        Days of each month with at least one hour of excess, in the order of the months [days].
    rules
        Free days, months of grace, months that start the count again and the largest factor.
    months_over_before
        Months that already count [months]: 12 for a mine that has been over for a year.

    Raises
    ------
    InputError
        If ``months_over_before`` is negative.

    References
    ----------
    CREG 015/2018 chapter 12 as amended by CREG 199/2019, read in CREG concepts 3220/2021 (a day
    counts from one hour on) and 865/2022 (twelve months of grace, new start after three).

    Examples
    --------
    >>> from project_finance.grid_rules import read_grid_rules
    >>> colombia = read_grid_rules("CO").reactive
    >>> reactive_factor([20, 20, 4, 20], colombia, months_over_before=11).tolist()
    [1.0, 2.0, 1.0, 3.0]
    """
    counted = checked_amount("months_over_before", months_over_before, least=0.0)
    clear, factors = 0, []
    for days in np.asarray(days_over, dtype=float):
        is_over = days > rules.factor_free_days
        clear = 0 if is_over else clear + 1
        counted = 0.0 if clear > rules.factor_reset_months else counted + is_over
        risen = max(1.0, 1.0 + counted - rules.factor_grace_months)
        factors.append(min(risen, rules.factor_most) if is_over else 1.0)
    return np.array(factors)
