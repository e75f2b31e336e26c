"""Temperature or wind that keeps one value for days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from pv_design.weather.doctor.hourly_year import longest_run
from pv_design.weather.doctor.quality_mark import Check, QualityMark, graded, limit

if TYPE_CHECKING:
    from pv_design.weather.doctor.hourly_year import HourlyYear

_NAME = message("Temperature and wind that stand still")


def _examine(year: HourlyYear) -> tuple[QualityMark, ...]:
    effects = {
        "temp_air": message("a stuck thermometer: cells run at other temperatures than worked out"),
        "wind_speed": message("a stuck anemometer or one value for all: about 0.3 % of the yield"),
    }
    marks = (_column(year, column, effect) for column, effect in effects.items())
    return tuple(mark for mark in marks if mark is not None)


def _column(year: HourlyYear, column: str, effect: Message) -> QualityMark | None:
    values = year.values(column)
    if values is None:
        return None
    length, start = longest_run(values)
    verdict = graded(
        length,
        doubtful=limit("stuck_doubtful_hours"),
        wrong=limit("stuck_wrong_fraction") * len(values),
    )
    if column == "wind_speed" and verdict == "wrong":
        verdict = "doubtful"
    return QualityMark(
        check="stuck",
        name=_NAME,
        verdict=verdict,
        said=message(
            "{column} keeps one value for {length} hours at most, {value:g} from {hour} on",
            column=column,
            length=length,
            value=float(values[start]),
            hour=f"{year.hours[start]:%m-%d %H:%M}",
        ),
        columns=(column,),
        advice=None if verdict == "good" else effect,
        hour=start,
    )


CHECK = Check(key="stuck", name=_NAME, examine=_examine)
"""The longest stretch of one reading; wind alone never refuses a year."""
