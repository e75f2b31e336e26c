"""The inventory set against the bills, month by month, with the unexplained share shown."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What the machines explain of what was billed."""

    monthly: pd.DataFrame
    """Indexed by site and month: ``inventory_kwh, billed_kwh, unexplained_kwh, inventory_max_kw,
    billed_max_kw, power_factor`` (missing where the bill does not tell)."""
    by_site: pd.DataFrame
    """Indexed by site: ``inventory_kwh, billed_kwh, unexplained_fraction``."""
    inventory_kwh: float
    """All machines, one year."""
    billed_kwh: float
    """All bills, one year."""

    @property
    def unexplained_fraction(self) -> float:
        """Share of the bills that no machine explains; negative when they explain too much."""
        return 1 - self.inventory_kwh / self.billed_kwh


def balance_with_bills(demand_kw: pd.DataFrame, bills: pd.DataFrame) -> Balance:
    """Set the hourly demand of a year against its bills.

    Parameters
    ----------
    demand_kw
        Hourly demand, columns (site, area) [kW].
    bills
        Indexed by site and month number.
    """
    by_site = demand_kw.T.groupby(level="site").sum().T
    months = pd.DatetimeIndex(demand_kw.index).month.rename("month_number")
    grouped = by_site.groupby(months)
    inventory = grouped.sum().unstack().rename_axis(["site", "month_number"])
    peak = grouped.max().unstack().rename_axis(["site", "month_number"])
    apparent = (bills["kwh"] ** 2 + bills["kvarh"] ** 2) ** 0.5
    monthly = pd.DataFrame(
        {
            "inventory_kwh": inventory,
            "billed_kwh": bills["kwh"],
            "unexplained_kwh": bills["kwh"] - inventory,
            "inventory_max_kw": peak,
            "billed_max_kw": bills["max_kw"],
            "power_factor": bills["kwh"] / apparent.where(apparent > 0),
        }
    )
    sums = monthly[["inventory_kwh", "billed_kwh"]].groupby(level="site", sort=False).sum()
    sums["unexplained_fraction"] = 1 - sums["inventory_kwh"] / sums["billed_kwh"]
    return Balance(
        monthly=monthly,
        by_site=sums,
        inventory_kwh=float(demand_kw.to_numpy().sum()),
        billed_kwh=float(bills["kwh"].sum()),
    )
