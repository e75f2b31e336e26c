"""What an inventory draws in a year: operating points and hourly demand, active and reactive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from energy_audit.load_profile import by_site, hourly_demand
from energy_audit.operation.operating_point import operating_point, running_hours
from energy_audit.site_equipment import add_site_equipment

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
        return by_site(self.demand_kw)

    @cached_property
    def site_demand_kvar(self) -> pd.DataFrame:
        """Hourly reactive demand, one column a site."""
        return by_site(self.demand_kvar)

    @cached_property
    def inductive_kvarh(self) -> pd.Series:
        """Reactive energy that each site draws in a year, as meters of inductive energy count."""
        return self.site_demand_kvar.clip(lower=0.0).sum()

    @cached_property
    def returned_kvarh(self) -> pd.Series:
        """Reactive energy that the capacitors of each site give back in other hours of the year."""
        return -self.site_demand_kvar.clip(upper=0.0).sum()

    @cached_property
    def peak_hour(self) -> dict[str, int]:
        """Hour of the year in which each site draws most."""
        highest = self.site_demand_kw.to_numpy().argmax(axis=0)
        return dict(zip(self.site_demand_kw.columns, highest.tolist(), strict=True))

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


def consume(machines: pd.DataFrame, conditions: Conditions) -> Consumption:
    """Return the operating points and the hourly demand of an inventory.

    Parameters
    ----------
    machines
        Rows of an inventory.
    conditions
        Working time, hours, supply.
    """
    points = operating_point(machines, frequency_hz=conditions.frequency_hz)
    demand = hourly_demand(machines, points, conditions)
    lost_kwh = add_site_equipment(machines, demand, conditions)
    demand_kw, demand_kvar = demand.frames(conditions.hours)
    hours = running_hours(machines, conditions)
    return Consumption(
        machines=machines,
        points=points.assign(
            hours_per_year=hours, kwh_per_year=points["input_kw"] * hours + lost_kwh
        ),
        demand_kw=demand_kw,
        demand_kvar=demand_kvar,
    )
