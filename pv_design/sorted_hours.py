"""Hours in the order in which a growing plant starts to export: every size at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class SortedHours:
    """The hours of one period in the order in which a growing plant starts to export in them."""

    ratio: Floats
    """Size from which the hour exports [kW]; only hours with sun."""
    load_below: Floats
    """Load of the first n hours, n from 0 [kWh]."""
    unit_below: Floats
    """Production of 1 kW in the first n hours [kWh]."""
    load_kwh: float
    """Load of the whole period, nights included."""

    @classmethod
    def of(cls, load: Floats, unit: Floats) -> SortedHours:
        """Return the hours of a load and of the production of 1 kW, both 0 or more [kW].

        Examples
        --------
        >>> SortedHours.of(np.array([5.0, 2.0, 3.0]), np.array([0.5, 0.5, 0.0])).ratio.tolist()
        [4.0, 10.0]
        """
        sunny = unit > 0
        with np.errstate(over="ignore"):
            ratio = load[sunny] / unit[sunny]
        order = np.argsort(ratio, kind="stable")
        return cls(
            ratio=ratio[order],
            load_below=np.concatenate(([0.0], np.cumsum(load[sunny][order]))),
            unit_below=np.concatenate(([0.0], np.cumsum(unit[sunny][order]))),
            load_kwh=float(load.sum()),
        )

    def self_used_kwh(self, dc_kw: Floats) -> Floats:
        """Energy used in the hour it was made, for each size [kWh]."""
        exporting = np.searchsorted(self.ratio, dc_kw, side="right")
        still_used = self.unit_below[-1] - self.unit_below[exporting]
        return np.asarray(self.load_below[exporting] + dc_kw * still_used)

    def import_kwh(self, dc_kw: Floats) -> Floats:
        """Energy bought, for each size [kWh]."""
        return np.asarray(np.clip(self.load_kwh - self.self_used_kwh(dc_kw), 0, None))

    def export_kwh(self, dc_kw: Floats) -> Floats:
        """Energy the load could not take, for each size [kWh]."""
        return np.asarray(np.clip(dc_kw * self.unit_below[-1] - self.self_used_kwh(dc_kw), 0, None))
