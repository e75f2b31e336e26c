"""Clipping inside the hours: bounds, laws, and a minute-by-minute day."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pv_design.clipping import sub_hour_clipping, two_level_excess
from pv_design.production import simulate
from pv_design.weather import Weather
from pv_design.weather.embedded import embedded_weather


@pytest.fixture(scope="module")
def andes() -> Weather:
    return embedded_weather(-16.4, -71.5, altitude_m=2406.0)


@given(
    st.lists(st.floats(0.3, 1.0), min_size=60, max_size=60),
    st.floats(0.1, 1.2),
)
def test_minutes_between_the_two_levels_lose_no_more_than_two_levels_and_no_less_than_their_mean(
    minutes: list[float], limit: float
) -> None:
    mean = np.array([np.mean(minutes)])
    most = two_level_excess(mean, mean, limit=limit)[0]
    true = np.maximum(np.array(minutes) - limit, 0).mean()
    assert max(mean[0] - limit, 0) - 1e-12 <= true <= most + 1e-12


@given(st.floats(0, 500), st.floats(0, 1.3), st.floats(1, 600), st.floats(1, 600))
def test_a_higher_limit_never_loses_more(
    mean: float, clearness: float, first: float, second: float
) -> None:
    hours = np.array([mean]), np.array([clearness])
    low, high = sorted((first, second))
    assert two_level_excess(*hours, limit=high) <= two_level_excess(*hours, limit=low)


def test_it_grows_with_the_dc_ac_ratio_and_is_nothing_at_a_low_one(andes: Weather) -> None:
    found = []
    for ratio in (0.5, 1.0, 1.2, 1.4, 1.7, 2.2):
        plant = simulate(andes, dc_kw=10.0, tilt_deg=15.0, azimuth_deg=0.0, dc_ac_ratio=ratio)
        clipped = sub_hour_clipping(andes, plant)
        assert clipped.least_fraction <= clipped.estimate_fraction <= clipped.most_fraction
        step = plant.losses.set_index("step")["change_fraction"]["clipping"]
        assert clipped.least_fraction == pytest.approx(-step, abs=1e-12)
        found.append(clipped)
    estimates = [clipped.estimate_fraction for clipped in found]
    assert estimates == sorted(estimates)
    assert estimates[0] == 0
    assert found[0].notes == ()
    assert found[0].more_kwh == 0
    assert found[-1].more_kwh > 0
    assert "estimated" in str(found[-1].notes[0].what)


def test_a_dark_year_clips_nothing(andes: Weather) -> None:
    dark = andes.data.assign(ghi=0.0, dni=0.0, dhi=0.0)
    weather = Weather(
        data=dark,
        latitude=andes.latitude,
        longitude=andes.longitude,
        altitude_m=andes.altitude_m,
        source="made for a test",
        period="2025",
        sigma_resource_fraction=0.08,
    )
    plant = simulate(weather, dc_kw=10.0, tilt_deg=15.0, azimuth_deg=0.0)
    clipped = sub_hour_clipping(weather, plant)
    assert clipped.least_fraction == clipped.most_fraction == clipped.more_kwh == 0
