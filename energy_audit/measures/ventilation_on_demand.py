"""Ventilate when people are inside: fans off, or at a standby flow, in the hours not needed.

Fans that need less flow than they give at all hours (``flow_fraction``) are those of the measure
``drives``; here a fan is slowed only in the hours in which nobody needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.measures.idle_switch_off import FAN, TIMER, only_when_needed, overrunning
from energy_audit.measures.measure import Measure
from energy_audit.measures.offer_rows import (
    MEASURED,
    altitudes_m,
    offer_rows,
    offers_variant,
    with_rows,
)
from equipment_catalog.controls import control_fact, control_price_note, standby_flow_note
from equipment_catalog.drives import (
    drive_altitude_factor,
    drive_fact,
    drive_price_note,
    installed_drive_price_usd,
)
from equipment_catalog.flow_control import variable_speed_power_fraction
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from equipment_catalog.notes import Note

DRIVE = "drive"


def on_standby(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what changes in rows of fans that a drive slows in the hours they are not needed.

    In the hours needed the fan runs as today, in the others at the standby flow, where its power
    is the cube of the flow unless the duct has static head.

    Parameters
    ----------
    rows
        Rows of an inventory that are fans loaded all the time, with ``needed_hours_per_day``; a
        missing ``static_head_fraction`` is 0.

    Returns
    -------
    DataFrame
        ``control, loaded_fraction, idle_load_fraction``, and nothing measured, as it was measured
        before.

    Notes
    -----
    Affinity laws; the standby flow is an assumption of data/controls.csv, to be set by gas
    readings.
    """
    needed = rows[["needed_hours_per_day", "hours_per_day"]].min(axis=1)
    share = needed / rows["hours_per_day"].where(rows["hours_per_day"] > 0)
    power = variable_speed_power_fraction(
        control_fact("standby_flow_fraction").value, rows["static_head_fraction"].fillna(0.0)
    )
    changed = pd.DataFrame(
        {
            "control": DRIVE,
            "loaded_fraction": share.fillna(1.0),
            "idle_load_fraction": rows["load_fraction"] * power,
        },
        index=rows.index,
    )
    return changed.assign(**dict.fromkeys(MEASURED, np.nan))


def _judged(machines: pd.DataFrame) -> pd.Index:
    return machines.index[machines["machine_type"] == FAN]


def _offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    machines = mine.machines
    rows = machines[(machines["machine_type"] == FAN) & overrunning(machines)]
    plain = (rows["kind"] == "motor") & (rows["control"] != DRIVE) & (rows["loaded_fraction"] == 1)
    full_flow = ~(rows["flow_fraction"] < 1)
    slowed = rows[plain & full_flow]
    rating = slowed["rated_kw"] / drive_altitude_factor(altitudes_m(slowed, conditions))
    by_timer = offer_rows(
        rows,
        variant=TIMER,
        variant_name=message("switching the fan off while nobody is inside"),
        capex_usd=rows["quantity"] * control_fact("timer_usd").value,
        life_years=control_fact("control_life_years").value,
        is_proven=True,
        model_sigma_fraction=control_fact("timer_sigma_fraction").value,
    )
    by_drive = offer_rows(
        slowed,
        variant=DRIVE,
        variant_name=message("slowing the fan by a drive while nobody is inside"),
        capex_usd=slowed["quantity"] * installed_drive_price_usd(rating),
        life_years=drive_fact("drive_life_years").value,
        is_proven=True,
        model_sigma_fraction=control_fact("standby_sigma_fraction").value,
    )
    return pd.concat([by_timer, by_drive], ignore_index=True)


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    del conditions
    rows = machines.loc[chosen.index]
    by_timer = chosen["variant"] == TIMER
    after = with_rows(machines, only_when_needed(rows[by_timer]))
    return with_rows(after, on_standby(rows[~by_timer]))


def _notes(offers: pd.DataFrame) -> Iterator[Note]:
    if offers_variant(offers, TIMER):
        yield control_price_note()
    if offers_variant(offers, DRIVE):
        yield standby_flow_note()
        yield drive_price_note()


VENTILATION_ON_DEMAND = Measure(
    kind="ventilation_on_demand",
    name=message("Ventilation on demand"),
    scope="machine",
    judges=_judged,
    options=_offers,
    apply=_apply,
    without_option=message("runs no longer than it is needed, as far as is known"),
    without_saving=message("{variant} would save nothing"),
    ipmvp_option="A",
    to_measure=message(
        "gas and air flow at the faces before anybody enters. Never off or slowed while people are "
        "inside or blasting fumes remain; the law sets the least air for each worker, 3 to 6 "
        "m³/min by altitude, and for diesel engines (Peru, DS 024-2016-EM, article 247, read in a "
        "transcription; Colombia, Decreto 1886 of 2015, from memory)"
    ),
    caution=message(
        "never while people are inside or blasting fumes remain, and gas is measured before entry"
    ),
    notes=_notes,
)
