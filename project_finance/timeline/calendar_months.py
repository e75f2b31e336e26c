"""The calendar months into which a row of times falls, on its own clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class CalendarMonths:
    """Months of a row of times, those without a time left out."""

    names: pd.PeriodIndex
    """Each month once, in order, named ``month``."""
    of_step: NDArray[np.intp]
    """For each time the place of its month in ``names``."""

    def sums(self, by_step: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what each month holds of a quantity told by time step, in its unit.

        Examples
        --------
        >>> nights = pd.date_range("2026-01-31 22:00", periods=4, freq="h", tz="America/Lima")
        >>> calendar_months(nights).sums(np.array([1.0, 2.0, 3.0, 4.0])).tolist()
        [3.0, 7.0]
        """
        return np.bincount(self.of_step, by_step, len(self.names)).astype(np.float64, copy=False)


def calendar_months(times: pd.DatetimeIndex) -> CalendarMonths:
    """Return the months of some times, in whatever order these come.

    Parameters
    ----------
    times
        At least one, in local time: a step belongs to the month of its label.

    Examples
    --------
    >>> days = pd.DatetimeIndex(["2026-03-01", "2026-01-31", "2026-01-30"])
    >>> months = calendar_months(days)
    >>> months.names.astype(str).to_list(), months.of_step.tolist()
    (['2026-01', '2026-03'], [1, 0, 0])
    """
    months = times.tz_localize(None).to_numpy().astype("datetime64[M]").astype(np.int64)
    since_first = months - months.min()
    present = np.flatnonzero(np.bincount(since_first))
    firsts = (present + months.min()).astype("datetime64[M]")
    return CalendarMonths(
        names=pd.PeriodIndex(firsts, freq="M", name="month"),
        of_step=np.searchsorted(present, since_first),
    )
