"""Worth and rate of return of amounts that fall due on given days, a year being 365 days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_flow, checked_rate
from project_finance.irr import Irr, rates_of_return

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import ArrayLike, NDArray

    Dates = Sequence[date] | Sequence[str] | NDArray[np.datetime64]

DAYS_PER_YEAR = 365.0
"""Days of a year in XNPV and XIRR: actual/365, leap years or not."""


def xnpv(rate: float, cash_flow: ArrayLike, dates: Dates) -> float:
    """Return the worth, on the earliest of the days, of amounts that fall due on given days.

    An amount d days after the earliest is divided by (1 + rate)^(d/365), as in Excel's XNPV.

    Parameters
    ----------
    rate
        Discount rate [fraction per year], above -1.
    cash_flow
        Amounts, in positive, out negative [money].
    dates
        The day of each, in any order: dates, ISO texts or numpy days.

    Raises
    ------
    InputError
        If the rate is not above -1, an amount or a day is missing, or they differ in number.

    Examples
    --------
    >>> round(xnpv(0.10, [-100, 220], ["2025-01-01", "2026-01-01"]), 9)
    100.0
    """
    discount = checked_rate("rate", rate)
    days, amounts = _by_day(cash_flow, dates)
    return float(amounts @ (1.0 + discount) ** (-days / DAYS_PER_YEAR))


def xirr(cash_flow: ArrayLike, dates: Dates, *, hurdle_rate: float = 0.10) -> Irr:
    """Return the yearly rates of return of amounts that fall due on given days.

    As :func:`project_finance.irr.irr`, at which rates :func:`xnpv` is zero; all of them and the
    one to quote. Amounts of one day are added up.

    Parameters
    ----------
    cash_flow, dates
        As for :func:`xnpv`.
    hurdle_rate
        Rate that the owner demands [fraction per year].

    Returns
    -------
    Irr
        Amounts of one sign, or all on one day: `rate` None and no roots.

    Raises
    ------
    InputError
        As for :func:`xnpv`, of the hurdle rate.

    Examples
    --------
    >>> days = ["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"]
    >>> round(xirr([-10_000, 2750, 4250, 3250, 2750], days).rate, 6)
    0.373363
    """
    hurdle = checked_rate("hurdle_rate", hurdle_rate)
    days, amounts = _by_day(cash_flow, dates)
    return rates_of_return(days, amounts, hurdle_rate=hurdle, times_per_year=DAYS_PER_YEAR)


def _by_day(cash_flow: ArrayLike, dates: Dates) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the days after the earliest, ascending, and what falls due on each."""
    amounts = checked_flow("cash_flow", cash_flow)
    allowed = message("{count} days such as 2026-01-31, one for each amount", count=amounts.size)
    try:
        due = np.asarray(dates, dtype="datetime64[D]")
    except (TypeError, ValueError) as error:
        raise InputError.of("dates", dates, allowed=allowed) from error
    if due.shape != amounts.shape or np.isnat(due).any():
        raise InputError.of("dates", dates, allowed=allowed)
    days, which = np.unique(due, return_inverse=True)
    return (days - days[0]).astype(float), np.asarray(
        np.bincount(which, weights=amounts), dtype=float
    )
