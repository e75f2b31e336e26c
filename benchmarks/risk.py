"""Draws of the whole cash flow with tax, its figures, tornado and break-even, on one core."""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import statistics
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from project_finance.cash_flow import project_cash_flow
from project_finance.incentives import read_incentives
from project_finance.uncertainty.break_even import break_even
from project_finance.uncertainty.drivers import read_drivers
from project_finance.uncertainty.monte_carlo import monte_carlo
from project_finance.uncertainty.project_case import Debt, ProjectCase
from project_finance.uncertainty.tornado import tornado
from project_finance.uncertainty.two_way import two_way

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 5
DRAWS = 10_000
BUDGET_S = 1.0
YEARS = 25
LOAN_YEARS = 7
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


def project() -> ProjectCase:
    """Return 100 kW of plant and some measures in Colombia, with losses and a loan."""
    return ProjectCase(
        capex=320e6,
        vat_paid=10e6,
        discount_rate=0.10,
        efficiency_savings_year1=10e6,
        pv_savings_year1=60e6,
        export_income_year1=20e6,
        om_per_year=4.5e6,
        replacements={12: 25e6},
        tariff_escalation_fraction=0.05,
        inflation_fraction=0.05,
        degradation_fraction_per_year=0.005,
        horizon_years=YEARS,
        tax_rules=read_incentives("CO"),
        other_taxable_income=10e6,
        foreign_fraction=0.6,
        debt=Debt(
            service=[50e6] * LOAN_YEARS + [0.0] * (YEARS - LOAN_YEARS),
            covenant_dscr=1.2,
            is_foreign=True,
        ),
    )


def main() -> None:
    """Print the time of every way to look at a doubt, and the budget."""
    case, drivers = project(), read_drivers()
    took = seconds(partial(monte_carlo, case, drivers, count=DRAWS, seed=SEED))
    verdict = "met" if took < BUDGET_S else "MISSED"
    print(f"{DRAWS:,} draws with all figures: {took:.3f} s; {BUDGET_S:.0f} s: {verdict}")
    lumpy = replace(case, replacements={10: 400e6, 20: 400e6})
    took = seconds(partial(monte_carlo, lumpy, drivers, count=DRAWS, seed=SEED))
    verdict = "met" if took < BUDGET_S else "MISSED"
    print(f"the same with years below zero: {took:.3f} s; {BUDGET_S:.0f} s: {verdict}")
    alone = seconds(lambda: [project() for _ in range(ALONE)]) / ALONE
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
