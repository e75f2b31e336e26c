"""The hours in which the grid fails at a site, and the demand that a meter did not see in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mine_study.storage_prices import energy_prices
from pv_design.storage.outage_log import read_outages
from pv_design.storage.outages import off_grid, random_outages

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from mine_study.study_file import SiteKeys, StorageKeys
    from project_finance.tariffs import Tariff

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class SiteOutages:
    """When the grid is away, and what the site would have used then."""

    fraction: Floats
    """Of each hour without the grid."""
    demand_factor: Floats
    """Demand over what the bills of today know of it, by hour; 1 where nothing went missing."""

    def demand(self, known: pd.Series[float]) -> pd.Series[float]:
        """Return a demand with what the outages took from it [kW].

        Parameters
        ----------
        known
            As bills and machines tell it [kW or kvar].
        """
        return known * self.demand_factor

    def known(self, demand: pd.Series[float]) -> pd.Series[float]:
        """Return a demand as bills and machines tell it; undoes `demand` [kW]."""
        return demand / self.demand_factor

    def metered(self, demand: pd.Series[float]) -> pd.Series[float]:
        """Return what the grid serves of a demand without plant and battery [kW]."""
        return demand * (1 - self.fraction)


def site_outages(
    site: SiteKeys, tariff: Tariff, today_kw: pd.Series[float], *, folder: Path
) -> SiteOutages | None:
    """Return the outages of a site; None where its study looks for no battery.

    Bills hold what the grid served. The demand of today is that over the share of it that finds
    a grid, in each month and at each price, so that the outages leave the energy of today's bill
    as it is. A site without a grid has no such bill: its demand is what its machines take.

    Parameters
    ----------
    site
        Checked keys.
    tariff
        Prices of the meter.
    today_kw
        Demand of each hour as bills and machines tell it [kW].
    folder
        Of the study, in which a log of outages lies.

    Raises
    ------
    InputError
        If the log cannot be read.
    """
    if not site.storage.build:
        return None
    times = pd.DatetimeIndex(today_kw.index)
    fraction = _fraction(site.storage, times, folder)
    if site.storage.off_grid:
        return SiteOutages(fraction=fraction, demand_factor=np.ones(len(times)))
    bills = [times.month.to_numpy(), energy_prices(tariff, times)]
    known = today_kw.groupby(bills).transform("sum")
    served = (today_kw * (1 - fraction)).groupby(bills).transform("sum")
    factor = (known / served.where(served > 0)).fillna(1.0)
    return SiteOutages(fraction=fraction, demand_factor=factor.to_numpy(dtype=np.float64))


def _fraction(keys: StorageKeys, times: pd.DatetimeIndex, folder: Path) -> Floats:
    if keys.off_grid:
        return off_grid(len(times))
    if keys.outage_file:
        return read_outages(folder / keys.outage_file, times)
    return random_outages(
        per_year=keys.outages_per_year,
        mean_hours=keys.outage_mean_hours,
        hours=len(times),
        seed=keys.outage_seed,
    )
