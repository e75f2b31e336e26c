"""A year of weather from its file to a plant's first design: read, examined, filled, ready."""

from __future__ import annotations

import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pvlib

from pv_design.production import simulate
from pv_design.weather import embedded_weather, read_weather

if TYPE_CHECKING:
    from collections.abc import Callable

BUDGET_S = 0.5
RUNS = 7
LATITUDE, LONGITUDE, ALTITUDE_M = 2.983982, -76.6507771, 1200.0


def seconds(work: Callable[[], object]) -> float:
    """Return the median wall time of some work, after one run to warm up."""
    times = []
    for number in range(RUNS + 1):
        begin = time.perf_counter()
        work()
        if number:
            times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main() -> None:
    """Print each time beside its budget, then what a second design of the same year costs."""
    shipped = Path(pvlib.__file__).parent / "data"
    own = embedded_weather(LATITUDE, LONGITUDE, altitude_m=ALTITUDE_M)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "own.csv"
        own.data.tz_localize(None).to_csv(plain, index_label="time")
        files = {
            "TMY3, Sand Point (pvlib)": partial(read_weather, shipped / "703165TY.csv"),
            "TMY3, Greensboro (pvlib)": partial(read_weather, shipped / "723170TYA.CSV"),
            "TMY2, Miami (pvlib)": partial(read_weather, shipped / "12839.tm2"),
            "plain csv": partial(
                read_weather,
                plain,
                latitude=LATITUDE,
                longitude=LONGITUDE,
                altitude_m=ALTITUDE_M,
            ),
        }
        for name, read in files.items():
            took = seconds(read)
            verdict = "met" if took < BUDGET_S else "MISSED"
            print(f"{name}: {took:.2f} s ready, median of {RUNS}; budget {BUDGET_S:g} s: {verdict}")
    took = seconds(partial(embedded_weather, LATITUDE, LONGITUDE, altitude_m=ALTITUDE_M))
    print(f"climate inside the package: {took:.2f} s ready")
    first = time.perf_counter()
    simulate(own, dc_kw=100.0, tilt_deg=10.0, azimuth_deg=180.0)
    first = time.perf_counter() - first
    again = seconds(lambda: simulate(own, dc_kw=100.0, tilt_deg=11.0, azimuth_deg=180.0))
    print(f"a design: {first * 1000:.0f} ms the first, {again * 1000:.0f} ms another (same sun)")


if __name__ == "__main__":
    main()
