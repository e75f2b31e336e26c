"""The best plan against every plan there is, and beside the plans made without the programme.

Run as ``python docs/validation/finance_best_plan.py``; `section` is then the page's part. The
small problems and the sums over all their plans are those of ``tests/made_selection.py``.
"""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mine_study.study import run_study
from project_finance.selection.best_plan import best_plan
from project_finance.selection.case import SelectionCase
from project_finance.selection.choices import Measure, MeterYear, Plant, Years
from project_finance.selection.comparison import four_plans
from project_finance.selection.frontier import budget_frontier, next_step
from project_finance.selection.limits import Limits
from pv_design.production import simulate
from pv_design.weather import embedded_weather

HERE = Path(__file__).parent
EXACT, PLANS, SPEED, PILOT = (
    HERE / f"finance_best_plan_{name}.csv" for name in ("exact", "plans", "speed", "pilot")
)
STUDY = HERE.parent.parent / "examples" / "los_conquistadores"
TEMPLATE = HERE / "finance_best_plan_template.md"
TESTS = HERE.parent.parent / "tests"
BUDGETS = (25e3, 50e3, 100e3, 200e3)
SEED, INSTANCES, MEASURES, SIZES, RUNS = 11, 5, 12, 40, 3
PRICE, CREDITS, SURPLUS, STEP_KW = 0.2, (0.17, 0.09), 0.06, 100.0
PER_KW, YEARLY_PER_KW, FADE, DISCOUNT, YEARS = 1000.0, 15.0, 0.005, 0.1, 25
SPANS = 5
LEAST_EXTRA = 1000.0
GRID_KG_PER_KWH = 0.22
MILLION = 1e6
MACHINES, WAYS, LARGEST_KW = 12, (1.0, 1.7), 160.0


def every_plan_script() -> Any:  # noqa: ANN401 (a script, found by its path)
    """Return the made problems of the tests as a module."""
    spec = spec_from_file_location("made_selection", TESTS / "made_selection.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(TESTS)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def mine() -> SelectionCase:
    """Return a mine of the pilot's size, every hour of a year, with the pilot's sun."""
    draw = np.random.default_rng(SEED)
    weather = embedded_weather(latitude=2.984, longitude=-76.651, altitude_m=1200.0)
    sun = simulate(weather, dc_kw=1.0, tilt_deg=10.0, azimuth_deg=180.0).ac_kw.to_numpy()
    hour = np.asarray(weather.hours.hour)
    shift = (hour >= 6) & (hour < 22)  # noqa: PLR2004  two shifts
    works = shift & (np.asarray(weather.hours.day_of_week) < 6)  # noqa: PLR2004  six days
    load = np.where(works, 34.0, 5.0) * draw.uniform(0.8, 1.2, len(hour))
    meter = MeterYear(
        name="mine",
        load_kw=load,
        step_hours=np.ones(len(hour)),
        price_per_kwh=np.full(len(hour), PRICE),
        period=np.asarray(weather.hours.month, dtype=np.intp) - 1,
        demand_price_per_kw=np.zeros(12),
        carbon_kg_per_kwh=np.full(len(hour), GRID_KG_PER_KWH),
    )
    saves = tuple(
        measure
        for place in range(MACHINES)
        for measure in _ways(draw, place, load, works if place % 3 else np.ones(len(hour), bool))
    )
    sizes = np.linspace(LARGEST_KW / SIZES, LARGEST_KW, SIZES).tolist()
    plants = tuple(_plant(kw, sun) for kw in sizes)
    return SelectionCase(meters=(meter,), measures=saves, plants=plants, years=_years())


def _ways(draw: np.random.Generator, place: int, load: np.ndarray, on: np.ndarray) -> list[Measure]:
    """Return two ways to treat a machine: the dearer saves more, but less for its money."""
    kw, years = draw.uniform(0.004, 0.02) * load * on, draw.uniform(0.7, 9.0)
    capex = float(kw.sum()) * PRICE * years
    return [
        Measure(
            name=f"machine {place}, way {number}",
            meter="mine",
            machine=f"machine {place}",
            capex=capex * way**1.5,
            present_cost=1.2 * capex * way**1.5,
            yearly_cost=0.0,
            saved_kw=kw * way,
        )
        for number, way in enumerate(WAYS, start=1)
    ]


def _plant(kw: float, sun: np.ndarray) -> Plant:
    annuity = (1 - (1 + DISCOUNT) ** -YEARS) / DISCOUNT
    credit = CREDITS[0] if kw / 1.2 <= STEP_KW else CREDITS[1]
    return Plant(
        name=f"{kw:.0f} kW",
        meter="mine",
        capex=PER_KW * kw,
        present_cost=(PER_KW + YEARLY_PER_KW * annuity) * kw,
        yearly_cost=YEARLY_PER_KW * kw,
        supply_kw=kw * sun,
        credit_per_kwh=np.full(12, credit),
        surplus_per_kwh=np.full(12, SURPLUS),
    )


def _years() -> Years:
    """Return the first year alone, then spans of years, each at the output of its middle."""
    year = np.arange(1, YEARS + 1)
    span = np.concatenate([[0], 1 + (year[1:] - 2) * (SPANS - 1) // (YEARS - 1)])
    count = np.bincount(span).astype(float)
    return Years(
        discounted=np.asarray(np.bincount(span, (1 + DISCOUNT) ** -year.astype(float)), float),
        count=count,
        supply_fraction=np.bincount(span, 1 - FADE * (year - 1)) / count,
    )


def measure_exact() -> pd.DataFrame:
    """Return, for small problems and budgets, how far the plan lies from the best of all."""
    made, rows = every_plan_script(), []
    for seed in range(INSTANCES):
        draw = np.random.default_rng(seed)
        case = made.drawn_case(draw, measures=MEASURES, sizes=SIZES, days=2)
        table = made.every_plan(case)
        for budget in BUDGETS:
            found = best_plan(case, Limits(budget=budget))
            best = float(table.loc[table["capex"] <= budget, "npv"].max())
            npv = found.plan.npv if found.plan else float("nan")
            rows.append(
                {
                    "instance": seed,
                    "budget": budget,
                    "plans": len(table),
                    "npv": npv,
                    "best_of_all": best,
                    "apart_fraction": abs(npv - best) / max(abs(best), 1.0),
                    "gap_fraction": found.gap_fraction,
                }
            )
    return pd.DataFrame(rows)


def measure_plans(case: SelectionCase) -> pd.DataFrame:
    """Return the four plans at each budget."""
    rows = []
    for four in four_plans(case, Limits(budget=0.0), BUDGETS):
        step = next_step(case, Limits(budget=four.budget), least_extra=LEAST_EXTRA)
        best, alone, plants = four.best.plan, four.measures_only.plan, four.plants_only.plan
        if best is None or alone is None or plants is None:
            raise AssertionError(four.budget)
        rows.append(
            {
                "budget": four.budget,
                "best": best.npv,
                "measures_only": alone.npv,
                "plant_only": plants.npv,
                "greedy": four.greedy.npv if four.greedy else float("nan"),
                "measures_done": len(best.measures),
                "plant": ", ".join(best.plants) or "none",
                "gap_fraction": four.best.gap_fraction,
                "next_money": step.extra_budget if step else float("nan"),
                "next_per_unit": step.npv_per_extra if step else float("nan"),
            }
        )
    return pd.DataFrame(rows)


def measure_speed() -> pd.DataFrame:
    """Return seconds for one plan from nothing, and for a frontier of 20 budgets; the median."""
    one, frontier = [], []
    for _ in range(RUNS):
        case = mine()
        start = time.perf_counter()
        best_plan(case, Limits(budget=BUDGETS[2]))
        one.append(time.perf_counter() - start)
        start = time.perf_counter()
        budget_frontier(case, Limits(budget=0.0), np.linspace(1e4, 2e5, 20).tolist())
        frontier.append(time.perf_counter() - start)
    return pd.DataFrame({"plan_s": [np.median(one)], "frontier_s": [np.median(frontier)]})


def measure_pilot() -> pd.DataFrame:
    """Return the four plans of the pilot at each budget, in millions of its currency.

    The value after tax is that of the study's own cash flow of the best plan. Seconds are of the
    processor: to write the study as a selection and to solve it once, from nothing.
    """
    best = run_study(STUDY).best_plan
    if best is None:
        raise AssertionError(STUDY)
    start = time.process_time()
    selection = best.selection
    seconds = time.process_time() - start
    rate = best.offered.case.study.prices.usd_rate
    rows = []
    for four in best.compared:
        plan, alone, plants = four.best.plan, four.measures_only.plan, four.plants_only.plan
        if plan is None or alone is None or plants is None:
            raise AssertionError(four.budget)
        true = best.true_plan(plan).worth.figures
        rows.append(
            {
                "budget_usd": four.budget / rate,
                "best": plan.npv / MILLION,
                "efficiency_alone": alone.npv / MILLION,
                "panels_alone": plants.npv / MILLION,
                "greedy": four.greedy.npv / MILLION if four.greedy else float("nan"),
                "cost_usd": plan.capex / rate,
                "panels_kw": sum(best.choices.plants[name].dc_kw for name in plan.plants),
                "ways": len(plan.measures),
                "true_before_tax": true.npv_before_tax / MILLION,
                "true_after_tax": true.npv / MILLION,
                "gap_fraction": four.best.gap_fraction,
                "choices": len(best.choices.ways),
                "sizes": len(best.choices.plants),
                "programmes": selection.programmes,
                "seconds": seconds,
            }
        )
    return pd.DataFrame(rows)


def section() -> str:
    """Return the page's part."""
    exact, plans, speed, pilot = (pd.read_csv(path) for path in (EXACT, PLANS, SPEED, PILOT))
    return TEMPLATE.read_text(encoding="utf-8").format(
        instances=exact["instance"].nunique(),
        plans_each=int(exact["plans"].max()),
        worst_apart=exact["apart_fraction"].max(),
        worst_gap=max(exact["gap_fraction"].max(), plans["gap_fraction"].max()),
        plan_s=speed["plan_s"].iloc[0],
        frontier_s=speed["frontier_s"].iloc[0],
        table=_table(plans),
        choices=pilot["choices"].iloc[0],
        sizes=pilot["sizes"].iloc[0],
        pilot_s=pilot["seconds"].iloc[0],
        pilot_apart=(pilot["best"] / pilot["true_before_tax"] - 1).abs().max(),
        pilot_gap=pilot["gap_fraction"].max(),
        pilot_table=_pilot_table(pilot),
    )


def _pilot_table(pilot: pd.DataFrame) -> str:
    lines = [
        (
            "| budget [USD] | best plan | efficiency alone | panels alone | greedy order "
            "| costs [USD] | kWp | ways to save | cash flow before tax | cash flow after tax |"
        ),
        "|" + "---:|" * 10,
    ]
    names = ("efficiency_alone", "panels_alone", "greedy", "cost_usd")
    for row in pilot.to_dict("records"):
        others = " | ".join(f"{row[name]:,.0f}" for name in names)
        true = f"{row['true_before_tax']:,.0f} | {row['true_after_tax']:,.0f}"
        lines.append(
            f"| {row['budget_usd']:,.0f} | {row['best']:,.1f} | {others} | {row['panels_kw']:.1f} "
            f"| {row['ways']} | {true} |"
        )
    return "\n".join(lines)


def _table(plans: pd.DataFrame) -> str:
    lines = [
        (
            "| budget | best plan | measures alone | plant alone | greedy | measures done | plant "
            "| next money | worth per unit of it |"
        ),
        "|---:|---:|---:|---:|---:|---:|---|---:|---:|",
    ]
    for row in plans.to_dict("records"):
        none = pd.isna(row["next_money"])
        following = (
            "none | none" if none else f"{row['next_money']:,.0f} | {row['next_per_unit']:.2f}"
        )
        worths = " | ".join(
            f"{row[name]:,.0f}" for name in ("best", "measures_only", "plant_only", "greedy")
        )
        done = f"{row['measures_done']} | {row['plant']}"
        lines.append(f"| {row['budget']:,.0f} | {worths} | {done} | {following} |")
    return "\n".join(lines)


if __name__ == "__main__":
    measure_exact().to_csv(EXACT, index=False, float_format="%.12g")
    measure_plans(mine()).to_csv(PLANS, index=False, float_format="%.12g")
    measure_speed().to_csv(SPEED, index=False, float_format="%.4g")
    measure_pilot().to_csv(PILOT, index=False, float_format="%.8g")
