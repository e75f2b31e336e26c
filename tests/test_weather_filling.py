from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_weather import MAIPO, PUNO, SUAREZ, Climate, made_year
from pvlib import irradiance

from equipment_catalog.errors import InputError
from pv_design.sun_position import sun_of_hours
from pv_design.weather.filling import filled
from pv_design.weather.place import Place, at_height
from pv_design.weather.preparation import prepared_weather
from pv_design.weather.record import WeatherRecord

if TYPE_CHECKING:
    from equipment_catalog.notes import Note

COLUMNS = ["ghi", "dni", "dhi", "temp_air", "wind_speed"]
BOGOTA = Climate(4.70, -74.14, 2548.0, -5, 13.4)
CLIMATES = [SUAREZ, PUNO, MAIPO]


def place_of(climate: Climate) -> Place:
    return Place(
        latitude=climate.latitude, longitude=climate.longitude, altitude_m=climate.altitude_m
    )


def sun_of(climate: Climate) -> pd.DataFrame:
    hours = pd.DatetimeIndex(made_year(climate).index)
    where = (climate.latitude, climate.longitude, climate.altitude_m)
    return sun_of_hours(*where, year=2025, zone=hours.tz)


def fill(data: pd.DataFrame, climate: Climate = SUAREZ) -> tuple[pd.DataFrame, list[Note]]:
    return filled(data, sun_of(climate), place_of(climate))


def named(notes: list[Note]) -> list[str]:
    return [str(note.what) for note in notes]


def cosine_of(climate: Climate) -> np.ndarray:
    return np.cos(np.radians(sun_of(climate)["zenith"].to_numpy())).clip(min=0)


def test_a_whole_year_stays_as_it_is_without_a_note() -> None:
    data = made_year(SUAREZ)
    whole, notes = fill(data[COLUMNS[::-1]])
    pd.testing.assert_frame_equal(whole, data[COLUMNS], check_freq=False)
    assert notes == []


@pytest.mark.parametrize("climate", CLIMATES)
def test_missing_global_light_is_its_beam_on_the_horizontal_and_its_diffuse(
    climate: Climate,
) -> None:
    """The made year closes under pvlib's own sun, of other code than the beam's cosine here."""
    data = made_year(climate)
    whole, notes = fill(data.drop(columns="ghi"), climate)
    np.testing.assert_allclose(whole["ghi"], data["ghi"], atol=0.02)
    assert named(notes) == ["Global irradiance worked out from beam and diffuse light"]


@pytest.mark.parametrize("climate", CLIMATES)
def test_missing_diffuse_light_is_what_the_beam_leaves(climate: Climate) -> None:
    data = made_year(climate)
    whole, notes = fill(data.drop(columns="dhi"), climate)
    np.testing.assert_allclose(whole["dhi"], data["dhi"], atol=0.02)
    assert named(notes) == ["Diffuse irradiance worked out from global and beam light"]


@pytest.mark.parametrize("climate", CLIMATES)
def test_a_missing_beam_is_the_rest_over_the_cosine_while_the_sun_is_up(climate: Climate) -> None:
    data = made_year(climate)
    whole, notes = fill(data.drop(columns="dni"), climate)
    high = cosine_of(climate) > np.cos(np.radians(85))
    np.testing.assert_allclose(whole["dni"][high], data["dni"][high], atol=0.2)
    night = cosine_of(climate) == 0
    assert (whole["dni"][night] == 0).all()
    assert (whole["dni"] <= sun_of(climate)["dni_extra"]).all()
    assert named(notes) == ["Beam irradiance worked out from global and diffuse light"]


@pytest.mark.parametrize("climate", CLIMATES)
def test_global_light_alone_is_parted_as_driesse_does_and_closes(climate: Climate) -> None:
    data = made_year(climate)
    whole, notes = fill(data.drop(columns=["dni", "dhi"]), climate)
    sun = sun_of(climate)
    theirs = irradiance.erbs_driesse(data["ghi"], sun["zenith"], dni_extra=sun["dni_extra"])
    np.testing.assert_allclose(whole["dni"], theirs["dni"], atol=1e-9)
    np.testing.assert_allclose(whole["dhi"], theirs["dhi"], atol=1e-9)
    rest = whole["ghi"] - whole["dni"] * cosine_of(climate) - whole["dhi"]
    assert np.abs(rest).max() < 1e-9
    assert named(notes) == ["Beam and diffuse light parted by a model"]


@given(
    shares=st.lists(st.floats(0, 1.3), min_size=24, max_size=24),
    late=st.integers(-2, 2),
)
@settings(max_examples=25)
def test_parted_light_closes_and_keeps_its_limits_even_with_the_sun_of_another_hour(
    shares: list[float], late: int
) -> None:
    """A label declared wrong sets a bright hour against a sun that has nearly gone."""
    sun = sun_of(SUAREZ)
    outside = np.roll(sun["dni_extra"].to_numpy() * cosine_of(SUAREZ), late)
    ghi = pd.Series(outside * np.tile(shares, 365), sun.index)
    whole, _ = fill(pd.DataFrame({"ghi": ghi, "temp_air": 20.0, "wind_speed": 1.0}))
    assert whole["dni"].between(0, sun["dni_extra"]).all()
    assert (whole["dhi"] >= 0).all()
    rest = whole["ghi"] - whole["dni"] * cosine_of(SUAREZ) - whole["dhi"]
    assert np.abs(rest).max() < 1e-9


@pytest.mark.parametrize(
    ("missing", "still_there"),
    [(["dni"], 4), (["dni", "dhi"], 3), (["temp_air"], 4), (["ghi", "wind_speed"], 3)],
)
def test_a_column_without_a_single_value_counts_as_missing(
    missing: list[str], still_there: int
) -> None:
    data = made_year(SUAREZ)
    dropped, said = fill(data.drop(columns=missing))
    emptied, also_said = fill(data.assign(**dict.fromkeys(missing, np.nan)))
    assert len(data.columns.difference(missing)) == still_there
    pd.testing.assert_frame_equal(dropped, emptied)
    assert also_said == said
    assert len(said) == (1 if missing == ["dni", "dhi"] else len(missing))


def test_missing_air_temperature_is_that_of_the_months_of_the_climate() -> None:
    """Months of the IWEC file of Bogota lie between 12.5 and 13.9 degC, its days span 10 to 11."""
    whole, notes = fill(made_year(BOGOTA).drop(columns="temp_air"), BOGOTA)
    months = whole["temp_air"].groupby(pd.DatetimeIndex(whole.index).month).mean()
    assert months.between(12.5 - 1.5, 13.9 + 1.5).all()
    days = whole["temp_air"].to_numpy().reshape(365, 24)
    assert np.ptp(days.mean(axis=0)) == pytest.approx(10.5, abs=0.5)
    assert named(notes) == ["Air temperature is not in the weather source"]
    assert "mean 1" in str(notes[0].value)


def test_missing_air_follows_the_seasons_of_the_south_and_the_height() -> None:
    whole, _ = fill(made_year(MAIPO).drop(columns="temp_air"), MAIPO)
    months = whole["temp_air"].groupby(pd.DatetimeIndex(whole.index).month).mean()
    assert months.idxmin() in {6, 7}
    assert months.idxmax() in {1, 2}
    assert 8 < months.max() - months.min() < 16  # Santiago: 21.9 in January, 9.4 in July
    data = made_year(MAIPO).drop(columns="temp_air")
    higher = replace(place_of(MAIPO), altitude_m=MAIPO.altitude_m + 400)
    lifted, _ = filled(data, sun_of(MAIPO), higher)
    colder = whole["temp_air"].mean() - lifted["temp_air"].mean()
    assert colder == pytest.approx(0.4 * 6.5, abs=1e-6)


def test_missing_wind_is_one_moderate_value_and_is_said() -> None:
    whole, notes = fill(made_year(SUAREZ).drop(columns="wind_speed"))
    (speed,) = whole["wind_speed"].unique()
    assert 0.8 <= speed <= 2.1  # PVGIS at Iquitos and NASA POWER in the Cauca valley
    assert named(notes) == ["Wind is not in the weather source"]
    assert str(notes[0].value) == f"{speed:g} m/s in every hour"


def test_a_place_without_a_climate_in_the_package_is_told_to_bring_its_air() -> None:
    ocean = Climate(-35.0, -110.0, 0.0, -7, 15.0)
    data = made_year(ocean)
    with pytest.raises(InputError, match=r"^temp_air: the source has no air temperature, and the"):
        fill(data.drop(columns="temp_air"), ocean)
    whole, notes = fill(data.drop(columns="wind_speed"), ocean)
    assert whole["temp_air"].equals(data["temp_air"])
    assert named(notes) == ["Wind is not in the weather source"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "altitude_m", "expected_c"),
    [
        (-12.05, -77.05, 30.0, 18.5),  # Lima: no warmer below the inversion
        (-12.05, -77.05, 700.0, 18.5 - 0.65),
        (-3.75, -73.25, 100.0, 18.5 + 3.25),  # Iquitos: 6.5 K a kilometre
    ],
)
def test_air_moves_with_height_but_not_downward_under_the_garua(
    latitude, longitude, altitude_m, expected_c
):
    cell = WeatherRecord(
        data=pd.DataFrame({"temp_air": [18.5]}, pd.DatetimeIndex(["2001-01-01"])),
        step="months",
        utc_offset_hours=None,
        sun_offset_minutes=None,
        source="a cell",
        period="2001",
        sigma_resource_fraction=0.08,
        cell_altitude_m=600.0,
    )
    site = Place(latitude=latitude, longitude=longitude, altitude_m=altitude_m)
    assert at_height(cell.data, cell, site)["temp_air"].iloc[0] == pytest.approx(expected_c)


def means(ghi_kwh_m2_day: float, temp_air: float) -> WeatherRecord:
    months = pd.date_range("2001-01-01", periods=12, freq="MS")
    return WeatherRecord(
        data=pd.DataFrame({"ghi_kwh_m2_day": ghi_kwh_m2_day, "temp_air": temp_air}, months),
        step="months",
        utc_offset_hours=None,
        sun_offset_minutes=None,
        source="twelve months",
        period="2001",
        sigma_resource_fraction=0.08,
        latitude=SUAREZ.latitude,
        longitude=SUAREZ.longitude,
        altitude_m=SUAREZ.altitude_m,
        is_typical=True,
    )


def test_the_doctor_also_sees_months_and_refuses_a_tenth_of_the_sun():
    assert {mark.check for mark in prepared_weather(means(4.4, 22.0)).marks} >= {"annual_sum"}
    with pytest.raises(InputError, match=r"ghi: 110 kWh/m²"):
        prepared_weather(means(0.3, 22.0))
    with pytest.raises(InputError, match="temp_air"):
        prepared_weather(means(4.4, -30.0))
