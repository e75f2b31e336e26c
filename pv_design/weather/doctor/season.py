"""Whether summer falls where the latitude has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.quality_mark import Check, QualityMark, limit
from pv_design.weather.quick_sun import cosine_of_zenith

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import Array, HourlyYear

_NAME = message("Summer and winter against the latitude")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    light = year.global_light
    if light is None:
        return ()
    own = _months(year, year.sun["dni_extra"].to_numpy(dtype=float) * year.cosine)
    if own.std() < limit("season_swing_fraction") * own.mean():
        said = message("near the equator the season does not tell north from south")
        return (
            QualityMark(check="season", name=_NAME, verdict="good", said=said, columns=("ghi",)),
        )
    months = _months(year, light)
    here, across = _alike(months, own), _alike(months, _months(year, _sun_across(year)))
    is_good = here >= limit("season_good_correlation") or here >= across
    return (
        QualityMark(
            check="season",
            name=_NAME,
            verdict="good" if is_good else "wrong" if across - here > 1 else "doubtful",
            said=message(
                "months follow the sun of latitude {latitude:+.1f} by {here:.2f}, that of "
                "{across_latitude:+.1f} by {across:.2f} (correlation)",
                latitude=year.latitude,
                here=here,
                across_latitude=-year.latitude,
                across=across,
            ),
            columns=("ghi",),
            advice=None
            if is_good
            else message(
                "the sign of the latitude is turned (south is negative), or the months are not in "
                "their order"
            ),
        ),
    )


def _sun_across(year: HourlyYear) -> Array:
    """Return the sun's height at the same latitude beyond the equator, 0 at night."""
    heights = cosine_of_zenith(
        year.hours,
        latitude=-year.latitude,
        longitude=year.longitude,
        utc_offset_hours=year.utc_offset_hours,
        minutes=np.array([year.sun_offset_minutes]),
    )
    return np.maximum(heights[:, 0], 0.0)


def _months(year: HourlyYear, values: Array) -> Array:
    month = year.hours.month.to_numpy() - 1
    known = np.isfinite(values)
    sums = np.bincount(month[known], values[known], minlength=12)
    return sums / np.maximum(np.bincount(month[known], minlength=12), 1)


def _alike(one: Array, other: Array) -> float:
    return float(np.corrcoef(one, other)[0, 1]) if one.std() > 0 and other.std() > 0 else 0.0


CHECK = Check(key="season", name=_NAME, examine=_examine, sees_means=True)
"""Monthly light against the sun outside the atmosphere on both sides of the equator."""
