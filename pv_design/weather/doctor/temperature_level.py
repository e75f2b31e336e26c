"""Whether the air is as warm as latitude and height make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from pv_design.weather.doctor.quality_mark import Check, QualityMark, graded, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Air temperature of the place")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    air = year.values("temp_air")
    if air is None:
        return ()
    mean, usual = float(np.nanmean(air)), usual_mean_c(year.latitude, year.altitude_m)
    verdict = graded(
        abs(mean - usual),
        doubtful=limit("temperature_doubtful_k"),
        wrong=limit("temperature_wrong_k"),
    )
    return (
        QualityMark(
            check="temperature_level",
            name=_NAME,
            verdict=verdict,
            said=message(
                "the year's mean is {mean:.1f} degC; about {usual:.0f} degC are usual at latitude "
                "{latitude:.0f} and {altitude:,.0f} m",
                mean=mean,
                usual=usual,
                latitude=year.latitude,
                altitude=year.altitude_m,
            ),
            columns=("temp_air",),
            advice=None if verdict == "good" else _reason(mean, usual),
        ),
    )


def usual_mean_c(latitude: float, altitude_m: float) -> float:
    """Return a rough annual mean of air temperature [degC].

    Examples
    --------
    >>> round(usual_mean_c(4.7, 2550.0)), round(usual_mean_c(-33.4, 579.0))
    (14, 13)
    """
    sea_level = (
        limit("temperature_equator_c")
        - limit("temperature_fall_k") * np.sin(np.radians(latitude)) ** 2
    )
    return float(sea_level + limit("temperature_lapse_k_per_km") * altitude_m / 1000)


def _reason(mean: float, usual: float) -> Message:
    tolerated = limit("temperature_doubtful_k")
    if abs((mean - 32) / 1.8 - usual) < tolerated:
        return message("degrees Celsius; the values fit degrees Fahrenheit")
    if abs(mean - 273.15 - usual) < tolerated:
        return message("degrees Celsius; the values fit kelvin")
    return message(
        "another place or height, or another unit: a module loses about 0.4 % of its power a kelvin"
    )


CHECK = Check(key="temperature_level", name=_NAME, examine=_examine, sees_means=True)
"""Annual mean against latitude and height, wide enough for deserts and cold coasts."""
