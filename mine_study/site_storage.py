"""The battery of a site: sized, its rule chosen, its years told, its distance from foresight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from mine_study.export_worth import ExportWorth
from mine_study.storage_bound import storage_bound
from mine_study.storage_costs import StorageCosts
from mine_study.storage_hours import StorageHours, storage_hours
from mine_study.storage_prices import energy_prices, power_price_per_kw
from mine_study.storage_search import StorageSearch, search_storage
from pv_design.storage.battery import replacement_years
from pv_design.storage.bound import gap_fraction
from pv_design.storage.dispatch import dispatch

if TYPE_CHECKING:
    import numpy.typing as npt

    from equipment_catalog.batteries import BatteryTechnology
    from mine_study.site_design import SiteDesign
    from mine_study.study_file import SiteKeys, StorageKeys, Study
    from project_finance.tariffs import Tariff

    Floats = npt.NDArray[np.float64]


LEAST_BOUND_FRACTION = 0.1
"""Of the rule's cost before exports: below it a share of the bound is noise over nearly nothing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StorageDesign:
    """The battery beside a plant, which may be none, and how the site lives through outages."""

    keys: StorageKeys
    """As they were asked."""
    technology: BatteryTechnology
    capacity_kwh: float
    """Rated; 0 where no battery pays."""
    battery_kw: float
    """Of its converter."""
    chosen: pd.Series
    """Its row of the table of candidates: usable capacity, thresholds, `rule`."""
    hours: StorageHours
    search: StorageSearch
    capital: float
    """Battery and converter, before value-added tax [money]."""
    om_per_year: float
    """[money of year 1]."""
    renewals: tuple[int, ...]
    """Years in which the battery is bought again, before the horizon."""
    renewal_cost: float
    """Of the battery without its converter [money of year 1]."""
    converter_renewals: tuple[int, ...]
    """Years in which its converter is bought again, before the horizon."""
    converter_cost: float
    """[money of year 1]."""
    cycles_per_year: float
    """Energy taken out of the store over the usable capacity."""
    mean_charge_fraction: float
    """Mean state of charge, of the rated capacity."""
    bound_cost: float | None
    """Least yearly cost with every hour known beforehand: of the battery, or where none pays of
    the best of those tried. None where the bill is none that a linear programme can hold."""
    gap_cost: float | None
    """What the rule costs beyond that a year [money]."""
    gap_fraction: float | None
    """Of the bound; None where exports pay for most of it, so that a share says nothing."""

    @property
    def rule(self) -> str:
        """Name of the rule by which the battery runs."""
        return str(self.chosen["rule"])

    @property
    def at_edge(self) -> tuple[str, ...]:
        """Sizes that were searched for and are the first or last tried; empty without a battery."""
        given = {"capacity_kwh": self.keys.capacity_kwh, "battery_kw": self.keys.power_kw}
        free = [name for name, value in given.items() if value is None and self.capacity_kwh]
        return tuple(name for name in free if name in self.search.ranking.at_edge)

    @property
    def better_plant_dc_kw(self) -> float | None:
        """Module power that only a battery makes best [kW].

        None where the plant has it, or where it is best without a battery too.
        """
        dc_kw, search = self.search.plants["dc_kw"], self.search
        best, own, bare = (
            float(dc_kw.iloc[row])
            for row in (search.cheapest, search.winner, search.cheapest_without)
        )
        return None if best in {own, bare} else best

    @property
    def better_plant_saving(self) -> float:
        """What the cheapest of all candidates costs less a year; 0 where it is the chosen one."""
        total = self.search.costs["total"]
        return float(total.iloc[self.search.winner] - total.iloc[self.search.cheapest])

    def flows(self, load_kw: Floats, ac_kw: Floats) -> pd.DataFrame:
        """Return what plant, battery and genset do with a load in each hour.

        Parameters
        ----------
        load_kw
            Demand [kW].
        ac_kw
            What the plant could make [kW].
        """
        return dispatch(self.hours.case(load_kw, ac_kw / self.chosen["dc_kw"]), self.chosen)


def site_storage(
    design: SiteDesign, site: SiteKeys, study: Study, tariff: Tariff
) -> StorageDesign | None:
    """Return the cheapest battery for a site and its plant; None where none is asked for.

    Parameters
    ----------
    design
        The site with its plant.
    site, study
        Checked keys.
    tariff
        Prices of the meter.

    Raises
    ------
    InputError
        If no wanted rule has anything to act on, or a site without a grid is left without a plant.
    """
    keys, plant = site.storage, design.plant
    if not keys.build:
        return None
    if plant is None:
        _refuse_an_unserved_site(design, keys)
        return None
    times, bare = pd.DatetimeIndex(design.load_kw.index), replace(design, storage=None)
    tariff = tariff.with_plant
    hours = storage_hours(
        keys,
        times,
        energy_prices(tariff, times),
        power_price_per_kw=power_price_per_kw(tariff, bare.flows.import_kw),
        outage_fraction=_outage_fraction(design),
        altitude_m=design.weather.altitude_m,
    )
    costs = StorageCosts.of(study, site, ac_per_dc=plant.ac_kw / plant.dc_kw)
    rule = site.tariff.export_rule if tariff.power is None else "none"
    sold_kw = np.asarray(bare.flows.export_kw, dtype=np.float64)
    worth = ExportWorth(rule=rule, tariff=tariff, export_kw=sold_kw)
    search = search_storage(
        plant,
        design.load_kw,
        hours,
        keys,
        costs=costs,
        worth=worth,
        export_limit_kw=design.export_limit_kw,
    )
    bound = (
        None if search.settled else storage_bound(search, hours, costs, worth, ac_kw=plant.ac_kw)
    )
    return _designed(search, hours, costs, keys, bound=bound)


def _outage_fraction(design: SiteDesign) -> Floats:
    return design.outages.fraction if design.outages else np.zeros(len(design.load_kw))


def _refuse_an_unserved_site(design: SiteDesign, keys: StorageKeys) -> None:
    if keys.off_grid and float(design.load_kw.sum()) > 0:
        allowed = message("a site with a plant: under its aim and limits none is best")
        raise InputError.of("storage.off_grid", keys.off_grid, allowed=allowed)


def _designed(
    search: StorageSearch,
    hours: StorageHours,
    costs: StorageCosts,
    keys: StorageKeys,
    *,
    bound: float | None,
) -> StorageDesign:
    chosen = search.plants.iloc[search.winner]
    capacity, power = float(chosen["capacity_kwh"]) / costs.window, float(chosen["battery_kw"])
    cycles, charge = _use(costs.technology, chosen, dispatch(search.case, chosen))
    renewals = replacement_years(
        costs.technology,
        cycles_per_year=cycles,
        mean_charge_fraction=charge,
        horizon_years=costs.cost_weights.size,
    )
    parts = search.costs.iloc[search.best_battery]
    capital, apart = costs.capital(capacity, power), float(parts["total"] - parts["renewal"])
    gross = apart - float(parts["export"])
    is_shared = bound is not None and bound >= LEAST_BOUND_FRACTION * gross
    return StorageDesign(
        keys=keys,
        technology=costs.technology,
        capacity_kwh=capacity,
        battery_kw=power,
        chosen=chosen,
        hours=hours,
        search=search,
        capital=capital,
        om_per_year=costs.om_fraction * capital,
        renewals=tuple(year for year in renewals if capacity and year < costs.cost_weights.size),
        renewal_cost=costs.capital(capacity, 0.0),
        converter_renewals=tuple(costs.converter_renewals) if power else (),
        converter_cost=costs.capital(0.0, power),
        cycles_per_year=cycles,
        mean_charge_fraction=charge,
        bound_cost=bound,
        gap_cost=None if bound is None else apart - bound,
        gap_fraction=gap_fraction(apart, bound) if bound is not None and is_shared else None,
    )


def _use(
    technology: BatteryTechnology, chosen: pd.Series, flows: pd.DataFrame
) -> tuple[float, float]:
    """Return the full cycles of a year and the mean state of charge of the rated capacity."""
    usable, least = float(chosen["capacity_kwh"]), technology.least_charge_fraction
    if usable == 0:
        return 0.0, 0.0
    taken = float(flows["battery_out_kwh"].sum()) / technology.discharge_efficiency
    filled = float(flows["stored_kwh"].mean()) / usable
    return taken / usable, least + (1 - least) * filled
