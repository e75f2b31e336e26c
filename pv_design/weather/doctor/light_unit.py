"""Whether the light is in watts: the brightest days against a cloudless sky."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from pv_design.weather.doctor.hourly_year import by_day
from pv_design.weather.doctor.quality_mark import Check, QualityMark, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import Array, HourlyYear
    from pv_design.weather.doctor.quality_mark import Verdict

_NAME = message("Brightest days against a cloudless sky")
_POLAR_NIGHT_WH = 500.0


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    light = year.global_light
    if light is None:
        return ()
    level = brightest_days(light, year.clear_sky)
    verdict = _verdict(level)
    return (
        QualityMark(
            check="light_unit",
            name=_NAME,
            verdict=verdict,
            said=message(
                "one day in twenty reaches {level:.3g} times a cloudless sky's light", level=level
            ),
            columns=("ghi",),
            advice=_advice(level, verdict),
        ),
    )


def brightest_days(light: Array, clear_sky: Array) -> float:
    """Return the light of a day over a cloudless day's that one day in twenty reaches.

    Days with a gap and days of the polar night are left out; 0 where no day is left.

    Examples
    --------
    >>> clear = np.tile(np.where(np.arange(24) == 12, 1000.0, 0.0), 365)
    >>> brightest_days(clear / 1000, clear)
    0.001
    """
    clear = by_day(clear_sky).sum(axis=1)
    days = by_day(light).sum(axis=1)
    sure = (clear > _POLAR_NIGHT_WH) & np.isfinite(days)
    if not sure.any():
        return 0.0
    return float(np.quantile(days[sure] / clear[sure], limit("brightest_days_quantile")))


def _verdict(level: float) -> Verdict:
    if not limit("scale_low_fraction") <= level <= limit("scale_high_fraction"):
        return "wrong"
    usual = limit("brightest_days_low_fraction") <= level <= limit("brightest_days_high_fraction")
    return "good" if usual else "doubtful"


def _advice(level: float, verdict: Verdict) -> Message | None:
    if verdict == "good":
        return None
    if verdict == "doubtful":
        return _too_bright() if level > 1 else _too_dark()
    units = read_facts("pv_design.weather", "data/light_units.csv")
    for word, w_m2 in zip(units["unit_word"], units["w_m2"], strict=True):
        if _verdict(level * float(w_m2)) != "wrong":
            return message("W/m2, the mean of the hour; the values fit {unit}", unit=str(word))
    return message("W/m2, the mean of the hour")


def _too_bright() -> Message:
    return message(
        "brighter than the cloudless sky of the map: cleaner air than the map's, a higher place, a "
        "tilted sensor or another unit; the yield moves with it: compare with a second source"
    )


def _too_dark() -> Message:
    return message(
        "even the best days are much darker than a cloudless sky: another unit, a shaded, soiled "
        "or badly calibrated sensor, or smoke all year; the yield moves with it: compare with a "
        "second source"
    )


CHECK = Check(key="light_unit", name=_NAME, examine=_examine)
"""Finds kilowatts, megajoules and light that was scaled."""
