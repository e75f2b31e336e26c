"""A year of many plants at once with numpy: hour after hour, a column of plants at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pv_design.storage.candidates import COLUMNS
from pv_design.storage.hour_step import grid_step, island_step

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

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
    for hour in range(len(load)):
        load_kw, pv_kw, off = load[hour] + q["standby_kw"], unit[hour] * q["dc_kw"], outage[hour]
        if off > 0:
            _without_grid(off, load_kw, pv_kw, plants, year)
        if off < 1:
            prices = price[hour], export_price[hour]
            _with_grid(1.0 - off, load_kw, pv_kw, prices, plants, year, sums[period[hour]])


def _without_grid(
    hours: float, load_kw: Floats, pv_kw: Floats, plants: Floats, year: Floats
) -> None:
    """Add a stretch without the grid to the sums of the year."""
    used, charge, out, to_load, to_store, dumped, runs, stored = island_step(
        hours, load_kw, pv_kw, year[0], *plants[1:5], *plants[10:12]
    )
    year[0] = stored
    year[3] += used
    year[4] += charge + to_store
    year[5] += out
    year[6] += to_load + to_store + dumped
    year[7] += dumped
    year[8] += runs
    year[9] += load_kw * hours - used - out - to_load


def _with_grid(  # noqa: PLR0917  an inner step
    hours: float,
    load_kw: Floats,
    pv_kw: Floats,
    prices: tuple[float, float],
    plants: Floats,
    year: Floats,
    bill: Floats,
) -> None:
    """Add a stretch with the grid to the sums of the year and of the billing period."""
    price, export_price = prices
    charge, from_grid, out, bought, export, stored = grid_step(
        hours, load_kw, pv_kw, price, year[0], *plants[1:10]
    )
    imported = bought + from_grid
    year[0] = stored
    year[1] += price * imported
    year[2] += export_price * export
    year[3] += np.minimum(load_kw, pv_kw) * hours
    year[4] += charge + from_grid
    year[5] += out
    bill[0] += imported
    bill[1] += export
    bill[2] = np.maximum(bill[2], imported)
