"""Bill calibration on synthetic mines of which the truth is known; the slow part of the page.

Run by ``make validation``; writes calibration_runs.csv, from which the page is made.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from audit_figures import HERE, markdown, records

from energy_audit.balance import balance_with_bills
from energy_audit.calibration import Calibration, calibrate
from energy_audit.conditions import Conditions
from energy_audit.consumption import Consumption, consume
from energy_audit.inventory import inventory_rules
from energy_audit.shift_calendar import ShiftCalendar
from equipment_catalog.year_hours import hours_of_year

RUNS = HERE / "calibration_runs.csv"
SEEDS = range(1, 11)
MINES, MACHINES, MEASURED = 20, 25, 5
"""Mines of a seed, machines of a mine, and how many of them were measured."""
LOAD_SIGMA, HOURS_SIGMA, MEASURED_SIGMA = 0.15, 0.10, 0.03
UNLISTED = (0.0, 0.15)
"""Share of the bills that no machine of the list draws."""
METER = (("kwh", 0.01, 0.03), ("kvarh", 0.10, 0.05))
"""One sigma of a bill that all months share, and of each month."""
RATINGS_KW = (1.5, 2.2, 3.0, 4.0, 5.5, 7.5, 11.0, 15.0, 18.5, 22.0)
CONTINUOUS = 0.2
"""Share of the machines that run day and night."""
TWO_SIDED_95 = 1.96


def calibration_run(seed: int, unlisted: float) -> dict[str, float]:
    """Return how well the calibration of some synthetic mines finds what was planted.

    Load and hours of each machine are drawn around the list with the list's own sigma, its largest
    machines as if measured; the bills are those of the true machines, with errors of the meter.

    Parameters
    ----------
    seed
        Of the random numbers.
    unlisted
        Share of each bill drawn by what is not in the list, fraction.
    """
    rng = np.random.default_rng(seed)
    listed = _listed(rng)
    sigmas = _sigmas(listed)
    errors = 1 + rng.normal(size=(2, len(listed))) * sigmas.to_numpy().T
    longest = np.where(listed["schedule"] == "shifts", 16.0, 24.0)
    truth = listed.assign(
        load_fraction=(listed["load_fraction"] * errors[0]).clip(0.02, 1.25),
        hours_per_day=np.minimum(listed["hours_per_day"] * errors[1], longest),
    )
    conditions = _conditions(listed)
    bills = _bills(consume(truth, conditions), rng) / (1 - unlisted)
    found = calibrate(consume(listed, conditions), bills, conditions, sigmas)
    return {"seed": seed, "unlisted_fraction": unlisted} | _figures(truth, found)


def _figures(truth: pd.DataFrame, found: Calibration) -> dict[str, float]:
    figures = {}
    for value, column in (("load", "load_fraction"), ("hours", "hours_per_day")):
        error = truth[column] / found.machines[column] - 1
        left = found.posterior[f"{value}_sigma_fraction"]
        figures[f"{value}_coverage"] = float((error.abs() <= TWO_SIDED_95 * left).mean())
    share = found.by_site["unexplained_fraction"]
    sure = found.by_site["calibrated_sigma_kwh"] / found.by_site["billed_kwh"]
    before = found.by_site["inventory_sigma_kwh"] / found.by_site["billed_kwh"]
    return figures | {
        "list_sigma_fraction": float(before.median()),
        "calibrated_sigma_fraction": float(sure.median()),
        "unexplained_mean": float(share.mean()),
        "unexplained_p10": float(share.quantile(0.1)),
        "unexplained_p90": float(share.quantile(0.9)),
        "admitted_fraction": float(found.by_site["is_admitted"].mean()),
    }


def _listed(rng: np.random.Generator) -> pd.DataFrame:
    """Return the machines of the lists; what a row does not say takes the schema's default."""
    count = MINES * MACHINES
    columns: dict[str, object] = {}
    for rule in inventory_rules():
        is_number = rule.type in {"number", "integer"}
        empty = math.nan if is_number else ""
        default = empty if rule.default is None else rule.default
        columns[rule.column] = float(default) if is_number else default
    columns |= {
        "site": np.repeat([f"S{number:02d}" for number in range(MINES)], MACHINES),
        "area": "mill",
        "equipment": "mill",
        "rated_kw": rng.choice(RATINGS_KW, count),
        "poles": 4.0,
        "ie_class": "IE2",
        "load_fraction": rng.uniform(0.45, 0.8, count),
        "hours_per_day": rng.uniform(6, 14, count),
        "schedule": np.where(rng.random(count) < CONTINUOUS, "continuous", "shifts"),
    }
    columns.pop("tag", None)
    tags = pd.Index([f"M{number}" for number in range(count)], name="tag")
    return pd.DataFrame(columns, index=tags)


def _sigmas(listed: pd.DataFrame) -> pd.DataFrame:
    largest = listed.groupby("site")["rated_kw"].rank(method="first", ascending=False) <= MEASURED
    return pd.DataFrame(
        {
            "load_sigma_fraction": np.where(largest, MEASURED_SIGMA, LOAD_SIGMA),
            "hours_sigma_fraction": np.where(largest, MEASURED_SIGMA, HOURS_SIGMA),
        },
        index=listed.index,
    )


def _conditions(listed: pd.DataFrame) -> Conditions:
    calendar = ShiftCalendar(
        country="CO",
        shifts_per_day=2,
        hours_per_shift=8,
        first_shift_starts_at=6,
        days_per_month=26,
        sundays="off",
        holidays="as_needed",
    )
    return Conditions(
        calendars=dict.fromkeys(listed["site"].unique(), calendar),
        hours=hours_of_year(2025, -5),
        frequency_hz=60,
    )


def _bills(used: Consumption, rng: np.random.Generator) -> pd.DataFrame:
    """Return the bills of the true machines as an imperfect meter writes them."""
    sites = list(used.demand_kw.columns.get_level_values(0).unique())
    months = pd.MultiIndex.from_product([sites, range(1, 13)], names=["site", "month_number"])
    nothing = pd.DataFrame({"kwh": math.nan}, index=months)
    monthly = balance_with_bills(used.demand_kw, nothing, demand_kvar=used.demand_kvar).monthly
    bills = pd.DataFrame({"kwh": monthly["inventory_kwh"], "kvarh": monthly["inventory_kvarh"]})
    for column, shared, month in METER:
        level = 1 + shared * np.repeat(rng.normal(size=len(sites)), 12)
        bills[column] *= level * (1 + month * rng.normal(size=len(bills)))
    return bills


def calibration_gaps() -> dict[str, str]:
    """Return what fills the section on the calibration by bills."""
    runs = pd.read_csv(RUNS)
    complete, partial = (runs[runs["unlisted_fraction"] == share] for share in UNLISTED)
    rows = [
        [
            f"{row.unlisted_fraction:.0%}",
            f"{row.seed:.0f}",
            f"{row.load_coverage:.1%}",
            f"{row.hours_coverage:.1%}",
            f"{row.list_sigma_fraction:.1%}",
            f"{row.calibrated_sigma_fraction:.1%}",
            f"{row.unexplained_mean:+.1%}",
            f"{row.unexplained_p10:+.1%} to {row.unexplained_p90:+.1%}",
            f"{row.admitted_fraction:.0%}",
        ]
        for row in records(runs)
    ]
    header = ["Unlisted", "Seed", "Load covered", "Hours covered", "Sigma of the list"]
    header += ["Sigma left", "Unexplained, mean", "P10 to P90 of mines", "Admitted"]
    return {
        "mines": str(MINES),
        "machines": str(MACHINES),
        "measured": str(MEASURED),
        "load_sigma": f"{LOAD_SIGMA:.0%}",
        "hours_sigma": f"{HOURS_SIGMA:.0%}",
        "measured_sigma": f"{MEASURED_SIGMA:.0%}",
        "load_coverage": f"{runs['load_coverage'].mean():.1%}",
        "hours_coverage": f"{runs['hours_coverage'].mean():.1%}",
        "falsely_admitted": f"{complete['admitted_fraction'].mean():.1%}",
        "left_unexplained": f"{partial['unexplained_mean'].mean():.1%}",
        "rightly_admitted": f"{partial['admitted_fraction'].mean():.1%}",
        "calibration_runs": markdown(header, rows),
    }


def main() -> None:
    """Write calibration_runs.csv."""
    runs = [calibration_run(seed, unlisted) for unlisted in UNLISTED for seed in SEEDS]
    pd.DataFrame(runs).to_csv(RUNS, index=False, float_format="%.6f", lineterminator="\n")


if __name__ == "__main__":
    main()
