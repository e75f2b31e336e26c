"""A study whose plan never pays, made from one that does: its savings are taken away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mine_study.headline import Ranged
from mine_study.money import value_plan

if TYPE_CHECKING:
    from mine_study.study import StudyResult

NEVER = Ranged(value=None, low=None, high=None)


def never_paying(result: StudyResult) -> StudyResult:
    """Return a study with the same outlay, savings of a thousandth and no search for the best."""
    amounts = result.money.amounts
    poor = replace(
        amounts,
        efficiency_savings=amounts.efficiency_savings / 1000,
        pv_savings=amounts.pv_savings / 1000,
        export_income=amounts.export_income / 1000,
    )
    return replace(
        result,
        money=value_plan(result.study, poor),
        headline=replace(result.headline, payback_years=NEVER),
        best_plan=None,
    )
