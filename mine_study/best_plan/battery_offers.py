"""The batteries that the best plan may put beside a plant, and what each gives the meter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.tables import read_fact
from mine_study.storage_costs import StorageCosts
from mine_study.storage_hours import GridFailures, StorageHours, storage_hours
from mine_study.storage_prices import energy_prices
from mine_study.storage_rules import rules_to_try
from pv_design.storage.battery import replacement_years
from pv_design.storage.candidates import COLUMNS, candidates
from pv_design.storage.dispatch import dispatch
from pv_design.storage.sweep_kernel import PERIOD_SUMS, YEAR_SUMS, run_year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from mine_study.best_plan.plant_offers import PlantOffer
    from mine_study.site_size import SizeTask

    Floats = npt.NDArray[np.float64]

FACTS = ("mine_study", "data/best_plan.csv")
HOURS_A_DAY = 24
POWER_RULE = "peak_cap"
"""Rule that only a charge for power calls for, which the programme does not weigh."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Battery:
    """One battery beside one plant."""

    row: pd.Series
    """As in `candidates`, with the name of its `rule`."""
    capacity_kwh: float
    """Rated."""
    capital: float
    """With its converter, without value-added tax [money]."""
    om_per_year: float
    """[money of year 1]."""
    renewals: Mapping[int, float]
    """Cost of battery and converter by the years in which they are bought again."""
    failures_saved: float
    """Diesel not burnt and demand served in outages in a year [money]."""

    @property
    def battery_kw(self) -> float:
        """Power of its converter [kW]."""
        return float(self.row["battery_kw"])

    @property
    def rule(self) -> str:
        """Name of the rule by which it runs."""
        return str(self.row["rule"])

    @property
    def name(self) -> str:
        """What tells it from other batteries beside the same plant."""
        limits = (self.row[key] for key in ("reserve_kwh", "discharge_price", "charge_price"))
        sizes = f"{self.capacity_kwh:g} kWh, {self.battery_kw:g} kW"
        return f"{sizes}, {self.rule} {' '.join(f'{limit:g}' for limit in limits)}"


@dataclass(frozen=True, kw_only=True, eq=False)
class StoredYear:
    """What plant and battery give the meter in a year."""

    battery: Battery
    """The battery, its renewals those of this year's use."""
    import_kw: Floats
    """Bought in each hour [kW]."""
    export_kw: Floats
    """Sold in each hour [kW]."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BatterySite:
    """A site whose plants may have a battery."""

    task: SizeTask
    """Site, its load after the measures of the study, and its prices."""

    @cached_property
    def hours(self) -> StorageHours:
        """What a battery meets in a year."""
        task, times = self.task, pd.DatetimeIndex(self.task.load_kw.index)
        away = np.zeros(len(times)) if task.outages is None else task.outages.fraction
        return storage_hours(
            task.site.storage,
            times,
            energy_prices(task.tariff.with_plant, times),
            power_price_per_kw=0.0,
            outage_fraction=away,
            altitude_m=task.weather.altitude_m,
        )

    @cached_property
    def costs(self) -> StorageCosts:
        """Prices of battery and converter; those of the plant in it are not read."""
        return StorageCosts.of(self.task.study, self.task.site, ac_per_dc=1.0)

    @cached_property
    def metered_kw(self) -> Floats:
        """What the meter sees in each hour after the measures of the study, without a plant."""
        load, outages = self.task.load_kw, self.task.outages
        return np.asarray(load if outages is None else outages.metered(load), dtype=np.float64)

    def beside(self, offers: Sequence[PlantOffer], limit_kw: float) -> list[list[StoredYear]]:
        """Return for each plant every battery and rule that is tried, run through the year.

        Parameters
        ----------
        offers
            Plants without a battery.
        limit_kw
            Of the connection [kW].
        """
        table = self._table(offers, limit_kw)
        columns = np.ascontiguousarray(table[list(COLUMNS)].to_numpy(dtype=float).T)
        load_kw = np.asarray(self.task.load_kw, dtype=np.float64)
        count = len(load_kw)
        made = np.array([offer.ac_kw / offer.dc_kw for offer in offers]).T
        sums = np.zeros((count, len(PERIOD_SUMS), len(table)))
        year = np.zeros((len(YEAR_SUMS), len(table)))
        hours = self.hours
        unit = np.ascontiguousarray(made[:, table["offer"].to_numpy(dtype=int)])
        prices = hours.price_per_kwh, np.zeros(count)
        run_year(
            load_kw, unit, *prices, np.arange(count), hours.outage_fraction, columns, sums, year
        )
        totals = pd.DataFrame(year.T, columns=list(YEAR_SUMS))
        found: list[list[StoredYear]] = [[] for _ in offers]
        for at, (_, row) in enumerate(table.iterrows()):
            used = totals.iloc[at]
            failures = hours.counted(
                made_kwh=float(used["genset_kwh"]),
                running_hours=float(used["genset_hours"]),
                unserved_kwh=float(used["unserved_kwh"]),
            )
            battery = self._battery(row, float(used["battery_out_kwh"]), failures, load_kw)
            stored = StoredYear(battery=battery, import_kw=sums[:, 0, at], export_kw=sums[:, 1, at])
            found[int(row["offer"])].append(stored)
        return found

    def run(self, battery: Battery, load_kw: Floats, ac_kw: Floats) -> StoredYear:
        """Return the year of a battery beside another load, by the thresholds it has.

        Parameters
        ----------
        battery
            Its sizes and its rule.
        load_kw
            Demand of each hour, with what outages take from it [kW].
        ac_kw
            What the plant could make [kW].
        """
        unit = ac_kw / float(battery.row["dc_kw"])
        flows = dispatch(self.hours.case(load_kw, unit), battery.row)
        made = flows[["genset_to_load_kwh", "genset_charge_kwh", "genset_dumped_kwh"]]
        failures = self.hours.counted(
            made_kwh=float(made.to_numpy().sum()),
            running_hours=float(flows["genset_hours"].sum()),
            unserved_kwh=float(flows["unserved_kwh"].sum()),
        )
        out_kwh = float(flows["battery_out_kwh"].sum())
        return StoredYear(
            battery=self._battery(battery.row, out_kwh, failures, load_kw),
            import_kw=(flows["bought_kwh"] + flows["grid_charge_kwh"]).to_numpy(dtype=float),
            export_kw=flows["export_kwh"].to_numpy(dtype=float),
        )

    def _battery(
        self, row: pd.Series, out_kwh: float, failures: GridFailures, load_kw: Floats
    ) -> Battery:
        costs, usable = self.costs, float(row["capacity_kwh"])
        rated, power = usable / costs.window, float(row["battery_kw"])
        horizon = int(costs.cost_weights.size)
        taken = out_kwh / costs.technology.discharge_efficiency
        ages = replacement_years(
            costs.technology,
            cycles_per_year=taken / usable,
            mean_charge_fraction=1 - costs.window / 2,
            horizon_years=horizon,
        )
        renewals = {year: costs.capital(rated, 0.0) for year in ages if year < horizon}
        for year in costs.converter_renewals:
            renewals[year] = renewals.get(year, 0.0) + costs.capital(0.0, power)
        capital = costs.capital(rated, power)
        without = self.hours.failures(pd.Series(load_kw, self.hours.times)).cost
        return Battery(
            row=row,
            capacity_kwh=rated,
            capital=capital,
            om_per_year=costs.om_fraction * capital,
            renewals=renewals,
            failures_saved=without - failures.cost,
        )

    def _table(self, offers: Sequence[PlantOffer], limit_kw: float) -> pd.DataFrame:
        """Return every plant with every battery and rule; `offer` is the place of its plant."""
        keys, load_kw = self.task.site.storage, self.task.load_kw
        wanted = None if keys.rules is None else [n for n in keys.rules if n != POWER_RULE]
        tried = rules_to_try(wanted or None, self.hours, highest_kw=float(load_kw.max()))
        names, rules = [name for name, _ in tried], [rule for _, rule in tried]
        frames = []
        for rated, power in self._sizes():
            frame = candidates(
                self.costs.technology,
                dc_kw=[offer.dc_kw for offer in offers],
                capacity_kwh=[self.costs.window * rated],
                battery_kw=[power],
                rules=rules,
                genset=self.hours.genset,
                cycle_charging=self.hours.cycle_charging,
                export_limit_kw=limit_kw,
            )
            place = np.repeat(np.arange(len(offers)), len(rules))
            frames.append(frame.assign(rule=np.tile(names, len(offers)), offer=place))
        return pd.concat(frames, ignore_index=True)

    def _sizes(self) -> list[tuple[float, float]]:
        """Return the rated capacities [kWh] with their converters [kW]."""
        keys, load_kw = self.task.site.storage, self.task.load_kw
        count = int(read_fact(*FACTS, "battery_sizes").value)
        emptied_in_h = read_fact(*FACTS, "battery_hours").value
        largest = keys.largest_kwh or HOURS_A_DAY * float(load_kw.mean())
        rated = [largest * (at / count) ** 2 for at in range(1, count + 1)]
        most_kw = keys.largest_kw or float(load_kw.max())
        return [
            (size, keys.power_kw or min(self.costs.window * size / emptied_in_h, most_kw))
            for size in ([keys.capacity_kwh] if keys.capacity_kwh else rated)
        ]
