"""What keeps a plant small: area, roof, capital and inverter power."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from pv_design.electrical.row_ground import RowGround
    from pv_design.size_search.plant_money import PlantCosts

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class SizeLimits:
    """Upper limits of a plant; infinite where nothing limits."""

    area_m2: float = np.inf
    """Ground for the plant [m2]."""
    m2_per_dc_kw: float = 0.0
    """Ground that 1 kW of modules takes, rows and their distance together [m2/kW]."""
    roof_dc_kw: float = np.inf
    """Modules that roofs hold [kW]."""
    capital: float = np.inf
    """Money there is to build [money]."""
    ac_kw: float = np.inf
    """Inverter power the connection allows [kW]."""
    rows: RowGround | None = None
    """How the rows of whole plants stand; without them ground goes by power alone."""

    def __post_init__(self) -> None:
        amounts = {name: value for name, value in vars(self).items() if name != "rows"}
        for field, value in amounts.items():
            if not value >= 0 or (field == "m2_per_dc_kw" and value == np.inf):
                raise InputError.of(field, value, allowed=message("a number of 0 or more"))
        if np.isfinite(self.area_m2) and not self.m2_per_dc_kw > 0:
            allowed = message("ground above 0 m2/kW, since an area is given")
            raise InputError.of("m2_per_dc_kw", self.m2_per_dc_kw, allowed=allowed)

    def most_dc_kw(
        self, costs: PlantCosts, *, dc_ac_ratio: float, largest_ac_kw: float
    ) -> dict[str, float]:
        """Return the most modules each limit allows at a fixed DC/AC ratio [kW].

        Parameters
        ----------
        costs
            What a plant costs; without costs that grow, money limits nothing.
        dc_ac_ratio
            Module over inverter power, above 0.
        largest_ac_kw
            Largest inverter power for which exports have a rule [kW].

        Examples
        --------
        >>> from pv_design.size_search.plant_money import PlantCosts
        >>> limits = SizeLimits(capital=100_000.0, ac_kw=50.0)
        >>> costs = PlantCosts(capital_per_dc_kw=900.0, capital_fixed=10_000.0)
        >>> limits.most_dc_kw(costs, dc_ac_ratio=1.2, largest_ac_kw=1000.0)["capital"]
        100.0
        """
        per_kw = costs.capital_per_dc_kw + costs.capital_per_ac_kw / dc_ac_ratio
        left = self.capital - costs.capital_fixed
        affordable = np.inf if left >= 0 else 0.0
        return {
            "area_m2": self._ground_dc_kw(),
            "roof_dc_kw": self.roof_dc_kw,
            "capital": max(left, 0.0) / per_kw if per_kw else affordable,
            "ac_kw": self.ac_kw * dc_ac_ratio,
            "largest_ac_kw": largest_ac_kw * dc_ac_ratio,
        }

    def room(self, plants: pd.DataFrame, *, largest_ac_kw: float) -> dict[str, Floats]:
        """Return what each limit leaves to plants, below 0 where one is too large.

        Parameters
        ----------
        plants
            Columns dc_kw, ac_kw [kW], capital [money], and modules where rows are known.
        largest_ac_kw
            Largest inverter power for which exports have a rule [kW].
        """
        dc_kw, ac_kw = plants["dc_kw"].to_numpy(), plants["ac_kw"].to_numpy()
        return {
            "area_m2": self.area_m2 - self._ground_m2(plants),
            "roof_dc_kw": self.roof_dc_kw - dc_kw,
            "capital": self.capital - plants["capital"].to_numpy(),
            "ac_kw": self.ac_kw - ac_kw,
            "largest_ac_kw": largest_ac_kw - ac_kw,
        }

    def _ground_dc_kw(self) -> float:
        """Return the most modules that the ground holds, in rows that need not be whole [kW]."""
        if not self.m2_per_dc_kw or not np.isfinite(self.area_m2):
            return np.inf
        area_m2 = self.area_m2 + (self.rows.last_gap_m2 if self.rows else 0.0)
        return area_m2 / self.m2_per_dc_kw

    def _ground_m2(self, plants: pd.DataFrame) -> Floats:
        if self.rows is None:
            return self.m2_per_dc_kw * plants["dc_kw"].to_numpy()
        return self.rows.ground_m2(plants["modules"].to_numpy(dtype=float))
