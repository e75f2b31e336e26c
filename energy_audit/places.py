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
    places, of_machine = numbered_places(machines)
    found: npt.NDArray[np.float64] = np.array([value(*place) for place in places], float)
    return found[of_machine]


def numbered_places(
    machines: pd.DataFrame,
) -> tuple[list[tuple[str, str, str]], npt.NDArray[np.intp]]:
    """Return the triples of site, area and schedule that occur, and which of them each machine has.

    Parameters
    ----------
    machines
        Rows of an inventory.

    Examples
    --------
    >>> rows = pd.DataFrame({"site": ["a", "b"], "area": ["x", "x"], "schedule": ["night"] * 2})
    >>> numbered_places(rows)
    ([('a', 'x', 'night'), ('b', 'x', 'night')], array([0, 1]))
    """
    factors = [pd.factorize(machines[name]) for name in PLACE]
    sizes = tuple(max(len(unique), 1) for _, unique in factors)
    codes = np.ravel_multi_index([codes for codes, _ in factors], sizes)
    places, of_machine = np.unique(codes, return_inverse=True)
    columns = (
        [str(unique[at]) for at in row]
        for (_, unique), row in zip(factors, np.unravel_index(places, sizes), strict=True)
    )
    return list(zip(*columns, strict=True)), of_machine
