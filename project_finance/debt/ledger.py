"""A loan year by year: owed, interest, exchange difference, repaid, paid, still owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_flow, checked_rate
from project_finance.debt.worth_ahead import worth_ahead

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def ledger(
    rate: float, payments: ArrayLike, *, currency_growth_fraction_per_year: float = 0.0
) -> pd.DataFrame:
    """Return the account of a loan whose payments are given in the study's money.

    What is owed at any time is the worth of the payments to come, at the rate that counts the
    rise of the loan's currency, so that the last closing is exactly zero.

    Parameters
    ----------
    rate
        Interest of a year in the loan's currency [fraction].
    payments
        Payments at the end of years 1 to the last [money], at least 0.
    currency_growth_fraction_per_year
        Yearly rise of the loan's currency in the study's money [fraction].

    Returns
    -------
    pandas.DataFrame
        Index ``year`` from 1; columns ``opening``, ``exchange_loss`` (the opening's rise with
        its currency), ``interest`` (accrued), ``principal`` (repaid; negative where interest is
        added to the loan), ``payment``, ``closing`` = opening + exchange_loss - principal.

    Raises
    ------
    InputError
        If a rate is not above -1 or a payment is missing or negative.

    Examples
    --------
    >>> ledger(0.10, [121.0, 121.0]).round(2).loc[:, ["opening", "interest", "closing"]]
          opening  interest  closing
    year
    1       210.0      21.0    110.0
    2       110.0      11.0      0.0
    """
    paid = checked_flow("payments", payments)
    if (paid < 0).any():
        raise InputError.of("payments", payments, allowed=message("amounts of at least 0"))
    rise = checked_rate("currency_growth_fraction_per_year", currency_growth_fraction_per_year)
    factor = 1 / ((1 + checked_rate("rate", rate)) * (1 + rise))
    opening = worth_ahead(paid, factor)
    interest = opening * (1 + rise) * rate
    repaid = paid - interest
    rounding = 8 * (1 + paid.size) * np.finfo(float).eps * (paid + interest)
    return pd.DataFrame(
        {
            "opening": opening,
            "exchange_loss": opening * rise,
            "interest": interest,
            "principal": np.where(np.abs(repaid) <= rounding, 0.0, repaid),
            "payment": paid,
            "closing": np.append(opening[1:], 0.0),
        },
        index=pd.RangeIndex(1, paid.size + 1, name="year"),
    )
