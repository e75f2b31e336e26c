from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pvlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_weather import (
    DARKHAN,
    MAIPO,
    PUNO,
    SEVILLE,
    SUAREZ,
    TARKWA,
    Climate,
    hours_of_2025,
    made_year,
)
from pvlib import iotools, solarposition

from pv_design.sun_position import sun_of_hours
from pv_design.weather.clock import SunClock, clock_fault, sun_offset_minutes
from pv_design.weather.doctor import CHECKS, HourlyYear, examine, without_small_negatives
from pv_design.weather.doctor.hourly_year import longest_run
from pv_design.weather.quick_sun import cosine_of_zenith

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = Path("/work/shared/data/weather")
SHIPPED = Path(pvlib.__file__).parent / "data"
EVERYWHERE = [SUAREZ, PUNO, MAIPO, TARKWA, DARKHAN, SEVILLE]
needs_shared = pytest.mark.skipif(
    not SHARED.exists(), reason="the example files are not on this machine"
)


def year_of(
    data: pd.DataFrame, climate: Climate, *, offset_minutes: float = 30.0, **changes: Any
) -> HourlyYear:
    sun = sun_of_hours(
        climate.latitude,
        climate.longitude,
        climate.altitude_m,
        year=2025,
        zone=pd.DatetimeIndex(hours_of_2025(climate.zone)).tz,
        sun_offset_minutes=offset_minutes,
    )
    fields: dict[str, Any] = {
        "data": data,
        "sun": sun,
        "latitude": climate.latitude,
        "longitude": climate.longitude,
        "altitude_m": climate.altitude_m,
        "sun_offset_minutes": offset_minutes,
        "file": "mine.csv",
        "line_of": lambda hour: hour + 2,
    }
    return HourlyYear(**(fields | changes))


def verdicts(year: HourlyYear) -> dict[str, str]:
    """Return what is not good, by check."""
    return {mark.check: mark.verdict for mark in examine(year).marks if mark.verdict != "good"}


def clock_of(data: pd.DataFrame, climate: Climate, **changes: Any) -> SunClock:
    fields = {"latitude": climate.latitude, "longitude": climate.longitude}
    return sun_offset_minutes(data["ghi"], pd.DatetimeIndex(data.index), **(fields | changes))


@pytest.mark.parametrize("climate", EVERYWHERE)
@pytest.mark.parametrize("offset", [-30.0, 0.0, 30.0])
def test_the_label_is_found_by_the_sun_of_another_algorithm(
    climate: Climate, offset: float
) -> None:
    found = clock_of(made_year(climate, offset_minutes=offset), climate)
    assert found.best_minutes == offset
    assert found.fine_minutes == pytest.approx(offset, abs=3)  # clouds are drawn alike all day
    assert found.is_found


@given(
    latitude=st.floats(-55, 60),
    longitude=st.floats(-179, 179),
    zone=st.integers(-11, 12),
    late=st.integers(-11, 11),
)
@settings(max_examples=20)
def test_a_wrong_zone_is_found_wherever_the_place_is(
    latitude: float, longitude: float, zone: int, late: int
) -> None:
    labels = pd.date_range("2025-01-01", periods=8760, freq="h")
    moments = labels - pd.Timedelta(hours=zone) + pd.Timedelta(minutes=30)
    sun = solarposition.get_solarposition(moments.tz_localize("UTC"), latitude, longitude)
    light = np.cos(np.radians(sun["zenith"].to_numpy())).clip(min=0) * 900
    found = sun_offset_minutes(
        light, labels, latitude=latitude, longitude=longitude, utc_offset_hours=zone + late
    )
    assert found.best_minutes == (60 * late + 30 + 720) % 1440 - 720


def test_the_cosine_is_that_of_the_nrel_algorithm_to_a_hundredth() -> None:
    labels = pd.date_range("2025-01-01", periods=8760, freq="h")
    ours = cosine_of_zenith(
        labels, latitude=-15.8, longitude=-70.0, utc_offset_hours=-5, minutes=np.array([20.0])
    )[:, 0]
    moments = labels.tz_localize("Etc/GMT+5") + pd.Timedelta(minutes=20)
    theirs = solarposition.get_solarposition(moments, -15.8, -70.0)["zenith"]
    assert np.abs(ours - np.cos(np.radians(theirs.to_numpy()))).max() < 0.01


def test_haze_that_takes_six_of_a_hundred_before_noon_moves_the_sun_four_minutes_forward() -> None:
    data = made_year(SUAREZ)
    solar_hour = data.index.hour + 0.5 + SUAREZ.longitude / 15 - SUAREZ.zone
    hazy = data.assign(ghi=data["ghi"].where(solar_hour > 12, data["ghi"] * 0.94))
    moved = clock_of(hazy, SUAREZ).fine_minutes - clock_of(data, SUAREZ).fine_minutes
    by_hand = -0.03 / (np.pi / 2) * 720 / np.pi  # cos h (1 + 0.03 sign h) over cos(h + x)
    assert moved == pytest.approx(by_hand, abs=1.0)  # clouds bend the days a little


def test_the_gain_over_another_moment_is_the_difference_of_two_correlations() -> None:
    data = made_year(PUNO, offset_minutes=0.0)
    found = clock_of(data, PUNO)
    moments = pd.DatetimeIndex(data.index) + pd.Timedelta(minutes=30)
    zenith = solarposition.get_solarposition(moments, PUNO.latitude, PUNO.longitude)["zenith"]
    height = np.cos(np.radians(zenith.to_numpy())).clip(min=0)
    declared = np.corrcoef(data["ghi"], height)[0, 1]
    assert found.gain_over(30.0) == pytest.approx(found.correlation - declared, abs=0.001)
    assert abs(found.gain_over(0.0)) < 0.001


def test_no_light_follows_no_sun_and_gaps_are_left_out() -> None:
    data = made_year(SUAREZ)
    assert not clock_of(data.assign(ghi=0.0), SUAREZ).is_found
    assert not clock_of(data.assign(ghi=np.nan), SUAREZ).is_found
    shuffled = np.random.default_rng(3).permutation(data["ghi"])
    assert not clock_of(data.assign(ghi=shuffled), SUAREZ).is_found
    holed = data.assign(ghi=data["ghi"].mask(np.arange(8760) % 7 == 0))
    assert clock_of(holed, SUAREZ).best_minutes == 30


@pytest.mark.parametrize(
    ("delay", "zone", "said"),
    [
        (-5, -5.0, "the hours are in UTC, though UTC-5 h was declared"),
        (10, 5.0, "the sign of the zone is turned: the hours fit UTC-5 h, UTC+5 h was declared"),
        (1, -4.0, "daylight saving or a neighbour's zone: the hours fit UTC-5 h"),
        (3, -5.0, "the zone, the longitude or the order of the hours is wrong: .* UTC-8 h"),
    ],
)
def test_a_wrong_clock_is_called_what_it_is(delay: int, zone: float, said: str) -> None:
    assert re.match(said.replace("+", r"\+"), str(clock_fault(delay, zone)))


@pytest.mark.parametrize("climate", EVERYWHERE)
@pytest.mark.parametrize("offset", [0.0, 30.0])
def test_a_sound_year_has_no_doubt_in_any_climate(climate: Climate, offset: float) -> None:
    data = made_year(climate, offset_minutes=offset)
    year = year_of(data, climate, offset_minutes=offset, file_altitude_m=climate.altitude_m)
    assert verdicts(year) == {}
    assert {mark.check for mark in examine(year).marks} >= {
        check.key for check in CHECKS if check.key != "small_negatives"
    }


Spoil = "Callable[[pd.DataFrame], pd.DataFrame]"


def _stuck_at(column: str, hours: slice, value: float) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def spoil(data: pd.DataFrame) -> pd.DataFrame:
        values = data[column].to_numpy(copy=True)
        values[hours] = value
        return data.assign(**{column: values})

    return spoil


def _turned(data: pd.DataFrame, hours: int, *columns: str) -> pd.DataFrame:
    return data.assign(**{column: np.roll(data[column], hours) for column in columns})


LIGHTS = ("ghi", "dni", "dhi")
SPOILED = {
    "kilowatts": (lambda d: d.assign(**{c: d[c] / 1000 for c in LIGHTS}), "light_unit", "kW/m2"),
    "megajoules": (
        lambda d: d.assign(**{c: d[c] * 0.0036 for c in LIGHTS}),
        "light_unit",
        "MJ/m2",
    ),
    "calories": (lambda d: d.assign(**{c: d[c] / 11.62 for c in LIGHTS}), "light_unit", "cal/cm2"),
    "kilojoules": (
        lambda d: d.assign(**{c: d[c] * 3.6 for c in LIGHTS}),
        "light_unit",
        "kJ/m2",
    ),
    "Fahrenheit": (
        lambda d: d.assign(temp_air=d["temp_air"] * 1.8 + 32),
        "temperature_level",
        "Fahrenheit",
    ),
    "Kelvin": (lambda d: d.assign(temp_air=d["temp_air"] + 273.15), "limits", "kelvin"),
    "one gap": (_stuck_at("ghi", slice(4000, 4001), np.nan), "gaps", "06-16 16:00"),
    "a gap in the wind": (_stuck_at("wind_speed", slice(7, 8), np.nan), "gaps", "01-01 07:00"),
    "a code": (_stuck_at("dhi", slice(4000, 4001), -999.0), "limits", "-999 is a code"),
    "negative by day": (_stuck_at("ghi", slice(12, 13), -50.0), "limits", "negative by day"),
    "infinite": (
        _stuck_at("dni", slice(12, 13), np.inf),
        "limits",
        "1 (01-01 12:00); the first is inf",
    ),
    "light at night": (_stuck_at("ghi", slice(0, 96), 300.0), "night", "01-01 00:00"),
    "a dark week": (
        lambda d: d.assign(**{c: d[c].where(np.arange(8760) > 200) * 1.0 for c in LIGHTS}).fillna(
            0
        ),
        "dark_hours",
        "written as zero",
    ),
    "a frozen day": (_stuck_at("ghi", slice(3991, 4000), 555.0), "frozen_light", "555 W/m²"),
    "beam on the horizontal": (
        lambda d: d.assign(dni=d["ghi"] - d["dhi"]),
        "closure",
        "the beam is that on the horizontal",
    ),
    "swapped columns": (
        lambda d: d.rename(columns={"dni": "dhi", "dhi": "dni"}),
        "closure",
        "each other's place",
    ),
    "diffuse above global": (lambda d: d.assign(dhi=d["ghi"] * 1.5), "diffuse", "more diffuse"),
    "a stuck thermometer": (_stuck_at("temp_air", slice(0, 2000), 18.0), "stuck", "2000 hours"),
    "a temperature in UTC": (
        lambda d: _turned(d, 8, "temp_air"),
        "warmest_hour",
        "another clock than the light",
    ),
    "shuffled rows": (
        lambda d: d.assign(ghi=np.random.default_rng(1).permutation(d["ghi"])),
        "noon",
        "rows out of order",
    ),
}


@pytest.mark.parametrize("fault", SPOILED)
def test_what_cannot_be_right_is_refused_by_name_and_place(fault: str) -> None:
    spoil, check, said = SPOILED[fault]
    found = examine(year_of(spoil(made_year(MAIPO)), MAIPO))
    wrong = [mark for mark in found.marks if mark.check == check and mark.verdict == "wrong"]
    assert len(wrong) >= 1
    named = [str(p) for p in found.problems if said in str(p)]
    assert len(named) >= 1
    assert all(line.startswith("mine.csv") for line in named)


def test_a_problem_stands_on_the_line_of_its_first_hour() -> None:
    data = _stuck_at("ghi", slice(4000, 4003), np.nan)(made_year(SUAREZ))
    (problem,) = examine(year_of(data, SUAREZ)).problems
    assert (problem.file, problem.row, problem.field) == ("mine.csv", 4002, "ghi")
    assert str(problem.what) == "hours without a value: 3 (06-16 16:00, 06-16 17:00, 06-16 18:00)"


DOUBTED = {
    "a sky too bright": (lambda d: d.assign(**{c: d[c] * 1.3 for c in LIGHTS}), "light_unit"),
    "a dirty sensor": (lambda d: d.assign(**{c: d[c] * 0.55 for c in LIGHTS}), "light_unit"),
    "a light at night": (_stuck_at("ghi", slice(2, 4), 40.0), "night"),
    "four dark hours": (
        lambda d: d.assign(
            **{c: d[c].where(~np.isin(np.arange(8760), range(11, 15)), 0) for c in LIGHTS}
        ),
        "dark_hours",
    ),
    "five equal hours": (_stuck_at("ghi", slice(3994, 3999), 444.0), "frozen_light"),
    "copied days": (
        lambda d: d.assign(**{c: np.concatenate((d[c][:24],) * 5 + (d[c][120:],)) for c in LIGHTS}),
        "repeated_days",
    ),
    "four stuck days": (_stuck_at("temp_air", slice(0, 96), 12.0), "stuck"),
    "one wind for all": (lambda d: d.assign(wind_speed=2.0), "stuck"),
    "a storm in km/h": (lambda d: d.assign(wind_speed=4 * d["wind_speed"] + 4), "wind_level"),
    "a cold place": (lambda d: d.assign(temp_air=d["temp_air"] - 15), "temperature_level"),
    "a beam of space": (_stuck_at("dni", slice(3998, 4002), 1300.0), "beam"),
    "an offset of the nights": (
        lambda d: d.assign(ghi=d["ghi"].where(d["ghi"] > 0, -3.0)),
        "small_negatives",
    ),
}


@pytest.mark.parametrize("doubt", DOUBTED)
def test_what_may_be_right_is_a_warning_with_its_effect(doubt: str) -> None:
    spoil, check = DOUBTED[doubt]
    found = examine(year_of(spoil(made_year(MAIPO)), MAIPO))
    assert {m.verdict for m in found.marks if m.check == check} >= {"doubtful"}
    assert [p for p in found.problems if p.field not in LIGHTS] == []
    (mark,) = [m for m in found.marks if m.check == check and m.verdict == "doubtful"]
    (note,) = [n for n in found.notes if n.value is mark.said]
    assert (note.kind, note.what, note.effect) == ("warning", mark.name, mark.advice)


def test_a_southern_file_read_as_northern_is_refused_and_near_the_equator_not_judged() -> None:
    north = replace(MAIPO, latitude=-MAIPO.latitude)
    found = examine(year_of(made_year(MAIPO), north))
    assert ["sign of the latitude" in str(p) for p in found.problems if p.field == "ghi"].count(
        True
    ) == 1
    across = replace(SUAREZ, latitude=-SUAREZ.latitude)
    (mark,) = [m for m in examine(year_of(made_year(SUAREZ), across)).marks if m.check == "season"]
    assert (mark.verdict, "does not tell" in str(mark.said)) == ("good", True)


def test_a_beam_worked_out_half_an_hour_early_is_told_by_its_minutes() -> None:
    true = made_year(MAIPO)
    early = sun_of_hours(
        MAIPO.latitude,
        MAIPO.longitude,
        MAIPO.altitude_m,
        year=2025,
        zone=pd.DatetimeIndex(true.index).tz,
        sun_offset_minutes=0.0,
    )
    cosine = np.cos(np.radians(early["zenith"].to_numpy())).clip(min=0.05)
    data = true.assign(dni=((true["ghi"] - true["dhi"]) / cosine).clip(0, 1100))
    (mark,) = [m for m in examine(year_of(data, MAIPO)).marks if m.check == "closure"]
    assert mark.verdict == "doubtful"
    assert "with the sun -30 min from where the light has it" in str(mark.advice)


def test_a_summer_on_daylight_saving_is_told() -> None:
    data = made_year(MAIPO)
    summer = (data.index.month <= 3) | (data.index.month >= 10)
    moved = data.assign(**{c: np.where(summer, np.roll(data[c], 1), data[c]) for c in LIGHTS})
    (mark,) = [m for m in examine(year_of(moved, MAIPO)).marks if m.check == "noon"]
    assert mark.verdict == "doubtful"
    assert "daylight saving" in str(mark.advice)


def test_a_label_half_an_hour_off_is_a_doubt_and_a_quarter_of_haze_is_none() -> None:
    data = made_year(PUNO, offset_minutes=0.0)
    assert verdicts(year_of(data, PUNO, offset_minutes=30.0))["noon"] == "doubtful"
    assert "noon" not in verdicts(year_of(data, PUNO, offset_minutes=9.0))


@pytest.mark.parametrize(("given", "verdict"), [(1200.0, None), (1550.0, "doubtful")])
def test_a_height_off_the_files_own_is_a_doubt(given: float, verdict: str | None) -> None:
    year = year_of(made_year(SUAREZ), SUAREZ, altitude_m=given, file_altitude_m=1210.0)
    assert verdicts(year).get("altitude") == verdict


def test_a_height_far_off_the_map_is_a_doubt_though_valleys_are_not() -> None:
    assert "altitude" not in verdicts(year_of(made_year(SUAREZ), SUAREZ, altitude_m=1050.0))
    assert verdicts(year_of(made_year(SUAREZ), SUAREZ, altitude_m=2300.0))["altitude"] == "doubtful"


def test_columns_that_are_not_there_are_not_looked_at() -> None:
    data = made_year(SUAREZ)[["ghi"]].assign(temp_air=np.nan)
    found = examine(year_of(data, SUAREZ))
    assert found.problems == ()
    assert {column for mark in found.marks for column in mark.columns} <= {"ghi", "temp_air"}
    assert {"closure", "beam", "stuck", "warmest_hour"}.isdisjoint(m.check for m in found.marks)


def test_light_without_a_global_column_is_judged_by_its_parts() -> None:
    parts = made_year(PUNO).drop(columns="ghi")
    assert verdicts(year_of(parts, PUNO)) == {}
    assert verdicts(year_of(parts.assign(dni=0.0, dhi=0.0), PUNO))["light_unit"] == "wrong"


def test_small_negatives_become_zero_and_others_stay() -> None:
    data = made_year(SUAREZ)
    data.loc[data.index[[0, 12]], "ghi"] = -3.0
    data.loc[data.index[5], "wind_speed"] = -0.04
    data.loc[data.index[6], "temp_air"] = -3.0
    mended = without_small_negatives(year_of(data, SUAREZ))
    assert mended["ghi"].iloc[[0, 12]].tolist() == [0.0, -3.0]  # at night, and at noon
    assert mended["wind_speed"].iloc[5] == 0.0
    assert mended["temp_air"].iloc[6] == -3.0
    assert mended.drop(data.index[[0, 5]]).equals(data.drop(data.index[[0, 5]]))


@given(st.lists(st.integers(0, 2), min_size=1, max_size=40))
def test_the_longest_run_is_that_of_a_plain_walk(values: list[int]) -> None:
    best, run = 1, 1
    for before, now in itertools.pairwise(values):
        run = run + 1 if now == before else 1
        best = max(best, run)
    length, start = longest_run(np.array(values, dtype=float))
    assert length == best
    assert len(set(values[start : start + length])) == 1


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=15)
def test_no_year_however_spoiled_ends_in_a_traceback(seed: int) -> None:
    draw = np.random.default_rng(seed)
    data = made_year(SUAREZ)
    for _ in range(draw.integers(1, 8)):
        column = str(draw.choice(data.columns))
        start, length = draw.integers(0, 8760), draw.integers(1, 8760)
        value = draw.choice([np.nan, np.inf, -np.inf, 0.0, -999.0, 1e300, 5.0, -1e-9])
        data = _stuck_at(column, slice(start, start + length), float(value))(data)
    for mark in examine(year_of(data, SUAREZ)).marks:
        assert str(mark.said)


def _read_shared(name: str) -> tuple[pd.DataFrame, Climate]:
    if name == "Iquitos":
        table = pd.read_csv(SHARED / "PER_Iquitos_PVGIS_TMY_2024index.csv")
        columns, where = ["time", *LIGHTS, "temp_air", "wind_speed"], (-3.75, -73.25, 104.0, -5)
    elif name == "San Andres":
        table = pd.read_csv(SHARED / "COL_SanAndres_hourly.csv")
        columns, where = ["time", "ghi", "temp_air", "wind_speed"], (12.54, -81.71, 5.0, -5)
    else:
        path = SHARED / "CHL_Santiago_ExploradorSolar_TMY.csv"
        table = pd.read_csv(path, skiprows=41, encoding="latin-1")
        table = table[["Fecha/Hora", "ghi", "dni", "difh", "temp", "vel"]]
        columns = ["time", *LIGHTS, "temp_air", "wind_speed"]
        where = (-33.498, -70.608, 579.0, -4)
    data = table.set_axis(columns, axis=1).drop(columns="time").set_index(hours_of_2025(where[3]))
    return data, Climate(*where, mean_c=0.0)


@needs_shared
@pytest.mark.parametrize(
    ("name", "offset", "doubts"),
    [
        ("Iquitos", 30, {"closure": "doubtful", "beam": "doubtful"}),
        ("San Andres", 0, {}),
        ("Santiago", 0, {}),
    ],
)
def test_the_example_files_have_their_known_offset_and_only_true_doubts(
    name: str, offset: int, doubts: dict[str, str]
) -> None:
    data, climate = _read_shared(name)
    assert clock_of(data, climate).best_minutes == offset
    year = year_of(data, climate, offset_minutes=float(offset))
    assert verdicts(year) == doubts


@needs_shared
def test_the_closure_of_iquitos_is_what_was_published_of_it() -> None:
    data, climate = _read_shared("Iquitos")
    (mark,) = [m for m in examine(year_of(data, climate)).marks if m.check == "closure"]
    assert float(str(mark.said).split("by ")[1].split()[0]) == pytest.approx(32, abs=2)
    assert "with the sun -30 min" in str(mark.advice)


@needs_shared
def test_the_typical_year_of_pvgis_has_days_of_darkness_in_may() -> None:
    where = Climate(45.0, 8.0, 250.0, 0, 13.0)
    table = pd.read_csv(SHARED / "tmy_45.000_8.000_2005_2023.csv", skiprows=17, nrows=8760)
    data = table[["G(h)", "Gb(n)", "Gd(h)", "T2m", "WS10m"]].astype(float)
    data = data.set_axis([*LIGHTS, "temp_air", "wind_speed"], axis=1).set_index(hours_of_2025(0))
    year = year_of(data, where, offset_minutes=60 * 0.1761, file_altitude_m=250.0)
    assert verdicts(year) == {"light_unit": "doubtful", "dark_hours": "doubtful"}
    (mark,) = [m for m in examine(year).marks if m.check == "dark_hours"]
    assert str(mark.said).startswith("hours without light, the sun 20 degrees high or more: 36 (")


@pytest.mark.skipif(not (SHIPPED / "12839.tm2").exists(), reason="pvlib ships no example years")
@pytest.mark.parametrize("name", ["703165TY.csv", "723170TYA.CSV", "12839.tm2"])
def test_the_years_that_ship_with_pvlib_have_no_doubt(name: str) -> None:
    if name.endswith("tm2"):
        data, head = iotools.read_tmy2(SHIPPED / name)
        data = data.rename(
            columns={"GHI": "ghi", "DNI": "dni", "DHI": "dhi", "DryBulb": "temp_air"}
        ).assign(temp_air=data["DryBulb"] / 10, wind_speed=data["Wspd"] / 10)
    else:
        data, head = iotools.read_tmy3(SHIPPED / name, map_variables=True, coerce_year=2025)
    zone = int(head["TZ"])
    where = Climate(head["latitude"], head["longitude"], float(head["altitude"]), zone, 0.0)
    data = data[[*LIGHTS, "temp_air", "wind_speed"]].astype(float).set_index(hours_of_2025(zone))
    assert clock_of(data, where).best_minutes == 30
    assert verdicts(year_of(data, where)) == {}


def test_the_checks_have_names_of_their_own() -> None:
    assert len({check.key for check in CHECKS}) == len(CHECKS)
    assert len({str(check.name) for check in CHECKS}) == len(CHECKS)
