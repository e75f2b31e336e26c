"""Days that are copies of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.hourly_year import by_day
from pv_design.weather.doctor.quality_mark import Check, QualityMark, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import Array, HourlyYear

_NAME = message("Days that repeat others")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    light = year.global_light
    if light is None:
        return ()
    copies = copied_days(by_day(light))
    count = int(np.count_nonzero(copies))
    is_good = count < limit("repeated_days_doubtful")
    hour = int(copies.argmax()) * 24 if count else None
    return (
        QualityMark(
            check="repeated_days",
            name=_NAME,
            verdict="good" if is_good else "doubtful",
            said=message(
                "days with the very light of an earlier day: {days}",
                days=year.counted(np.repeat(copies, 24) & (year.hours.hour == 0)),
            ),
            columns=("ghi",),
            advice=None
            if is_good
            else message(
                "copied to fill gaps, or one day for a month: how days differ is lost, and with "
                "it self-consumption"
            ),
            hour=hour,
        ),
    )


def copied_days(days: Array) -> np.ndarray:
    """Tell which days are equal to an earlier one; those with a gap or without light never are.

    Examples
    --------
    >>> copied_days(np.array([[0.0, 5.0], [0.0, 6.0], [0.0, 5.0], [0.0, 0.0], [0.0, 0.0]])).tolist()
    [False, False, True, False, False]
    """
    _, firsts = np.unique(days, axis=0, return_index=True)
    copies = np.ones(len(days), dtype=bool)
    copies[firsts] = False
    return copies & np.isfinite(days).all(axis=1) & (days > 0).any(axis=1)


CHECK = Check(key="repeated_days", name=_NAME, examine=_examine)
"""No two days of weather are equal to the last digit."""
