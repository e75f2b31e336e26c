"""One plant hour by hour: every flow named, every hour balanced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pv_design.storage.candidates import COLUMNS, check_candidates
from pv_design.storage.hour_step import grid_step, island_step

if TYPE_CHECKING:
    from pv_design.storage.case import StorageCase

FLOWS = (
    "load_kwh",
    "pv_used_kwh",
    "pv_charge_kwh",
    "export_kwh",
    "curtailed_kwh",
    "battery_out_kwh",
    "bought_kwh",
    "grid_charge_kwh",
    "genset_to_load_kwh",
    "genset_charge_kwh",
    "genset_dumped_kwh",
    "genset_hours",
    "unserved_kwh",
    "stored_kwh",
)
"""Columns of `dispatch`."""
ROUNDING_FRACTION = 1e-9
"""Part of an hour's demand below which what is not served is the rounding of a difference."""


def dispatch(case: StorageCase, plant: pd.Series[float]) -> pd.DataFrame:
    """Return what a plant does in each hour.

    In every hour load_kwh = pv_used + battery_out + bought + genset_to_load + unserved, where the
    load includes the standby of the battery; production = pv_used + pv_charge + export +
    curtailed; and what is stored grows by the charge x its efficiency less battery_out / its
    efficiency. Without a grid and without battery or genset, PV stands still.

    Parameters
    ----------
    case
        Its hours.
    plant
        One row of `candidates`.

    Returns
    -------
    DataFrame
        One row an hour with the columns `FLOWS`; `stored_kwh` at its end, above the bottom of the
        usable window.

    Raises
    ------
    InputError
        If the plant is not a possible one.

    Examples
    --------
    >>> from equipment_catalog.batteries import battery_technology
    >>> from pv_design.storage.candidates import candidates
    >>> from pv_design.storage.case import storage_case
    >>> case = storage_case([1.0, 1.0], [1.0, 0.0], price_per_kwh=[0.2, 0.2],
    ...                     export_price_per_kwh=[0.0, 0.0], period=[1, 1])
    >>> plants = candidates(battery_technology("lithium"), dc_kw=[2.0], capacity_kwh=[4.0],
    ...                     battery_kw=[4.0])
    >>> dispatch(case, plants.iloc[0])["battery_out_kwh"].round(2).tolist()
    [0.0, 0.88]
    """
    check_candidates(plant.to_frame().T)
    value = {name: float(plant[name]) for name in COLUMNS}
    load = case.load_kw + value["standby_kw"]
    pv = case.unit_ac_kw * value["dc_kw"]
    rows = np.zeros((len(load), len(FLOWS)))
    stored = value["start_kwh"]
    for hour in range(len(load)):
        off = float(case.outage_fraction[hour])
        row = np.zeros(len(FLOWS))
        if off > 0:
            part, stored = _island(off, load[hour], pv[hour], stored, value)
            row += part
        if off < 1:
            price = float(case.price_per_kwh[hour])
            part, stored = _grid(1 - off, load[hour], pv[hour], price, stored, value)
            row += part
        rows[hour] = row
        rows[hour, -1] = stored
    return pd.DataFrame(rows, columns=list(FLOWS))


def _grid(  # noqa: PLR0917  one call, as grid_step
    hours: float, load: float, pv: float, price: float, stored: float, value: dict[str, float]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], float]:
    charge, grid_charge, out, bought, export, after = grid_step(
        hours,
        load,
        pv,
        price,
        stored,
        value["capacity_kwh"],
        value["battery_kw"],
        value["charge_efficiency"],
        value["discharge_efficiency"],
        value["reserve_kwh"],
        value["import_cap_kw"],
        value["discharge_price"],
        value["charge_price"],
        value["export_limit_kw"],
    )
    used = min(load, pv) * hours
    lost = max(pv - load, 0.0) * hours - charge - export
    flows = [load * hours, used, charge, export, lost, out, bought, grid_charge]
    return np.array([*flows, *[0.0] * 6]), float(after)


def _island(
    hours: float, load: float, pv: float, stored: float, value: dict[str, float]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], float]:
    used, charge, out, to_load, to_store, dumped, runs, after = island_step(
        hours,
        load,
        pv,
        stored,
        value["capacity_kwh"],
        value["battery_kw"],
        value["charge_efficiency"],
        value["discharge_efficiency"],
        value["genset_kw"],
        value["genset_least_kw"],
    )
    lost = pv * hours - used - charge
    left = load * hours - used - out - to_load
    unserved = left if left > ROUNDING_FRACTION * load * hours else 0.0
    flows = [load * hours, used, charge, 0.0, lost, out, 0.0, 0.0]
    return np.array([*flows, to_load, to_store, dumped, runs, unserved, 0.0]), float(after)
