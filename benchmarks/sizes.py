"""The exact size curve and the search for the best size, on one core."""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import statistics
import time
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.year_hours import hours_of_year
from pv_design.size_search.best_size import best_size
from pv_design.size_search.limits import SizeLimits
from pv_design.size_search.objective import Objective, SizeCase
from pv_design.size_search.plant_combinations import InverterOption
from pv_design.size_search.plant_money import ExportRegime, Lifetime, PlantCosts
from pv_design.size_search.site_hours import SiteHours
from pv_design.size_search.whole_plants import best_whole_plants
from pv_design.sizing import SizeCurve

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

RUNS = 5
SIZES = 1_000_000
BUDGET_PER_S = 1e6
YEARS = 25
RATIO = 1.2
MODULE_KW = 0.58
SEED = 7


def seconds(work: Callable[[], object]) -> float:
    """Return the median wall time of some work, after one run to warm up."""
    times = []
    for number in range(RUNS + 1):
        begin = time.perf_counter()
        work()
        if number:
            times.append(time.perf_counter() - begin)
    return statistics.median(times)


def mine() -> tuple[Floats, Floats, npt.NDArray[np.int32]]:
    """Return load, power of 1 kW and month of the hours of a made-up year."""
    hours = hours_of_year(2025, -5)
    draw, hour = np.random.default_rng(SEED), hours.hour.to_numpy()
    working = (hour >= 6) & (hour < 22)  # noqa: PLR2004  two shifts
    load = np.where(working, 60.0, 8.0) * draw.uniform(0.7, 1.2, len(hour))
    sun = np.clip(np.sin((hour - 6) / 12 * np.pi), 0, None) * draw.uniform(0.1, 0.9, len(hour))
    return load, sun, hours.month.to_numpy()


def case_of_ratio(dc_ac_ratio: float, _efficiency_fraction: float = 1.0) -> SizeCase:
    """Return the mine under monthly credits that fall at 100 kW."""
    load, sun, month = mine()
    return SizeCase(
        hours=SiteHours.of(
            load,
            np.minimum(sun, 1 / dc_ac_ratio),
            settlement=month,
            avoided_per_kwh=0.2,
        ),
        regimes=(
            ExportRegime(most_ac_kw=100.0, credit_per_kwh=0.17, surplus_per_kwh=0.06),
            ExportRegime(most_ac_kw=1000.0, credit_per_kwh=0.09, surplus_per_kwh=0.06),
        ),
        costs=PlantCosts(
            capital_per_dc_kw=800.0,
            capital_per_ac_kw=120.0,
            capital_fixed=4000.0,
            yearly_per_dc_kw=12.0,
        ),
        lifetime=Lifetime.of(YEARS, discount_rate=0.1, degradation_fraction=0.005),
    )


def main() -> None:
    """Print sizes a second, their error against brute force, and the time of each search."""
    load, sun, month = mine()
    curve = SizeCurve(load, sun, period=month)
    many = np.random.default_rng(SEED).uniform(0, 600, SIZES)
    rate = SIZES / seconds(partial(curve.import_kwh, many))
    verdict = "met" if rate >= BUDGET_PER_S else "MISSED"
    print(f"size curve: {rate:,.0f} sizes/s of 12 months; {BUDGET_PER_S:,.0f}: {verdict}")
    few = many[:: SIZES // 200]
    brute = np.maximum(load[:, None] - np.outer(sun, few), 0)
    wrong = max(
        np.abs(brute[month == number].sum(axis=0) - curve.import_kwh(few).loc[number]).max()
        for number in curve.periods
    )
    print(f"size curve: worst difference from brute force {wrong:.1e} kWh")
    case, npv = case_of_ratio(RATIO), Objective(aim="npv")
    search = partial(best_size, case, npv, dc_ac_ratio=RATIO)
    best = search()
    took = seconds(search)
    print(f"best size: {best.dc_kw:.3f} kW of {best.candidates:,} candidates in {took:.2f} s")
    options = [
        InverterOption(
            name="33 kW", ac_kw=33.0, fewest_modules=14, most_modules=20, most_strings=6
        ),
        InverterOption(
            name="50 kW", ac_kw=50.0, fewest_modules=14, most_modules=20, most_strings=10
        ),
    ]
    whole = partial(
        best_whole_plants,
        case_of_ratio,
        options,
        npv,
        module_kw=MODULE_KW,
        most_dc_kw=300.0,
        dc_ac_range=(1.0, 1.5),
        limits=SizeLimits(),
    )
    begin = time.perf_counter()
    plants = whole()
    took = time.perf_counter() - begin
    first = plants.ranked.iloc[0]
    print(
        f"whole plants: {first['strings']} x {first['string_modules']} modules on "
        f"{first['inverters']} x {first['inverter']}; {plants.evaluated:,} of "
        f"{plants.combinations:,} reckoned in {took:.2f} s"
    )


if __name__ == "__main__":
    main()
