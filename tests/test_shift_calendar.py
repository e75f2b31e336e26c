"""A mine works when its calendar says so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energy_audit.shift_calendar import ShiftCalendar, open_share, window_hours, working_days
from equipment_catalog.errors import InputError
from equipment_catalog.year_hours import hours_of_year


def calendar(**given):
    usual = {
        "country": "CO",
        "shifts_per_day": 2,
        "hours_per_shift": 8,
        "first_shift_starts_at": 6,
        "days_per_month": 26,
        "sundays": "off",
        "holidays": "as_needed",
    }
    return ShiftCalendar(**{**usual, **given})


DAYS = pd.date_range("2025-01-01", "2025-12-31", freq="D")
HOURS = hours_of_year(2025, -5)


def test_holidays_off_leaves_the_weekdays_of_the_law():
    # The law knows 18 holidays. In 2025 two of them share Monday 30 June and 20 July is a Sunday,
    # so 16 days from Monday to Saturday are lost beside the 52 Sundays.
    worked = working_days(calendar(holidays="off", days_per_month=31), DAYS)
    assert worked.sum() == 365 - 52 - 16
    assert not worked[pd.Timestamp("2025-07-20")]
    assert not worked[pd.Timestamp("2025-12-25")]


def test_sundays_off_and_26_days_a_month_give_308_days_in_2025():
    # Days that are not Sundays, by month: 27 24 26 26 27 25 27 26 26 27 25 27; at most 26 count.
    worked = working_days(calendar(), DAYS)
    assert worked.groupby(DAYS.month).sum().tolist() == [
        26,
        24,
        26,
        26,
        26,
        25,
        26,
        26,
        26,
        26,
        25,
        26,
    ]
    assert worked.sum() == 308
    assert not worked[DAYS.day_of_week == 6].any()


def test_holidays_worked_as_needed_are_the_first_days_given_up():
    worked = working_days(calendar(days_per_month=25), DAYS)
    # January 2025 has 25 weekdays that are no holiday: 1 and 6 January stay holidays.
    assert not worked[pd.Timestamp("2025-01-01")]
    assert not worked[pd.Timestamp("2025-01-06")]
    assert worked["2025-01-01":"2025-01-31"].sum() == 25


def test_peru_keeps_its_own_holidays():
    worked = working_days(calendar(country="PE", holidays="off"), DAYS)
    assert not worked[pd.Timestamp("2025-07-28")]
    assert worked[pd.Timestamp("2025-07-21")]


def test_two_shifts_open_sixteen_hours_of_each_working_day():
    share = open_share(calendar(), "shifts", HOURS)
    assert share.sum() == 308 * 16
    first_day = share[24:48]  # 2 January, a Thursday
    assert np.flatnonzero(first_day).tolist() == list(range(6, 22))


def test_a_shift_past_midnight_belongs_to_the_day_on_which_it_began():
    night = calendar(shifts_per_day=1, first_shift_starts_at=22)
    share = open_share(night, "shifts", HOURS)
    saturday = pd.Timestamp("2025-01-04 23:00", tz=HOURS.tz)
    assert share[HOURS.get_loc(saturday)] == 1
    assert share[HOURS.get_loc(saturday + pd.Timedelta(hours=4))] == 1  # Sunday 03:00
    assert share[HOURS.get_loc(saturday + pd.Timedelta(hours=24))] == 0  # Sunday 23:00


def test_a_part_of_an_hour_is_open_in_part():
    share = open_share(calendar(shifts_per_day=1, hours_per_shift=7.5), "shifts", HOURS)
    assert share[24:48][6:15].tolist() == [1, 1, 1, 1, 1, 1, 1, 0.5, 0]


@pytest.mark.parametrize(("schedule", "hours"), [("continuous", 8760), ("night", 4380)])
def test_continuous_and_night_are_open_on_all_days(schedule, hours):
    assert open_share(calendar(), schedule, HOURS).sum() == hours


def test_more_hours_than_a_day_holds_are_refused():
    with pytest.raises(InputError, match="hours_per_shift"):
        calendar(shifts_per_day=4)


def test_an_unknown_schedule_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match="shifts, first_shift, continuous, night"):
        window_hours(calendar(), "weekends")


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_year_has_8760_hours_and_no_leap_day(year):
    hours = hours_of_year(year, -5)
    assert len(hours) == 8760
    assert not ((hours.month == 2) & (hours.day == 29)).any()
