"""Every candidate through the whole year, with what a monthly bill needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.storage.candidates import COLUMNS, check_candidates
from pv_design.storage.sweep_kernel import PERIOD_SUMS, YEAR_SUMS, run_year
from pv_design.storage.sweep_numba import WIDTH, compiled_year, has_numba

if TYPE_CHECKING:
    from pv_design.storage.case import StorageCase

Engine = Literal["auto", "numpy", "numba"]
_NUMPY_BLOCK = 2048
"""Candidates whose columns stay in a processor's cache together."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sweep:
    """What each candidate, one a row, did in the year."""

    import_kwh: pd.DataFrame
    """By billing period; with the energy that charges the battery."""
    export_kwh: pd.DataFrame
    """By billing period."""
    peak_kw: pd.DataFrame
    """Largest import of an hour of each billing period; a meter of 15 minutes shows more."""
    year: pd.DataFrame
    """Columns `YEAR_SUMS` and `curtailed_kwh`."""


def sweep(case: StorageCase, plants: pd.DataFrame, *, engine: Engine = "auto") -> Sweep:
    """Run every candidate through every hour.

    Parameters
    ----------
    case
        The hours.
    plants
        Table of `candidates`.
    engine
        auto takes numba where it is installed; both give the same figures.

    Raises
    ------
    InputError
        If a candidate is not a possible one, or the engine is not installed.

    Examples
    --------
    >>> from equipment_catalog.batteries import battery_technology
    >>> from pv_design.storage.candidates import candidates
    >>> from pv_design.storage.case import storage_case
    >>> case = storage_case([5.0, 5.0], [0.0, 0.5], price_per_kwh=[0.2, 0.2],
    ...                     export_price_per_kwh=[0.1, 0.1], period=["may", "may"])
    >>> plants = candidates(battery_technology("lithium"), dc_kw=[0.0, 4.0, 14.0])
    >>> sweep(case, plants).import_kwh["may"].tolist()
    [10.0, 8.0, 5.0]
    """
    check_candidates(plants)
    if engine not in ("auto", "numpy", "numba"):
        raise InputError.of("engine", engine, allowed=message("auto, numpy or numba"))
    if engine == "numba" and not has_numba():
        raise InputError.of("engine", engine, allowed=message("numpy, for numba is not installed"))
    columns = np.ascontiguousarray(plants[list(COLUMNS)].to_numpy(dtype=float).T)
    quick = has_numba() if engine == "auto" else engine == "numba"
    bills, year = (_by_numba if quick else _by_numpy)(case, columns)
    by_period = [
        pd.DataFrame(np.ascontiguousarray(bills[:, place].T), plants.index, case.periods)
        for place in range(len(PERIOD_SUMS))
    ]
    totals = pd.DataFrame(np.ascontiguousarray(year.T), plants.index, list(YEAR_SUMS))
    made = plants["dc_kw"] * float(case.unit_ac_kw.sum())
    from_pv = totals["charge_kwh"] - _not_from_pv(case, plants, totals, by_period[0])
    used = totals["pv_used_kwh"] + from_pv + by_period[1].sum(axis=1)
    return Sweep(
        import_kwh=by_period[0],
        export_kwh=by_period[1],
        peak_kw=by_period[2],
        year=totals.assign(curtailed_kwh=(made - used).clip(lower=0.0)),
    )


def _not_from_pv(
    case: StorageCase, plants: pd.DataFrame, totals: pd.DataFrame, import_kwh: pd.DataFrame
) -> pd.Series[float]:
    """Return what grid and genset gave the battery: supplies less the load they met [kWh]."""
    load = float(case.load_kw.sum()) + plants["standby_kw"] * len(case.load_kw)
    met = load - totals["pv_used_kwh"] - totals["battery_out_kwh"] - totals["unserved_kwh"]
    genset = totals["genset_kwh"] - totals["genset_dumped_kwh"]
    return import_kwh.sum(axis=1) + genset - met


def _hours(case: StorageCase) -> tuple[Any, Any, Any, Any, Any, Any]:
    return (
        case.load_kw,
        case.unit_ac_kw,
        case.price_per_kwh,
        case.export_price_per_kwh,
        case.period,
        case.outage_fraction,
    )


def _by_numpy(case: StorageCase, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    count = columns.shape[1]
    bills = np.zeros((len(case.periods), len(PERIOD_SUMS), count))
    year = np.zeros((len(YEAR_SUMS), count))
    for first in range(0, count, _NUMPY_BLOCK):
        part = slice(first, first + _NUMPY_BLOCK)
        block = np.ascontiguousarray(columns[:, part])
        run_year(*_hours(case), block, bills[:, :, part], year[:, part])
    return bills, year


def _by_numba(case: StorageCase, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    count = columns.shape[1]
    blocks = -(-count // WIDTH)
    filled = np.pad(columns, ((0, 0), (0, blocks * WIDTH - count)), mode="edge")
    plants = filled.reshape(len(COLUMNS), blocks, WIDTH).transpose(1, 0, 2)
    bills = np.zeros((blocks, len(case.periods), len(PERIOD_SUMS) * WIDTH))
    year = np.zeros((blocks, len(YEAR_SUMS) * WIDTH))
    flat = np.ascontiguousarray(plants).reshape(blocks, -1)
    compiled_year()(*_hours(case), flat, bills, year)
    shape = blocks, len(case.periods), len(PERIOD_SUMS), WIDTH
    by_period = bills.reshape(shape).transpose(1, 2, 0, 3).reshape(*shape[1:3], -1)
    totals = year.reshape(blocks, len(YEAR_SUMS), WIDTH).transpose(1, 0, 2)
    return by_period[:, :, :count], totals.reshape(len(YEAR_SUMS), -1)[:, :count]
