"""Hours without a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from pv_design.weather.doctor.hourly_year import first
from pv_design.weather.doctor.quality_mark import Check, QualityMark

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Hours without a value")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    known = year.data.dropna(axis="columns", how="all")
    columns = tuple(str(column) for column in known)
    empty = known.isna().to_numpy()
    if not empty.any():
        return (
            QualityMark(
                check="gaps",
                name=_NAME,
                verdict="good",
                said=message("every hour has a value in {columns}", columns=", ".join(columns)),
                columns=columns,
            ),
        )
    return tuple(
        QualityMark(
            check="gaps",
            name=_NAME,
            verdict="wrong",
            said=message("hours without a value: {hours}", hours=year.counted(hours)),
            columns=(column,),
            advice=message(
                "a number in every hour: fill them from a second source, or leave the whole "
                "column out if it is not the irradiance"
            ),
            hour=first(hours),
        )
        for column, hours in zip(columns, empty.T, strict=True)
        if hours.any()
    )


CHECK = Check(key="gaps", name=_NAME, examine=_examine)
"""A gap is never read as zero; a column that is wholly empty counts as not there."""
