"""Terrain around a site: closed forms, the real sun, files of every make, never twice."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pvlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.year_hours import hours_of_year
from mine_study.case import open_case
from mine_study.site_design import site_weather
from pv_design.horizon import Horizon, band_seen_fraction, sky_seen_fraction, with_horizon
from pv_design.horizon_files import read_horizon
from pv_design.irradiance import plane_irradiance
from pv_design.production import Production, simulate
from pv_design.sun_position import sun_position
from pv_design.terrain_shade import sun_seen_fraction
from pv_design.weather import Weather

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
ANDES = (2.98, -76.65, 1286.0, -5.0)
PUNO = (-15.8, -70.0, 3850.0, -5.0)
COMPASS = [0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0]
CROSS = ["0,10", "90,20", "180,0", "270,5"]


def even(elevation_deg: float) -> Horizon:
    return Horizon(azimuth_deg=[0.0], elevation_deg=[elevation_deg], source="even")


def partly_cloudy(site: tuple[float, float, float, float]) -> Weather:
    """Ineichen's clear sky times a fixed draw of daily and hourly clouds, split by Erbs."""
    latitude, longitude, altitude_m, zone = site
    columns = ["ghi", "dni", "dhi", "temp_air", "wind_speed"]
    dark = Weather(
        data=pd.DataFrame(0.0, hours_of_year(2023, zone), columns).assign(temp_air=18.0),
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        source="made for a test",
        period="2023",
        sigma_resource_fraction=0.08,
    )
    sun = sun_position(dark)
    clear = pvlib.clearsky.ineichen(
        sun["apparent_zenith"], sun["airmass_absolute"], 3.5, altitude_m, sun["dni_extra"]
    )["ghi"].fillna(0)
    draw = np.random.default_rng(4)
    sky = np.repeat(draw.beta(4, 2, 365), 24) * draw.normal(1, 0.15, len(clear))
    ghi = clear.to_numpy() * np.clip(sky, 0.15, 1)
    split = pvlib.irradiance.erbs_driesse(
        ghi, sun["apparent_zenith"].to_numpy(), dni_extra=sun["dni_extra"].to_numpy()
    )
    return replace(dark, data=dark.data.assign(ghi=ghi, dni=split["dni"], dhi=split["dhi"]))


@pytest.fixture(scope="module")
def andes() -> Weather:
    return partly_cloudy(ANDES)


@pytest.fixture(scope="module")
def puno() -> Weather:
    return partly_cloudy(PUNO)


def plant(weather: Weather, tilt_deg: float = 10.0, azimuth_deg: float = 180.0) -> Production:
    return simulate(weather, dc_kw=10.0, tilt_deg=tilt_deg, azimuth_deg=azimuth_deg)


@given(height=st.floats(0, 90), azimuth=st.floats(0, 360))
def test_a_flat_plane_in_an_even_valley_sees_the_square_of_the_cosine(height, azimuth):
    expected = np.cos(np.radians(height)) ** 2
    assert sky_seen_fraction(even(height), 0.0, azimuth) == pytest.approx(expected, abs=1e-12)


@given(height=st.floats(0, 90))
def test_a_standing_plane_in_an_even_valley_follows_its_closed_form(height):
    h = np.radians(height)
    expected = 1 - (2 * h + np.sin(2 * h)) / np.pi
    assert sky_seen_fraction(even(height), 90.0, 77.0) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("tilt", "azimuth"), [(10.0, 180.0), (35.0, 0.0), (60.0, 100.0)])
def test_a_ragged_horizon_hides_what_a_sum_over_the_hemisphere_says(tilt, azimuth):
    ragged = Horizon(azimuth_deg=COMPASS, elevation_deg=[5, 30, 42, 12, 0, 8, 25, 18])
    height, bearing = np.meshgrid(
        np.radians(np.arange(0.125, 90, 0.25)), np.radians(np.arange(0.25, 360, 0.5)), indexing="ij"
    )
    t, a = np.radians(tilt), np.radians(azimuth)
    incidence = np.sin(height) * np.cos(t) + np.cos(height) * np.sin(t) * np.cos(bearing - a)
    light = np.maximum(incidence, 0) * np.cos(height)
    is_seen = np.degrees(height) >= ragged.elevation_at(np.degrees(bearing))
    expected = light[is_seen].sum() / light.sum()
    assert sky_seen_fraction(ragged, tilt, azimuth) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(("azimuth", "seen"), [(90.0, 0.0), (270.0, 1.0), (180.0, 0.5)])
def test_the_bright_band_is_lost_on_the_side_of_the_wall(azimuth, seen):
    wall = Horizon(
        azimuth_deg=[0.0001, 0.001, 179.999, 179.9999], elevation_deg=[0.0, 7.0, 7.0, 0.0]
    )
    assert band_seen_fraction(wall, azimuth) == pytest.approx(seen, abs=1e-4)


def test_between_its_points_and_over_north_the_horizon_runs_straight():
    ridge = Horizon(azimuth_deg=[350.0, 10.0, 370.0 - 190.0], elevation_deg=[10.0, 20.0, 0.0])
    asked = np.array([350.0, 0.0, 360.0, -5.0, 10.0, 95.0, 180.0, 265.0])
    assert ridge.elevation_at(asked) == pytest.approx([10, 15, 15, 12.5, 20, 10, 0, 5])


@pytest.mark.parametrize(
    ("azimuth", "elevation", "named"),
    [
        ([], [], "azimuth_deg"),
        ([0.0, 90.0], [1.0], "azimuth_deg"),
        ([0.0, 360.0], [1.0, 1.0], "each direction once"),
        ([float("nan")], [1.0], "numbers"),
        ([0.0], [float("nan")], "0 to 90"),
        ([0.0], [-1.0], "0 to 90"),
        ([0.0], [91.0], "0 to 90"),
    ],
)
def test_what_is_no_profile_is_refused(azimuth, elevation, named):
    with pytest.raises(InputError, match=named):
        Horizon(azimuth_deg=azimuth, elevation_deg=elevation)


@pytest.mark.parametrize("site", [ANDES, PUNO, (47.9, 106.9, 1300.0, 8.0)])
def test_the_seen_part_of_each_hour_is_that_of_the_true_sun_minute_by_minute(site):
    ragged = Horizon(azimuth_deg=COMPASS, elevation_deg=[5, 22, 31, 12, 3, 18, 25, 14])
    weather = replace(partly_cloudy(site), horizon=ragged)
    days = pd.DatetimeIndex(np.unique(weather.hours.normalize()))[[20, 100, 171, 260, 354]]
    for day in days:
        minutes = day + pd.to_timedelta(np.arange(24 * 60) + 0.5, unit="min")
        true = pvlib.solarposition.get_solarposition(
            minutes, site[0], site[1], altitude=site[2], pressure=pvlib.atmosphere.alt2pres(site[2])
        )
        light = np.maximum(np.sin(np.radians(true["apparent_elevation"].to_numpy())), 0)
        is_seen = true["apparent_elevation"].to_numpy() >= ragged.elevation_at(
            true["azimuth"].to_numpy()
        )
        hourly, whole = (part.reshape(24, 60).sum(axis=1) for part in (light * is_seen, light))
        start = int(weather.hours.get_loc(day))
        ours = sun_seen_fraction(weather)[start : start + 24] * whole
        # one of the twelve moments of an hour is five minutes of the sun
        assert np.abs(ours - hourly).max() <= 5.0
        assert ours.sum() == pytest.approx(hourly.sum(), rel=0.01)


@pytest.mark.parametrize(("tilt", "azimuth"), [(0.0, 180.0), (10.0, 180.0), (40.0, 90.0)])
def test_a_horizon_of_zero_changes_no_bit(andes, tilt, azimuth):
    free = plant(andes, tilt, azimuth)
    flat = plant(replace(andes, horizon=even(0.0)), tilt, azimuth)
    assert np.array_equal(free.ac_kw, flat.ac_kw)
    assert np.array_equal(free.poa_w_m2, flat.poa_w_m2)
    for losses in (free.losses, flat.losses):
        assert losses.set_index("step").loc["far_horizon", "change_fraction"] == 0


heights = st.lists(st.floats(0, 60), min_size=8, max_size=8)


@settings(max_examples=30)
@given(low=heights, more=heights, tilt=st.floats(0, 60), azimuth=st.floats(0, 359))
def test_a_higher_horizon_never_brings_more(puno, low, more, tilt, azimuth):
    high = [min(a + b, 90.0) for a, b in zip(low, more, strict=True)]
    planes = [
        plane_irradiance(
            replace(puno, horizon=Horizon(azimuth_deg=COMPASS, elevation_deg=elevation)),
            tilt_deg=tilt,
            azimuth_deg=azimuth,
            albedo=0.2,
        )
        for elevation in (low, high)
    ]
    lower, higher = planes
    for name in ("poa_w_m2", "effective_w_m2"):
        before, after = getattr(lower, name), getattr(higher, name)
        assert (after <= before + 1e-9).all()
    assert (lower.poa_w_m2 <= lower.free_w_m2 + 1e-9).all()


def test_a_wall_to_the_east_kills_the_morning_beam_only(andes):
    beam_only = replace(andes, data=andes.data.assign(dhi=0.0))
    wall = Horizon(azimuth_deg=[0.0, 0.001, 179.999, 180.0], elevation_deg=[0.0, 90.0, 90.0, 0.0])
    free, walled = (
        plane_irradiance(weather, tilt_deg=0.0, azimuth_deg=180.0, albedo=0.2).poa_w_m2
        for weather in (beam_only, replace(beam_only, horizon=wall))
    )
    bearing = sun_position(andes)["azimuth"].to_numpy()
    hour = andes.hours.hour.to_numpy()
    morning, afternoon = (bearing < 180) & (hour < 11), (bearing > 180) & (hour > 13)
    assert free[morning].sum() > 100_000
    assert not walled[morning].any()
    assert np.array_equal(walled[afternoon], free[afternoon])


def test_at_the_bottom_of_a_well_only_the_ground_shines(andes):
    well = replace(andes, horizon=even(90.0))
    flat = plane_irradiance(well, tilt_deg=0.0, azimuth_deg=180.0, albedo=0.2)
    steep = plane_irradiance(well, tilt_deg=60.0, azimuth_deg=180.0, albedo=0.2)
    assert flat.poa_w_m2 == pytest.approx(0, abs=1e-9)
    ground = andes.data["ghi"].to_numpy() * 0.2 * (1 - np.cos(np.radians(60))) / 2
    assert steep.poa_w_m2 == pytest.approx(ground, abs=1e-9)


def test_the_loss_stands_in_the_waterfall_before_all_other_losses(andes):
    shaded = plant(replace(andes, horizon=even(15.0)))
    steps = shaded.losses["step"].tolist()
    assert steps[:4] == ["horizontal_irradiance", "transposition", "far_horizon", "incidence_angle"]
    rows, free = shaded.losses.set_index("step"), plant(andes).losses.set_index("step")
    assert rows.loc["far_horizon", "source"] == "even"
    assert rows.loc["transposition", "energy_kwh"] == free.loc["transposition", "energy_kwh"]
    assert rows.loc["far_horizon", "energy_kwh"] == pytest.approx(
        shaded.poa_w_m2.sum() / 1000 * 10.0, rel=1e-12
    )
    # the even sky alone loses sin(15 deg)^2 = 6.7 % of its part, the low sun less
    assert -0.067 < rows.loc["far_horizon", "change_fraction"] < -0.02


def test_terrain_that_is_in_the_weather_is_not_taken_off_again(andes):
    included = replace(andes, horizon_is_included=True)
    given = with_horizon(included, even(30.0))
    assert np.array_equal(plant(given).ac_kw, plant(andes).ac_kw)
    assert np.array_equal(plant(replace(included, horizon=even(30.0))).ac_kw, plant(andes).ac_kw)
    warning = given.notes[-1]
    assert warning.kind == "warning"
    assert "the weather has the terrain in it" in str(warning.what)
    assert plant(included).losses.set_index("step").loc["far_horizon", "source"] == "in the weather"


def test_the_real_years_of_a_source_stand_behind_the_same_mountains(andes):
    ridge = even(12.0)
    several = with_horizon(replace(andes, real_years=(andes, andes)), ridge)
    assert [year.horizon for year in several.real_years] == [ridge, ridge]


def test_a_year_without_sun_has_no_loss(andes):
    dark = replace(andes, data=andes.data.assign(ghi=0.0, dni=0.0, dhi=0.0), horizon=even(20.0))
    assert plant(dark).annual_ac_kwh == 0
    assert (plant(dark).losses["change_fraction"] == 0).all()


PVGIS_CSV = """Latitude (decimal degrees):\t-15.800
Longitude (decimal degrees):\t-70.000

A\tH_hor\tA_sun(w)\tH_sun(w)\tA_sun(s)\tH_sun(s)
-180.0\t10.0\t-180.0\t0.0\t-180.0\t0.0
-90.0\t20.0\t-90.0\t0.0\t-90.0\t0.0
0.0\t0.0\t0.0\t50.8\t0.0\t82.4
90.0\t5.0\t90.0\t0.0\t90.0\t0.0
180.0\t10.0\t180.0\t0.0\t180.0\t0.0

A: Azimuth (0 = S, 90 = W, -90 = E) (degree)
H_hor: Horizon height (degree)
"""
PVGIS_JSON = json.dumps(
    {
        "inputs": {"location": {"latitude": -15.8, "longitude": -70.0}, "horizon_db": "DEM"},
        "outputs": {
            "horizon_profile": [
                {"A": -180.0, "H_hor": 10.0},
                {"A": -90.0, "H_hor": 20.0},
                {"A": 0.0, "H_hor": 0.0},
                {"A": 90.0, "H_hor": 5.0},
                {"A": 180.0, "H_hor": 10.0},
            ]
        },
    }
)
FILES = {
    "comma.csv": "azimuth_deg,elevation_deg\n" + "\n".join(CROSS),
    "swapped.csv": "name,elevation,azimuth\na,10,0\nb,20,90\nc,0,180\nd,5,270\n",
    "spanish.csv": "Azimut (°);Elevación (°)\n0;10,0\n90;20,0\n180;0,0\n270;5,0\n360;10,0\n",
    "from_south.csv": "# measured\naltura_deg;azimut desde el sur\n10;-180\n20;-90\n0;0\n5;90\n",
    "tabs.csv": "Azimuth [deg]\tHeight [deg]\n270\t5\n0\t10\n180\t0\n90\t20\n",
    "pvgis.csv": PVGIS_CSV,
    "pvgis.json": PVGIS_JSON,
}
HOR = "# PVsyst\nHorizon of the mine\n-180 10\n-90\t20\n0 0,0\n90 5.0\n179.9 10\n"


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_mountains(tmp_path, name):
    path = written(tmp_path, name, FILES[name])
    found = read_horizon(path)
    assert found.azimuth_deg.tolist() == [0, 90, 180, 270]
    assert found.elevation_deg.tolist() == [10, 20, 0, 5]
    assert found.source == name
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.notes == ()


def test_bare_pairs_count_from_the_south_in_the_north_of_the_world_and_say_so(tmp_path):
    found = read_horizon(written(tmp_path, "mine.HOR", HOR), latitude=3.0)
    assert found.elevation_at(np.array([0.0, 90.0, 180.0, 270.0])).tolist() == [10, 20, 0, 5]
    assert "south, east negative" in str(found.notes[0].value)


@pytest.mark.parametrize(("latitude", "text"), [(-13.0, HOR), (None, HOR), (3.0, "0 1\n90 2\n")])
def test_bare_pairs_whose_zero_cannot_be_known_are_not_guessed(tmp_path, latitude, text):
    path = written(tmp_path, "mine.hor", text)
    with pytest.raises(InputError, match=r"north or south.*azimuth_from_south_deg"):
        read_horizon(path, latitude=latitude)
    assert (
        read_horizon(written(tmp_path, "mine.hor", HOR), azimuth_zero="south").azimuth_deg[1] == 90
    )


@pytest.mark.parametrize(
    ("text", "place", "named"),
    [
        ("azimuth_deg,elevation_deg\n0,1\n90,x\n180,1\n270,1", "h.csv:3", "'x' is no number"),
        ("azimuth_deg,elevation_deg\n0,1\n90,\n180,1\n270,1", "h.csv:3", "elevation_deg"),
        ("azimuth_deg,elevation_deg\n0,1\n90,-2\n180,1\n270,1", "h.csv:3", "0 to 90 degrees"),
        ("azimuth_deg,elevation_deg\n0,nan\n90,2\n180,1\n270,1", "h.csv:2", "'nan' is no number"),
        ("azimuth_deg,elevation_deg\n-90,1\n0,2\n90,1\n180,1", "h.csv:2", "from_south_deg"),
        ("azimuth_deg,elevation_deg\n0,1\n90,2\n90,3\n180,1\n270,1", "h.csv:4", "stands twice"),
        ("azimuth_deg,elevation_deg\n0,1\n90,2\n180,1", "h.csv", "at least every 90 degrees"),
        ("azimuth_deg,elevation_deg\n", "h.csv", "no profile"),
        ("month,kWh\n1,2\n", "h.csv:2", "north or south"),
        ("", "h.csv", ""),
        ("{}", "h.csv", "no horizon of PVGIS"),
        ('{"outputs": {"horizon_profile": []}}', "h.csv", "no horizon of PVGIS"),
        (
            '{"outputs": {"horizon_profile": [{"A": 0, "H_hor": null}]}}',
            "h.csv",
            "horizon_profile 1",
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "h.csv", ""),
    ],
)
def test_each_fault_of_a_file_is_told_with_its_place(tmp_path, text, place, named):
    with pytest.raises(InputError) as caught:
        read_horizon(written(tmp_path, "h.csv", text))
    said = str(caught.value)
    assert said.startswith(place)
    assert named in said


def test_all_faults_are_told_at_once(tmp_path):
    text = "azimuth_deg,elevation_deg\n0,x\n400,1\n180,99\n270,1"
    with pytest.raises(InputError) as caught:
        read_horizon(written(tmp_path, "h.csv", text))
    assert [problem.row for problem in caught.value.problems] == [2, 3, 4]


@given(
    content=st.one_of(
        st.binary(max_size=200),
        st.text(alphabet='0123456789-+.,; \t\n#eazimuthlvon_dg{}[]":AH', max_size=200).map(
            str.encode
        ),
    ),
    latitude=st.one_of(st.none(), st.floats(-90, 90)),
)
def test_garbage_gives_a_profile_or_a_message_and_nothing_else(tmp_path_factory, content, latitude):
    path = written(tmp_path_factory.getbasetemp(), "garbage.hor", content)
    heights, files = np.zeros(1), {"garbage.hor"}
    try:
        heights = read_horizon(path, latitude=latitude).elevation_deg
    except InputError as error:
        files = {problem.file for problem in error.problems}
    assert files == {"garbage.hor"}
    assert ((heights >= 0) & (heights <= 90)).all()


def study_with_horizon(folder: Path, text: str) -> Path:
    """Return a copy of the example whose first site lies behind the mountains of a file."""
    shutil.copytree(EXAMPLE, folder)
    written(folder, "mountains.csv", text)
    return folder


def test_a_site_names_its_horizon_file_and_the_manifest_lists_it(tmp_path):
    folder = study_with_horizon(tmp_path / "study", FILES["comma.csv"])
    case = open_case(folder, ["sites.0.horizon=mountains.csv"])
    assert folder / "mountains.csv" in case.input_files
    weather = site_weather(case.study.sites[0], folder=folder, year=2025)
    assert weather.horizon is not None
    assert weather.horizon.elevation_deg.tolist() == [10, 20, 0, 5]
    assert site_weather(case.study.sites[1], folder=folder, year=2025).horizon is None


@pytest.mark.parametrize(
    ("name", "said"),
    [("mountains.csv", "mountains.csv:3:2 \\[elevation_deg\\]"), ("none.csv", "does not exist")],
)
def test_a_wrong_horizon_file_is_found_by_the_check_of_the_study(tmp_path, name, said):
    folder = study_with_horizon(tmp_path / "study", "azimuth_deg,elevation_deg\n0,1\n90,high\n")
    with pytest.raises(InputError, match=said):
        open_case(folder, [f"sites.0.horizon={name}"])
