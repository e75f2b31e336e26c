"""What answers to the whole load of a meter: capacitor banks and transformers, hour by hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.shift_calendar import open_share, window_hours
from equipment_catalog.capacitors import bank_loss_kw, bank_step_kvar
from equipment_catalog.transformers import transformer_kvar, transformer_losses_kw

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.conditions import Conditions

STEPPED = "stepped"
BANK_COLUMNS = ["site", "area", "rated_kvar", "quantity", "schedule", "hours_per_day"]
"""What is asked of a bank; narrow tables are quick to turn into rows."""


def with_site_equipment(
    machines: pd.DataFrame,
    demand_kw: pd.DataFrame,
    demand_kvar: pd.DataFrame,
    conditions: Conditions,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return demand with capacitors and transformers, and what each of these loses in a year.

    A fixed bank feeds its rating whenever its schedule is open, also into an idle mine, which
    then leads; a stepped one switches whole steps and never feeds more than the meter's inductive
    power of the hour. Banks stand on the low-voltage side: the transformers of a meter share what
    is left by rating, lose their iron losses and, with the square of their load, their copper
    losses, and draw reactive power themselves.

    Parameters
    ----------
    machines
        Rows of an inventory.
    demand_kw, demand_kvar
        Hourly demand of everything else, columns (site, area).
    conditions
        Working time and hours of the year.

    Returns
    -------
    demand_kw, demand_kvar, kwh_per_year
        The last indexed by the tags of banks and transformers.
    """
    kw, kvar = demand_kw.copy(), demand_kvar.copy()
    lost = {
        **_switch_banks(machines[machines["kind"] == "capacitor"], kw, kvar, conditions),
        **_feed_through(machines[machines["kind"] == "transformer"], kw, kvar),
    }
    return kw, kvar, pd.Series(lost, dtype=float)


def open_hours_share(
    site: str, area: str, schedule: str, conditions: Conditions
) -> npt.NDArray[np.float64]:
    """Return the share of each hour in which a schedule is open, whatever the meter's shape.

    What switches by the clock, such as a bank of capacitors, does not follow the load.
    """
    return open_share(conditions.calendar(site, area), schedule, conditions.hours)


def site_total(demand: pd.DataFrame, site: str) -> npt.NDArray[np.float64]:
    """Return the hourly demand of all areas of a site together."""
    own = demand.columns.get_level_values("site") == site
    total: npt.NDArray[np.float64] = demand.to_numpy()[:, own].sum(axis=1)
    return total


def _switch_banks(
    banks: pd.DataFrame, kw: pd.DataFrame, kvar: pd.DataFrame, conditions: Conditions
) -> dict[str, float]:
    """Take what the banks feed off the demand, fixed ones first; return what each loses [kWh]."""
    lost: dict[str, float] = {}
    if banks.empty:
        return lost
    order = (
        banks[BANK_COLUMNS]
        .assign(is_stepped=banks["control"] == STEPPED)
        .sort_values("is_stepped", kind="stable")
    )
    for tag, bank in order.to_dict("index").items():
        place = (str(bank["site"]), str(bank["area"]))
        rated_kvar = float(bank["rated_kvar"]) * float(bank["quantity"])
        if bank["is_stepped"]:
            fed = _stepped_kvar(rated_kvar, site_total(kvar, place[0]))
        else:
            schedule = str(bank["schedule"])
            daily = float(bank["hours_per_day"])
            share = daily / window_hours(conditions.calendar(*place), schedule)
            fed = rated_kvar * share * open_hours_share(*place, schedule, conditions)
        loss_kw = np.asarray(bank_loss_kw(fed))
        kvar[place] -= fed
        kw[place] += loss_kw
        lost[str(tag)] = float(loss_kw.sum())
    return lost


def _stepped_kvar(
    rated_kvar: float, inductive_kvar: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return what a bank feeds whose controller switches steps while they do not lead."""
    step = bank_step_kvar(rated_kvar)
    steps = np.floor(np.clip(inductive_kvar, 0.0, None) / step)
    fed: npt.NDArray[np.float64] = np.minimum(steps * step, rated_kvar)
    return fed


def _feed_through(
    transformers: pd.DataFrame, kw: pd.DataFrame, kvar: pd.DataFrame
) -> dict[str, float]:
    """Add what the transformers lose and draw to the demand; return what each loses [kWh]."""
    lost: dict[str, float] = {}
    for site, rows in transformers.groupby("site", sort=False):
        apparent_kva = np.hypot(site_total(kw, str(site)), site_total(kvar, str(site)))
        rated_kva = rows["rated_kva"] * rows["quantity"]
        load = apparent_kva / float(rated_kva.sum())
        for tag, loss_kw in transformer_losses_kw(rows, load).items():
            place = (site, rows.loc[tag, "area"])
            kw[place] += loss_kw
            kvar[place] += transformer_kvar(float(rated_kva[tag]), load)
            lost[tag] = float(loss_kw.sum())
    return lost
