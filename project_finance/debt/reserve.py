"""Cash kept for the coming debt service: filled at the draw, used when cash lacks, released."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_flow

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def reserve_account(
    cash_after_service: ArrayLike, debt_service: ArrayLike, *, months: float
) -> pd.DataFrame:
    """Return the reserve account of a loan, which earns nothing.

    It is filled in year 0 by the owner. Each year it pays what the cash of the year lacks for
    the debt service; cash left over fills it up to its target before the owner gets any; what
    stands above the target is released, all of it with the last payment.

    Parameters
    ----------
    cash_after_service
        Cash of years 1 to the last less the debt service [money]; negative where it lacks.
    debt_service
        Debt service of the same years [money], at least 0; zeros after the loan.
    months
        Months of the coming year's debt service to hold, 0 to 12.

    Returns
    -------
    pandas.DataFrame
        Index ``year`` from 0; ``target``, ``balance`` at the year's end, ``change`` (the
        balance's rise, cash out for the owner) and ``unmet`` (debt service that neither cash nor
        reserve pays: the owner must) [money].

    Raises
    ------
    InputError
        If the rows differ in length, an amount is missing, a debt service is negative or the
        months lie outside 0 to 12.

    Examples
    --------
    >>> reserve_account([50.0, -30.0, 50.0], [100.0, 100.0, 100.0], months=6)
          target  balance  change  unmet
    year
    0       50.0     50.0    50.0    0.0
    1       50.0     50.0     0.0    0.0
    2       50.0     20.0   -30.0    0.0
    3        0.0      0.0   -20.0    0.0
    """
    cash = checked_flow("cash_after_service", cash_after_service)
    service = checked_flow("debt_service", debt_service)
    if service.size != cash.size or (service < 0).any():
        allowed = message("{years} amounts of at least 0, one for each year", years=cash.size)
        raise InputError.of("debt_service", debt_service, allowed=allowed)
    held = checked_amount("months", months, least=0.0, most=12.0) / 12
    target = held * np.append(service, 0.0)
    balance, unmet = [target[0]], [0.0]
    for left, wanted in zip(cash, target[1:], strict=True):
        means = balance[-1] + left
        balance.append(min(max(means, 0.0), wanted))
        unmet.append(max(-means, 0.0))
    frame = pd.DataFrame({"target": target, "balance": balance})
    frame["change"] = np.diff(balance, prepend=0.0)
    frame["unmet"] = np.minimum(unmet, np.insert(service, 0, 0.0))
    return frame.rename_axis("year") + 0.0
