"""Equal repayments with interest on what is still owed: payments fall from year to year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from project_finance.amounts import checked_amount, checked_rate
from project_finance.whole_numbers import checked_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray


def equal_principal_payments(rate: float, periods: int, principal: float) -> NDArray[np.float64]:
    r"""Return the falling payments of a loan repaid in equal parts.

    Payment k is :math:`P/n + r\,P\,(1-(k-1)/n)`: the part repaid, and interest on the rest.

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
    >>> equal_principal_payments(0.10, 2, 200.0).tolist()
    [120.0, 110.0]
    """
    count = checked_whole("periods", periods, least=1)
    part = checked_amount("principal", principal, least=0.0) / count
    still_owed = part * np.arange(count, 0.0, -1.0)
    return part + checked_rate("rate", rate) * still_owed
