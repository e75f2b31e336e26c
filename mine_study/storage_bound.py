"""How far a battery's rule stays behind one that knows every hour beforehand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pv_design.storage.bound import foresight_bound
from pv_design.storage.ranking import YearPrices

if TYPE_CHECKING:
    from mine_study.export_worth import ExportWorth
    from mine_study.storage_costs import StorageCosts
    from mine_study.storage_hours import StorageHours
    from mine_study.storage_search import StorageSearch
    from pv_design.storage.case import StorageCase


def storage_bound(
    search: StorageSearch,
    hours: StorageHours,
    costs: StorageCosts,
    worth: ExportWorth,
    *,
    ac_kw: float,
) -> float:
    """Return the least yearly cost of the best battery if every hour were known beforehand.

    Renewals are left out on both sides: the programme does not age a battery.

    Parameters
    ----------
    search
        With the chosen battery.
    hours, costs, worth
        Prices.
    ac_kw
        Power of the plant's inverters [kW].
    """
    prices = YearPrices(
        demand_price_per_kw=[hours.power_price_per_kw] * len(search.case.periods),
        unserved_value_per_kwh=hours.unserved_value_per_kwh,
        fuel_price_per_l=hours.fuel_price_per_l,
        yearly_cost_per_unit=costs.yearly_per_unit(),
    )
    chosen = search.plants.iloc[search.best_battery]
    case = with_hourly_credits(search, worth.per_kwh(ac_kw))
    return foresight_bound(case, chosen, prices, genset=hours.genset).annual_cost


def with_hourly_credits(search: StorageSearch, worth: tuple[float, float]) -> StorageCase:
    """Return the case with prices by the hour that favour the operator more than the months do.

    A credit for min(export, import) is at most a credit for all the export, and at most one for
    all the import: the first stands for months in which the chosen battery imports more, the
    second for the others. A credit below the worth of surplus is left out.

    Parameters
    ----------
    search
        With the chosen battery.
    worth
        What a credited and a surplus kilowatt-hour bring [money].
    """
    credit, surplus = worth
    more = max(credit - surplus, 0.0)
    bought, sold = (
        table.iloc[search.best_battery].to_numpy(dtype=float)
        for table in (search.runs.import_kwh, search.runs.export_kwh)
    )
    by_import = (sold > bought)[search.case.period]
    return replace(
        search.case,
        price_per_kwh=search.case.price_per_kwh - np.where(by_import, more, 0.0),
        export_price_per_kwh=np.where(by_import, surplus, surplus + more),
    )
