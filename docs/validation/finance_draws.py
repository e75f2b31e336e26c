"""Ranges of the money beside closed forms, draws beside single cash flows, and their speed.

Run as ``python docs/validation/finance_draws.py`` to measure; `section` is then the page's part.
"""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import math
import statistics
import time
from dataclasses import fields, replace
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING

import pandas as pd
from finance_sam import projects
from finance_sam_ours import first_year

from project_finance.metrics import npv
from project_finance.project import Project
from project_finance.uncertainty.draws import draw_changes
from project_finance.uncertainty.drivers import read_drivers
from project_finance.uncertainty.flow_many import flow_many
from project_finance.uncertainty.monte_carlo import monte_carlo
from project_finance.uncertainty.project_case import ProjectCase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from project_finance.uncertainty.drivers import Driver

HERE = Path(__file__).parent
RESULTS, FIGURES = HERE / "finance_draws.csv", HERE / "finance_draws_figures.csv"
TEMPLATE = HERE / "finance_draws_template.md"
DRAWS, SEED, RUNS, ALONE = 10_000, 7, 5, 200
OUTLAY, SAVED, RATE, YEARS = 100.0, 18.0, 0.10, 10
YIELD_SIGMA, OUTLAY_SIGMA = 0.12, 0.15
ANNUITY = sum((1 + RATE) ** -year for year in range(1, YEARS + 1))
Z90 = NormalDist().inv_cdf(0.9)


def only(**sigmas: float) -> dict[str, Driver]:
    """Return the drivers, sure but for the given sigmas."""
    return read_drivers(sigmas=dict.fromkeys(read_drivers(), 0.0) | sigmas)


def closed_forms() -> pd.DataFrame:
    """Return figures of a normal yield and of a lognormal outlay, known and drawn."""
    case = ProjectCase(
        capex=OUTLAY,
        pv_savings_year1=SAVED,
        discount_rate=RATE,
        tariff_escalation_fraction=0.0,
        inflation_fraction=0.0,
        degradation_fraction_per_year=0.0,
        horizon_years=YEARS,
    )
    worth, far = SAVED * ANNUITY, math.exp(Z90 * OUTLAY_SIGMA)
    yields = _drawn(case, only(pv_yield=YIELD_SIGMA))
    outlays = _drawn(case, only(capex=OUTLAY_SIGMA))
    loss = NormalDist().cdf((OUTLAY / worth - 1) / YIELD_SIGMA)
    dear = NormalDist().cdf(-math.log(worth / OUTLAY) / OUTLAY_SIGMA)
    known = {
        "yield": {
            "P90": worth * (1 - Z90 * YIELD_SIGMA) - OUTLAY,
            "P50": worth - OUTLAY,
            "P10": worth * (1 + Z90 * YIELD_SIGMA) - OUTLAY,
            "mean": worth - OUTLAY,
            "chance of a loss": loss,
        },
        "outlay": {
            "P90": worth - OUTLAY * far,
            "P50": worth - OUTLAY,
            "P10": worth - OUTLAY / far,
            "mean": worth - OUTLAY * math.exp(OUTLAY_SIGMA**2 / 2),
            "chance of a loss": dear,
        },
    }
    drawn = {"yield": yields, "outlay": outlays}
    return pd.DataFrame(
        {"doubt": doubt, "figure": name, "known": figure, "drawn": drawn[doubt][name]}
        for doubt, figures in known.items()
        for name, figure in figures.items()
    )


def _drawn(case: ProjectCase, drivers: Mapping[str, Driver]) -> dict[str, float]:
    risk = monte_carlo(case, drivers, count=DRAWS, seed=SEED)
    worth = risk.npv_after_tax
    found = (worth.p90, worth.p50, worth.p10, risk.mean_npv_after_tax)
    if any(figure is None for figure in found):
        raise AssertionError(found)
    numbers = [float(figure) for figure in found if figure is not None]
    names = ("P90", "P50", "P10", "mean", "chance of a loss")
    return dict(zip(names, [*numbers, risk.probability_npv_below_zero], strict=True))


def whole_project() -> ProjectCase:
    """Return a taxed project of the page, growing prices and all."""
    told = next(row for row in projects() if row["project"] == "taxed")
    given = first_year(told, fading="linear")
    return ProjectCase(**{field.name: getattr(given, field.name) for field in fields(Project)})


def furthest_apart(alone: int = ALONE) -> float:
    """Return how far the NPV of a draw lies from that of its own project, as part of the outlay."""
    case = whole_project()
    drivers = read_drivers(sigmas={"pv_yield_of_a_year": 0.0})
    changes = draw_changes(drivers, count=alone, years=case.horizon_years, seed=SEED)
    many = flow_many(case, changes).net_after_tax
    apart = []
    for i in range(alone):
        level = changes.tariff[i] * changes.pv_yield[i, 0]
        one = replace(
            case,
            capex=case.capex * changes.capex[i],
            pv_savings_year1=case.pv_savings_year1 * level,
            export_income_year1=case.export_income_year1 * level,
            tariff_escalation_fraction=case.tariff_escalation_fraction
            + changes.tariff_escalation[i],
        )
        worth = npv(case.discount_rate, one.flow.yearly["net_after_tax"])
        apart.append(abs(npv(case.discount_rate, many[i]) - worth) / case.capex)
    return max(apart)


def seconds() -> float:
    """Return the median time of all draws with every figure of each."""
    case, drivers, times = whole_project(), read_drivers(), []
    for number in range(RUNS + 1):
        begin = time.perf_counter()
        monte_carlo(case, drivers, count=DRAWS, seed=SEED)
        if number:
            times.append(time.perf_counter() - begin)
    return statistics.median(times)


def section() -> str:
    """Return the part of the page about doubts."""
    told = pd.read_csv(RESULTS).iloc[0]
    lines = [
        f"| {row['doubt']} | {row['figure']} | {row['known']:.4f} | {row['drawn']:.4f} |"
        for row in pd.read_csv(FIGURES).to_dict("records")
    ]
    return TEMPLATE.read_text(encoding="utf-8").format(
        draws=DRAWS,
        alone=ALONE,
        apart=told["apart"],
        seconds=told["seconds"],
        yield_sigma=YIELD_SIGMA,
        outlay_sigma=OUTLAY_SIGMA,
        table="\n".join(lines),
    )


if __name__ == "__main__":
    closed_forms().to_csv(FIGURES, index=False, float_format="%.10g", lineterminator="\n")
    measured = pd.DataFrame({"apart": [furthest_apart()], "seconds": [seconds()]})
    measured.to_csv(RESULTS, index=False, float_format="%.3g", lineterminator="\n")
