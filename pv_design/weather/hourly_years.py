"""Rows of 5 to 60 minutes made whole calendar years of hours, or refused with their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.year_hours import HOURS, hours_of_year
from pv_design.weather.record import HOURLY_COLUMNS
from pv_design.weather.row_order import lines_of, order_problems, runs_backwards, whole_year
from pv_design.weather.step_limits import step_problems

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.weather.record import WeatherRecord

_HOUR_MINUTES = 60


@dataclass(frozen=True, kw_only=True, eq=False)
class HourlyRows:
    """Calendar years of a record's own clock, each of 8,760 hours labelled by their start."""

    years: dict[int, pd.DataFrame]
    """By year: the record's columns on positions 0 to 8,759."""
    lines: dict[int, npt.NDArray[np.intp]]
    """By year: line of the file of each hour, of its first step or the first without a value; 0
    where rows have no lines."""
    sun_offset_minutes: float | None
    """From the start of an hour to the moment of its sun; None where the source does not say."""
    incomplete: dict[int, tuple[Problem, ...]]
    """Years that are not whole, with what is wrong; none where one year is all there is."""
    leap_days: int
    """29 Februaries left out."""
    is_on_leap_labels: bool = False
    """Whether 8,760 hours stood on the labels of a leap year, so that they end on 30 December."""


def hourly_years(record: WeatherRecord) -> HourlyRows:
    """Return the whole years of a record of hours.

    Rows of less than an hour are averaged over it. Rows labelled by the end of their step are
    taken back by one, so that a year may end on the first label of the next.

    Parameters
    ----------
    record
        Rows of 5 to 60 minutes, in any number of years; months of a typical year may carry any
        year.

    Raises
    ------
    InputError
        If no year is whole: rows that are missing, doubled, out of order or between the steps
        are named by line and time; if the step does not divide the hour.
    """
    step = _step_minutes(record)
    labels, offset = _labels_of_starts(record, step)
    years, lines, faults, leap_days, on_leap_labels = {}, {}, {}, 0, False
    by_year = _by_year(labels, is_typical=record.is_typical)
    for year, rows in by_year.items():
        expected = _expected(year, step, _into_step(labels[rows[0]], step))
        own = _in_year(labels[rows], year)
        if _ends_a_day_early(own, expected):
            own, on_leap_labels = pd.DatetimeIndex(expected), True
        kept = ~_is_leap_day(own)
        problems = order_problems(own[kept], expected, record, rows[kept])
        if not problems and step < _HOUR_MINUTES:
            problems = step_problems(own[kept], record, rows[kept])
        if problems:
            faults[year] = problems
            continue
        leap_days += int((~kept).any())
        years[year] = _hours(record.data.iloc[rows[kept]], step)
        lines[year] = _lines_of_hours(record, rows[kept], step)
    if not years:
        fullest = max(faults, key=lambda year: len(by_year[year]))
        raise InputError(faults[fullest])
    into_step = _into_step(labels[0], step) / np.timedelta64(1, "m")
    within = into_step + (_HOUR_MINUTES - step) / 2
    return HourlyRows(
        years=years,
        lines=lines,
        sun_offset_minutes=None if offset is None else offset + within,
        incomplete=faults,
        leap_days=leap_days,
        is_on_leap_labels=on_leap_labels,
    )


def _step_minutes(record: WeatherRecord) -> int:
    labels = record.data.index
    if len(labels) < 2:  # noqa: PLR2004  a step lies between two rows
        what = message("there are {count} rows", count=len(labels))
        raise InputError([Problem(what=what, allowed=whole_year(), file=record.file)])
    steps, counts = np.unique(np.diff(labels.to_numpy()), return_counts=True)
    step = float(steps[counts.argmax()] / np.timedelta64(1, "m"))
    if step < 0:
        raise InputError([runs_backwards(record.file)])
    if step < 1 or not step.is_integer() or _HOUR_MINUTES % step:
        what = message("most rows are {step:g} minutes apart", step=step)
        allowed = message("steps of 60, 30, 20, 15, 10 or 5 minutes")
        raise InputError([Problem(what=what, allowed=allowed, file=record.file)])
    return int(step)


def _labels_of_starts(record: WeatherRecord, step: int) -> tuple[pd.DatetimeIndex, float | None]:
    """Return labels that lie in the year of their rows, and the offset to the sun from them."""
    labels = pd.DatetimeIndex(record.data.index)
    offset = record.sun_offset_minutes
    first, last = labels[0], labels[-1]
    into_year = (first - pd.Timestamp(first.year, 1, 1)) / pd.Timedelta(minutes=1)
    ends_next_year = last == pd.Timestamp(last.year, 1, 1)
    is_of_ends = offset is not None and offset < 0
    if (is_of_ends and into_year >= step) or (into_year == step and ends_next_year):
        back = pd.Timedelta(minutes=step)
        return labels - back, None if offset is None else offset + step
    return labels, offset


def _by_year(labels: pd.DatetimeIndex, *, is_typical: bool) -> dict[int, npt.NDArray[np.intp]]:
    if is_typical:
        return {int(labels[0].year): np.arange(len(labels))}
    years = labels.year.to_numpy()
    return {int(year): np.flatnonzero(years == year) for year in np.unique(years)}


def _in_year(labels: pd.DatetimeIndex, year: int) -> pd.DatetimeIndex:
    """Return labels moved into one year, day and time kept."""
    own = labels.year.to_numpy() == year
    if own.all():
        return labels
    start_of_own = labels.to_numpy().astype("datetime64[Y]")
    passed = labels.to_numpy() - start_of_own
    late = (labels.month > 2) & labels.is_leap_year  # noqa: PLR2004  after February
    passed = passed - np.where(late, np.timedelta64(1, "D"), np.timedelta64(0, "D"))
    moved = pd.DatetimeIndex(np.datetime64(f"{year}-01-01") + passed)
    if pd.Timestamp(year, 1, 1).is_leap_year:
        after = moved >= pd.Timestamp(year, 2, 29)
        moved = moved.where(~after, moved + pd.Timedelta(days=1))
    return pd.DatetimeIndex(np.where(_is_leap_day(labels), labels, moved))


def _is_leap_day(labels: pd.DatetimeIndex) -> npt.NDArray[np.bool_]:
    return np.asarray((labels.month == 2) & (labels.day == 29))  # noqa: PLR2004  29 February


def _ends_a_day_early(labels: pd.DatetimeIndex, expected: npt.NDArray[np.datetime64]) -> bool:
    """Tell whether a year of 365 days was written on the first labels of a leap year."""
    if len(labels) != len(expected) or not labels[0].is_leap_year:
        return False
    step = expected[1] - expected[0]
    first_labels = expected[0] + np.arange(len(expected)) * step
    return bool((labels.to_numpy() == first_labels).all())


def _into_step(label: pd.Timestamp, step: int) -> np.timedelta64:
    return (label - label.floor(f"{step}min")).to_timedelta64()


def _expected(year: int, step: int, into_step: np.timedelta64) -> npt.NDArray[np.datetime64]:
    hours = hours_of_year(year, 0).tz_localize(None).to_numpy()
    steps = np.arange(0, _HOUR_MINUTES, step).astype("timedelta64[m]") + into_step
    expected: npt.NDArray[np.datetime64] = (hours[:, np.newaxis] + steps).ravel()
    return expected


def _lines_of_hours(
    record: WeatherRecord, rows: npt.NDArray[np.intp], step: int
) -> npt.NDArray[np.intp]:
    """Return the line of the first step of each hour, or of the first without a value."""
    by_hour = lines_of(record, rows).reshape(HOURS, _HOUR_MINUTES // step)
    known = record.data.dropna(axis="columns", how="all").iloc[rows]
    missing = known.isna().any(axis="columns").to_numpy().reshape(by_hour.shape)
    lines: npt.NDArray[np.intp] = by_hour[np.arange(HOURS), missing.argmax(axis=1)]
    return lines


def _hours(rows: pd.DataFrame, step: int) -> pd.DataFrame:
    """Return means of the steps of each hour; an hour with a gap has no value."""
    columns = [column for column in HOURLY_COLUMNS if column in rows]
    values = rows[columns].to_numpy(float)
    means = values.reshape(HOURS, _HOUR_MINUTES // step, len(columns)).mean(axis=1)
    return pd.DataFrame(means, columns=columns)
