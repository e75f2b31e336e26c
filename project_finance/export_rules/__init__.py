"""What the grid gives for exported energy: one file a rule, its key in ``EXPORT_RULES``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from project_finance.export_rules import creg174, no_credit
from project_finance.export_rules.bill import Bill

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from project_finance.tariffs import Tariff

__all__ = ["EXPORT_RULES", "Bill", "ExportRule"]


class ExportRule(Protocol):
    """The one function of an export rule."""

    def __call__(
        self, import_kwh: pd.Series, export_kwh: pd.Series, tariff: Tariff, plant_ac_kw: float
    ) -> Bill:
        """Return the bill of the energies, hour by hour, at one meter."""


EXPORT_RULES: Mapping[str, ExportRule] = {
    "creg174": creg174.monthly_bill,
    "none": no_credit.monthly_bill,
}
"""Rules by the name that a study file uses."""
