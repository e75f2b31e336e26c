"""The size curve and the chosen sizes against every hour, month and year summed one by one.

Run as ``python docs/validation/pv_sizes.py``; `section` is then the page's part.
"""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import statistics
import time
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pv_design.production import simulate
from pv_design.size_search.best_size import best_size
from pv_design.size_search.limits import SizeLimits
from pv_design.size_search.objective import Objective, SizeCase
from pv_design.size_search.plant_combinations import InverterOption, all_combinations
from pv_design.size_search.plant_money import ExportRegime, Lifetime, PlantCosts
from pv_design.size_search.site_hours import SiteHours
from pv_design.size_search.whole_plants import best_whole_plants
from pv_design.sizing import SizeCurve
from pv_design.weather import embedded_weather

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

HERE = Path(__file__).parent
RESULTS, WHOLE = HERE / "pv_sizes.csv", HERE / "pv_whole_plants.csv"
TEMPLATE = HERE / "pv_sizes_template.md"
SEED, RUNS = 7, 5
MANY, FEW, MOST_KW = 1_000_000, 400, 600.0
AVOIDED, CREDITS, SURPLUS, STEP_KW = 0.2, (0.17, 0.09), 0.06, 100.0
PER_DC_KW, PER_AC_KW, FIXED, YEARLY_PER_DC_KW = 800.0, 120.0, 4000.0, 12.0
YEARS, DISCOUNT, FADE = 25, 0.1, 0.005
RATIO, GRID_KW = 1.2, 0.5
MODULE_KW, WHOLE_MOST_KW, RATIOS = 0.58, 330.0, (1.0, 1.5)
OPTIONS = (
    InverterOption(name="20 kW", ac_kw=20.0, fewest_modules=14, most_modules=18, most_strings=4),
    InverterOption(name="33 kW", ac_kw=33.0, fewest_modules=14, most_modules=20, most_strings=6),
    InverterOption(name="50 kW", ac_kw=50.0, fewest_modules=14, most_modules=20, most_strings=10),
)
LIMITED = {
    "roof_kw": SizeLimits(roof_dc_kw=120.0),
    "capital": SizeLimits(capital=110_000.0),
    "inverter_kw": SizeLimits(ac_kw=66.0),
}
"""Limits that are tried one by one, by the names they have in the results."""


@cache
def mine() -> tuple[Floats, Floats, npt.NDArray[np.intp]]:
    """Return load, power of 1 kW of modules without clipping and month of the hours of a year."""
    weather = embedded_weather(latitude=2.984, longitude=-76.651, altitude_m=1200.0)
    unit = simulate(weather, dc_kw=1.0, tilt_deg=10.0, azimuth_deg=180.0, dc_ac_ratio=1.0).ac_kw
    hour = np.asarray(weather.hours.hour)
    on = (hour >= 6) & (hour < 22) & (np.asarray(weather.hours.day_of_week) < 6)  # noqa: PLR2004
    load = np.where(on, 60.0, 8.0) * np.random.default_rng(SEED).uniform(0.7, 1.2, len(hour))
    return load, unit.to_numpy(), np.asarray(weather.hours.month, dtype=np.intp) - 1


def case_of(dc_ac_ratio: float, _efficiency_fraction: float = 1.0) -> SizeCase:
    """Return the mine under monthly credits that fall at 100 kW of inverters."""
    load, sun, month = mine()
    unit = np.minimum(sun, 1 / dc_ac_ratio)
    return SizeCase(
        hours=SiteHours.of(load, unit, settlement=month, avoided_per_kwh=AVOIDED),
        regimes=tuple(
            ExportRegime(most_ac_kw=most, credit_per_kwh=credit, surplus_per_kwh=SURPLUS)
            for most, credit in zip((STEP_KW, 1000.0), CREDITS, strict=True)
        ),
        costs=PlantCosts(
            capital_per_dc_kw=PER_DC_KW,
            capital_per_ac_kw=PER_AC_KW,
            capital_fixed=FIXED,
            yearly_per_dc_kw=YEARLY_PER_DC_KW,
        ),
        lifetime=Lifetime.of(YEARS, discount_rate=DISCOUNT, degradation_fraction=FADE),
    )


def summed_npv(dc_kw: float, ac_kw: float) -> float:
    """Return the worth of a plant, every hour of every year by itself."""
    if dc_kw == 0:
        return 0.0
    load, sun, month = mine()
    unit = np.minimum(sun, ac_kw / dc_kw)
    credit = CREDITS[int(ac_kw > STEP_KW * (1 + 1e-9))]
    worth = -(PER_DC_KW * dc_kw + PER_AC_KW * ac_kw + FIXED)
    for year in range(1, YEARS + 1):
        made = dc_kw * unit * (1 - FADE * (year - 1))
        used = np.minimum(made, load)
        sold = np.bincount(month, made - used)
        credited = np.minimum(sold, np.bincount(month, load - used))
        saved = used.sum() * AVOIDED + credited.sum() * credit
        saved += (sold - credited).sum() * SURPLUS
        worth += (saved - YEARLY_PER_DC_KW * dc_kw) / (1 + DISCOUNT) ** year
    return float(worth)


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of some work, after one run to warm up."""
    times = []
    for number in range(RUNS + 1):
        begin = time.perf_counter()
        work()
        if number:
            times.append(time.perf_counter() - begin)
    return statistics.median(times)


def curve() -> dict[str, float]:
    """Return how far the curve is from sums by hour, and how fast both are."""
    load, sun, month = mine()
    exact = SizeCurve(load, sun, period=month)
    many = np.random.default_rng(SEED).uniform(0, MOST_KW, MANY)
    few = np.concatenate([[0.0], many[: FEW - 1]])

    def by_hour() -> Floats:
        bought = [np.bincount(month, np.maximum(load - size * sun, 0)) for size in few]
        return np.array(bought, dtype=float).T

    rate, plain = MANY / seconds(partial(exact.import_kwh, many)), FEW / seconds(by_hour)
    apart = np.abs(by_hour() - exact.import_kwh(few).to_numpy())
    return {
        "curve_sizes": FEW,
        "curve_worst_kwh": float(apart.max()),
        "curve_sizes_per_s": rate,
        "curve_times_by_hour": rate / plain,
    }


def real_sizes() -> dict[str, float]:
    """Return the best real size beside the best of a fine grid of sums."""
    best = best_size(case_of(RATIO), Objective(aim="npv"), dc_ac_ratio=RATIO)
    grid = np.arange(0.0, 2.5 * best.dc_kw, GRID_KW)
    worth = np.array([summed_npv(size, size / RATIO) for size in grid])
    own = summed_npv(best.dc_kw, best.ac_kw)
    return {
        "best_kw": best.dc_kw,
        "best_npv": best.score,
        "best_apart_fraction": abs(best.score - own) / abs(own),
        "best_candidates": best.candidates,
        "grid_sizes": len(grid),
        "grid_best_kw": float(grid[worth.argmax()]),
        "grid_best_npv": float(worth.max()),
    }


def whole_sizes() -> pd.DataFrame:
    """Return the chosen whole plant beside the best of all, without and with each limit."""
    every = all_combinations(
        OPTIONS, module_kw=MODULE_KW, most_dc_kw=WHOLE_MOST_KW, dc_ac_range=RATIOS
    )
    pairs = zip(every["dc_kw"], every["ac_kw"], strict=True)
    every = every.assign(npv=[summed_npv(float(dc), float(ac)) for dc, ac in pairs])
    capital = PER_DC_KW * every["dc_kw"] + PER_AC_KW * every["ac_kw"] + FIXED
    rows = []
    for name, limits in {"none": SizeLimits(), **LIMITED}.items():
        fits = (
            (every["dc_kw"] <= limits.roof_dc_kw)
            & (capital <= limits.capital)
            & (every["ac_kw"] <= limits.ac_kw)
        )
        most = every[fits].nlargest(1, "npv").iloc[0]
        found = best_whole_plants(
            case_of,
            OPTIONS,
            Objective(aim="npv"),
            module_kw=MODULE_KW,
            most_dc_kw=WHOLE_MOST_KW,
            dc_ac_range=RATIOS,
            limits=limits,
        )
        row = found.ranked.iloc[0]
        rows.append(
            {
                "limit": name,
                "plants": int(fits.sum()),
                "looked_at": found.evaluated,
                "chosen": _words(row),
                "chosen_npv": round(float(row["npv"]), 2),
                "best_of_all": _words(most),
                "best_of_all_npv": round(float(most["npv"]), 2),
            }
        )
    return pd.DataFrame(rows)


def _words(plant: pd.Series) -> str:
    strings, length = int(plant["strings"]), int(plant["string_modules"])
    return f"{strings} x {length} modules, {int(plant['inverters'])} x {plant['inverter']}"


def section() -> str:
    """Return the part of the page about sizes."""
    told = {str(row[0]): row[1] for row in pd.read_csv(RESULTS).itertuples(index=False)}
    table = pd.read_csv(WHOLE)
    lines = [
        ["limit", "plants", "reckoned", "chosen", "worth", "best of all", "worth"],
        ["---"] * 7,
        *(
            [f"{value:,}" if isinstance(value, int | float) else value for value in row]
            for row in table.itertuples(index=False)
        ),
    ]
    return TEMPLATE.read_text(encoding="utf-8").format(
        **told, table="\n".join("| " + " | ".join(line) + " |" for line in lines)
    )


def main() -> None:
    """Write both csv files beside this file."""
    told = {**curve(), **real_sizes()}
    pd.Series(told, name="value").rename_axis("figure").to_csv(
        RESULTS, float_format="%.12g", lineterminator="\n"
    )
    whole_sizes().to_csv(WHOLE, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
