"""Readings a little below zero, of thermal sensors at night and of values between hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from pv_design.weather.doctor.hourly_year import first
from pv_design.weather.doctor.quality_mark import Check, QualityMark, graded, limit

if TYPE_CHECKING:
    import pandas as pd

    from pv_design.weather.doctor.hourly_year import HourlyYear, Mask

_NAME = message("Readings below zero")
_NEVER = float("inf")


def small_negatives(year: HourlyYear, column: str) -> Mask:
    """Tell which hours of a column are so little below zero that they mean zero.

    Light while the sun is down or low, and wind at any hour; temperature never.

    Parameters
    ----------
    year
        With that column.
    column
        Its name.
    """
    values = year.data[column].to_numpy(dtype=float)
    if column == "wind_speed":
        return (values < 0) & (values >= limit("small_negative_wind_m_s"))
    if column == "temp_air":
        return np.zeros(len(values), dtype=bool)
    low_sun = year.zenith > limit("closure_zenith_deg")
    return low_sun & (values < 0) & (values >= limit("night_offset_w_m2"))


def without_small_negatives(year: HourlyYear) -> pd.DataFrame:
    """Return the data of a year with such readings as zero."""
    return year.data.assign(
        **{
            str(column): year.data[column].mask(small_negatives(year, str(column)), 0.0)
            for column in year.data
        }
    )


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    below = {str(column): small_negatives(year, str(column)) for column in year.data}
    return tuple(_column(year, column, hours) for column, hours in below.items() if hours.any())


def _column(year: HourlyYear, column: str, hours: Mask) -> QualityMark:
    values = year.data[column].to_numpy(dtype=float)
    share = -float(values[hours].sum()) / max(float(np.nansum(np.abs(values))), 1.0)
    verdict = graded(share, doubtful=limit("small_negative_fraction"), wrong=_NEVER)
    return QualityMark(
        check="small_negatives",
        name=_NAME,
        verdict=verdict,
        said=message(
            "{column}: hours a little below zero, down to {lowest:.2g}, are taken as 0: {hours}",
            column=column,
            lowest=float(values[hours].min()),
            hours=year.counted(hours),
        ),
        columns=(column,),
        advice=None
        if verdict == "good"
        else message("the offset of a thermal sensor: the days may read as much too low"),
        hour=first(hours),
    )


CHECK = Check(key="small_negatives", name=_NAME, examine=_examine)
"""Told, and set to zero by `without_small_negatives`; larger ones are refused by `limits`."""
