from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.tables import read_facts
from pv_design.weather import embedded_weather
from pv_design.weather.climatology import embedded_climatology
from pv_design.weather.embedded_temperature import lapse_k_per_m
from pv_design.weather.grids import (
    Grid,
    block_around,
    corner_cells,
    mean_of_cells,
    nearest_cell,
    world_grid,
)
from pv_design.weather.nasa_power_points import power_points_near
from pv_design.weather.resource_trust import is_compared_region, trust_under
from pv_design.weather.seasons import hours_between_months, monthly_swing_k, yearly_mean

ULAANBAATAR = (47.92, 106.92)
MERRA2_ANDES = Path("/work/shared/data/merra2_3deg_monthly_ghi_southamerica.csv")
PVCZ_ANDES = Path("/work/shared/data/pvcz_0p25deg_annual_ghi_temp_andes.csv")


def small_grid() -> Grid:
    """Two rows and four columns around the whole world; the south-eastern cell is sea."""
    stored = np.array([[1, 2, 3, -1], [5, 6, 7, 8]], dtype=np.int16)
    return Grid(stored=stored, scale=0.5, south_deg=0.0, west_deg=-180.0, step_deg=90.0)


def value(grid: Grid, latitude: float, longitude: float) -> float:
    return float(mean_of_cells(grid, corner_cells(grid, latitude, longitude)))


def test_a_place_in_the_middle_of_four_cells_has_their_mean() -> None:
    assert value(small_grid(), 45.0, -135.0) == pytest.approx(0.5 * (1 + 2 + 5 + 6) / 4)


def test_the_sea_lends_its_share_to_the_cells_that_have_a_value() -> None:
    assert value(small_grid(), 45.0, 45.0) == pytest.approx(0.5 * (3 + 7 + 8) / 3)


def test_between_the_last_and_the_first_column_lies_the_date_line() -> None:
    assert value(small_grid(), 90.0, 135.0) == pytest.approx(0.5 * (8 + 5) / 2)
    assert value(small_grid(), 90.0, 180.0) == value(small_grid(), 90.0, -180.0) == 2.5


def test_at_the_centre_of_a_cell_only_that_cell_speaks() -> None:
    cells = corner_cells(small_grid(), 0.0, -90.0)
    assert (cells.rows.tolist(), cells.columns.tolist()) == ([0], [1])
    assert len(corner_cells(small_grid(), 0.0, 90.0).rows) == 0  # the sea
    assert len(corner_cells(small_grid(), -45.0, -200.0).rows) == 1  # the row below is missing


def test_the_nearest_cell_is_sought_across_the_date_line_and_not_further_than_its_reach() -> None:
    east_of_line = nearest_cell(small_grid(), 0.0, 179.0, reach_km=200.0)
    assert small_grid().longitudes(east_of_line.columns).tolist() == [-180.0]
    assert len(nearest_cell(small_grid(), 0.0, 179.0, reach_km=100.0).rows) == 0


def test_a_block_at_the_southern_edge_has_only_the_cells_that_are() -> None:
    here = corner_cells(small_grid(), 0.0, -180.0)
    assert sorted(block_around(small_grid(), here)) == [0.5, 1.0, 2.5, 3.0, 4.0]


@pytest.mark.skipif(not MERRA2_ANDES.exists(), reason="the extract is not on this machine")
def test_the_world_s_months_are_cell_by_cell_those_of_the_extract_of_south_america() -> None:
    rows = pd.read_csv(MERRA2_ANDES)
    grid = world_grid("merra2_ghi")
    row = ((rows["lat"] - grid.south_deg) / grid.step_deg).round().astype(int).to_numpy()
    column = ((rows["lon"] - grid.west_deg) / grid.step_deg).round().astype(int).to_numpy()
    values = grid.at(row, column)[np.arange(len(rows)), rows["month"] - 1]
    np.testing.assert_allclose(values, rows.iloc[:, 3], rtol=0, atol=1e-9)


@pytest.mark.skipif(not PVCZ_ANDES.exists(), reason="the extract is not on this machine")
def test_the_world_s_land_is_cell_by_cell_that_of_the_extract_of_the_andes() -> None:
    rows = pd.read_csv(PVCZ_ANDES)
    for array, column in (("pvcz_ghi", 2), ("pvcz_temp_air", 3)):
        grid = world_grid(array)
        north = ((rows.iloc[:, 0] - grid.south_deg) / grid.step_deg).round().astype(int)
        east = ((rows.iloc[:, 1] - grid.west_deg) / grid.step_deg).round().astype(int)
        found = grid.at(north.to_numpy(), east.to_numpy())
        # the extract was rounded to three places
        np.testing.assert_allclose(found, rows.iloc[:, column], rtol=0, atol=0.000501)


def test_the_register_counts_the_cells_and_names_source_and_licence_of_every_array() -> None:
    register = read_facts("pv_design.weather", "data/grids.csv").set_index("array")
    assert np.isfinite(world_grid("pvcz_ghi").stored).sum() == 230_742
    assert (world_grid("merra2_ghi").stored[..., 0] >= 0).sum() == 2_235
    assert register[["source", "licence", "trust", "unit"]].notna().all(axis=None)
    assert set(register["licence"]) == {"MIT", "NASA open data: no restriction"}


def test_every_value_of_the_grids_is_one_that_nature_has() -> None:
    ghi = world_grid("pvcz_ghi").stored.astype(float)
    months = world_grid("merra2_ghi").stored
    air = world_grid("pvcz_temp_air").stored.astype(float)
    assert np.nanmin(ghi) > 1.0
    assert np.nanmax(ghi) < 7.5
    assert months.max() < 12_000  # Wh/m2 a day: less than outside the atmosphere in midsummer
    assert np.nanmin(air) > -30  # Greenland
    assert np.nanmax(air) < 36


def test_the_grids_are_read_in_a_blink() -> None:
    read_facts("pv_design.weather", "data/grids.csv")
    took_s = []
    for _ in range(5):
        start = time.perf_counter()
        for array in ("merra2_ghi", "pvcz_ghi", "pvcz_temp_air", "pvcz_temp_air_range"):
            world_grid.__wrapped__(array)
        took_s.append(time.perf_counter() - start)
    assert min(took_s) < 0.1  # 0.02 s on an idle machine


@pytest.mark.parametrize(
    ("place", "altitude_m", "circumstance"),
    [
        ((5.30, -2.00), 80.0, "elsewhere"),  # Tarkwa, Ghana
        (ULAANBAATAR, 1350.0, "elsewhere"),
        ((-5.47, 143.10), 2300.0, "elsewhere"),  # Porgera, Papua New Guinea
        ((16.40, 120.60), 1400.0, "elsewhere"),  # Benguet, Philippines
        ((12.35, 123.55), 30.0, "island"),  # Masbate, Philippines
        ((-3.12, 152.60), 50.0, "island"),  # Lihir, Papua New Guinea
        ((-19.60, -65.75), 4000.0, "inland"),  # Potosi
        ((3.40, -76.52), 1000.0, "power_cell"),  # Cali
        ((2.98, -76.65), 1200.0, "power_neighbour"),
        ((-12.05, -77.05), 100.0, "coast"),
    ],
)
def test_mines_of_the_world_have_a_level_and_know_how_far_it_is_trusted(
    place: tuple[float, float], altitude_m: float, circumstance: str
) -> None:
    climate = embedded_climatology(*place, altitude_m=altitude_m)
    assert climate.trust.circumstance == circumstance
    assert 2.5 < climate.ghi_kwh_m2_day < 7.0
    assert climate.sigma_resource_fraction >= trust_under(circumstance).sigma_fraction


@pytest.mark.parametrize("place", [(5.3, -2.0), ULAANBAATAR, (-3.12, 152.6), (16.4, 120.6)])
def test_a_mine_elsewhere_gets_a_year_that_keeps_its_months(place: tuple[float, float]) -> None:
    weather = embedded_weather(*place)
    climate = embedded_climatology(*place, altitude_m=weather.altitude_m)
    months = weather.monthly_ghi_kwh_m2_day.to_numpy()
    assert months == pytest.approx(climate.monthly_ghi_kwh_m2_day, rel=1e-6)
    assert weather.altitude_m >= 0


@pytest.mark.parametrize(
    "place",
    [
        (4.0, -79.5),  # Pacific, 230 km off the shore of Colombia
        (0.0, -150.0),
        (12.54, -81.71),  # San Andres, which no map of the package knows
        (-90.0, 0.0),
        (90.0, 0.0),
        (67.8, 20.2),  # Kiruna, beyond the polar circle
        (-75.0, 100.0),
    ],
)
def test_at_sea_and_near_the_poles_the_error_says_how_far_it_reaches_and_what_to_bring(
    place: tuple[float, float],
) -> None:
    with pytest.raises(
        InputError, match=r"57 S and 66 N.*bring an hourly weather file of the site"
    ):
        embedded_weather(*place)


def test_the_date_line_has_one_climate_on_both_of_its_sides() -> None:
    east, west = (
        embedded_climatology(65.5, longitude, altitude_m=50.0) for longitude in (180.0, -180.0)
    )
    assert east.monthly_ghi_kwh_m2_day == pytest.approx(west.monthly_ghi_kwh_m2_day, rel=1e-12)
    assert east.temp_air_c == pytest.approx(west.temp_air_c, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.floats(-60, 70), st.floats(-180, 180), st.floats(0, 4500))
def test_anywhere_there_is_a_sane_climate_or_an_error_that_says_what_to_bring(
    latitude: float, longitude: float, altitude_m: float
) -> None:
    try:
        climate = embedded_climatology(latitude, longitude, altitude_m=altitude_m)
    except InputError as error:
        assert "bring an hourly weather file" in str(error)  # noqa: PT017 - both ways are right
        return
    assert (climate.monthly_ghi_kwh_m2_day > 0).all()
    assert 1.0 < climate.ghi_kwh_m2_day < 8.0
    assert 0.08 <= climate.sigma_resource_fraction <= 0.25
    assert np.isfinite(climate.temperature.monthly_c).all()


@settings(max_examples=40, deadline=None)
@given(st.floats(-25, 10), st.floats(19, 26))
def test_ten_metres_in_africa_without_lakes_change_the_level_by_little(
    latitude: float, longitude: float
) -> None:
    here, there = (
        embedded_climatology(latitude + step, longitude, altitude_m=900.0) for step in (0.0, 0.0001)
    )
    # bilinear between cells of 0.25 degrees that lie between 3 and 7 kWh/m2 a day
    assert abs(here.ghi_kwh_m2_day - there.ghi_kwh_m2_day) <= 4 * 0.0001 / 0.25


def test_winter_in_ulaanbaatar_is_bitter_and_its_summer_mild() -> None:
    # normals of the city from memory: January -22, July +18, year -0.2 degC; a third off at most
    weather = embedded_weather(*ULAANBAATAR, altitude_m=1350.0)
    months = weather.data["temp_air"].groupby(weather.hours.month).mean()
    assert months.idxmin() == 1
    assert months.idxmax() == 7
    assert -25 < months[1] < -12
    assert 12 < months[7] < 20
    assert months.mean() == pytest.approx(-0.2, abs=2.0)


def test_south_of_the_equator_it_is_warmest_in_january_and_on_it_there_is_no_season() -> None:
    south, north = (monthly_swing_k(latitude, 6.0) for latitude in (-33.5, 33.5))
    assert (south.argmax(), south.argmin()) == (0, 6)
    assert (north.argmax(), north.argmin()) == (6, 0)
    assert yearly_mean(south) == pytest.approx(0, abs=1e-12)
    climate = embedded_climatology(0.0, 25.0, altitude_m=450.0)
    assert np.ptp(climate.temperature.monthly_c) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("place", "altitude_m", "half_swing_k"),
    [
        # first harmonic of the months of each hourly file
        ((-33.498, -70.608), 579.0, 5.93),  # Explorador Solar
        ((45.0, 8.0), 250.0, 9.47),  # PVGIS TMY
        ((36.10, -79.95), 270.0, 11.23),  # TMY3 of Greensboro
        ((37.42, -5.90), 31.0, 8.90),  # Seville
        ((23.02, 72.59), 53.0, 5.73),  # Ahmedabad
    ],
)
def test_the_guessed_season_is_within_two_fifths_of_that_of_hourly_files(
    place: tuple[float, float], altitude_m: float, half_swing_k: float
) -> None:
    climate = embedded_climatology(*place, altitude_m=altitude_m)
    assert climate.temperature.guessed_half_swing_k == pytest.approx(half_swing_k, rel=0.4)


@given(st.lists(st.floats(-40, 40), min_size=12, max_size=12))
@settings(max_examples=20, deadline=None)
def test_hours_between_months_keep_every_mean(monthly: list[float]) -> None:
    hours = pd.date_range("2025-01-01", periods=8760, freq="h", tz="Etc/GMT-8")
    series = hours_between_months(np.array(monthly), hours)
    assert series.groupby(hours.month).mean().to_numpy() == pytest.approx(monthly, abs=1e-9)
    assert abs(series.diff()).max() < 0.6  # K an hour: 160 K between knots a month apart at most


def test_power_speaks_for_its_own_cell_of_one_degree_and_fifty_kilometres_around_it() -> None:
    places = {
        (3.99, -76.01): ["Valle del Cauca", "Jamundí"],  # 63 and 106 km off, but in their cell
        (2.80, -76.5652): ["Jamundí"],  # 48 km south of it
        (2.70, -76.5652): [],  # 59 km
        (5.90, -70.05): ["Santa Rosalia"],
        (6.0, -70.86): [],
    }
    for place, names in places.items():
        assert [point.place for _, point in power_points_near(*place)] == names


def test_the_air_of_a_power_cell_follows_the_altitude_of_the_site() -> None:
    # 16.18 degC in January at 2,112 m; 1,112 m lower at 6.5 K a kilometre
    climate = embedded_climatology(3.4, -76.5, altitude_m=1000.0)
    assert climate.temperature.monthly_c[0] == pytest.approx(16.18 + 1.112 * 6.5, abs=0.005)
    assert lapse_k_per_m() == -0.0065


def test_where_the_cells_of_power_disagree_its_doubt_is_that_of_uneven_country() -> None:
    climate = embedded_climatology(3.2284, -76.5652, altitude_m=1000.0)
    assert climate.trust.circumstance == "power_cell"
    assert climate.pvcz is not None
    assert climate.pvcz.is_uneven
    assert climate.sigma_resource_fraction == 0.10


def test_an_island_has_the_doubt_of_one_grid_and_says_so() -> None:
    weather = embedded_weather(-3.12, 152.6)
    assert weather.sigma_resource_fraction == 0.20
    assert "of MERRA-2 alone" in "\n".join(str(note.value) for note in weather.notes)
    assert weather.levels["source"].tolist() == ["MERRA-2", "used"]


def test_the_region_that_was_compared_holds_the_four_countries_and_not_africa() -> None:
    for place in [(12.0, -72.0), (-19.6, -65.75), (-18.0, -70.2), (-2.2, -79.9)]:
        assert is_compared_region(*place)
    for place in [(5.3, -2.0), (-33.5, -70.6), (14.6, 121.0), (19.4, -99.1)]:
        assert not is_compared_region(*place)


def test_a_year_anywhere_is_made_in_half_a_second() -> None:
    embedded_weather(*ULAANBAATAR)
    start = time.perf_counter()
    embedded_weather(-5.47, 143.1, altitude_m=2300.0)
    assert time.perf_counter() - start < 0.5
