"""Candidates judged by the bill itself, where sums of a month do not make it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mine_study.site_bills import UNSOLD, meter_bill
from mine_study.storage_prices import POWER_CHARGES, charges_power
from project_finance.export_rules import EXPORT_RULES
from pv_design.storage.ranking import rank
from pv_design.storage.sweep import sweep

if TYPE_CHECKING:
    import numpy.typing as npt

    from mine_study.export_worth import ExportWorth
    from project_finance.export_rules import Bill
    from project_finance.tariffs import Tariff
    from pv_design.storage.case import StorageCase

    Floats = npt.NDArray[np.float64]
    Rows = npt.NDArray[np.intp]

LEADERS = 30
"""Candidates of the least quick cost that are settled."""
OF_EACH = 2
"""Cheapest of each capacity, rule and plant that are settled too."""
BY_THE_BILL = ("energy", "demand", "export")
_RULE = ["import_cap_kw", "discharge_price", "charge_price", "rule"]


def needs_the_bill(tariff: Tariff) -> bool:
    """Return whether a month's sums do not tell its bill: power or hours have their own price."""
    by_hour = (tariff.spot_price_by_hour, tariff.price_factor_by_hour)
    return any(prices is not None for prices in by_hour) or charges_power(tariff)


@dataclass(frozen=True, kw_only=True, eq=False)
class Settlement:
    """A meter whose candidates are settled hour by hour."""

    case: StorageCase
    """Load and sun of the year."""
    times: pd.DatetimeIndex
    """Starts of its hours."""
    table: pd.DataFrame
    """Candidates."""
    worth: ExportWorth
    """Tariff and export rule."""
    ac_per_dc: float
    """Inverter power over module power of the plant."""

    def parts(self, rows: Rows) -> pd.DataFrame:
        """Return energy, demand and export of the bills of some rows [money].

        Parameters
        ----------
        rows
            Places in the table.
        """
        count = len(self.times)
        hourly = replace(self.case, period=np.arange(count), periods=pd.RangeIndex(count))
        runs = sweep(hourly, self.table.iloc[rows], engine="numpy")
        bought, sold = runs.import_kwh.to_numpy(), runs.export_kwh.to_numpy()
        bills = [self._bill(row, bought[at], sold[at]) for at, row in enumerate(rows)]
        return pd.DataFrame([_parts(bill) for bill in bills], columns=list(BY_THE_BILL), index=rows)

    def _bill(self, row: int, bought: Floats, sold: Floats) -> Bill:
        ac_kw = self.ac_per_dc * float(self.table["dc_kw"].iloc[row])
        holds = ac_kw <= EXPORT_RULES[self.worth.rule].limits().largest_ac_kw
        return meter_bill(
            pd.Series(bought.clip(min=0.0), self.times),
            pd.Series(sold.clip(min=0.0), self.times),
            self.worth.tariff,
            export_rule=self.worth.rule if holds else UNSOLD,
            plant_ac_kw=ac_kw if holds else 0.0,
        )

    def settled(self, costs: pd.DataFrame, own: Rows) -> tuple[pd.DataFrame, Rows]:
        """Return the costs with the bills of the leaders in them, and the rows that were settled.

        From the leaders of the quick cost it goes to what lies one step beside the cheapest by
        the bill, until nothing there is cheaper.

        Parameters
        ----------
        costs
            Quick yearly costs by parts, with `total`.
        own
            Rows among which one is chosen.
        """
        settled, fresh = costs.copy(), _leaders(self.table, costs["total"], own)
        known = np.zeros(len(costs), dtype=bool)
        while fresh.size:
            bills = self.parts(fresh)
            settled.loc[settled.index[fresh], list(BY_THE_BILL)] = bills.to_numpy()
            known[fresh] = True
            settled["total"] = settled.drop(columns="total").sum(axis=1)
            judged = settled["total"].where(known, np.inf)
            beside = rank(self.table.iloc[own], judged.iloc[own]).neighbours.index.to_numpy()
            fresh = np.flatnonzero(np.isin(np.arange(len(costs)), beside) & ~known)
        return settled, np.flatnonzero(known)


def _leaders(table: pd.DataFrame, total: pd.Series[float], own: Rows) -> Rows:
    """Return the rows of the least quick cost, and the best of each size, rule and plant."""
    order = total.sort_values(kind="stable").index
    mine = order[order.isin(table.index[own])]
    bare = table.index[table["capacity_kwh"] == 0]
    groups = [["capacity_kwh"], [*_RULE, "reserve_fraction"]]
    shares = table.assign(
        reserve_fraction=(table["reserve_kwh"] / table["capacity_kwh"]).fillna(0.0).round(9)
    )
    best = [shares.loc[mine].groupby(keys).head(OF_EACH).index for keys in groups]
    plants = shares.loc[order].groupby("dc_kw").head(OF_EACH).index
    wanted = mine[:LEADERS].union(bare).union(plants).union(best[0]).union(best[1])
    return np.flatnonzero(table.index.isin(wanted))


def _parts(bill: Bill) -> tuple[float, float, float]:
    power = [name for name in POWER_CHARGES if name in bill.monthly]
    demand = float(bill.monthly[power].to_numpy().sum())
    return bill.energy_cost - demand, demand, -(bill.credit_value + bill.surplus_income)
