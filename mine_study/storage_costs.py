"""What batteries of many sizes cost a year, so that a year's bills can be set against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.batteries import battery_technology
from mine_study.money import pays_vat, tax_rules
from mine_study.size_money import life_costs, life_of_plant
from pv_design.storage.battery import life_years

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from equipment_catalog.batteries import BatteryTechnology
    from mine_study.study_file import SiteKeys, Study

    Floats = npt.NDArray[np.float64]

MONTHS_A_YEAR = 12


@dataclass(frozen=True, kw_only=True, eq=False)
class StorageCosts:
    """Prices of battery and plant, and how the years of the study weigh them; before tax."""

    technology: BatteryTechnology
    per_rated_kwh: float
    """Of the battery, bought now and each time it wears out [money/kWh]."""
    per_kw: float
    """Of its converter, bought now and at the end of each of its lives [money/kW]."""
    om_fraction: float
    """Of the battery's price, each year."""
    tax_factor: float
    """By which value-added tax raises what is bought now; 1 where it is none of the mine's."""
    per_dc_kw: float
    """Of the plant, its inverters and their renewals in it [money/kW]."""
    om_per_dc_kw: float
    """Of the plant [money/kW a year]."""
    saving_weights: Floats
    """Present worth of 1 saved at first-year prices, by year; it falls as the plant's output."""
    cost_weights: Floats
    """Present worth of 1 spent at first-year prices, by year."""

    @classmethod
    def of(cls, study: Study, site: SiteKeys, *, ac_per_dc: float) -> StorageCosts:
        """Return the prices of a study in its own currency.

        A kilowatt of modules costs what it does in the search of the plant's size: with its
        share of the inverters, bought again at the end of their life.

        Parameters
        ----------
        study, site
            Checked keys.
        ac_per_dc
            Inverter power over module power of the plant.
        """
        keys, rate = site.storage, study.prices.usd_rate
        life = life_of_plant(study, site)
        plant = life_costs(study, life)
        return cls(
            technology=battery_technology(keys.technology),
            per_rated_kwh=keys.usd_per_kwh * rate,
            per_kw=keys.usd_per_kw * rate,
            om_fraction=keys.om_fraction,
            tax_factor=1 + (tax_rules(study).vat_fraction if pays_vat(study) else 0.0),
            per_dc_kw=plant.capital_per_dc_kw
            + ac_per_dc * (plant.capital_per_ac_kw + plant.renewal_per_ac_kw),
            om_per_dc_kw=plant.yearly_per_dc_kw,
            saving_weights=life.saving_weights * life.output_fractions,
            cost_weights=life.cost_weights,
        )

    @property
    def converter_renewals(self) -> range:
        """Years in which a converter is bought again, before the horizon."""
        step = round(self.technology.converter_life_years)
        return range(step, self.cost_weights.size, step)

    @property
    def window(self) -> float:
        """Usable share of the rated capacity."""
        return 1 - self.technology.least_charge_fraction

    def capital(self, capacity_kwh: float, battery_kw: float) -> float:
        """Return what a battery of some rated capacity and power costs, before tax."""
        return self.per_rated_kwh * capacity_kwh + self.per_kw * battery_kw

    def yearly_per_unit(self) -> dict[str, float]:
        """Return the level yearly cost of one unit of each size, in first-year money.

        It grows with the tariff, so that it can be set against the first year's bill. The
        capacity is the usable one, as in the table of candidates.
        """
        weight = float(self.saving_weights.sum())
        upkeep = float(self.cost_weights.sum())
        battery = (self.tax_factor + self.om_fraction * upkeep) / weight
        again = sum(self.cost_weights[year - 1] for year in self.converter_renewals) / weight
        return {
            "dc_kw": (self.per_dc_kw + self.om_per_dc_kw * upkeep) / weight,
            "capacity_kwh": battery * self.per_rated_kwh / self.window,
            "battery_kw": (battery + again) * self.per_kw,
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
