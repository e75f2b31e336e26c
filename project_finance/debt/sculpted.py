"""Payments that follow the cash: each year's over one ratio, however good or bad the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_flow
from project_finance.metrics import npv

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def sculpted_payments(rate: float, available: ArrayLike, principal: float) -> NDArray[np.float64]:
    r"""Return payments in one proportion to the cash of each period.

    Payment k is :math:`P\,C_k/\sum_j C_j (1+r)^{-j}`, C the cash where it is positive and 0
    elsewhere; the cover is the same in every period with cash. In a period whose payment is
    below its interest, the rest of the interest is added to the loan.

    Parameters
    ----------
    rate
        Interest of one period [fraction].
    available
        Cash available for debt service, period 1 first [money].
    principal
        Amount borrowed [money], at least 0.

    Raises
    ------
    InputError
        If no period has cash but something is borrowed, or an amount is missing.

    Examples
    --------
    >>> sculpted_payments(0.0, [30.0, -5.0, 10.0], 20.0).tolist()
    [15.0, 0.0, 5.0]
    """
    cash = checked_flow("available", available).clip(min=0.0)
    owed = checked_amount("principal", principal, least=0.0)
    if owed == 0:
        return np.zeros(cash.size)
    if not cash.any():
        raise InputError.of("available", available, allowed=message("cash in one year at least"))
    return owed / npv(rate, np.insert(cash, 0, 0.0)) * cash
