"""P50, P75, P90, P99: published figures, hand calculation, a draw of chances, real years."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pvlib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from equipment_catalog.errors import InputError
from equipment_catalog.year_hours import hours_of_year
from pv_design.exceedance import exceedance, plant_exceedance
from pv_design.exceedance_law import Exceedance, YieldSigma, deviations
from pv_design.production import simulate
from pv_design.sun_position import sun_position
from pv_design.weather import Weather

YEARS = (101.0, 97.0, 103.0, 99.0, 100.0, 104.0, 96.0, 100.0)
OTHERS = math.sqrt(0.08**2 + 0.015**2 + 0.04**2 + 0.02**2)


def of_sun(sigma_resource_fraction: float, **years: object) -> Exceedance:
    return exceedance(100.0, sigma_resource_fraction, resource_source="a grid", **years)


@pytest.mark.parametrize(("resource", "sigma", "p90"), [(0.08, 0.098, 0.875), (0.05, 0.075, 0.904)])
def test_the_published_sigmas_give_the_published_p90(resource, sigma, p90):
    # quadrature of 3 % between years, 1.5 % transposition, 4 % model, 2 % soiling
    found = of_sun(resource)
    assert found.sigma_fraction() == pytest.approx(sigma, abs=5e-4)
    assert found.exceeded_kwh(0.90) / found.p50_kwh == pytest.approx(p90, abs=5e-4)


@pytest.mark.parametrize("probability", [0.01, 0.5, 0.75, 0.9, 0.99, 0.999])
def test_deviations_are_those_of_the_normal_law(probability):
    assert deviations(probability) == pytest.approx(norm.ppf(probability), abs=1e-12)


def test_in_ten_years_only_the_difference_between_years_averages_out():
    found = of_sun(0.08)
    assert found.sigma_fraction(10) == pytest.approx(math.sqrt(OTHERS**2 + 0.03**2 / 10), rel=1e-12)
    averaging = [part.name for part in found.components if part.averages_out]
    assert averaging == ["interannual"]
    assert found.sigma_fraction(10**9) == pytest.approx(OTHERS, rel=1e-9)


def test_energies_are_those_that_a_draw_of_chances_exceeds():
    found, count = of_sun(0.08), 200_000
    draw = np.random.default_rng(3).normal(size=(count, 5))
    sigmas = np.array([0.08, 0.03, 0.015, 0.04, 0.02])
    for years, scale in ((1, 1.0), (10, 10**-0.5)):
        energy = 100 * (1 + draw @ (sigmas * [1, scale, 1, 1, 1]))
        for probability in (0.5, 0.75, 0.9, 0.99):
            share = (energy > found.exceeded_kwh(probability, years)).mean()
            chance = math.sqrt(probability * (1 - probability) / count)
            assert abs(share - probability) < 4 * chance


def test_eight_real_years_tell_their_own_spread_and_their_mean_is_p50():
    found = of_sun(0.08, yearly_kwh=YEARS)
    # by hand: mean 100, squares 1+9+9+1+0+16+16+0 = 52 over 7
    spread = math.sqrt(52 / 7) / 100
    assert (found.basis, found.p50_kwh) == ("years", pytest.approx(100))
    assert found.sigma_fraction() == pytest.approx(math.hypot(OTHERS, spread), rel=1e-12)
    assert found.normal_probability > 0.05
    assert "8 real years" in str(found.notes[0].value)
    assert len(found.notes) == 1


@pytest.mark.parametrize("is_typical", [True, False])
def test_seven_years_or_a_typical_year_take_the_table(is_typical):
    found = of_sun(0.08, yearly_kwh=YEARS[:7], is_typical=is_typical)
    assert (found.basis, found.p50_kwh, found.yearly_kwh) == ("sigma_table", 100.0, ())
    assert found.sigma_fraction() == of_sun(0.08).sigma_fraction()
    (note,) = found.notes
    assert "7 real years" in str(note.value)
    assert ("a typical year hides how years differ" in str(note.effect)) is is_typical


def test_smoothed_years_do_not_differ_less_than_the_floor_of_the_table():
    calm = tuple(100 + (year - 100) / 4 for year in YEARS)
    smoothed, measured = (
        of_sun(0.08, yearly_kwh=calm, is_smoothed=is_so) for is_so in (True, False)
    )
    # by hand: a quarter of the spread of YEARS, sqrt(52 / 7) / 4 = 0.681 %
    assert _interannual(measured).sigma_fraction == pytest.approx(math.sqrt(52 / 7) / 400)
    assert _interannual(smoothed).sigma_fraction == 0.03
    said = "8 real years of smoothed data give 0.7 %; not taken below 3.0 %"
    assert str(_interannual(smoothed).source) == said
    assert str(smoothed.notes[0].source) == said
    assert (smoothed.p50_kwh, smoothed.basis) == (pytest.approx(100), "years")


def test_smoothed_years_that_differ_more_than_the_floor_keep_their_own_spread():
    wild = tuple(100 + 2 * (year - 100) for year in YEARS)
    found = of_sun(0.08, yearly_kwh=wild, is_smoothed=True)
    assert _interannual(found).sigma_fraction == pytest.approx(math.sqrt(52 / 7) / 50)
    assert "smoothed" not in str(_interannual(found).source)


def _interannual(found: Exceedance) -> YieldSigma:
    (part,) = (part for part in found.components if part.name == "interannual")
    return part


def test_years_that_are_all_the_same_have_no_spread_and_no_test():
    found = of_sun(0.08, yearly_kwh=[50.0] * 9)
    assert found.normal_probability is None
    assert found.sigma_fraction() == pytest.approx(OTHERS, rel=1e-12)


def test_years_with_an_outlier_are_said_not_to_be_normal():
    found = of_sun(0.08, yearly_kwh=[100.0, 101.0, 99.0, 100.5, 99.5, 100.2, 99.8, 60.0])
    assert [note.kind for note in found.notes] == ["finding", "warning"]


@pytest.mark.parametrize(
    ("annual", "sigma", "yearly"),
    [
        (float("nan"), 0.08, YEARS),
        (-1.0, 0.08, YEARS),
        (1.0, float("nan"), YEARS),
        (1.0, -0.1, YEARS),
        (1.0, 0.08, [*YEARS, float("nan")]),
        (float("inf"), 0.08, ()),
    ],
)
def test_what_is_no_energy_is_refused(annual, sigma, yearly):
    with pytest.raises(InputError, match="0 or above"):
        exceedance(annual, sigma, resource_source="", yearly_kwh=yearly)


@pytest.mark.parametrize(
    ("probability", "years"), [(0.0, 1), (1.0, 1), (float("nan"), 1), (0.9, 0), (0.9, float("nan"))]
)
def test_a_probability_or_a_span_that_is_none_is_refused(probability, years):
    with pytest.raises(InputError):
        of_sun(0.08).exceeded_kwh(probability, years)


@given(resource=st.floats(0, 0.99), years=st.integers(1, 50), p=st.floats(0.5, 0.999))
def test_more_probability_means_less_energy_and_more_years_mean_more(resource, years, p):
    found = of_sun(resource)
    assert 0 <= found.exceeded_kwh(0.9995, years) <= found.exceeded_kwh(p, years)
    assert found.exceeded_kwh(p, years) <= found.exceeded_kwh(p, years + 1) <= found.p50_kwh + 1e-9
    assert found.exceeded_kwh(0.5, years) == pytest.approx(100)


def test_a_plant_that_gives_nothing_is_sure_to():
    nothing = exceedance(0.0, 0.08, resource_source="", yearly_kwh=[0.0] * 8)
    assert nothing.exceeded_kwh(0.9) == nothing.p50_kwh == 0


def cloudy_year(clear_share: float) -> Weather:
    columns = ["ghi", "dni", "dhi", "temp_air", "wind_speed"]
    dark = Weather(
        data=pd.DataFrame(0.0, hours_of_year(2023, -5), columns).assign(temp_air=20.0),
        latitude=3.0,
        longitude=-76.0,
        altitude_m=1000.0,
        source="made for a test",
        period="2023",
        sigma_resource_fraction=0.05,
    )
    sun = sun_position(dark)
    clear = pvlib.clearsky.ineichen(
        sun["apparent_zenith"], sun["airmass_absolute"], 3.5, 1000.0, sun["dni_extra"]
    ).fillna(0)
    data = dark.data.assign(**{name: clear_share * clear[name] for name in ("ghi", "dni", "dhi")})
    return replace(dark, data=data)


def test_the_plant_is_simulated_in_each_real_year_with_its_own_settings():
    years = tuple(cloudy_year(share) for share in (0.5, 0.6, 0.55, 0.65, 0.6, 0.58, 0.62, 0.7))
    weather = replace(years[3], real_years=years)
    options = {"dc_kw": 30.0, "tilt_deg": 20.0, "azimuth_deg": 150.0, "dc_ac_ratio": 1.9}
    options |= {"losses": {"total": 0.2}, "mounting": "roof"}
    found = plant_exceedance(weather, simulate(weather, **options))
    each = [simulate(year, **options).annual_ac_kwh for year in years]
    assert found.yearly_kwh == pytest.approx(each, rel=1e-12)
    assert found.p50_kwh == pytest.approx(np.mean(each), rel=1e-12)
    assert found.components[1].sigma_fraction == pytest.approx(np.std(each, ddof=1) / np.mean(each))


def test_years_of_the_cells_of_nasa_power_are_smoothed_and_those_of_a_satellite_are_not():
    years = tuple(cloudy_year(0.6 + 0.001 * place) for place in range(8))
    for origins, least in (
        (("nasa_power",), True),
        (("merra2", "pvcz"), True),
        (("pvgis",), False),
    ):
        weather = replace(years[0], real_years=years, origins=origins)
        plant = simulate(weather, dc_kw=10.0, tilt_deg=10.0, azimuth_deg=180.0)
        found = plant_exceedance(weather, plant)
        assert (_interannual(found).sigma_fraction == 0.03) is least
        assert ("smoothed" in str(_interannual(found).source)) is least


def test_a_typical_year_never_tells_how_years_differ():
    weather = replace(cloudy_year(0.6), is_typical=True)
    plant = simulate(weather, dc_kw=10.0, tilt_deg=10.0, azimuth_deg=180.0)
    found = plant_exceedance(weather, plant)
    assert found.basis == "sigma_table"
    assert found.components[1].sigma_fraction == 0.03
    assert "cannot give P90 alone" in str(found.notes[0].effect)
