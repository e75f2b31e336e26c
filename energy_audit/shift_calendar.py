"""When a mine works: shifts, days a month, Sundays and holidays, as hours of the year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import holidays
import numpy as np
import numpy.typing as npt
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from equipment_catalog.year_hours import hours_of_year

SCHEDULES = ("shifts", "first_shift", "continuous", "night")
SUNDAY = 6
HOURS_A_DAY = 24


@dataclass(frozen=True, kw_only=True)
class ShiftCalendar:
    """The working time of one site."""

    country: str
    """Two-letter code whose public holidays count."""
    shifts_per_day: int
    """Shifts that follow one another."""
    hours_per_shift: float
    """Length of a shift [h]."""
    first_shift_starts_at: int
    """Hour of the day at which the first shift begins."""
    days_per_month: int
    """Most days worked in a month."""
    sundays: Literal["off", "worked"]
    """Whether Sundays are ordinary days."""
    holidays: Literal["off", "worked", "as_needed"]
    """``as_needed``: a holiday is worked only where the month would miss ``days_per_month``."""

    def __post_init__(self) -> None:
        hours = self.shifts_per_day * self.hours_per_shift
        if not 0 < hours <= HOURS_A_DAY:
            allowed = message("shifts_per_day x hours_per_shift from 1 to 24 hours")
            raise InputError.of("hours_per_shift", self.hours_per_shift, allowed=allowed)


def working_days(calendar: ShiftCalendar, days: pd.DatetimeIndex) -> pd.Series:
    """Return for each day whether it is worked.

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
    years = sorted(set(days.year))
    public = holidays.country_holidays(calendar.country, years=years)
    is_holiday = np.array([day in public for day in days.date])
    is_sunday = np.asarray(days.day_of_week == SUNDAY)
    barred = is_sunday & (calendar.sundays == "off") | is_holiday & (calendar.holidays == "off")
    last_choice = is_holiday & (calendar.holidays == "as_needed")
    order = pd.DataFrame(
        {"month": days.month, "barred": barred, "last_choice": last_choice, "day": days.day},
        index=days,
    )
    ranked = order.sort_values(["month", "barred", "last_choice", "day"])
    place = ranked.groupby("month").cumcount().reindex(days)
    return (place < calendar.days_per_month) & ~order["barred"]


def window_hours(calendar: ShiftCalendar, schedule: str) -> float:
    """Return how many hours of its days a schedule is open.

    Raises
    ------
    InputError
        If the schedule is unknown.
    """
    lengths = {
        "shifts": calendar.shifts_per_day * calendar.hours_per_shift,
        "first_shift": calendar.hours_per_shift,
        "continuous": float(HOURS_A_DAY),
        "night": read_fact("energy_audit", "data/audit_facts.csv", "night_hours").value,
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
    ``night`` are open on all days, the others on working days.

    Parameters
    ----------
    calendar
        Working time.
    schedule
        One of ``shifts``, ``first_shift``, ``continuous``, ``night``.
    hours
        The 8,760 hours of the year, each labelled by its start.
    """
    length = window_hours(calendar, schedule)
    every_day = schedule in {"continuous", "night"}
    night_start = int(read_fact("energy_audit", "data/audit_facts.csv", "night_starts_at").value)
    start = night_start if schedule == "night" else calendar.first_shift_starts_at
    days = hours[::HOURS_A_DAY].normalize()
    worked = np.ones(len(days)) if every_day else _worked(calendar, int(days.year[0]))
    since_start = np.arange(len(hours)) - start
    day, hour = since_start // HOURS_A_DAY, since_start % HOURS_A_DAY
    within: npt.NDArray[np.float64] = np.clip(length - hour, 0.0, 1.0)
    return within * worked[day]


@cache
def _worked(calendar: ShiftCalendar, year: int) -> npt.NDArray[np.float64]:
    """Return 1 for each worked day of a year without 29 February, 0 for the others."""
    days = hours_of_year(year, 0.0)[::HOURS_A_DAY].tz_localize(None)
    worked: npt.NDArray[np.float64] = working_days(calendar, days).to_numpy(float)
    return worked
