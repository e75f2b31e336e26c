"""The hours of a site follow its meter while every machine keeps its own energy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from energy_audit.conditions import Conditions
from energy_audit.consumption import consume
from energy_audit.meters.interval_meter import IntervalMeter
from energy_audit.meters.profile import meter_weights, typical_kw
from energy_audit.meters.proportional_fit import fit_hours, weighted_hours
from energy_audit.shift_calendar import ShiftCalendar

ROWS = [
    {"rated_kw": 30, "poles": 4, "load_fraction": 0.7, "hours_per_day": 16, "schedule": "shifts"},
    {"rated_kw": 7.5, "poles": 4, "load_fraction": 0.8, "hours_per_day": 24,
     "schedule": "continuous"},
    {"rated_kw": 4, "poles": 4, "load_fraction": 0.6, "hours_per_day": 8, "schedule": "night"},
    {"rated_kw": 11, "poles": 4, "load_fraction": 0.6, "hours_per_day": 6, "area": "crushing",
     "schedule": "first_shift"},
]  # fmt: skip


def metered(kw, first="2025-01-01", minutes=60):
    index = pd.date_range(first, periods=len(kw), freq=f"{minutes}min")
    return IntervalMeter(
        file="meter.csv",
        kw=pd.Series(kw, index=index),
        kvar=None,
        interval_minutes=minutes,
        lines=pd.Series(range(2, len(kw) + 2), index=index),
        remarks=(),
        problems=(),
    )


@pytest.fixture
def mine(machines, conditions):
    return consume(machines(ROWS), conditions)


def followed(mine, conditions, profile):
    return consume(mine.machines, replace(conditions, hour_weights={"plant": profile.weights}))


def said(profile):
    return " | ".join(f"{note.what}: {note.value}" for note in profile.notes)


def test_a_year_of_a_meter_is_followed_hour_by_hour_within_one_percent(mine, conditions):
    weights = np.random.default_rng(7).uniform(0.4, 1.8, 8760)
    planted = consume(mine.machines, replace(conditions, hour_weights={"plant": weights}))
    meter = metered(planted.site_demand_kw["plant"].to_numpy())
    profile = meter_weights(meter, mine, conditions, site="plant", mode="replace")
    after = followed(mine, conditions, profile)
    moved = (after.site_demand_kw["plant"] - planted.site_demand_kw["plant"]).abs().sum() / 2
    assert moved < 0.01 * mine.annual_kwh
    assert profile.misfit_fraction < 0.01
    assert profile.own_fraction == 1


def test_three_weeks_of_a_meter_shape_the_whole_year_by_kind_of_day_and_hour(mine, conditions):
    # Planted: mornings half as busy again as afternoons, every day alike. Three weeks hold every
    # kind of day, so that the pattern of the whole year is known to one percent.
    weights = np.where(conditions.hours.hour < 14, 1.5, 1.0)
    planted = consume(mine.machines, replace(conditions, hour_weights={"plant": weights}))
    seen = planted.site_demand_kw["plant"].to_numpy()[59 * 24 : 80 * 24]
    meter = metered(seen, first="2025-03-01")
    profile = meter_weights(meter, mine, conditions, site="plant", mode="calibrate")
    after = followed(mine, conditions, profile).site_demand_kw["plant"]
    assert profile.metered_fraction == 1
    assert (after - planted.site_demand_kw["plant"]).abs().sum() / 2 < 0.01 * mine.annual_kwh


def test_each_machine_keeps_its_energy_and_its_closed_hours(mine, conditions):
    meter = metered(np.random.default_rng(1).uniform(5, 60, 24 * 30))
    profile = meter_weights(meter, mine, conditions, site="plant", mode="calibrate")
    after = followed(mine, conditions, profile)
    kwh = mine.points["kwh_per_year"]
    assert after.points["kwh_per_year"].to_numpy() == pytest.approx(kwh.to_numpy(), rel=1e-9)
    assert after.annual_kwh == pytest.approx(mine.annual_kwh, rel=1e-9)
    closed = mine.demand_kw["plant", "crushing"] == 0
    assert (after.demand_kw.loc[closed, ("plant", "crushing")] == 0).all()


def test_load_when_all_schedules_are_closed_cannot_be_followed_and_is_said(machines, conditions):
    by_day = consume(machines(ROWS[:1]), conditions)
    meter = metered(np.tile(np.where(np.arange(24) < 6, 20.0, 10.0), 28))
    profile = meter_weights(meter, by_day, conditions, site="plant", mode="calibrate")
    # Days off, and 0 to 6 h and 22 to 24 h of worked days, lie outside the shifts.
    assert profile.misfit_fraction > 0.4
    assert "cannot give what its meter saw" in said(profile)


def test_gaps_are_filled_by_the_same_hour_of_days_of_the_same_kind(conditions, calendars):
    kw = np.tile(np.arange(24.0), 21)
    kw[30:40] = np.nan
    typical = typical_kw(metered(kw).kw, calendars["plant"], conditions.hours)
    assert typical == pytest.approx(np.tile(np.arange(24.0), 365))


def test_the_end_of_a_night_shift_belongs_to_the_day_on_which_it_began(conditions):
    night = ShiftCalendar(
        country="CO", shifts_per_day=1, hours_per_shift=8, first_shift_starts_at=22,
        days_per_month=31, sundays="off", holidays="worked",
    )  # fmt: skip
    surroundings = Conditions(calendars={"plant": night}, hours=conditions.hours, frequency_hz=60)
    shape = surroundings.shape("plant", "mill", "shifts") * 8 * 50
    typical = typical_kw(metered(shape[: 24 * 28]).kw, night, conditions.hours)
    assert typical == pytest.approx(shape, abs=1e-9)


def test_days_that_were_never_metered_keep_the_inventorys_pattern(mine, conditions):
    demand = mine.site_demand_kw["plant"]
    friday = demand.index.get_loc(pd.Timestamp("2025-03-07 06:00", tz=demand.index.tz))
    meter = metered(2 * demand.to_numpy()[friday : friday + 24], first="2025-03-07 06:00")
    profile = meter_weights(meter, mine, conditions, site="plant", mode="calibrate")
    assert profile.metered_fraction == pytest.approx(308 / 365, abs=1e-9)
    assert "15.6% of the year" in said(profile)
    assert profile.weights[demand > 0] == pytest.approx(1.0, rel=1e-9)
    assert profile.annual_kwh == pytest.approx(2 * profile.inventory_kwh, rel=1e-9)


def test_a_meter_of_another_year_replaces_nothing_and_says_so(mine, conditions):
    meter = metered(np.full(24 * 28, 20.0), first="2023-02-01")
    calibrated = meter_weights(meter, mine, conditions, site="plant", mode="calibrate")
    replaced = meter_weights(meter, mine, conditions, site="plant", mode="replace")
    assert replaced.weights == pytest.approx(calibrated.weights)
    assert "lies in the study's year" in said(replaced)
    assert "lies in the study's year" not in said(calibrated)


def test_a_transformers_losses_are_no_machines_to_move(machines, conditions):
    rows = [
        *ROWS,
        {"kind": "transformer", "rated_kva": 112.5, "hours_per_day": 24, "schedule": "continuous"},
    ]
    fed = consume(machines(rows), conditions)
    meter = metered(fed.site_demand_kw["plant"].to_numpy())
    profile = meter_weights(meter, fed, conditions, site="plant", mode="replace")
    assert profile.misfit_fraction < 1e-6
    open_hours = fed.demand_kw["plant", "crushing"] > 0
    assert profile.weights[open_hours] == pytest.approx(np.ones(open_hours.sum()), rel=1e-3)


def test_an_empty_meter_moves_nothing(mine, conditions):
    profile = meter_weights(metered(np.zeros(200)), mine, conditions, site="plant",
                            mode="calibrate")  # fmt: skip
    assert np.isfinite(profile.weights).all()
    assert followed(mine, conditions, profile).annual_kwh == pytest.approx(mine.annual_kwh)


def test_proportional_fitting_finds_the_table_with_given_margins():
    # Two groups, three hours; rows must sum to 6 and 4, columns to 5, 3, 2.
    groups = np.array([[1 / 3, 1 / 3, 1 / 3], [1 / 2, 1 / 2, 0.0]])
    energies = np.array([6.0, 4.0])
    weights = fit_hours(groups, energies, np.array([5.0, 3.0, 2.0]))
    table = energies[:, np.newaxis] * weighted_hours(groups, weights)
    assert table.sum(axis=1) == pytest.approx(energies)
    assert table.sum(axis=0) == pytest.approx([5, 3, 2], rel=1e-3)
    # Odds of the first two hours stay equal in both groups, as the start had them.
    assert table[0, 0] / table[0, 1] == pytest.approx(table[1, 0] / table[1, 1])
