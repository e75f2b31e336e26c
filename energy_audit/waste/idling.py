"""Machines that run with nothing to do: idling, or longer than their work is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.waste.waste_point import WastePoint, findings, weakest_evidence
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production

REMEDIES = {
    "compressor": ("compressor_control", "idle_switch_off"),
    "fan": ("ventilation_on_demand",),
}
"""What helps against idling, by type of machine; all others are switched off when idle."""
SWITCH_OFF = ("idle_switch_off",)


def idling(mine: Consumption, _conditions: Conditions, _production: Production) -> pd.DataFrame:
    """Return the machines that draw power while they idle or beyond the hours of need.

    Good practice is to run under load only and no longer than needed, and to stand still
    otherwise. Idle hours count first: what remains within the hours of need is no waste.

    Parameters
    ----------
    mine
        The mine as it is.
    """
    all_rows = mine.machines
    on = all_rows["hours_per_day"]
    needed = all_rows["needed_hours_per_day"].fillna(np.inf)
    has_time = (on > 0) & ((all_rows["loaded_fraction"] < 1) | (needed < on))
    rows, points = all_rows[has_time], mine.points[has_time]
    on = rows["hours_per_day"]
    loaded = rows["loaded_fraction"] * on
    useful = loaded.clip(upper=needed[has_time])
    days = points["hours_per_year"] / on
    found = [
        findings(
            rows[of_type],
            waste_kwh=((points["input_kw"] * on - points["loaded_kw"] * useful) * days)[of_type],
            said=message(
                "{idle:.1f} h a day idling at {idle_kw:.1f} kW, "
                "{beyond:.1f} h a day under load beyond need"
            ),
            facts={
                "idle": (on - loaded)[of_type],
                "idle_kw": points.loc[of_type, "idle_kw"],
                "beyond": (loaded - useful)[of_type],
            },
            evidence_kind=weakest_evidence(rows[of_type], "load_evidence", "hours_evidence"),
            remedy=remedy,
        )
        for of_type, remedy in _by_remedy(rows)
    ]
    return pd.concat(found)


def _by_remedy(rows: pd.DataFrame) -> list[tuple[pd.Series, tuple[str, ...]]]:
    types = rows["machine_type"]
    special = [(types == machine_type, remedy) for machine_type, remedy in REMEDIES.items()]
    return [*special, (~types.isin(list(REMEDIES)), SWITCH_OFF)]


IDLING = WastePoint(kind="idling", name=message("Idling and needless running"), find=idling)
