"""The tariffs of a study under the names of `results.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mine_study.contribution_case import contribution_case
from project_finance.tariffs import COMPONENTS

if TYPE_CHECKING:
    from mine_study.study import StudyResult
    from project_finance.tariffs import Tariff


def tariff_results(result: StudyResult) -> dict[str, Any]:
    """Return the price of each site by component, and the case of another contribution.

    Parameters
    ----------
    result
        The study.
    """
    return {
        "by_site": {name: _tariff(tariff) for name, tariff in result.audit.tariffs.items()},
        "contribution": _contribution(result),
    }


def _tariff(tariff: Tariff) -> dict[str, Any]:
    by_hour = tariff.price_factor_by_hour
    after = tariff.behind_plant
    dearest, cheapest = (1.0, 1.0) if by_hour is None else (by_hour.max(), by_hour.min())
    return {
        "name": tariff.name,
        "valid_from": tariff.valid_from,
        "price_per_kwh": tariff.price_per_kwh,
        "components": {name: getattr(tariff, name) for name in COMPONENTS}
        if tariff.is_divided
        else None,
        "contribution_fraction": tariff.contribution_fraction,
        "fixed_per_month": tariff.fixed_per_month,
        "dearest_hour_per_kwh": tariff.price_per_kwh * float(dearest),
        "cheapest_hour_per_kwh": tariff.price_per_kwh * float(cheapest),
        "tax_fraction": tariff.power.tariff.tax_fraction if tariff.power else None,
        "with_plant": None if after is None else _tariff(after),
    }


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
