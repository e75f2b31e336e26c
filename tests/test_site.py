from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from pv_design.altitude import lookup_altitude_m
from pv_design.site import (
    check_altitude_m,
    check_utc_offset_hours,
    parse_coordinates,
    standard_utc_offset_hours,
)

PILOT_DMS = (2 + 58.5 / 60, -(76 + 39.5 / 60))


def test_the_pilot_plant_is_read_from_its_decimal_commas() -> None:
    assert parse_coordinates("2,9839820 / -76,6507771") == (2.983982, -76.6507771)


@pytest.mark.parametrize(
    "text",
    [
        "02°58'30\" N -76°39'30\" W",
        "02º58\N{RIGHT SINGLE QUOTATION MARK}30\N{RIGHT DOUBLE QUOTATION MARK} N  76º39'30\" O",
        "02d58'30\"N 76d39'30\"W",
        "02°58'30''N76°39'30''W",
        "N 02°58\N{PRIME}30\N{DOUBLE PRIME}, W 76°39\N{PRIME}30\N{DOUBLE PRIME}",
        "76°39'30\" Oeste; 02°58'30\" Norte",
        "2°58.5' N, 76°39,5' W",
    ],
)
def test_a_hyphen_with_west_is_one_negation_in_every_spelling_of_degrees(text: str) -> None:
    assert parse_coordinates(text) == pytest.approx(PILOT_DMS, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2.98, -76.65", (2.98, -76.65)),
        ("2.98,-76.65", (2.98, -76.65)),
        ("-12.05 -77.05", (-12.05, -77.05)),
        ("S 12,05 / O 77,05", (-12.05, -77.05)),
        ("W76.65, N2.98", (2.98, -76.65)),
        ("4, -75", (4.0, -75.0)),
        ("2,98,-76,65", (2.98, -76.65)),
        ("0 0", (0.0, 0.0)),
    ],
)
def test_decimal_coordinates_are_read(text: str, place: tuple[float, float]) -> None:
    assert parse_coordinates(text) == place


@pytest.mark.parametrize(
    "text",
    ["", "2.98", "2,5,76", "-2 N, 76 W", "2 N 3 N", "2°58'60\" N, 76 W", "mine", "nan, 3"],
)
def test_what_is_unclear_or_contradicts_itself_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"coordinates: .* is not accepted; .*2\.98, -76\.65"):
        parse_coordinates(text)


def test_a_place_off_the_globe_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="latitude: 95"):
        parse_coordinates("95, 20")
    with pytest.raises(InputError, match="longitude: -190"):
        parse_coordinates("5, -190")


@given(
    st.integers(-90 * 10**7, 90 * 10**7),
    st.integers(-180 * 10**7, 180 * 10**7),
)
def test_a_written_pair_comes_back_as_it_was(north: int, east: int) -> None:
    latitude, longitude = f"{north / 10**7:.7f}", f"{east / 10**7:.7f}"
    for text in (f"{latitude}, {longitude}", f"{latitude} / {longitude}".replace(".", ",")):
        assert parse_coordinates(text) == (float(latitude), float(longitude))


def test_altitude_of_the_map_is_near_that_of_known_towns() -> None:
    assert lookup_altitude_m(4.70, -74.08) == pytest.approx(2550, abs=100)  # Bogota
    assert lookup_altitude_m(-3.75, -73.25) == pytest.approx(104, abs=30)  # Iquitos


@pytest.mark.parametrize(
    ("longitude", "hours"), [(-76.65, -5.0), (-70.13, -5.0), (-66.0, -4.0), (8.0, 1.0), (0.0, 0.0)]
)
def test_standard_time_is_the_hour_nearest_to_solar_time(longitude: float, hours: float) -> None:
    assert standard_utc_offset_hours(longitude) == hours


def test_missing_or_absurd_numbers_are_refused() -> None:
    for altitude_m in (float("nan"), 9000.0):
        with pytest.raises(InputError, match="altitude_m"):
            check_altitude_m(altitude_m)
    for offset in (float("nan"), -18000.0):
        with pytest.raises(InputError, match="utc_offset_hours"):
            check_utc_offset_hours(offset)


@pytest.mark.parametrize("text", ["2,98", "95,10", "-45,8"])
def test_two_whole_numbers_with_a_comma_are_refused_with_how_to_write_each(text: str) -> None:
    first, second = text.split(",")
    with pytest.raises(InputError) as refused:
        parse_coordinates(text)
    (problem,) = refused.value.problems
    assert str(problem.what) == f"'{text}' may be one number or two"
    assert f"{first} / {second}" in str(problem.allowed)
    assert problem.field == "coordinates"


@pytest.mark.parametrize("text", ["-176.65, 2.98", "95, 20"])
def test_a_latitude_that_would_be_a_longitude_asks_whether_they_are_exchanged(text: str) -> None:
    with pytest.raises(InputError, match=r"latitude: .* are the two exchanged\?"):
        parse_coordinates(text)
