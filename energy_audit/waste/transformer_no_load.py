"""Transformers too large or too old for their load: iron losses day and night."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.measures.offer_rows import altitudes_m
from energy_audit.operation.derating import altitude_factor
from energy_audit.transformer_load import highest_use
from energy_audit.waste.waste_point import WastePoint, findings, waste_fact
from equipment_catalog.messages import message
from equipment_catalog.transformer_ratings import rating_for_load_kva
from equipment_catalog.transformers import installed_losses_kw, typical_losses_kw

if TYPE_CHECKING:
    import pandas as pd

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production

NEW = "tier1"
"""Tier of the losses that are good practice."""


def transformer_no_load(
    mine: Consumption, conditions: Conditions, _production: Production
) -> pd.DataFrame:
    """Return the transformers whose iron loses more than that of a new one of the size they need.

    Needed is the highest hour of the meter plus a margin, never more than what is there; a
    transformer without a loss of its own in the inventory is taken as typical for its age.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Heights above the sea.
    """
    rows = mine.machines[mine.machines["kind"] == "transformer"]
    use = highest_use(mine, rows["rated_kva"] * rows["quantity"], rows["site"])
    usable = altitude_factor("transformer", altitudes_m(rows, conditions))
    fitting = np.asarray(rating_for_load_kva(rows["rated_kva"] * use, usable_share=usable))
    fitting_kva = rows["rated_kva"].where(~(fitting < rows["rated_kva"]), fitting)
    iron_kw = installed_losses_kw(rows)["no_load_loss_kw"]
    good_kw = typical_losses_kw(fitting_kva, NEW)["no_load_loss_kw"]
    given = rows["no_load_loss_kw"].notna()
    return findings(
        rows,
        waste_kwh=(iron_kw - good_kw) * rows["quantity"] * waste_fact("hours_a_year"),
        said=message(
            "{rated_kva:g} kVA used to {use:.0%} in its highest hour loses {iron_kw:.2f} kW "
            "day and night; a new one of {fitting_kva:g} kVA loses {good_kw:.2f}"
        ),
        facts={
            "rated_kva": rows["rated_kva"],
            "use": use,
            "iron_kw": iron_kw,
            "fitting_kva": fitting_kva,
            "good_kw": good_kw,
        },
        evidence_kind=given.map({True: "nameplate", False: "assumed"}),
        remedy=("transformer",),
    )


TRANSFORMER_NO_LOAD = WastePoint(
    kind="transformer_no_load",
    name=message("Iron losses of transformers"),
    find=transformer_no_load,
)
