"""What each candidate costs a year, the cheapest, and what its neighbours lose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pv_design.storage.genset import Genset
    from pv_design.storage.sweep import Sweep

_SIZES = ("dc_kw", "capacity_kwh", "battery_kw", "genset_kw")
_CHOSEN = (*_SIZES, "export_limit_kw", "import_cap_kw", "discharge_price", "charge_price")
RUNNERS_UP = 3


@dataclass(frozen=True, kw_only=True)
class YearPrices:
    """What money the year's sums turn into."""

    demand_price_per_kw: Sequence[float]
    """Of the largest import of each billing period, in their order; 0 where none is charged."""
    unserved_value_per_kwh: float = 0.0
    """What a kWh that was not served would have been worth to the mine."""
    fuel_price_per_l: float = 0.0
    """Of diesel."""
    yearly_cost_per_unit: Mapping[str, float]
    """Of owning one unit of dc_kw, capacity_kwh, battery_kw, genset_kw a year; 0 where missing."""


def annual_cost(
    runs: Sweep, plants: pd.DataFrame, prices: YearPrices, *, genset: Genset | None = None
) -> pd.DataFrame:
    """Return the yearly cost of each candidate by its parts, and `total`.

    Parameters
    ----------
    runs
        Of the candidates.
    plants
        The candidates.
    prices
        For demand, fuel, energy not served and owning the plant.
    genset
        Whose fuel line holds; needed where a candidate ran one.

    Raises
    ------
    InputError
        If the demand prices are not one a period, a unit is unknown, or a genset ran unnamed.

    Examples
    --------
    >>> YearPrices(demand_price_per_kw=[8.0], yearly_cost_per_unit={"dc_kw": 70.0}).fuel_price_per_l
    0.0
    """
    demand = np.asarray(prices.demand_price_per_kw, dtype=float)
    if demand.shape != (runs.peak_kw.shape[1],) or not np.isfinite(demand).all():
        allowed = message("one number for each of the {count} periods", count=runs.peak_kw.shape[1])
        raise InputError.of("demand_price_per_kw", list(demand), allowed=allowed)
    for name in prices.yearly_cost_per_unit:
        if name not in _SIZES:
            allowed = message("one of {known}", known=", ".join(_SIZES))
            raise InputError.of("yearly_cost_per_unit", name, allowed=allowed)
    fuel_l = _fuel_l(runs.year, genset)
    owned = sum(
        (plants[name] * price for name, price in prices.yearly_cost_per_unit.items()),
        start=pd.Series(0.0, plants.index),
    )
    frame = pd.DataFrame(
        {
            "energy": runs.year["energy_cost"],
            "demand": runs.peak_kw.to_numpy() @ demand,
            "export": -runs.year["export_value"],
            "fuel": fuel_l * prices.fuel_price_per_l,
            "unserved": runs.year["unserved_kwh"] * prices.unserved_value_per_kwh,
            "owned": owned,
        },
        index=plants.index,
    )
    return frame.assign(total=frame.sum(axis=1))


def _fuel_l(year: pd.DataFrame, genset: Genset | None) -> pd.Series[float]:
    if genset is None:
        if (year["genset_hours"] > 0).any():
            allowed = message("the genset that the candidates were given")
            raise InputError.of("genset", None, allowed=allowed)
        return pd.Series(0.0, year.index)
    return (
        year["genset_kwh"] * genset.fuel_l_per_kwh + year["genset_hours"] * genset.no_load_l_per_h
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Ranking:
    """The cheapest candidate and its surroundings."""

    winner: int
    """Its row in the table of candidates."""
    runners_up: pd.DataFrame
    """The next best, each with its sizes, its rule, and `extra_cost` a year over the winner."""
    neighbours: pd.DataFrame
    """Candidates one step from the winner along one axis, with `axis` and `extra_cost`."""
    at_edge: tuple[str, ...]
    """Axes on which the winner is the first or last value tried: widen them."""


def rank(plants: pd.DataFrame, total: pd.Series[float]) -> Ranking:
    """Return the cheapest candidate, the runners-up, and what one step aside would cost.

    Parameters
    ----------
    plants
        Table of `candidates`.
    total
        Yearly cost of each.

    Raises
    ------
    InputError
        If there is no candidate, or a cost has no value.

    Examples
    --------
    >>> plants = pd.DataFrame({"dc_kw": [0.0, 10.0, 20.0], "battery_kw": [0.0, 0.0, 0.0]})
    >>> found = rank(plants, pd.Series([5.0, 3.0, 4.0]))
    >>> found.winner, found.neighbours["extra_cost"].tolist(), found.at_edge
    (1, [2.0, 1.0], ())
    """
    if not len(total) or total.isna().any():
        raise InputError.of("total", list(total), allowed=message("one number for each candidate"))
    order = np.argsort(total.to_numpy(), kind="stable")
    winner = int(order[0])
    extra = total - total.iloc[winner]
    listed = plants.assign(extra_cost=extra)
    codes = _axes(plants).apply(lambda column: pd.factorize(column, sort=True)[0])
    tried = codes.nunique()
    axes = [str(name) for name in codes.columns if tried[str(name)] > 1]
    apart = (codes[axes] - codes.iloc[winner][axes]).abs()
    own = codes.iloc[winner]
    edges = tuple(name for name in axes if own[name] in {0, tried[name] - 1})
    near = listed[apart.sum(axis=1) == 1]
    return Ranking(
        winner=winner,
        runners_up=listed.iloc[order[1 : RUNNERS_UP + 1]],
        neighbours=near.assign(axis=apart.loc[near.index].idxmax(axis=1)),
        at_edge=edges,
    )


def _axes(plants: pd.DataFrame) -> pd.DataFrame:
    """Return what was chosen freely; standby, start and reserve follow from sizes."""
    axes = plants[[name for name in _CHOSEN if name in plants]]
    if "reserve_kwh" not in plants:
        return axes
    usable = plants["capacity_kwh"].where(plants["capacity_kwh"] > 0, 1.0)
    return axes.assign(reserve_fraction=(plants["reserve_kwh"] / usable).round(9))
