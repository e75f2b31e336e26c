"""Each layout by itself: what its labels, units and codes mean, and what is said of a fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pvlib
import pytest
from pvlib import iotools
from weather_bodies import (
    day_of_sun,
    epw,
    explorador,
    plain,
    power_hourly,
    power_json,
    power_months,
    psm4,
    pvgis_hourly_csv,
    pvgis_hourly_json,
    pvgis_tmy_csv,
    pvgis_tmy_json,
    sam,
    tmy2,
    tmy3,
)

from equipment_catalog.errors import InputError
from pv_design.weather.formats import FORMATS
from pv_design.weather.formats.plain_csv import read as read_plain

if TYPE_CHECKING:
    from pv_design.weather.record import WeatherRecord

KINDS = {kind.name: kind for kind in FORMATS}
PVLIB_DATA = Path(pvlib.__file__).parent / "data"


def read(kind: str, text: str) -> WeatherRecord:
    return KINDS[kind].read(text.encode(), "mine.csv")


def problems(kind: str, text: str) -> list[str]:
    with pytest.raises(InputError) as error:
        read(kind, text)
    return [str(problem) for problem in error.value.problems]


def test_hour_one_of_an_epw_is_read_as_midnight_with_its_sun_half_an_hour_later() -> None:
    record = read("epw", epw())
    assert record.data.index[0] == pd.Timestamp("2003-01-01 00:00")
    assert (record.utc_offset_hours, record.sun_offset_minutes) == (-5.0, 30.0)
    assert (record.latitude, record.longitude, record.altitude_m) == (2.98, -76.65, 1200.0)
    assert not record.is_typical
    assert record.notes == ()


def test_an_epw_of_pvgis_is_in_utc_with_the_sun_where_its_comment_says() -> None:
    record = read("epw", epw(comment="Irradiance Time Offset (h):-0.8239", zone="1"))
    assert record.utc_offset_hours == 0.0
    assert record.sun_offset_minutes == pytest.approx((1 - 0.8239) * 60)
    assert record.horizon_is_included
    assert [str(note.value) for note in record.notes] == [
        "UTC, though its head says UTC+1 h",
        "taken as shaded by the terrain",
    ]


def test_the_codes_for_missing_of_an_epw_are_missing() -> None:
    record = read("epw", epw().replace(",2.1,", ",999,", 1).replace(",20.5,", ",99.9,", 2))
    assert record.data.isna().sum().to_dict() == {
        "ghi": 0,
        "dni": 0,
        "dhi": 0,
        "temp_air": 2,
        "wind_speed": 1,
    }


def test_cells_of_an_epw_that_are_no_number_are_named_by_line_and_column() -> None:
    spoiled = epw().replace(",2.1,", ",calm,", 1).replace("2003,1,1,13,", "2003,13,1,13,")
    calm, month = problems("epw", spoiled)
    assert calm.startswith("mine.csv:9:22 [Wind speed (wind_speed)]: 'calm' is not a number; a num")
    assert month.startswith("mine.csv:21:1 [Year (time)]: '2003 13 1 13' is no date and time; a ti")


@pytest.mark.parametrize("name", ["703165TY.csv", "723170TYA.CSV"])
def test_a_tmy3_has_the_figures_pvlib_reads_one_hour_earlier(name: str) -> None:
    path = PVLIB_DATA / name
    expected, head = iotools.read_tmy3(path)
    record = KINDS["tmy3"].read(path.read_bytes(), name)
    assert record.data["ghi"].tolist() == expected["ghi"].tolist()
    assert record.data["temp_air"].tolist() == expected["temp_air"].tolist()
    assert (record.latitude, record.utc_offset_hours) == (head["latitude"], head["TZ"])
    assert (
        record.data.index[:23] == expected.index[:23].tz_localize(None) - pd.Timedelta("1h")
    ).all()
    assert record.is_typical


def test_every_month_of_a_tmy3_keeps_its_hours() -> None:
    record = KINDS["tmy3"].read((PVLIB_DATA / "703165TY.csv").read_bytes(), "a.csv")
    hours = record.data.groupby(record.data.index.month).size()
    assert (
        hours == pd.Series([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]).to_numpy() * 24
    ).all()


def test_a_missing_column_of_a_tmy3_is_named_with_those_that_are_there() -> None:
    (said,) = problems("tmy3", tmy3().replace("DNI (W/m^2)", "Beam"))
    assert said.startswith("mine.csv:2 [dni]: the column DNI (W/m^2) is missing; the headings here")


def test_the_code_for_missing_of_a_tmy3_is_missing() -> None:
    record = read("tmy3", tmy3().replace(",21.5,", ",-9900,", 1))
    assert record.data["temp_air"].isna().tolist() == [True] + [False] * 47


def test_a_tmy2_has_the_figures_pvlib_reads() -> None:
    path = PVLIB_DATA / "12839.tm2"
    expected, head = iotools.read_tmy2(path)
    record = KINDS["tmy2"].read(path.read_bytes(), path.name)
    assert record.data["ghi"].tolist() == expected["GHI"].tolist()
    assert record.data["dni"].tolist() == expected["DNI"].tolist()
    assert record.data["dhi"].tolist() == expected["DHI"].tolist()
    np.testing.assert_allclose(record.data["temp_air"], expected["DryBulb"] / 10)
    np.testing.assert_allclose(record.data["wind_speed"], expected["Wspd"] / 10)
    assert record.longitude == pytest.approx(head["longitude"])
    assert (record.data.index.hour == expected.index.hour).all()


def test_a_tmy2_keeps_a_city_of_two_words() -> None:
    record = read("tmy2", tmy2())
    assert str(record.source) == "TMY2 of LOS CONQUISTADORES"
    assert record.longitude == pytest.approx(-(76 + 39 / 60))


def test_a_letter_among_the_figures_of_a_tmy2_is_named() -> None:
    lines = tmy2().split("\n")
    lines[3] = lines[3][:17] + "12x4" + lines[3][21:]
    assert problems("tmy2", "\n".join(lines))[0].startswith("mine.csv:4:5 [ghi]: '12x4' is not a")


def test_a_typical_year_of_pvgis_is_instantaneous_after_its_label() -> None:
    record = read("pvgis_tmy", pvgis_tmy_csv())
    assert record.sun_offset_minutes == pytest.approx(10.566)
    assert record.utc_offset_hours == 0.0
    assert record.is_typical
    assert record.period == "2005-2016"
    assert record.data["ghi"].tolist() == day_of_sun(8760).tolist()


def test_a_typical_year_of_pvgis_without_the_offset_leaves_it_to_the_sun() -> None:
    assert read("pvgis_tmy", pvgis_tmy_csv(offset="")).sun_offset_minutes is None


def test_the_json_of_pvgis_says_more_than_its_csv() -> None:
    record = read("pvgis_tmy", pvgis_tmy_json())
    assert str(record.source) == "PVGIS typical year, PVGIS-NSRDB"
    assert (record.period, record.sun_offset_minutes) == ("2005-2015", -15.0)
    assert str(record.spatial_resolution) == "0.04 degrees"
    assert not record.horizon_is_included
    assert record.notes == ()


def test_a_missing_hour_of_a_csv_of_pvgis_is_counted() -> None:
    (said,) = problems("pvgis_tmy", pvgis_tmy_csv(rows=8759))
    assert said.endswith("then 8,760 hours; here 8759 lines follow the headings")


def test_a_spoiled_value_in_a_json_of_pvgis_is_named_by_its_row() -> None:
    body = json.loads(pvgis_tmy_json())
    body["outputs"]["tmy_hourly"][12]["G(h)"] = "bright"
    assert problems("pvgis_tmy", json.dumps(body)) == [
        "mine.csv [ghi]: 'bright' is not a number; a right value at outputs.tmy_hourly.G(h), row 13"
    ]


def test_a_truncated_json_says_where_it_ends() -> None:
    (said,) = problems("pvgis_tmy", pvgis_tmy_json()[:900])
    assert "the json ends too early or is broken at character" in said


def test_a_horizontal_series_of_pvgis_adds_beam_and_diffuse() -> None:
    record = read("pvgis_hourly", pvgis_hourly_csv())
    np.testing.assert_allclose(record.data["ghi"], day_of_sun(48) * 0.75)
    np.testing.assert_allclose(record.data["dhi"], day_of_sun(48) * 0.25)
    assert "dni" not in record.data
    assert record.data.index[0] == pd.Timestamp("2019-12-31 00:10")
    assert (record.period, record.sun_offset_minutes) == ("2019-2020", 0.0)


@pytest.mark.parametrize("text", [pvgis_hourly_csv("30 deg. (optimum)"), pvgis_hourly_json(30)])
def test_a_tilted_series_of_pvgis_is_refused(text: str) -> None:
    (said,) = problems("pvgis_hourly", text)
    assert said.startswith("mine.csv [slope]: this series is of a plane tilted by 30 degrees; a")


def test_a_series_of_a_tracker_is_refused() -> None:
    text = pvgis_hourly_json().replace('"fixed"', '"two_axis"')
    assert "follows the sun or is not described" in problems("pvgis_hourly", text)[0]


def test_a_series_of_pvgis_in_json_gives_the_global_of_the_plane() -> None:
    record = read("pvgis_hourly", pvgis_hourly_json())
    assert record.data["ghi"].tolist() == day_of_sun(48).tolist()


def test_the_label_of_an_nsrdb_hour_stands_at_its_middle() -> None:
    record = read("nsrdb_psm4", psm4())
    assert record.data.index[0] == pd.Timestamp("2020-01-01 00:30")
    assert (record.sun_offset_minutes, record.utc_offset_hours) == (0.0, -5.0)
    assert str(record.source) == "NSRDB 4.0.0"


def test_a_spoiled_cell_of_an_nsrdb_file_is_named_by_line_and_column() -> None:
    (said,) = problems("nsrdb_psm4", psm4().replace(",21.5,", ",cold,", 1))
    assert said.startswith("mine.csv:4:6 [Temperature (temp_air)]: 'cold' is not a number")


def test_without_minutes_the_sun_of_a_sam_csv_stands_in_the_middle_of_the_hour() -> None:
    assert read("sam_csv", sam()).sun_offset_minutes == 30.0
    with_minutes = psm4().replace("NSRDB", "other").replace("GHI Units", "Units")
    assert read("sam_csv", with_minutes).sun_offset_minutes == 0.0


def test_a_sam_csv_reads_both_names_of_its_columns() -> None:
    record = read("sam_csv", sam())
    np.testing.assert_allclose(record.data["dni"], day_of_sun(48) / 2)
    np.testing.assert_allclose(record.data["dhi"], day_of_sun(48) / 4)


def test_a_sam_csv_without_a_zone_says_so() -> None:
    (said,) = problems("sam_csv", sam().replace("-76.65,-5,", "-76.65,,"))
    assert said.startswith("mine.csv:2 [utc_offset_hours]: '' is not a number; a number under Time")


@pytest.mark.parametrize(("clock", "offset"), [(" in LST", -5.0), (" in UTC", 0.0), ("", None)])
def test_the_clock_of_power_hours_is_what_their_head_says(clock: str, offset: float | None) -> None:
    record = read("nasa_power", power_hourly(clock))
    assert record.utc_offset_hours == offset
    assert record.sun_offset_minutes == 30.0
    assert record.cell_altitude_m == 1163.41
    assert record.altitude_m is None
    assert record.notes == ()


def test_minus_999_is_missing_in_power() -> None:
    record = read("nasa_power", power_hourly().replace(",21.5", ",-999", 3))
    assert record.data["temp_air"].isna().sum() == 3


def test_megajoules_of_power_become_kilowatt_hours() -> None:
    record = read("nasa_power_json", power_json())
    assert record.step == "days"
    assert record.data["ghi_kwh_m2_day"].iloc[0] == pytest.approx(16.2 / 3.6)
    assert np.isnan(record.data["ghi_kwh_m2_day"].iloc[1])
    assert record.cell_altitude_m == 1500.5


def test_an_unknown_unit_of_power_is_refused() -> None:
    text = power_hourly().replace("(Wh/m^2)", "(BTU/ft^2)")
    (said,) = problems("nasa_power", text)
    assert said.startswith("mine.csv [ALLSKY_SFC_SW_DWN]: the unit 'BTU/ft^2' is not known; one of")


def test_days_of_power_by_number_of_the_day() -> None:
    text = "YEAR,DOY,ALLSKY_SFC_SW_DWN\n2020,60,5.1\n2020,366,4.9\n2021,365,4.8\n"
    record = read("nasa_power", text)
    assert [str(label.date()) for label in record.data.index] == [
        "2020-02-29",
        "2020-12-31",
        "2021-12-31",
    ]
    assert (
        "'2021 366' is no date" in problems("nasa_power", text.replace("2021,365", "2021,366"))[0]
    )


def test_months_of_power_stand_under_the_first_of_each_month() -> None:
    record = read("nasa_power_months", power_months())
    assert record.step == "months"
    assert len(record.data) == 24
    assert record.data.loc["2019-12-01", "ghi_kwh_m2_day"] == 4.0
    assert record.data.loc["2020-01-01", "ghi_kwh_m2_day"] == 4.5
    assert not record.is_typical


def test_a_repeated_line_of_power_months_is_refused() -> None:
    line = power_months().split("\n")[1]
    said = problems("nasa_power_months", power_months() + line + "\n")
    assert said == ["mine.csv:6: the line repeats T2M; one line for each parameter and year"]


def test_a_climatology_of_power_is_typical() -> None:
    body = json.loads(power_json())
    months = [
        *["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
        "ANN",
    ]
    body["properties"]["parameter"] = {
        "ALLSKY_SFC_SW_DWN": dict.fromkeys(months, 3.6),
        "T2M": dict.fromkeys(months, 17.0),
    }
    record = read("nasa_power_json", json.dumps(body))
    assert record.is_typical
    assert record.data.index.month.tolist() == list(range(1, 13))
    np.testing.assert_allclose(record.data["ghi_kwh_m2_day"], 1.0)


def test_a_refusal_of_a_service_is_told_in_its_words() -> None:
    (said,) = problems("nasa_power_json", '{"status": 422, "message": "Bad latitude."}')
    assert said.startswith("mine.csv: the service refused: 'Bad latitude.'")


def test_the_explorador_gives_the_horizontal_columns_and_leaves_the_label_to_the_sun() -> None:
    record = read("explorador_solar", explorador())
    np.testing.assert_allclose(record.data["ghi"], day_of_sun(48))
    np.testing.assert_allclose(record.data["dhi"], day_of_sun(48) / 4)
    assert record.sun_offset_minutes is None
    assert (record.utc_offset_hours, record.altitude_m) == (-4.0, 2300.0)
    assert record.horizon_is_included
    assert record.is_typical
    assert record.period == "2004-2016"


def rows(*lines: str) -> str:
    return "\n".join([*lines, ""])


def test_a_csv_reads_spanish_headings_decimal_commas_and_day_first() -> None:
    text = rows("Fecha;Hora;Radiación global (kW/m²)", "31/01/2021;10:00;0,5", "01/02/2021;11:00;1")
    with pytest.raises(InputError, match="1500 minutes apart"):
        read("plain_csv", text)
    record = read("plain_csv", text.replace("01/02/2021;11", "31/01/2021;11"))
    assert record.data["ghi"].tolist() == [500.0, 1000.0]
    assert record.data.index[0] == pd.Timestamp("2021-01-31 10:00")


def test_a_csv_of_quarters_of_an_hour_spreads_their_energy() -> None:
    text = rows(
        "time,ghi (MJ/m2)", "2021-01-01 10:00,0.9", "2021-01-01 10:15,0.45", "2021-01-01 10:30,"
    )
    record = read("plain_csv", text)
    np.testing.assert_allclose(record.data["ghi"].iloc[:2], [1000.0, 500.0])
    assert np.isnan(record.data["ghi"].iloc[2])


def test_fahrenheit_is_converted_only_where_the_heading_says_so() -> None:
    text = plain().replace("temp_air (C)", "Temperatura (°F)")
    record = read("plain_csv", text)
    np.testing.assert_allclose(record.data["temp_air"], (21.5 - 32) / 1.8)
    assert [str(note.value) for note in record.notes] == ["converted from degF"]
    assert read("plain_csv", plain()).data["temp_air"].unique().tolist() == [21.5]


def test_an_unknown_unit_is_refused_with_those_known() -> None:
    (said,) = problems("plain_csv", plain().replace("(W/m2)", "(BTU/ft2)"))
    assert said.startswith(
        "mine.csv:1:2 [ghi]: the unit 'BTU/ft2' is not known; one of W/m2, kW/m2"
    )


def test_a_csv_without_the_sun_names_the_headings_it_has() -> None:
    (said,) = problems("plain_csv", plain().replace("ghi (W/m2)", "nubes"))
    assert said == (
        "mine.csv:1 [ghi]: the column ghi is missing; ghi, or both dni and dhi; the headings here "
        "are timestamp, nubes, temp_air (C), wind_speed (m/s)"
    )


def test_two_columns_that_could_be_the_sun_are_refused() -> None:
    (said,) = problems("plain_csv", plain().replace("wind_speed (m/s)", "radiacion"))
    assert "a second column could be ghi" in said


def test_three_lines_on_top_map_any_csv() -> None:
    text = rows(
        "# columns: time=Momento, ghi=Sensor 1, temp_air=Sensor 2",
        "# zone: UTC-5",
        "# label: end",
        "Momento;Sensor 1;Sensor 2;Sensor 3",
        "2021-01-31 10:30;500;20,5;x",
        "2021-01-31 11:00;600;21,5;y",
    )
    record = read("plain_csv", text)
    assert record.data["ghi"].tolist() == [500.0, 600.0]
    assert record.data["temp_air"].tolist() == [20.5, 21.5]
    assert (record.utc_offset_hours, record.sun_offset_minutes) == (-5.0, -15.0)
    assert record.lines is not None
    assert record.lines.tolist() == [5, 6]


def test_a_map_beside_the_file_goes_before_the_one_inside() -> None:
    text = "# label: end\n# zone: UTC-5\n" + plain()
    record = read_plain(text.encode(), "mine.csv", map_text="label: start")
    assert (record.utc_offset_hours, record.sun_offset_minutes) == (-5.0, 30.0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("# zone: Bogota", "mine.csv:1 [zone]: 'Bogota' is not accepted; a zone such as UTC-5"),
        (
            "# label: middle",
            "mine.csv:1 [label]: 'middle' is not accepted; one of start, inicio, centre",
        ),
        ("# columns: sun=Rad", "mine.csv:1 [columns]: 'sun=Rad' is not accepted; pairs such as"),
    ],
)
def test_a_wrong_map_line_is_named(line: str, said: str) -> None:
    assert problems("plain_csv", line + "\n" + plain())[0].startswith(said)


def test_the_zone_behind_the_times_is_the_clock_of_the_file() -> None:
    text = rows("time,ghi", "2021-01-31T10:00:00-05:00,500", "2021-01-31T11:00:00-05:00,600")
    record = read("plain_csv", text)
    assert record.utc_offset_hours == -5.0
    assert record.data.index[0] == pd.Timestamp("2021-01-31 10:00")
    (said,) = problems("plain_csv", text.replace("11:00:00-05:00", "11:00:00-04:00"))
    assert "the zone behind the times changes on the way" in said


def test_day_and_month_that_cannot_be_told_apart_are_refused() -> None:
    text = rows("fecha,ghi", "02/03/2021 10:00,500", "02/03/2021 11:00,600")
    (said,) = problems("plain_csv", text)
    assert said.startswith("mine.csv:2:1 [fecha (time)]: day and month cannot be told apart in")
    month_first = rows("fecha,ghi", "03/13/2021 10:00,500", "03/13/2021 11:00,600")
    assert read("plain_csv", month_first).data.index[0] == pd.Timestamp("2021-03-13 10:00")


def test_hours_one_to_twenty_four_begin_at_midnight() -> None:
    lines = [f"2021,1,{day},{hour},0" for day in (1, 2) for hour in range(1, 25)]
    record = read("plain_csv", rows("year,month,day,hour,ghi", *lines))
    assert record.data.index[0] == pd.Timestamp("2021-01-01 00:00")
    assert record.data.index[-1] == pd.Timestamp("2021-01-02 23:00")
    assert record.sun_offset_minutes is None


def test_hours_of_the_year_begin_at_midnight_and_are_of_no_year() -> None:
    record = read("plain_csv", rows("hour_of_year,ghi_w_m2", *(f"{h},0" for h in range(1, 8761))))
    assert record.data.index[0].strftime("%m-%d %H:%M") == "01-01 00:00"
    assert record.data.index[-1].strftime("%m-%d %H:%M") == "12-31 23:00"
    assert record.is_typical


def test_each_cell_that_is_no_number_or_time_is_named_at_once() -> None:
    text = plain().replace(",0.0,21.5", ",dark,21.5", 1).replace("2021-01-01 02:00:00", "later", 1)
    assert [line.partition(": ")[0] for line in problems("plain_csv", text)] == [
        "mine.csv:2:2 [ghi]",
        "mine.csv:4:1 [timestamp (time)]",
    ]


def test_a_row_with_too_many_cells_is_named() -> None:
    assert problems("plain_csv", plain().replace("21.5,1.2\n", "21.5,1.2,9,9\n", 2)[:300]) != []
    text = plain().split("\n")
    text[5] += ",9,9"
    assert problems("plain_csv", "\n".join(text)) == [
        "mine.csv:6: 6 cells; 4 cells, as in the heading"
    ]


def test_a_point_in_a_file_with_decimal_commas_is_no_number() -> None:
    text = rows("time;ghi", "2021-01-31 10:00;0,5", "2021-01-31 11:00;1.234")
    (said,) = problems("plain_csv", text)
    assert said.startswith("mine.csv:3:2 [ghi]: '1.234' is not a number; a number with a decimal")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("epw", epw()),
        ("tmy2", tmy2()),
        ("tmy3", tmy3()),
        ("nsrdb_psm4", psm4()),
        ("sam_csv", sam()),
        ("nasa_power", power_hourly()),
        ("explorador_solar", explorador()),
        ("plain_csv", plain()),
    ],
)
def test_rows_keep_their_true_lines_below_blank_ones(kind: str, text: str) -> None:
    whole = read(kind, text)
    assert whole.lines is not None
    assert set(np.diff(whole.lines)) == {1}
    above, lines = int(whole.lines[5]) - 1, text.split("\n")
    spread = "\n".join([*lines[:above], "", "  ", *lines[above:]])
    record = read(kind, spread)
    assert record.data.equals(whole.data)
    expected = [line if row < 5 else line + 2 for row, line in enumerate(whole.lines.tolist())]
    assert record.lines is not None
    assert record.lines.tolist() == expected


def test_rows_of_pvgis_stand_below_the_headings_and_above_the_words_at_the_end() -> None:
    text = pvgis_hourly_csv()
    lines = read("pvgis_hourly", text).lines
    assert lines is not None
    rows = [text.split("\n")[line - 1] for line in lines]
    assert all(row[:8].isdigit() and row[8] == ":" for row in rows)
    assert text.split("\n")[lines[0] - 2].startswith("time,")


@pytest.mark.parametrize("unit", ["MJ/m^2/day", "in MJ (per m^2) a day"])
def test_a_head_whose_unit_of_the_sun_cannot_be_read_is_refused(unit: str) -> None:
    text = power_hourly().replace("Downward (Wh/m^2) ", f"Downward {unit} ")
    (said,) = problems("nasa_power", text)
    assert said.startswith("mine.csv [ALLSKY_SFC_SW_DWN]: the unit '")
    assert unit in said


def test_a_head_that_says_nothing_of_the_sun_is_noted() -> None:
    lines = power_hourly().split("\n")
    text = "\n".join(line for line in lines if not line.startswith("ALLSKY_SFC_SW_DWN "))
    (note,) = read("nasa_power", text).notes
    assert (str(note.what), str(note.value)) == ("Units of the NASA POWER file", "W/m2")
    assert read("nasa_power", power_hourly()).notes == ()


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("20-year Climatologies (January 2001 - December 2020)", "2001-2020"),
        ("Dates (month/day/year): 01/01/1991 through 12/31/2020 in LST", "1991-2020"),
        ("", "means of many years"),
    ],
)
def test_the_years_of_a_climatology_are_those_of_its_head(said: str, period: str) -> None:
    months = "JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC"
    head = f"-BEGIN HEADER-\n{said}\n-END HEADER-\n"
    text = f"{head}PARAMETER,{months}\nALLSKY_SFC_SW_DWN,{','.join(['4.2'] * 12)}\n"
    assert str(read("nasa_power_months", text).period) == period
    answer = json.loads(power_json())
    sun = dict.fromkeys(months.split(","), 4.2)
    answer["properties"]["parameter"] = {"ALLSKY_SFC_SW_DWN": sun}
    answer["parameters"] = {"ALLSKY_SFC_SW_DWN": {"units": "kW-hr/m^2/day"}}
    answer["header"]["range"] = said
    assert str(read("nasa_power_json", json.dumps(answer)).period) == period
