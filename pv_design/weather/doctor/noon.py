"""Whether light follows the sun in every month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from pv_design.weather.clock import sun_offset_minutes
from pv_design.weather.doctor.quality_mark import Check, QualityMark, limit

if TYPE_CHECKING:
    from pv_design.weather.clock import SunClock
    from pv_design.weather.doctor.hourly_year import HourlyYear
    from pv_design.weather.doctor.quality_mark import Verdict

_HOUR_MINUTES = 60
_NAME = message("Light against the sun, hour by hour")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    light = year.global_light
    if light is None or not np.nan_to_num(light).any():
        return ()
    clock = sun_offset_minutes(light, year.hours, latitude=year.latitude, longitude=year.longitude)
    verdict, advice = _judged(clock, year)
    return (
        QualityMark(
            check="noon",
            name=_NAME,
            verdict=verdict,
            said=message(
                "the sun fits best {found:+.0f} min after the label, sure to {sure:.0f} min; "
                "{used:+.0f} min are used; correlation {correlation:.2f}; by month from "
                "{earliest:+.0f} to {latest:+.0f} min",
                found=clock.fine_minutes,
                sure=clock.uncertainty_minutes,
                used=year.sun_offset_minutes,
                correlation=clock.correlation,
                earliest=min(clock.monthly_minutes),
                latest=max(clock.monthly_minutes),
            ),
            columns=("ghi",),
            advice=advice,
        ),
    )


def _judged(clock: SunClock, year: HourlyYear) -> tuple[Verdict, Message | None]:
    if not clock.is_found:
        return "wrong", message(
            "light that follows the sun: rows out of order, another column or another place"
        )
    jump = np.abs(np.array(clock.monthly_minutes) - clock.fine_minutes).max()
    if jump > limit("month_clock_jump_min"):
        return "doubtful", message(
            "the clock jumps within the year: daylight saving, or rows lost and doubled; noon "
            "moves against the shifts in those months"
        )
    if year.label_is_found and _is_unusual(clock):
        return "doubtful", message(
            "no usual meaning of a label: the start of an hour has its sun after 30 min, its "
            "centre after 0, the start of a half hour after 15; look at the logger's clock and "
            "declare the label"
        )
    away = abs(clock.fine_minutes - year.sun_offset_minutes)
    if away > limit("clock_sure_sigmas") * clock.uncertainty_minutes:
        return "doubtful", message(
            "another meaning of the label, or another zone: half an hour moves morning against "
            "afternoon, below 1 % of the year's sun"
        )
    return "good", None


def _is_unusual(clock: SunClock) -> bool:
    """Tell whether the light lies surely between the moments that labels have in use."""
    usual = read_facts("pv_design.weather", "data/usual_labels.csv")["minutes"].to_numpy(float)
    into_hour = clock.fine_minutes % _HOUR_MINUTES
    apart = np.abs(into_hour - np.append(usual, usual + _HOUR_MINUTES)).min()
    return bool(apart > clock.uncertainty_minutes)


CHECK = Check(key="noon", name=_NAME, examine=_examine)
"""The clock of the light, for the year and for each month."""
