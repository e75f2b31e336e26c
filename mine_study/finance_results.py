"""The money of a study under the names of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mine_study.debt_results import debt_results, esco_results
from mine_study.money_months import plan_by_month
from mine_study.money_results import monthly_results, worth_results
from mine_study.risk_results import risk_results

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mine_study.study import StudyResult


def finance_results(result: StudyResult) -> dict[str, Any]:
    """Return the figures of merit of efficiency, plant and both."""
    return {name: part(result) for name, part in FINANCE_PARTS.items()}


def _whole(result: StudyResult) -> dict[str, Any]:
    return (
        worth_results(result, result.money.whole)
        | {"monthly": monthly_results(plan_by_month(result))}
        | {"dscr_min": result.debt.cover.dscr_min if result.debt else None}
    )


def _first_year(result: StudyResult) -> dict[str, float]:
    """Return the money and energy of the first year from which the cash flows are made."""
    amounts = vars(result.money.amounts)
    return {name: value for name, value in amounts.items() if isinstance(value, int | float)}


FINANCE_PARTS: Mapping[str, Callable[[StudyResult], Any]] = {
    "first_year": _first_year,
    "efficiency": lambda result: worth_results(result, result.money.efficiency),
    "pv": lambda result: worth_results(result, result.money.pv) if result.money.pv else None,
    "whole": _whole,
    "debt": debt_results,
    "esco": lambda result: esco_results(result.esco),
    "risk": risk_results,
}
"""The parts of the money in their order."""
