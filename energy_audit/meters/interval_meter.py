"""A file of an interval meter: what was drawn every 5 to 60 minutes, whatever its layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from energy_audit.meters.cells import Grid, read_grids
from energy_audit.meters.columns import meter_columns
from energy_audit.meters.layout import Readings, find_readings
from energy_audit.meters.outliers import lines_of_intervals, refuse_outliers
from energy_audit.meters.reading_notes import ReadingFaults, meter_notes
from energy_audit.meters.series import (
    INTERVALS_MINUTES,
    interval_minutes,
    is_register,
    number_table,
    power,
    refuse_negative,
)
from energy_audit.meters.times import MINUTES_AN_HOUR
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from equipment_catalog.notes import Note

    TimeLabel = Literal["start", "end"]


@dataclass(frozen=True, kw_only=True)
class IntervalMeter:
    """What a meter recorded, on a regular clock without daylight saving."""

    file: str
    """Name of the file."""
    kw: pd.Series
    """Mean power of each interval, labelled by its start in local time without zone [kW];
    NaN in gaps."""
    kvar: pd.Series | None
    """Reactive power likewise [kvar], None where the file has none."""
    interval_minutes: int
    lines: pd.Series
    """Line of the file each interval was read from, labelled like ``kw``; missing in gaps."""
    remarks: tuple[Note, ...]
    """What was understood, doubled or missing."""
    problems: tuple[Problem, ...]
    """Every reason for which the file cannot be used; empty when it can."""

    @property
    def recorded_kwh(self) -> float:
        """Energy of the intervals that were recorded."""
        return float(self.kw.sum()) * self.interval_minutes / MINUTES_AN_HOUR

    def hourly_kw(self) -> pd.Series:
        """Return the mean power of each hour [kW], NaN where half of it or more is missing."""
        by_hour = self.kw.groupby(pd.DatetimeIndex(self.kw.index).floor("h"))
        needed = MINUTES_AN_HOUR / self.interval_minutes / 2
        return by_hour.mean().where(by_hour.count() > needed)


def read_interval_meter(path: Path, *, label: TimeLabel = "start") -> IntervalMeter:
    """Read the file of an interval meter.

    Separators, decimal commas, days before months, one reading a row or one day a row or
    column, kW, kWh of the interval and the rising register of a counter are understood.

    Parameters
    ----------
    path
        A csv file or a workbook; of a workbook the first visible sheet with readings counts.
    label
        Whether a time is the start or the end of its interval, where the layout does not tell.

    Returns
    -------
    IntervalMeter
        May be used only when it has no problem; readings that are missing stay missing.
    """
    try:
        return _metered(*_first_readings(path), label)
    except InputError as error:
        return IntervalMeter(
            file=path.name,
            kw=pd.Series(dtype=float, index=pd.DatetimeIndex([])),
            kvar=None,
            interval_minutes=INTERVALS_MINUTES[-1],
            lines=pd.Series(dtype=float, index=pd.DatetimeIndex([])),
            remarks=(),
            problems=error.problems,
        )


def _first_readings(path: Path) -> tuple[Grid, Readings]:
    for grid in read_grids(path):
        readings = find_readings(grid)
        if readings is not None:
            return grid, readings
    what = message("the file holds no readings with a date")
    allowed = message(
        "one reading a row with its moment in local time, or one day a row or a column"
    )
    raise InputError([Problem(what=what, allowed=allowed, file=path.name)])


def _metered(grid: Grid, readings: Readings, label: TimeLabel) -> IntervalMeter:
    columns = meter_columns(readings, grid)
    table = number_table(readings, columns, grid)
    frame = table.frame
    minutes = interval_minutes(pd.DatetimeIndex(frame.index), grid)
    is_counted = is_register(frame, columns)
    meaning = readings.label or label
    refuse_outliers(table, is_counted=is_counted, grid=grid)

    def series(name: str, unit: str) -> pd.Series:
        ends = meaning == "end"
        return power(frame[name], unit, minutes, is_counted=is_counted, ends=ends, grid=grid)

    kw = series("active", columns.unit)
    refuse_negative(kw, grid)
    faults = ReadingFaults(
        label=meaning,
        is_label_assumed=not readings.label,
        is_counter=is_counted,
        may_be_thousands=table.may_be_thousands,
        unreadable=table.unreadable,
        doubled=table.doubled,
    )
    has_reactive = columns.reactive is not None and frame["reactive"].notna().any()
    return IntervalMeter(
        file=grid.file,
        kw=kw,
        kvar=series("reactive", columns.reactive_unit) if has_reactive else None,
        interval_minutes=minutes,
        lines=lines_of_intervals(
            table.lines, kw, minutes, ends=meaning == "end" and not is_counted
        ),
        remarks=tuple(meter_notes(grid.file, kw, minutes, faults)),
        problems=(),
    )
