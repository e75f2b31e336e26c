from __future__ import annotations

import contextlib
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from made_weather import MAIPO, made_year

from equipment_catalog.errors import InputError
from pv_design.weather import Weather, read_weather

if TYPE_CHECKING:
    from pathlib import Path

HEADS = (
    "LOCATION,Mina,-,PER,SRC,1,-3.75,-73.25,-5.0,104.0\n",
    "Latitude (decimal degrees): 45.000\nLongitude (decimal degrees): 8.000\n",
    '{"inputs": {"location": {"latitude": 45.0}}, "outputs": {"tmy_hourly": [',
    "-BEGIN HEADER-\nNASA/POWER CERES\n-END HEADER-\nYEAR,MO,DY,HR,ALLSKY_SFC_SW_DWN\n",
    "YEAR,MO,DY,ALLSKY_SFC_SW_DWN\n",
    "PARAMETER,YEAR,JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC,ANN\n",
    "Source,Location ID,City,State,Country,Latitude,Longitude,Time Zone,Elevation\n",
    "Fecha/Hora,glb,ghi,dni,difh,temp,vel\n",
    "hour_of_year,ghi_w_m2,temp_air_c\n",
    "# zone: UTC-5\n# label: start\ntime,ghi\n",
)
ENDINGS = ("csv", "epw", "json", "tm2", "txt", "xlsx", "")
unhurried = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def ends_well(folder: Path, content: bytes, ending: str = "csv") -> None:
    """Read bytes as a weather file: weather, or problems in words."""
    file = folder / f"mine.{ending}"
    file.write_bytes(content)
    with contextlib.suppress(InputError):
        made = read_weather(file, latitude=-33.5, longitude=-70.65, altitude_m=570.0)
        assert isinstance(made, Weather)


@given(content=st.binary(max_size=400), ending=st.sampled_from(ENDINGS))
@unhurried
def test_random_bytes_end_in_a_message(folder: Path, content: bytes, ending: str) -> None:
    ends_well(folder, content, ending)


@given(
    head=st.sampled_from(HEADS),
    body=st.text(st.characters(codec="utf-8"), max_size=200),
    ending=st.sampled_from(ENDINGS),
)
@unhurried
def test_a_known_head_above_random_text_ends_in_a_message(
    folder: Path, head: str, body: str, ending: str
) -> None:
    ends_well(folder, (head + body).encode(), ending)


CELLS = st.sampled_from(
    [
        "",
        "0",
        "-999",
        "1e400",
        "1e-400",
        "nan",
        "inf",
        "-inf",
        "x",
        "2025-01-01 00:00",
        "13",
        "9" * 40,
    ]
)


@given(
    head=st.sampled_from(HEADS),
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=12),
    separator=st.sampled_from([",", ";", "\t"]),
)
@unhurried
def test_a_known_head_above_rows_of_odd_cells_ends_in_a_message(
    folder: Path, head: str, rows: list[list[str]], separator: str
) -> None:
    body = "\n".join(separator.join(row) for row in rows)
    ends_well(folder, (head.replace(",", separator) + body).encode())


@lru_cache
def sound_file() -> bytes:
    data = made_year(MAIPO)
    times = data.index.strftime("%Y-%m-%d %H:%M")
    body = data.round(2).set_axis(times, axis="index").to_csv(index_label="time")
    return f"# zone: UTC-5\n# label: start\n{body}".encode()


def test_the_file_that_is_spoiled_below_is_sound(folder: Path) -> None:
    (folder / "mine.csv").write_bytes(sound_file())
    made = read_weather(folder / "mine.csv", latitude=-33.5, longitude=-70.65, altitude_m=570.0)
    assert made.data["ghi"].sum() == pytest.approx(made_year(MAIPO)["ghi"].sum(), rel=1e-4)


@given(
    place=st.floats(0, 1),
    length=st.integers(0, 200_000),
    patch=st.one_of(st.binary(max_size=30), CELLS.map(str.encode)),
)
@example(place=0.0, length=10**7, patch=b"")
@example(place=0.0, length=31, patch=b"")
@settings(unhurried, max_examples=25)
def test_a_year_with_a_piece_torn_out_or_put_in_ends_in_weather_or_a_message(
    folder: Path, place: float, length: int, patch: bytes
) -> None:
    content = sound_file()
    start = int(place * len(content))
    ends_well(folder, content[:start] + patch + content[start + length :])
