"""What a meter sees hour by hour once the plant runs, and what of it is charged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from project_finance.reactive_energy import ReactiveBill, reactive_bill

if TYPE_CHECKING:
    import pandas as pd

    from project_finance.grid_rules import ReactiveRules


@dataclass(frozen=True, kw_only=True, eq=False)
class MeterHours:
    """What a meter sees in each hour with the plant, and by which rules."""

    import_kw: pd.Series
    """Bought [kW]."""
    kvar: pd.Series
    """Drawn by the machines [kvar]; negative leads."""
    rules: ReactiveRules
    """Of the country, with the free share of the study."""
    months_over: int
    """Months that already count towards the factor [months]."""

    def bill(self, kvar: pd.Series, *, lasting: bool = False) -> ReactiveBill:
        """Return what is charged with another reactive power at the meter."""
        rules = self.rules
        long = int(rules.factor_grace_months + rules.factor_most)
        months = max(long, self.months_over) if lasting else self.months_over
        return reactive_bill(self.import_kw, kvar, rules, months_over_before=months)

    @property
    def supply_fraction(self) -> float:
        """Share of the active energy up to which a controlled source leaves reactive energy.

        It stops at the free share of the hour; where the month counts it supplies all it can.
        """
        return self.rules.free_fraction if self.rules.period == "hour" else 0.0
