"""A panel that meters every feeder: what people save who see their use, and proof of the rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.measure import OFFER_COLUMNS, Measure
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.supply_prices import installed_panel_price_usd, supply_price_note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

FED = ("transformer", "capacitor")


_fact = partial(read_fact, "energy_audit", "data/metering_facts.csv")


def metered_sites(machines: pd.DataFrame) -> pd.Index:
    """Return the sites of an inventory that have machines to meter."""
    rows = machines[~machines["kind"].isin(FED)]
    sites: pd.Index = pd.Index(rows["site"].unique())
    return sites


def panel_offers(
    mine: Consumption,
    conditions: Conditions,  # noqa: ARG001  every measure is offered under conditions
) -> pd.DataFrame:
    """Return a metering panel for each site, with a meter for each of its areas.

    A meter saves nothing by itself: what is counted is an assumption on what people do with it,
    so it is never proven.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Not needed here.

    Returns
    -------
    DataFrame
        One row an offer, ``tag`` being the site.
    """
    machines = mine.machines[~mine.machines["kind"].isin(FED)]
    feeders = machines.groupby("site", sort=False)["area"].nunique()
    offers = pd.DataFrame(
        {
            "tag": feeders.index,
            "variant": "panel",
            "timing": "now",
            "capex_usd": installed_panel_price_usd(feeders.to_numpy(float)),
            "life_years": _fact("life_years").value,
            "price_source": message("model price"),
            "is_proven": False,
            "model_sigma_fraction": _fact("model_sigma_fraction").value,
            "variant_name": [
                message("panel, feeders metered apart: {feeders:d}", feeders=int(number))
                for number in feeders
            ],
        }
    )
    return offers[[*OFFER_COLUMNS, "variant_name"]]


def with_panels(
    machines: pd.DataFrame,
    chosen: pd.DataFrame,
    conditions: Conditions,  # noqa: ARG001  every measure is applied under conditions
) -> pd.DataFrame:
    """Return the inventory in which motors run a little less where somebody watches them.

    Only motors whose hours were estimated run less: measured hours and hours written on a
    schedule are not habits.

    Parameters
    ----------
    machines
        Rows of an inventory.
    chosen
        Offers, indexed by site.
    conditions
        Not needed here.

    Returns
    -------
    DataFrame
        A new inventory: ``hours_per_day`` changes; 0 stays 0.
    """
    evidence = machines["hours_evidence"].where(
        machines["hours_evidence"] != "", machines["evidence"]
    )
    watched = (
        machines["site"].isin(chosen.index)
        & (machines["kind"] == "motor")
        & (evidence == "estimated")
    )
    share = np.where(watched, 1.0 - _fact("metering_saving_fraction").value, 1.0)
    return machines.assign(hours_per_day=machines["hours_per_day"] * share)


def _habits_note() -> Note:
    saved = _fact("metering_saving_fraction")
    return Note(
        what=message("Running hours that people save who see what each feeder uses"),
        value=message("{share:.0%} of the estimated hours of motors", share=saved.value),
        source=saved.citation,
        effect=message("all that a metering panel is taken to save; it may be nothing"),
    )


METERING_PANEL = Measure(
    kind="metering_panel",
    name=message("Metering panel"),
    scope="site",
    options=panel_offers,
    apply=with_panels,
    judges=metered_sites,
    without_option=message("there is nothing to meter"),
    without_saving=message("{variant} saves nothing where all hours are measured"),
    ipmvp_option="C",
    to_measure=message(
        "kWh of the bills against tonnes of ore, month by month, for a year before and after"
    ),
    notes=lambda _offers: (_habits_note(), supply_price_note()),
)
