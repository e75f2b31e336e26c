"""The best of many whole plants by a value that takes long to reckon, led by one that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

    Value = Callable[["pd.Series"], float]

SIZES, OF_EACH = 8, 2
"""Bands of size in each round, and plants of different inverters looked at in each."""
ROUNDS = 4
"""Each after the first is about the size of the best so far, two of its bands wide."""


def best_by_size(every: pd.DataFrame, value: Value) -> pd.Series[float]:
    """Return the values of the plants that lead their size, best first.

    All sizes are cut into bands, in each the plants of the best hope are valued, and the sizes
    within a band of the best are cut again. So the value may have its best at another
    size than the hope, as long as both rank the inverters of one size alike and the value has
    one hill under each rule of exports that is no narrower than a band. This is not proved.

    Parameters
    ----------
    every
        As `WholePlants.every`.
    value
        Gives the worth of one of its rows; more is better.

    Returns
    -------
    Series
        Values by the labels of the rows; empty where no row is an answer.

    Examples
    --------
    >>> plants = pd.DataFrame(
    ...     {"dc_kw": range(1, 101), "regime": 0, "inverter": "5 kW", "hoped_score": 1.0}
    ... )
    >>> found = best_by_size(plants, lambda row: -abs(row["dc_kw"] - 37.0))
    >>> plants.loc[found.index[0], "dc_kw"], len(found) < 40
    (np.int64(37), True)
    """
    plants = every[np.isfinite(every["hoped_score"])].sort_values(
        "hoped_score", ascending=False, kind="stable"
    )
    sizes = plants["dc_kw"]
    low, high = float(sizes.min()), float(sizes.max())
    values: dict[int, float] = {}
    for _ in range(ROUNDS if len(plants) else 0):
        band_kw = (high - low) / SIZES or 1.0
        near = plants[sizes.between(low, high)]
        new = [at for at in _leaders(near, low, band_kw) if at not in values]
        values |= {at: value(plants.loc[at]) for at in new}
        best_kw = float(sizes[max(values, key=lambda at: values[at])])
        low, high = best_kw - band_kw, best_kw + band_kw
    return pd.Series(values, dtype=float).sort_values(ascending=False, kind="stable")


def _leaders(plants: pd.DataFrame, low: float, band_kw: float) -> list[int]:
    """Return the labels of the best of each band of size and rule; plants come best first."""
    bands = plants.assign(band=((plants["dc_kw"] - low) // band_kw).clip(upper=SIZES - 1))
    types = bands.drop_duplicates(["band", "regime", "inverter"])
    return list(types.groupby(["band", "regime"], sort=False).head(OF_EACH).index)
