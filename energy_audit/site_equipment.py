"""What answers to the whole load of a meter: capacitor banks and transformers, hour by hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.columns import columns_of, cut
from energy_audit.shift_calendar import open_share, window_hours
from equipment_catalog.capacitors import bank_loss_kw, bank_step_kvar
from equipment_catalog.transformers import LOSSES, transformer_kvar, transformer_losses_kw

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from energy_audit.columns import Flags
    from energy_audit.conditions import Conditions
    from energy_audit.load_profile import AreaDemand

STEPPED = "stepped"
BANK_TEXTS = ("site", "area", "schedule", "control")
BANK_NUMBERS = ("rated_kvar", "quantity", "hours_per_day")
"""What is asked of a bank, with `BANK_TEXTS`."""
TRANSFORMER_COLUMNS = ["site", "area", "rated_kva", "quantity", "year_made", *LOSSES]
"""What is asked of a transformer."""


def add_site_equipment(
    machines: pd.DataFrame, demand: AreaDemand, conditions: Conditions
) -> npt.NDArray[np.float64]:
    """Add capacitors and transformers to a demand, and return what each of them loses in a year.

    A fixed bank feeds its rating whenever its schedule is open, also into an idle mine, which
    then leads; a stepped one switches whole steps and never feeds more than the meter's inductive
    power of the hour. Banks stand on the low-voltage side: the transformers of a meter share what
    is left by rating, lose their iron losses and, with the square of their load, their copper
    losses, and draw reactive power themselves.

    Parameters
    ----------
    machines
        Rows of an inventory.
    demand
        Hourly demand of everything else; it is written into.
    conditions
        Working time and hours of the year.

    Returns
    -------
    ndarray
        Energy [kWh], one value a machine: zero for all but banks and transformers.
    """
    kind = machines["kind"].to_numpy(object)
    lost_kwh = np.zeros(len(machines))
    is_bank, is_transformer = kind == "capacitor", kind == "transformer"
    if is_bank.any():
        lost_kwh[is_bank] = _switch_banks(machines, is_bank, demand, conditions)
    if is_transformer.any():
        lost_kwh[is_transformer] = _feed_through(machines, is_transformer, demand)
    return lost_kwh


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
    machines: pd.DataFrame, is_bank: Flags, demand: AreaDemand, conditions: Conditions
) -> npt.NDArray[np.float64]:
    """Take what the banks feed off the demand, fixed ones first; return what each loses [kWh]."""
    banks = cut(columns_of(machines, numbers=BANK_NUMBERS, texts=BANK_TEXTS), is_bank)
    rated_kvar = banks["rated_kvar"] * banks["quantity"]
    is_stepped = banks["control"] == STEPPED
    lost_kwh = np.zeros(len(rated_kvar))
    for bank in np.argsort(is_stepped, kind="stable").tolist():
        site, area = str(banks["site"][bank]), str(banks["area"][bank])
        if is_stepped[bank]:
            fed = _stepped_kvar(float(rated_kvar[bank]), demand.of_site(site)[1])
        else:
            schedule, daily = str(banks["schedule"][bank]), float(banks["hours_per_day"][bank])
            share = daily / window_hours(conditions.calendar(site, area), schedule)
            fed = rated_kvar[bank] * share * open_hours_share(site, area, schedule, conditions)
        loss_kw = np.asarray(bank_loss_kw(fed))
        row = demand.row[site, area]
        demand.kvar[row] -= fed
        demand.kw[row] += loss_kw
        lost_kwh[bank] = loss_kw.sum()
    return lost_kwh


def _stepped_kvar(
    rated_kvar: float, inductive_kvar: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return what a bank feeds whose controller switches steps while they do not lead."""
    step = bank_step_kvar(rated_kvar)
    steps = np.floor(np.clip(inductive_kvar, 0.0, None) / step)
    fed: npt.NDArray[np.float64] = np.minimum(steps * step, rated_kvar)
    return fed


def _feed_through(
    machines: pd.DataFrame, is_transformer: Flags, demand: AreaDemand
) -> npt.NDArray[np.float64]:
    """Add what the transformers lose and draw to the demand; return what each loses [kWh]."""
    transformers = machines[TRANSFORMER_COLUMNS][is_transformer]
    lost_kwh = np.zeros(len(transformers))
    for site, rows in transformers.groupby("site", sort=False):
        rated_kva = rows["rated_kva"] * rows["quantity"]
        load = np.hypot(*demand.of_site(str(site))) / float(rated_kva.sum())
        for tag, loss_kw in transformer_losses_kw(rows, load).items():
            row = demand.row[str(site), str(rows.loc[tag, "area"])]
            demand.kw[row] += loss_kw
            demand.kvar[row] += transformer_kvar(float(rated_kva[tag]), load)
            lost_kwh[transformers.index == tag] = loss_kw.sum()
    return lost_kwh
