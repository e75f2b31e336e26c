from __future__ import annotations

from datetime import timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from pv_design.sun_position import sun_of_hours
from pv_design.weather.daily_years import years_of_days
from pv_design.weather.synthetic_year import clear_sky_ghi

JAMUNDI = Path("/work/shared/data/weather/COL_Jamundi_NASA_POWER_daily_2010-2021.csv")
PLACE = {"latitude": 3.2284, "longitude": -76.5652, "altitude_m": 1000.0}


def days(first: str, last: str, **columns: float) -> pd.DataFrame:
    dates = pd.date_range(first, last)
    return pd.DataFrame({"ghi_kwh_m2": 4.5} | columns, dates)


def years_of(daily: pd.DataFrame, *, seed: int = 1) -> dict[int, pd.DataFrame]:
    return years_of_days(daily, **PLACE, utc_offset_hours=-5.0, seed=seed).years


def sums_kwh_m2(year: pd.DataFrame) -> np.ndarray:
    return year["ghi"].to_numpy().reshape(365, 24).sum(axis=1) / 1000


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), levels=st.lists(st.floats(0.3, 8.5), min_size=2, max_size=60))
def test_every_day_keeps_its_sum_however_dull_or_bright(seed: int, levels: list[float]) -> None:
    daily = days("2023-01-01", "2023-12-31")
    daily["ghi_kwh_m2"] = np.resize(levels, 365)
    year = years_of(daily, seed=seed)[2023]
    assert sums_kwh_m2(year) == pytest.approx(daily["ghi_kwh_m2"].to_numpy(), rel=1e-9)
    assert year.notna().all(axis=None)
    assert (year["ghi"] >= 0).all()
    assert (year.loc[year.index.hour.isin([22, 23, 0, 1, 2, 3]), "ghi"] == 0).all()


def test_only_whole_calendar_years_come_back_and_29_february_is_left_out() -> None:
    daily = days("2018-12-31", "2021-03-31")
    daily.loc["2020-02-29", "ghi_kwh_m2"] = 7.7
    years = years_of(daily)
    assert list(years) == [2019, 2020]
    assert all(len(year) == 8760 for year in years.values())
    assert sums_kwh_m2(years[2020]).max() == pytest.approx(4.5)
    assert str(years[2020].index[0]) == "2020-01-01 00:00:00-05:00"


def test_the_same_seed_gives_the_same_bytes_and_years_of_equal_days_differ_in_their_hours() -> None:
    daily = days("2021-01-01", "2022-12-31")
    first, again, other = (years_of(daily, seed=seed) for seed in (7, 7, 8))
    assert first[2021].to_numpy().tobytes() == again[2021].to_numpy().tobytes()
    assert not np.allclose(first[2021], other[2021])
    assert not np.allclose(first[2021].to_numpy(), first[2022].to_numpy())


def test_a_missing_day_leaves_its_year_out() -> None:
    gap = days("2019-01-01", "2021-12-31").drop(pd.Timestamp("2020-05-17"))
    assert list(years_of(gap)) == [2019, 2021]
    hole = days("2019-01-01", "2021-12-31", temp_air=20.0)
    hole.loc["2021-07-03":"2021-07-04", "temp_air"] = np.nan
    assert list(years_of(hole)) == [2019, 2020]


def test_missing_days_are_named_where_no_year_is_whole() -> None:
    gaps = days("2019-01-01", "2020-12-31")
    gaps = gaps.drop(pd.DatetimeIndex(["2019-02-01", "2020-05-17"]))
    with pytest.raises(InputError, match=r"missing or below 0: 2 \(2019-02-01, 2020-05-17\)"):
        years_of(gaps)


def test_a_series_that_ends_in_missing_values_ends_where_they_begin() -> None:
    daily = days("2019-01-01", "2021-12-31")
    daily.loc["2021-10-01":, "ghi_kwh_m2"] = np.nan
    assert list(years_of(daily)) == [2019, 2020]


@pytest.mark.parametrize(
    ("daily", "said"),
    [
        (days("2020-02-01", "2021-11-30"), "no whole calendar year"),
        (days("2021-01-01", "2021-12-31", ghi_kwh_m2=float("nan")), "no day has a value"),
        (days("2021-01-01", "2021-12-31", ghi_kwh_m2=16.2), "outside the atmosphere: 2021-01-01"),
        (days("2021-01-01", "2021-12-31", ghi_kwh_m2=-0.1), "days missing or below 0: 365"),
        (
            days("2021-01-01", "2021-12-31", wind_speed=-1.0),
            "wind_speed: days missing or below 0: 365",
        ),
        (pd.concat([days("2021-01-01", "2021-12-31")] * 2), "days come twice: 2021-01-01"),
        (days("2021-01-01", "2021-12-31").rename(columns={"ghi_kwh_m2": "ghi"}), "ghi_kwh_m2"),
        (days("2021-01-01", "2021-12-31").reset_index(drop=True), "labelled by dates"),
    ],
)
def test_series_that_no_year_can_be_made_of_are_refused(daily: pd.DataFrame, said: str) -> None:
    # 16.2 MJ a day read as kWh: the sun gives 10 outside the atmosphere
    with pytest.raises(InputError, match=said):
        years_of(daily)


def test_air_has_the_mean_and_the_range_of_each_day_and_wind_its_mean() -> None:
    daily = days("2021-01-01", "2021-12-31", temp_air=0.0, temp_air_range=0.0, wind_speed=0.0)
    daily["temp_air"] = 20 + np.arange(365) % 7
    daily["temp_air_range"] = 4.0 + np.arange(365) % 5
    daily["wind_speed"] = 1.0 + np.arange(365) % 3
    year = years_of(daily)[2021]
    air = year["temp_air"].to_numpy().reshape(365, 24)
    assert air.mean(axis=1) == pytest.approx(daily["temp_air"].to_numpy())
    span = air.max(axis=1) - air.min(axis=1)
    # 24 samples of a day miss its highest and its lowest moment by at most half an hour each
    assert span / daily["temp_air_range"].to_numpy() == pytest.approx(np.full(365, 1.0), abs=0.015)
    wind = year["wind_speed"].to_numpy().reshape(365, 24)
    assert (wind == daily["wind_speed"].to_numpy()[:, np.newaxis]).all()
    assert set(years_of(daily[["ghi_kwh_m2"]])[2021]) == {"ghi", "dni", "dhi"}


def test_days_brighter_than_the_clear_sky_are_counted_and_others_are_not_mentioned() -> None:
    daily = days("2021-01-01", "2021-12-31")
    daily.loc["2021-03-01":"2021-03-05", "ghi_kwh_m2"] = 9.0
    (note,) = years_of_days(daily, **PLACE, utc_offset_hours=-5.0, seed=1).notes
    assert str(note.value) == "5 days"
    usual = days("2021-01-01", "2021-12-31")
    assert years_of_days(usual, **PLACE, utc_offset_hours=-5.0, seed=1).notes == ()


def test_bright_days_are_counted_on_the_clock_of_the_days() -> None:
    # 12 hours ahead a day begins with the afternoon of the day before, which is darker in spring
    north = {"latitude": 60.0, "longitude": -76.6, "altitude_m": 0.0}
    sun = sun_of_hours(*north.values(), year=2021, zone=timezone(timedelta(hours=-5)))
    clear_days = clear_sky_ghi(sun, **north).to_numpy().reshape(365, 24).sum(axis=1) / 1000
    daily = days("2021-01-01", "2021-12-31")
    daily["ghi_kwh_m2"] = 1.0499 * clear_days  # the cap is 1.05 times the clear sky
    assert years_of_days(daily, **north, utc_offset_hours=-5.0, seed=1).notes == ()
    (ahead,) = years_of_days(daily, **north, utc_offset_hours=7.0, seed=1).notes
    assert 120 < int(str(ahead.value).split()[0]) < 240


def test_days_in_reverse_order_are_refused_as_hours_are() -> None:
    daily = days("2021-01-01", "2021-12-31")
    with pytest.raises(InputError, match=r"earlier than the row before: 2021-12-30, 2021-12-29"):
        years_of(daily[::-1])


@pytest.mark.skipif(not JAMUNDI.exists(), reason="the example files are not on this machine")
def test_ten_years_of_ceres_at_jamundi_have_the_mean_and_the_variability_of_their_days() -> None:
    table = pd.read_csv(JAMUNDI)
    dates = pd.to_datetime(table[["YEAR", "MO", "DY"]].set_axis(["year", "month", "day"], axis=1))
    daily = pd.DataFrame({"ghi_kwh_m2": table["ALLSKY_SFC_SW_DWN"].to_numpy()}, dates.array)
    annual = pd.Series({y: sums_kwh_m2(rows).sum() for y, rows in years_of(daily).items()})
    assert list(annual.index) == list(range(2011, 2021))
    whole = daily.loc["2011":"2020", "ghi_kwh_m2"]
    leap = (whole.index.month == 2) & (whole.index.day == 29)
    assert annual.to_numpy() == pytest.approx(
        whole[~leap].groupby(whole[~leap].index.year).sum().to_numpy()
    )
    # an independent reading of the file: 1,546 kWh/m2 a year and 1.5 % from year to year
    assert annual.mean() == pytest.approx(1546, abs=5)
    assert annual.std() / annual.mean() == pytest.approx(0.015, abs=0.001)
