"""The size curve against every hour summed by brute force, and the laws of a balance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as np_st

from equipment_catalog.errors import InputError
from equipment_catalog.year_hours import hours_of_year
from pv_design.sizing import SizeCurve

HOURS = 48
POWER = np_st.arrays(float, HOURS, elements=st.floats(0, 500, allow_subnormal=False) | st.just(0.0))
UNIT = np_st.arrays(float, HOURS, elements=st.floats(0, 1, allow_subnormal=False) | st.just(0.0))
PERIOD = np.repeat(["a", "b", "c"], HOURS // 3)


@pytest.fixture(scope="module")
def year() -> tuple[pd.Series, pd.Series]:
    hours = hours_of_year(2023, -5)
    draw = np.random.default_rng(7)
    sun = np.clip(np.sin((hours.hour.to_numpy() - 6) / 12 * np.pi), 0, None)
    load = pd.Series(40 + 30 * draw.random(len(hours)), hours)
    return load, pd.Series(sun * draw.uniform(0.1, 0.8, len(hours)), hours)


@settings(max_examples=60, deadline=None)
@given(load=POWER, unit=UNIT, size=st.floats(0, 1e4))
def test_every_size_equals_the_sum_over_the_hours(
    load: np.ndarray, unit: np.ndarray, size: float
) -> None:
    curve = SizeCurve(load, unit, period=PERIOD)
    hourly = pd.DataFrame(
        {
            "import": np.maximum(load - size * unit, 0),
            "export": np.maximum(size * unit - load, 0),
            "used": np.minimum(load, size * unit),
        }
    )
    brute = hourly.groupby(PERIOD).sum()
    scale = 1e-12 * (load.sum() + size * unit.sum()) + 1e-9
    assert curve.import_kwh(size).to_numpy() == pytest.approx(brute["import"].to_numpy(), abs=scale)
    assert curve.export_kwh(size).to_numpy() == pytest.approx(brute["export"].to_numpy(), abs=scale)
    assert curve.self_used_kwh(size).to_numpy() == pytest.approx(
        brute["used"].to_numpy(), abs=scale
    )


def test_a_year_of_months_is_exact_to_a_microwatt_hour(year: tuple[pd.Series, pd.Series]) -> None:
    load, unit = year
    curve = SizeCurve(load, unit, period="month")
    months = load.index.month
    sizes = np.linspace(0, 600, 25)
    bought = curve.import_kwh(sizes)
    assert bought.shape == (12, 25)
    for size in sizes:
        brute = (load - size * unit).clip(lower=0).groupby(months).sum()
        assert bought[size].to_numpy() == pytest.approx(brute.to_numpy(), abs=1e-6)


def test_many_sizes_in_any_order_are_each_in_their_own_column(
    year: tuple[pd.Series, pd.Series],
) -> None:
    load, unit = year
    curve = SizeCurve(load, unit, period="month")
    sizes = np.random.default_rng(3).uniform(0, 900, 40_000)
    bought = curve.import_kwh(sizes)
    assert (bought.columns == sizes).all()
    for place in (0, 16_383, 16_384, 39_999):
        brute = (load - sizes[place] * unit).clip(lower=0).groupby(load.index.month).sum()
        assert bought.iloc[:, place].to_numpy() == pytest.approx(brute.to_numpy(), abs=1e-6)


def test_more_modules_never_buy_more_nor_export_less(year: tuple[pd.Series, pd.Series]) -> None:
    curve = SizeCurve(*year, period="month")
    sizes = np.linspace(0, 2000, 401)
    assert (np.diff(curve.import_kwh(sizes), axis=1) <= 1e-9).all()
    assert (np.diff(curve.export_kwh(sizes), axis=1) >= -1e-9).all()


def test_import_less_export_is_load_less_production(year: tuple[pd.Series, pd.Series]) -> None:
    load, unit = year
    curve = SizeCurve(load, unit, period="month")
    net = curve.import_kwh(222.0) - curve.export_kwh(222.0)
    months = (load - 222.0 * unit).groupby(load.index.month).sum()
    assert net.to_numpy() == pytest.approx(months.to_numpy(), rel=1e-9)
    used = curve.self_used_kwh(222.0) + curve.import_kwh(222.0)
    assert used.sum() == pytest.approx(load.sum(), rel=1e-12)


def test_no_modules_buy_the_whole_load_and_export_nothing(
    year: tuple[pd.Series, pd.Series],
) -> None:
    curve = SizeCurve(*year, period="month")
    assert curve.import_kwh(0.0).sum() == pytest.approx(year[0].sum(), rel=1e-12)
    assert (curve.export_kwh(0.0) == 0).all()


def test_periods_may_be_any_labels_in_any_order() -> None:
    curve = SizeCurve([4.0, 6.0, 1.0], [0.0, 0.5, 0.5], period=["peak", "base", "peak"])
    assert curve.import_kwh(4.0).to_dict() == {"base": 4.0, "peak": 4.0}
    assert curve.export_kwh(4.0).to_dict() == {"base": 0.0, "peak": 1.0}


@pytest.mark.parametrize(
    ("load", "unit", "period", "field"),
    [
        ([1.0, -1.0], [0.0, 0.5], ["a", "a"], "load_kw"),
        ([1.0, float("nan")], [0.0, 0.5], ["a", "a"], "load_kw"),
        ([1.0, 1.0], [0.0, -0.5], ["a", "a"], "unit_ac_kw"),
        ([1.0, 1.0], [0.0, 0.5, 0.5], ["a", "a"], "unit_ac_kw"),
        ([1.0, 1.0], [0.0, 0.5], ["a"], "period"),
        ([1.0, 1.0], [0.0, 0.5], [1.0, float("nan")], "period"),
        ([1.0, 1.0], [0.0, 0.5], "month", "period"),
        ([[1.0, 1.0]], [0.0, 0.5], ["a", "a"], "load_kw"),
    ],
)
def test_wrong_hours_are_refused(
    load: list[float], unit: list[float], period: object, field: str
) -> None:
    with pytest.raises(InputError) as refused:
        SizeCurve(load, unit, period=period)  # type: ignore[arg-type]
    assert refused.value.problems[0].field == field


def test_hours_of_two_calendars_are_refused(year: tuple[pd.Series, pd.Series]) -> None:
    load, unit = year
    with pytest.raises(InputError, match="labels as those of load_kw"):
        SizeCurve(load, unit.set_axis(hours_of_year(2024, -5)), period="month")


@pytest.mark.parametrize("size", [-1.0, float("nan"), float("inf")])
def test_a_size_that_is_no_size_is_refused(size: float) -> None:
    curve = SizeCurve([1.0], [0.5], period=["a"])
    with pytest.raises(InputError, match="dc_kw"):
        curve.import_kwh([1.0, size])
