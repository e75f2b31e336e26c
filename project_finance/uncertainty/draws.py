"""Seeded Latin hypercube draws of all that is not sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.uncertainty.changes import Changes
from project_finance.uncertainty.drivers import YEAR_BY_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from project_finance.uncertainty.drivers import Driver


def latin_hypercube(count: int, dimensions: int, *, seed: int) -> NDArray[np.float64]:
    """Return points of the unit cube, each slice of 1/count of each side holding exactly one.

    Parameters
    ----------
    count
        Number of points, at least 1.
    dimensions
        Sides of the cube.
    seed
        The same seed gives the same points.

    Returns
    -------
    numpy.ndarray
        One row a dimension, one column a point; all above 0 and below 1.

    Raises
    ------
    InputError
        If the count is not a whole number of at least 1.

    References
    ----------
    M. D. McKay, R. J. Beckman, W. J. Conover, Technometrics 21 (1979) 239.

    Examples
    --------
    >>> np.sort(np.floor(4 * latin_hypercube(4, 2, seed=1))).tolist()
    [[0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 2.0, 3.0]]
    """
    whole = isinstance(count, (int, np.integer)) and not isinstance(count, bool)
    if not whole or count < 1:
        raise InputError.of("count", count, allowed=message("a whole number of at least 1"))
    random = np.random.default_rng(seed)
    slices = np.tile(np.arange(count), (dimensions, 1))
    inside = 1 - random.random((dimensions, count))  # above 0, so that no point lies on an edge
    points = (random.permuted(slices, axis=1) + inside) / count
    return np.minimum(points, np.nextafter(1.0, 0.0))


def draw_changes(drivers: Mapping[str, Driver], *, count: int, years: int, seed: int) -> Changes:
    """Return draws of all drivers, independent of each other.

    The plant's energy takes one factor for its whole life and one for each year.

    Parameters
    ----------
    drivers
        As `project_finance.uncertainty.drivers.read_drivers` gives them.
    count
        Number of draws, at least 1.
    years
        Years of operation.
    seed
        The same seed gives the same draws.

    Raises
    ------
    InputError
        If the count is not a whole number of at least 1.

    Examples
    --------
    >>> from project_finance.uncertainty.drivers import read_drivers
    >>> changes = draw_changes(read_drivers(), count=100, years=25, seed=7)
    >>> changes.pv_yield.shape, bool(abs(np.median(changes.capex) - 1) < 0.01)
    ((100, 25), True)
    """
    steady = [name for name in drivers if name != YEAR_BY_YEAR]
    points = latin_hypercube(count, len(steady) + years, seed=seed)
    drawn = {name: drivers[name].at(points[i]) for i, name in enumerate(steady)}
    of_years = drivers[YEAR_BY_YEAR].at(points[len(steady) :]).T
    return Changes.of(**(drawn | {"pv_yield": drawn["pv_yield"][:, None] * of_years}))
