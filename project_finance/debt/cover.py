"""Whether the cash covers the loan: by year, over the loan's life and over the project's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_flow
from project_finance.debt.worth_ahead import worth_ahead
from project_finance.loan import debt_service_coverage

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, kw_only=True)
class Cover:
    """How well cash covers a loan; every ratio None or NaN where there is nothing to serve."""

    yearly: pd.DataFrame
    """Index ``year`` from 1; ``available``, ``debt_service`` and ``owed`` at the year's start
    [money]; ``dscr``, available over
    debt service; ``llcr`` and ``plcr``, worth at the loan's rate of the cash from this year to
    the end of the loan and of the project over what is owed at the year's start (NaN where
    nothing is due or owed); ``headroom``, cash above the covenant's line [money], NaN without."""
    dscr_min: float | None
    """Lowest yearly cover."""
    dscr_average: float | None
    """Mean of the yearly covers of the years with debt service."""
    llcr: float | None
    """Loan life cover at the draw."""
    plcr: float | None
    """Project life cover at the draw."""
    covenant_dscr: float | None
    """The line that the contract draws; None without a covenant."""
    years_below_covenant: tuple[int, ...]
    """Years whose cover is below that line, and those below that have none."""
    years_below_one: tuple[int, ...]
    """Years whose cash does not pay the debt service."""
    years_without_cash: tuple[int, ...]
    """Years in which the project itself loses cash while the loan is owed and nothing of it falls
    due, as in a sculpted loan: they have no cover, and the owner must pay."""
    lacking_cash: float
    """What the owner must add in those years [money], at least 0."""


def cover(
    available: ArrayLike,
    account: pd.DataFrame,
    *,
    local_rate: float,
    covenant_dscr: float | None = None,
) -> Cover:
    """Return the covers of a loan.

    Parameters
    ----------
    available
        Cash available for debt service in years 1 to the horizon [money].
    account
        The loan's account from :func:`project_finance.debt.ledger.ledger`, not longer than the
        horizon.
    local_rate
        Interest of a year in the study's money [fraction], at which cash is discounted.
    covenant_dscr
        Least yearly cover by contract [ratio], above 0.

    Raises
    ------
    InputError
        If an amount is missing, the loan outlives the cash or the covenant is negative.

    Examples
    --------
    >>> from project_finance.debt.ledger import ledger
    >>> held = cover([150.0, 90.0, 120.0], ledger(0.0, [100.0, 100.0]), local_rate=0.0,
    ...              covenant_dscr=1.2)
    >>> held.dscr_min, held.dscr_average, held.llcr, held.plcr, held.years_below_covenant
    (0.9, 1.2, 1.2, 1.8, (2,))
    """
    cash = checked_flow("available", available)
    if len(account) > cash.size:
        allowed = message("a loan of at most {years} years, the horizon", years=cash.size)
        raise InputError.of("years", len(account), allowed=allowed)
    if covenant_dscr is not None:
        checked_amount("covenant_dscr", covenant_dscr, least=0.0)
    yearly = _yearly(cash, account, local_rate, covenant_dscr)
    dscr = yearly["dscr"]
    lost = yearly["available"][without_cash(cash, yearly["debt_service"], yearly["owed"])]
    none_left = tuple(lost.index.tolist())
    below = () if covenant_dscr is None else _years_below(dscr, covenant_dscr) + none_left
    return Cover(
        yearly=yearly,
        dscr_min=_figure(float(dscr.min())),
        dscr_average=_figure(float(dscr.mean())),
        llcr=_figure(float(yearly["llcr"].iloc[0])),
        plcr=_figure(float(yearly["plcr"].iloc[0])),
        covenant_dscr=covenant_dscr,
        years_below_covenant=tuple(sorted(below)),
        years_below_one=_years_below(dscr, 1.0),
        years_without_cash=none_left,
        lacking_cash=0.0 - float(lost.sum()),
    )


def is_below(dscr: ArrayLike, line: float) -> NDArray[np.bool_]:
    """Tell which covers are below a line; the rounding of one sculpted to it is no miss.

    Parameters
    ----------
    dscr
        Covers [ratio]; one that is missing is not below.
    line
        As a covenant [ratio].

    Examples
    --------
    >>> is_below([1.2, 1.2 - 1e-15, 1.19, float("nan")], 1.2).tolist()
    [False, False, True, False]
    """
    rounding = 64 * np.finfo(float).eps * line
    return np.asarray(np.asarray(dscr, dtype=float) < line - rounding)


def without_cash(available: ArrayLike, service: ArrayLike, owed: ArrayLike) -> NDArray[np.bool_]:
    """Tell in which years a project loses cash while its loan is owed and nothing falls due.

    Parameters
    ----------
    available
        Cash of each year [money], in the last axis.
    service, owed
        What falls due in each year, and what is owed at its start [money].

    Examples
    --------
    >>> without_cash([-5.0, 5.0, -5.0, -5.0], [0.0, 0.0, 9.0, 0.0], [9.0, 9.0, 9.0, 0.0]).tolist()
    [True, False, False, False]
    """
    idle = (np.asarray(service) <= 0) & (np.asarray(owed) > 0)
    return np.asarray((np.asarray(available) < 0) & idle)


def _yearly(
    cash: NDArray[np.float64], account: pd.DataFrame, rate: float, covenant: float | None
) -> pd.DataFrame:
    """Return the covers by year, to the horizon."""
    years = pd.RangeIndex(1, cash.size + 1, name="year")
    service = account["payment"].reindex(years, fill_value=0.0)
    opening = account["opening"].reindex(years, fill_value=0.0)
    owed = opening.where(opening > 0)
    in_loan = np.where(years <= len(account), cash, 0.0)
    columns = {"available": cash, "debt_service": service, "owed": opening}
    frame = pd.DataFrame(columns, index=years)
    frame["dscr"] = debt_service_coverage(frame["available"], service).reindex(years)
    frame["llcr"] = worth_ahead(in_loan, 1 / (1 + rate)) / owed
    frame["plcr"] = worth_ahead(cash, 1 / (1 + rate)) / owed
    line = np.nan if covenant is None else covenant
    frame["headroom"] = (cash - line * service).where(service > 0)
    return frame


def _years_below(dscr: pd.Series, line: float) -> tuple[int, ...]:
    """Return the years below a line."""
    return tuple(dscr.index[is_below(dscr, line)].tolist())


def _figure(ratio: float) -> float | None:
    """Return a ratio, or None where there is nothing to serve."""
    return None if np.isnan(ratio) else ratio
