"""What batteries of many sizes cost a year, so that a year's bills can be set against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from project_finance.price_paths import price_level
from pv_design.storage.battery import life_years

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from equipment_catalog.batteries import BatteryTechnology
    from mine_study.study_file import StorageKeys, Study

    Floats = npt.NDArray[np.float64]

MONTHS_A_YEAR = 12


@dataclass(frozen=True, kw_only=True, eq=False)
class StorageCosts:
    """Prices of battery and plant, and how the years of the study weigh them; before tax."""

    technology: BatteryTechnology
    per_rated_kwh: float
    """Of the battery, bought now and each time it wears out [money/kWh]."""
    per_kw: float
    """Of its converter [money/kW]."""
    om_fraction: float
    """Of the battery's price, each year."""
    per_dc_kw: float
    """Of the plant [money/kW]."""
    om_per_dc_kw: float
    """Of the plant [money/kW a year]."""
    saving_weights: Floats
    """Present worth of 1 saved at first-year prices, by year."""
    cost_weights: Floats
    """Present worth of 1 spent at first-year prices, by year."""

    @classmethod
    def of(cls, study: Study, keys: StorageKeys, technology: BatteryTechnology) -> StorageCosts:
        """Return the prices of a study in its own currency.

        Parameters
        ----------
        study
            Checked keys.
        keys
            Of the site's storage.
        technology
            Of the battery.
        """
        money, rate = study.finance, study.prices.usd_rate
        years = np.arange(1, money.horizon_years + 1)
        discount = (1 + money.discount_rate) ** -years.astype(float)
        grid = price_level(
            "tariff_escalation_fraction", money.tariff_escalation_fraction, years.size
        )
        prices = price_level("inflation_fraction", money.inflation_fraction, years.size)
        return cls(
            technology=technology,
            per_rated_kwh=keys.usd_per_kwh * rate,
            per_kw=keys.usd_per_kw * rate,
            om_fraction=keys.om_fraction,
            per_dc_kw=study.prices.pv_usd_per_kw * rate,
            om_per_dc_kw=study.prices.pv_om_usd_per_kw_year * rate,
            saving_weights=np.asarray(discount * grid, dtype=float),
            cost_weights=np.asarray(discount * prices, dtype=float),
        )

    @property
    def window(self) -> float:
        """Usable share of the rated capacity."""
        return 1 - self.technology.least_charge_fraction

    def capital(self, capacity_kwh: float, battery_kw: float) -> float:
        """Return what a battery of some rated capacity and power costs."""
        return self.per_rated_kwh * capacity_kwh + self.per_kw * battery_kw

    def yearly_per_unit(self) -> dict[str, float]:
        """Return the level yearly cost of one unit of each size, in first-year money.

        It grows with the tariff, so that it can be set against the first year's bill. The
        capacity is the usable one, as in the table of candidates.
        """
        weight = float(self.saving_weights.sum())
        upkeep = float(self.cost_weights.sum())
        battery = (1 + self.om_fraction * upkeep) / weight
        return {
            "dc_kw": (self.per_dc_kw + self.om_per_dc_kw * upkeep) / weight,
            "capacity_kwh": battery * self.per_rated_kwh / self.window,
            "battery_kw": battery * self.per_kw,
        }

    def yearly_renewal(self, plants: pd.DataFrame, battery_out_kwh: pd.Series) -> Floats:
        """Return what buying worn batteries again costs a year, as `yearly_per_unit` counts.

        Ages by the cycles of the year; the store is taken to stand half full.

        Parameters
        ----------
        plants
            Table of `candidates`.
        battery_out_kwh
            What each gives in a year.
        """
        usable = plants["capacity_kwh"].to_numpy(dtype=float)
        taken = battery_out_kwh.to_numpy(dtype=float) / self.technology.discharge_efficiency
        life = life_years(
            self.technology,
            cycles_per_year=np.divide(taken, usable, out=np.zeros_like(usable), where=usable > 0),
            mean_charge_fraction=1 - self.window / 2,
            horizon_years=self.cost_weights.size,
        )
        ends = np.arange(self.cost_weights.size)
        months = (MONTHS_A_YEAR * life).round()
        bought = np.floor_divide(MONTHS_A_YEAR * ends, months[:, None])
        worth = np.diff(bought, axis=1) @ self.cost_weights[:-1]
        each = self.per_rated_kwh / self.window * usable
        return np.asarray(each * worth / self.saving_weights.sum(), dtype=float)
