"""Whether the air is warmest after noon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.hourly_year import by_day
from pv_design.weather.doctor.quality_mark import Check, QualityMark, graded, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Warmest hour of the day")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    air = year.values("temp_air")
    if air is None:
        return ()
    hourly = by_day(air)
    if np.isnan(hourly).all(axis=0).any():
        return ()
    day = np.nanmean(hourly, axis=0)
    if np.ptp(day) < limit("least_swing_k"):
        return ()
    warmest = _solar_hour_of_top(day, year)
    away = abs((warmest - limit("warmest_solar_hour") + 12) % 24 - 12)
    verdict = graded(away, doubtful=limit("warmest_doubtful_h"), wrong=limit("warmest_wrong_h"))
    return (
        QualityMark(
            check="warmest_hour",
            name=_NAME,
            verdict=verdict,
            said=message(
                "the mean day is warmest about {warmest:.1f} h solar time", warmest=warmest
            ),
            columns=("temp_air",),
            advice=None
            if verdict == "good"
            else message(
                "about {usual:g} h solar time: the temperature is on another clock than the "
                "light, and the modules would run too cool",
                usual=limit("warmest_solar_hour"),
            ),
        ),
    )


def _solar_hour_of_top(day: np.ndarray, year: HourlyYear) -> float:
    """Return where the first harmonic of a mean day has its top [h]."""
    middle = np.arange(24) + 0.5 + year.longitude / 15 - year.utc_offset_hours
    wave = (day * np.exp(2j * np.pi * middle / 24)).sum()
    return float(np.angle(wave) * 12 / np.pi % 24)


CHECK = Check(key="warmest_hour", name=_NAME, examine=_examine)
"""First harmonic of the mean day; an island without days and nights is not judged."""
