"""What users of the weather commands stumbled over: words, labels, maps, columns, cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from made_weather import MAIPO, SUAREZ, Climate, made_year

from equipment_catalog.errors import InputError
from pv_design.weather import embedded_weather, read_weather
from pv_design.weather.clock import sun_offset_minutes
from pv_design.weather.formats.nasa_power_months import read as read_months
from pv_design.weather.formats.plain_csv import read as read_plain
from pv_design.weather.formats.plain_map import column_map
from pv_design.weather.nasa_power_points import power_points_near
from pv_design.weather.preparation import prepared_weather
from pv_design.weather.record import WeatherRecord

if TYPE_CHECKING:
    from pathlib import Path

    from pv_design.weather import Weather

MONTHS = "JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC"
VALLEY = {"latitude": 3.62, "longitude": -76.41, "altitude_m": 922.0}


def csv_of(data: pd.DataFrame) -> str:
    times = pd.DatetimeIndex(data.index).tz_localize(None).strftime("%Y-%m-%d %H:%M")
    return data.round(3).set_axis(times, axis="index").rename_axis("time").to_csv()


def read(path: Path, text: str, climate: Climate = SUAREZ, **options) -> Weather:
    (path / "mine.csv").write_text(text, encoding="utf-8")
    place = {"latitude": climate.latitude, "longitude": climate.longitude}
    return read_weather(path / "mine.csv", **place, altitude_m=climate.altitude_m, **options)


def told(weather: Weather, *kinds: str) -> str:
    return "\n".join(f"{n.what}: {n.value}; {n.effect}" for n in weather.notes if n.kind in kinds)


def mark(weather: Weather, check: str):
    return next(mark for mark in weather.marks if mark.check == check)


def test_beam_and_diffuse_light_are_enough(tmp_path: Path) -> None:
    made = made_year(SUAREZ)
    read_back = read(tmp_path, csv_of(made[["dni", "dhi", "temp_air"]]))
    assert read_back.annual_ghi_kwh_m2 == pytest.approx(made["ghi"].sum() / 1000, rel=0.02)


def months_of(mean_c: float) -> bytes:
    rows = [f"{name}," + ",".join([str(value)] * 12) for name, value in
            (("ALLSKY_SFC_SW_DWN", 4.2), ("T2M", mean_c))]  # fmt: skip
    return "\n".join([f"PARAMETER,{MONTHS}", *rows, ""]).encode()


def test_months_without_a_head_take_the_height_of_the_cell_that_has_the_same_air() -> None:
    """The cell of the packaged point lies at 2,112 m: 1,190 m above the site, 7.735 K colder."""
    (_, point), *_ = power_points_near(VALLEY["latitude"], VALLEY["longitude"])
    mean_c = round(float(point.monthly_temp_air_c.mean()), 2)
    made = prepared_weather(read_months(months_of(mean_c), "power.csv"), **VALLEY)
    assert made.data["temp_air"].mean() == pytest.approx(mean_c + 7.735, abs=0.05)
    assert "Height of the cell of the air temperature: 2,112 m" in told(made, "assumption")


@pytest.mark.parametrize("apart_k", [-20.0, -4.2, 3.8])
def test_months_without_a_head_elsewhere_warn_of_the_height_nobody_knows(
    apart_k: float,
) -> None:
    place = {"latitude": -13.5, "longitude": -71.9, "altitude_m": 600.0}
    mean_c = embedded_weather(**place).data["temp_air"].mean() + apart_k
    made = prepared_weather(read_months(months_of(mean_c), "power.csv"), **place)
    said = told(made, "warning")
    assert made.data["temp_air"].mean() == pytest.approx(mean_c, abs=0.05)
    assert "Air temperature of an unknown cell height" in said
    assert (f"at 600 m: {apart_k:+.1f} K" in said) == (abs(apart_k) > 4)


def test_a_missing_day_is_told_with_its_year() -> None:
    labels = pd.date_range("2019-01-01", "2021-12-31")
    data = pd.DataFrame({"ghi_kwh_m2_day": 4.5}, labels)
    data.loc["2020-05-17", "ghi_kwh_m2_day"] = np.nan
    record = WeatherRecord(
        data=data,
        step="days",
        utc_offset_hours=None,
        sun_offset_minutes=None,
        source="days",
        period="2019-2021",
        sigma_resource_fraction=0.08,
    )
    made = prepared_weather(record, latitude=2.98, longitude=-76.65, altitude_m=1200.0)
    assert len(made.real_years) == 2
    assert "Years of the weather source left out: 2020" in told(made, "warning")


def test_a_label_that_the_sun_contradicts_is_named_first_and_made_light_by_its_line(
    tmp_path: Path,
) -> None:
    text = csv_of(made_year(SUAREZ)[["ghi"]] * 1.25)
    with pytest.raises(InputError) as refused:
        read(tmp_path, text, time_label="end")
    first, *others = refused.value.problems
    assert first.field == "time_label"
    assert "do not follow the sun: +1 h would follow it best" in str(first.what)
    assert all(problem.row and problem.row > 1 for problem in others if problem.field == "dni")
    assert "2025-" not in str(refused.value)


@pytest.mark.parametrize(
    ("factor", "said", "never"),
    [
        (0.55, "much darker than a cloudless sky", "brighter"),
        (1.35, "brighter than the cloudless sky of the map", "darker"),
    ],
)
def test_too_dark_and_too_bright_a_year_are_told_apart(
    factor: float, said: str, never: str, tmp_path: Path
) -> None:
    advice = str(mark(read(tmp_path, csv_of(made_year(MAIPO)[["ghi"]] * factor), MAIPO),
                      "light_unit").advice)  # fmt: skip
    assert said in advice
    assert never not in advice


def record_in_utc(longitude: float) -> WeatherRecord:
    place = replace(SUAREZ, longitude=longitude, zone=0)
    data = made_year(place)
    return WeatherRecord(
        data=data.set_axis(pd.DatetimeIndex(data.index).tz_localize(None), axis="index"),
        utc_offset_hours=0.0,
        sun_offset_minutes=30.0,
        source="made up",
        period="2025",
        sigma_resource_fraction=0.05,
        latitude=SUAREZ.latitude,
        longitude=longitude,
        altitude_m=50.0,
    )


@pytest.mark.parametrize(("longitude", "zone"), [(8.0, 1.0), (5.0, 0.0), (-8.0, -1.0)])
def test_hours_in_utc_come_to_the_standard_time_of_the_longitude(
    longitude: float, zone: float
) -> None:
    said = record_in_utc(longitude)
    made = prepared_weather(said)
    assert made.utc_offset_hours == zone
    assert np.array_equal(made.data["ghi"], np.roll(said.data["ghi"], int(zone)))
    assert ("moved to local standard time" in told(made, "finding")) == (zone != 0)


@pytest.mark.parametrize(("minutes", "is_usual"), [(30.0, True), (0.0, True), (45.0, False)])
def test_a_found_label_that_nobody_uses_is_doubtful(
    minutes: float, tmp_path: Path, *, is_usual: bool
) -> None:
    made = made_year(MAIPO, offset_minutes=minutes)
    sure = sun_offset_minutes(
        made["ghi"],
        pd.DatetimeIndex(made.index),
        latitude=MAIPO.latitude,
        longitude=MAIPO.longitude,
    ).uncertainty_minutes
    assert sure < 7.5  # so that 45 minutes are told from 30 and from 60
    noon = mark(read(tmp_path, csv_of(made), MAIPO), "noon")
    assert (noon.verdict == "good") == is_usual
    assert ("no usual meaning of a label" in str(noon.advice)) != is_usual


def doubled(change: float) -> str:
    lines = csv_of(made_year(SUAREZ)).splitlines()
    time, ghi, rest = lines[20].split(",", 2)
    again = f"{time},{float(ghi) + change:g},{rest}"
    return "\n".join([*lines[:21], again, *lines[21:], ""])


@pytest.mark.parametrize(("change", "may_go"), [(0.0, True), (5.0, False)])
def test_a_doubled_row_is_said_once_and_may_be_deleted_if_it_says_the_same(
    change: float, tmp_path: Path, *, may_go: bool
) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, doubled(change))
    (problem,) = refused.value.problems
    assert str(problem).startswith("mine.csv:22: rows that stand twice: 1, the first of")
    assert ("may be deleted" in str(problem)) == may_go


def test_a_reversed_file_is_told_to_be_sorted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the rows run backwards; rows sorted by their time"):
        read(tmp_path, csv_of(made_year(SUAREZ)[::-1]))


def test_the_map_may_be_spanish() -> None:
    said = column_map(
        "# columnas: tiempo=Fecha Hora, radiación=Rad\n# Zona: UTC-5\n# etiqueta: fin\n", "a.csv"
    )
    assert said.columns == {"time": "Fecha Hora", "ghi": "Rad"}
    assert (said.utc_offset_hours, said.label) == (-5.0, "end")


def test_beside_a_map_an_unknown_word_is_refused_and_without_one_it_is_told() -> None:
    with pytest.raises(InputError, match=r"a\.csv:2 \[remark\]: 'huso' is not accepted; one of"):
        column_map("# label: start\n# huso: UTC-5\n", "a.csv")
    rows = "time,ghi\n2021-01-01 00:00,0\n2021-01-01 01:00,0\n"
    notes = read_plain(f"# huso: UTC-5\n# see http://a.org\n{rows}".encode(), "a.csv").notes
    assert [str(n.value) for n in notes if "passed over" in str(n.what)] == ["huso"]


def test_a_workbook_is_told_to_be_saved_as_csv(tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_bytes(b"PK\x03\x04 and more")
    with pytest.raises(InputError, match="save the sheet as csv"):
        read_weather(tmp_path / "mine.xlsx")


def test_months_that_were_compared_with_nothing_are_warned_of() -> None:
    """At IITA Ibadan August is the dullest month, 10.71 MJ, and May the brightest, 16.1 MJ."""
    obuasi = embedded_weather(6.2, -1.67, altitude_m=220.0)
    brightest = int(obuasi.monthly_ghi_kwh_m2_day.idxmax())
    said = told(obuasi, "warning")
    assert brightest == 8  # of MERRA-2, against what was measured
    assert "under the West African monsoon: here month 8 is the brightest" in said
    assert "month 8 is the dullest (10.71 MJ/m2 a day) and month 5 the brightest (16.1)" in said
    darkhan = told(embedded_weather(49.5, 106.0, altitude_m=700.0), "warning")
    assert "Months of the solar resource are not verified here" in darkhan
    assert "Months of" not in told(embedded_weather(2.98, -76.65, altitude_m=1200.0), "warning")


def test_a_check_that_found_no_hour_ends_with_nought(tmp_path: Path) -> None:
    made = read(tmp_path, csv_of(made_year(SUAREZ)))
    for said in (str(mark(made, check).said) for check in ("dark_hours", "diffuse")):
        assert said.endswith(": 0")
