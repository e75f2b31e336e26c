"""Equal payments: little is repaid at first, much at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from project_finance.loan import payment

if TYPE_CHECKING:
    from numpy.typing import NDArray


def annuity_payments(rate: float, periods: int, principal: float) -> NDArray[np.float64]:
    """Return the equal payments that repay a loan.

    Parameters
    ----------
    rate
        Interest of one period [fraction].
    periods
        Number of payments.
    principal
        Amount borrowed [money], at least 0.

    Raises
    ------
    InputError
        As :func:`project_finance.loan.payment`, whose formula it is.

    Examples
    --------
    >>> annuity_payments(0.10, 2, 210.0).round(9).tolist()
    [121.0, 121.0]
    """
    return np.full(periods, payment(rate, periods, principal))
