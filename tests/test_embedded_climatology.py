from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from equipment_catalog.errors import InputError
from pv_design.peruvian_coast import is_peruvian_coast
from pv_design.sun_position import sun_position
from pv_design.weather import SOURCES, embedded_weather
from pv_design.weather.air_temperature import air_temperature
from pv_design.weather.climatology import embedded_climatology
from pv_design.weather.grids import corner_cells, world_grid

if TYPE_CHECKING:
    from equipment_catalog.notes import Note

CONQUISTADORES = (2.983982, -76.6507771)
LIMA = (-12.05, -77.05)
NEIVA = (2.93, -75.28)
GIVEN = {"ghi_kwh_m2_day": 4.3, "ghi_reason": "IWEC file of the airport"}
LEVELS = Path(__file__).parents[1] / "docs" / "validation" / "embedded_levels.csv"
TOWNS = Path("/work/shared/data/monthly_climatology.csv")


def warnings_of(notes: tuple[Note, ...]) -> list[str]:
    return [str(note.what) for note in notes if note.kind == "warning"]


def said(notes: tuple[Note, ...]) -> str:
    return "\n".join(f"{n.what} | {n.value} | {n.source} | {n.effect}" for n in notes)


def test_all_sources_give_los_conquistadores_what_was_read_from_them_by_hand() -> None:
    climate = embedded_climatology(*CONQUISTADORES, altitude_m=1200.0)
    assert climate.merra2_ghi_kwh_m2_day == pytest.approx(4.86, abs=0.005)
    assert climate.pvcz is not None
    assert climate.pvcz.cell_ghi == pytest.approx(5.46, abs=0.01)
    assert climate.pvcz.neighbours_ghi == pytest.approx((3.91, 4.79, 5.46), abs=0.01)
    # bilinear by hand: cells 4.977, 5.465 at 2.875 N and 3.912, 4.793 at 3.125 N
    assert climate.pvcz.ghi == pytest.approx(5.104, abs=0.002)
    # sum of the ten years of days of its file over their count: 15468.18 / 3653
    assert climate.power_ghi_kwh_m2_day == pytest.approx(15468.18 / 3653, abs=0.001)
    assert climate.ghi_kwh_m2_day == climate.power_ghi_kwh_m2_day
    assert climate.sigma_resource_fraction == 0.10


def test_where_the_grids_were_compared_months_are_merra_s_at_the_mean_of_both_levels() -> None:
    climate = embedded_climatology(*NEIVA, altitude_m=440.0)
    assert climate.power is None
    assert climate.pvcz is not None
    level = (climate.merra2_ghi_kwh_m2_day + climate.pvcz.ghi) / 2
    assert climate.ghi_kwh_m2_day == pytest.approx(level, rel=1e-12)
    shape = climate.monthly_ghi_kwh_m2_day / climate.merra2_monthly_ghi_kwh_m2_day
    assert shape == pytest.approx(np.full(12, level / climate.merra2_ghi_kwh_m2_day), rel=1e-12)


def test_merra_s_months_at_los_conquistadores_are_those_of_the_table_of_towns() -> None:
    climate = embedded_climatology(*CONQUISTADORES, altitude_m=1200.0)
    months = [5.0, 4.74, 4.94, 4.61, 4.55, 4.74, 5.01, 5.17, 5.38, 4.66, 4.53, 5.0]
    assert climate.merra2_monthly_ghi_kwh_m2_day == pytest.approx(months, abs=0.006)


@pytest.mark.skipif(not TOWNS.exists(), reason="the table of towns is not on this machine")
def test_other_towns_have_the_merra_months_and_the_pvcz_cell_of_the_table() -> None:
    table = pd.read_csv(TOWNS)
    merra2 = table[table["source"].str.startswith("MERRA-2") & (table["month"] > 0)]
    inside = merra2[merra2["lat"].between(-23, 12)]
    checked = 0
    for (_, latitude, longitude), rows in inside.groupby(["site", "lat", "lon"]):
        climate = embedded_climatology(latitude, longitude, altitude_m=1000.0)
        assert climate.merra2_monthly_ghi_kwh_m2_day == pytest.approx(
            rows.sort_values("month")["ghi_kwh_m2_day"].to_numpy(), abs=0.011
        )
        checked += 1
    assert checked > 40


@pytest.mark.skipif(not TOWNS.exists(), reason="the table of towns is not on this machine")
def test_the_power_months_are_those_of_the_table_of_towns() -> None:
    table = pd.read_csv(TOWNS)
    power = table[table["source"].str.contains("NASA POWER") & (table["month"] > 0)]
    for (_, latitude, longitude), rows in power.groupby(["site", "lat", "lon"]):
        climate = embedded_climatology(latitude, longitude, altitude_m=1000.0)
        expected = rows.sort_values("month")["ghi_kwh_m2_day"].to_numpy()
        assert climate.monthly_ghi_kwh_m2_day == pytest.approx(expected, abs=0.0051)
    assert power["site"].nunique() == 3


def test_a_point_of_the_coast_is_refused_with_the_reason_and_what_to_bring() -> None:
    with pytest.raises(
        InputError,
        match=r"garua.*48% too high \(Lima\); a PVGIS, NSRDB or measured file.*ghi_reason",
    ):
        embedded_weather(*LIMA, altitude_m=100.0)


def test_with_a_level_the_coast_is_warned_of_and_its_doubt_is_a_quarter() -> None:
    weather = embedded_weather(*LIMA, altitude_m=100.0, **GIVEN)
    assert "Solar resource on the Peruvian coast" in warnings_of(weather.notes)
    assert weather.sigma_resource_fraction == 0.25
    assert weather.annual_ghi_kwh_m2 / 365 == pytest.approx(4.3, rel=1e-9)


@pytest.mark.parametrize(
    ("latitude", "longitude", "altitude_m", "coast"),
    [
        (-12.05, -77.05, 100.0, True),  # Lima
        (-15.87, -74.25, 20.0, True),  # Chala
        (-8.11, -79.03, 30.0, True),  # Trujillo
        (-16.40, -71.54, 2335.0, False),  # Arequipa, above the garua
        (-3.75, -73.25, 104.0, False),  # Iquitos, Amazon
        (-6.49, -76.36, 280.0, False),  # Tarapoto, Amazon slope
        (-12.59, -69.19, 180.0, False),  # Puerto Maldonado
        (-2.19, -79.89, 5.0, False),  # Guayaquil, north of it
        (3.0, -76.6, 700.0, False),
    ],
)
def test_the_coast_is_the_low_pacific_slope_only(
    latitude: float, longitude: float, altitude_m: float, *, coast: bool
) -> None:
    assert is_peruvian_coast(latitude, longitude, altitude_m=altitude_m) is coast


def test_even_country_inland_has_the_smallest_doubt() -> None:
    assert embedded_climatology(-3.75, -73.25, altitude_m=104.0).sigma_resource_fraction == 0.08


def errors(region: str) -> pd.DataFrame:
    table = pd.read_csv(LEVELS)
    rows = []
    for place in table[table["region"] == region].to_dict("records"):
        climate = embedded_climatology(
            place["latitude"], place["longitude"], altitude_m=place["altitude_m"]
        )
        assert climate.pvcz is not None
        levels = [climate.ghi_kwh_m2_day, climate.merra2_ghi_kwh_m2_day, climate.pvcz.ghi]
        rows.append(np.array(levels) / place["ghi_kwh_m2_day"] - 1)
    return pd.DataFrame(rows, columns=["used", "merra2", "pvcz"])


def rms(values: pd.Series) -> float:
    return float((values**2).mean() ** 0.5)


def test_outside_south_america_pvcz_alone_is_nearest_to_the_hourly_files() -> None:
    found = errors("elsewhere")
    assert len(found) == 12
    assert rms(found["pvcz"]) < 0.095  # the table of trust says 9 %
    assert rms((found["merra2"] + found["pvcz"]) / 2) == pytest.approx(0.12, abs=0.005)
    assert rms(found["merra2"]) == pytest.approx(0.17, abs=0.005)
    assert found["merra2"].mean() == pytest.approx(0.15, abs=0.005)
    np.testing.assert_allclose(found["used"], found["pvcz"], rtol=0, atol=1e-12)


def test_the_doubt_elsewhere_and_inland_is_no_less_than_the_error_that_was_found() -> None:
    assert rms(errors("elsewhere")["used"]) < 0.12
    assert rms(errors("compared")["used"]) < 0.08
    assert embedded_climatology(5.3, -2.0, altitude_m=80.0).sigma_resource_fraction == 0.12


def test_both_grids_are_half_too_high_at_lima() -> None:
    found = errors("coast")
    assert found["merra2"].item() == pytest.approx(0.48, abs=0.02)
    assert found["pvcz"].item() == pytest.approx(0.48, abs=0.02)


@pytest.mark.parametrize(
    ("town", "altitude_m", "mean_c"),
    [
        ((4.70, -74.13), 2548.0, 13.2),  # Bogota, months of its IWEC file 12.5 to 13.9
        ((-3.75, -73.25), 104.0, 25.7),  # Iquitos, mean of its PVGIS file
    ],
)
def test_annual_temperature_is_near_that_of_the_towns_own_file(
    town: tuple[float, float], altitude_m: float, mean_c: float
) -> None:
    climate = embedded_climatology(*town, altitude_m=altitude_m)
    assert climate.temp_air_c == pytest.approx(mean_c, abs=1.0)


def test_a_thousand_metres_up_are_six_and_a_half_degrees_colder() -> None:
    low, high = (embedded_climatology(*CONQUISTADORES, altitude_m=m) for m in (1000.0, 2000.0))
    assert low.temp_air_c - high.temp_air_c == pytest.approx(6.5)


@pytest.mark.parametrize(
    ("place", "altitude_m", "cell", "temp_air_c"),
    [
        (
            (-8.11, -79.03),
            34.0,
            (-8.125, -78.625),
            14.7,
        ),  # Trujillo; 29 degC if lapsed from 2,247 m
        ((-12.05, -77.05), 100.0, (-11.875, -76.875), 18.3),  # Lima
        ((-15.87, -74.25), 20.0, (-15.625, -74.125), 15.6),  # Chala
    ],
)
def test_under_the_inversion_the_shore_is_no_warmer_than_the_cell_above_it(
    place: tuple[float, float], altitude_m: float, cell: tuple[float, float], temp_air_c: float
) -> None:
    grid = world_grid("pvcz_temp_air")
    at_cell = corner_cells(grid, *cell)
    in_cell = grid.at(at_cell.rows, at_cell.columns).item()
    assert in_cell == pytest.approx(temp_air_c, abs=0.06)
    climate = embedded_climatology(*place, altitude_m=altitude_m)
    assert climate.temp_air_c == pytest.approx(in_cell, rel=1e-12)


def test_on_the_coast_a_site_above_its_cell_is_still_colder() -> None:
    low, high = (embedded_climatology(-5.2, -80.63, altitude_m=m) for m in (300.0, 600.0))
    assert low.on_the_coast  # Piura, whose cell lies at some 60 m
    assert low.temp_air_c - high.temp_air_c == pytest.approx(0.3 * 6.5)


def test_the_note_of_the_temperature_tells_of_the_inversion_on_the_coast_only() -> None:
    assert "nothing downward" in said(embedded_weather(*LIMA, altitude_m=100.0, **GIVEN).notes)
    assert "nothing downward" not in said(embedded_weather(*CONQUISTADORES).notes)


def test_the_day_is_coldest_at_dawn_warmest_after_noon_and_keeps_mean_and_range() -> None:
    hours = pd.date_range("2025-01-01", periods=8760, freq="h", tz="Etc/GMT+5")
    warm = air_temperature(hours, longitude=-75.0, mean_c=13.2, range_k=10.5)
    by_hour = warm.groupby(hours.hour).mean()
    assert (by_hour.idxmin(), by_hour.idxmax()) == (5, 14)
    assert warm.mean() == pytest.approx(13.2)
    # half an hour from each extreme: cos(pi 0.5 / 16) is 0.5 % short of it
    assert by_hour.max() - by_hour.min() == pytest.approx(10.5, rel=0.01)


def test_the_weather_keeps_the_level_closes_and_is_dark_at_night() -> None:
    weather = embedded_weather(*CONQUISTADORES, altitude_m=1200.0, utc_offset_hours=-5.0)
    used = weather.levels.set_index("source")["ghi_kwh_m2_day"]
    assert weather.annual_ghi_kwh_m2 / 365 == pytest.approx(used["used"], rel=1e-9)
    assert used["used"] == used["NASA POWER"]
    hand = {"MERRA-2": 4.86, "PVCZ": 5.10, "PVCZ ¼°": 5.46, "PVCZ 3 x 3": 4.79}
    assert used[list(hand)].to_dict() == pytest.approx(hand, abs=0.006)
    assert weather.is_typical
    sun = sun_position(weather)
    data = weather.data
    gap = data["ghi"] - data["dni"] * np.cos(np.radians(sun["zenith"])) - data["dhi"]
    assert gap.abs().max() < 1e-6
    assert (data.loc[sun["zenith"] >= 90, ["ghi", "dni", "dhi"]] == 0).all().all()
    assert weather.utc_offset_hours == -5.0


def test_a_given_level_replaces_the_grids_month_by_month_and_says_by_how_much() -> None:
    plain = embedded_weather(*CONQUISTADORES, altitude_m=1200.0)
    given = embedded_weather(
        *CONQUISTADORES, altitude_m=1200.0, ghi_kwh_m2_day=4.4, ghi_reason="CERES of the valley"
    )
    assert given.annual_ghi_kwh_m2 / 365 == pytest.approx(4.4, rel=1e-9)
    ratio = given.monthly_ghi_kwh_m2_day / plain.monthly_ghi_kwh_m2_day
    assert ratio.to_numpy() == pytest.approx(np.full(12, 4.4 / 4.2344), rel=1e-4)
    text = said(given.notes)
    assert "+3.9% from the 4.23 of the package" in text  # 4.4 / 4.2344 - 1
    assert "MERRA-2 4.86, PVCZ 5.10, PVCZ ¼° 5.46, PVCZ 3 x 3 4.79, NASA POWER 4.23" in text
    assert "CERES of the valley" in text


@pytest.mark.parametrize("level", [0.0, 1600.0, float("nan"), -4.4])
def test_a_level_that_no_sky_gives_is_refused(level: float) -> None:
    with pytest.raises(InputError, match=r"ghi_kwh_m2_day: .* 2\.7 to 7\.4 kWh/m² a day"):
        embedded_weather(*CONQUISTADORES, ghi_kwh_m2_day=level, ghi_reason="because")


def test_a_level_without_a_reason_is_refused() -> None:
    with pytest.raises(InputError, match="ghi_reason"):
        embedded_weather(*CONQUISTADORES, ghi_kwh_m2_day=4.4)


def test_a_level_above_the_sky_of_some_months_is_warned_of() -> None:
    # winter in Mongolia has less sky than 6.5 / 3.9 times its mean
    weather = embedded_weather(47.92, 106.92, ghi_kwh_m2_day=6.5, ghi_reason="a peak sun hour")
    assert "Months sunnier than a clear sky" in warnings_of(weather.notes)
    assert weather.annual_ghi_kwh_m2 / 365 < 6.5


def test_the_notes_tell_source_period_doubt_and_every_rule() -> None:
    text = said(embedded_weather(*NEIVA).notes)
    for part in ("2011-2015", "El Nino", "3 degrees", "0.25 degrees", "mean of MERRA-2 and PVCZ"):
        assert part in text
    text = said(embedded_weather(*CONQUISTADORES).notes)
    for part in (
        "MERRA-2 4.86",
        "PVCZ 5.10",
        "NASA POWER at Jamundí, 2011-2020, 29 km away",
        "CERES",
        "1 degree",
        "plus or minus 10%",
        "3.91 to 5.46",
        "guessed from a coarse map",
        "1,286 m",
        "-6.5 K a kilometre",
        "(memory)",
        "1.5 m/s",
        "seed 2025",
        "UTC-5",
    ):
        assert part in text


def test_what_is_given_is_not_called_a_guess() -> None:
    weather = embedded_weather(*CONQUISTADORES, altitude_m=1050.0, utc_offset_hours=-5.0)
    assert "guessed from" not in said(weather.notes)
    assert weather.altitude_m == 1050.0


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, again = (embedded_weather(*CONQUISTADORES, seed=3) for _ in range(2))
    assert first.data.to_numpy().tobytes() == again.data.to_numpy().tobytes()


def test_a_year_is_made_in_half_a_second() -> None:
    embedded_weather(*CONQUISTADORES)
    start = time.perf_counter()
    SOURCES["embedded"](*CONQUISTADORES, seed=99)
    assert time.perf_counter() - start < 0.5
