"""What the amounts of the years to come are worth at the start of each year."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def worth_ahead(amounts: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    """Return the worth at each year's start of what falls due at the ends of that year and later.

    Parameters
    ----------
    amounts
        Due at the end of each year [money]; zero where nothing is.
    factor
        Worth at a year's start of one due at its end [-].

    Examples
    --------
    >>> worth_ahead(np.array([0.0, 100.0]), 0.5).tolist()
    [25.0, 50.0]
    """
    discounted = (factor * amounts[::-1]).tolist()
    backwards = accumulate(discounted, lambda later, due: due + factor * later)
    return np.fromiter(backwards, dtype=float, count=len(discounted))[::-1]
