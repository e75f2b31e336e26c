"""The plants that a site may have, from the whole strings and inverters of its search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.tables import read_fact
from mine_study.plant_costs import plant_costs

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    import pandas as pd

    from mine_study.best_plan.battery_offers import Battery
    from mine_study.site_size import PlantSearch

    Floats = npt.NDArray[np.float64]


PLANT = ["inverter", "inverters", "strings", "string_modules"]
"""What tells a whole plant from others."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PlantOffer:
    """One plant of a site."""

    site: str
    """The site."""
    row: pd.Series
    """As in `WholePlants.every`."""
    capital: float
    """What it costs without value-added tax [money]."""
    inverter_capital: float
    """Of that, what is bought again with its inverters [money]."""
    ac_kw: Floats
    """What it could give in each hour of the first year [kW]."""
    battery: Battery | None = None
    """Beside it; None without one."""

    @property
    def dc_kw(self) -> float:
        """Power of its modules [kW]."""
        return float(self.row["dc_kw"])

    @property
    def inverters_kw(self) -> float:
        """Power of its inverters [kW]."""
        return float(self.row["ac_kw"])

    @property
    def name(self) -> str:
        """What tells it from other plants."""
        row = self.row
        plant = f"{self.site}: {row['inverters']} x {row['inverter']}, {row['modules']} modules"
        return f"{plant}, {self.battery.name}" if self.battery else plant

    @property
    def all_capital(self) -> float:
        """What plant and battery cost without value-added tax [money]."""
        return self.capital + (self.battery.capital if self.battery else 0.0)


def plant_offers(search: PlantSearch) -> tuple[PlantOffer, ...]:
    """Return plants of a site from small to large, of each size the one of the cheapest energy.

    The plant that the search ranks first is among them, whatever its price.

    A plant that gives no more than another and costs no less is left out. The power of the others
    is cut into bands of one width, of which some may hold no plant.

    Parameters
    ----------
    search
        Plants that keep the limits of the site.
    """
    plants = search.found.plants.every.assign(capital=lambda rows: _capital(search, rows))
    sizes = int(read_fact("mine_study", "data/best_plan.csv", "plant_sizes").value)
    plants = plants.assign(kwh=plants["dc_kw"] * _yield(search, plants)).sort_values("kwh")
    cheapest_larger = plants["capital"].iloc[::-1].cummin().shift(fill_value=np.inf).iloc[::-1]
    plants = plants[plants["capital"] < cheapest_larger]
    band = np.floor(plants["dc_kw"] / plants["dc_kw"].max() * sizes).astype(int)
    chosen = plants.loc[(plants["capital"] / plants["kwh"]).groupby(band).idxmin()]
    offers = {one.name: one for one in (*_offers(search, chosen), *_first(search))}
    return tuple(sorted(offers.values(), key=lambda one: one.dc_kw))


def _first(search: PlantSearch) -> Iterator[PlantOffer]:
    """Yield the plant that the search ranks first, under the figures that all plants have."""
    first, every = search.found.plants.ranked.iloc[0], search.found.plants.every
    same = (every[PLANT] == first[PLANT]).all(axis="columns")
    yield from _offers(search, every[same].assign(capital=lambda rows: _capital(search, rows)))


def _offers(search: PlantSearch, plants: pd.DataFrame) -> Iterator[PlantOffer]:
    for _, row in plants.iterrows():
        hours = search.cases.at(float(row["clipping_ratio"]), float(row["efficiency_fraction"]))
        yield PlantOffer(
            site=search.task.site.name,
            row=row,
            capital=float(row["capital"]),
            inverter_capital=plant_costs(search.task.study).capital_per_ac_kw * float(row["ac_kw"]),
            ac_kw=hours.hours.unit_ac_kw * float(row["dc_kw"]),
        )


def _capital(search: PlantSearch, plants: pd.DataFrame) -> pd.Series[float]:
    costs = plant_costs(search.task.study)
    capital: pd.Series[float] = (
        costs.capital_per_dc_kw * plants["dc_kw"]
        + costs.capital_per_ac_kw * plants["ac_kw"]
        + costs.capital_per_inverter * plants["inverters"]
    )
    return capital


def _yield(search: PlantSearch, plants: pd.DataFrame) -> Floats:
    """Return what 1 kW of modules gives in a year, between the least and the largest ratio."""
    ratio, efficiency = plants["clipping_ratio"], plants["efficiency_fraction"]
    ends = np.unique([ratio.min(), ratio.median(), ratio.max()])
    best = float(efficiency.max())
    year = [float(search.cases.at(end, best).hours.unit_ac_kw.sum()) for end in ends.tolist()]
    return np.asarray(np.interp(ratio, ends, year) * efficiency / best)
