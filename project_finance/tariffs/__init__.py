"""What a kilowatt-hour costs, by component; one csv a published sheet, its name the key."""

from __future__ import annotations

from project_finance.tariffs.sheet_fit import fit_tariff, is_stale
from project_finance.tariffs.sheets import read_tariff, tariff_names
from project_finance.tariffs.tariff import COMPONENTS, Tariff, flat_tariff

__all__ = [
    "COMPONENTS",
    "Tariff",
    "fit_tariff",
    "flat_tariff",
    "is_stale",
    "read_tariff",
    "tariff_names",
]
