"""The hours of the year add up to what results.json says of the year."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from mine_study.reports import REPORTS
from mine_study.results import results
from mine_study.study import run_study

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
ROUNDED = 1e-4 / 2 * 8760
"""What four decimals may add up to over a year, for each column."""


@pytest.fixture(scope="module")
def pilot():
    return run_study(EXAMPLE)


@pytest.fixture(scope="module")
def hours(pilot):
    return pd.read_csv(io.StringIO(REPORTS["csv"](pilot)), index_col="hour")


def total(hours, start):
    own = hours.filter(like=start)
    return own.to_numpy().sum(), ROUNDED * own.shape[1]


def test_there_is_one_line_an_hour_with_its_offset(hours):
    assert len(hours) == 8760
    assert hours.index[0] == "2025-01-01 00:00:00-05:00"


def test_hours_before_and_after_add_up_to_the_year(pilot, hours):
    energy = results(pilot)["energy"]
    for start, key in (("before kW |", "baseline_kwh"), ("after kW |", "after_measures_kwh")):
        kwh, rounded = total(hours, start)
        assert kwh == pytest.approx(energy[key], abs=rounded)


def test_every_step_of_the_package_has_its_hours_and_they_add_up(pilot, hours):
    saved, rounded = total(hours, "saved kW |")
    assert saved == pytest.approx(results(pilot)["package"]["saved_kwh"], abs=rounded)
    for step in results(pilot)["package"]["steps"]:
        of_step, rounded = total(hours, f"saved kvar | {step['kind']} |")
        assert of_step == pytest.approx(step["saved_kvarh"], abs=rounded)
