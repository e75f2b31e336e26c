"""Which transformer to buy for a load: standard ratings, margin, thin air."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.motor_inputs import numbers, scalar_or_array
from equipment_catalog.tables import read_facts
from equipment_catalog.transformers import transformer_fact

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from equipment_catalog.motor_inputs import Floats


def rating_for_load_kva(peak_kva: ArrayLike, *, usable_share: ArrayLike = 1.0) -> float | Floats:
    """Return the smallest standard rating that carries a load with its margin.

    Parameters
    ----------
    peak_kva
        Highest hourly load [kVA]; at 0 the smallest rating there is.
    usable_share
        Share of its rating that a transformer carries at its place, 0.1 to 1; less in thin air.

    Returns
    -------
    float or ndarray
        Rating [kVA]; missing where no standard rating is large enough.

    Raises
    ------
    InputError
        For a missing or negative load, a share outside its range.

    Examples
    --------
    >>> rating_for_load_kva([0, 60, 65]).tolist()
    [15.0, 75.0, 112.5]

    Notes
    -----
    Ratings from memory (data/transformer_ratings.csv), margin of data/transformer_facts.csv.
    """
    peak = numbers("peak_kva", peak_kva, low=0, high=np.inf, unit="kVA")
    share = numbers("usable_share", usable_share, low=0.1, high=1, unit="fraction")
    needed = peak * transformer_fact("sizing_margin").value / share
    table = read_facts("equipment_catalog", "data/transformer_ratings.csv")
    ratings = np.append(table["rated_kva"].to_numpy(float), np.nan)
    return scalar_or_array(np.asarray(ratings[np.searchsorted(ratings[:-1], needed)]))
