"""Motors on unbalanced voltages: extra losses, and from 5 % a danger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.operation.operating_point import operating_point
from energy_audit.waste.waste_point import WastePoint, findings, waste_fact, weakest_evidence
from equipment_catalog.messages import message
from equipment_catalog.motor_voltage_unbalance import FACTS
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production


def unbalance(mine: Consumption, conditions: Conditions, _production: Production) -> pd.DataFrame:
    """Return the motors whose line voltages differ by more than 1 % from their mean.

    The loss is what the operating point draws more than on balanced voltages.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Its supply.
    """
    machines = mine.machines
    share = machines["voltage_unbalance_fraction"]
    rows = machines[(machines["kind"] == "motor") & (share > waste_fact("unbalance_from"))]
    balanced = operating_point(
        rows.assign(voltage_unbalance_fraction=0.0), frequency_hz=conditions.frequency_hz
    )
    points = mine.points.loc[rows.index]
    extra_kwh = (points["input_kw"] - balanced["input_kw"]) * points["hours_per_year"]
    highest = read_fact("equipment_catalog", FACTS, "highest_unbalance").value
    stop = share[rows.index] > highest
    unsafe = message("voltages unbalanced by {share:.1%}: do not run it until they are balanced")
    found = [
        findings(
            rows[group],
            waste_kwh=extra_kwh[group],
            said=said,
            facts={"share": share[rows.index][group]},
            evidence_kind=weakest_evidence(rows[group], "load_evidence", "hours_evidence"),
            remedy=(),
        )
        for group, said in ((stop, unsafe), (~stop, message("voltages unbalanced by {share:.1%}")))
    ]
    return pd.concat(found)


UNBALANCE = WastePoint(kind="unbalance", name=message("Unbalanced voltages"), find=unbalance)
