"""Plants to be tried: one a row, every size and every threshold a column."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from pv_design.storage.rules import Rule, self_consumption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.batteries import BatteryTechnology
    from pv_design.storage.genset import Genset

COLUMNS = (
    "dc_kw",
    "capacity_kwh",
    "battery_kw",
    "charge_efficiency",
    "discharge_efficiency",
    "reserve_kwh",
    "import_cap_kw",
    "discharge_price",
    "charge_price",
    "export_limit_kw",
    "genset_kw",
    "genset_least_kw",
    "standby_kw",
    "start_kwh",
)
"""Of the table of candidates, in the order of the kernels; `capacity_kwh` is the usable one."""
_MAY_BE_INFINITE = ("import_cap_kw", "discharge_price", "charge_price", "export_limit_kw")
_MAY_BE_NEGATIVE = ("discharge_price", "charge_price")


def candidates(
    technology: BatteryTechnology,
    *,
    dc_kw: Sequence[float],
    capacity_kwh: Sequence[float] = (0.0,),
    battery_kw: Sequence[float] = (0.0,),
    rules: Sequence[Rule] | None = None,
    genset: Genset | None = None,
    cycle_charging: bool = False,
    export_limit_kw: float = np.inf,
    start_fraction: float = 0.0,
) -> pd.DataFrame:
    """Return every combination of sizes and rules, one a row.

    Parameters
    ----------
    technology
        Of the battery.
    dc_kw
        Rated powers of the modules [kW].
    capacity_kwh
        Usable capacities [kWh]: rated capacity x (1 - `least_charge_fraction`).
    battery_kw
        Powers of the battery's converter [kW].
    rules
        Ways to run it; None for self-consumption alone.
    genset
        None without one.
    cycle_charging
        A running genset gives all it can and charges the battery; else it follows the load.
    export_limit_kw
        Of the connection [kW]; 0 where export is not allowed.
    start_fraction
        State of charge before the first hour. The default gives nothing away.

    Raises
    ------
    InputError
        If a size is negative or has no value, or the start is not from 0 to 1.

    Examples
    --------
    >>> from equipment_catalog.batteries import battery_technology
    >>> table = candidates(battery_technology("lithium"), dc_kw=[0.0, 50.0],
    ...                    capacity_kwh=[20.0, 40.0], battery_kw=[10.0])
    >>> len(table), table["reserve_kwh"].max()
    (4, np.float64(0.0))
    """
    if not 0 <= start_fraction <= 1:
        allowed = message("a fraction from 0 to 1")
        raise InputError.of("start_fraction", start_fraction, allowed=allowed)
    tried = list(rules) if rules is not None else [self_consumption()]
    least_kw = 0.0
    if genset:
        least_kw = genset.largest_kw if cycle_charging else genset.least_kw
    sizes = product(dc_kw, capacity_kwh, battery_kw, range(len(tried)))
    frame = pd.DataFrame(sizes, columns=["dc_kw", "capacity_kwh", "battery_kw", "rule"])
    ways = pd.DataFrame([vars(rule) for rule in tried]).loc[frame["rule"]].reset_index(drop=True)
    frame = frame.assign(
        charge_efficiency=technology.charge_efficiency,
        discharge_efficiency=technology.discharge_efficiency,
        reserve_kwh=ways["reserve_fraction"] * frame["capacity_kwh"],
        import_cap_kw=ways["import_cap_kw"],
        discharge_price=ways["discharge_price"],
        charge_price=ways["charge_price"],
        export_limit_kw=export_limit_kw,
        genset_kw=genset.largest_kw if genset else 0.0,
        genset_least_kw=least_kw,
        standby_kw=technology.standby_fraction * frame["battery_kw"],
        start_kwh=start_fraction * frame["capacity_kwh"],
    )[list(COLUMNS)]
    frame = frame.astype(float)
    check_candidates(frame)
    return frame


def check_candidates(frame: pd.DataFrame) -> None:
    """Refuse a table of candidates that the kernels could not run.

    Raises
    ------
    InputError
        If a column is missing, or a value is not a number, negative, or too large for its row.

    Examples
    --------
    >>> check_candidates(pd.DataFrame({"dc_kw": [1.0]}))
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: candidates: 'dc_kw' is not accepted; the columns
    dc_kw, capacity_kwh, battery_kw, charge_efficiency, discharge_efficiency, reserve_kwh,
    import_cap_kw, discharge_price, charge_price, export_limit_kw, genset_kw, genset_least_kw,
    standby_kw, start_kwh
    """
    if set(COLUMNS) - set(frame.columns):
        allowed = message("the columns {names}", names=", ".join(COLUMNS))
        raise InputError.of("candidates", ", ".join(frame.columns), allowed=allowed)
    if frame.empty:
        raise InputError.of("candidates", 0, allowed=message("1 or more"))
    for column in COLUMNS:
        values = frame[column].to_numpy(dtype=float)
        finite = ~np.isnan(values) if column in _MAY_BE_INFINITE else np.isfinite(values)
        right = finite & ((values >= 0) | (column in _MAY_BE_NEGATIVE))
        if not right.all():
            allowed = message("a number of 0 or more")
            raise InputError.of(column, float(values[~right][0]), allowed=allowed)
    for column in ("charge_efficiency", "discharge_efficiency"):
        _at_most(frame, column, 1.0, least=0.0)
    for column, top in (
        ("reserve_kwh", "capacity_kwh"),
        ("start_kwh", "capacity_kwh"),
        ("genset_least_kw", "genset_kw"),
    ):
        _at_most(frame, column, frame[top])


def _at_most(
    frame: pd.DataFrame, column: str, top: float | pd.Series[float], *, least: float = -1.0
) -> None:
    wrong = (frame[column] > top) | (frame[column] <= least)
    if wrong.any():
        limit = float(pd.Series(top, index=frame.index)[wrong].iloc[0])
        allowed = message("above 0 where it must be, and up to {limit:g}", limit=limit)
        raise InputError.of(column, float(frame.loc[wrong, column].iloc[0]), allowed=allowed)
