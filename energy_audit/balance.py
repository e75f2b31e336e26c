"""The inventory set against the bills, month by month, with the unexplained share shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from energy_audit.load_profile import by_site

MEASURES = ("kwh", "kvarh", "max_kw")


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What the machines explain of what was billed."""

    monthly: pd.DataFrame
    """Indexed by site and month: ``inventory_kwh, billed_kwh, unexplained_kwh``, the same of
    ``kvarh`` and ``max_kw``, ``power_factor`` by the bill and ``inventory_power_factor``; missing
    where the bill, or the inventory's reactive demand, does not tell."""
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


def balance_with_bills(
    demand_kw: pd.DataFrame, bills: pd.DataFrame, *, demand_kvar: pd.DataFrame | None = None
) -> Balance:
    """Set the hourly demand of a year against its bills.

    Parameters
    ----------
    demand_kw
        Hourly demand, columns (site, area) [kW].
    bills
        Indexed by site and month number: ``kwh`` and, where billed, ``kvarh`` and ``max_kw``.
    demand_kvar
        Hourly reactive demand, columns (site, area) [kvar]; what a meter gives back in an hour
        counts as none, as meters of inductive energy have it.

    Returns
    -------
    Balance
        Sites in the order of the demand, then those that have only bills: they have no machine, so
        that all they were billed is unexplained. A site without bills keeps them missing.

    Examples
    --------
    >>> hours = pd.date_range("2025-01-01", "2025-12-31 23:00", freq="h")
    >>> column = pd.MultiIndex.from_tuples([("plant", "mill")], names=["site", "area"])
    >>> demand_kw = pd.DataFrame(1.0, index=hours, columns=column)
    >>> months = pd.MultiIndex.from_product([["plant"], range(1, 13)],
    ...     names=["site", "month_number"])
    >>> bills = pd.DataFrame({"kwh": 1000.0}, index=months)
    >>> round(balance_with_bills(demand_kw, bills).unexplained_fraction, 2)
    0.27
    """
    kw = by_site(demand_kw)
    sites = list(dict.fromkeys([*kw.columns, *bills.index.unique("site")]))
    months = pd.DatetimeIndex(demand_kw.index).month.rename("month_number")
    index = _in_this_order(sites, months.unique())
    billed = bills.reindex(index=index, columns=list(MEASURES)).astype(float)
    inventory = _inventory(kw, demand_kvar, months).reindex(index)
    inventory[["kwh", "max_kw"]] = inventory[["kwh", "max_kw"]].fillna(0.0)
    columns = {
        f"{side}_{name}": values[name]
        for name in MEASURES
        for side, values in {
            "inventory": inventory,
            "billed": billed,
            "unexplained": billed - inventory,
        }.items()
    }
    monthly = pd.DataFrame(columns).assign(
        power_factor=_power_factor(billed), inventory_power_factor=_power_factor(inventory)
    )
    grouped = monthly[["inventory_kwh", "billed_kwh"]].groupby(level="site", sort=False)
    sums = grouped.sum(min_count=1)
    sums["unexplained_fraction"] = 1 - sums["inventory_kwh"] / sums["billed_kwh"]
    return Balance(
        monthly=monthly,
        by_site=sums,
        inventory_kwh=float(demand_kw.to_numpy().sum()),
        billed_kwh=float(bills["kwh"].sum()),
    )


def _in_this_order(sites: list[str], months: pd.Index) -> pd.MultiIndex:
    """Return all pairs, sorted as the sites are given, so that they can be sliced."""
    return pd.MultiIndex(
        levels=[sites, months.tolist()],
        codes=[
            [place for place in range(len(sites)) for _ in months],
            [*range(len(months))] * len(sites),
        ],
        names=["site", "month_number"],
    )


def _inventory(
    kw: pd.DataFrame, demand_kvar: pd.DataFrame | None, months: pd.Index
) -> pd.DataFrame:
    """Return energy, reactive energy and highest hour by site and month."""
    by_month = kw.groupby(months)
    frame = pd.DataFrame({"kwh": by_month.sum().unstack(), "max_kw": by_month.max().unstack()})
    frame["kvarh"] = np.nan
    if demand_kvar is not None:
        inductive = by_site(demand_kvar).clip(lower=0.0)
        frame["kvarh"] = inductive.groupby(months).sum().unstack()
    return frame.rename_axis(["site", "month_number"])


def _power_factor(energy: pd.DataFrame) -> pd.Series:
    apparent = (energy["kwh"] ** 2 + energy["kvarh"] ** 2) ** 0.5
    factor: pd.Series = energy["kwh"] / apparent.where(apparent > 0)
    return factor
