"""The hours a battery of a site lives through: outages, prices, and the genset that is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pv_design.storage.case import StorageCase, storage_case
from pv_design.storage.genset import Genset, genset
from pv_design.storage.hour_step import island_step

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from mine_study.site_flows import SiteFlows
    from mine_study.study_file import StorageKeys

    Floats = npt.NDArray[np.float64]


ROUNDED_TO = 6
"""Decimals of energy not served; what is left is the noise of sums."""


@dataclass(frozen=True, kw_only=True)
class GridFailures:
    """What the hours without the grid cost in a year."""

    fuel_l: float = 0.0
    """Diesel that the genset burns [L]."""
    unserved_kwh: float = 0.0
    """Demand that nothing served [kWh]."""
    cost: float = 0.0
    """Of both [money]."""


@dataclass(frozen=True, kw_only=True)
class OutageCosts:
    """The hours without the grid in the three cases of the bills."""

    today: GridFailures = GridFailures()
    after_measures: GridFailures = GridFailures()
    with_plant: GridFailures = GridFailures()


@dataclass(frozen=True, kw_only=True, eq=False)
class StorageHours:
    """All that a battery meets in a year, but the load and the sun."""

    times: pd.DatetimeIndex
    outage_fraction: Floats
    """Of each hour without the grid."""
    price_per_kwh: Floats
    """Of energy bought in each hour [money/kWh]."""
    power_price_per_kw: float
    """Of the highest hour of each month [money/kW]."""
    genset: Genset | None
    """That stands at the site today; it runs only without the grid."""
    cycle_charging: bool
    """Whether it gives all it can when it runs."""
    fuel_price_per_l: float
    unserved_value_per_kwh: float

    def case(self, load_kw: Floats, unit_ac_kw: Floats) -> StorageCase:
        """Return the year of a load beside a plant; what exports bring is settled by month.

        Parameters
        ----------
        load_kw
            Of each hour [kW].
        unit_ac_kw
            AC power of 1 kW of modules [kW].
        """
        return storage_case(
            load_kw,
            unit_ac_kw,
            price_per_kwh=self.price_per_kwh,
            export_price_per_kwh=np.zeros(len(load_kw)),
            period=self.times.tz_localize(None).to_period("M"),
            outage_fraction=self.outage_fraction,
        )

    def failures(self, load_kw: pd.Series[float]) -> GridFailures:
        """Return what a load without plant and battery costs while the grid is away.

        Parameters
        ----------
        load_kw
            Of each hour [kW].
        """
        off, load = self.outage_fraction, np.asarray(load_kw, dtype=np.float64)
        largest, least = (
            (self.genset.largest_kw, self.genset.least_kw) if self.genset else (0.0, 0.0)
        )
        nothing: Floats = np.zeros(len(load))
        flows = island_step(off, load, nothing, nothing, nothing, nothing, 1.0, 1.0, largest, least)
        to_load, dumped, running = (float(flows[place].sum()) for place in (3, 5, 6))
        return self.counted(
            made_kwh=to_load + dumped,
            running_hours=running,
            unserved_kwh=float(load @ off) - to_load,
        )

    def outage_costs(
        self, today_kw: pd.Series[float], after_kw: pd.Series[float], flows: SiteFlows
    ) -> OutageCosts:
        """Return what the hours without the grid cost today, after the measures, with the plant.

        Parameters
        ----------
        today_kw, after_kw
            Demand of each hour [kW].
        flows
            With plant and battery.
        """
        made = flows.genset_kw + flows.genset_charge_kw + flows.genset_dumped_kw
        return OutageCosts(
            today=self.failures(today_kw),
            after_measures=self.failures(after_kw),
            with_plant=self.counted(
                made_kwh=float(made.sum()),
                running_hours=flows.genset_hours,
                unserved_kwh=float(flows.unserved_kw.sum()),
            ),
        )

    def counted(
        self, *, made_kwh: float, running_hours: float, unserved_kwh: float
    ) -> GridFailures:
        """Return the cost of what a genset made and of what stayed unserved."""
        fuel = self.genset.fuel_l(made_kwh, running_hours) if self.genset else 0.0
        lost = max(0.0, round(unserved_kwh, ROUNDED_TO))
        cost = fuel * self.fuel_price_per_l + lost * self.unserved_value_per_kwh
        return GridFailures(fuel_l=fuel, unserved_kwh=lost, cost=cost)


def storage_hours(
    keys: StorageKeys,
    times: pd.DatetimeIndex,
    price_per_kwh: Floats,
    *,
    power_price_per_kw: float,
    outage_fraction: Floats,
    altitude_m: float,
) -> StorageHours:
    """Return the hours of a site as its keys tell them.

    Parameters
    ----------
    keys
        Of the site's storage.
    times
        Starts of the hours of the year.
    price_per_kwh
        Of energy bought in each hour [money/kWh].
    power_price_per_kw
        Of the highest hour of each month [money/kW].
    outage_fraction
        Of each hour without the grid.
    altitude_m
        Of the site, for the genset [m].

    Raises
    ------
    InputError
        If the altitude leaves the genset too little.
    """
    return StorageHours(
        times=times,
        outage_fraction=outage_fraction,
        price_per_kwh=price_per_kwh,
        power_price_per_kw=power_price_per_kw,
        genset=genset(keys.genset_kw, altitude_m=altitude_m) if keys.genset_kw else None,
        cycle_charging=keys.cycle_charging,
        fuel_price_per_l=keys.diesel_price_per_l or 0.0,
        unserved_value_per_kwh=keys.unserved_value_per_kwh or 0.0,
    )
