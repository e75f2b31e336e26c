"""The least a year could cost if every hour were known beforehand: a linear programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from scipy.optimize import linprog

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.storage.foresight_programme import HOURLY, SIZES, owned_cost, programme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.storage.case import StorageCase
    from pv_design.storage.genset import Genset
    from pv_design.storage.ranking import YearPrices


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
    solved = linprog(**programme(case, plant, prices, genset=genset, free=free), method="highs")
    if solved.status != 0:
        raise InputError.of("case", solved.message, allowed=message("hours that can be balanced"))
    flows = solved.x[: hours * len(HOURLY)].reshape(len(HOURLY), hours).T
    rest = solved.x[hours * len(HOURLY) :]
    return Bound(
        annual_cost=float(solved.fun + plant["genset_kw"] * owned_cost(prices, "genset_kw")),
        sizes=dict(zip(SIZES, rest[periods:].tolist(), strict=True)),
        flows=pd.DataFrame(flows, columns=list(HOURLY)),
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
        if name not in SIZES:
            allowed = message("one of {known}", known=", ".join(SIZES))
            raise InputError.of("largest", name, allowed=allowed)
    if len(prices.demand_price_per_kw) != len(case.periods):
        allowed = message("one number for each of the {count} periods", count=len(case.periods))
        found = list(prices.demand_price_per_kw)
        raise InputError.of("demand_price_per_kw", found, allowed=allowed)
    if plant["genset_kw"] > 0 and genset is None:
        allowed = message("the genset that the candidates were given")
        raise InputError.of("genset", None, allowed=allowed)
