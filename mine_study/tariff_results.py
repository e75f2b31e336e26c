"""The tariffs of a study under the names of `results.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mine_study.contribution_case import contribution_case
from project_finance.tariffs import COMPONENTS

if TYPE_CHECKING:
    from mine_study.study import StudyResult
    from project_finance.tariffs import Tariff


ENERGY_ITEMS = ("energy_per_kwh", "energy_peak_per_kwh", "energy_offpeak_per_kwh")


def tariff_results(result: StudyResult) -> dict[str, Any]:
    """Return the price of each site by component, and the case of another contribution.

    Parameters
    ----------
    result
        The study.
    """
    return {
        "by_site": {name: tariff_figures(tariff) for name, tariff in result.audit.tariffs.items()},
        "contribution": _contribution(result),
    }


def tariff_figures(tariff: Tariff) -> dict[str, Any]:
    """Return the prices of one site.

    Parameters
    ----------
    tariff
        Off its bills, its sheet or its price sheet.
    """
    after = tariff.behind_plant
    cheapest, dearest = _ends(tariff)
    return {
        "name": tariff.name,
        "valid_from": tariff.valid_from,
        "price_per_kwh": tariff.price_per_kwh,
        "components": {name: getattr(tariff, name) for name in COMPONENTS}
        if tariff.is_divided
        else None,
        "contribution_fraction": tariff.contribution_fraction,
        "fixed_per_month": _fixed(tariff),
        "dearest_hour_per_kwh": dearest,
        "cheapest_hour_per_kwh": cheapest,
        "tax_fraction": tariff.power.tariff.tax_fraction if tariff.power else None,
        "with_plant": None if after is None else tariff_figures(after),
    }


def _ends(tariff: Tariff) -> tuple[float, float]:
    """Return the prices of a kWh in its cheapest and its dearest hour, of a price sheet its own."""
    if tariff.power is not None:
        sheet = tariff.power.tariff.prices
        prices = [price for item, price in sheet.items() if item in ENERGY_ITEMS]
        return min(prices), max(prices)
    by_hour, price = tariff.price_factor_by_hour, tariff.price_per_kwh
    if by_hour is None:
        return price, price
    return price * float(by_hour.min()), price * float(by_hour.max())


def _fixed(tariff: Tariff) -> float:
    """Return the fixed charge of a month, of a price sheet its own."""
    if tariff.power is not None:
        return tariff.power.tariff.prices["fixed_per_month"]
    return tariff.fixed_per_month


def _contribution(result: StudyResult) -> dict[str, Any] | None:
    case = contribution_case(result)
    if case is None:
        return None
    return {
        "fraction": case.fraction,
        "from_year": case.from_year,
        "npv_after_tax": case.npv,
        "npv_change_after_tax": case.npv_change,
        "simple_payback_after_tax_years": case.simple_payback_years,
    }
