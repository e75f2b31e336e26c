from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weather_bodies import BODIES, ENDINGS, pvgis_tmy_csv

from equipment_catalog.errors import InputError
from pv_design.weather.formats import FORMATS, recognised
from pv_design.weather.record import DAILY_COLUMNS, HOURLY_COLUMNS

SHARED = Path("/work/shared/data/weather")
SAMPLES = {
    "Iquitos_PVGIS": "PER_Iquitos_PVGIS_TMY_2024index.csv",
    "SanAndres": "COL_SanAndres_hourly.csv",
    "Santiago_ES": "CHL_Santiago_ExploradorSolar_TMY.csv",
}
KINDS = {kind.name: kind for kind in FORMATS}


@pytest.mark.parametrize("kind", BODIES)
def test_every_format_is_recognised_by_its_content_and_not_as_another(kind: str) -> None:
    assert recognised(BODIES[kind]().encode(), "mine" + ENDINGS.get(kind, ".csv")).name == kind


def test_every_format_has_a_body_in_these_tests() -> None:
    assert set(BODIES) == set(KINDS)


@pytest.mark.parametrize("kind", BODIES)
def test_every_record_keeps_to_the_columns_of_its_step(kind: str) -> None:
    record = KINDS[kind].read(BODIES[kind]().encode(), "mine.csv")
    allowed = HOURLY_COLUMNS if record.step == "hours" else DAILY_COLUMNS
    assert set(record.data.columns) <= set(allowed)
    assert allowed[0] in record.data.columns
    assert record.data.index.tz is None
    assert len(record.sha256) == 64


@pytest.mark.parametrize("kind", [kind for kind in BODIES if not ENDINGS.get(kind)])
def test_the_first_row_stands_on_the_line_the_record_says(kind: str) -> None:
    text = BODIES[kind]()
    record = KINDS[kind].read(text.encode(), "mine.csv")
    if record.lines is None:
        assert record.step == "months"
        return
    first = text.split("\n")[record.lines[0] - 1]
    assert first[0].isdigit()
    assert not text.split("\n")[record.lines[0] - 2][:1].isdigit()


@pytest.mark.parametrize(
    "alphabet", ["utf-8-sig", "utf-16", "latin-1"], ids=["mark", "utf-16", "latin-1"]
)
def test_the_alphabet_of_a_file_does_not_change_its_figures(alphabet: str) -> None:
    text = "Fecha y hora;Radiación (W/m2)\n2021-01-31 11:00;810\n2021-01-31 12:00;900\n"
    content = text.replace("\n", "\r\n").encode(alphabet)
    record = recognised(content, "mina.csv").read(content, "mina.csv")
    assert record.data["ghi"].tolist() == [810.0, 900.0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "mine.csv: the file is empty"),
        (b"  \n ", "mine.csv: the file is empty"),
        (b"PK\x03\x04\x14\x00", "mine.csv: this is an Excel workbook or a zip archive"),
        (b"%PDF-1.7", "mine.csv: this is a PDF"),
        (b"\x89HDF\r\n", "mine.csv: this is an HDF5 or NetCDF file"),
        (b"\x00\x01\x02\x03", "mine.csv: this is not text"),
        (b"\xff\xfea", "mine.csv: this is not text"),
        (b"<!DOCTYPE html><html>", "mine.csv: this is a web page"),
        (b"Dear Sir,\nno sun today\n", "mine.csv:1: 'Dear Sir,' begins no weather file"),
    ],
)
def test_what_is_no_weather_is_told_apart(content: bytes, said: str) -> None:
    with pytest.raises(InputError) as error:
        recognised(content, "mine.csv")
    assert str(error.value).startswith(said)


def test_an_unknown_file_is_told_which_kinds_are_known() -> None:
    with pytest.raises(InputError) as error:
        recognised(b"Dear Sir,\n", "mine.csv")
    assert all(str(kind.title) in str(error.value) for kind in FORMATS)


def test_the_ending_tells_an_epw_that_has_lost_its_head() -> None:
    assert recognised(b"1,2,3\n", "mine.epw").name == "epw"


def test_twenty_cells_are_named_and_the_rest_counted() -> None:
    content = BODIES["plain_csv"]().replace("21.5", "warm").encode()
    with pytest.raises(InputError) as error:
        KINDS["plain_csv"].read(content, "mine.csv")
    assert len(error.value.problems) == 21
    assert str(error.value.problems[0]).startswith("mine.csv:2:3 [temp_air]: 'warm'")
    assert str(error.value.problems[-1]) == "mine.csv: and 28 more"


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=300))
def test_random_bytes_end_in_a_message_or_a_record(content: bytes) -> None:
    read_whatever(content)


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(alphabet='0123456789,;\t\n"#:=-./ eEnNaAghitm(){}[]', max_size=200),
    kind=st.sampled_from(FORMATS),
)
def test_random_text_ends_in_a_message_or_a_record_for_every_reader(text: str, kind) -> None:
    read_whatever(text.encode(), kind.name)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_spoiled_file_ends_in_a_message_or_a_record(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(BODIES)))
    text = BODIES[kind]()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, max(len(text) - 1, 0)))
        length = data.draw(st.sampled_from([0, 1, 3, 40, 400, 4000]))
        put = data.draw(
            st.one_of(
                st.text(max_size=4),
                st.sampled_from(["", ",", '"', "\n\n", "-999", "nan", "inf", "1e999", "{", "null"]),
            )
        )
        text = text[:place] + put + text[place + length :]
    read_whatever(text.encode("utf-8", errors="replace"), kind)


def read_whatever(content: bytes, kind: str = "") -> None:
    """Read; anything but a record with times or a message that names the file is a failure."""
    try:
        reader = KINDS[kind] if kind else recognised(content, "mine.csv")
        record = reader.read(content, "mine.csv")
    except InputError as error:
        said = error.problems
    else:
        assert len(record.data) > 0
        assert not record.data.index.hasnans
        return
    assert 1 <= len(said) <= 21
    assert all(problem.file == "mine.csv" for problem in said)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sums_of_the_example_files_are_those_of_their_table(name: str) -> None:
    path = SHARED / SAMPLES[name]
    if not path.is_file():
        pytest.skip("the example files are not here")
    expected = pd.read_csv(SHARED / "annual_figures.csv").set_index("name").loc[name]
    content = path.read_bytes()
    record = recognised(content, path.name).read(content, path.name)
    assert len(record.data) == expected["hours"]
    assert record.data["ghi"].sum() / 1000 == pytest.approx(expected["ghi"], abs=0.05)
    assert record.data["temp_air"].mean() == pytest.approx(expected["tmean"], abs=0.005)
    for column in {"dni", "dhi"} & set(record.data):
        assert record.data[column].sum() / 1000 == pytest.approx(expected[column], abs=0.05)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("tmy_45.000_8.000_2005_2023.epw", "epw"),
        ("tmy_45.000_8.000_2005_2023.csv", "pvgis_tmy"),
        ("tmy_45.000_8.000_2005_2023.json", "pvgis_tmy"),
    ],
)
def test_one_typical_year_of_pvgis_is_the_same_in_its_three_layouts(name: str, kind: str) -> None:
    if not (SHARED / name).is_file():
        pytest.skip("the example files are not here")
    content = (SHARED / name).read_bytes()
    assert recognised(content, name).name == kind
    record = KINDS[kind].read(content, name)
    reference = (SHARED / "tmy_45.000_8.000_2005_2023.csv").read_text().split("\n")[18:8778]
    ghi = [float(line.split(",")[3]) for line in reference]
    assert record.data["ghi"].tolist() == ghi
    assert record.sun_offset_minutes == pytest.approx(0.1761 * 60, abs=0.01)
    assert record.utc_offset_hours == 0.0


@pytest.mark.parametrize(
    ("name", "mean"),
    [
        ("COL_Jamundi_NASA_POWER_daily_2010-2021.csv", 4.24),
        ("COL_SantaRosalia_NASA_POWER_daily_2014-2023.csv", 4.95),
        ("COL_3.62N_76.41W_NASA_POWER_monthly_2011-2021.csv", 4.23),
    ],
)
def test_the_means_of_the_power_examples_are_those_published_with_them(
    name: str, mean: float
) -> None:
    if not (SHARED / name).is_file():
        pytest.skip("the example files are not here")
    content = (SHARED / name).read_bytes()
    record = recognised(content, name).read(content, name)
    assert record.data["ghi_kwh_m2_day"].mean() == pytest.approx(mean, abs=0.01)


def test_a_year_is_read_in_a_quarter_of_a_second_of_work() -> None:
    content = pvgis_tmy_csv().encode()
    took = []
    for _ in range(3):
        start = time.process_time()
        recognised(content, "tmy.csv").read(content, "tmy.csv")
        took.append(time.process_time() - start)
    assert min(took) < 0.25
