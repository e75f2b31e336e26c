"""Light that keeps one value for hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.hourly_year import longest_run
from pv_design.weather.doctor.quality_mark import Check, QualityMark, graded, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Light that stands still")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    light = year.global_light
    if light is None:
        return ()
    length, start = longest_run(np.where(light > limit("dark_w_m2"), light, np.nan))
    verdict = graded(
        length,
        doubtful=limit("frozen_light_doubtful_hours"),
        wrong=limit("frozen_light_wrong_hours"),
    )
    return (
        QualityMark(
            check="frozen_light",
            name=_NAME,
            verdict=verdict,
            said=message("no light keeps one value for {length} hours", length=length + 1)
            if verdict == "good"
            else message(
                "the light keeps one value for {length} hours, {value:,g} W/m² from {hour} on",
                length=length,
                value=float(light[start]),
                hour=f"{year.hours[start]:%m-%d %H:%M}",
            ),
            columns=("ghi",),
            advice=None
            if verdict == "good"
            else message(
                "the sun moves every hour: a sensor or a logger that hung, or filled rows; its "
                "days are not measured"
            ),
            hour=None if verdict == "good" else start,
        ),
    )


CHECK = Check(key="frozen_light", name=_NAME, examine=_examine)
"""The same reading above darkness, hour after hour."""
