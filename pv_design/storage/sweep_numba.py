"""A year of many plants at once compiled by numba, where that is installed.

It runs the same `hour_step` as numpy: numba gets copies of those functions whose `minimum` and
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

from pv_design.storage.hour_step import grid_step, island_step

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Kernel = Callable[..., None]

WIDTH = 128
"""Candidates in a block."""


def has_numba() -> bool:
    """Tell whether the quick engine is installed.

    Examples
    --------
    >>> has_numba() in (True, False)
    True
    """
    return find_spec("numba") is not None


@cache
def compiled_year() -> Kernel:
    """Return the engine compiled by numba; the first call takes some seconds.

    It takes the arguments of `run_year` with a leading axis of blocks of `WIDTH` candidates, each
    block flat.
    """
    numba: Any = import_module("numba")
    how = {"error_model": "numpy", "fastmath": {"nnan", "nsz"}}
    names: dict[str, Any] = {
        "minimum": numba.njit(_lesser, inline="always"),
        "maximum": numba.njit(_greater, inline="always"),
        "W": WIDTH,
        "range": range,
    }
    for step in (grid_step, island_step, _without_grid, _with_grid, _flat_year):
        names[step.__name__] = numba.njit(FunctionType(step.__code__, dict(names)), **how)
    kernel: Kernel = names["_flat_year"]
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
                _without_grid(off, load[hour], unit[hour], q, y)
            if off < 1.0:
                _with_grid(
                    1.0 - off, load[hour], unit[hour], price[hour], export_price[hour], q, y, bill
                )


def _without_grid(hours: float, load: float, unit: float, q: Floats, y: Floats) -> None:
    for j in range(W):
        load_kw, pv_kw = load + q[12 * W + j], unit * q[j]
        used, charge, out, to_load, to_store, dumped, runs, stored = island_step(
            hours,
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
        y[9 * W + j] += load_kw * hours - used - out - to_load


def _with_grid(  # noqa: PLR0917  numba takes no keywords
    hours: float,
    load: float,
    unit: float,
    price: float,
    export_price: float,
    q: Floats,
    y: Floats,
    bill: Floats,
) -> None:
    for j in range(W):
        load_kw, pv_kw = load + q[12 * W + j], unit * q[j]
        charge, from_grid, out, bought, export, stored = grid_step(
            hours,
            load_kw,
            pv_kw,
            price,
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
        y[W + j] += price * imported
        y[2 * W + j] += export_price * export
        y[3 * W + j] += minimum(load_kw, pv_kw) * hours
        y[4 * W + j] += charge + from_grid
        y[5 * W + j] += out
        bill[j] += imported
        bill[W + j] += export
        bill[2 * W + j] = maximum(bill[2 * W + j], imported)
