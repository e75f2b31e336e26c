"""What the grid gives for exported energy: one file a rule, its key in ``EXPORT_RULES``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from project_finance.export_rules import creg174, no_credit
from project_finance.export_rules.bill import Bill
from project_finance.export_rules.monthly_credits import MonthlyCredits
from project_finance.export_rules.rule import ExportRule, PlantLimits

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EXPORT_RULES", "Bill", "ExportRule", "MonthlyCredits", "PlantLimits"]

EXPORT_RULES: Mapping[str, ExportRule] = {"creg174": creg174.RULE, "none": no_credit.RULE}
"""Rules by the name that a study file uses."""
