"""Interest alone while the loan runs, all of it repaid with the last payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from project_finance.amounts import checked_amount, checked_rate
from project_finance.whole_numbers import checked_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray


def bullet_payments(rate: float, periods: int, principal: float) -> NDArray[np.float64]:
    """Return the payments of a loan that is repaid at once at its end.

    Parameters
    ----------
    rate
        Interest of one period [fraction].
    periods
        Number of payments, at least 1.
    principal
        Amount borrowed [money], at least 0.

    Raises
    ------
    InputError
        If the periods are not a whole number of at least 1, the rate is not above -1 or the
        principal is negative or missing.

    Examples
    --------
    >>> bullet_payments(0.10, 3, 200.0).tolist()
    [20.0, 20.0, 220.0]
    """
    owed = checked_amount("principal", principal, least=0.0)
    payments = np.full(
        checked_whole("periods", periods, least=1), checked_rate("rate", rate) * owed
    )
    payments[-1] += owed
    return payments
