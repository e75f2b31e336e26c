"""PV with storage: candidates a second beside SAM's chain, and rules beside perfect foresight.

The physics differ: SAM's battery has voltage, heat and ageing inside the year, ours is a linear
store of energy. The ratio says how many plants a sweep can look at, not that they are the same.
"""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from equipment_catalog.batteries import battery_technology
from pv_design.production import simulate
from pv_design.storage.bound import foresight_bound, gap_fraction
from pv_design.storage.candidates import candidates
from pv_design.storage.case import StorageCase, storage_case
from pv_design.storage.ranking import YearPrices, annual_cost, rank
from pv_design.storage.rules import Rule, peak_cap, self_consumption, time_of_use
from pv_design.storage.sweep import Sweep, sweep
from pv_design.storage.sweep_numba import has_numba
from pv_design.weather import embedded_weather

if TYPE_CHECKING:
    import pandas as pd

    from pv_design.storage.sweep import Engine
    from pv_design.weather import Weather

SHIFT_KW, BASE_KW = 55.0, 8.0
DEAR, CHEAP, SOLD = 0.22, 0.13, 0.04
DEMAND_PER_KW = 9.0
LITHIUM = battery_technology("lithium")
PRICES = YearPrices(
    demand_price_per_kw=[DEMAND_PER_KW] * 12,
    yearly_cost_per_unit={"dc_kw": 90.0, "capacity_kwh": 14.0, "battery_kw": 20.0},
)
SAM_RUNS = 3
NUMPY_COUNT, NUMBA_COUNT = 2048, 20480
OWN = ("dc_kw", "capacity_kwh", "battery_kw", "import_cap_kw", "discharge_price", "charge_price")
LARGEST = {"dc_kw": 400.0, "capacity_kwh": 800.0, "battery_kw": 200.0}


def mine_year(weather: Weather) -> StorageCase:
    """Return a year of a two-shift mine with dear evenings and a charge for the month's peak."""
    hours = weather.hours
    clock, working = np.asarray(hours.hour), np.asarray(hours.day_of_week) < 6  # noqa: PLR2004 Sunday
    on = (clock >= 6) & (clock < 22) & working  # noqa: PLR2004  two shifts of eight hours
    ripple = np.random.default_rng(1).uniform(0.75, 1.15, len(clock))
    unit = simulate(weather, dc_kw=1.0, tilt_deg=10.0, azimuth_deg=180.0).ac_kw
    return storage_case(
        np.where(on, SHIFT_KW, BASE_KW) * ripple,
        unit.to_numpy(),
        price_per_kwh=np.where((clock >= 18) & (clock < 22), DEAR, CHEAP),  # noqa: PLR2004 evening
        export_price_per_kwh=np.full(len(clock), SOLD),
        period=np.asarray(hours.month),
    )


def plants(count_dc: int, count_kwh: int, count_kw: int) -> pd.DataFrame:
    """Return a grid of sizes with the rules of each kind."""
    rules = [
        self_consumption(),
        time_of_use(hold_below=DEAR),
        time_of_use(hold_below=DEAR, charge_up_to=CHEAP),
        *(peak_cap(cap) for cap in (35.0, 40.0, 45.0, 50.0, 55.0)),
        *(Rule(import_cap_kw=cap, discharge_price=DEAR) for cap in (35.0, 40.0, 45.0, 50.0)),
        *(
            Rule(import_cap_kw=cap, discharge_price=DEAR, charge_price=CHEAP)
            for cap in (15.0, 20.0, 25.0, 30.0, 40.0)
        ),
        *(Rule(import_cap_kw=cap) for cap in (35.0, 45.0, 55.0)),
    ]
    return candidates(
        LITHIUM,
        dc_kw=np.linspace(0.0, 300.0, count_dc).tolist(),
        capacity_kwh=np.linspace(0.0, 400.0, count_kwh).tolist(),
        battery_kw=np.linspace(0.0, 84.0, count_kw).tolist(),
        rules=rules,
    )


def timed(case: StorageCase, table: pd.DataFrame, engine: Engine) -> tuple[float, Sweep]:
    """Return candidates a second of one core, and what they did."""
    start = time.process_time()
    runs = sweep(case, table, engine=engine)
    return len(table) / (time.process_time() - start), runs


def sam_chain(weather: Weather, load_kw: np.ndarray) -> tuple[float, float]:
    """Return the seconds of one plant through PVWatts, Battery, Utilityrate5 and Cashloan.

    Hours of one year, money of 25: SAM's quicker way; and what its battery gave [kWh].
    """
    setup = "PVWattsBatteryCommercial"
    names = ("Pvwattsv8", "Battery", "Utilityrate5", "Cashloan")
    first, *others = (import_module(f"PySAM.{name}") for name in names)
    pv: Any = first.default(setup)
    pv.SystemDesign.system_capacity = 100.0
    _give_weather(pv, weather)
    battery, rates, loan = (other.from_existing(pv, setup) for other in others)
    battery.Load.load = load_kw.tolist()
    battery.BatterySystem.batt_replacement_option = 0
    for module in (pv, battery, rates, loan):
        module.Lifetime.system_use_lifetime_output = 0
    times = []
    for _ in range(SAM_RUNS):
        start = time.process_time()
        for module in (pv, battery, rates, loan):
            module.execute(0)
        times.append(time.process_time() - start)
    return min(times), float(np.sum(battery.Outputs.batt_annual_discharge_energy))


def _give_weather(pv: Any, weather: Weather) -> None:  # noqa: ANN401  SAM's models have no types
    hours, data = weather.hours, weather.data
    names = {"gh": "ghi", "dn": "dni", "df": "dhi", "tdry": "temp_air", "wspd": "wind_speed"}
    pv.SolarResource.solar_resource_data = {
        "lat": weather.latitude,
        "lon": weather.longitude,
        "tz": weather.utc_offset_hours,
        "elev": weather.altitude_m,
        "minute": [30] * len(hours),
        **{part: getattr(hours, part).tolist() for part in ("year", "month", "day", "hour")},
        **{theirs: data[ours].to_numpy(dtype=float).tolist() for theirs, ours in names.items()},
    }


def throughput(weather: Weather, case: StorageCase) -> dict[str, float]:
    """Return candidates a second of one core of both engines and of SAM's chain, in one run."""
    some = plants(21, 16, 15).sample(NUMBA_COUNT, random_state=1)
    seconds, given_kwh = sam_chain(weather, case.load_kw)
    rate, plain = timed(case, some.iloc[:NUMPY_COUNT], "numpy")
    told = {"sam_per_s": 1 / seconds, "sam_battery_kwh": given_kwh, "numpy_per_s": rate}
    if has_numba():
        sweep(case, some.iloc[:1], engine="numba")
        rate, quick = timed(case, some, "numba")
        apart = quick.import_kwh.to_numpy()[:NUMPY_COUNT] - plain.import_kwh.to_numpy()
        told |= {"numba_per_s": rate, "engines_apart_kwh": float(np.abs(apart).max())}
    return told


def winner(case: StorageCase) -> dict[str, float | str]:
    """Return the cheapest plant and rule of all, and what foresight would save at most."""
    every = plants(21, 16, 15)
    if not has_numba():
        every = every.sample(NUMBA_COUNT, random_state=1)
    start = time.process_time()
    costs = annual_cost(sweep(case, every), every, PRICES)["total"]
    swept = time.process_time() - start
    found = rank(every, costs)
    best, cost = every.iloc[found.winner], float(costs.iloc[found.winner])
    start = time.process_time()
    same = foresight_bound(case, best, PRICES)
    solved = time.process_time() - start
    unit = every[every["battery_kw"] > 0].iloc[0]
    free = foresight_bound(case, unit, PRICES, largest=LARGEST)
    return {
        "candidates": len(every),
        "sweep_s": swept,
        "winner_cost": cost,
        **{f"winner_{name}": float(best[name]) for name in OWN},
        "winner_edges": ", ".join(found.at_edge) or "none",
        "neighbour_costs_more": float(found.neighbours["extra_cost"].min()),
        "same_cost": same.annual_cost,
        "same_gap_fraction": gap_fraction(cost, same.annual_cost),
        "same_s": solved,
        "free_cost": free.annual_cost,
        "free_gap_fraction": gap_fraction(cost, free.annual_cost),
        **{f"free_{name}": size for name, size in free.sizes.items()},
    }


def main() -> None:
    """Print throughput, the winner of 100,000 candidates, and the gap to perfect foresight."""
    weather = embedded_weather(latitude=2.984, longitude=-76.651)
    case = mine_year(weather)
    told = throughput(weather, case)
    sam = told["sam_per_s"]
    print(f"SAM: {sam:.1f} candidates/s; its battery gave {told['sam_battery_kwh']:,.0f} kWh")
    for engine in ("numpy", "numba"):
        if f"{engine}_per_s" in told:
            rate = told[f"{engine}_per_s"]
            print(
                f"{engine}: {rate:,.0f} candidates/s on one core, {rate / sam:,.0f} x SAM's chain"
            )
    for name, value in winner(case).items():
        print(f"{name}: {value:,.4g}" if isinstance(value, float) else f"{name}: {value}")


if __name__ == "__main__":
    main()
