"""What every export rule is: how it bills a meter, and where its worth changes with size."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from project_finance.export_rules.bill import Bill
    from project_finance.tariffs import Tariff


@dataclass(frozen=True, kw_only=True)
class PlantLimits:
    """Sizes at which a rule changes."""

    step_ac_kw: float | None = None
    """Largest plant that keeps the better worth of its exports; None where there is no step."""
    largest_ac_kw: float = math.inf
    """Largest plant the rule holds for."""


@dataclass(frozen=True, kw_only=True)
class ExportRule:
    """A way to value exported energy."""

    bill: Callable[[pd.Series, pd.Series, Tariff, float], Bill]
    """``bill(import_kwh, export_kwh, tariff, plant_ac_kw)``: the bill of hourly energies."""
    limits: Callable[[], PlantLimits] = PlantLimits
    """The sizes at which it changes, read on first use."""
    needs_components: bool = False
    """Whether it needs the components of a tariff sheet and a spot price."""

    def __call__(
        self, import_kwh: pd.Series, export_kwh: pd.Series, tariff: Tariff, plant_ac_kw: float
    ) -> Bill:
        """Return the bill of the energies, hour by hour, at one meter."""
        return self.bill(import_kwh, export_kwh, tariff, plant_ac_kw)
