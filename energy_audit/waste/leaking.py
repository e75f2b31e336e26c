"""Compressors that feed leaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.measures.air_leaks import BLOWS_OFF, leak_of_delivered, repaired
from energy_audit.operation.operating_point import operating_point
from energy_audit.waste.waste_point import WastePoint, findings, weakest_evidence
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production


def leaking(mine: Consumption, conditions: Conditions, _production: Production) -> pd.DataFrame:
    """Return the compressors whose leaks cost more than those of a well kept line.

    What that costs depends on their control; one that blows off its surplus loses nothing more by
    leaks. A line that nobody tested is taken to leak as most do, and the finding is assumed.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Its supply.
    """
    machines = mine.machines
    follows = (machines["machine_type"] == "compressor") & (machines["control"] != BLOWS_OFF)
    rows = machines[follows]
    points, untested = mine.points.loc[rows.index], rows["leak_fraction"].isna()
    tight = rows.assign(**repaired(rows))
    tight_kw = operating_point(tight, frequency_hz=conditions.frequency_hz)["input_kw"]
    hours_left = (tight["hours_per_day"] / rows["hours_per_day"]).fillna(0.0)
    waste_kwh = (points["input_kw"] - tight_kw * hours_left) * points["hours_per_year"]
    leak = pd.Series(leak_of_delivered(rows), rows.index)
    known = weakest_evidence(rows, "load_evidence", "hours_evidence", assumed=untested)
    tested_said = message("leaks take {leak:.0%} of the air it delivers")
    untested_said = message("leaks were never measured; {leak:.0%} of the air is typical")
    found = [
        findings(
            rows[group],
            waste_kwh=waste_kwh[group],
            said=said,
            facts={"leak": leak[group]},
            evidence_kind=known[group],
            remedy=("air_leaks",),
        )
        for group, said in ((~untested, tested_said), (untested, untested_said))
    ]
    return pd.concat(found)


LEAKING = WastePoint(kind="leaking", name=message("Leaks of compressed air"), find=leaking)
