"""What depends on where and when a machine works, found once for each place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt
    import pandas as pd

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
    >>> import pandas as pd
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

    Returns
    -------
    places, of_machine
        The triples in the order in which they first occur.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"site": ["b", "a"], "area": ["x", "x"], "schedule": ["night"] * 2})
    >>> numbered_places(rows)
    ([('b', 'x', 'night'), ('a', 'x', 'night')], array([0, 1]))
    """
    columns = (machines[name].tolist() for name in PLACE)
    number: dict[tuple[str, str, str], int] = {}
    of_machine = [number.setdefault(place, len(number)) for place in zip(*columns, strict=True)]
    return list(number), np.array(of_machine, dtype=np.intp)
