"""Audit of 10,000 machines with all measures on one core, and how its memory grows.

Everything but sentences: operating points, calibration, offers, money, decisions, ranges, waste.
"""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import time
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.audit import build_package
from energy_audit.calibration import calibrate
from energy_audit.conditions import Conditions
from energy_audit.consumption import Consumption, consume
from energy_audit.inventory import inventory_rules
from energy_audit.operation.load_evidence import settle_machines
from energy_audit.operation.value_uncertainty import value_sigmas
from energy_audit.production import Production
from energy_audit.saving_range import saving_range
from energy_audit.shift_calendar import ShiftCalendar
from energy_audit.waste.ranking import find_waste
from equipment_catalog.year_hours import hours_of_year
from mine_study.decisions import Valuation, decide, value_options

if TYPE_CHECKING:
    from energy_audit.measures import Measure

SIZES = (2_500, 5_000, 10_000)
BUDGET_S = 5.0
RUNS = 3
BILLED = 1.03
"""Bills over what the machines draw."""
SITES = ("plant", "north", "south")


def inventory(count: int) -> pd.DataFrame:
    """Return random machines of every kind, as an auditor of a district might list them."""
    rng = np.random.default_rng(count)
    empty = {
        rule.column: "" if rule.type in {"text", "choice"} else np.nan for rule in inventory_rules()
    }
    defaults = {
        rule.column: float(rule.default) if rule.type in {"number", "integer"} else rule.default
        for rule in inventory_rules()
        if rule.default is not None
    }
    tags = pd.Index([f"M{number:05d}" for number in range(count)], name="tag")
    frame = pd.DataFrame({**empty, **defaults}, index=tags).drop(columns="tag")
    pick = rng.choice
    lamp = rng.random(count) < 0.1  # noqa: PLR2004  a share of the list
    return frame.assign(
        site=pick(SITES, count),
        area=pick(["mill", "air", "water", "hoist"], count),
        equipment=pick(["Bomba", "Ventilador", "Compresor", "Molino", "Banda"], count),
        kind=np.where(lamp, "lighting", "motor"),
        lamp_type=np.where(lamp, "metal_halide", ""),
        rated_kw=pick([1.5, 4.0, 7.5, 15.0, 30.0, 75.0], count),
        poles=pick([2.0, 4.0, 6.0], count),
        ie_class=pick(["IE1", "IE2", "IE3", "unknown"], count),
        load_fraction=rng.uniform(0.2, 0.95, count),
        load_type=pick(["centrifugal", "constant_torque"], count),
        hours_per_day=rng.uniform(2, 14, count),
        loaded_fraction=rng.uniform(0.5, 1, count),
        needed_hours_per_day=rng.uniform(1, 14, count),
        transmission=pick(["direct", "v_belt"], count),
        control=pick(["", "throttle", "load_unload"], count),
        flow_fraction=rng.uniform(0.5, 1, count),
        leak_fraction=rng.uniform(0.1, 0.4, count),
        pressure_bar=8.0,
        needed_pressure_bar=6.5,
    )


def bills(mine: Consumption) -> pd.DataFrame:
    """Return bills a little above what the machines draw."""
    months = pd.DatetimeIndex(mine.demand_kw.index).month
    kwh = mine.site_demand_kw.groupby(months).sum().unstack() * BILLED
    kvarh = mine.site_demand_kvar.groupby(months).sum().unstack() * BILLED
    frame = pd.DataFrame({"kwh": kwh, "kvarh": kvarh, "max_kw": np.nan})
    return frame.rename_axis(["site", "month_number"])


VALUATION = Valuation(
    price_per_kwh=pd.Series(dict.fromkeys(SITES, 900.0)),
    price_per_excess_kvarh=pd.Series(dict.fromkeys(SITES, 200.0)),
    is_reactive_charged=pd.Series(dict.fromkeys(SITES, True)),
    price_per_moved_kwh=pd.Series(dict.fromkeys(SITES, 100.0)),
    usd_rate=4000.0,
    discount_rate=0.1,
    escalation_fraction=0.05,
)


def choose(measure: Measure, offers: pd.DataFrame, mine: Consumption) -> pd.DataFrame:
    """Decide as a study does, at Colombian prices."""
    places = pd.concat([mine.machines["site"], pd.Series(SITES, SITES)])
    return decide(measure, value_options(offers, places, VALUATION), mine)


def audit(machines: pd.DataFrame, conditions: Conditions) -> tuple[float, int]:
    """Return what the package saves, and how many rows were judged."""
    settled = settle_machines(machines, frequency_hz=conditions.frequency_hz)
    found = consume(settled.machines, conditions)
    sigmas = value_sigmas(settled.machines, settled.evidence)
    calibration = calibrate(found, bills(found), conditions, sigmas)
    before = calibration.mine
    package = build_package(before, conditions, choose)
    saving_range(package.measures, sigmas.assign(is_shared=False), seed=1)
    find_waste(before, conditions, Production())
    return before.annual_kwh - package.after.annual_kwh, len(package.measures)


def _seconds(machines: pd.DataFrame, conditions: Conditions) -> float:
    """Return the processor time of one audit."""
    start = time.process_time()
    audit(machines, conditions)
    return time.process_time() - start


def main() -> None:
    """Print seconds and peak memory for each size."""
    mine = ShiftCalendar(
        country="CO",
        shifts_per_day=2,
        hours_per_shift=8,
        first_shift_starts_at=6,
        days_per_month=26,
        sundays="off",
        holidays="as_needed",
    )
    hours = hours_of_year(2025, -5)
    conditions = Conditions(calendars=dict.fromkeys(SITES, mine), hours=hours, frequency_hz=60)
    audit(inventory(50), conditions)
    for count in SIZES:
        machines = inventory(count)
        seconds = min(_seconds(machines, conditions) for _ in range(RUNS))
        tracemalloc.start()
        saved, judged = audit(machines, conditions)
        peak_mb = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        print(
            f"{count:6,} machines: {seconds:5.2f} s, best of {RUNS}, one core; {peak_mb:6.0f} MB, "
            f"{judged:,} decisions, {saved / 1e6:,.1f} GWh saved"
        )
    print(
        f"budget {BUDGET_S:.0f} s for {SIZES[-1]:,} machines: "
        f"{'met' if seconds < BUDGET_S else 'MISSED'}"
    )


if __name__ == "__main__":
    main()
