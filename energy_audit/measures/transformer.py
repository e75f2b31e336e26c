"""Replace the transformers of a meter by ones that lose less, of the same or of a fitting size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.measure import OFFER_COLUMNS, Measure
from energy_audit.measures.offer_rows import altitudes_m
from energy_audit.operation.derating import altitude_factor
from energy_audit.site_equipment import site_total
from equipment_catalog.messages import Message, message
from equipment_catalog.supply_prices import installed_transformer_price_usd, supply_price_note
from equipment_catalog.transformer_ratings import rating_for_load_kva
from equipment_catalog.transformers import LOSSES, transformer_fact, typical_losses_kw

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

LOW_LOSS = "low_loss"
RIGHT_SIZED = "right_sized"
BEST_TIER = "tier2"


def fed_sites(machines: pd.DataFrame) -> pd.Index:
    """Return the sites whose own transformers stand in the inventory."""
    rows = machines[machines["kind"] == "transformer"]
    sites: pd.Index = pd.Index(rows["site"].unique())
    return sites


def transformer_offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    """Return low-loss transformers for each meter: of the same rating, and of a smaller one.

    A smaller one is offered where the margin over the highest hourly load allows it. The hours
    are means over many days unless an interval meter shaped them, so without one the highest
    load is to be measured first; and so are losses that are not on the nameplate.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Working time, height above the sea.

    Returns
    -------
    DataFrame
        One row an offer, ``tag`` being the site; ``peak_kva`` is its highest hourly load.
    """
    rows = mine.machines[mine.machines["kind"] == "transformer"]
    peaks = {site: _peak_kva(mine, str(site)) for site in fed_sites(mine.machines)}
    has_losses = rows[list(LOSSES)].notna().all(axis=1)
    each = pd.DataFrame(
        {
            "peak_kva": rows["site"].map(peaks).astype(float),
            "is_proven": has_losses,
            "old_kva": rows["rated_kva"] * rows["quantity"],
            "same_usd": _price_usd(rows, rows["rated_kva"]),
        }
    )
    fitting = _fitting_kva(rows, each["peak_kva"], conditions)
    each["new_kva"] = fitting * rows["quantity"]
    each["fitting_usd"] = _price_usd(rows, fitting)
    totals = each.groupby(rows["site"], sort=False).agg(
        {"peak_kva": "first", "is_proven": "all"}
        | dict.fromkeys(["old_kva", "same_usd", "new_kva", "fitting_usd"], "sum")
    )
    return _offers(totals.rename_axis("tag").reset_index(), conditions)


def _offers(totals: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    same = totals.assign(
        variant=LOW_LOSS,
        variant_name=totals["old_kva"].map(_low_loss_name),
        capex_usd=totals["same_usd"],
    )
    metered = totals["tag"].isin(list(conditions.hour_weights))
    smaller = totals.assign(
        variant=RIGHT_SIZED,
        variant_name=totals["new_kva"].map(_right_sized_name),
        capex_usd=totals["fitting_usd"],
        is_proven=totals["is_proven"] & metered,
    )[totals["new_kva"] < totals["old_kva"]]
    offers = pd.concat([same, smaller], ignore_index=True).assign(
        timing="now",
        life_years=transformer_fact("life_years").value,
        model_sigma_fraction=transformer_fact("model_sigma_fraction").value,
    )
    offers["price_source"] = offers["tag"].map(lambda _: message("model price"))
    return offers[[*OFFER_COLUMNS, "variant_name", "peak_kva"]]


def _low_loss_name(kva: float) -> Message:
    return message("low-loss transformer of {kva:g} kVA", kva=kva)


def _right_sized_name(kva: float) -> Message:
    return message("smaller low-loss transformer of {kva:g} kVA", kva=kva)


def _peak_kva(mine: Consumption, site: str) -> float:
    return float(
        np.hypot(site_total(mine.demand_kw, site), site_total(mine.demand_kvar, site)).max()
    )


def _fitting_kva(rows: pd.DataFrame, peak_kva: pd.Series, conditions: Conditions) -> pd.Series:
    """Return the rating of each new unit: never above the old one, which carried the load."""
    total = (rows["rated_kva"] * rows["quantity"]).groupby(rows["site"]).transform("sum")
    usable = altitude_factor("transformer", altitudes_m(rows, conditions))
    fitting = rating_for_load_kva(peak_kva * rows["rated_kva"] / total, usable_share=usable)
    return pd.Series(np.fmin(fitting, rows["rated_kva"]), index=rows.index)


def _price_usd(rows: pd.DataFrame, rated_kva: pd.Series) -> pd.Series:
    price = installed_transformer_price_usd(rated_kva.to_numpy(float))
    return pd.Series(price, index=rows.index) * rows["quantity"]


def with_transformers(
    machines: pd.DataFrame, chosen: pd.DataFrame, conditions: Conditions
) -> pd.DataFrame:
    """Return the inventory with new transformers where they were chosen.

    Parameters
    ----------
    machines
        Rows of an inventory.
    chosen
        Offers, indexed by site.
    conditions
        Height above the sea.

    Returns
    -------
    DataFrame
        A new inventory: ``rated_kva, no_load_loss_kw, load_loss_kw, year_made`` change.
    """
    after = machines.copy()
    rows = machines[(machines["kind"] == "transformer") & machines["site"].isin(chosen.index)]
    smaller = rows["site"].map(chosen["variant"]) == RIGHT_SIZED
    peak_kva = rows["site"].map(chosen["peak_kva"]).astype(float)
    rating = rows["rated_kva"].where(~smaller, _fitting_kva(rows, peak_kva, conditions))
    losses = typical_losses_kw(rating, BEST_TIER)
    after.loc[rows.index, "rated_kva"] = rating
    after.loc[rows.index, list(LOSSES)] = losses
    after.loc[rows.index, "year_made"] = np.nan
    return after


TRANSFORMER = Measure(
    kind="transformer",
    name=message("Low-loss transformer"),
    scope="site",
    options=transformer_offers,
    apply=with_transformers,
    judges=fed_sites,
    without_option=message("no transformer of a standard size would fit"),
    without_saving=message("{variant} would lose as much as what stands there"),
    ipmvp_option="B",
    to_measure=message(
        "losses on the nameplate or from a test without load, and the highest kVA of two weeks; "
        "afterwards the loss at no load of the new one"
    ),
    notes=lambda _offers: (supply_price_note(),),
)
