"""What every export rule is: how it bills a meter, and where its worth changes with size."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from project_finance.export_rules.export_limit import limited_bill

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

    def limited_to(self, export_limit_kw: float) -> ExportRule:
        """Return this rule behind a limit on the power sent to the grid; 0 is zero export.

        Parameters
        ----------
        export_limit_kw
            Most power that may leave the meter [kW], at least 0.

        Raises
        ------
        InputError
            If the limit is negative or not a number, or the energies of a bill have fewer than
            two steps, which leave their length unknown.

        Examples
        --------
        >>> import pandas as pd
        >>> from project_finance.export_rules import EXPORT_RULES
        >>> from project_finance.tariffs import flat_tariff
        >>> hours = pd.date_range("2026-01-01 11:00", periods=2, freq="h", tz="America/Lima")
        >>> bought, sold = pd.Series([0.0, 9.0], index=hours), pd.Series([70.0, 0.0], index=hours)
        >>> held = EXPORT_RULES["none"].limited_to(50.0)
        >>> bill = held(bought, sold, flat_tariff(0.5, "PEN", year=2026), 80.0)
        >>> bill.export_kwh, bill.curtailed_kwh
        (50.0, 20.0)
        """
        return replace(self, bill=partial(limited_bill, self.bill, export_limit_kw=export_limit_kw))
