"""A mine works when its calendar says so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_audit.conditions import Conditions
from energy_audit.shift_calendar import (
    SCHEDULES,
    ShiftCalendar,
    load_share,
    open_share,
    window_hours,
    working_days,
)
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


def test_holidays_that_the_law_moves_to_monday_are_off_on_that_monday():
    # Ley 51 de 1983 (Emiliani): Saint Joseph, Wednesday 19 March 2025, is kept on Monday 24 March;
    # Good Friday, 18 April, moves with Easter and stays a Friday; 1 May is not moved.
    worked = working_days(calendar(holidays="off", days_per_month=31), DAYS)
    for day, is_worked in (("03-19", True), ("03-24", False), ("04-18", False), ("05-01", False)):
        assert worked[pd.Timestamp(f"2025-{day}")] == is_worked


def test_peru_moves_no_holiday_and_keeps_two_days_of_independence():
    worked = working_days(calendar(country="PE", holidays="off", days_per_month=31), DAYS)
    for day, is_worked in (("01-06", True), ("04-18", False), ("07-28", False), ("07-29", False)):
        assert worked[pd.Timestamp(f"2025-{day}")] == is_worked


def test_saturdays_off_leaves_the_five_day_week():
    # 2025 has 52 Saturdays and 52 Sundays; none of the 16 holidays on other days is a Saturday.
    week = calendar(saturdays="off", holidays="off", days_per_month=31)
    assert working_days(week, DAYS).sum() == 365 - 52 - 52 - 16


def test_half_saturdays_open_the_first_shift_alone():
    half = calendar(saturdays="half", holidays="worked", days_per_month=31)
    share = open_share(half, "shifts", HOURS)
    assert share.sum() == 261 * 16 + 52 * 8
    saturday = share[3 * 24 : 4 * 24]  # 4 January
    assert np.flatnonzero(saturday).tolist() == list(range(6, 14))
    assert window_hours(half, "shifts") == 16


def test_solar_hours_are_8_to_16_of_working_days_and_end_with_half_a_saturday():
    share = open_share(calendar(saturdays="half"), "solar", HOURS)
    thursday, saturday, sunday = (share[day * 24 : (day + 1) * 24] for day in (1, 3, 4))
    assert np.flatnonzero(thursday).tolist() == list(range(8, 16))
    assert np.flatnonzero(saturday).tolist() == list(range(8, 14))
    assert not sunday.any()


def test_a_ramp_of_two_hours_climbs_by_quarters_and_keeps_the_day():
    # Linear from 0 to 1 in two hours: means 1/4 and 3/4; 16 h of shifts hold 15 h of full load.
    share = load_share(calendar(ramp_up_hours=2), "shifts", HOURS)
    thursday = share[24:48]
    expected = np.array([1 / 4, 3 / 4, *[1] * 14]) * 16 / 15
    assert thursday[6:22] == pytest.approx(expected, rel=1e-12)
    assert thursday.sum() == pytest.approx(16, rel=1e-12)


def test_a_ramp_within_the_hour_has_the_mean_of_that_hour():
    # Half an hour from 0 to 1, half an hour full: 1/4 + 1/2.
    share = load_share(calendar(ramp_up_hours=0.5), "shifts", HOURS)
    assert share[24 + 6] / share[24 + 7] == pytest.approx(0.75, rel=1e-12)


def test_what_never_stops_does_not_ramp():
    share = load_share(calendar(ramp_up_hours=2), "continuous", HOURS)
    assert (share == 1).all()


CALENDARS = st.builds(
    calendar,
    country=st.sampled_from(["CO", "PE"]),
    shifts_per_day=st.integers(2, 3),
    hours_per_shift=st.sampled_from([4.0, 6.5, 7.5, 8.0]),
    first_shift_starts_at=st.integers(0, 23),
    days_per_month=st.integers(1, 31),
    sundays=st.sampled_from(["off", "worked"]),
    saturdays=st.sampled_from(["off", "half", "worked"]),
    ramp_up_hours=st.floats(0, 8),
)


@settings(max_examples=40)
@given(mine=CALENDARS, schedule=st.sampled_from(SCHEDULES), seed=st.integers(0, 99))
def test_neither_ramp_nor_meter_changes_the_hours_of_a_year(mine, schedule, seed):
    weights = np.random.default_rng(seed).uniform(0.01, 5, len(HOURS))
    plain = Conditions(calendars={"plant": mine}, hours=HOURS, frequency_hz=60)
    metered = Conditions(
        calendars={"plant": mine}, hours=HOURS, frequency_hz=60, hour_weights={"plant": weights}
    )
    open_hours = open_share(mine, schedule, HOURS).sum() / window_hours(mine, schedule)
    for surroundings in (plain, metered):
        shape = surroundings.shape("plant", "mill", schedule)
        assert shape.sum() == pytest.approx(open_hours, rel=1e-9, abs=1e-12)
        assert (shape >= 0).all()


@settings(max_examples=40)
@given(mine=CALENDARS, schedule=st.sampled_from(SCHEDULES))
def test_a_schedule_is_never_open_for_more_than_an_hour_an_hour(mine, schedule):
    share = open_share(mine, schedule, HOURS)
    assert ((share >= 0) & (share <= 1)).all()
    loaded = load_share(mine, schedule, HOURS)
    assert ((loaded > 0) <= (share > 0)).all()


def test_an_area_of_its_own_time_follows_its_own_calendar():
    surroundings = Conditions(
        calendars={"plant": calendar()},
        area_calendars={("plant", "camp"): calendar(sundays="worked", days_per_month=31)},
        hours=HOURS,
        frequency_hz=60,
    )
    assert surroundings.shape("plant", "camp", "shifts").sum() == pytest.approx(365, rel=1e-12)
    assert surroundings.shape("plant", "mill", "shifts").sum() == pytest.approx(308, rel=1e-12)


def test_a_shape_is_worked_out_once_and_nobody_writes_into_it():
    surroundings = Conditions(calendars={"plant": calendar()}, hours=HOURS, frequency_hz=60)
    shape = surroundings.shape("plant", "mill", "shifts")
    assert surroundings.shape("plant", "mill", "shifts") is shape
    with pytest.raises(ValueError, match="read-only"):
        shape[0] = 1.0


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        ({"saturdays": "half", "shifts_per_day": 1}, "saturdays"),
        ({"ramp_up_hours": 17}, "ramp_up_hours"),
        ({"ramp_up_hours": float("nan")}, "ramp_up_hours"),
        ({"blast_pause_hours": 1}, "blast_pause_hours"),
        ({"blast_pause_starts_at": 24}, "blast_pause_starts_at"),
    ],
)
def test_working_time_that_cannot_be_is_refused(keys, field):
    with pytest.raises(InputError, match=field):
        calendar(**keys)


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
    with pytest.raises(InputError, match="shifts, first_shift, continuous, night, solar"):
        window_hours(calendar(), "weekends")


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_year_has_8760_hours_and_no_leap_day(year):
    hours = hours_of_year(year, -5)
    assert len(hours) == 8760
    assert not ((hours.month == 2) & (hours.day == 29)).any()
