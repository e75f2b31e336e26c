"""Values that no instrument can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_facts
from pv_design.weather.doctor.hourly_year import first
from pv_design.weather.doctor.quality_mark import Check, QualityMark
from pv_design.weather.doctor.small_negatives import small_negatives

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import Array, HourlyYear, Mask

_NAME = message("Values an instrument can read")
_FREEZING_K = 273.15


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    marks = []
    limits = read_facts("pv_design.weather", "data/weather_columns.csv")
    known = limits[limits["column"].isin(year.data.columns)]
    ends = known[["lowest", "highest"]].to_numpy(dtype=float)
    for column, unit, (lowest, highest) in zip(known["column"], known["unit"], ends, strict=True):
        values = year.data[column].to_numpy(dtype=float)
        outside = ((values < lowest) | (values > highest)) & ~small_negatives(year, column)
        if outside.any():
            allowed = message(
                "{lowest:g} to {highest:g} {unit}; {reason}",
                lowest=float(lowest),
                highest=float(highest),
                unit=str(unit),
                reason=_reason(column, values[outside], highest),
            )
            marks.append(_wrong(year, column, outside, allowed))
    if marks:
        return tuple(marks)
    said = message("all values are within what can be")
    columns = tuple(str(column) for column in year.data)
    return (QualityMark(check="limits", name=_NAME, verdict="good", said=said, columns=columns),)


def _wrong(year: HourlyYear, column: str, outside: Mask, allowed: Message) -> QualityMark:
    return QualityMark(
        check="limits",
        name=_NAME,
        verdict="wrong",
        said=message(
            "hours out of range: {hours}; the first is {value:g}",
            hours=year.counted(outside),
            value=float(year.data[column].to_numpy()[outside][0]),
        ),
        columns=(column,),
        advice=allowed,
        hour=first(outside),
    )


def _reason(column: str, values: Array, highest: float) -> Message:
    codes = read_facts("pv_design.weather", "data/missing_codes.csv")["code"].to_numpy(dtype=float)
    if np.isin(values, codes).all():
        return message("{value:g} is a code for a missing value", value=float(values[0]))
    if column == "temp_air" and abs(float(np.median(values)) - _FREEZING_K) < highest:
        return message("the values fit kelvin; give degrees Celsius")
    if column != "temp_air" and (values < 0).all():
        return message("nothing there can be negative by day")
    return message("another unit, a code for a missing value or a broken sensor")


CHECK = Check(key="limits", name=_NAME, examine=_examine)
"""Physically possible limits of `data/weather_columns.csv`; small negatives pass."""
