"""Reactive power beyond what is free: billed kvarh, and copper losses in the transformer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.waste.waste_point import WastePoint, findings
from equipment_catalog.messages import message
from equipment_catalog.transformers import transformer_losses_kw

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production

MOST = 0.5


def low_power_factor(
    mine: Consumption, conditions: Conditions, _production: Production
) -> pd.DataFrame:
    """Return the meters whose reactive power exceeds the free share in some hour.

    The kWh are the copper losses that the excess causes in the transformers of the inventory,
    missing for a meter without one; the money lies in the kvarh. The power factor is that of the
    indicators: what capacitors give back in other hours is not taken off.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Free share of reactive energy.
    """
    limit = conditions.free_reactive_fraction
    excess = mine.excess_kvarh(limit)
    sites = excess.index[excess > 0]
    kwh, kvarh = mine.site_demand_kw.sum()[sites], mine.inductive_kvarh[sites]
    return findings(
        pd.DataFrame({"site": sites}, index=sites),
        waste_kwh=pd.Series([_copper_kwh(mine, site, limit) for site in sites], sites, float),
        said=message(
            "{excess:,.0f} kvarh a year beyond the free {limit:.0%} of the energy; "
            "power factor of the year {factor:.2f}"
        ),
        facts={
            "excess": excess[sites],
            "limit": pd.Series(limit, sites),
            "factor": kwh / np.hypot(kwh, kvarh),
        },
        evidence_kind=pd.Series([_evidence(mine, site) for site in sites], sites, object),
        remedy=("capacitor_bank",),
    )


def _copper_kwh(mine: Consumption, site: str, limit: float) -> float:
    machines = mine.machines
    rows = machines[(machines["kind"] == "transformer") & (machines["site"] == site)]
    if rows.empty:
        return float("nan")
    kw, kvar = (
        demand[site].to_numpy(float) for demand in (mine.site_demand_kw, mine.site_demand_kvar)
    )
    rated_kva = float((rows["rated_kva"] * rows["quantity"]).sum())
    now = transformer_losses_kw(rows, np.hypot(kw, kvar) / rated_kva)
    free = transformer_losses_kw(rows, np.hypot(kw, np.minimum(kvar, limit * kw)) / rated_kva)
    return float(sum((now[tag] - free[tag]).sum() for tag in now))


def _evidence(mine: Consumption, site: str) -> str:
    """Return how the power factors behind most of a meter's reactive power are known."""
    rows = mine.machines[mine.machines["site"] == site]
    points = mine.points.loc[rows.index]
    kvarh = points["kvar"].abs() * points["hours_per_year"]
    measured = rows["measured_power_factor"].notna()
    rated = rows["rated_power_factor"].notna()
    if kvarh[measured].sum() >= MOST * kvarh.sum():
        return "measured"
    return "nameplate" if kvarh[measured | rated].sum() >= MOST * kvarh.sum() else "assumed"


LOW_POWER_FACTOR = WastePoint(
    kind="low_power_factor", name=message("Low power factor"), find=low_power_factor
)
