"""What flows at a site in each hour once its plant runs: used, sold, thrown away, bought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from mine_study.site_design import SiteDesign


@dataclass(frozen=True, kw_only=True, eq=False)
class SiteFlows:
    """Mean power of each hour [kW], on the labels of the load."""

    load_kw: pd.Series[float]
    """Demand of the machines."""
    ac_kw: pd.Series[float]
    """What the plant makes: self_used + export + curtailed."""
    self_used_kw: pd.Series[float]
    """Of that, used in its own hour."""
    export_kw: pd.Series[float]
    """Of that, sent to the grid."""
    curtailed_kw: pd.Series[float]
    """Of that, thrown away because the connection takes no more."""
    import_kw: pd.Series[float]
    """Bought from the grid."""

    @property
    def coverage_fraction(self) -> float:
        """Energy of the plant over the demand of the year; 0 without demand."""
        return self._of_demand(self.ac_kw)

    @property
    def self_sufficiency_fraction(self) -> float:
        """Of the demand of the year, what the plant carries hour by hour; 0 without demand."""
        return self._of_demand(self.self_used_kw)

    @property
    def self_consumption_fraction(self) -> float:
        """Of the production, what is used in its own hour; 0 without production."""
        made = float(self.ac_kw.sum())
        return float(self.self_used_kw.sum()) / made if made > 0 else 0.0

    def _of_demand(self, power_kw: pd.Series[float]) -> float:
        demand = float(self.load_kw.sum())
        return float(power_kw.sum()) / demand if demand > 0 else 0.0


def site_flows(
    design: SiteDesign, *, load_kw: pd.Series[float] | None = None, yield_factor: float = 1.0
) -> SiteFlows:
    """Return the flows of a site, without a plant all load and import.

    Parameters
    ----------
    design
        The site, its plant and the limit of its connection.
    load_kw
        Another demand than that of the design [kW].
    yield_factor
        Multiplies the plant's output, which its inverters still limit.
    """
    load = design.load_kw if load_kw is None else load_kw
    made = np.zeros(len(load))
    if design.plant is not None:
        full = design.plant.production.ac_kw.to_numpy(dtype=float) * yield_factor
        made = np.minimum(full, design.plant.ac_kw)
    demand = load.to_numpy(dtype=float)
    used = np.minimum(made, demand)
    sold = np.minimum(made - used, design.export_limit_kw)
    columns = {
        "ac_kw": made,
        "self_used_kw": used,
        "export_kw": sold,
        "curtailed_kw": made - used - sold,
        "import_kw": demand - used,
    }
    series = {name: pd.Series(power, load.index, name=name) for name, power in columns.items()}
    return SiteFlows(load_kw=load, **series)
