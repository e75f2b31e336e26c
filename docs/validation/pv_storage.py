"""Plants with storage: candidates a second beside SAM's chain, rules beside perfect foresight.

Run as ``python docs/validation/pv_storage.py``; `section` is then the page's part. The mine, its
prices and its 100,800 candidates are those of ``benchmarks/storage.py``.
"""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from bench_scripts import bench_script

from equipment_catalog.batteries import battery_technology
from pv_design.storage.bound import foresight_bound, gap_fraction
from pv_design.storage.candidates import candidates
from pv_design.storage.case import storage_case
from pv_design.storage.ranking import YearPrices, annual_cost
from pv_design.storage.rules import Rule, peak_cap, self_consumption, time_of_use
from pv_design.storage.sweep import sweep
from pv_design.weather import embedded_weather

if TYPE_CHECKING:
    from pv_design.storage.case import StorageCase

HERE = Path(__file__).parent
RESULTS, GAPS = HERE / "pv_storage.csv", HERE / "pv_storage_gaps.csv"
TEMPLATE = HERE / "pv_storage_template.md"
DRAWS, DAYS, SEED = 12, 28, 5
"""Short years are enough for a bound that must hold; the gap of a whole year stands beside."""
DEAR, CHEAP, SOLD = 0.22, 0.13, 0.04


def drawn_case(draw: np.random.Generator) -> StorageCase:
    """Return four weeks of a mine with a load, a sun and prices that are drawn."""
    hour = np.tile(np.arange(24), DAYS)
    opens, works = draw.integers(4, 9), draw.integers(8, 20)
    on = (hour >= opens) & (hour < opens + works)
    load = np.where(on, draw.uniform(30, 90), draw.uniform(2, 15)) * draw.uniform(
        0.6, 1.3, len(hour)
    )
    sky = np.repeat(draw.uniform(0.2, 1.0, DAYS), 24)
    sun = 0.8 * np.clip(np.sin((hour - 6) / 12 * np.pi), 0, None) * sky
    dear = (hour >= 18) & (hour < 22)  # noqa: PLR2004  the evening
    return storage_case(
        load,
        sun,
        price_per_kwh=np.where(dear, DEAR * draw.uniform(1, 2), CHEAP),
        export_price_per_kwh=np.full(len(hour), SOLD * draw.uniform(0, 1)),
        period=np.repeat([0, 1], len(hour) // 2),
    )


def rules(case: StorageCase) -> list[Rule]:
    """Return rules of every kind, with caps from a fifth of the largest load to all of it."""
    dear = float(case.price_per_kwh.max())
    caps = np.linspace(0.2, 1.0, 9) * float(case.load_kw.max())
    return [
        self_consumption(),
        time_of_use(hold_below=dear),
        time_of_use(hold_below=dear, charge_up_to=CHEAP),
        *(peak_cap(cap) for cap in caps),
        *(Rule(import_cap_kw=cap, discharge_price=dear) for cap in caps),
        *(Rule(import_cap_kw=cap, discharge_price=dear, charge_price=CHEAP) for cap in caps),
    ]


def gaps(draws: int = DRAWS) -> pd.DataFrame:
    """Return the cheapest rule and the bound of plants that are drawn."""
    draw, rows = np.random.default_rng(SEED), []
    for number in range(draws):
        case = drawn_case(draw)
        dc_kw, battery_kw, hours = draw.uniform([0, 10, 0.5], [200, 60, 6]).tolist()
        prices = YearPrices(
            demand_price_per_kw=[draw.uniform(0, 12)] * 2,
            yearly_cost_per_unit={"dc_kw": 7.0, "capacity_kwh": 1.1, "battery_kw": 1.5},
        )
        plants = candidates(
            battery_technology("lithium"),
            dc_kw=[round(dc_kw, 1)],
            capacity_kwh=[round(battery_kw * hours, 1)],
            battery_kw=[round(battery_kw, 1)],
            rules=rules(case),
        )
        costs = annual_cost(sweep(case, plants), plants, prices)["total"]
        bound = foresight_bound(case, plants.iloc[0], prices).annual_cost
        rows.append(
            {
                "case": number + 1,
                **{name: plants.iloc[0][name] for name in ("dc_kw", "capacity_kwh", "battery_kw")},
                "demand_per_kw": round(float(prices.demand_price_per_kw[0]), 2),
                "rules": len(plants),
                "cheapest_rule": round(float(costs.min()), 2),
                "bound": round(bound, 2),
                "gap_fraction": round(gap_fraction(float(costs.min()), bound), 5),
            }
        )
    return pd.DataFrame(rows)


def section() -> str:
    """Return the part of the page about storage."""
    told = pd.read_csv(RESULTS).set_index("figure")["value"]
    numbers = {str(name): _number(value) for name, value in told.items()}
    table = pd.read_csv(GAPS)
    head = ["case", "PV kW", "kWh", "kW", "charge a kW", "rules", "cheapest rule", "bound", "gap"]
    lines = [head, ["---"] * len(head)]
    lines += [
        [*(f"{value:,g}" for value in row[:-1]), f"{row[-1]:.1%}"]
        for row in table.itertuples(index=False)
    ]
    sam = numbers["sam_per_s"]
    return TEMPLATE.read_text(encoding="utf-8").format(
        **numbers,
        numpy_times=numbers["numpy_per_s"] / sam,
        numba_times=numbers["numba_per_s"] / sam,
        draws=len(table),
        least_gap=table["gap_fraction"].min(),
        most_gap=table["gap_fraction"].max(),
        table="\n".join("| " + " | ".join(line) + " |" for line in lines),
    )


def _number(value: str) -> Any:  # noqa: ANN401 (a number where it reads as one)
    try:
        return float(value)
    except ValueError:
        return value


def main() -> None:
    """Write both csv files beside this file."""
    script = bench_script("storage")
    weather = embedded_weather(latitude=2.984, longitude=-76.651)
    case = script.mine_year(weather)
    told = {**script.throughput(weather, case), **script.winner(case)}
    shown = {name: f"{v:.10g}" if isinstance(v, float) else v for name, v in told.items()}
    pd.Series(shown, name="value").rename_axis("figure").to_csv(RESULTS, lineterminator="\n")
    gaps().to_csv(GAPS, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
