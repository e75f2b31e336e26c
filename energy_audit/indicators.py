"""Indicators of a mine and its parts: energy for a ton, a gram, a worker, and how it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.load_profile import sum_of_columns
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import citation
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production

INDICATORS = {
    "kwh_per_t_ore": message("Energy for a ton of ore [kWh/t]"),
    "kwh_per_g_gold": message("Energy for a gram of gold [kWh/g]"),
    "kwh_per_worker": message("Energy for a worker and year [kWh]"),
    "power_factor": message("Power factor of the year"),
    "load_factor": message("Load factor: mean over highest demand"),
    "connected_kw": message("Connected load [kW]"),
    "demand_factor": message("Demand factor: highest demand over connected load"),
    "hours_of_use": message("Hours of use of the highest demand [h]"),
}
"""Indicators in the order of the report, with their names."""
OF_OUTPUT = ("kwh_per_t_ore", "kwh_per_g_gold", "kwh_per_worker")
WITHOUT_LOAD = ("transformer", "capacitor")
SCOPES = ("mine", "site", "area")


def indicators(
    mine: Consumption,
    production: Production,
    after: Consumption | None = None,
    *,
    free_reactive_fraction: float = 0.5,
) -> pd.DataFrame:
    """Return the indicators of a mine, its sites and areas, beside the range of others.

    What cannot be told (no ore, a place that draws nothing) has no row. The energy of a site or
    an area is set against the output of the whole mine, so that the parts add up; ranges are those
    of whole mines, and of meters where it is not the output that matters. Highest demands are
    those of hourly means: real peaks are higher, and with them the load factor lower.

    Parameters
    ----------
    mine
        The mine as it is.
    production
        What it makes in a year, and its people.
    after
        The mine with its measures; None before there are any.
    free_reactive_fraction
        Reactive over active energy that the tariff leaves free; it sets the least power factor.

    Returns
    -------
    DataFrame
        ``indicator, scope`` (mine, site, area), ``place`` (empty, site, or "site / area"),
        ``value, value_after, low, high`` (missing where there is none), ``verdict`` on ``value``
        (below, inside, above, or empty) and ``source`` of the range (Message, or None).

    Notes
    -----
    Power factor: active over apparent energy of the year, inductive hours only, as meters bill
    it. Ranges: data/indicator_ranges.csv.
    """
    now = _values(mine, production)
    later = np.nan if after is None else _values(after, production)
    rows = now.rename("value").to_frame().assign(value_after=later).reset_index()
    ranges = _ranges(free_reactive_fraction).reindex(rows["indicator"])
    of_part = (rows["scope"] == "area") | (
        rows["indicator"].isin(OF_OUTPUT) & (rows["scope"] != "mine")
    )
    for limit in ("low", "high"):
        rows[limit] = pd.Series(ranges[limit].to_numpy(float), rows.index).mask(of_part)
    rows["verdict"] = np.select(
        [rows["value"] < rows["low"], rows["value"] > rows["high"], rows["high"].notna()],
        ["below", "above", "inside"],
        "",
    )
    rows["source"] = pd.Series(ranges["source"].to_numpy(object), rows.index)
    rows.loc[rows["high"].isna(), "source"] = None
    return rows


def _values(mine: Consumption, production: Production) -> pd.Series:
    """Return every indicator of every place that has one, by indicator, scope and place."""
    of_places = pd.concat([_of_places(mine, scope) for scope in SCOPES], keys=SCOPES)
    kwh, max_kw, connected_kw = (of_places[name] for name in ("kwh", "max_kw", "connected_kw"))
    hours = len(mine.demand_kw)
    values = pd.DataFrame(
        {
            "kwh_per_t_ore": kwh / (production.ore_t_per_year or np.nan),
            "kwh_per_g_gold": kwh / (production.gold_g_per_year or np.nan),
            "kwh_per_worker": kwh / (production.workers or np.nan),
            "power_factor": kwh / np.hypot(kwh, of_places["kvarh"]),
            "load_factor": kwh / hours / max_kw,
            "connected_kw": connected_kw,
            "demand_factor": max_kw / connected_kw,
            "hours_of_use": kwh / max_kw,
        }
    ).replace(np.inf, np.nan)[kwh > 0]
    places = ["scope", "place"]
    told = values.rename_axis(places).reset_index().melt(places, var_name="indicator").dropna()
    return told.set_index(["indicator", *places])["value"]


def _of_places(mine: Consumption, scope: str) -> pd.DataFrame:
    """Return energy, highest demand and connected load of the whole, the sites or the areas."""
    places = mine.demand_kw.columns.to_frame(index=False)
    names = _names(places, scope)
    kw, kvar = (sum_of_columns(demand, names) for demand in (mine.demand_kw, mine.demand_kvar))
    loads = mine.machines[~mine.machines["kind"].isin(WITHOUT_LOAD)]
    connected_kw = (loads["rated_kw"] * loads["quantity"]).groupby(_names(loads, scope)).sum()
    return pd.DataFrame(
        {
            "kwh": kw.sum(),
            "max_kw": kw.max(),
            "kvarh": kvar.clip(lower=0.0).sum(),
            "connected_kw": connected_kw.reindex(kw.columns),
        }
    )


def _names(places: pd.DataFrame, scope: str) -> pd.Series:
    if scope == "mine":
        return pd.Series("", places.index)
    site = places["site"].astype(str)
    return site if scope == "site" else site + " / " + places["area"].astype(str)


def _ranges(free_reactive_fraction: float) -> pd.DataFrame:
    """Return low, high and source of each indicator that has a range."""
    table = read_facts("energy_audit", "data/indicator_ranges.csv").set_index("key")
    least_power_factor = 1 / np.hypot(1, free_reactive_fraction)
    sources: list[Message] = [
        citation(str(row["source"]), int(row["year"]), str(row["trust"]))
        for row in table.to_dict("records")
    ]
    return pd.DataFrame(
        {
            "low": table["low"].where(table.index != "power_factor", least_power_factor),
            "high": table["high"],
            "source": pd.Series(sources, table.index, object),
        }
    )
