"""Studies of the example that many tests read and none changes: each is run once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mine_study.study import run_study

if TYPE_CHECKING:
    from mine_study.study import StudyResult

QUICK = "best_plan.search=false"
"""For studies whose results or report are written by tests that ask nothing of the best plan."""
LENT_AND_STORED = (
    "debt.kind=annuity",
    "debt.rate=0.16",
    "debt.years=7",
    "debt.loan_fraction=0.7",
    "debt.reserve_months=6",
    "debt.covenant_dscr=1.2",
    "esco.esco_share=0.7",
    "esco.contract_years=7",
    "esco.esco_discount_rate=0.15",
    "sites.planta.storage.build=true",
    "sites.planta.storage.capacity_kwh=20",
    "sites.planta.storage.power_kw=10",
    "sites.planta.storage.genset_kw=60",
    "sites.planta.storage.outages_per_year=20",
    QUICK,
)
"""Overrides for a loan, shared savings, a battery and outages."""
EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"


@cache
def studied(*overrides: str) -> StudyResult:
    """Return the study of the example with some keys overridden, as ``run_study`` gives it."""
    return run_study(EXAMPLE, overrides)
