"""Machines that run with nothing to do: idling, or longer than their work is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.waste.waste_point import WastePoint, findings, weakest_evidence
from equipment_catalog.messages import Message, message

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
SHOWN_FROM_H = 0.05
"""Hours a day below which a sentence that shows one digit would say 0.0."""


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
    waste_kwh = (points["input_kw"] * on - points["loaded_kw"] * useful) * (
        points["hours_per_year"] / on
    )
    hours = pd.DataFrame(
        {"idle": on - loaded, "idle_kw": points["idle_kw"], "beyond": loaded - useful}
    )
    evidence_kind = weakest_evidence(rows, "load_evidence", "hours_evidence")
    found = [
        findings(
            rows[place],
            waste_kwh=waste_kwh[place],
            said=said,
            facts={name: hours.loc[place, name] for name in ("idle", "idle_kw", "beyond")},
            evidence_kind=evidence_kind[place],
            remedy=remedy,
        )
        for of_type, remedy in _by_remedy(rows)
        for which, said in _by_sentence(hours)
        for place in (of_type & which,)
    ]
    return pd.concat(found).reindex(rows.index[~(waste_kwh <= 0)])


def _by_sentence(hours: pd.DataFrame) -> list[tuple[pd.Series, Message]]:
    """Return which machines idle, run on under load or both, each with its sentence."""
    idles, goes_on = (hours[name] >= SHOWN_FROM_H for name in ("idle", "beyond"))
    return [
        (
            idles & goes_on,
            message(
                "{idle:.1f} h a day idling at {idle_kw:.1f} kW, "
                "{beyond:.1f} h a day under load beyond need"
            ),
        ),
        (~goes_on, message("{idle:.1f} h a day idling at {idle_kw:.1f} kW")),
        (~idles & goes_on, message("{beyond:.1f} h a day under load beyond need")),
    ]


def _by_remedy(rows: pd.DataFrame) -> list[tuple[pd.Series, tuple[str, ...]]]:
    types = rows["machine_type"]
    special = [(types == machine_type, remedy) for machine_type, remedy in REMEDIES.items()]
    return [*special, (~types.isin(list(REMEDIES)), SWITCH_OFF)]


IDLING = WastePoint(kind="idling", name=message("Idling and needless running"), find=idling)
