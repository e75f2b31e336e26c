"""Strings: published worked examples, hand calculation, the single-diode model, invariants."""

from __future__ import annotations

import importlib
import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pvlib
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from equipment_catalog.inverters import Inverter
from equipment_catalog.pv_modules import PvModule
from pv_design.electrical.string_window import daylight_voc_v
from pv_design.strings import size_strings

VALIDATION = str(Path(__file__).parent.parent / "docs" / "validation")
sys.path.insert(0, VALIDATION)
pv_strings = importlib.import_module("pv_strings")
sys.path.remove(VALIDATION)
EXAMPLES = [row for _, row in pv_strings.examples().iterrows()]
PANEL = PvModule(
    *("580 W", 52.31, 43.35, 14.01, 13.38, -0.0025, -0.00335),
    power_w=580.0,
    gamma_pmp_fraction_per_c=-0.0029,
    alpha_isc_fraction_per_c=0.00045,
    vdc_max_v=1500.0,
)
BOX = Inverter("box", 1100.0, 200.0, 1000.0, 40.0, trackers=4)
SITE = {"coldest_air_c": 0.0, "hottest_cell_c": 70.0}


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["example"])
def test_published_examples_get_the_same_strings(row):
    size = pv_strings.sized(row)
    published = row.dropna()
    for name in {"most", "fewest"} & set(published.index):
        assert getattr(size, name) == published[name]
    # voltages are printed to the last digit the guide gives
    for name, digit in (("voc_coldest_v", 0.05), ("vmp_hottest_v", 0.05)):
        if name in published.index:
            assert getattr(size, name) == pytest.approx(published[name], abs=digit)
    if "refused" in published.index:
        assert size.most < published["refused"]


def test_six_published_guides_are_compared_and_one_of_the_examples_is_wrong():
    table_of_examples = pv_strings.examples()
    assert len(table_of_examples) - 1 >= 6
    assert table_of_examples["note"].str.startswith("wrong").sum() == 1


def test_the_published_string_of_eleven_is_refused_for_its_612_volts():
    wrong = next(row for row in EXAMPLES if row["example"] == "scribd_504328218")
    (reason,) = {
        str(why) for why in pv_strings.sized(wrong).refusals(11) if "largest DC" in str(why)
    }
    # 11 x 50.8 V x (1 + 0.0026 x 37)
    assert reason == "11 modules reach 612.6 V, above 600 V: largest DC voltage of the inverter"
    assert pv_strings.sized(wrong).refusals(10) == ()
    assert reason in pv_strings.table()


def test_the_record_low_and_the_hot_cell_decide_by_hand():
    size = size_strings(PANEL, BOX, **SITE)
    # 1100 / (52.31 x 1.0625) = 19.79; 200 / (43.35 x (1 - 0.00335 x 45)) = 5.43
    assert (size.most, size.fewest, size.feasible) == (19, 6, True)
    assert size.voc_coldest_v == pytest.approx(55.579375, abs=1e-9)
    assert "largest DC voltage of the inverter" in str(size.limits[0])


def test_a_string_that_meets_the_limit_exactly_is_allowed():
    module = PvModule("exact", 60.0, 50.0, 14.0, 13.0, -0.0025, -0.0035)
    box = Inverter("exact", 600.0, 100.0, 600.0, 40.0)
    assert size_strings(module, box, coldest_air_c=25.0, hottest_cell_c=26.0).most == 10


def test_the_system_voltage_of_the_module_can_decide():
    size = size_strings(replace(PANEL, vdc_max_v=1000.0), BOX, **SITE)
    assert size.upper[0].field == "module.vdc_max_v"
    assert size.most == math.floor(1000 / (52.31 * 1.0625))


def test_the_top_of_the_tracking_window_can_decide():
    low = replace(BOX, mppt_max_v=500.0)
    size = size_strings(PANEL, low, **SITE)
    # 500 / (43.35 x (1 + 0.00335 x 5)) = 11.3, with cells of 20 degC in full sun
    assert (size.most, size.upper[0].field) == (11, "inverter.mppt_max_v")


@pytest.mark.parametrize(
    ("box", "words"),
    [
        (Inverter("narrow", 500.0, 480.0, 490.0, 40.0), "no string fits"),
        (Inverter("weak", 1100.0, 200.0, 1000.0, 15.0), "short-circuit limit of a tracker"),
        (Inverter("battery", 50.0, 20.0, 45.0, 40.0), "allows 0"),
    ],
)
def test_a_pair_that_does_not_fit_says_which_limit(box, words):
    size = size_strings(PANEL, box, **SITE)
    assert not size.feasible
    assert words in " ".join(str(why) for why in size.limits)
    assert all(size.refusals(modules) for modules in range(1, 30))


def test_a_site_with_strong_sun_needs_stronger_trackers():
    box = replace(BOX, isc_max_a=18.0)  # 1.25 x 14.01 = 17.5 A; 1.41 x 14.01 = 19.8 A
    assert size_strings(PANEL, box, **SITE).feasible
    assert not size_strings(PANEL, box, irradiance_factor=1.41, **SITE).feasible


def test_an_estimated_coefficient_is_said_and_a_measured_one_is_not():
    said = [str(note.what) for note in size_strings(PANEL, BOX, **SITE).notes]
    measured = replace(PANEL, beta_vmp_fraction_per_c=-0.003)
    unsaid = [str(note.what) for note in size_strings(measured, BOX, **SITE).notes]
    what = "Temperature coefficient of the voltage at maximum power"
    assert what in said
    assert what not in unsaid


def test_daylight_voltage_is_that_of_the_single_diode_model():
    sun = np.array([100.0, 200.0, 500.0, 1000.0, 1300.0])
    for cell_c in (0.0, 25.0, 60.0):
        fitted = pvlib.ivtools.sdm.fit_desoto_batzelis(
            *(43.35, 13.38, 52.31, 14.01, 14.01 * 0.00045, 52.31 * -0.0025)
        )
        parameters = pvlib.pvsystem.calcparams_desoto(
            effective_irradiance=sun, temp_cell=cell_c, EgRef=1.121, dEgdT=-0.0002677, **fitted
        )
        model = pvlib.pvsystem.singlediode(*parameters)["v_oc"]
        ours = daylight_voc_v(PANEL, poa_w_m2=sun, cell_c=np.full(5, cell_c))
        # the logarithm leaves the shunt out and the band gap bends: 1 % from 100 W/m2 on
        assert ours == pytest.approx(model, rel=0.01)


def test_cold_sunless_nights_give_no_daylight_voltage():
    sun, cells = np.array([0.0, 1000.0]), np.array([-30.0, 45.0])
    size = size_strings(PANEL, BOX, poa_w_m2=sun, cell_c=cells, **SITE)
    # 52.31 x (1 - 0.0025 x 20) and 1 % of margin
    assert size.voc_daylight_v == pytest.approx(52.31 * 0.95 * 1.01)
    assert size.most_in_daylight == 21
    assert size.most == 19


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("coldest_air_c", math.nan),
        ("coldest_air_c", 80.0),
        ("coldest_air_c", -300.0),
        ("hottest_cell_c", 400.0),
        ("mppt_margin_fraction", 5.0),
        ("irradiance_factor", math.nan),
        ("irradiance_factor", 0.8),
        ("cell_c", np.array([20.0])),
    ],
)
def test_wrong_input_is_refused_by_name(field, wrong):
    with pytest.raises(InputError) as refused:
        size_strings(PANEL, BOX, **{**SITE, field: wrong})
    assert refused.value.problems[0].field == field


def test_an_hour_without_a_value_and_a_year_without_light_are_refused():
    for sun in (np.array([math.nan]), np.array([0.0])):
        with pytest.raises(InputError, match="poa_w_m2"):
            size_strings(PANEL, BOX, poa_w_m2=sun, cell_c=np.array([20.0]), **SITE)


@given(
    voc=st.floats(20, 80),
    ratio=st.floats(0.7, 0.9),
    beta=st.floats(-0.005, -0.001),
    cold=st.floats(-40, 24),
    hot=st.floats(30, 95),
    vdc=st.floats(100, 1500),
    low=st.floats(0.1, 0.9),
)
def test_the_window_is_exact_at_both_ends(voc, ratio, beta, cold, hot, vdc, low):
    module = PvModule("any", voc, voc * ratio, 14.0, 13.0, beta, beta * 1.2)
    box = Inverter("any", vdc, vdc * low, vdc, 40.0)
    size = size_strings(module, box, coldest_air_c=cold, hottest_cell_c=hot)
    hot_v, cold_v = size.vmp_hottest_v, size.voc_coldest_v
    assume(min(abs(vdc / cold_v % 1 - e) for e in (0, 1)) > 1e-6)
    assume(min(abs(vdc * low / hot_v % 1 - e) for e in (0, 1)) > 1e-6)
    assert size.fewest * hot_v >= vdc * low > (size.fewest - 1) * hot_v
    assert size.most * cold_v <= vdc
    assert (size.most + 1) * cold_v > vdc or size.upper[0].field == "inverter.mppt_max_v"
    for modules in (size.fewest - 1, size.fewest, size.most, size.most + 1):
        allowed = size.fewest <= modules <= size.most
        assert allowed == (size.refusals(modules) == ())


@given(first=st.floats(-40, 20), colder=st.floats(0, 30))
def test_a_colder_site_never_allows_longer_strings(first, colder):
    warm = size_strings(PANEL, BOX, coldest_air_c=first, hottest_cell_c=70.0)
    cold = size_strings(PANEL, BOX, coldest_air_c=first - colder, hottest_cell_c=70.0)
    assert cold.most <= warm.most
    assert cold.fewest == warm.fewest
