"""Production against pvlib, PVWatts, hand calculation and the laws it must keep."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pvlib
import pytest

from equipment_catalog.errors import InputError
from equipment_catalog.messages import Message
from equipment_catalog.tables import read_fact, read_facts
from equipment_catalog.year_hours import hours_of_year
from pv_design.array_power import inverter_ac_kw
from pv_design.array_settings import array_settings
from pv_design.cover_glass import diffuse_passed
from pv_design.losses import system_losses
from pv_design.plane_side import lost_to_the_pole_fraction
from pv_design.production import Production, simulate
from pv_design.sun_position import sun_of_hours, sun_position
from pv_design.weather import Weather

CONQUISTADORES = (2.98, -76.65, 1286.0, -5.0)
JULIACA = (-15.47, -70.15, 3825.0, -5.0)
SANTIAGO = (-33.5, -70.6, 579.0, -4.0)
SHARED = Path("/work/shared/data/weather")


def made_weather(site: tuple[float, float, float, float], values: pd.DataFrame) -> Weather:
    latitude, longitude, altitude_m, _ = site
    return Weather(
        data=values,
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        source="made for a test",
        period="2023",
        sigma_resource_fraction=0.08,
    )


def dark_weather(site: tuple[float, float, float, float], temp_air: float = 20.0) -> Weather:
    hours = hours_of_year(2023, site[3])
    values = pd.DataFrame(0.0, hours, ["ghi", "dni", "dhi", "temp_air", "wind_speed"])
    return made_weather(site, values.assign(temp_air=temp_air, wind_speed=1.0))


def clear_and_cloudy_weather(site: tuple[float, float, float, float]) -> Weather:
    """Ineichen's clear sky under cloudy days and hours drawn with a fixed seed."""
    dark = dark_weather(site)
    sun, hour = sun_position(dark), dark.hours.hour.to_numpy()
    clear = pvlib.clearsky.ineichen(
        sun["apparent_zenith"], sun["airmass_absolute"], 3.5, site[2], sun["dni_extra"]
    )["ghi"].fillna(0)
    draw = np.random.default_rng(1)
    sky = np.repeat(draw.beta(4, 2, 365), 24) * draw.normal(1, 0.15, len(hour))
    ghi = clear.to_numpy() * np.clip(sky, 0.15, 1)
    split = pvlib.irradiance.erbs_driesse(
        ghi, sun["apparent_zenith"].to_numpy(), dni_extra=sun["dni_extra"].to_numpy()
    )
    values = dark.data.assign(
        ghi=ghi,
        dni=split["dni"],
        dhi=split["dhi"],
        temp_air=20 + 5 * np.sin((hour - 9) / 24 * 2 * np.pi),
        wind_speed=1.5 + np.sin((hour - 10) / 24 * 2 * np.pi),
    )
    return made_weather(site, values)


@pytest.fixture(scope="module")
def andes() -> Weather:
    return clear_and_cloudy_weather(CONQUISTADORES)


@pytest.fixture(scope="module")
def plant(andes: Weather) -> Production:
    return simulate(andes, dc_kw=100.0, tilt_deg=10.0, azimuth_deg=180.0)


@pytest.mark.parametrize(("tilt", "azimuth"), [(10.0, 180.0), (35.0, 250.0), (0.0, 0.0)])
def test_a_year_equals_the_same_chain_composed_of_pvlib_functions(
    andes: Weather, tilt: float, azimuth: float
) -> None:
    data, hours = andes.data, andes.hours
    moments = hours + pd.Timedelta(minutes=30)
    site = pvlib.location.Location(andes.latitude, andes.longitude, altitude=andes.altitude_m)
    sun = site.get_solarposition(moments).set_axis(hours)
    extra = pvlib.irradiance.get_extra_radiation(moments.day_of_year.to_numpy())
    total = pvlib.irradiance.get_total_irradiance(
        tilt,
        azimuth,
        sun["apparent_zenith"],
        sun["azimuth"],
        data["dni"],
        data["ghi"],
        data["dhi"],
        dni_extra=pd.Series(extra, hours),
        albedo=0.2,
        model="perez-driesse",
        diffuse_components=True,
    ).fillna(0)
    aoi = pvlib.irradiance.aoi(tilt, azimuth, sun["apparent_zenith"], sun["azimuth"])
    passed = pvlib.iam.marion_diffuse("physical", tilt, n_ar=1.3)
    effective = (
        (total["poa_direct"] + total["poa_circumsolar"]) * pvlib.iam.physical(aoi, n_ar=1.3)
        + total["poa_isotropic"] * passed["sky"]
        + total["poa_horizon"] * passed["horizon"]
        + total["poa_ground_diffuse"] * passed["ground"]
    )
    cell = pvlib.temperature.pvsyst_cell(total["poa_global"], data["temp_air"], data["wind_speed"])
    dc = pvlib.pvsystem.pvwatts_dc(effective, cell, 100.0, -0.0035)
    before_inverter = dc * 0.98 * 0.97 * 0.98 * 0.98 * 0.995 * 0.985 * 0.99
    ac = pvlib.inverter.pvwatts(before_inverter, 100 / 1.2 / 0.96, 0.96) * 0.97
    ours = simulate(andes, dc_kw=100.0, tilt_deg=tilt, azimuth_deg=azimuth)
    assert ours.annual_ac_kwh == pytest.approx(float(ac.sum()), rel=1e-4)
    assert ours.poa_w_m2.sum() == pytest.approx(float(total["poa_global"].sum()), rel=1e-4)
    assert np.abs(ours.ac_kw - ac).max() < 0.01


@pytest.mark.parametrize("site", [CONQUISTADORES, JULIACA, SANTIAGO])
def test_pvwatts_v8_agrees_within_one_percent_once_its_spectral_factor_is_applied(
    site: tuple[float, float, float, float],
) -> None:
    pvwatts_v8 = pytest.importorskip("PySAM.Pvwattsv8")
    weather = clear_and_cloudy_weather(site)
    azimuth = 180.0 if weather.latitude > 0 else 0.0
    model = pvwatts_v8.new()
    run_pvwatts_v8(model, weather, azimuth)
    theirs = model.Outputs
    ours = simulate(
        weather,
        dc_kw=100.0,
        tilt_deg=10.0,
        azimuth_deg=azimuth,
        losses={"total": 0.1408},
        temperature={"model": "noct_sam", "noct_c": 45.0},
    )
    # De Soto et al. 2006, Solar Energy 80:78, polynomial of the absolute airmass: version 8 has
    # it built in, this chain leaves it out on purpose. Without it version 8 is 1 to 2 % lower.
    airmass = sun_position(weather)["airmass_absolute"].fillna(10).clip(upper=10)
    spectral = np.polyval([-0.000126, 0.002816, -0.024459, 0.086257, 0.918093], airmass)
    assert ours.poa_w_m2.sum() == pytest.approx(sum(theirs.poa), rel=5e-4)
    assert (ours.ac_kw * spectral).sum() == pytest.approx(theirs.ac_annual, rel=0.01)
    assert ours.annual_ac_kwh == pytest.approx(theirs.ac_annual, rel=0.022)


def run_pvwatts_v8(model: object, weather: Weather, azimuth_deg: float) -> None:
    hours, data = weather.hours, weather.data
    resource, system = model.SolarResource, model.SystemDesign  # type: ignore[attr-defined]
    resource.solar_resource_data = {
        "lat": weather.latitude,
        "lon": weather.longitude,
        "tz": weather.utc_offset_hours,
        "elev": weather.altitude_m,
        "year": hours.year.tolist(),
        "month": hours.month.tolist(),
        "day": hours.day.tolist(),
        "hour": hours.hour.tolist(),
        "minute": [30] * len(hours),
        "gh": data["ghi"].tolist(),
        "dn": data["dni"].tolist(),
        "df": data["dhi"].tolist(),
        "tdry": data["temp_air"].tolist(),
        "wspd": data["wind_speed"].tolist(),
    }
    resource.use_wf_albedo = 0
    resource.albedo = [0.2]
    system.assign(
        {
            "system_capacity": 100.0,
            "module_type": 0,
            "array_type": 0,
            "gcr": 0.01,
            "tilt": 10.0,
            "azimuth": azimuth_deg,
            "losses": 14.08,
            "inv_eff": 96.0,
            "dc_ac_ratio": 1.2,
        }
    )
    model.execute(0)  # type: ignore[attr-defined]


def test_one_hour_of_sun_straight_above_equals_the_hand_calculation() -> None:
    weather = dark_weather(CONQUISTADORES, temp_air=20.0)
    zenith = sun_position(weather)["apparent_zenith"]
    overhead = zenith.idxmin()
    cosine = math.cos(math.radians(zenith.min()))
    weather.data.loc[overhead, ["ghi", "dni"]] = [1000.0, 1000.0 / cosine]
    ours = simulate(
        weather, dc_kw=100.0, tilt_deg=0.0, azimuth_deg=180.0, ac_kw=100.0, losses={"total": 0.0}
    )
    cell_c = 20 + 0.9 * (1 - 0.1) * 1000 / 29
    dc = 100 * (1 - 0.0035 * (cell_c - 25))
    loading = dc / (100 / 0.96)
    ac = dc * 0.96 / 0.9637 * (0.9858 - 0.0162 * loading - 0.0059 / loading)
    assert zenith.min() < 5
    assert ours.ac_kw[overhead] == pytest.approx(ac, rel=1e-4)  # the glass takes 1e-6
    assert ours.annual_ac_kwh == ours.ac_kw[overhead]


def test_the_inverter_meets_its_nominal_efficiency_at_its_rating_and_half_load_by_hand() -> None:
    half = 0.5 * 0.96 / 0.9637 * (0.9858 - 0.0162 / 2 - 0.0059 * 2) * 100 / 0.96
    free, limited = inverter_ac_kw(
        np.array([0.0, 50 / 0.96, 100 / 0.96, 130.0]), ac_rating_kw=100.0, efficiency=0.96
    )
    assert limited == pytest.approx([0.0, half, 100.0, 100.0])
    assert free == pytest.approx([0.0, half, 100.0, 130 * 0.96])


def test_a_year_without_sun_gives_exactly_nothing_and_no_warning() -> None:
    ours = simulate(dark_weather(CONQUISTADORES), dc_kw=1.0, tilt_deg=10.0, azimuth_deg=180.0)
    assert not ours.ac_kw.any()
    assert ours.performance_ratio == 0
    assert (ours.losses["change_fraction"] == 0).all()


def test_night_is_exactly_zero_and_no_hour_is_negative_or_above_the_limit(
    andes: Weather, plant: Production
) -> None:
    night = (andes.data[["ghi", "dni", "dhi"]] == 0).all(axis=1)
    assert night.sum() > 4000
    assert not plant.ac_kw[night].any()
    assert not plant.poa_w_m2[night].any()
    assert plant.ac_kw.min() == 0
    assert plant.ac_kw.max() <= plant.ac_rating_kw == pytest.approx(100 / 1.2)


def test_a_flat_plane_gets_the_horizontal_irradiance(andes: Weather) -> None:
    flat = simulate(andes, dc_kw=1.0, tilt_deg=0.0, azimuth_deg=77.0)
    high = sun_position(andes)["apparent_zenith"] < 85  # Perez bounds the sun's height there
    assert flat.poa_w_m2[high].to_numpy() == pytest.approx(
        andes.data["ghi"][high].to_numpy(), rel=1e-9
    )
    assert flat.poa_w_m2.sum() == pytest.approx(andes.data["ghi"].sum(), rel=1e-3)


@pytest.mark.parametrize("factor", [0.001, 3.0, 1e5])
def test_production_scales_with_the_size_at_a_fixed_ratio(andes: Weather, factor: float) -> None:
    unit = simulate(andes, dc_kw=1.0, tilt_deg=10.0, azimuth_deg=180.0).ac_kw
    large = simulate(andes, dc_kw=factor, tilt_deg=10.0, azimuth_deg=180.0)
    assert large.ac_kw.to_numpy() == pytest.approx(factor * unit.to_numpy(), rel=1e-12)


def test_months_sum_to_the_year_and_the_yield_is_per_kw(plant: Production) -> None:
    assert list(plant.monthly_ac_kwh.index) == list(range(1, 13))
    assert plant.monthly_ac_kwh.sum() == pytest.approx(plant.annual_ac_kwh, rel=1e-12)
    assert plant.monthly_ac_kwh[2] == pytest.approx(plant.ac_kw["2023-02"].sum(), rel=1e-12)
    assert plant.specific_yield_kwh_per_kw == plant.annual_ac_kwh / 100


def test_the_waterfall_multiplies_through_to_the_meter(andes: Weather, plant: Production) -> None:
    frame = plant.losses
    energy = frame["energy_kwh"].to_numpy()
    assert energy[0] == pytest.approx(andes.data["ghi"].sum() / 1000 * 100, rel=1e-12)
    assert energy[-1] == pytest.approx(plant.annual_ac_kwh, rel=1e-9)
    through = energy[0] * np.cumprod(1 + frame["change_fraction"].to_numpy())
    assert through == pytest.approx(energy, rel=1e-9)
    steps = frame.set_index("step")["change_fraction"]
    for loss in system_losses():
        assert steps[loss.name] == pytest.approx(-loss.fraction, rel=1e-9)
    assert (frame["source"] != "").all()


def test_default_losses_make_the_published_fourteen_percent() -> None:
    kept = math.prod(1 - loss.fraction for loss in system_losses())
    assert 100 * (1 - kept) == pytest.approx(float(pvlib.pvsystem.pvwatts_losses()), rel=1e-9)


def test_a_named_loss_replaces_its_default_and_leaves_the_others(andes: Weather) -> None:
    none = simulate(andes, dc_kw=9.0, tilt_deg=10.0, azimuth_deg=180.0, losses={"availability": 0})
    half = simulate(
        andes, dc_kw=9.0, tilt_deg=10.0, azimuth_deg=180.0, losses={"availability": 0.5}
    )
    assert half.annual_ac_kwh == pytest.approx(none.annual_ac_kwh / 2, rel=1e-12)
    assert "mismatch" in set(half.losses["step"])


def test_a_total_loss_stands_for_all_and_one_of_everything_leaves_nothing(andes: Weather) -> None:
    lost = simulate(andes, dc_kw=9.0, tilt_deg=10.0, azimuth_deg=180.0, losses={"total": 1})
    assert lost.annual_ac_kwh == 0
    assert "mismatch" not in set(lost.losses["step"])


def test_a_zero_power_coefficient_leaves_temperature_without_effect(andes: Weather) -> None:
    ours = simulate(andes, dc_kw=9.0, tilt_deg=10.0, azimuth_deg=180.0, gamma_pmp_per_c=0.0)
    change = ours.losses.set_index("step")["change_fraction"]
    assert change["temperature"] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("model", ["pvsyst", "noct_sam", "sapm"])
def test_a_roof_is_hotter_than_a_rack_in_every_model(andes: Weather, model: str) -> None:
    rack, roof = (
        simulate(
            andes,
            dc_kw=9.0,
            tilt_deg=10.0,
            azimuth_deg=180.0,
            mounting=mounting,
            temperature={"model": model},
        ).annual_ac_kwh
        for mounting in ("open_rack", "roof")
    )
    assert 0.94 < roof / rack < 0.995


def test_diffuse_light_of_a_steeper_plane_passes_as_marion_computed() -> None:
    passed = diffuse_passed(20.0)  # uncoated in pvlib's docstring: 0.9539, 0.7653, 0.6387
    assert 0.9539 < passed["sky"] < 0.97
    assert 0.7653 < passed["horizon"] < 0.81
    assert 0.6387 < passed["ground"] < 0.70


def test_looking_away_from_the_equator_is_refused_unless_meant_and_then_noted() -> None:
    weather = clear_and_cloudy_weather((-30.75, 121.5, 370.0, 8.0))
    north = simulate(weather, dc_kw=9.0, tilt_deg=28.0, azimuth_deg=0.0)
    with pytest.raises(InputError, match="equator lies at azimuth 0"):
        simulate(weather, dc_kw=9.0, tilt_deg=28.0, azimuth_deg=180.0)
    south = simulate(
        weather, dc_kw=9.0, tilt_deg=28.0, azimuth_deg=180.0, facing_pole_is_meant=True
    )
    assert south.annual_ac_kwh < 0.85 * north.annual_ac_kwh
    assert [note.kind for note in south.notes].count("warning") == 1
    assert "warning" not in [note.kind for note in north.notes]


def test_near_the_equator_only_a_steep_plane_has_a_wrong_side(andes: Weather) -> None:
    for tilt_deg, warnings in ((5.0, 0), (28.0, 1)):
        ours = simulate(andes, dc_kw=9.0, tilt_deg=tilt_deg, azimuth_deg=0.0)
        assert [note.kind for note in ours.notes].count("warning") == warnings


def test_heavy_clipping_is_noted_and_taken_in_its_own_step(andes: Weather) -> None:
    ours = simulate(andes, dc_kw=100.0, tilt_deg=10.0, azimuth_deg=180.0, ac_kw=40.0)
    assert ours.ac_kw.max() == pytest.approx(40 * 0.97)  # availability acts behind the limit
    assert ours.losses.set_index("step")["change_fraction"]["clipping"] < -0.05
    assert [str(note.source) for note in ours.notes if note.kind == "warning"] == [
        "DC/AC ratio 2.50"
    ]


def test_every_default_is_noted_and_nothing_that_was_given(
    andes: Weather, plant: Production
) -> None:
    free_horizon = "Far horizon: mountains around the site"
    assert len(plant.notes) == 6
    given = simulate(
        andes,
        dc_kw=9.0,
        tilt_deg=10.0,
        azimuth_deg=180.0,
        losses={"total": 0.1},
        inverter_efficiency=0.97,
        temperature={"model": "faiman"},
        gamma_pmp_per_c=-0.003,
        albedo=0.25,
    )
    assert [str(note.what) for note in given.notes] == [free_horizon]


def test_every_note_has_a_value_with_its_unit_and_begins_with_a_capital(andes: Weather) -> None:
    away = replace(andes, latitude=20.0)
    plant = simulate(away, dc_kw=100.0, tilt_deg=10.0, azimuth_deg=0.0, ac_kw=40.0)
    assert [note.kind for note in plant.notes].count("warning") == 2
    assert {type(note.value) for note in plant.notes} == {Message}
    assert all(str(note.what)[0].isupper() for note in plant.notes)
    values = {str(note.what): str(note.value) for note in plant.notes}
    # 1 - 0.98 0.97 0.98 0.98 0.995 0.985 0.99 0.97 of the PVWatts table
    assert values["System losses, soiling to availability"] == "14.1% of the energy"
    assert values["Nominal efficiency of the inverters"] == "96.0%"
    assert values["Power coefficient of the modules"] == "-0.0035 per degC"
    assert values["The modules look away from the equator"] == "azimuth 0 degrees"


@pytest.mark.parametrize(
    ("latitude", "tilt_deg", "azimuth_deg", "warned"),
    [
        (2.98, 30.0, 0.0, True),
        (2.98, 30.0, 180.0, False),
        (2.98, 30.0, 90.0, False),
        (2.98, 10.0, 0.0, True),
        (2.98, 5.0, 0.0, False),
        (-12.0, 10.0, 180.0, True),
        (-12.0, 10.0, 0.0, False),
        (0.0, 40.0, 0.0, False),
    ],
)
def test_a_plane_is_warned_of_by_the_sun_it_loses_within_the_tropics_too(
    latitude: float, tilt_deg: float, azimuth_deg: float, *, warned: bool
) -> None:
    plane = array_settings(dc_kw=1.0, tilt_deg=tilt_deg, azimuth_deg=azimuth_deg)
    lost = lost_to_the_pole_fraction(latitude, plane)
    tangents = math.tan(math.radians(tilt_deg)) * math.tan(math.radians(abs(latitude)))
    if warned:
        assert lost == pytest.approx(2 * tangents / (1 + tangents))
    assert (lost > 0.015) == warned


def test_the_rule_of_the_wrong_side_stands_in_the_reference_with_its_own_figures() -> None:
    table = read_facts("mine_study", "data/study_keys.csv").set_index("key")
    told = str(table.loc["pv.azimuth_deg", "description"])
    warned, latitude, tilt = (
        read_fact("pv_design", "data/production.csv", key).value
        for key in ("hemisphere_warning_fraction", "pole_refused_latitude", "pole_refused_tilt")
    )
    assert f"{100 * warned:g} %" in told
    assert f"{latitude:g} degrees" in told
    assert f"{tilt:g} degrees" in told


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"dc_kw": 0.0}, "dc_kw"),
        ({"dc_kw": -5.0}, "dc_kw"),
        ({"dc_kw": float("nan")}, "dc_kw"),
        ({"dc_kw": float("inf")}, "dc_kw"),
        ({"tilt_deg": -1.0}, "tilt_deg"),
        ({"tilt_deg": 91.0}, "tilt_deg"),
        ({"azimuth_deg": 361.0}, "azimuth_deg"),
        ({"azimuth_deg": float("nan")}, "azimuth_deg"),
        ({"dc_ac_ratio": 0.0}, "dc_ac_ratio"),
        ({"ac_kw": 0.0}, "ac_kw"),
        ({"mounting": "open_rak"}, "mounting"),
        ({"losses": {"soilling": 0.1}}, "losses"),
        ({"losses": {"soiling": 2.0}}, "losses.soiling"),
        ({"losses": {"total": -0.1}}, "losses.total"),
        ({"losses": {"total": float("nan")}}, "losses.total"),
        ({"losses": {"total": 0.1, "soiling": 0.1}}, "losses"),
        ({"temperature": {"model": "noct"}}, "temperature"),
        ({"temperature": {"model": "noct_sam", "noct": 45.0}}, "temperature"),
        ({"temperature": {"model": "pvsyst", "u_c": float("nan")}}, "temperature.u_c"),
        ({"inverter_efficiency": 96.0}, "inverter_efficiency"),
        ({"gamma_pmp_per_c": -0.35}, "gamma_pmp_per_c"),
        ({"albedo": 20.0}, "albedo"),
        ({"gcr": 1.0}, "gcr"),
        ({"gcr": float("nan")}, "gcr"),
        ({"bifaciality": 0.7}, "bifaciality"),
        ({"bifaciality": 70.0, "gcr": 0.4}, "bifaciality"),
        ({"spectral": "desoto"}, "spectral"),
        ({"tracking": {"max_angle": 60.0}}, "tracking"),
        ({"tracking": {"max_angle_deg": 0.0}}, "tracking.max_angle_deg"),
    ],
)
def test_wrong_input_is_refused_by_the_name_of_its_field(
    andes: Weather, wrong: dict[str, object], field: str
) -> None:
    right = {"dc_kw": 1.0, "tilt_deg": 10.0, "azimuth_deg": 180.0}
    with pytest.raises(InputError) as refused:
        simulate(andes, **{**right, **wrong})  # type: ignore[arg-type]
    assert [problem.field for problem in refused.value.problems] == [field]
    assert refused.value.problems[0].allowed is not None


def test_a_misspelt_mounting_is_answered_with_the_nearest(andes: Weather) -> None:
    with pytest.raises(InputError, match="did you mean open_rack"):
        simulate(andes, dc_kw=1.0, tilt_deg=10.0, azimuth_deg=180.0, mounting="open_rak")


def test_an_hour_without_a_value_is_named_by_its_time() -> None:
    weather = dark_weather(CONQUISTADORES)
    weather.data.loc["2023-05-05 12:00", "temp_air"] = float("nan")
    with pytest.raises(InputError, match="2023-05-05 12:00") as refused:
        simulate(weather, dc_kw=1.0, tilt_deg=10.0, azimuth_deg=180.0)
    assert refused.value.problems[0].field == "weather.temp_air"


@pytest.mark.skipif(not SHARED.exists(), reason="the example weather files are not here")
@pytest.mark.parametrize(
    ("row", "file", "site", "first_line", "columns"),
    [
        (
            "Iquitos_PVGIS",
            "PER_Iquitos_PVGIS_TMY_2024index.csv",
            (-3.75, -73.25, 104.0, -5.0),
            0,
            ["ghi_wm2", "dni_wm2", "dhi_wm2", "temp_air_c", "wind_speed_ms"],
        ),
        (
            "Santiago_ES",
            "CHL_Santiago_ExploradorSolar_TMY.csv",
            (-33.498, -70.608, 579.0, -4.0),
            41,
            ["ghi", "dni", "difh", "temp", "vel"],
        ),
    ],
)
def test_example_files_give_the_plane_irradiation_of_the_reference(
    row: str,
    file: str,
    site: tuple[float, float, float, float],
    first_line: int,
    columns: list[str],
) -> None:
    with (SHARED / "annual_figures.csv").open(encoding="utf-8", newline="") as stream:
        reference = next(line for line in csv.DictReader(stream) if line["name"] == row)
    values = pd.read_csv(SHARED / file, skiprows=first_line)[columns]
    values.columns = pd.Index(["ghi", "dni", "dhi", "temp_air", "wind_speed"])
    values["wind_speed"] = values["wind_speed"].clip(lower=0)  # one hour has -0.04
    weather = made_weather(site, values.set_axis(hours_of_year(2023, site[3])))
    ours = simulate(
        weather,
        dc_kw=1.0,
        tilt_deg=10.0,
        azimuth_deg=0.0,
        losses={"total": 0.1408},
        temperature={"model": "sapm"},
    )
    # The reference is Hay-Davies without reflection at the glass, which takes 1.2 to 2.7 %.
    assert ours.poa_w_m2.sum() / 1000 == pytest.approx(float(reference["poa10_A"]), rel=0.01)
    assert 0.965 < ours.annual_ac_kwh / float(reference["ac_A"]) < 0.995


@pytest.mark.parametrize("efficiency", [None, 0.985])
def test_other_inverters_behind_the_same_modules_give_what_a_simulation_with_them_gives(
    andes: Weather, efficiency: float | None
) -> None:
    one = simulate(andes, dc_kw=1.0, tilt_deg=10.0, azimuth_deg=180.0, ac_kw=1.0)
    other = simulate(
        andes,
        dc_kw=1.0,
        tilt_deg=10.0,
        azimuth_deg=180.0,
        ac_kw=0.7,
        inverter_efficiency=efficiency,
    )
    behind = one.ac_kw_behind(ac_rating_kw=0.7, inverter_efficiency=efficiency)
    assert other.ac_kw.max() == pytest.approx(0.7 * 0.97)  # the limit acts, availability behind it
    assert behind.tolist() == other.ac_kw.to_list()


def test_inverters_that_cannot_be_are_refused_behind_the_same_modules(andes: Weather) -> None:
    one = simulate(andes, dc_kw=1.0, tilt_deg=10.0, azimuth_deg=180.0)
    with pytest.raises(InputError, match="inverter_efficiency"):
        one.ac_kw_behind(ac_rating_kw=0.7, inverter_efficiency=0.4)
    with pytest.raises(InputError, match="ac_kw"):
        one.ac_kw_behind(ac_rating_kw=0.0, inverter_efficiency=None)


def test_the_sun_of_a_site_is_reckoned_once_whoever_asks(andes: Weather) -> None:
    hours = andes.hours
    again = sun_of_hours(
        andes.latitude, andes.longitude, andes.altitude_m, year=hours[0].year, zone=hours.tz
    )
    assert sun_position(andes) is again
