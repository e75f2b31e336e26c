"""Lamps that give more heat than light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.waste.waste_point import WastePoint, findings, weakest_evidence
from equipment_catalog.lamps import OLD_LAMPS, lamp_type_of_words, led_power_ratio
from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    import pandas as pd

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production


def hot_lighting(
    mine: Consumption, _conditions: Conditions, _production: Production
) -> pd.DataFrame:
    """Return the lights that draw more than LED of equal light.

    Lamps of which neither column nor words tell the kind are not listed.

    Parameters
    ----------
    mine
        The mine as it is.
    """
    rows = mine.machines[mine.machines["kind"] == "lighting"]
    lamp = rows["lamp_type"].where(rows["lamp_type"] != "", lamp_type_of_words(rows["equipment"]))
    rows = rows[lamp.isin(OLD_LAMPS)]
    lamp = lamp[rows.index]
    ratio = rows["rated_kw"] * 0 + np.asarray(led_power_ratio(lamp.to_numpy(str)))
    return findings(
        rows,
        waste_kwh=mine.points.loc[rows.index, "kwh_per_year"] * (1 - ratio),
        said=message("{lamp}: LED of equal light draws {ratio:.0%}"),
        facts={"lamp": lamp.map(LAMPS), "ratio": ratio},
        evidence_kind=weakest_evidence(rows, "load_evidence", "hours_evidence"),
        remedy=("led_lamps",),
    )


LAMPS: dict[str, Message] = {
    "metal_halide": message("metal-halide lamps"),
    "mercury": message("mercury lamps"),
    "sodium": message("sodium lamps"),
    "fluorescent": message("fluorescent tubes"),
    "halogen": message("halogen lamps"),
    "incandescent": message("incandescent bulbs"),
}

HOT_LIGHTING = WastePoint(kind="hot_lighting", name=message("Old lamps"), find=hot_lighting)
