"""What whole plants give and leave of the limits, and what they can give at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.size_search.objective import TIE_FRACTION
from pv_design.size_search.plant_money import by_settlement
from pv_design.size_search.size_figures import SizeFigures

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from pv_design.size_search.limits import SizeLimits
    from pv_design.size_search.objective import SizeCase

    CaseOfRatio = Callable[[float, float], SizeCase]

BOUND_RATIOS = 21
"""DC/AC ratios whose unit profiles bound the plants above them."""


def require_monotone_worth(case: SizeCase) -> None:
    """Refuse prices under which more energy may be worth less.

    Raises
    ------
    InputError
        If a credit exceeds what a bought kilowatt-hour and a surplus are worth together.
    """
    for regime in case.regimes:
        count = len(case.hours.labels)
        credit = by_settlement("credit_per_kwh", regime.credit_per_kwh, count)
        surplus = by_settlement("surplus_per_kwh", regime.surplus_per_kwh, count)
        least = case.hours.avoided_per_kwh - (credit - surplus)[case.hours.settlement]
        if (least < 0).any():
            allowed = message("at most the worth of a bought kWh plus that of a surplus")
            raise InputError.of("credit_per_kwh", float(credit.max()), allowed=allowed)


def within(plants: pd.DataFrame, case: SizeCase, limits: SizeLimits) -> pd.DataFrame:
    """Return the plants that keep every limit, with the room that each leaves."""
    capital = case.costs.capital(
        *(plants[name].to_numpy() for name in ("dc_kw", "ac_kw", "inverters"))
    )
    room = limits.room(plants.assign(capital=capital), largest_ac_kw=case.regimes[-1].most_ac_kw)
    left = pd.DataFrame({f"room_{name}": values for name, values in room.items()}, plants.index)
    return plants.join(left)[(left >= -TIE_FRACTION).all(axis="columns")]


def bounds_of_plants(
    plants: pd.DataFrame, case: CaseOfRatio, best_efficiency: float
) -> pd.DataFrame:
    """Return the figures of plants that clip like a smaller DC/AC ratio, with the best inverter."""
    own = plants["clipping_ratio"].to_numpy()
    ratios = np.linspace(own.min(), own.max(), BOUND_RATIOS)
    below = np.clip(np.searchsorted(ratios, own, side="right") - 1, 0, None)
    parts = [
        figures_of_plants(plants[below == at], case(float(ratios[at]), best_efficiency))
        for at in np.unique(below)
    ]
    return pd.concat(parts).reindex(plants.index)


def regimes_of(plants: pd.DataFrame, case: SizeCase) -> npt.NDArray[np.intp]:
    """Return the place of the regime of exports that each plant falls under."""
    ends = np.array([regime.most_ac_kw for regime in case.regimes])
    return np.searchsorted(ends, plants["ac_kw"].to_numpy() * (1 - TIE_FRACTION))


def exact_figures(plant: pd.DataFrame, case: CaseOfRatio) -> pd.DataFrame:
    """Return one plant with its figures under the sun of its own ratio and efficiency.

    Parameters
    ----------
    plant
        One row with clipping_ratio and efficiency_fraction.
    case
        Gives the site with the unit profile of both.
    """
    clipping, efficiency = plant[["clipping_ratio", "efficiency_fraction"]].to_numpy()[0]
    return figures_of_plants(plant, case(float(clipping), float(efficiency)))


def figures_of_plants(plants: pd.DataFrame, case: SizeCase) -> pd.DataFrame:
    """Return plants with their figures under the sun of one site."""
    regime = regimes_of(plants, case)
    parts: list[pd.DataFrame] = []
    for place in np.unique(regime):
        rows = plants[regime == place]
        sizes = (rows[name].to_numpy(dtype=float) for name in ("dc_kw", "ac_kw", "inverters"))
        found = SizeFigures.of(case, int(place)).at_few(*sizes).set_index(rows.index)
        parts.append(rows.join(found.drop(columns=["dc_kw", "ac_kw"])))
    figures: pd.DataFrame = pd.concat(parts).reindex(plants.index)
    return figures
