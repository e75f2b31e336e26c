"""Hours brighter than any sky."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.hourly_year import first
from pv_design.weather.doctor.quality_mark import Check, QualityMark, graded, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Hours above a cloudless sky")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    light = year.global_light
    day = year.clear_sky > limit("lowest_clear_sky_w_m2")
    if light is None or not day.any():
        return ()
    factor = limit("bright_hour_fraction")
    bright = day & (light > factor * year.clear_sky)
    share = np.count_nonzero(bright) / np.count_nonzero(day)
    verdict = graded(
        share,
        doubtful=limit("bright_hours_doubtful_fraction"),
        wrong=limit("bright_hours_wrong_fraction"),
    )
    return (
        QualityMark(
            check="above_clear_sky",
            name=_NAME,
            verdict=verdict,
            said=message(
                "hours above {factor:g} times a cloudless sky: {hours}",
                factor=factor,
                hours=year.counted(bright),
            ),
            columns=("ghi",),
            advice=None
            if verdict == "good"
            else message(
                "clouds brighten minutes, not hours: a wrong clock, unit or sensor; compare with "
                "a second source"
            ),
            hour=first(bright),
        ),
    )


CHECK = Check(key="above_clear_sky", name=_NAME, examine=_examine)
"""Hour means far above Ineichen's clear sky at the turbidity of the map."""
