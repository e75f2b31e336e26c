"""What depends on where and when a machine works, found once for each place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

PLACE = ["site", "area", "schedule"]


def of_places(
    machines: pd.DataFrame, value: Callable[[str, str, str], float]
) -> npt.NDArray[np.float64]:
    """Return a value of the site, area and schedule of each machine.

    Parameters
    ----------
    machines
        Rows of an inventory.
    value
        ``value(site, area, schedule)``; called once for each triple that occurs.

    Examples
    --------
    >>> rows = pd.DataFrame({"site": ["a", "b"], "area": ["x", "x"], "schedule": ["night"] * 2})
    >>> of_places(rows, lambda site, area, schedule: float(site == "b")).tolist()
    [0.0, 1.0]
    """
    factors = [pd.factorize(machines[name]) for name in PLACE]
    sizes = tuple(max(len(unique), 1) for _, unique in factors)
    codes = np.ravel_multi_index([codes for codes, _ in factors], sizes)
    places, of_machine = np.unique(codes, return_inverse=True)
    rows = zip(*np.unravel_index(places, sizes), strict=True)
    names = (
        [str(unique[at]) for (_, unique), at in zip(factors, row, strict=True)] for row in rows
    )
    found: npt.NDArray[np.float64] = np.array([value(*place) for place in names], float)[of_machine]
    return found
