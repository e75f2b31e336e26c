"""A loan with equal payments: what is paid each period, what is still owed, is it covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_rate

if TYPE_CHECKING:
    from numpy.typing import NDArray


def payment(rate: float, periods: int, principal: float) -> float:
    r"""Return the equal payment at the end of each period that repays a loan.

    :math:`A = P\,r / (1 - (1+r)^{-n})`, and P/n where the rate is zero.

    Parameters
    ----------
    rate
        Interest of one period [fraction], above -1; a monthly rate with months.
    periods
        Number of payments, at least 1.
    principal
        Amount borrowed [money], at least 0.

    Returns
    -------
    float
        Positive (Excel's PMT returns it negative) [money per period].

    Raises
    ------
    InputError
        If the rate is not above -1, the periods are not a whole number of at least 1, or the
        principal is negative or missing.

    Examples
    --------
    >>> round(payment(0.08 / 12, 10, 10_000), 2)
    1037.03
    """
    interest, count = checked_rate("rate", rate), _checked_periods(periods)
    owed = checked_amount("principal", principal, least=0.0)
    if interest == 0:
        return owed / count
    return float(owed * interest / -np.expm1(-count * np.log1p(interest)))


def schedule(rate: float, periods: int, principal: float) -> pd.DataFrame:
    """Return the loan period by period, in the money of the principal.

    Parameters
    ----------
    rate, periods, principal
        As for :func:`payment`.

    Returns
    -------
    pandas.DataFrame
        Index ``period`` from 1; columns ``opening``, ``interest``, ``principal`` (the part of
        the payment that repays), ``payment``, ``closing``; the last closing is zero.

    Raises
    ------
    InputError
        As :func:`payment`.

    Examples
    --------
    >>> schedule(0.10, 2, 210).round(2)
            opening  interest  principal  payment  closing
    period
    1         210.0      21.0      100.0    121.0    110.0
    2         110.0      11.0      110.0    121.0      0.0
    """
    paid = payment(rate, periods, principal)
    owed = principal * _part_owed(rate, periods)
    opening, closing = owed[:-1], owed[1:]
    return pd.DataFrame(
        {
            "opening": opening,
            "interest": opening * rate,
            "principal": opening - closing,
            "payment": paid,
            "closing": closing,
        },
        index=pd.RangeIndex(1, periods + 1, name="period"),
    )


def debt_service_coverage(available: pd.Series, debt_service: pd.Series) -> pd.Series:
    """Return the cash available for each year's debt service over that debt service.

    Parameters
    ----------
    available
        Net cash flow after tax, before debt service, by year [money].
    debt_service
        Interest and repayment by year, at least 0 [money].

    Returns
    -------
    pandas.Series
        The ratio in the years that have debt service; its minimum is the figure a lender
        asks for. Empty where no year has any.

    Raises
    ------
    InputError
        If a year of debt service has no available cash given, or an amount is missing or a
        debt service is negative.

    Examples
    --------
    >>> debt_service_coverage(pd.Series({1: 150.0, 2: 90.0}), pd.Series({1: 100.0})).to_dict()
    {1: 1.5}
    """
    if not (debt_service >= 0).all():
        raise InputError.of(
            "debt_service", debt_service.to_dict(), allowed=message("amounts of at least 0")
        )
    due = debt_service[debt_service > 0]
    cash = available.reindex(due.index)
    if cash.isna().any():
        allowed = message("an amount in each of the years {years}", years=list(due.index))
        raise InputError.of("available", available.to_dict(), allowed=allowed)
    return (cash / due).rename("debt_service_coverage")


def _checked_periods(periods: int) -> int:
    """Return the number of periods if it is a whole number of at least one."""
    whole = isinstance(periods, (int, np.integer)) and not isinstance(periods, bool)
    if not whole or periods < 1:
        raise InputError.of("periods", periods, allowed=message("a whole number of at least 1"))
    return int(periods)


def _part_owed(rate: float, periods: int) -> NDArray[np.float64]:
    """Return the part of the principal still owed after 0 to all payments.

    It is the worth of the payments to come over that of all; the sum of what was repaid would
    lose its digits at high rates, where the first repayments are tiny.
    """
    to_come = np.arange(float(periods), -1.0, -1.0)
    if rate == 0:
        return to_come / periods
    growth = np.log1p(rate)
    return np.asarray(np.expm1(-to_come * growth) / np.expm1(-periods * growth) + 0.0, dtype=float)
