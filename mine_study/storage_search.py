"""Every battery that is tried beside a plant, what each costs a year, and the cheapest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mine_study.storage_rules import rules_to_try
from mine_study.storage_settlement import Settlement, needs_the_bill
from pv_design.storage.candidates import candidates
from pv_design.storage.ranking import Ranking, YearPrices, annual_cost, rank
from pv_design.storage.rules import Rule, self_consumption
from pv_design.storage.sweep import Sweep, sweep

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from mine_study.export_worth import ExportWorth
    from mine_study.storage_costs import StorageCosts
    from mine_study.storage_hours import StorageHours
    from mine_study.study_file import StorageKeys
    from pv_design.plant import Plant
    from pv_design.storage.case import StorageCase

    Floats = npt.NDArray[np.float64]

HOURS_A_DAY = 24
STEEPNESS = 1.5
"""Of the grid of sizes: above 1 its steps are finer where batteries are small."""


@dataclass(frozen=True, kw_only=True)
class Fineness:
    """How many sizes a search tries."""

    dc_factors: tuple[float, ...]
    """Plants, over the one that was chosen."""
    capacities: int
    powers: int


QUICK = Fineness(dc_factors=(0.5, 0.7, 0.85, 1.0, 1.15, 1.4, 1.8), capacities=12, powers=5)
THOROUGH = Fineness(
    dc_factors=(*np.linspace(0.3, 0.95, 14).round(2), 1.0, *np.linspace(1.05, 1.5, 10).round(2)),
    capacities=60,
    powers=12,
)
SEARCHES = {"quick": QUICK, "thorough": THOROUGH}


@dataclass(frozen=True, kw_only=True, eq=False)
class StorageSearch:
    """The sweep and its cheapest candidate beside the plant as it stands."""

    case: StorageCase
    """Load and sun of the year."""
    plants: pd.DataFrame
    """Table of candidates with the name of their `rule`."""
    tried: tuple[tuple[str, Rule], ...]
    """Rules of the candidates with a battery."""
    runs: Sweep
    costs: pd.DataFrame
    """Yearly cost of each by parts, and `total`, in first-year money before tax."""
    ranking: Ranking
    """Among the candidates with the plant's own module power; rows of `plants`."""
    winner: int
    """Row of `plants`."""
    without_battery: int
    """Row of the plant without a battery."""
    cheapest: int
    """Row of the cheapest of all candidates, whatever its module power."""
    cheapest_without: int
    """Row of the cheapest without a battery, whatever its module power."""
    settled: int
    """Candidates that were judged by the bill itself; 0 where sums of months tell it for all."""

    @property
    def best_battery(self) -> int:
        """Row of the cheapest battery beside the plant as it stands, chosen or not."""
        if self.plants["capacity_kwh"].iloc[self.winner] > 0:
            return self.winner
        return int(self.ranking.runners_up.index[0])


def search_storage(
    plant: Plant,
    load_kw: pd.Series[float],
    hours: StorageHours,
    keys: StorageKeys,
    *,
    costs: StorageCosts,
    worth: ExportWorth,
    export_limit_kw: float,
) -> StorageSearch:
    """Return the cheapest battery beside a plant, by running every candidate through the year.

    Parameters
    ----------
    plant
        As it stands; its module power is kept, others are looked at beside it.
    load_kw
        Demand of each hour [kW].
    hours
        Outages, prices and genset.
    keys
        Of the site's storage.
    costs
        Prices.
    worth
        What exports bring.
    export_limit_kw
        Of the connection [kW].

    Raises
    ------
    InputError
        If no wanted rule has anything to act on.
    """
    unit_ac = np.asarray(plant.production.ac_kw, dtype=np.float64) / plant.dc_kw
    case = hours.case(np.asarray(load_kw, dtype=np.float64), unit_ac)
    tried = rules_to_try(keys.rules, hours, highest_kw=float(case.load_kw.max()))
    table = _table(plant, case, hours, keys, tried, costs=costs, export_limit_kw=export_limit_kw)
    runs = sweep(case, table, engine="auto" if keys.search == "thorough" else "numpy")
    parts = yearly_costs(table, runs, hours, costs, worth, ac_per_dc=plant.ac_kw / plant.dc_kw)
    is_own = (table["dc_kw"] == plant.dc_kw).to_numpy()
    is_bare = (table["capacity_kwh"] == 0).to_numpy()
    is_given = keys.capacity_kwh is not None or keys.power_kw is not None
    own = np.flatnonzero(is_own & ~(is_bare & is_given))
    known = np.arange(len(table))
    if needs_the_bill(worth.tariff):
        settlement = Settlement(
            case=case,
            times=hours.times,
            table=table,
            worth=worth,
            ac_per_dc=plant.ac_kw / plant.dc_kw,
        )
        parts, known = settlement.settled(parts, own)
    judged = parts["total"].where(np.isin(np.arange(len(table)), known), np.inf)
    ranking = rank(table.iloc[own], judged.iloc[own])
    return StorageSearch(
        case=case,
        plants=table,
        tried=tuple(tried),
        runs=runs,
        costs=parts,
        ranking=ranking,
        winner=int(own[ranking.winner]),
        without_battery=int(np.flatnonzero(is_own & is_bare)[0]),
        cheapest=int(np.argmin(judged.to_numpy())),
        cheapest_without=int(np.argmin(judged.where(is_bare, np.inf).to_numpy())),
        settled=len(known) if needs_the_bill(worth.tariff) else 0,
    )


def yearly_costs(
    table: pd.DataFrame,
    runs: Sweep,
    hours: StorageHours,
    costs: StorageCosts,
    worth: ExportWorth,
    *,
    ac_per_dc: float,
) -> pd.DataFrame:
    """Return the yearly cost of candidates by parts, exports settled month by month.

    Parameters
    ----------
    table, runs
        Candidates and what they did.
    hours, costs, worth
        Prices.
    ac_per_dc
        Inverter power over module power of the plant.
    """
    prices = YearPrices(
        demand_price_per_kw=[hours.power_price_per_kw] * runs.peak_kw.shape[1],
        unserved_value_per_kwh=hours.unserved_value_per_kwh,
        fuel_price_per_l=hours.fuel_price_per_l,
        yearly_cost_per_unit=costs.yearly_per_unit(),
    )
    parts = annual_cost(runs, table, prices, genset=hours.genset)
    parts["export"] = -worth.of_months(
        runs.import_kwh.to_numpy(), runs.export_kwh.to_numpy(), ac_per_dc * table["dc_kw"]
    )
    parts["renewal"] = costs.yearly_renewal(table, runs.year["battery_out_kwh"])
    return parts.assign(total=parts.drop(columns="total").sum(axis=1))


def _table(
    plant: Plant,
    case: StorageCase,
    hours: StorageHours,
    keys: StorageKeys,
    tried: Sequence[tuple[str, Rule]],
    *,
    costs: StorageCosts,
    export_limit_kw: float,
) -> pd.DataFrame:
    fineness = SEARCHES[keys.search]
    dc_kw = [factor * plant.dc_kw for factor in fineness.dc_factors]
    a_day_kwh = HOURS_A_DAY * float(case.load_kw.mean())
    rated = _sizes(keys.capacity_kwh, keys.largest_kwh or a_day_kwh, fineness.capacities)
    powers = _sizes(keys.power_kw, keys.largest_kw or float(case.load_kw.max()), fineness.powers)

    def table(
        capacities: Sequence[float], powers: Sequence[float], rules: Sequence[tuple[str, Rule]]
    ) -> pd.DataFrame:
        frame = candidates(
            costs.technology,
            dc_kw=dc_kw,
            capacity_kwh=capacities,
            battery_kw=powers,
            rules=[rule for _name, rule in rules],
            genset=hours.genset,
            cycle_charging=hours.cycle_charging,
            export_limit_kw=export_limit_kw,
        )
        names = [name for name, _rule in rules]
        return frame.assign(rule=np.tile(names, len(frame) // len(names)))

    usable = [costs.window * size for size in rated]
    bare = table([0.0], [0.0], [("self_consumption", self_consumption())])
    return pd.concat([bare, table(usable, powers, tried)], ignore_index=True)


def _sizes(given: float | None, largest: float, count: int) -> list[float]:
    """Return the size that is given, or so many up to the largest, finer where small."""
    if given is not None:
        return [given]
    shares = (np.arange(1, count + 1) / count) ** STEEPNESS
    return [float(largest * share) for share in shares]
