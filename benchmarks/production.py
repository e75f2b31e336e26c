"""One year of production with the sun's position at hand, beside PVWatts v8 in the same run."""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import statistics
import time
from typing import TYPE_CHECKING, Any

from PySAM import Pvwattsv8  # type: ignore[import-untyped]

from pv_design.array_power import array_power
from pv_design.irradiance import array_irradiance
from pv_design.production import simulate
from pv_design.weather import Weather, embedded_weather

if TYPE_CHECKING:
    from collections.abc import Callable

BUDGET_RATIO, ROUNDS = 20, 40


def in_turns(**works: Callable[[], object]) -> dict[str, float]:
    """Return the median time of each work [ms], run in turns so that other load falls on all."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            begin = time.perf_counter()
            work()
            times[name].append(1000 * (time.perf_counter() - begin))
    return {name: statistics.median(taken) for name, taken in times.items()}


def pvwatts(weather: Weather) -> Any:  # noqa: ANN401 - PySAM has no types
    """Return PVWatts v8 with the hours loaded and nothing left but to run."""
    hours, data = weather.hours, weather.data
    names = {"gh": "ghi", "dn": "dni", "df": "dhi", "tdry": "temp_air", "wspd": "wind_speed"}
    model = Pvwattsv8.new()
    model.SolarResource.solar_resource_data = {
        "lat": weather.latitude,
        "lon": weather.longitude,
        "tz": weather.utc_offset_hours,
        "elev": weather.altitude_m,
        "minute": [30] * len(hours),
        **{part: getattr(hours, part).tolist() for part in ("year", "month", "day", "hour")},
        **{theirs: data[ours].tolist() for theirs, ours in names.items()},
    }
    system = {"system_capacity": 100.0, "array_type": 0, "tilt": 10.0, "azimuth": 180.0}
    fixed = {"gcr": 0.01, "losses": 14.08, "inv_eff": 96.0, "dc_ac_ratio": 1.2, "module_type": 0}
    model.SystemDesign.assign(system | fixed)
    return model


def measured() -> dict[str, float]:
    """Return the times of a year of hours, of all that `simulate` returns, and of PVWatts [ms]."""
    weather = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    plant = simulate(weather, dc_kw=100.0, tilt_deg=10.0, azimuth_deg=180.0)
    model = pvwatts(weather)

    def hourly() -> object:
        return array_power(weather, array_irradiance(weather, plant.settings), plant.settings)

    def whole() -> object:
        return simulate(weather, dc_kw=100.0, tilt_deg=10.0, azimuth_deg=180.0)

    return in_turns(hourly=hourly, whole=whole, pvwatts=lambda: model.execute(0))


def main() -> None:
    """Print the times and their ratio."""
    told = measured()
    ours, full, theirs = told["hourly"], told["whole"], told["pvwatts"]
    verdict = "met" if theirs / ours >= BUDGET_RATIO else "MISSED"
    print(f"medians of {ROUNDS} rounds in turns, one core")
    print(f"PVWatts v8, hours loaded, run again: {theirs:.1f} ms")
    print(f"a year of hours and its stages, sun at hand: {ours:.2f} ms, {theirs / ours:.0f} times")
    print(f"budget {BUDGET_RATIO} times: {verdict}")
    print(f"the same with waterfall, months and notes: {full:.2f} ms, {theirs / full:.0f} times")


if __name__ == "__main__":
    main()
