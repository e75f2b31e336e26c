"""The light of the sky and what glass lets through equal pvlib's own functions."""

from __future__ import annotations

import numpy as np
import pvlib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pv_design.cover_glass import beam_passed, diffuse_passed, diffuse_passed_hourly
from pv_design.row_shade import row_light, rows_of
from pv_design.sky_light import sky_light
from pv_design.sun_position import direction

PARTS = ("poa_sky_diffuse", "poa_isotropic", "poa_circumsolar", "poa_horizon")
LIGHT = st.floats(0, 1100) | st.just(0.0)


@settings(max_examples=200, deadline=None)
@given(
    dhi=LIGHT,
    dni=LIGHT,
    zenith=st.floats(0, 95),
    azimuth=st.floats(0, 360),
    tilt=st.floats(0, 90),
    towards=st.floats(0, 360),
)
def test_the_light_of_the_sky_equals_perez_and_driesse_as_pvlib_has_it(
    dhi, dni, zenith, azimuth, tilt, towards
):
    sun = {"zenith": np.array([zenith]), "azimuth": np.array([azimuth])}
    airmass = pvlib.atmosphere.get_relative_airmass(sun["zenith"])
    normal = direction(tilt, towards)[:, None]
    ray = direction(sun["zenith"], sun["azimuth"])
    own = sky_light(
        dhi=np.array([dhi]),
        dni=np.array([dni]),
        dni_extra=np.array([1367.0]),
        zenith_deg=sun["zenith"],
        cos_zenith=ray[2],
        airmass=airmass,
        towards_sun=np.clip((normal * ray).sum(axis=0), 0, 1),
        tilt_deg=tilt,
    )
    peer = pvlib.irradiance.perez_driesse(
        tilt,
        towards,
        np.array([dhi]),
        np.array([dni]),
        np.array([1367.0]),
        sun["zenith"],
        sun["azimuth"],
        airmass=airmass,
        return_components=True,
    )
    for part in PARTS:
        assert own[part] == pytest.approx(peer[part], rel=1e-9, abs=1e-9)


def test_what_passes_of_the_beam_equals_pvlibs_coated_pane_at_every_angle():
    angle = np.linspace(0, 90, 1801)
    peer = pvlib.iam.physical(angle, n=1.526, K=4.0, L=0.002, n_ar=1.3)
    assert beam_passed(np.cos(np.radians(angle))) == pytest.approx(peer, abs=1e-12)


def test_along_the_pane_nothing_passes_and_straight_on_is_the_measure():
    assert beam_passed(np.array([0.0, 1.0])).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("tilt", [2.5, 7.5, 22.5, 47.5, 87.5])
def test_half_way_between_two_tilts_of_the_table_the_light_that_passes_is_that_integrated(tilt):
    """Told of what a plane of that tilt sees of each part: within 0.2 % of the even light."""
    turned = np.radians(tilt)
    seen = {
        "sky": (1 + np.cos(turned)) / 2,
        "horizon": np.sin(turned),
        "ground": (1 - np.cos(turned)) / 2,
    }
    between, whole = diffuse_passed_hourly(np.array([tilt])), diffuse_passed(tilt)
    for region, part in seen.items():
        assert between[region][0] * part == pytest.approx(whole[region] * part, abs=2e-3)


@given(zenith=st.floats(0, 180), azimuth=st.floats(0, 360))
def test_a_direction_has_length_one_and_its_height_is_the_cosine_of_its_zenith(zenith, azimuth):
    east, north, up = direction(zenith, azimuth)
    assert east**2 + north**2 + up**2 == pytest.approx(1.0, rel=1e-12)
    assert up == pytest.approx(np.cos(np.radians(zenith)), abs=1e-12)
    assert direction(90.0, 180.0)[1] == pytest.approx(-1.0)


def test_a_back_that_is_not_asked_for_is_dark_and_changes_nothing_in_front():
    zenith = np.array([20.0, 60.0, 80.0])
    hours = {
        "zenith_deg": zenith,
        "sun_azimuth_deg": np.array([180.0, 240.0, 100.0]),
        "ghi": np.array([900.0, 400.0, 90.0]),
        "dhi": np.array([100.0, 150.0, 60.0]),
        "dni": np.array([850.0, 500.0, 170.0]),
        "dni_extra": np.full(3, 1367.0),
    }
    plane = {"tilt_deg": 30.0, "azimuth_deg": 180.0, "albedo": 0.2}
    both, front = (
        row_light(rows_of(0.5), **plane, **hours, with_rear=rear) for rear in (True, False)
    )
    assert (both.rear_w_m2 > 0).all()
    assert front.rear_w_m2.tolist() == [0.0, 0.0, 0.0]
    assert front.sun.tolist() == both.sun.tolist()
    assert front.ground_w_m2.tolist() == both.ground_w_m2.tolist()
