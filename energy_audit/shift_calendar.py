"""When a mine works: shifts, days a month, weekends and holidays, as hours of the year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_fact
from equipment_catalog.year_hours import hours_of_year

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEDULES = ("shifts", "first_shift", "continuous", "night", "solar")
EVERY_DAY = ("continuous", "night")
SATURDAY, SUNDAY = 5, 6
HOURS_A_DAY = 24
OFF, FULL, HALF = 0, 1, 2
_NIGHT = ("energy_audit", "data/audit_facts.csv")
_SOLAR = ("energy_audit", "data/schedule_facts.csv")


@dataclass(frozen=True, kw_only=True)
class ShiftCalendar:
    """The working time of one site or area."""

    country: str
    """Two-letter code whose public holidays count."""
    shifts_per_day: int
    """Shifts that follow one another."""
    hours_per_shift: float
    """Length of a shift [h]."""
    first_shift_starts_at: int
    """Hour of the day at which the first shift begins."""
    days_per_month: int
    """Most days worked in a month; half a Saturday counts as one."""
    sundays: Literal["off", "worked"]
    """Whether Sundays are ordinary days."""
    holidays: Literal["off", "worked", "as_needed"]
    """``as_needed``: a holiday is worked only where the month would miss ``days_per_month``."""
    saturdays: Literal["worked", "half", "off"] = "worked"
    """``half``: on Saturdays only the first shift works."""
    ramp_up_hours: float = 0.0
    """Time from the start of the first shift in which the load climbs from nothing [h]."""
    blast_pause_starts_at: float | None = None
    """Hour of the day at which the workings are left to clear of blasting fumes."""
    blast_pause_hours: float = 0.0
    """Length of that pause [h]."""

    def __post_init__(self) -> None:
        faults = [InputError.of(name, getattr(self, name), allowed=a) for name, a in _misfits(self)]
        if faults:
            raise InputError([problem for fault in faults for problem in fault.problems])


def _misfits(calendar: ShiftCalendar) -> Iterator[tuple[str, Message]]:
    """Yield each field that does not fit the others, and what it may be."""
    hours = calendar.shifts_per_day * calendar.hours_per_shift
    if not 0 < hours <= HOURS_A_DAY:
        allowed = message("shifts_per_day x hours_per_shift from 1 to 24 hours")
        yield "hours_per_shift", allowed
    elif not 0 <= calendar.ramp_up_hours <= hours:
        yield "ramp_up_hours", message("from 0 to the {hours:g} h of the shifts", hours=hours)
    if calendar.saturdays == "half" and calendar.shifts_per_day == 1:
        allowed = message("worked or off: half works the first of several shifts, here is only one")
        yield "saturdays", allowed
    start = calendar.blast_pause_starts_at
    if not 0 <= calendar.blast_pause_hours <= HOURS_A_DAY:
        yield "blast_pause_hours", message("from 0 to 24 h")
    elif start is None and calendar.blast_pause_hours > 0:
        allowed = message("0 h, or blast_pause_starts_at with the hour at which it begins")
        yield "blast_pause_hours", allowed
    if start is not None and not 0 <= start < HOURS_A_DAY:
        yield "blast_pause_starts_at", message("from 0 to less than 24 h")


def working_days(calendar: ShiftCalendar, days: pd.DatetimeIndex) -> pd.Series:
    """Return for each day whether it is worked, in full or in part.

    In each month the first ``days_per_month`` of the days that may be worked are worked; where
    holidays are worked as needed, ordinary days go first.

    Parameters
    ----------
    calendar
        Working time.
    days
        Days of whole months, one entry a day.

    Examples
    --------
    >>> mine = ShiftCalendar(country="CO", shifts_per_day=2, hours_per_shift=8,
    ...     first_shift_starts_at=6, days_per_month=26, sundays="off", holidays="as_needed")
    >>> int(working_days(mine, pd.date_range("2025-01-01", "2025-01-31")).sum())
    26
    """
    import holidays  # noqa: PLC0415  not before days are counted

    years = sorted(set(days.year))
    public = holidays.country_holidays(calendar.country, years=years)
    is_holiday = np.array([day in public for day in days.date])
    weekday = np.asarray(days.day_of_week)
    barred = (
        (weekday == SUNDAY) & (calendar.sundays == "off")
        | (weekday == SATURDAY) & (calendar.saturdays == "off")
        | is_holiday & (calendar.holidays == "off")
    )
    last_choice = is_holiday & (calendar.holidays == "as_needed")
    order = pd.DataFrame(
        {"month": days.month, "barred": barred, "last_choice": last_choice, "day": days.day},
        index=days,
    )
    ranked = order.sort_values(["month", "barred", "last_choice", "day"])
    place = ranked.groupby("month").cumcount().reindex(days)
    return (place < calendar.days_per_month) & ~order["barred"]


@cache
def day_types(calendar: ShiftCalendar, year: int) -> npt.NDArray[np.int64]:
    """Return OFF, FULL or HALF for each of the 365 days of a year without 29 February.

    Parameters
    ----------
    calendar
        Working time.
    year
        Calendar year.

    Examples
    --------
    >>> mine = ShiftCalendar(country="PE", shifts_per_day=2, hours_per_shift=8, saturdays="half",
    ...     first_shift_starts_at=6, days_per_month=31, sundays="off", holidays="off")
    >>> day_types(mine, 2025)[:6].tolist()  # New Year, Thursday, Friday, Saturday, Sunday, Monday
    [0, 1, 1, 2, 0, 1]
    """
    days = hours_of_year(year, 0.0)[::HOURS_A_DAY].tz_localize(None)
    halved = (days.day_of_week == SATURDAY) & (calendar.saturdays == "half")
    types = np.where(working_days(calendar, days), np.where(halved, HALF, FULL), OFF)
    types.setflags(write=False)
    return types


def window_hours(calendar: ShiftCalendar, schedule: str) -> float:
    """Return how many hours of a full working day a schedule is open.

    Raises
    ------
    InputError
        If the schedule is unknown.
    """
    lengths = {
        "shifts": calendar.shifts_per_day * calendar.hours_per_shift,
        "first_shift": calendar.hours_per_shift,
        "continuous": float(HOURS_A_DAY),
        "night": read_fact(*_NIGHT, "night_hours").value,
        "solar": read_fact(*_SOLAR, "solar_hours").value,
    }
    if schedule not in lengths:
        allowed = message("one of {names}", names=", ".join(SCHEDULES))
        raise InputError.of("schedule", schedule, allowed=allowed)
    return lengths[schedule]


def open_share(
    calendar: ShiftCalendar, schedule: str, hours: pd.DatetimeIndex
) -> npt.NDArray[np.float64]:
    """Return the open share, 0 to 1, of every hour of a year.

    A shift that runs past midnight belongs to the day on which it began. ``continuous`` and
    ``night`` are open on all days, the others on working days; on half a Saturday nothing is
    open beyond the first shift.

    Parameters
    ----------
    calendar
        Working time.
    schedule
        One of ``shifts``, ``first_shift``, ``continuous``, ``night``, ``solar``.
    hours
        The 8,760 hours of the year, each labelled by its start.
    """
    return _over_the_year(calendar, schedule, hours, _open_by_day_type(calendar, schedule))


def load_share(
    calendar: ShiftCalendar, schedule: str, hours: pd.DatetimeIndex
) -> npt.NDArray[np.float64]:
    """Return how the load of a schedule falls on the hours of a year.

    As `open_share`, but while the working day ramps up the load is lower and in the rest of the
    day higher, so that each day keeps its energy: hours after the ramp may exceed 1.

    Parameters
    ----------
    calendar
        Working time.
    schedule
        One of ``shifts``, ``first_shift``, ``continuous``, ``night``, ``solar``.
    hours
        The 8,760 hours of the year, each labelled by its start.
    """
    patterns = _open_by_day_type(calendar, schedule)
    if calendar.ramp_up_hours > 0 and schedule not in EVERY_DAY:
        climbing = patterns * _ramp(calendar, schedule)
        sums = climbing.sum(axis=1, keepdims=True)
        scale = patterns.sum(axis=1, keepdims=True) / np.where(sums > 0, sums, 1.0)
        patterns = climbing * scale
    return _over_the_year(calendar, schedule, hours, patterns)


def _over_the_year(
    calendar: ShiftCalendar,
    schedule: str,
    hours: pd.DatetimeIndex,
    patterns: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Return the pattern of each day's type, laid from the hour at which the schedule opens."""
    days = len(hours) // HOURS_A_DAY
    every_day = schedule in EVERY_DAY
    types = np.full(days, FULL) if every_day else day_types(calendar, int(hours[0].year))
    laid: npt.NDArray[np.float64] = np.roll(patterns[types].ravel(), _opens_at(calendar, schedule))
    return laid


def _opens_at(calendar: ShiftCalendar, schedule: str) -> int:
    if schedule == "night":
        return int(read_fact(*_NIGHT, "night_starts_at").value)
    if schedule == "solar":
        return int(read_fact(*_SOLAR, "solar_starts_at").value)
    return calendar.first_shift_starts_at


def _open_by_day_type(calendar: ShiftCalendar, schedule: str) -> npt.NDArray[np.float64]:
    """Return the open share of the 24 hours from opening on, one row a day type."""
    since_opening = np.arange(HOURS_A_DAY)
    full = np.clip(window_hours(calendar, schedule) - since_opening, 0.0, 1.0)
    since_shift = _hours_since_shift(calendar, schedule)
    half = full * np.clip(calendar.hours_per_shift - since_shift, 0.0, 1.0)
    return np.stack([np.zeros(HOURS_A_DAY), full, half])


def _hours_since_shift(calendar: ShiftCalendar, schedule: str) -> npt.NDArray[np.int64]:
    """Return for the 24 hours from opening on how long the first shift has been at work."""
    clock = _opens_at(calendar, schedule) + np.arange(HOURS_A_DAY)
    since: npt.NDArray[np.int64] = (clock - calendar.first_shift_starts_at) % HOURS_A_DAY
    return since


def _ramp(calendar: ShiftCalendar, schedule: str) -> npt.NDArray[np.float64]:
    """Return the mean of the climbing load in each of the 24 hours from opening on."""
    begins = _hours_since_shift(calendar, schedule) / calendar.ramp_up_hours
    ends = begins + 1 / calendar.ramp_up_hours

    def climbed(time: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.where(time < 1, time**2 / 2, time - 1 / 2)

    mean: npt.NDArray[np.float64] = (climbed(ends) - climbed(begins)) * calendar.ramp_up_hours
    return mean
