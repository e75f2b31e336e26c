"""Weather of another place: refused when far, doubted when near, never with its height."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from made_weather import SUAREZ, made_year

from equipment_catalog.errors import InputError
from pv_design.weather.preparation import prepared_weather
from pv_design.weather.record import WeatherRecord

KM_PER_DEG = 6371 * math.pi / 180
"""One degree of latitude on a sphere of the Earth's mean radius."""


def record_of(north_km: float, altitude_m: float | None = 1200.0) -> WeatherRecord:
    """Return a year of Suarez whose head says a place so far north of it."""
    data = made_year(SUAREZ)
    return WeatherRecord(
        data=data.set_axis(pd.DatetimeIndex(data.index).tz_localize(None), axis="index"),
        utc_offset_hours=-5.0,
        sun_offset_minutes=30.0,
        source="made up",
        period="2025",
        sigma_resource_fraction=0.05,
        latitude=SUAREZ.latitude + north_km / KM_PER_DEG,
        longitude=SUAREZ.longitude,
        altitude_m=altitude_m,
        file="mine.csv",
    )


def prepared(north_km: float, *, theirs: float | None = 1200.0, ours: float | None = 1200.0):
    return prepared_weather(
        record_of(north_km, theirs),
        latitude=SUAREZ.latitude,
        longitude=SUAREZ.longitude,
        altitude_m=ours,
    )


def is_warned(weather) -> bool:
    return any(str(note.what) == "The weather file is of another place" for note in weather.notes)


def test_a_file_beyond_a_hundred_kilometres_is_refused_with_what_to_bring() -> None:
    with pytest.raises(InputError) as refused:
        prepared(101.0)
    assert "101 km from the site; weather of less than 100 km" in str(refused.value)
    assert "leave the coordinates out" in str(refused.value)


@pytest.mark.parametrize(("north_km", "sigma"), [(27.0, 0.05), (29.0, math.sqrt(0.005))])
def test_a_near_file_is_doubted_as_much_again_beyond_its_own_cell(
    north_km: float, sigma: float
) -> None:
    made = prepared(north_km)
    assert made.sigma_resource_fraction == pytest.approx(sigma, rel=1e-12)
    assert is_warned(made) == (north_km > 28)


def test_a_near_file_of_another_height_is_refused_where_the_height_of_the_site_is_given() -> None:
    with pytest.raises(InputError, match=r"60 km away at 1,501 m, the site lies at 1,200 m"):
        prepared(60.0, theirs=1501.0)
    assert is_warned(prepared(60.0, theirs=1499.0))
    assert not is_warned(prepared(10.0, theirs=1700.0))  # the doctor marks the height alone


def test_the_height_of_a_file_of_another_place_is_never_that_of_the_site() -> None:
    assert prepared(10.0, theirs=1111.0, ours=None).altitude_m == 1111.0
    elsewhere = prepared(60.0, theirs=1111.0, ours=None)
    assert elsewhere.altitude_m != 1111.0
    assert any("guessed from a coarse map" in str(note.what) for note in elsewhere.notes)


def test_the_same_rows_are_used_however_far_the_file_is() -> None:
    assert np.array_equal(prepared(0.0).data["ghi"], prepared(60.0).data["ghi"])
