"""Pumps and fans whose flow is held back by a valve or a damper, or led round in a bypass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.measures.driven_machines import typical_of_machine
from energy_audit.waste.waste_point import WastePoint, findings, weakest_evidence
from equipment_catalog.flow_control import (
    constant_speed_power_fraction,
    variable_speed_power_fraction,
)
from equipment_catalog.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production

CONTROLS = ("throttle", "damper", "bypass")


def throttled(mine: Consumption, _conditions: Conditions, _production: Production) -> pd.DataFrame:
    """Return the machines that pay for flow or pressure which a valve then destroys.

    Good practice is the speed that gives the flow, before the losses of a drive: what the shaft
    takes now over what it then would take. A piston pump takes power by its flow, whatever the
    valve does. The efficiency of the motor is left as it is; a static head that nobody measured
    is taken as typical, and the finding is assumed.

    Parameters
    ----------
    mine
        The mine as it is.
    """
    all_rows = mine.machines
    chokes = all_rows["control"].isin(CONTROLS) & (all_rows["flow_fraction"] < 1)
    static = all_rows["static_head_fraction"].fillna(
        typical_of_machine(all_rows["machine_type"], "static_head_fraction")
    )
    rows = all_rows[chokes & (all_rows["kind"] == "motor") & static.notna()]
    points, flow = mine.points.loc[rows.index], rows["flow_fraction"]
    displaces = rows["load_type"] == "constant_torque"
    control = rows["control"].mask(displaces, "bypass").to_numpy(str)
    now = np.asarray(constant_speed_power_fraction(control, flow))
    head = static[rows.index].mask(displaces, 1.0)
    needed = np.asarray(variable_speed_power_fraction(flow, head))
    lifts_nothing = displaces | (rows["machine_type"] == "fan")
    loaded_kwh = points["loaded_kw"] * points["hours_per_year"] * rows["loaded_fraction"]
    return findings(
        rows,
        waste_kwh=loaded_kwh * (1 - needed / now),
        said=message("{flow:.0%} of its flow is needed, and {control} holds the rest back"),
        facts={"flow": flow, "control": rows["control"].map(_said_control).astype(object)},
        evidence_kind=weakest_evidence(
            rows,
            "load_evidence",
            "hours_evidence",
            assumed=rows["static_head_fraction"].isna() & ~lifts_nothing,
        ),
        remedy=("drives",),
    )


def _said_control(control: str) -> object:
    said = {
        "throttle": message("a valve"),
        "damper": message("a damper"),
        "bypass": message("a bypass"),
    }
    return said[control]


THROTTLED = WastePoint(kind="throttled", name=message("Throttled flow"), find=throttled)
