"""The weather doctor: every check of a year of hours, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

from equipment_catalog.errors import Problem
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from pv_design.weather.doctor import (
    above_clear_sky,
    altitude,
    annual_sum,
    beam,
    closure,
    dark_hours,
    diffuse,
    frozen_light,
    gaps,
    light_unit,
    limits,
    night,
    noon,
    repeated_days,
    season,
    small_negatives,
    stuck,
    temperature_level,
    warmest_hour,
    wind_level,
)
from pv_design.weather.doctor.hourly_year import HourlyYear
from pv_design.weather.doctor.quality_mark import Check, QualityMark
from pv_design.weather.doctor.small_negatives import without_small_negatives

CHECKS: tuple[Check, ...] = tuple(
    module.CHECK
    for module in (
        gaps,
        limits,
        light_unit,
        noon,
        season,
        night,
        small_negatives,
        dark_hours,
        above_clear_sky,
        annual_sum,
        frozen_light,
        repeated_days,
        closure,
        diffuse,
        beam,
        temperature_level,
        warmest_hour,
        stuck,
        wind_level,
        altitude,
    )
)
"""In the order in which their marks are shown."""


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """What all checks say of a year."""

    marks: tuple[QualityMark, ...]
    """Every mark, the good ones too."""
    problems: tuple[Problem, ...]
    """Of the wrong marks: the year cannot be used."""
    notes: tuple[Note, ...]
    """Of the doubtful marks: warnings."""


def examine(year: HourlyYear, *, is_of_means: bool = False) -> Diagnosis:
    """Return what every check says of a year of weather.

    Parameters
    ----------
    year
        Hours in local standard time; columns may be missing or have gaps.
    is_of_means
        Whether the hours were made from days or months, of which only some checks can judge.

    Examples
    --------
    >>> from pv_design.sun_position import sun_position
    >>> from pv_design.weather.embedded import embedded_weather
    >>> weather = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0)
    >>> year = HourlyYear(data=weather.data, sun=sun_position(weather), latitude=2.983982,
    ...                   longitude=-76.6507771, altitude_m=1200.0,
    ...                   sun_offset_minutes=30.0)
    >>> examine(year).problems
    ()
    """
    checks = [check for check in CHECKS if check.sees_means or not is_of_means]
    marks = tuple(mark for check in checks for mark in check.examine(year))
    return Diagnosis(
        marks=marks,
        problems=tuple(_problem(mark, year) for mark in marks if mark.verdict == "wrong"),
        notes=tuple(_note(mark) for mark in marks if mark.verdict == "doubtful"),
    )


def examine_limits(year: HourlyYear) -> tuple[Problem, ...]:
    """Return the values of a year that no instrument can read, those worked out among them.

    Parameters
    ----------
    year
        With its columns filled.
    """
    marks = limits.CHECK.examine(year)
    return tuple(_problem(mark, year) for mark in marks if mark.verdict == "wrong")


def _problem(mark: QualityMark, year: HourlyYear) -> Problem:
    field = mark.columns[0] if mark.columns else mark.check
    row = None if mark.hour is None else year.line_of(mark.hour)
    return Problem(
        what=mark.said,
        allowed=mark.advice,
        file=year.file,
        row=row,
        column=None if row is None else year.columns_at.get(field),
        field=field,
    )


def _note(mark: QualityMark) -> Note:
    return Note(
        what=mark.name,
        value=mark.said,
        source=message("checks of the weather data"),
        effect=mark.advice or mark.said,
        kind="warning",
    )


__all__ = [
    "CHECKS",
    "Check",
    "Diagnosis",
    "HourlyYear",
    "QualityMark",
    "examine",
    "examine_limits",
    "without_small_negatives",
]
