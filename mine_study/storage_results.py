"""What `results.json` says of a site's battery, genset and outages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import pandas as pd

    from mine_study.site_bills import SiteBills
    from mine_study.site_design import SiteDesign
    from mine_study.site_storage import StorageDesign

COST_PARTS = ("energy", "demand", "export", "fuel", "unserved", "owned", "renewal", "total")
BATTERY_FLOWS = (
    "battery_charge",
    "battery_out",
    "grid_charge",
    "standby",
    "genset",
    "genset_charge",
    "genset_dumped",
    "unserved",
)


def storage_results(design: SiteDesign, bills: SiteBills) -> dict[str, Any] | None:
    """Return the storage of a site; None where the study does not ask for any.

    Parameters
    ----------
    design
        The site.
    bills
        Of the site, with what its outages cost.
    """
    found = design.storage
    if found is None:
        return None
    flows, costs = design.flows, found.search.costs
    return {
        "battery_kwh": found.capacity_kwh,
        "battery_kw": found.battery_kw,
        "rule": found.rule if found.capacity_kwh else None,
        "thresholds": _thresholds(found),
        "capex": found.capital,
        "om_per_year": found.om_per_year,
        "replaced_in_years": list(found.renewals),
        "converter_replaced_in_years": list(found.converter_renewals),
        "cycles_per_year": found.cycles_per_year,
        "mean_charge_fraction": found.mean_charge_fraction,
        "yearly_cost": {part: float(costs[part].iloc[found.search.winner]) for part in COST_PARTS},
        "yearly_cost_without_battery": float(costs["total"].iloc[found.search.without_battery]),
        "foresight_cost": found.bound_cost,
        "foresight_gap_cost": found.gap_cost,
        "foresight_gap_fraction": found.gap_fraction,
        "foresight_gap_reason": _no_gap(found),
        "candidates": len(found.search.plants),
        "at_edge": list(found.at_edge),
        "runners_up": [_battery(found, row) for row in _rows(found.search.ranking.runners_up)],
        "neighbours": [
            {"axis": row["axis"], **_battery(found, row)}
            for row in _rows(found.search.ranking.neighbours)
        ],
        "better_plant_dc_kw": found.better_plant_dc_kw,
        **{f"{name}_kwh": float(getattr(flows, f"{name}_kw").sum()) for name in BATTERY_FLOWS},
        "from_sun_fraction": flows.self_sufficiency_fraction,
        "genset_hours": flows.genset_hours,
        "outages": _outages(found, bills),
    }


def battery_sizes(designs: Sequence[SiteDesign]) -> dict[str, float | None]:
    """Return the batteries of all sites together; None where no site looks for one.

    Parameters
    ----------
    designs
        The sites.
    """
    found = [design.storage for design in designs if design.storage is not None]
    return {
        "battery_kwh": sum(store.capacity_kwh for store in found) if found else None,
        "battery_kw": sum(store.battery_kw for store in found) if found else None,
    }


def _thresholds(found: StorageDesign) -> dict[str, float | None]:
    """Return the numbers of the rule; None where one never or always applies."""
    chosen = found.chosen
    named = {
        "import_cap_kw": float(chosen["import_cap_kw"]),
        "hold_below_price": float(chosen["discharge_price"]),
        "charge_up_to_price": float(chosen["charge_price"]),
        "reserve_kwh": float(chosen["reserve_kwh"]),
    }
    return {name: value if math.isfinite(value) else None for name, value in named.items()}


def _no_gap(found: StorageDesign) -> str | None:
    """Return why there is no share of the bound; None where there is one."""
    if found.gap_fraction is not None:
        return None
    return "bill_not_linear" if found.bound_cost is None else "exports_pay_most"


def _rows(table: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return table.to_dict("records")


def _battery(found: StorageDesign, row: Mapping[Hashable, Any]) -> dict[str, Any]:
    window = 1 - found.technology.least_charge_fraction
    return {
        "battery_kwh": row["capacity_kwh"] / window,
        "battery_kw": row["battery_kw"],
        "rule": row["rule"] if row["capacity_kwh"] else None,
        "extra_cost_per_year": row["extra_cost"],
    }


def _outages(found: StorageDesign, bills: SiteBills) -> dict[str, Any]:
    cases = vars(bills.failures)
    return {
        "hours": float(found.hours.outage_fraction.sum()),
        **{
            case: {"unserved_kwh": it.unserved_kwh, "fuel_l": it.fuel_l, "cost": it.cost}
            for case, it in cases.items()
        },
    }
