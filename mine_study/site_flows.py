"""What flows at a site in each hour once its plant runs: used, sold, thrown away, bought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from mine_study.site_design import SiteDesign

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class SiteFlows:
    """Mean power of each hour [kW], on the labels of the load.

    Without storage the last nine are 0 in every hour and the grid never fails.
    """

    load_kw: pd.Series[float]
    """Demand of the machines."""
    ac_kw: pd.Series[float]
    """What the plant makes: self_used + export + curtailed + battery_charge."""
    self_used_kw: pd.Series[float]
    """Of that, used in its own hour."""
    export_kw: pd.Series[float]
    """Of that, sent to the grid."""
    curtailed_kw: pd.Series[float]
    """Of that, thrown away: the connection takes no more, or is not there."""
    import_kw: pd.Series[float]
    """Bought from the grid: load + standby + grid_charge - self_used - battery_out - genset -
    unserved."""
    battery_charge_kw: pd.Series[float]
    """From the plant into the battery, at its terminals."""
    battery_out_kw: pd.Series[float]
    """From the battery to the load, at its terminals."""
    grid_charge_kw: pd.Series[float]
    """From the grid into the battery."""
    stored_kw: pd.Series[float]
    """Growth of what is stored; below 0 where it falls."""
    standby_kw: pd.Series[float]
    """What the battery itself draws."""
    genset_kw: pd.Series[float]
    """From the genset to the load."""
    genset_charge_kw: pd.Series[float]
    """From the genset into the battery."""
    genset_dumped_kw: pd.Series[float]
    """What a genset makes at its least power and nobody takes."""
    unserved_kw: pd.Series[float]
    """Demand, standby included, that nothing served."""
    genset_hours: float = 0.0
    """For which the genset runs in the year [h]."""

    @property
    def coverage_fraction(self) -> float:
        """Energy of the plant over the demand of the year; 0 without demand."""
        return self._of_demand(float(self.ac_kw.sum()))

    @property
    def through_battery_kwh(self) -> float:
        """What the battery gives back of the plant's energy: its share of all that charged it."""
        others = float(self.grid_charge_kw.sum() + self.genset_charge_kw.sum())
        charged = float(self.battery_charge_kw.sum())
        share = charged / (charged + others) if charged > 0 else 0.0
        return share * float(self.battery_out_kw.sum())

    @property
    def from_sun_kwh(self) -> float:
        """What the plant carries of the demand, at once or through the battery."""
        return float(self.self_used_kw.sum()) + self.through_battery_kwh

    @property
    def self_sufficiency_fraction(self) -> float:
        """Of the demand of the year, what the plant carries, at once or through the battery."""
        return self._of_demand(self.from_sun_kwh)

    @property
    def self_consumption_fraction(self) -> float:
        """Of the production, what the demand gets of it, at once or through the battery."""
        made = float(self.ac_kw.sum())
        return self.from_sun_kwh / made if made > 0 else 0.0

    def _of_demand(self, energy_kwh: float) -> float:
        demand = float(self.load_kw.sum())
        return energy_kwh / demand if demand > 0 else 0.0


OF_DISPATCH = {
    "self_used_kw": "pv_used_kwh",
    "export_kw": "export_kwh",
    "curtailed_kw": "curtailed_kwh",
    "battery_charge_kw": "pv_charge_kwh",
    "battery_out_kw": "battery_out_kwh",
    "grid_charge_kw": "grid_charge_kwh",
    "genset_kw": "genset_to_load_kwh",
    "genset_charge_kw": "genset_charge_kwh",
    "genset_dumped_kw": "genset_dumped_kwh",
    "unserved_kw": "unserved_kwh",
}
"""Names of the flows of `dispatch`."""
DIGITS = 9
"""Decimals of a kilowatt below which a difference of two powers is rounding."""
OF_STORAGE = (*list(OF_DISPATCH)[3:], "stored_kw", "standby_kw")


def site_flows(
    design: SiteDesign, *, load_kw: pd.Series[float] | None = None, yield_factor: float = 1.0
) -> SiteFlows:
    """Return the flows of a site, without a plant all load and import.

    Parameters
    ----------
    design
        The site, its plant, its battery and the limit of its connection.
    load_kw
        Another demand than that of the design [kW].
    yield_factor
        Multiplies the plant's output, which its inverters still limit.
    """
    load = design.load_kw if load_kw is None else load_kw
    made: Floats = np.zeros(len(load))
    if design.plant is not None:
        full = design.plant.production.ac_kw.to_numpy(dtype=float) * yield_factor
        made = np.minimum(full, design.plant.ac_kw)
    demand = np.asarray(load, dtype=np.float64)
    columns, running = (
        (_of_the_hour(demand, made, design.export_limit_kw), 0.0)
        if design.storage is None
        else _with_storage(design.storage.flows(demand, made), demand)
    )
    series = {
        name: pd.Series(power, load.index, name=name)
        for name, power in {"ac_kw": made, **columns}.items()
    }
    return SiteFlows(load_kw=load, genset_hours=running, **series)


def _of_the_hour(demand: Floats, made: Floats, export_limit_kw: float) -> Mapping[str, Floats]:
    """Return the flows of a plant that stores nothing."""
    used = np.minimum(made, demand)
    sold = np.minimum(made - used, export_limit_kw)
    return {
        **dict.fromkeys(OF_STORAGE, np.zeros(len(demand))),
        "self_used_kw": used,
        "export_kw": sold,
        "curtailed_kw": made - used - sold,
        "import_kw": demand - used,
    }


def _with_storage(flows: pd.DataFrame, demand: Floats) -> tuple[Mapping[str, Floats], float]:
    """Return the flows of a plant with its battery and genset, and the hours the genset runs."""
    hourly = {name: flows[source].to_numpy() for name, source in OF_DISPATCH.items()}
    return {
        **hourly,
        "stored_kw": np.diff(flows["stored_kwh"].to_numpy(), prepend=0.0),
        "standby_kw": np.round(flows["load_kwh"].to_numpy() - demand, DIGITS),
        "import_kw": (flows["bought_kwh"] + flows["grid_charge_kwh"]).to_numpy(),
    }, float(flows["genset_hours"].sum())
