"""How far the transformers of a meter are used in its highest hour, and which are used too far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.measures.offer_rows import altitudes_m
from energy_audit.operation.derating import altitude_factor
from energy_audit.tag_list import listed_tags
from equipment_catalog.messages import message
from equipment_catalog.notes import Note, citation
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    import pandas as pd

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption


def highest_use(mine: Consumption, rated_kva: pd.Series, site: pd.Series) -> pd.Series:
    """Return apparent power over rating in the highest hour of each transformer's meter.

    Parameters
    ----------
    mine
        The mine as it is.
    rated_kva
        Rating of each line of transformers, for all its ``quantity`` [kVA]; those of one meter
        share its load by it.
    site
        The meter of each.

    Returns
    -------
    Series
        Fraction, indexed as ``rated_kva``; 0 where nothing runs.
    """
    apparent_kva = np.hypot(mine.site_demand_kw, mine.site_demand_kvar).max()
    use: pd.Series = site.map(apparent_kva / rated_kva.groupby(site).sum()).astype(float)
    return use


def transformer_load_notes(mine: Consumption, conditions: Conditions) -> tuple[Note, ...]:
    """Return a warning of the transformers whose highest hour is above what thin air lets them do.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Heights of its sites above the sea.
    """
    rows = mine.machines[mine.machines["kind"] == "transformer"]
    if rows.empty:
        return ()
    usable = altitude_factor("transformer", altitudes_m(rows, conditions))
    use = highest_use(mine, rows["rated_kva"] * rows["quantity"] * usable, rows["site"])
    over = use > 1
    return (_overloaded(rows.index[over], float(use.max())),) if over.any() else ()


def _overloaded(tags: pd.Index, highest: float) -> Note:
    table = read_facts("energy_audit", "data/derating.csv")
    row = table[table["kind"] == "transformer"].iloc[-1]
    return Note(
        what=message(
            "Transformers loaded beyond what their height allows: {tags}", tags=listed_tags(tags)
        ),
        value=message("{use:.0%} of the usable kVA in the highest hour", use=highest),
        source=citation(str(row["source"]), int(row["year"]), str(row["trust"])),
        effect=message(
            "they run hot and age fast: measure the highest kVA before anything is added"
        ),
        kind="warning",
    )
