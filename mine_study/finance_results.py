"""The money of a study under the names of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mine_study.money import Worth
    from mine_study.study import StudyResult


def finance_results(result: StudyResult) -> dict[str, Any]:
    """Return the figures of merit of efficiency, plant and both."""
    money = result.money
    return {
        "efficiency": _worth(money.efficiency),
        "pv": _worth(money.pv) if money.pv else None,
        "whole": _worth(money.whole),
    }


def _worth(worth: Worth) -> dict[str, Any]:
    figures = worth.figures
    return {
        "capex": figures.capex,
        "npv": figures.npv,
        "irr": figures.irr,
        "irr_roots": list(figures.irr_roots),
        "irr_conventional": figures.irr_conventional,
        "mirr": figures.mirr,
        "simple_payback_years": figures.simple_payback_years,
        "discounted_payback_years": figures.discounted_payback_years,
        "lcoe_per_kwh": figures.lcoe_per_kwh,
        "dscr_min": None,
        "npv_before_tax": figures.npv_before_tax,
        "simple_payback_before_tax_years": figures.simple_payback_before_tax_years,
        "payback_lasts": figures.payback_lasts,
        "deduction_lost": figures.deduction_lost,
    }
