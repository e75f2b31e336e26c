"""Internal rates of return of many cash flows on one core, beside pyxirr and numpy-financial."""

from __future__ import annotations

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
import numpy_financial as npf
import pyxirr

from project_finance.irr import irr
from project_finance.irr_many import irr_many

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

RUNS = 5
FLOWS = 100_000
YEARS = 25
SLOW = 1000
"""Flows given to what takes them one by one in some 0.1 ms or more."""
BUDGET_S = 1.5
SEED = 11


def flows(*, removed: bool = False) -> NDArray[np.float64]:
    """Return made-up plants: an outlay, 25 falling and uneven savings, an inverter in year 12.

    With a removal at the end that costs more than the last saving they have two rates each.
    """
    draw = np.random.default_rng(SEED)
    outlay = draw.uniform(500.0, 1500.0, FLOWS)
    year = np.arange(1.0, YEARS + 1)
    first = outlay * draw.uniform(0.08, 0.4, FLOWS)
    savings = first[:, None] * (1 - 0.005 * year) * draw.uniform(0.85, 1.15, (FLOWS, YEARS))
    savings[:, 11] -= 0.07 * outlay
    if removed:
        savings[:, -1] -= 0.6 * outlay
    return np.column_stack([-outlay, savings])


def works() -> dict[str, tuple[Callable[[], object], int]]:
    """Return each work and the number of rates it finds."""
    table, two = flows(), flows(removed=True)
    rows, few = table.tolist(), table[:SLOW]
    return {
        "irr_many": (lambda: irr_many(table), FLOWS),
        "pyxirr": (lambda: [pyxirr.irr(row) for row in rows], FLOWS),
        "numpy_financial": (lambda: [npf.irr(row) for row in few], SLOW),
        "irr": (lambda: [irr(row) for row in few], SLOW),
        "irr_many_two_rates": (lambda: irr_many(two[:SLOW]), SLOW),
    }


def measured() -> dict[str, float]:
    """Return the median seconds of 100,000 rates by each way, all run in turns."""
    todo = works()
    times: dict[str, list[float]] = {name: [] for name in todo}
    for number in range(RUNS + 1):
        for name, (work, count) in todo.items():
            begin = time.perf_counter()
            work()
            if number:
                times[name].append((time.perf_counter() - begin) * FLOWS / count)
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    """Print the seconds of 100,000 rates of return, the ratios and the furthest apart."""
    took = measured()
    verdict = "met" if took["irr_many"] <= BUDGET_S else "MISSED"
    print(
        f"{FLOWS:,} rates of {YEARS + 1} amounts: {took['irr_many']:.2f} s; {BUDGET_S}: {verdict}"
    )
    for peer in ("pyxirr", "numpy_financial", "irr"):
        print(f"{peer}: {took[peer]:.2f} s, {took[peer] / took['irr_many']:.1f} times ours")
    print(f"with two rates each: {took['irr_many_two_rates']:.2f} s")
    few = flows()[:SLOW]
    apart = max(abs(pyxirr.irr(row) - rate) for row, rate in zip(few, irr_many(few), strict=True))
    print(f"furthest from pyxirr: {apart:.1e}")


if __name__ == "__main__":
    main()
