from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from made_weather import SUAREZ, made_year

from equipment_catalog.errors import InputError
from equipment_catalog.year_hours import hours_of_year
from pv_design.sun_position import sun_position
from pv_design.weather import FORMATS, Weather, read_weather

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
    with pytest.raises(
        InputError, match=r"dni: hours without a value: 1 \(2025-01-01 07:00:00-05:00\)"
    ):
        weather(data=changed("dni", 7, np.nan))


@pytest.mark.parametrize(
    ("column", "value"),
    [("ghi", -999.0), ("temp_air", 298.15), ("wind_speed", 999.0), ("dni", 1500.0)],
)
def test_values_no_instrument_reads_are_refused(column: str, value: float) -> None:
    with pytest.raises(InputError, match=rf"{column}: hours out of range: 1, .* {value:g}"):
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


HEAD = """LOCATION,Mina,-,COL,TEST,0,{latitude},{longitude},{zone},1200
DESIGN CONDITIONS,0
TYPICAL/EXTREME PERIODS,0
GROUND TEMPERATURES,0
HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0
COMMENTS 1,made up
COMMENTS 2,{comment}
DATA PERIODS,1,1,Data,Sunday,1/1,12/31
"""
IN_UTC = 5
LIGHTS = ["ghi", "dni", "dhi"]


@lru_cache
def epw_rows(offset_minutes: float, rolled: int) -> str:
    """Return 8,760 lines of which hour 1 is midnight to one, months of 2011 and 2012 by turns."""
    data = np.roll(made_year(SUAREZ, offset_minutes=offset_minutes).to_numpy(), rolled, axis=0)
    stamps = pd.date_range("2011-01-01", periods=8760, freq="h")
    return "".join(
        f"{stamp.year + stamp.month % 2},{stamp.month},{stamp.day},{stamp.hour + 1},0,?,{air:.3f},"
        f"5,50,88000,0,0,380,{ghi:.3f},{dni:.3f},{dhi:.3f},0,0,0,0,90,{wind:.3f}{',0' * 13}\n"
        for stamp, (ghi, dni, dhi, air, wind) in zip(stamps, data.tolist(), strict=True)
    )


def write_epw(
    folder: Path,
    *,
    zone: float = -5,
    rolled: int = 0,
    offset_minutes: float = 30.0,
    longitude: float = SUAREZ.longitude,
    comment: str = "",
) -> Path:
    head = HEAD.format(latitude=SUAREZ.latitude, longitude=longitude, zone=zone, comment=comment)
    path = folder / "mine.epw"
    path.write_text(head + epw_rows(offset_minutes, rolled), encoding="utf-8")
    return path


def made(rolled: int = 0, offset_minutes: float = 30.0) -> np.ndarray:
    data = made_year(SUAREZ, offset_minutes=offset_minutes)[COLUMNS].to_numpy()
    return np.roll(data, rolled, axis=0)


def assert_same(found: np.ndarray, expected: np.ndarray, tolerated: float = 6e-4) -> None:
    """Compare to the digits that are written; quicker than pytest's approx on 43,800 numbers."""
    np.testing.assert_allclose(found, expected, rtol=0, atol=tolerated)


def values(weather: Weather) -> np.ndarray:
    return weather.data[COLUMNS].to_numpy()


def warnings(weather: Weather) -> list[str]:
    return [f"{n.what}: {n.value}" for n in weather.notes if n.kind == "warning"]


def test_hour_1_of_an_epw_is_the_hour_that_starts_at_midnight(tmp_path: Path) -> None:
    read = read_weather(write_epw(tmp_path))
    assert_same(values(read), made())
    assert str(read.hours[0]) == "2025-01-01 00:00:00-05:00"
    assert (read.utc_offset_hours, read.altitude_m, read.period) == (-5.0, 1200.0, "2011-2012")
    assert read.is_typical
    assert warnings(read) == []


def test_an_epw_in_universal_time_is_moved_to_local_time_and_says_so(tmp_path: Path) -> None:
    read = read_weather(write_epw(tmp_path, zone=0, rolled=IN_UTC))
    assert read.utc_offset_hours == -5.0
    assert_same(values(read), made())
    assert any("moved to local" in str(note.what) for note in read.notes)


def test_an_epw_whose_head_tells_a_wrong_zone_is_moved_to_its_sun_and_warned_of(
    tmp_path: Path,
) -> None:
    read = read_weather(write_epw(tmp_path, zone=-5, rolled=IN_UTC))
    assert_same(values(read), made())
    assert warnings(read) == [
        "The clock of the weather file did not follow the sun and was moved: -5 h"
    ]
    (note,) = [note for note in read.notes if note.kind == "warning"]
    assert str(note.effect) == "the hours are in UTC, though UTC-5 h was declared"


def test_an_epw_of_pvgis_is_in_universal_time_whatever_its_head_says(tmp_path: Path) -> None:
    """Hour 1 is 00:00 in UTC, and its picture was taken 0.2 h later: 72 min after pvlib's label."""
    comment = "Irradiance Time Offset (h): 0.2"
    path = write_epw(tmp_path, zone=1, rolled=IN_UTC - 1, offset_minutes=12.0, comment=comment)
    read = read_weather(path)
    assert (read.utc_offset_hours, read.sun_offset_minutes) == (-5.0, pytest.approx(12.0))
    assert_same(values(read), made(offset_minutes=12.0))
    assert warnings(read) == []


@pytest.mark.parametrize("offset_minutes", [0.0, 15.0, 45.0])
def test_half_an_hour_of_label_is_not_taken_for_a_wrong_clock(
    tmp_path: Path, offset_minutes: float
) -> None:
    read = read_weather(write_epw(tmp_path, offset_minutes=offset_minutes))
    assert_same(values(read), made(offset_minutes=offset_minutes))
    assert read.sun_offset_minutes == 30.0
    noon = [str(mark.verdict) for mark in read.marks if mark.check == "noon"]
    assert noon == ["doubtful"]  # the sun is sure to 12 minutes and says so


def test_a_missing_code_of_an_epw_is_a_gap_not_a_number(tmp_path: Path) -> None:
    path = write_epw(tmp_path)
    lines = path.read_text(encoding="utf-8").split("\n")
    for row in range(20, 8768, 24):  # 12:00 of every day stands in line 8 + 13
        cells = lines[row].split(",")
        cells[13] = "9999"
        lines[row] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(
        InputError,
        match=r"mine\.epw:21 \[ghi\]: hours without a value: 365 \(01-01 12:00, 01-02 12:00",
    ):
        read_weather(path)


@pytest.mark.parametrize(
    ("label", "minutes", "delay"),
    [
        ("auto", 30, 0),
        ("start", 30, 0),
        ("centre", 0, 0),
        ("end", 30, -1),
        ("instant", 0, 0),
    ],
)
def test_a_declared_label_shows_the_sun_of_the_moment_it_means_and_is_not_warned_of(
    tmp_path: Path, label: TimeLabel, minutes: float, delay: int
) -> None:
    """The row of 12:00 holds 11:00-12:00, 11:30-12:30, 12:00-13:00 or the very moment."""
    of_the_light = minutes + 60 * delay
    path = write_epw(tmp_path, offset_minutes=of_the_light)
    read = read_weather(path, time_label=label)
    assert read.sun_offset_minutes == minutes
    assert_same(values(read), made(delay, offset_minutes=of_the_light))
    assert warnings(read) == []
    said = [str(n.value) for n in read.notes if "start of their hour" in str(n.what)]
    assert said == ([f"{delay:+d} h"] if delay else [])


@pytest.mark.parametrize(
    ("label", "minutes", "delay"),
    [("start", 30, 0), ("centre", 0, 0), ("end", 30, -1), ("instant", 0, 0)],
)
def test_a_declared_label_is_kept_against_the_sun_and_only_warned_of(
    tmp_path: Path, label: TimeLabel, minutes: float, delay: int
) -> None:
    of_the_light = minutes + 60 * delay - 45
    path = write_epw(tmp_path, offset_minutes=of_the_light)
    read = read_weather(path, time_label=label)
    assert_same(values(read), made(delay, offset_minutes=of_the_light))
    said = "The clock of the weather file does not follow the sun: -1 h would follow it best"
    assert said in warnings(read)
    assert not any("was moved" in line for line in warnings(read))


@pytest.mark.parametrize(("rolled", "best"), [(1, -1), (IN_UTC, -5), (-3, 3)])
def test_a_declared_label_that_puts_the_light_into_the_night_is_refused(
    tmp_path: Path, rolled: int, best: int
) -> None:
    path = write_epw(tmp_path, rolled=rolled)
    with pytest.raises(InputError) as refused:
        read_weather(path, time_label="start")
    assert refused.value.problems[0].field == "time_label"
    assert f"{best:+d} h would follow it best" in str(refused.value)
    assert "hours with light, the sun 10 degrees below" in str(refused.value)


@pytest.mark.parametrize(("offset", "rolled"), [(-5.0, 0), (-4.0, 1), (-6, -1)])
def test_hours_are_labelled_in_the_standard_time_that_was_given(
    tmp_path: Path, offset: float, rolled: int
) -> None:
    read = read_weather(write_epw(tmp_path), utc_offset_hours=offset)
    assert read.utc_offset_hours == offset
    assert_same(values(read), made(rolled))
    said = [str(note.value) for note in read.notes if "moved to local" in str(note.what)]
    assert said == ([f"{rolled:+d} h, to UTC{offset:g} h"] if rolled else [])


def test_a_file_in_universal_time_comes_to_the_standard_time_that_was_given(
    tmp_path: Path,
) -> None:
    path = write_epw(tmp_path, zone=0, rolled=IN_UTC)
    read = read_weather(path, utc_offset_hours=-4.0, time_label="start")
    assert_same(values(read), made(1))
    kept = read_weather(path, utc_offset_hours=0.0)
    assert_same(values(kept), made(IN_UTC))


@pytest.mark.parametrize("offset", [-4.5, -5.75, 20.0, float("nan")])
def test_a_standard_time_that_splits_the_files_hours_is_refused(
    tmp_path: Path, offset: float
) -> None:
    with pytest.raises(InputError, match=rf"^utc_offset_hours: {offset} is not accepted"):
        read_weather(write_epw(tmp_path), utc_offset_hours=offset)


def test_a_zone_of_half_an_hour_is_kept_and_left_by_whole_hours(tmp_path: Path) -> None:
    """Half an hour of zone is 7.5 degrees of longitude: the light stays what it was."""
    path = write_epw(tmp_path, zone=-4.5, longitude=SUAREZ.longitude + 7.5)
    read = read_weather(path)
    assert read.utc_offset_hours == -4.5
    assert_same(values(read), made())
    moved = read_weather(path, utc_offset_hours=-3.5)
    assert moved.utc_offset_hours == -3.5
    assert_same(values(moved), made(1))


def test_a_file_of_another_place_is_warned_of(tmp_path: Path) -> None:
    path = write_epw(tmp_path)
    read = read_weather(path, latitude=3.4, longitude=-76.0, altitude_m=1100.0)
    assert (read.latitude, read.longitude, read.altitude_m) == (3.4, -76.0, 1100.0)
    said = "The weather file is of another place: the file is of 2.98, -76.65, 86 km away"
    assert any(line.startswith(said) for line in warnings(read))


def test_unknown_kinds_labels_and_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"time_label: 'middle' .* start, centre, end, instant"):
        read_weather("mine.epw", time_label="middle")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="does not exist"):
        read_weather(tmp_path / "none.epw")
    for name in ("mine.docx", "bad.epw"):
        (tmp_path / name).write_text("dear miner,\nno sun today\n", encoding="utf-8")
        with pytest.raises(InputError, match=rf"^{name}"):
            read_weather(tmp_path / name)
    assert "epw" in {kind.name for kind in FORMATS}


needs_shared = pytest.mark.skipif(
    not SHARED_EPW.exists(), reason="the example files are not on this machine"
)


@needs_shared
def test_a_pvgis_epw_has_the_sum_of_its_own_column() -> None:
    read = read_weather(SHARED_EPW)
    column = pd.read_csv(SHARED_EPW, skiprows=8, header=None)[13]
    assert read.annual_ghi_kwh_m2 == pytest.approx(column.sum() / 1000, rel=1e-12)


@needs_shared
@pytest.mark.parametrize("ending", [".epw", ".json", ".csv"])
def test_one_year_of_pvgis_is_the_same_hour_by_hour_in_every_layout(ending: str) -> None:
    """Rows in UTC come to the standard time of 8 E, UTC+1, unless UTC is asked for."""
    rows = pd.read_csv(SHARED_EPW.with_suffix(".csv"), skiprows=17, nrows=8760)
    assert rows.columns[0] == "time(UTC)"
    read = read_weather(SHARED_EPW.with_suffix(ending), utc_offset_hours=0.0)
    assert read.sun_offset_minutes == pytest.approx(0.1761 * 60, abs=0.01)
    expected = rows[["G(h)", "Gb(n)", "Gd(h)", "T2m", "WS10m"]].astype(float)
    rounded = 0.0501 if ending == ".epw" else 1e-9  # air and wind have one digit in the EPW
    assert_same(values(read), expected.to_numpy(), rounded)
    assert_same(read.data[LIGHTS].to_numpy(), expected.to_numpy()[:, :3], 0.0051)
    local = read_weather(SHARED_EPW.with_suffix(ending))
    assert local.utc_offset_hours == 1.0
    assert_same(local.data["ghi"].to_numpy(), np.roll(expected["G(h)"], 1), 0.0051)
