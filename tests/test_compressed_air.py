"""Compressed air: formulas against an independent tool, standards and hand calculation."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pvlib.atmosphere import alt2pres

from equipment_catalog.air_demand import air_left_after_repair, power_at_flow
from equipment_catalog.compressed_air import (
    atmospheric_pressure_bar,
    delivered_mass_fraction,
    leak_flow_from_bag_m3_min,
    leak_flow_m3_min,
    power_ratio_of_pressure,
)
from equipment_catalog.errors import InputError

PSI_BAR = 0.0689475729
CFM_M3_MIN = 0.0283168466
PRESSURES, HEIGHTS = st.floats(1, 15), st.floats(0, 5000)


@pytest.mark.parametrize("altitude_m", [0, 1500, 2500, 3500, 4800])
def test_the_atmosphere_thins_as_an_independent_library_says(altitude_m):
    # pvlib.atmosphere.alt2pres writes the same standard atmosphere with other rounded constants.
    assert atmospheric_pressure_bar(altitude_m) == pytest.approx(
        alt2pres(altitude_m) / 1e5, rel=2e-4
    )


def test_a_compressor_at_2500_m_delivers_three_quarters_of_the_mass():
    # Standard atmosphere tables: 746.9 hPa at 2500 m over 1013.25 hPa.
    assert delivered_mass_fraction(2500) == pytest.approx(746.9 / 1013.25, rel=1e-3)


@pytest.mark.parametrize(
    ("now_psi", "needed_psi", "peer_ratio"),
    [(100, 90, 0.9421887617), (110, 87, 0.8764806296)],
)
def test_less_pressure_takes_the_power_that_measur_says(now_psi, needed_psi, peer_ratio):
    # MEASUR Tools Suite (US DOE, npm measur-tools-suite), compressedAirPressureReduction of 100 kW
    # at 14.7 psi. Its atmosphere of 14.7 psi is 0.02 % more than ours.
    ratio = power_ratio_of_pressure(now_psi * PSI_BAR, needed_psi * PSI_BAR)
    assert ratio == pytest.approx(peer_ratio, rel=1e-4)


def test_in_thin_air_the_same_step_of_pressure_saves_a_smaller_share():
    # By hand at 3500 m, pa = 0.6576 bar: [((6 + .6576) / .6576)^(.395 / 1.395) - 1]
    # over [((7 + .6576) / .6576)^(.395 / 1.395) - 1] = (1.9262 - 1) / (2.0041 - 1).
    exponent, pa = 0.395 / 1.395, 0.6576
    by_hand = (((6 + pa) / pa) ** exponent - 1) / (((7 + pa) / pa) ** exponent - 1)
    assert by_hand == pytest.approx(0.9262 / 1.0041, rel=2e-3)
    high = power_ratio_of_pressure(7, 6, altitude_m=3500)
    assert high == pytest.approx(by_hand, rel=1e-4)
    assert high > power_ratio_of_pressure(7, 6)


@given(now=PRESSURES, needed=PRESSURES, height=HEIGHTS)
def test_there_and_back_the_power_of_a_pressure_is_the_same(now, needed, height):
    there = power_ratio_of_pressure(now, needed, altitude_m=height)
    back = power_ratio_of_pressure(needed, now, altitude_m=height)
    assert there * back == pytest.approx(1, rel=1e-9)
    assert (there < 1) == (needed < now) or math.isclose(now, needed, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("inches", "psi", "fahrenheit", "coefficient", "peer_cfm"),
    [(0.25, 100, 70, 1.0, 104.2274587862), (0.125, 90, 90.33, 0.65, 15.7542392015)],
)
def test_a_hole_leaks_what_measur_says(inches, psi, fahrenheit, coefficient, peer_cfm):
    # MEASUR Tools Suite, calculateOrificeMethod at 14.7 psia.
    flow = leak_flow_m3_min(
        inches * 25.4,
        psi * PSI_BAR,
        discharge_coefficient=coefficient,
        air_c=(fahrenheit - 32) / 1.8,
    )
    assert flow / CFM_M3_MIN == pytest.approx(peer_cfm, rel=2e-3)


def test_a_bag_of_ten_by_fifteen_inches_in_twelve_seconds_is_what_measur_says():
    # MEASUR Tools Suite, calculateBagMethod: 3.408846195 cubic feet a minute.
    bag_m3 = math.pi * 5**2 * 15 * 0.0254**3
    assert leak_flow_from_bag_m3_min(bag_m3, 12) / CFM_M3_MIN == pytest.approx(3.408846195)


def test_a_compressor_throttled_to_nothing_keeps_its_share_and_at_full_flow_draws_all():
    assert power_at_flow([0, 1], [0.7, 0.7]).tolist() == pytest.approx([0.7, 1.0])


@given(leak=st.floats(0, 0.9), rest=st.floats(0, 0.9))
def test_the_air_that_is_used_is_the_same_before_and_after_a_repair(leak, rest):
    left = air_left_after_repair(leak, rest)
    assert left * (1 - rest) == pytest.approx(1 - leak)


@pytest.mark.parametrize(
    "call",
    [
        lambda: atmospheric_pressure_bar(math.nan),
        lambda: power_ratio_of_pressure(0, 6),
        lambda: power_ratio_of_pressure(7, math.nan),
        lambda: leak_flow_m3_min(3, 0.2, discharge_coefficient=1),
        lambda: leak_flow_m3_min(3, 7, discharge_coefficient=61),
        lambda: leak_flow_from_bag_m3_min(0.02, 0),
        lambda: power_at_flow(1.2, 0.7),
        lambda: air_left_after_repair(25, 0.1),
    ],
)
def test_wrong_measurements_are_refused_by_name(call):
    with pytest.raises(InputError, match="is not accepted"):
        call()
