from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pytest
from made_weather import MAIPO, Climate, made_year

from equipment_catalog.errors import InputError
from pv_design.weather import read_weather

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pv_design.weather import Weather

HEADINGS = "time,ghi (W/m2),dni (W/m2),dhi (W/m2),temp_air (C),wind_speed (m/s)"
HEAD_LINES = 3
LINE_OF_NOON = 12 + HEAD_LINES + 1
LIGHTS = ["ghi", "dni", "dhi"]
END_OF_28_FEBRUARY = 59 * 24
NORTH = replace(MAIPO, latitude=-MAIPO.latitude)


def rows_of(data: pd.DataFrame, labels: pd.DatetimeIndex | None = None) -> list[str]:
    """Return the lines of a year, the first hour on line 4."""
    times = pd.DatetimeIndex(data.index).tz_localize(None) if labels is None else labels
    named = data.round(4).set_axis(times.strftime("%Y-%m-%d %H:%M"), axis="index")
    return named.to_csv(header=False).splitlines()


@lru_cache
def sound_rows() -> tuple[str, ...]:
    return tuple(rows_of(made_year(MAIPO)))


def file_of(rows: Sequence[str], *, zone: int = -5) -> str:
    return "\n".join([f"# zone: UTC{zone:+d}", "# label: start", HEADINGS, *rows]) + "\n"


def read(path: Path, text: str | bytes, climate: Climate = MAIPO) -> Weather:
    file = path / "mine.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_weather(
        file,
        latitude=climate.latitude,
        longitude=climate.longitude,
        altitude_m=climate.altitude_m,
    )


def warnings_of(weather: Weather) -> str:
    told = (n for n in weather.notes if n.kind in {"warning", "finding"})
    return "\n".join(f"{n.what}: {n.value}; {n.effect}" for n in told)


def changed(**columns: Callable[[pd.DataFrame], pd.Series]) -> str:
    return file_of(rows_of(made_year(MAIPO).assign(**columns)))


def scaled(factor: float) -> str:
    data = made_year(MAIPO)
    return file_of(rows_of(data.assign(**{column: data[column] * factor for column in LIGHTS})))


def cell(hour: int, column: int, text: str) -> str:
    rows = list(sound_rows())
    cells = rows[hour].split(",")
    cells[column] = text
    rows[hour] = ",".join(cells)
    return file_of(rows)


def held(column: str, first: int, last: int) -> Callable[[pd.DataFrame], pd.Series]:
    def hold(data: pd.DataFrame) -> pd.Series:
        values = data[column].to_numpy(copy=True)
        values[first:last] = values[first]
        return pd.Series(values, data.index)

    return hold


class Spoiled(NamedTuple):
    """A spoiled file and what its refusal says, as a pattern."""

    make: Callable[[], str | bytes]
    said: str


def in_order(*lines: int) -> str:
    rows = sound_rows()
    return file_of([rows[line] for line in lines])


REFUSED = {
    "degrees Fahrenheit": Spoiled(
        lambda: changed(temp_air=lambda d: d["temp_air"] * 1.8 + 32),
        r"mine\.csv.*\[temp_air\].* fit degrees Fahrenheit",
    ),
    "kelvin": Spoiled(
        lambda: changed(temp_air=lambda d: d["temp_air"] + 273.15),
        r"^mine\.csv:4:5 \[temp_air\].* fit kelvin",
    ),
    "kilowatt-hours for watts": Spoiled(
        lambda: scaled(0.001), r"^mine\.csv \[ghi\].* the values fit kW/m2"
    ),
    "megajoules for watts": Spoiled(
        lambda: scaled(0.0036), r"^mine\.csv \[ghi\].* the values fit MJ/m2"
    ),
    "light as a percentage": Spoiled(
        lambda: scaled(1 / 11), r"^mine\.csv \[ghi\].* reaches 0\.0[0-9]+ times a cloudless sky"
    ),
    "a doubled row": Spoiled(
        lambda: in_order(*range(13), *range(12, 8760)),
        rf"mine\.csv:{LINE_OF_NOON + 1}.* rows that stand twice: 1, the first of 2025-01-01 12:00",
    ),
    "a missing row": Spoiled(
        lambda: in_order(*range(12), *range(13, 8760)),
        rf"mine\.csv:{LINE_OF_NOON}.* steps of the year without a row: 1 \(2025-01-01 12:00\)",
    ),
    "rows out of order": Spoiled(
        lambda: in_order(*range(12), 13, 12, *range(14, 8760)),
        rf"^mine\.csv:{LINE_OF_NOON + 1}.* earlier than the row before: 1, .* 2025-01-01 12:00",
    ),
    "half a year": Spoiled(
        lambda: in_order(*range(4380)),
        r"mine\.csv.* steps of the year without a row: 4380 \(2025-07-02 12:00",
    ),
    "a missing column": Spoiled(
        lambda: file_of(sound_rows()).replace("ghi (W/m2),dni", "heat flow,cloud"),
        r"^mine\.csv:3 \[ghi\]: the column ghi is missing; ghi, or both dni and dhi; the headings "
        r"here are time, heat flow",
    ),
    "an empty cell": Spoiled(
        lambda: cell(12, 1, ""),
        rf"mine\.csv:{LINE_OF_NOON}:2 \[ghi\].* without a value: 1 \(01-01 12:00\)",
    ),
    "a NaN": Spoiled(
        lambda: cell(12, 4, "NaN"), rf"mine\.csv:{LINE_OF_NOON}:5 \[temp_air\].* \(01-01 12:00\)"
    ),
    "a code for missing": Spoiled(
        lambda: cell(12, 3, "-999"),
        rf"mine\.csv:{LINE_OF_NOON}.*\[dhi\].*(value: 1 \(01-01 12:00|-999 is a code)",
    ),
    "a word in a cell": Spoiled(
        lambda: cell(12, 1, "cloudy"), rf"mine\.csv:{LINE_OF_NOON}:2.*cloudy"
    ),
    "a negative noon": Spoiled(
        lambda: cell(12, 1, "-850"), rf"mine\.csv:{LINE_OF_NOON}.*\[ghi\].* negative by day"
    ),
    "diffuse light above global": Spoiled(
        lambda: changed(dhi=lambda d: d["ghi"] * 1.4), r"\[dhi\].* more diffuse than global"
    ),
    "light at night": Spoiled(
        lambda: changed(ghi=lambda d: d["ghi"] + 60.0),
        r"mine\.csv:4:2 .*light, the sun 10 degrees below",
    ),
    "a sensor that hung for a week": Spoiled(
        lambda: changed(ghi=held("ghi", 3996, 4164)),
        rf"mine\.csv:{3996 + HEAD_LINES + 1}:2 \[ghi\].* keeps one value for 16[0-9] hours",
    ),
    "a stuck thermometer": Spoiled(
        lambda: changed(temp_air=held("temp_air", 2000, 5000)),
        rf"mine\.csv:{2000 + HEAD_LINES + 1}:5 \[temp_air\].* one value for 3000 hours",
    ),
    "swapped beam and diffuse": Spoiled(
        lambda: changed(dni=lambda d: d["dhi"], dhi=lambda _: made_year(MAIPO)["dni"]),
        r"\[ghi\].* dni and dhi stand in each other's place",
    ),
    "a southern file read as northern": Spoiled(
        lambda: file_of(sound_rows()), r"sign of the latitude is turned"
    ),
    "a decimal comma between commas": Spoiled(
        lambda: file_of([re.sub(r"(\d)\.(\d)", r"\1,\2", row) for row in sound_rows()]),
        r"^mine\.csv:[0-9]+:[0-9]+ ",
    ),
    "an empty file": Spoiled(lambda: "", r"mine\.csv"),
    "only headings": Spoiled(lambda: HEADINGS + "\n", r"mine\.csv"),
    "a picture": Spoiled(
        lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), r"mine\.csv"
    ),
    "light in the order of a lottery": Spoiled(
        lambda: changed(ghi=lambda d: np.random.default_rng(1).permutation(d["ghi"])),
        r"\[ghi\].* light that follows the sun: rows out of order",
    ),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_spoiled_file_is_refused_by_its_fault_and_place(fault: str, tmp_path: Path) -> None:
    climate = NORTH if "northern" in fault else MAIPO
    with pytest.raises(InputError) as refused:
        read(tmp_path, REFUSED[fault].make(), climate)
    assert re.search(REFUSED[fault].said, str(refused.value), re.MULTILINE), str(refused.value)
    assert all(problem.file.endswith("mine.csv") for problem in refused.value.problems)


def rolled(hours: int) -> pd.DataFrame:
    data = made_year(MAIPO)
    return pd.DataFrame(np.roll(data, hours, axis=0), data.index, data.columns)


@pytest.mark.parametrize(
    ("hours", "zone", "said"),
    [
        (0, 5, r"did not follow the sun and was moved: \+10 h"),
        (5, -5, r"did not follow the sun and was moved: -5 h"),
        (3, -5, r"did not follow the sun and was moved: -3 h"),
        (-1, -5, r"did not follow the sun and was moved: \+1 h"),
        (5, 0, r"moved to local standard time: -5 h, to UTC-5 h"),
    ],
)
def test_a_clock_that_is_not_the_suns_is_set_right_with_a_word(
    hours: int, zone: int, said: str, tmp_path: Path
) -> None:
    made = read(tmp_path, file_of(rows_of(rolled(hours)), zone=zone))
    assert made.utc_offset_hours == -5
    for column in LIGHTS:
        assert made.data[column].to_numpy() == pytest.approx(made_year(MAIPO)[column], abs=1e-3)
    assert re.search(said, warnings_of(made)), warnings_of(made)


def test_a_leap_year_loses_its_29_february_with_a_word(tmp_path: Path) -> None:
    data = made_year(MAIPO)
    day = data.iloc[END_OF_28_FEBRUARY - 24 : END_OF_28_FEBRUARY]
    long = pd.concat([data[:END_OF_28_FEBRUARY], day + 0.5, data[END_OF_28_FEBRUARY:]])
    labels = pd.date_range("2024-01-01", periods=8784, freq="h")
    made = read(tmp_path, file_of(rows_of(long, labels)))
    assert made.data["temp_air"].to_numpy() == pytest.approx(data["temp_air"], abs=1e-3)
    assert "29 February left out" in warnings_of(made)


def test_a_sound_file_of_that_shape_is_read_without_a_warning(tmp_path: Path) -> None:
    made = read(tmp_path, file_of(sound_rows()))
    assert [note for note in made.notes if note.kind == "warning"] == []
    assert made.data["ghi"].sum() == pytest.approx(made_year(MAIPO)["ghi"].sum())
