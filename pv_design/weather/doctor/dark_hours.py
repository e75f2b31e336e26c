"""Darkness while the sun is high: gaps that were written as zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.hourly_year import first
from pv_design.weather.doctor.quality_mark import Check, QualityMark, graded, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Darkness by day")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    light = year.global_light
    if light is None:
        return ()
    dark = (year.zenith < limit("high_sun_zenith_deg")) & (light < limit("dark_w_m2"))
    count = int(np.count_nonzero(dark))
    verdict = graded(count, doubtful=limit("dark_doubtful_hours"), wrong=limit("dark_wrong_hours"))
    lost = float(year.clear_sky[dark].sum()) / 1000
    return (
        QualityMark(
            check="dark_hours",
            name=_NAME,
            verdict=verdict,
            said=message(
                "hours without light, the sun 20 degrees high or more: {hours}",
                hours=year.counted(dark),
            ),
            columns=("ghi",),
            advice=None
            if verdict == "good"
            else message(
                "gaps were written as zero: up to {lost:.1f} kWh/m² of the year are lost",
                lost=lost,
            ),
            hour=first(dark),
        ),
    )


CHECK = Check(key="dark_hours", name=_NAME, examine=_examine)
"""No cloud takes all light of a high sun."""
