"""What an inventory draws in a year: operating points and hourly demand, active and reactive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from energy_audit.load_profile import hourly_demand
from energy_audit.operation.operating_point import COLUMNS, operating_point, running_hours
from energy_audit.site_equipment import with_site_equipment

if TYPE_CHECKING:
    import pandas as pd

    from energy_audit.conditions import Conditions


@dataclass(frozen=True, kw_only=True)
class Consumption:
    """What an inventory draws in a year."""

    machines: pd.DataFrame
    """The inventory."""
    points: pd.DataFrame
    """Operating point of each machine, with ``hours_per_year`` and ``kwh_per_year``."""
    demand_kw: pd.DataFrame
    """Hourly active demand, columns (site, area)."""
    demand_kvar: pd.DataFrame
    """Hourly reactive demand, inductive above zero, columns (site, area)."""

    @cached_property
    def site_demand_kw(self) -> pd.DataFrame:
        """Hourly active demand, one column a site."""
        return _by_site(self.demand_kw)

    @cached_property
    def site_demand_kvar(self) -> pd.DataFrame:
        """Hourly reactive demand, one column a site."""
        return _by_site(self.demand_kvar)

    @property
    def annual_kwh(self) -> float:
        """Active energy of the year."""
        return float(self.demand_kw.to_numpy().sum())

    def excess_kvarh(self, limit_fraction: float) -> pd.Series:
        """Return by site the inductive energy of the year above a share of the active one.

        Parameters
        ----------
        limit_fraction
            Reactive over active energy that is free in every hour.
        """
        excess = self.site_demand_kvar - limit_fraction * self.site_demand_kw
        return excess.clip(lower=0.0).sum()


def consume(
    machines: pd.DataFrame, conditions: Conditions, *, earlier: Consumption | None = None
) -> Consumption:
    """Return the operating points and the hourly demand of an inventory.

    Parameters
    ----------
    machines
        Rows of an inventory.
    conditions
        Working time, hours, supply.
    earlier
        The same mine under the same supply before some of its rows changed; the others keep their
        operating points, which saves the time to find them again.
    """
    points = _points(machines, conditions, earlier)
    points["hours_per_year"] = running_hours(machines, conditions)
    points["kwh_per_year"] = points["input_kw"] * points["hours_per_year"]
    demand_kw, demand_kvar, lost_kwh = with_site_equipment(
        machines,
        hourly_demand(machines, points["input_kw"], conditions),
        hourly_demand(machines, points["kvar"], conditions),
        conditions,
    )
    points.loc[lost_kwh.index, "kwh_per_year"] = lost_kwh
    return Consumption(
        machines=machines, points=points, demand_kw=demand_kw, demand_kvar=demand_kvar
    )


def _points(
    machines: pd.DataFrame, conditions: Conditions, earlier: Consumption | None
) -> pd.DataFrame:
    """Return the operating points, worked out only for rows that are not as they were."""
    if earlier is None or not machines.index.equals(earlier.machines.index):
        return operating_point(machines, frequency_hz=conditions.frequency_hz)
    changed = np.zeros(len(machines), dtype=bool)
    for name in COLUMNS:
        now, then = machines[name].to_numpy(), earlier.machines[name].to_numpy()
        changed |= (now != then) & ((now == now) | (then == then))  # noqa: PLR0124  missing in both
    points = earlier.points.copy()
    if changed.any():
        again = operating_point(machines[changed], frequency_hz=conditions.frequency_hz)
        points.loc[changed, again.columns] = again
    return points


def _by_site(demand: pd.DataFrame) -> pd.DataFrame:
    return demand.T.groupby(level="site", sort=False).sum().T
