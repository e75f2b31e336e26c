"""The readings of a meter on a regular clock: power of every interval, NaN in gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.meters.columns import MeterColumns, unit_factor
from energy_audit.meters.counter import METER_FACTS, is_counter, power_between
from energy_audit.meters.times import (
    MINUTES_AN_HOUR,
    decimal_mark,
    maybe_thousands,
    read_numbers,
    unclear_number,
)
from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from energy_audit.meters.cells import Grid
    from energy_audit.meters.layout import Readings

INTERVALS_MINUTES = (5, 10, 15, 20, 30, 60)
FEWEST_READINGS = 24
LINES_NAMED = 10


@dataclass(frozen=True, kw_only=True)
class NumberTable:
    """Readings as numbers, one row a moment."""

    frame: pd.DataFrame
    """``active`` and ``reactive`` in the unit of the file, NaN where a cell holds no number."""
    may_be_thousands: bool
    """Whether every decimal mark could as well group thousands."""
    unreadable: tuple[int, ...]
    """Lines that hold something, but no moment or no number."""
    doubled: int
    """Readings of a moment that had one already."""
    lines: pd.Series
    """Line of the file of each moment, of its largest reading where it has several."""


def number_table(readings: Readings, columns: MeterColumns, grid: Grid) -> NumberTable:
    """Return the readings as numbers in the order of time.

    Raises
    ------
    InputError
        If there are fewer than a day's hours of them, or their marks have two meanings. Each
        line that could not be read is named.
    """
    texts = readings.texts.iloc[:, columns.active]
    unclear = "" if grid.is_typed else unclear_number(texts)
    if unclear:
        what = message(
            "{value!r} can be read in two ways: write it without separators", value=unclear
        )
        raise _refused(grid, what, message("decimals of one length, or no groups of thousands"))
    active = _numbers(texts, is_typed=grid.is_typed)
    values = pd.DataFrame({"active": active, "reactive": np.nan})
    if columns.reactive is not None:
        reactive = readings.texts.iloc[:, columns.reactive]
        values["reactive"] = _numbers(reactive, is_typed=grid.is_typed)
    is_known = readings.times.notna().to_numpy()
    by_moment = values[is_known].groupby(readings.times[is_known].to_numpy()).mean()
    frame = by_moment.set_axis(pd.DatetimeIndex(by_moment.index), axis=0)
    spoiled = (texts != "").to_numpy() & ~(is_known & active.notna().to_numpy())
    unreadable = tuple(sorted(set(texts.index[spoiled].tolist())))
    if frame["active"].count() < FEWEST_READINGS:
        raise _too_few(grid, int(frame["active"].count()), unreadable)
    return NumberTable(
        frame=frame,
        may_be_thousands=not grid.is_typed and maybe_thousands(texts),
        unreadable=unreadable,
        doubled=int(is_known.sum()) - len(frame),
        lines=_lines(active[is_known], readings.times[is_known]),
    )


def _lines(active: pd.Series, times: pd.Series) -> pd.Series:
    lines = pd.DataFrame({"active": active, "line": active.index, "time": times})
    return lines.sort_values("active", na_position="first").groupby("time")["line"].last()


def _too_few(grid: Grid, count: int, unreadable: Sequence[int]) -> InputError:
    what = message("the file holds only {count:d} readings", count=count)
    if unreadable:
        what = message(
            "the file holds only {count:d} readings; no moment or no number in {lines}",
            count=count,
            lines=listed_lines(unreadable),
        )
    return _refused(grid, what, message("{least:d} readings and more", least=FEWEST_READINGS))


def listed_lines(lines: Sequence[int]) -> Message:
    """Return how many lines there are and which, of many the first ones.

    Examples
    --------
    >>> str(listed_lines([7, 9]))
    '2 lines: 7, 9'
    >>> str(listed_lines(range(2, 90)))
    '88 lines: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …'
    """
    if len(lines) == 1:
        return message("line {line}", line=str(lines[0]))
    more = " …" if len(lines) > LINES_NAMED else ""
    named = ", ".join(map(str, lines[:LINES_NAMED]))
    return message("{count:,d} lines: {named}", count=len(lines), named=f"{named}{more}")


def _numbers(texts: pd.Series, *, is_typed: bool) -> pd.Series:
    return read_numbers(texts, decimal="." if is_typed else decimal_mark(texts))


def interval_minutes(times: pd.DatetimeIndex, grid: Grid) -> int:
    """Return the usual time between moments [min].

    Raises
    ------
    InputError
        If it is not one that meters have, or the moments lie years apart.
    """
    steps = np.diff(times.to_numpy()) / np.timedelta64(1, "m")
    lengths, counts = np.unique(steps, return_counts=True)
    usual = float(lengths[counts.argmax()])
    if usual not in INTERVALS_MINUTES:
        what = message("the readings are {minutes:g} min apart", minutes=usual)
        allowed = message("{listed} min", listed=", ".join(map(str, INTERVALS_MINUTES)))
        raise _refused(grid, what, allowed)
    days, most = (times[-1] - times[0]).days, read_fact(*METER_FACTS, "longest_days").value
    if days > most:
        what = message("the readings span {days:d} days", days=days)
        raise _refused(
            grid, what, message("at most {most:g} days: are the dates right?", most=most)
        )
    return int(usual)


def is_register(frame: pd.DataFrame, columns: MeterColumns) -> bool:
    """Tell whether the active readings are those of a register that only rises."""
    active = frame["active"].to_numpy()
    return not columns.unit.endswith("w") and is_counter(active, says_so=columns.says_counter)


def power(
    values: pd.Series, unit: str, minutes: int, *, is_counted: bool, ends: bool, grid: Grid
) -> pd.Series:
    """Return the mean power of each interval, labelled by its start [kW or kvar].

    Parameters
    ----------
    values
        Readings in order of time.
    unit
        Unit of the readings; empty where nobody says it.
    minutes
        Length of an interval [min].
    is_counted
        Whether they are readings of a register.
    ends
        Whether a moment is the end of its interval.
    grid
        Names the file in problems.

    Raises
    ------
    InputError
        If power and energy differ and nobody says which it is, or power is negative.
    """
    scaled = values * unit_factor(unit)
    if is_counted:
        return _regular(power_between(scaled, minutes), minutes)
    if not unit and minutes != MINUTES_AN_HOUR:
        what = message("the header does not say whether the readings are kW or kWh")
        raise _refused(grid, what, message("kW or kWh in the header of the readings"))
    is_energy = unit.endswith(("h", "H"))
    begins = pd.DatetimeIndex(scaled.index) - pd.Timedelta(minutes=minutes * ends)
    started = scaled.set_axis(begins)
    return _regular(started * (MINUTES_AN_HOUR / minutes if is_energy else 1.0), minutes)


def refuse_negative(kw: pd.Series, grid: Grid) -> None:
    """Raise InputError where active power is negative: a meter that also counts an export."""
    if (kw < 0).any():
        what = message("{count:d} readings are below zero", count=int((kw < 0).sum()))
        raise _refused(grid, what, message("energy drawn from the grid, without that fed into it"))


def _regular(values: pd.Series, minutes: int) -> pd.Series:
    step = pd.Timedelta(minutes=minutes)
    slots = pd.DatetimeIndex(values.index).floor(step)
    full = pd.date_range(slots.min(), slots.max(), freq=step)
    return values.groupby(slots).mean().reindex(full)


def _refused(grid: Grid, what: Message, allowed: Message) -> InputError:
    problem = Problem(what=what, allowed=allowed, file=grid.file, sheet=grid.sheet)
    return InputError([problem])
