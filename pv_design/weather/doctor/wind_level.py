"""Whether the wind is in metres a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.quality_mark import Check, QualityMark, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Wind of the place")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    wind = year.values("wind_speed")
    if wind is None:
        return ()
    mean = float(np.nanmean(wind))
    is_good = mean <= limit("wind_high_m_s")
    return (
        QualityMark(
            check="wind_level",
            name=_NAME,
            verdict="good" if is_good else "doubtful",
            said=message("the year's mean is {mean:.1f} m/s", mean=mean),
            columns=("wind_speed",),
            advice=None
            if is_good
            else message(
                "m/s; {mean:.1f} km/h would be {converted:.1f} m/s: modules would be worked out "
                "too cool",
                mean=mean,
                converted=mean / 3.6,
            ),
        ),
    )


CHECK = Check(key="wind_level", name=_NAME, examine=_examine, sees_means=True)
"""Only a strong wind in km/h shows; a weak one looks like a fresh one in m/s."""
