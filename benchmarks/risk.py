"""Draws of the pilot's whole cash flow with tax and loan, tornado, break-even, on one core."""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import statistics
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mine_study.study import run_study
from project_finance.cash_flow import project_cash_flow
from project_finance.uncertainty.break_even import break_even
from project_finance.uncertainty.monte_carlo import monte_carlo
from project_finance.uncertainty.tornado import tornado
from project_finance.uncertainty.two_way import two_way

if TYPE_CHECKING:
    from collections.abc import Callable

    from mine_study.study import StudyResult

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
RUNS = 5
DRAWS = 10_000
BUDGET_S = 1.0
SEED = 7
ALONE = 20
"""Projects reckoned one by one, to compare."""


def seconds(work: Callable[[], object]) -> float:
    """Return the median wall time of some work, after one run to warm up."""
    times = []
    for number in range(RUNS + 1):
        begin = time.perf_counter()
        work()
        if number:
            times.append(time.perf_counter() - begin)
    return statistics.median(times)


def pilot() -> StudyResult:
    """Return the pilot with its tax, its wait for permits and a loan in dollars."""
    return run_study(
        EXAMPLE,
        [
            "debt.kind=annuity",
            "debt.rate=0.09",
            "debt.years=7",
            "debt.loan_fraction=0.7",
            "debt.currency=USD",
            "debt.covenant_dscr=1.2",
            "finance.other_taxable_income_per_year=100000000",
        ],
    )


def main() -> None:
    """Print the time of every way to look at a doubt, and the budget."""
    risk = pilot().risk
    if risk is None:
        raise SystemExit("the pilot buys nothing")
    built = seconds(lambda: replace(risk).case)
    print(f"the case with its bills at more and fewer hours: {1e3 * built:.0f} ms")
    case, drivers = risk.case, risk.drivers
    took = seconds(partial(monte_carlo, case, drivers, count=DRAWS, seed=SEED))
    verdict = "met" if took < BUDGET_S else "MISSED"
    print(f"{DRAWS:,} draws with all figures: {took:.3f} s; {BUDGET_S:.0f} s: {verdict}")
    lumpy = replace(case, replacements={10: case.capex, 20: case.capex}, foreign_replacements=None)
    took = seconds(partial(monte_carlo, lumpy, drivers, count=DRAWS, seed=SEED))
    verdict = "met" if took < BUDGET_S else "MISSED"
    print(f"the same with years below zero: {took:.3f} s; {BUDGET_S:.0f} s: {verdict}")
    alone = seconds(lambda: [replace(case).flow for _ in range(ALONE)]) / ALONE
    print(
        f"{project_cash_flow.__name__} alone: {1e3 * alone:.2f} ms; "
        f"{DRAWS:,} of them {DRAWS * alone:.0f} s"
    )
    print(f"tornado: {1e3 * seconds(partial(tornado, case, drivers)):.1f} ms")
    factors = np.linspace(0.5, 1.5, 11)
    table = seconds(partial(two_way, case, tariff=factors, capex=factors))
    print(f"two-way table of {factors.size} x {factors.size}: {1e3 * table:.1f} ms")
    even = seconds(partial(break_even, case, "tariff"))
    print(f"break-even tariff: {1e3 * even:.1f} ms")


if __name__ == "__main__":
    main()
