"""Compressors that run on while nobody works, until the fumes of a blast have cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.shift_calendar import HOURS_A_DAY, OFF, day_types
from energy_audit.waste.waste_point import WastePoint, findings, weakest_evidence
from equipment_catalog.messages import message

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption
    from energy_audit.production import Production
    from energy_audit.shift_calendar import ShiftCalendar


def compressor_in_blast_pause(
    mine: Consumption, conditions: Conditions, _production: Production
) -> pd.DataFrame:
    """Return the compressors that are on during the daily pause after blasting.

    Counted is the unloaded power in the hours of the pause, on working days: nobody drills. A
    compressor that feeds leaks or clears fumes meanwhile draws more.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Working time with its blast pauses.
    """
    rows = mine.machines[mine.machines["machine_type"] == "compressor"]
    places = pd.MultiIndex.from_frame(rows[["site", "area", "schedule"]])
    open_hours = {place: _open_in_pause(conditions, place) for place in places.unique()}
    on_h = rows["hours_per_day"] * places.map(open_hours).to_numpy(float)
    points = mine.points.loc[rows.index]
    return findings(
        rows,
        waste_kwh=points["idle_kw"] * on_h,
        said=message("on for {on_h:,.0f} h a year of blast pauses, at {idle_kw:.1f} kW unloaded"),
        facts={"on_h": on_h, "idle_kw": points["idle_kw"]},
        evidence_kind=weakest_evidence(rows, "hours_evidence"),
        remedy=("idle_switch_off", "compressor_control"),
    )


def _open_in_pause(conditions: Conditions, place: tuple[str, str, str]) -> float:
    """Return the part of the year's shape of a schedule that lies in blast pauses."""
    site, area, _ = place
    calendar = conditions.calendar(site, area)
    if calendar.blast_pause_starts_at is None:
        return 0.0
    worked = day_types(calendar, int(conditions.hours.year[0])) != OFF
    by_day = conditions.shape(*place).reshape(-1, HOURS_A_DAY)
    return float((by_day * _paused_share(calendar) * worked[:, np.newaxis]).sum())


def _paused_share(calendar: ShiftCalendar) -> npt.NDArray[np.float64]:
    """Return the share of each hour of the day that the pause takes; it may run past midnight."""
    start = calendar.blast_pause_starts_at or 0.0
    since = (np.arange(2 * HOURS_A_DAY) - start).reshape(2, HOURS_A_DAY)
    begun = np.clip(since + 1, 0.0, 1.0)
    ended = np.clip(since + 1 - calendar.blast_pause_hours, 0.0, 1.0)
    share: npt.NDArray[np.float64] = (begun - ended).sum(axis=0)
    return share


COMPRESSOR_IN_BLAST_PAUSE = WastePoint(
    kind="compressor_in_blast_pause",
    name=message("Compressor running in the blast pause"),
    find=compressor_in_blast_pause,
)
