"""Whether the year has as much sun as a place on Earth can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.quality_mark import Check, QualityMark, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Irradiation of the year")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    light = year.global_light
    if light is None:
        return ()
    annual = float(np.nanmean(light)) * len(light) / 1000
    far = abs(year.latitude) > limit("annual_low_latitude_deg")
    low = limit("annual_low_far_kwh_m2" if far else "annual_low_kwh_m2")
    high = limit("annual_high_kwh_m2")
    lowest, highest = limit("annual_wrong_low_kwh_m2"), limit("annual_wrong_high_kwh_m2")
    possible, usual = lowest <= annual <= highest, low <= annual <= high
    return (
        QualityMark(
            check="annual_sum",
            name=_NAME,
            verdict="good" if usual else "doubtful" if possible else "wrong",
            said=message("{annual:,.0f} kWh/m² on the horizontal", annual=annual),
            columns=("ghi",),
            advice=None
            if usual
            else message(
                "{low:,g} to {high:,g} kWh/m² at this latitude: a wrong unit, a part of a year or "
                "dark rows; the yield moves with it",
                low=low,
                high=high,
            ),
        ),
    )


CHECK = Check(key="annual_sum", name=_NAME, examine=_examine, sees_means=True)
"""Sum of global irradiance against what deserts and cloud forests have."""
