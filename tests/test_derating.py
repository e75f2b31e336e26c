"""Thin air and unequal voltages take from what a machine may give."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from conftest import machine_frame
from hypothesis import given
from hypothesis import strategies as st
from pvlib.atmosphere import alt2pres

from energy_audit.consumption import consume
from energy_audit.operation.derating import altitude_factor, derating_notes, usable_power
from equipment_catalog.errors import InputError
from equipment_catalog.motor_voltage_unbalance import unbalance_derate, unbalanced_efficiency

MOTOR = {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE3", "load_fraction": 0.9}


@pytest.mark.parametrize(
    ("altitude_m", "expected"),
    # Bosch Rexroth at 40 degC; the last is the NEMA-type band of 9901 to 11500 ft.
    [(0, 1.0), (1000, 1.0), (1500, 0.97), (2000, 0.94), (2500, 0.90), (3000, 0.86), (3500, 0.82)],
)
def test_motors_lose_power_with_height_as_the_tables_say(altitude_m, expected):
    assert altitude_factor("motor", altitude_m) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("feet", "expected"),
    [((3301, 5000), 0.97), ((5001, 6600), 0.94), ((6601, 8300), 0.90), ((8301, 9900), 0.86)],
)
def test_at_the_top_of_each_nema_type_band_the_factor_is_that_of_the_band(feet, expected):
    assert altitude_factor("motor", feet[1] * 0.3048) == pytest.approx(expected, abs=0.006)


def test_a_transformer_in_oil_loses_four_tenths_of_a_percent_each_hundred_metres():
    assert altitude_factor("transformer", 3500) == pytest.approx(1 - 0.004 * 25)


@given(st.floats(-500, 6000), st.floats(0, 1000))
def test_higher_up_nothing_gives_more(altitude_m, more):
    higher = min(altitude_m + more, 6000)
    for kind in ("motor", "transformer"):
        assert altitude_factor(kind, higher) <= altitude_factor(kind, altitude_m)


@pytest.mark.parametrize("altitude_m", [math.nan, 9000.0])
def test_heights_that_cannot_be_are_refused(altitude_m):
    with pytest.raises(InputError, match="altitude_m"):
        altitude_factor("motor", altitude_m)


def test_usable_power_by_hand():
    rows = [
        {**MOTOR, "site": "mine"},
        {**MOTOR, "site": "mine", "control": "drive"},
        {**MOTOR, "site": "mine", "voltage_unbalance_fraction": 0.03},
        {**MOTOR, "site": "mine", "supply": "dc", "voltage_unbalance_fraction": 0.03},
        {**MOTOR, "site": "plant", "machine_type": "compressor"},
        {**MOTOR, "site": "mine", "machine_type": "compressor"},
        {"site": "mine", "kind": "transformer", "rated_kva": 75.0},
        {"site": "mine", "kind": "lighting", "rated_kw": 0.4, "load_fraction": 1.0},
    ]
    usable = usable_power(machine_frame(rows), {"mine": 3000.0})
    # Motor 0.86, drive 1 % each 100 m (ABB), NEMA MG1 3 % unbalance 0.88, oil 0.4 % each 100 m.
    expected = [0.86, 0.80, 0.86 * 0.88, 0.86, 1.0, 0.86, 0.92, 1.0]
    assert usable["usable_fraction"].tolist() == pytest.approx(expected)
    assert usable["load_over_usable"].iloc[:2].tolist() == pytest.approx([0.9 / 0.86, 0.9 / 0.8])
    assert usable["load_over_usable"].isna().tolist() == [False] * 6 + [True, False]
    pressure = alt2pres(3000) / alt2pres(0)
    assert usable["air_mass_fraction"].iloc[[4, 5]].tolist() == pytest.approx(
        [1.0, pressure], rel=1e-4
    )
    assert usable["air_mass_fraction"].isna().sum() == 6


def test_overloaded_motors_and_those_that_should_not_run_are_warned_of(conditions):
    rows = [
        {**MOTOR, "site": "mine", "hours_per_day": 8.0},
        {**MOTOR, "site": "plant", "hours_per_day": 8.0},
        {**MOTOR, "site": "mine", "hours_per_day": 0.0},
        {**MOTOR, "hours_per_day": 8.0, "voltage_unbalance_fraction": 0.06},
    ]
    high = dataclasses.replace(conditions, altitude_m={"mine": 3000.0})
    machines = machine_frame(rows)
    over, stopped = derating_notes(machines, consume(machines, high).points, high)
    assert str(over.what) == "Motors loaded beyond what height and voltage allow: M0"
    assert str(over.value) == "up to 105% of the usable power"
    assert str(stopped.what) == "Motors on more than 5 % voltage unbalance: M3"
    assert {over.kind, stopped.kind} == {"warning"}
    fine = machines.loc[["M1"]]
    assert derating_notes(fine, consume(fine, high).points, high) == ()


def test_unbalance_derates_as_nema_says_and_forbids_beyond_five_percent():
    table = [0.0, 0.01, 0.02, 0.03, 0.04, 0.05]
    assert np.allclose(unbalance_derate(table), [1, 1, 0.95, 0.88, 0.82, 0.75])
    assert unbalance_derate(0.051) == 0.0


@given(st.floats(0.2, 0.98), st.floats(0, 0.2), st.floats(0, 0.1))
def test_more_unbalance_never_means_more_efficiency(nominal, unbalance, more):
    least = unbalanced_efficiency(nominal, min(unbalance + more, 0.2))
    assert 0 < least <= unbalanced_efficiency(nominal, unbalance) <= nominal
