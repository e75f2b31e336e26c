"""The least a year could cost if every hour were known beforehand: a linear programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import bmat, coo_matrix, csr_matrix, diags, eye

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.storage.case import StorageCase
    from pv_design.storage.genset import Genset
    from pv_design.storage.ranking import YearPrices

_HOURLY = (
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
_SIZES = ("dc_kw", "capacity_kwh", "battery_kw")


@dataclass(frozen=True, kw_only=True, eq=False)
class Bound:
    """A plant run with perfect foresight; no operator can do it cheaper."""

    annual_cost: float
    """With the yearly cost of owning the plant."""
    sizes: Mapping[str, float]
    """dc_kw, capacity_kwh, battery_kw: as given, or the best ones."""
    flows: pd.DataFrame
    """One row an hour [kWh]."""
    peak_kw: pd.Series[float]
    """Largest import of an hour of each billing period."""


def foresight_bound(
    case: StorageCase,
    plant: pd.Series[float],
    prices: YearPrices,
    *,
    genset: Genset | None = None,
    largest: Mapping[str, float] | None = None,
) -> Bound:
    """Return the least cost of the hours of a case by perfect foresight.

    It relaxes the rules: the import cap, the thresholds, the reserve, the genset's least power
    and its fuel at no load bind nobody, so it lies at or below every rule at the same sizes.

    Parameters
    ----------
    case
        The hours.
    plant
        One row of `candidates`: efficiencies, start, limits, and sizes that are not free.
    prices
        As for `annual_cost`.
    genset
        Whose fuel line holds, where the plant has one.
    largest
        Sizes that are free, each with the most it may be; None to keep all of the plant's.

    Raises
    ------
    InputError
        If a free size is unknown, the periods have not one demand price each, a genset is not
        named, or the solver does not finish.

    Examples
    --------
    A battery that knows the dear hour fills in the cheap one:

    >>> from equipment_catalog.batteries import battery_technology
    >>> from pv_design.storage.candidates import candidates
    >>> from pv_design.storage.case import storage_case
    >>> from pv_design.storage.ranking import YearPrices
    >>> case = storage_case([0.0, 1.0], [0.0, 0.0], price_per_kwh=[0.1, 0.5],
    ...                     export_price_per_kwh=[0.0, 0.0], period=[1, 1])
    >>> plant = candidates(battery_technology("lithium"), dc_kw=[0.0], capacity_kwh=[4.0],
    ...                    battery_kw=[4.0]).assign(standby_kw=0.0).iloc[0]
    >>> prices = YearPrices(demand_price_per_kw=[0.0], yearly_cost_per_unit={})
    >>> round(foresight_bound(case, plant, prices).annual_cost, 4)
    0.1113
    """
    free = dict(largest or {})
    _check(case, plant, prices, genset, free)
    hours, periods = len(case.load_kw), len(case.periods)
    standby = _standby_per_kw(plant)
    solved = linprog(
        _costs(case, prices, genset),
        A_ub=_limits(case, plant, standby),
        b_ub=_limit_values(case, plant),
        A_eq=_balances(case, plant, standby),
        b_eq=_balance_values(case, plant),
        bounds=_bounds(case, plant, free),
        method="highs",
    )
    if solved.status != 0:
        raise InputError.of("case", solved.message, allowed=message("hours that can be balanced"))
    flows = solved.x[: hours * len(_HOURLY)].reshape(len(_HOURLY), hours).T
    rest = solved.x[hours * len(_HOURLY) :]
    return Bound(
        annual_cost=float(solved.fun + plant["genset_kw"] * _owned(prices, "genset_kw")),
        sizes=dict(zip(_SIZES, rest[periods:].tolist(), strict=True)),
        flows=pd.DataFrame(flows, columns=list(_HOURLY)),
        peak_kw=pd.Series(rest[:periods], case.periods),
    )


def gap_fraction(rule_cost: float, bound_cost: float) -> float:
    """Return what a rule costs above the bound, of the bound's size.

    Raises
    ------
    InputError
        If the bound is 0.

    Examples
    --------
    >>> round(gap_fraction(107.0, 100.0), 3)
    0.07
    """
    if bound_cost == 0:
        raise InputError.of("bound_cost", bound_cost, allowed=message("a number other than 0"))
    return (rule_cost - bound_cost) / abs(bound_cost)


def _check(
    case: StorageCase,
    plant: pd.Series[float],
    prices: YearPrices,
    genset: Genset | None,
    free: Mapping[str, float],
) -> None:
    for name in free:
        if name not in _SIZES:
            allowed = message("one of {known}", known=", ".join(_SIZES))
            raise InputError.of("largest", name, allowed=allowed)
    if len(prices.demand_price_per_kw) != len(case.periods):
        allowed = message("one number for each of the {count} periods", count=len(case.periods))
        found = list(prices.demand_price_per_kw)
        raise InputError.of("demand_price_per_kw", found, allowed=allowed)
    if plant["genset_kw"] > 0 and genset is None:
        allowed = message("the genset that the candidates were given")
        raise InputError.of("genset", None, allowed=allowed)


def _standby_per_kw(plant: pd.Series[float]) -> float:
    return float(plant["standby_kw"] / plant["battery_kw"]) if plant["battery_kw"] > 0 else 0.0


def _owned(prices: YearPrices, name: str) -> float:
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
    flat = [np.zeros(len(case.load_kw)) + hourly.get(name, 0.0) for name in _HOURLY]
    owned = [_owned(prices, name) for name in _SIZES]
    return np.concatenate([*flat, np.asarray(prices.demand_price_per_kw, dtype=float), owned])


def _row(
    case: StorageCase, terms: Mapping[str, Any], sizes: Mapping[str, np.ndarray | float]
) -> list[Any]:
    """Return one row of blocks: hourly flows, period peaks, sizes."""
    hours = len(case.load_kw)
    blocks: list[Any] = []
    for name in _HOURLY:
        term = terms.get(name, 0.0)
        blocks.append(term * eye(hours) if isinstance(term, int | float) else term)
    blocks.append(terms.get("peak_kw", csr_matrix((hours, len(case.periods)))))
    for name in _SIZES:
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
    sizes = [(0.0, free[name]) if name in free else (plant[name],) * 2 for name in _SIZES]
    all_export = sizes[0][1] * case.unit_ac_kw.max(initial=0.0)
    hourly: dict[str, np.ndarray | float] = {
        "export_kwh": (1.0 - off) * min(float(plant["export_limit_kw"]), all_export),
        "genset_to_load_kwh": off * plant["genset_kw"],
        "genset_charge_kwh": off * plant["genset_kw"],
    }
    most = [np.zeros(hours) + hourly.get(name, np.inf) for name in _HOURLY]
    upper = np.concatenate([*most, np.full(periods, np.inf)])
    return np.vstack([np.column_stack([np.zeros(len(upper)), upper]), np.array(sizes)])
