"""What answers to the whole load of a meter: capacitor banks and transformers, hour by hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.transformers import transformer_losses_kw

if TYPE_CHECKING:
    from collections.abc import Hashable

    from energy_audit.conditions import Conditions

STEPPED = "stepped"


def with_site_equipment(
    machines: pd.DataFrame,
    demand_kw: pd.DataFrame,
    demand_kvar: pd.DataFrame,
    conditions: Conditions,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return demand with capacitors and transformers, and what each transformer loses in a year.

    A fixed bank feeds its rating whenever its schedule is open, a stepped one no more than the
    meter's inductive power of the hour. The transformers of a meter share its load by rating and
    lose their iron losses and, with the square of their load, their copper losses.

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
        The last indexed by the tags of the transformers.
    """
    kw, kvar = demand_kw.copy(), demand_kvar.copy()
    for row in machines[machines["kind"] == "capacitor"].to_dict("records"):
        place = (row["site"], row["area"])
        kvar[place] = kvar[place] - _fed_kvar(row, _of_site(kvar, row["site"]), conditions)
    lost: dict[str, float] = {}
    transformers = machines[machines["kind"] == "transformer"]
    for site, rows in transformers.groupby("site", sort=False):
        apparent_kva = np.hypot(_of_site(kw, site), _of_site(kvar, site)).to_numpy()
        total_kva = float((rows["rated_kva"] * rows["quantity"]).sum())
        losses_kw = transformer_losses_kw(rows, apparent_kva / total_kva)
        for tag, own_kw in losses_kw.items():
            kw[site, rows.loc[tag, "area"]] += own_kw
            lost[str(tag)] = float(own_kw.sum())
    return kw, kvar, pd.Series(lost, dtype=float)


def _of_site(demand: pd.DataFrame, site: object) -> pd.Series:
    """Return the demand of all areas of a site."""
    own = demand.columns.get_level_values("site") == site
    return pd.Series(demand.to_numpy()[:, own].sum(axis=1), demand.index)


def _fed_kvar(
    row: dict[Hashable, Any], inductive_kvar: pd.Series, conditions: Conditions
) -> pd.Series:
    """Return the reactive power that a bank feeds in each hour."""
    rating = float(row["rated_kvar"] * row["quantity"])
    if row["control"] == STEPPED:
        return inductive_kvar.clip(lower=0.0, upper=rating)
    on = conditions.shape(row["site"], row["area"], row["schedule"]) * row["hours_per_day"]
    return pd.Series(rating * on, inductive_kvar.index)
