"""The range of a saving holds every error that was declared."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from conftest import machine_frame

from energy_audit.saving_range import package_sigma_kwh

OPTION = {"kwh_before": 10_000.0, "saved_kwh": 400.0, "efficiency_before": 0.90,
          "efficiency_after": 0.94}  # fmt: skip


def options(count):
    return pd.DataFrame([{"tag": f"M{number}", **OPTION} for number in range(count)])


def motors(count, **given):
    usual = {"rated_kw": 15.0, "poles": 4.0, "ie_class": "IE2", "evidence": "estimated"}
    return machine_frame([{**usual, **given} for _ in range(count)])


# Tolerance of 15 % on losses, even distribution: sigma 8.66 % of 1000 and of 9600 x 6 % = 576 kWh.
LOSSES = 0.15 / math.sqrt(3) * math.hypot(1000, 576)
ESTIMATE = math.hypot(0.15, 0.10) * 400


def test_one_estimated_motor_has_the_errors_of_load_hours_and_losses():
    assert package_sigma_kwh(options(1), motors(1)) == pytest.approx(math.hypot(ESTIMATE, LOSSES))


def test_a_measured_motor_keeps_only_its_losses():
    assert package_sigma_kwh(options(1), motors(1, evidence="measured")) == pytest.approx(LOSSES)


def test_an_unknown_class_adds_the_error_of_its_rule():
    # 0.87 points of efficiency move 10 000 kWh / 0.90 by 96.7 kWh.
    found = package_sigma_kwh(options(1), motors(1, ie_class="unknown"))
    assert found == pytest.approx(math.hypot(ESTIMATE, LOSSES, 0.0087 * 10_000 / 0.90))


def test_a_class_on_the_nameplate_leaves_no_error_of_the_rule():
    known = motors(1, ie_class="unknown", efficiency_fraction=0.9)
    assert package_sigma_kwh(options(1), known) == pytest.approx(math.hypot(ESTIMATE, LOSSES))


def test_shared_errors_of_four_motors_add_and_their_own_do_not():
    found = package_sigma_kwh(options(4), motors(4))
    assert found == pytest.approx(math.hypot(4 * ESTIMATE, 2 * LOSSES))


def test_an_empty_package_is_certain():
    assert package_sigma_kwh(options(0).reindex(columns=["tag", *OPTION]), motors(1)) == 0
