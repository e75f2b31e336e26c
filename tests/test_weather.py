from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from equipment_catalog.errors import InputError
from equipment_catalog.year_hours import hours_of_year
from pv_design.sun_position import sun_position
from pv_design.weather import FILE_READERS, Weather, read_weather
from pv_design.weather.clock import hours_to_follow_the_sun

if TYPE_CHECKING:
    from pv_design.weather.clock import TimeLabel

COLUMNS = ["ghi", "dni", "dhi", "temp_air", "wind_speed"]
SHARED_EPW = Path("/work/shared/data/weather/tmy_45.000_8.000_2005_2023.epw")


def weather(**changes: object) -> Weather:
    fields: dict[str, Any] = {
        "data": pd.DataFrame(0.0, hours_of_year(2025, -5), COLUMNS),
        "latitude": 3.0,
        "longitude": -75.0,
        "altitude_m": 1000.0,
        "source": "test",
        "period": "2025",
        "sigma_resource_fraction": 0.08,
    }
    return Weather(**(fields | changes))


def changed(column: str, row: int, value: float) -> pd.DataFrame:
    data = pd.DataFrame(0.0, hours_of_year(2025, -5), COLUMNS)
    data.iloc[row, COLUMNS.index(column)] = value
    return data


def test_a_gap_is_named_by_its_time() -> None:
    with pytest.raises(InputError, match=r"dni: 1 hours have no value: 2025-01-01 07:00:00-05:00"):
        weather(data=changed("dni", 7, np.nan))


@pytest.mark.parametrize(
    ("column", "value"),
    [("ghi", -999.0), ("temp_air", 298.15), ("wind_speed", 999.0), ("dni", 1500.0)],
)
def test_values_no_instrument_reads_are_refused(column: str, value: float) -> None:
    with pytest.raises(InputError, match=rf"{column}: 1 hours are out of range, .* {value:g}"):
        weather(data=changed(column, 12, value))


def test_every_problem_is_told_at_once() -> None:
    data = changed("ghi", 3, np.nan)
    data.loc[data.index[5], "temp_air"] = -300.0
    with pytest.raises(InputError) as error:
        weather(data=data)
    assert [problem.field for problem in error.value.problems] == ["ghi", "temp_air"]


@pytest.mark.parametrize(
    "hours",
    [
        hours_of_year(2025, -5)[:-1],
        hours_of_year(2025, -5)[::-1],
        hours_of_year(2025, -5).tz_localize(None),
        hours_of_year(2025, -5) + pd.Timedelta(minutes=30),
        pd.RangeIndex(8760),
    ],
)
def test_hours_that_are_not_one_whole_year_in_standard_time_are_refused(hours: pd.Index) -> None:
    with pytest.raises(InputError, match="8760 hours of one calendar year"):
        weather(data=pd.DataFrame(0.0, hours, COLUMNS))


def test_a_missing_column_is_named() -> None:
    data = changed("ghi", 0, 0.0).drop(columns="wind_speed")
    with pytest.raises(InputError, match="wind_speed: the column wind_speed is missing"):
        weather(data=data)


def test_sums_and_means_are_those_of_a_hand_calculation() -> None:
    data = changed("ghi", 0, 0.0)
    data["ghi"] = 200.0
    made = weather(data=data)
    assert made.annual_ghi_kwh_m2 == pytest.approx(0.2 * 8760)
    assert made.monthly_ghi_kwh_m2_day.tolist() == pytest.approx([4.8] * 12)


def test_the_sun_is_computed_once_and_shared() -> None:
    assert sun_position(weather()) is sun_position(weather())
    assert sun_position(weather()) is not sun_position(weather(sun_offset_minutes=0.0))


@pytest.mark.parametrize("latitude", [9.0, 3.0, -15.0])
@pytest.mark.parametrize("offset_minutes", [30.0, 0.0, -30.0])
def test_the_sun_stands_where_declination_and_equation_of_time_put_it(
    latitude: float, offset_minutes: float
) -> None:
    made = weather(latitude=latitude, sun_offset_minutes=offset_minutes)
    sun = sun_position(made)
    moment = made.hours + pd.Timedelta(minutes=offset_minutes)
    day_angle = 2 * np.pi * (moment.day_of_year - 81) / 364  # Masters, eq. 7.6 and 7.14
    declination = np.radians(23.45 * np.sin(2 * np.pi / 365 * (moment.day_of_year + 284)))
    minutes = 9.87 * np.sin(2 * day_angle) - 7.53 * np.cos(day_angle) - 1.5 * np.sin(day_angle)
    solar_hour = moment.hour + moment.minute / 60 + minutes / 60
    hour_angle = np.radians(15 * (solar_hour - 12))
    phi = np.radians(latitude)
    cosine = np.sin(phi) * np.sin(declination)
    cosine += np.cos(phi) * np.cos(declination) * np.cos(hour_angle)
    error = np.degrees(np.arccos(np.clip(cosine, -1, 1))) - sun["zenith"]
    assert np.abs(error).max() < 1.5  # Cooper's declination and the two-term time are good to 1 deg


def test_at_noon_the_sun_is_north_in_june_and_south_in_december_near_the_equator() -> None:
    sun = sun_position(weather())
    june, december = sun.loc["2025-06-21 11:00:00-05:00"], sun.loc["2025-12-21 11:00:00-05:00"]
    assert np.cos(np.radians(june["azimuth"])) > 0.9
    assert np.cos(np.radians(december["azimuth"])) < -0.9


def test_the_sun_carries_what_production_needs_and_no_airmass_at_night() -> None:
    sun = sun_position(weather())
    night = sun["apparent_zenith"] > 90
    assert sun["airmass_relative"].isna().equals(night)
    assert sun.loc[~night].notna().all().all()
    assert (
        sun["dni_extra"].between(1366.1 * 0.966, 1366.1 * 1.0352).all()
    )  # Spencer 1971 to 3 digits
    thin = sun["airmass_absolute"].dropna() / sun["airmass_relative"].dropna()
    assert thin.to_numpy() == pytest.approx(898.7 / 1013.25, rel=1e-3)  # ICAO 1976 at 1,000 m


def write_epw(
    path: Path, *, zone: float, longitude: float, ghi: str = "500", lit_hour: int = 12
) -> Path:
    head = [f"LOCATION,Mina,-,PER,TEST,0,-12.0,{longitude},{zone},3000"]
    head += ["DESIGN CONDITIONS,0", "TYPICAL/EXTREME PERIODS,0", "GROUND TEMPERATURES,0"]
    head += ["HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0", "COMMENTS 1", "COMMENTS 2", "DATA PERIODS,1,1"]
    rows = []
    for stamp in pd.date_range("2011-01-01", periods=8760, freq="h"):
        sun = ghi if stamp.hour == lit_hour else "0"
        year = stamp.year + stamp.month % 2
        values = [year, stamp.month, stamp.day, stamp.hour + 1, 0, "?", 10.0, 5.0, 50, 70000]
        values += [0, 0, 300, sun, 0, sun, *[0] * 4, 90, 2.0, *[0] * 13]
        rows.append(",".join(str(value) for value in values))
    path.write_text("\n".join(head + rows) + "\n", encoding="utf-8")
    return path


def test_hour_13_of_an_epw_is_the_hour_that_starts_at_twelve(tmp_path: Path) -> None:
    made = read_weather(write_epw(tmp_path / "mine.epw", zone=-5, longitude=-76))
    lit = made.hours[made.data["ghi"] > 0]
    assert set(lit.hour) == {12}
    assert len(lit) == 365
    assert (made.utc_offset_hours, made.altitude_m, made.period) == (-5.0, 3000.0, "2011-2012")
    assert made.data.loc[:, COLUMNS].iloc[0].tolist() == [0.0, 0.0, 0.0, 10.0, 2.0]


def test_an_epw_in_universal_time_is_moved_to_local_time_and_says_so(tmp_path: Path) -> None:
    made = read_weather(write_epw(tmp_path / "pvgis.epw", zone=0, longitude=-76, lit_hour=17))
    assert made.utc_offset_hours == -5.0
    assert set(made.hours[made.data["ghi"] > 0].hour) == {12}
    assert made.annual_ghi_kwh_m2 == pytest.approx(0.5 * 365)
    assert any("moved to local" in str(note.what) for note in made.notes)


def test_an_epw_whose_head_tells_a_wrong_zone_is_moved_to_its_sun_and_warned_of(
    tmp_path: Path,
) -> None:
    made = read_weather(write_epw(tmp_path / "utc.epw", zone=-5, longitude=-76, lit_hour=17))
    assert set(made.hours[made.data["ghi"] > 0].hour) == {12}
    moved = [note for note in made.notes if note.kind == "warning"]
    assert [str(note.value) for note in moved] == ["-5 h"]


@pytest.mark.parametrize("offset_minutes", [0, 15, 30, 45])
def test_half_an_hour_of_label_is_not_taken_for_a_wrong_clock(offset_minutes: float) -> None:
    sun = sun_position(weather(sun_offset_minutes=offset_minutes))
    light = np.cos(np.radians(sun["zenith"]))
    assert hours_to_follow_the_sun(light.clip(lower=0), sun_position(weather())) == 0


def test_a_missing_code_of_an_epw_is_a_gap_not_a_number(tmp_path: Path) -> None:
    path = write_epw(tmp_path / "gap.epw", zone=-5, longitude=-76, ghi="9999")
    with pytest.raises(InputError, match="ghi: 365 hours have no value: 2025-01-01 12:00"):
        read_weather(path)


@pytest.mark.parametrize(
    ("label", "minutes"),
    [("auto", 30), ("start", 30), ("centre", 0), ("end", 30), ("instant", 0)],
)
def test_the_time_label_moves_the_sun(tmp_path: Path, label: TimeLabel, minutes: float) -> None:
    made = read_weather(write_epw(tmp_path / "m.epw", zone=-5, longitude=-76), time_label=label)
    assert made.sun_offset_minutes == minutes


@pytest.mark.parametrize("label", ["start", "centre", "end", "instant"])
def test_a_declared_label_shows_the_sun_of_the_moment_it_means(
    tmp_path: Path, label: TimeLabel
) -> None:
    """The row of 12:00 holds 11:00-12:00, 11:30-12:30, 12:00-13:00 or the very moment."""
    made = read_weather(write_epw(tmp_path / "m.epw", zone=-5, longitude=-75), time_label=label)
    lit = made.data["ghi"].to_numpy() > 0
    moment = made.hours + pd.Timedelta(minutes=made.sun_offset_minutes)
    middles = {"start": "12:30", "centre": "12:00", "end": "11:30", "instant": "12:00"}
    assert set(moment[lit].strftime("%H:%M")) == {middles[label]}


def test_rows_labelled_by_their_end_are_moved_whole_to_the_start_and_it_is_said(
    tmp_path: Path,
) -> None:
    path = write_epw(tmp_path / "end.epw", zone=-5, longitude=-76, lit_hour=0)
    made = read_weather(path, time_label="end")
    lit = made.hours[made.data["ghi"] > 0]
    assert (len(lit), set(lit.hour)) == (365, {23})  # the first hour of the year became its last
    assert made.annual_ghi_kwh_m2 == pytest.approx(0.5 * 365)
    assert any("start of their hour" in str(note.what) for note in made.notes)


@pytest.mark.parametrize("label", ["start", "centre", "end", "instant"])
def test_a_declared_label_is_kept_against_the_sun_and_only_warned_of(
    tmp_path: Path, label: TimeLabel
) -> None:
    path = write_epw(tmp_path / "odd.epw", zone=-5, longitude=-76, lit_hour=17)
    made = read_weather(path, time_label=label)
    assert set(made.hours[made.data["ghi"] > 0].hour) == {16 if label == "end" else 17}
    warned = [note for note in made.notes if note.kind == "warning"]
    assert ["does not follow the sun" in str(note.what) for note in warned] == [True]


def test_a_declared_label_that_agrees_with_the_sun_is_not_warned_of(tmp_path: Path) -> None:
    path = write_epw(tmp_path / "noon.epw", zone=-5, longitude=-76)
    for label in ("start", "centre", "end", "instant"):
        assert "warning" not in [n.kind for n in read_weather(path, time_label=label).notes]


@pytest.mark.parametrize(("offset", "hour", "rolled"), [(-5.0, 12, 0), (-4.0, 13, 1), (-3, 14, 2)])
def test_hours_are_labelled_in_the_standard_time_that_was_given(
    tmp_path: Path, offset: float, hour: int, rolled: int
) -> None:
    path = write_epw(tmp_path / "mine.epw", zone=-5, longitude=-76)
    made = read_weather(path, utc_offset_hours=offset)
    assert made.utc_offset_hours == offset
    assert set(made.hours[made.data["ghi"] > 0].hour) == {hour}
    in_utc, unmoved = (w.hours.tz_convert("UTC") for w in (made, read_weather(path)))
    lit = made.data["ghi"].to_numpy() > 0
    assert set(in_utc[lit].hour) == set(unmoved[read_weather(path).data["ghi"] > 0].hour) == {17}
    said = [str(note.value) for note in made.notes if "moved to local" in str(note.what)]
    assert said == ([f"{rolled:+d} h, to UTC{offset:g} h"] if rolled else [])


def test_a_file_in_universal_time_comes_to_the_standard_time_that_was_given(
    tmp_path: Path,
) -> None:
    path = write_epw(tmp_path / "utc.epw", zone=0, longitude=-76, lit_hour=17)
    made = read_weather(path, utc_offset_hours=-4.0, time_label="start")
    assert set(made.hours[made.data["ghi"] > 0].hour) == {13}
    kept = read_weather(path, utc_offset_hours=0.0)
    assert set(kept.hours[kept.data["ghi"] > 0].hour) == {17}


@pytest.mark.parametrize("offset", [-4.5, -5.75, 20.0, float("nan")])
def test_a_standard_time_that_splits_the_files_hours_is_refused(
    tmp_path: Path, offset: float
) -> None:
    path = write_epw(tmp_path / "mine.epw", zone=-5, longitude=-76)
    with pytest.raises(InputError, match=rf"^utc_offset_hours: {offset} is not accepted"):
        read_weather(path, utc_offset_hours=offset)


def test_a_zone_of_half_an_hour_is_kept_and_left_by_whole_hours(tmp_path: Path) -> None:
    path = write_epw(tmp_path / "half.epw", zone=-4.5, longitude=-67)
    assert read_weather(path).utc_offset_hours == -4.5
    assert read_weather(path, utc_offset_hours=-3.5).utc_offset_hours == -3.5


def test_a_file_of_another_place_is_warned_of(tmp_path: Path) -> None:
    path = write_epw(tmp_path / "far.epw", zone=-5, longitude=-76)
    made = read_weather(path, latitude=-12.0, longitude=-75.0, altitude_m=200.0)
    assert (made.longitude, made.altitude_m) == (-75.0, 200.0)
    assert [n.kind for n in made.notes if "another place" in str(n.what)] == ["warning"]


def test_unknown_kinds_labels_and_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mine\.docx: there is no reader .*\.epw"):
        read_weather("mine.docx")
    with pytest.raises(InputError, match=r"time_label: 'middle' .* start, centre, end, instant"):
        read_weather("mine.epw", time_label="middle")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="does not exist"):
        read_weather(tmp_path / "none.epw")
    (tmp_path / "bad.epw").write_text("ghi\n1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.epw: this is not an EPW file"):
        read_weather(tmp_path / "bad.epw")
    assert set(FILE_READERS) == {".epw"}


@pytest.mark.skipif(not SHARED_EPW.exists(), reason="the example files are not on this machine")
def test_a_pvgis_epw_has_the_sum_of_its_own_column() -> None:
    made = read_weather(SHARED_EPW)
    column = pd.read_csv(SHARED_EPW, skiprows=8, header=None)[13]
    assert made.annual_ghi_kwh_m2 == pytest.approx(column.sum() / 1000, rel=1e-12)
    assert made.utc_offset_hours == 1.0  # as its head says


@pytest.mark.skipif(not SHARED_EPW.exists(), reason="the example files are not on this machine")
def test_a_pvgis_epw_has_each_hour_where_the_csv_of_the_same_year_has_it_in_utc() -> None:
    hourly = pd.read_csv(SHARED_EPW.with_suffix(".csv"), skiprows=17, nrows=8760)
    assert hourly.columns[0] == "time(UTC)"
    made = read_weather(SHARED_EPW)
    in_utc = np.roll(made.data["ghi"].to_numpy(), -int(made.utc_offset_hours))
    assert in_utc == pytest.approx(hourly["G(h)"].to_numpy())
