"""The linear programme of perfect foresight: its variables, costs, balances and limits.

Columns are the hourly flows one after another (`HOURLY` x hours), the peak of each billing period,
then the sizes (`SIZES`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import bmat, coo_matrix, csr_matrix, diags, eye

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pv_design.storage.case import StorageCase
    from pv_design.storage.genset import Genset
    from pv_design.storage.ranking import YearPrices

HOURLY = (
    "pv_used_kwh",
    "pv_charge_kwh",
    "export_kwh",
    "battery_out_kwh",
    "bought_kwh",
    "grid_charge_kwh",
    "genset_to_load_kwh",
    "genset_charge_kwh",
    "unserved_kwh",
    "stored_kwh",
)
"""Flows of an hour; `stored_kwh` at its end."""
SIZES = ("dc_kw", "capacity_kwh", "battery_kw")
"""What may be free."""


def programme(
    case: StorageCase,
    plant: pd.Series[float],
    prices: YearPrices,
    *,
    genset: Genset | None,
    free: Mapping[str, float],
) -> dict[str, Any]:
    """Return the programme as `scipy.optimize.linprog` takes it.

    Parameters
    ----------
    case, plant, prices, genset
        As for `foresight_bound`.
    free
        Sizes that are free, each with the most it may be.
    """
    standby = _standby_per_kw(plant)
    return {
        "c": _costs(case, prices, genset),
        "A_ub": _limits(case, plant, standby),
        "b_ub": _limit_values(case, plant),
        "A_eq": _balances(case, plant, standby),
        "b_eq": _balance_values(case, plant),
        "bounds": _bounds(case, plant, free),
    }


def _standby_per_kw(plant: pd.Series[float]) -> float:
    return float(plant["standby_kw"] / plant["battery_kw"]) if plant["battery_kw"] > 0 else 0.0


def owned_cost(prices: YearPrices, name: str) -> float:
    """Return what a year of owning one unit of a size costs; 0 where no price is named."""
    return float(prices.yearly_cost_per_unit.get(name, 0.0))


def _costs(case: StorageCase, prices: YearPrices, genset: Genset | None) -> np.ndarray:
    fuel = (genset.fuel_l_per_kwh if genset else 0.0) * prices.fuel_price_per_l
    hourly: dict[str, np.ndarray | float] = {
        "export_kwh": -case.export_price_per_kwh,
        "bought_kwh": case.price_per_kwh,
        "grid_charge_kwh": case.price_per_kwh,
        "genset_to_load_kwh": fuel,
        "genset_charge_kwh": fuel,
        "unserved_kwh": prices.unserved_value_per_kwh,
    }
    flat = [np.zeros(len(case.load_kw)) + hourly.get(name, 0.0) for name in HOURLY]
    owned = [owned_cost(prices, name) for name in SIZES]
    return np.concatenate([*flat, np.asarray(prices.demand_price_per_kw, dtype=float), owned])


def _row(
    case: StorageCase, terms: Mapping[str, Any], sizes: Mapping[str, np.ndarray | float]
) -> list[Any]:
    """Return one row of blocks: hourly flows, period peaks, sizes."""
    hours = len(case.load_kw)
    blocks: list[Any] = []
    for name in HOURLY:
        term = terms.get(name, 0.0)
        blocks.append(term * eye(hours) if isinstance(term, int | float) else term)
    blocks.append(terms.get("peak_kw", csr_matrix((hours, len(case.periods)))))
    for name in SIZES:
        column = np.zeros(hours) + sizes.get(name, 0.0)
        blocks.append(csr_matrix(column[:, None]))
    return blocks


def _balances(case: StorageCase, plant: pd.Series[float], standby: float) -> csr_matrix:
    hours = len(case.load_kw)
    served = ("pv_used_kwh", "battery_out_kwh", "bought_kwh", "genset_to_load_kwh", "unserved_kwh")
    charge = ("pv_charge_kwh", "grid_charge_kwh", "genset_charge_kwh")
    grown = diags([1.0, -1.0], [0, -1], shape=(hours, hours))
    store: dict[str, Any] = dict.fromkeys(charge, -float(plant["charge_efficiency"]))
    store |= {"battery_out_kwh": 1.0 / plant["discharge_efficiency"], "stored_kwh": grown}
    return bmat(
        [
            _row(case, dict.fromkeys(served, 1.0), {"battery_kw": -standby}),
            _row(case, store, {}),
        ],
        format="csr",
    )


def _balance_values(case: StorageCase, plant: pd.Series[float]) -> np.ndarray:
    start = np.zeros(len(case.load_kw))
    start[0] = plant["start_kwh"]
    return np.concatenate([case.load_kw, start])


def _limits(case: StorageCase, plant: pd.Series[float], standby: float) -> csr_matrix:
    hours = np.arange(len(case.load_kw))
    on = 1.0 - case.outage_fraction
    in_period = coo_matrix((-np.ones(len(hours)), (hours, case.period))).tocsr()
    pv = dict.fromkeys(("pv_used_kwh", "pv_charge_kwh", "export_kwh"), 1.0)
    charge = dict.fromkeys(("pv_charge_kwh", "grid_charge_kwh", "genset_charge_kwh"), 1.0)
    made = dict.fromkeys(("genset_to_load_kwh", "genset_charge_kwh"), 1.0)
    peak: dict[str, Any] = {"bought_kwh": 1.0, "grid_charge_kwh": 1.0, "peak_kw": in_period}
    rows = [
        _row(case, pv, {"dc_kw": -case.unit_ac_kw}),
        _row(case, {"stored_kwh": 1.0}, {"capacity_kwh": -1.0}),
        _row(case, charge, {"battery_kw": -1.0}),
        _row(case, {"battery_out_kwh": 1.0}, {"battery_kw": -1.0}),
        _row(case, peak, {}),
        _row(case, {"bought_kwh": 1.0}, {"battery_kw": -standby * on}),
        _row(case, {"grid_charge_kwh": 1.0}, {"battery_kw": -on}),
        _row(case, {"unserved_kwh": 1.0}, {"battery_kw": -standby * case.outage_fraction}),
    ]
    if plant["genset_kw"] > 0:
        rows.append(_row(case, made, {}))
    return bmat(rows, format="csr")


def _limit_values(case: StorageCase, plant: pd.Series[float]) -> np.ndarray:
    hours = len(case.load_kw)
    off = case.outage_fraction
    values = [np.zeros(5 * hours), case.load_kw * (1.0 - off), np.zeros(hours), case.load_kw * off]
    if plant["genset_kw"] > 0:
        values.append(off * plant["genset_kw"])
    return np.concatenate(values)


def _bounds(case: StorageCase, plant: pd.Series[float], free: Mapping[str, float]) -> np.ndarray:
    """Return the least and the most of every variable, one row each."""
    hours, periods = len(case.load_kw), len(case.periods)
    off = case.outage_fraction
    sizes = [(0.0, free[name]) if name in free else (plant[name],) * 2 for name in SIZES]
    all_export = sizes[0][1] * case.unit_ac_kw.max(initial=0.0)
    hourly: dict[str, np.ndarray | float] = {
        "export_kwh": (1.0 - off) * min(float(plant["export_limit_kw"]), all_export),
        "genset_to_load_kwh": off * plant["genset_kw"],
        "genset_charge_kwh": off * plant["genset_kw"],
    }
    most = [np.zeros(hours) + hourly.get(name, np.inf) for name in HOURLY]
    upper = np.concatenate([*most, np.full(periods, np.inf)])
    return np.vstack([np.column_stack([np.zeros(len(upper)), upper]), np.array(sizes)])
