"""Hourly demand of each site and area, active and reactive, from the machines and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.places import numbered_places

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.conditions import Conditions

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class AreaDemand:
    """What each area of each site draws in every hour of the year."""

    row: dict[tuple[str, str], int]
    """Row of each site and area in the columns below."""
    kw: Floats
    """Active power, one row an area."""
    kvar: Floats
    """Reactive power, inductive above zero, one row an area."""

    def __mul__(self, factor: float) -> AreaDemand:
        """Return the demand of areas that all draw so many times as much."""
        return AreaDemand(row=self.row, kw=self.kw * factor, kvar=self.kvar * factor)

    def of_site(self, site: str) -> tuple[Floats, Floats]:
        """Return the active and the reactive power of all areas of a site together.

        They are added in the way of `by_site`, so that small differences are not those of rounding.
        """
        own = [row for (name, _), row in self.row.items() if name == site]
        kw, kvar = (np.add.reduceat(power[own], [0], axis=0)[0] for power in (self.kw, self.kvar))
        return kw, kvar

    def frames(self, hours: pd.DatetimeIndex) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return active and reactive demand, one row an hour, columns (site, area)."""
        columns = pd.MultiIndex.from_tuples(list(self.row), names=["site", "area"])
        kw, kvar = (
            pd.DataFrame(power.T, index=hours, columns=columns, copy=False)
            for power in (self.kw, self.kvar)
        )
        return kw, kvar


def hourly_demand(
    machines: pd.DataFrame, points: pd.DataFrame, conditions: Conditions
) -> AreaDemand:
    """Return the demand of every hour by site and area.

    A machine that runs fewer hours than its schedule is open is spread evenly over it: the
    hourly figure is a mean over many days, not the chance of one.

    Parameters
    ----------
    machines
        Rows of an inventory.
    points
        ``input_kw`` and ``kvar`` of each machine while it is on.
    conditions
        Working time and hours of the year.
    """
    places, of_machine = numbered_places(machines)
    areas = dict.fromkeys(place[:2] for place in places)
    row = {area: number for number, area in enumerate(areas)}
    hours_per_day = machines["hours_per_day"].to_numpy(float)
    kw, kvar = (np.zeros((len(row), len(conditions.hours))) for _ in range(2))
    for name, demand in (("input_kw", kw), ("kvar", kvar)):
        daily = points[name].to_numpy(float) * hours_per_day
        sums = np.bincount(of_machine, weights=daily, minlength=len(places))
        for place, total in zip(places, sums, strict=True):
            demand[row[place[:2]]] += total * conditions.shape(*place)
    return AreaDemand(row=row, kw=kw, kvar=kvar)


def by_site(demand: pd.DataFrame) -> pd.DataFrame:
    """Return the hourly demand of all areas of each site together, in their order.

    Parameters
    ----------
    demand
        One row an hour, columns (site, area).

    Examples
    --------
    >>> areas = pd.MultiIndex.from_tuples([("a", "x"), ("b", "x"), ("a", "y")],
    ...     names=["site", "area"])
    >>> by_site(pd.DataFrame([[1.0, 2.0, 4.0]], columns=areas)).to_dict("list")
    {'a': [5.0], 'b': [2.0]}
    """
    sites = demand.columns.get_level_values("site")
    return sum_of_columns(demand, sites).rename_axis(columns="site")


def sum_of_columns(demand: pd.DataFrame, names: pd.Index | pd.Series) -> pd.DataFrame:
    """Return the sums of the columns that have one name, in the order of their first ones.

    Parameters
    ----------
    demand
        One row an hour.
    names
        Name of each column.

    Examples
    --------
    >>> demand = pd.DataFrame([[1.0, 2.0, 4.0]], columns=["mill", "pump", "crusher"])
    >>> sum_of_columns(demand, pd.Index(["plant", "mine", "plant"])).to_dict("list")
    {'plant': [5.0], 'mine': [2.0]}
    """
    of_column, found = pd.factorize(names)
    order = np.argsort(of_column, kind="stable")
    first = np.searchsorted(of_column[order], np.arange(len(found)))
    sums = np.add.reduceat(demand.to_numpy()[:, order], first, axis=1)
    return pd.DataFrame(sums, index=demand.index, columns=pd.Index(found), copy=False)
