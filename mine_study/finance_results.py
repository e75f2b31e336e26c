"""The money of a study under the names of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mine_study.debt_results import debt_results, esco_results
from mine_study.money_months import plan_by_month
from mine_study.money_results import monthly_results, worth_results
from mine_study.risk_results import risk_results

if TYPE_CHECKING:
    from mine_study.study import StudyResult


def finance_results(result: StudyResult) -> dict[str, Any]:
    """Return the figures of merit of efficiency, plant and both."""
    money = result.money
    return {
        "efficiency": worth_results(result, money.efficiency),
        "pv": worth_results(result, money.pv) if money.pv else None,
        "whole": worth_results(result, money.whole)
        | {"monthly": monthly_results(plan_by_month(result))}
        | {"dscr_min": result.debt.cover.dscr_min if result.debt else None},
        "debt": debt_results(result),
        "esco": esco_results(result.esco),
        "risk": risk_results(result),
    }
