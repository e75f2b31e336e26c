"""Steps of less than an hour: a wrong one is refused before a mean can hide it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from equipment_catalog.errors import InputError
from pv_design.weather.hourly_years import hourly_years
from pv_design.weather.record import WeatherRecord

STEP_MINUTES = 5
STEPS = 8760 * 60 // STEP_MINUTES
BAD_ROW = 50_000


def record(**columns: object) -> WeatherRecord:
    labels = pd.date_range("2023-01-01", periods=STEPS, freq=f"{STEP_MINUTES}min")
    plain = {"ghi": 300.0, "dni": 200.0, "dhi": 100.0, "temp_air": 20.0, "wind_speed": 2.0}
    return WeatherRecord(
        data=pd.DataFrame({**plain, **columns}, labels),
        source="five minutes",
        period="2023",
        utc_offset_hours=-5.0,
        sun_offset_minutes=2.5,
        sigma_resource_fraction=0.05,
        file="mine.csv",
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("ghi", 9999.0),
        ("ghi", -50.0),
        ("dni", 5000.0),
        ("dhi", -21.0),
        ("temp_air", 99.9),
        ("wind_speed", 99.0),
    ],
)
def test_one_step_that_no_instrument_reads_is_refused_though_its_hour_would_pass(column, value):
    values = np.full(STEPS, 20.0)
    values[BAD_ROW] = value
    with pytest.raises(InputError, match=rf"{column}.*steps out of range: 1, .* {value:g} at"):
        hourly_years(record(**{column: values}))


def test_a_little_below_zero_at_night_is_not_a_fault():
    values = np.full(STEPS, 300.0)
    values[:12] = -5.0
    assert hourly_years(record(ghi=values)).years[2023]["ghi"].iloc[0] == pytest.approx(-5.0)
