"""The hours of the year add up to what results.json says of the year."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from pilot_runs import studied

from mine_study.reports import REPORTS
from mine_study.reports.hourly import plant_columns
from mine_study.results import results
from mine_study.study import run_study

EXAMPLE = Path(__file__).parent.parent / "examples" / "los_conquistadores"
ROUNDED = 1e-4 / 2 * 8760
"""What four decimals may add up to over a year, for each column."""


@pytest.fixture(scope="module")
def pilot():
    return studied()


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


def test_the_hours_of_a_plant_add_up_to_its_results(pilot, hours):
    told = results(pilot)["pv"]["by_site"]
    keys = {
        "pv": "annual_ac_kwh",
        "self-used": "self_used_kwh",
        "export": "export_kwh",
        "curtailed": "curtailed_kwh",
        "import": "import_kwh",
    }
    for site, figures in told.items():
        for flow, key in keys.items():
            total_kwh = hours[f"with plant kW | {flow} | {site}"].sum()
            assert total_kwh == pytest.approx(figures[key], abs=ROUNDED)
    assert not hours.filter(like="charge").shape[1]


def test_every_hour_of_a_site_with_battery_and_genset_balances():
    asked = ("storage.outages_per_year=200", "storage.genset_kw=20", "storage.cycle_charging=true")
    sizes = ("storage.capacity_kwh=30", "storage.power_kw=10", "storage.build=true")
    site = run_study(EXAMPLE, (*asked, *sizes)).sites[1]
    columns = plant_columns(site)
    flow = {name.split(" | ")[1]: power for name, power in columns.items()}
    taken = ("standby", "charge", "export", "curtailed", "genset dumped")
    given = ("pv", "import", "discharge", "genset", "unserved")
    pd.testing.assert_series_equal(
        site.load_kw + sum(flow[name] for name in taken),
        sum(flow[name] for name in given),
        check_names=False,
        rtol=0,
        atol=1e-9,
    )
    assert flow["genset"].sum() > 0
    window = 1 - site.storage.technology.least_charge_fraction
    assert flow["stored"].between(-1e-9, 30 * window + 1e-9).all()
    assert flow["stored"].max() > 0
