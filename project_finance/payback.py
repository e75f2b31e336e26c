"""When the outlay is back: from year 0, from the spending, from the first day of operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from project_finance.amounts import checked_amount, checked_flow
from project_finance.present_value import discount_factors

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def payback_years(cash_flow: ArrayLike) -> float | None:
    """Return the years after which the outlay has come back for the first time.

    The cumulative amount is followed from its first fall below zero to its first return to
    zero, and read off linearly inside that year, counted from year 0. It may fall below zero
    again later, as before an expensive removal: :func:`payback_lasts` says so.

    Parameters
    ----------
    cash_flow
        Amounts by year, year 0 first; in positive, out negative [money].

    Returns
    -------
    float or None
        None where the outlay never comes back; 0.0 (immediate) where there is never an outlay
        to bring back.

    Raises
    ------
    InputError
        If an amount is missing or infinite.

    Examples
    --------
    >>> payback_years([-100, 40, 40, 40])
    2.5
    >>> payback_years([-100, 10, 10]) is None
    True
    """
    flow = checked_flow("cash_flow", cash_flow)
    return _first_return(flow, _cumulative(flow))


def discounted_payback_years(rate: float, cash_flow: ArrayLike) -> float | None:
    """Return the years after which the outlay has come back with interest.

    As :func:`payback_years`, of the amounts discounted to year 0; linear inside the year.

    Parameters
    ----------
    rate
        Discount rate [fraction per year], above -1.
    cash_flow
        Amounts by year, year 0 first; in positive, out negative [money].

    Raises
    ------
    InputError
        If the rate is not above -1, or an amount is missing or infinite.

    Examples
    --------
    >>> round(discounted_payback_years(0.10, [-100, 55, 60.5, 66.55]), 9)
    2.0
    """
    flow = checked_flow("cash_flow", cash_flow)
    return payback_years(flow * discount_factors(rate, flow.size))


def payback_lasts(cash_flow: ArrayLike) -> bool:
    """Tell whether the outlay comes back and the cumulative amount then never falls below zero.

    Raises
    ------
    InputError
        If an amount is missing or infinite.

    Examples
    --------
    >>> payback_lasts([-100, 150, -80])
    False
    """
    flow = checked_flow("cash_flow", cash_flow)
    total = _cumulative(flow)
    returned = _first_return(flow, total)
    if returned is None:
        return False
    return bool((total[int(np.ceil(returned)) :] >= 0).all())


def payback_from_spending_years(
    cash_flow: ArrayLike, *, periods_per_year: float = 1.0
) -> float | None:
    """Return the years from the first net outlay until the cumulative amount is back at zero.

    As :func:`payback_years`, counted from the end of the period in which the cumulative amount
    first falls below zero: an outlay of period 0 is paid at the start of all.

    Parameters
    ----------
    cash_flow
        Amounts by period, period 0 first; in positive, out negative [money].
    periods_per_year
        12 for months, at least 1.

    Returns
    -------
    float or None
        None where the outlay never comes back; 0.0 where there is never one to bring back.

    Raises
    ------
    InputError
        If an amount is missing or infinite, or a year has less than one period.

    Examples
    --------
    >>> payback_from_spending_years([0, -100, 40, 40, 40])
    2.5
    >>> payback_from_spending_years([-90] + [10] * 12, periods_per_year=12)
    0.75
    """
    flow = checked_flow("cash_flow", cash_flow)
    per_year = checked_amount("periods_per_year", periods_per_year, least=1.0)
    total = _cumulative(flow)
    returned = _first_return(flow, total)
    if returned is None:
        return None
    return (returned - int((total < 0).argmax())) / per_year


def payback_from_commissioning_years(
    cash_flow: ArrayLike, *, commissioned_after_years: float, periods_per_year: float = 1.0
) -> float | None:
    """Return the years of operation until the cumulative amount is back at zero.

    As :func:`payback_years` less the wait for permits and works: what a vendor quotes, shorter
    than what the mine waits from its first payment (:func:`payback_from_spending_years`).

    Parameters
    ----------
    cash_flow
        Amounts by period, period 0 first; in positive, out negative [money].
    commissioned_after_years
        From the start of period 0 to the first day of operation [years], at least 0; six
        months are 0.5.
    periods_per_year
        12 for months, at least 1.

    Returns
    -------
    float or None
        None where the outlay never comes back; 0.0 where it is back by that day, as with a
        grant that pays for all, or where there is never one.

    Raises
    ------
    InputError
        If an amount or the wait is missing, infinite or, for the wait, negative, or a year has
        less than one period.

    Examples
    --------
    >>> payback_from_commissioning_years([-100, 20, 40, 40, 40], commissioned_after_years=0.5)
    2.5
    """
    per_year = checked_amount("periods_per_year", periods_per_year, least=1.0)
    wait = checked_amount("commissioned_after_years", commissioned_after_years, least=0.0)
    returned = payback_years(cash_flow)
    return None if returned is None else max(returned / per_year - wait, 0.0)


def _cumulative(flow: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the running total, exactly zero where it is only the rounding of its terms."""
    total = np.cumsum(flow)
    rounding = 4 * np.finfo(float).eps * np.cumsum(np.abs(flow))
    return np.where(np.abs(total) <= rounding, 0.0, total)


def _first_return(flow: NDArray[np.float64], total: NDArray[np.float64]) -> float | None:
    """Return when the running total first comes back to zero after its first fall below it."""
    below = np.flatnonzero(total < 0)
    if below.size == 0:
        return 0.0
    back = np.flatnonzero(total[below[0] :] >= 0)
    if back.size == 0:
        return None
    year = int(below[0] + back[0])
    return float(year - 1 - total[year - 1] / flow[year])
