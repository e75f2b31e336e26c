"""A year of many plants at once: by numpy, or by numba where that is installed.

Both engines run the same `hour_step`. numba gets copies of those functions whose `minimum` and
`maximum` are comparisons of two numbers: inputs are checked, so no value is missing, and a
processor can then take several candidates in one instruction. Blocks lie flat in memory with a
width known at compile time, without which the compiler cannot tell that columns do not overlap.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import FunctionType
from typing import TYPE_CHECKING, Any

import numpy as np

from pv_design.storage.candidates import COLUMNS
from pv_design.storage.hour_step import grid_step, island_step

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Kernel = Callable[..., None]

PERIOD_SUMS = ("import_kwh", "export_kwh", "peak_kw")
"""By billing period; `peak_kw` is the largest import of an hour."""
YEAR_SUMS = (
    "stored_kwh",
    "energy_cost",
    "export_value",
    "pv_used_kwh",
    "charge_kwh",
    "battery_out_kwh",
    "genset_kwh",
    "genset_dumped_kwh",
    "genset_hours",
    "unserved_kwh",
)
"""Of the year, `stored_kwh` at its end."""
WIDTH = 128
"""Candidates in a block of the numba engine."""


def has_numba() -> bool:
    """Tell whether the quick engine is installed.

    Examples
    --------
    >>> has_numba() in (True, False)
    True
    """
    return find_spec("numba") is not None


def run_year(  # noqa: PLR0917  as the compiled one
    load: Floats,
    unit: Floats,
    price: Floats,
    export_price: Floats,
    period: npt.NDArray[np.int64],
    outage: Floats,
    plants: Floats,
    sums: Floats,
    year: Floats,
) -> None:
    """Run one block of plants with numpy, adding into `sums` and `year`.

    Parameters
    ----------
    load, unit, price, export_price, period, outage
        The hours of the case.
    plants
        Columns x candidates, in the order of `COLUMNS`.
    sums
        Periods x `PERIOD_SUMS` x candidates, zeros.
    year
        `YEAR_SUMS` x candidates, zeros.
    """
    q = dict(zip(COLUMNS, plants, strict=True))
    year[0] = q["start_kwh"]
    usable, power, into, out_of = (q[name] for name in COLUMNS[1:5])
    reserve, cap, serve_from, fill_to, most_export = (q[name] for name in COLUMNS[5:10])
    for hour in range(len(load)):
        load_kw, pv_kw, off = load[hour] + q["standby_kw"], unit[hour] * q["dc_kw"], outage[hour]
        if off > 0:
            used, charge, out, to_load, to_store, dumped, runs, stored = island_step(
                off,
                load_kw,
                pv_kw,
                year[0],
                usable,
                power,
                into,
                out_of,
                q["genset_kw"],
                q["genset_least_kw"],
            )
            year[0] = stored
            year[3] += used
            year[4] += charge + to_store
            year[5] += out
            year[6] += to_load + to_store + dumped
            year[7] += dumped
            year[8] += runs
            year[9] += load_kw * off - used - out - to_load
        if off < 1:
            on = 1.0 - off
            charge, from_grid, out, bought, export, stored = grid_step(
                on,
                load_kw,
                pv_kw,
                price[hour],
                year[0],
                usable,
                power,
                into,
                out_of,
                reserve,
                cap,
                serve_from,
                fill_to,
                most_export,
            )
            imported = bought + from_grid
            year[0] = stored
            year[1] += price[hour] * imported
            year[2] += export_price[hour] * export
            year[3] += np.minimum(load_kw, pv_kw) * on
            year[4] += charge + from_grid
            year[5] += out
            bill = sums[period[hour]]
            bill[0] += imported
            bill[1] += export
            bill[2] = np.maximum(bill[2], imported)


@cache
def compiled_year() -> Kernel:
    """Return the engine compiled by numba; the first call takes some seconds.

    It takes the arguments of `run_year` with a leading axis of blocks of `WIDTH` candidates, each
    block flat.
    """
    numba: Any = import_module("numba")
    how = {"error_model": "numpy", "fastmath": {"nnan", "nsz"}}
    lesser = numba.njit(_lesser, inline="always")
    greater = numba.njit(_greater, inline="always")
    names = {"minimum": lesser, "maximum": greater}
    steps = {
        f"{step.__name__}": numba.njit(FunctionType(step.__code__, names), **how)
        for step in (grid_step, island_step)
    }
    scope = {**names, **steps, "W": WIDTH, "range": range}
    kernel: Kernel = numba.njit(FunctionType(_flat_year.__code__, scope), **how)
    return kernel


def _lesser(a: float, b: float) -> float:
    return a if a < b else b  # noqa: FURB136  numba turns min() into a slower call


def _greater(a: float, b: float) -> float:
    return a if a > b else b  # noqa: FURB136  as above


minimum, maximum = _lesser, _greater
W = WIDTH


def _flat_year(  # noqa: PLR0917  numba takes no keywords
    load: Floats,
    unit: Floats,
    price: Floats,
    export_price: Floats,
    period: npt.NDArray[np.int64],
    outage: Floats,
    plants: Floats,
    sums: Floats,
    year: Floats,
) -> None:
    for block in range(plants.shape[0]):
        q, y = plants[block], year[block]
        for j in range(W):
            y[j] = q[13 * W + j]
        for hour in range(load.size):
            off, bill = outage[hour], sums[block, period[hour]]
            if off > 0.0:
                for j in range(W):
                    load_kw, pv_kw = load[hour] + q[12 * W + j], unit[hour] * q[j]
                    used, charge, out, to_load, to_store, dumped, runs, stored = island_step(
                        off,
                        load_kw,
                        pv_kw,
                        y[j],
                        q[W + j],
                        q[2 * W + j],
                        q[3 * W + j],
                        q[4 * W + j],
                        q[10 * W + j],
                        q[11 * W + j],
                    )
                    y[j] = stored
                    y[3 * W + j] += used
                    y[4 * W + j] += charge + to_store
                    y[5 * W + j] += out
                    y[6 * W + j] += to_load + to_store + dumped
                    y[7 * W + j] += dumped
                    y[8 * W + j] += runs
                    y[9 * W + j] += load_kw * off - used - out - to_load
            if off < 1.0:
                on = 1.0 - off
                for j in range(W):
                    load_kw, pv_kw = load[hour] + q[12 * W + j], unit[hour] * q[j]
                    charge, from_grid, out, bought, export, stored = grid_step(
                        on,
                        load_kw,
                        pv_kw,
                        price[hour],
                        y[j],
                        q[W + j],
                        q[2 * W + j],
                        q[3 * W + j],
                        q[4 * W + j],
                        q[5 * W + j],
                        q[6 * W + j],
                        q[7 * W + j],
                        q[8 * W + j],
                        q[9 * W + j],
                    )
                    imported = bought + from_grid
                    y[j] = stored
                    y[W + j] += price[hour] * imported
                    y[2 * W + j] += export_price[hour] * export
                    y[3 * W + j] += minimum(load_kw, pv_kw) * on
                    y[4 * W + j] += charge + from_grid
                    y[5 * W + j] += out
                    bill[j] += imported
                    bill[W + j] += export
                    bill[2 * W + j] = maximum(bill[2 * W + j], imported)
