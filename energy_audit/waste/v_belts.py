"""Belts that slip and bend: V-belts and cogged ones against synchronous belts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.waste.waste_point import WastePoint, findings, weakest_evidence
from equipment_catalog.belts import COGGED, SYNCHRONOUS, V_BELT, belt_efficiency
from equipment_catalog.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production


def v_belts(mine: Consumption, _conditions: Conditions, _production: Production) -> pd.DataFrame:
    """Return the motors whose belts lose more than a synchronous one would.

    Parameters
    ----------
    mine
        The mine as it is.
    """
    has_belt = mine.machines["transmission"].isin([V_BELT, COGGED])
    rows = mine.machines[has_belt & (mine.machines["kind"] == "motor")]
    points, rated_kw = mine.points.loc[rows.index], rows["rated_kw"]
    now = np.asarray(belt_efficiency(rows["transmission"].to_numpy(str), rated_kw))
    good = np.asarray(belt_efficiency(np.full(len(rows), SYNCHRONOUS), rated_kw))
    loaded_kwh = points["loaded_kw"] * points["hours_per_year"] * rows["loaded_fraction"]
    return findings(
        rows,
        waste_kwh=loaded_kwh * (1 - now / good),
        said=message("its belt passes on {now:.1%}; a synchronous one {good:.1%}"),
        facts={"now": rated_kw * 0 + now, "good": rated_kw * 0 + good},
        evidence_kind=weakest_evidence(rows, "load_evidence", "hours_evidence"),
        remedy=("belts",),
    )


V_BELTS = WastePoint(kind="v_belts", name=message("V-belts"), find=v_belts)
