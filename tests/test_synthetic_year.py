from __future__ import annotations

from datetime import timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equipment_catalog.errors import InputError
from pv_design.sun_position import sun_of_hours
from pv_design.weather.hours_of_day import hourly_clearness
from pv_design.weather.synthetic_year import (
    SyntheticYear,
    scale_bounded,
    split_global,
    synthetic_year,
)

ZONE = timezone(timedelta(hours=-5))
IQUITOS = Path("/work/shared/data/weather/PER_Iquitos_PVGIS_TMY_2024index.csv")
CAP = 1.05


def sun_at(latitude: float, longitude: float, altitude_m: float) -> pd.DataFrame:
    return sun_of_hours(latitude, longitude, altitude_m, year=2025, zone=ZONE)


def year_at(
    months: list[float],
    *,
    latitude: float = 3.0,
    longitude: float = -76.5,
    altitude_m: float = 1000.0,
    spread: float = 0.28,
    persistence: float = 0.23,
    seed: int = 1,
) -> SyntheticYear:
    return synthetic_year(
        months,
        sun_at(latitude, longitude, altitude_m),
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        daily_spread=spread,
        daily_persistence=persistence,
        seed=seed,
    )


def monthly_kwh_m2_day(ghi: pd.Series) -> list[float]:
    return (ghi.groupby(pd.DatetimeIndex(ghi.index).month).mean() * 0.024).tolist()


def daily_clear_sky_index(year: SyntheticYear) -> pd.Series:
    return year.ghi.resample("D").sum() / year.clear_sky_ghi.resample("D").sum()


def without_season(index: pd.Series) -> pd.Series:
    return index - index.groupby(pd.DatetimeIndex(index.index).month).transform("mean")


@settings(max_examples=15, deadline=None)
@given(
    latitude=st.floats(-23, 12),
    longitude=st.floats(-81, -60),
    altitude_m=st.floats(0, 5000),
    months=st.lists(st.floats(1.0, 5.0), min_size=12, max_size=12),
    seed=st.integers(0, 2**32),
)
def test_months_keep_their_means_and_no_hour_passes_the_cap(
    latitude: float, longitude: float, altitude_m: float, months: list[float], seed: int
) -> None:
    made = year_at(months, latitude=latitude, longitude=longitude, altitude_m=altitude_m, seed=seed)
    given_months = np.array(months) - made.shortfall_kwh_m2_day.to_numpy()
    assert monthly_kwh_m2_day(made.ghi) == pytest.approx(given_months.tolist(), rel=1e-6)
    assert (made.ghi <= CAP * made.clear_sky_ghi * (1 + 1e-12)).all()
    night = sun_at(latitude, longitude, altitude_m)["zenith"] >= 90
    assert (made.ghi[night] == 0).all()
    assert (made.ghi[~night & (made.clear_sky_ghi > 0)] > 0).all()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_year() -> None:
    first, again, other = (year_at([4.5] * 12, seed=seed) for seed in (7, 7, 8))
    assert first.ghi.to_numpy().tobytes() == again.ghi.to_numpy().tobytes()
    assert (
        np.corrcoef(
            without_season(daily_clear_sky_index(first)),
            without_season(daily_clear_sky_index(other)),
        )[0, 1]
        < 0.3
    )


@pytest.mark.parametrize(("spread", "level"), [(0.28, 4.5), (0.36, 4.5), (0.36, 5.5)])
def test_days_spread_as_the_beta_distribution_says(spread: float, level: float) -> None:
    made = year_at([level] * 12, spread=spread)
    index = daily_clear_sky_index(made)
    share = index.mean() / CAP
    target = spread * np.sqrt(share * (1 - share))
    within = np.sqrt((without_season(index) ** 2).mean())
    assert within == pytest.approx(target, rel=0.05)  # 30 ranks a month leave out the tails


def test_a_dull_day_is_followed_by_a_dull_day_more_often_than_not() -> None:
    persistence = [
        without_season(daily_clear_sky_index(year_at([4.5] * 12, seed=seed))).autocorr()
        for seed in range(30)
    ]
    # taking off each month's own mean lowers 0.23 by about (1 + 2 x 0.23) / 30 = 0.05;
    # standard error of the mean of 30 years of 365 days: 1 / sqrt(365 x 30) = 0.01
    assert np.mean(persistence) == pytest.approx(0.18, abs=0.03)
    free = [
        without_season(
            daily_clear_sky_index(year_at([4.5] * 12, persistence=0.0, seed=s))
        ).autocorr()
        for s in range(30)
    ]
    assert np.mean(free) < np.mean(persistence) - 0.15


def test_mornings_and_afternoons_are_alike() -> None:
    ratio = []
    for seed in range(10):
        made = year_at([4.5] * 12, seed=seed)
        azimuth = sun_at(3.0, -76.5, 1000.0)["azimuth"]
        east, west = azimuth < 180, azimuth >= 180
        clearness = [made.ghi[side].sum() / made.clear_sky_ghi[side].sum() for side in (east, west)]
        ratio.append(clearness[0] / clearness[1])
    assert np.mean(ratio) == pytest.approx(1.0, abs=0.005)


def test_a_month_sunnier_than_the_sky_is_filled_to_the_cap_and_the_rest_is_told() -> None:
    made = year_at([4.5] * 11 + [12.0])
    december = pd.DatetimeIndex(made.ghi.index).month == 12
    highest = CAP * made.clear_sky_ghi[december].sum() / 31 / 1000
    assert made.shortfall_kwh_m2_day[12] == pytest.approx(12.0 - highest, rel=1e-9)
    assert (made.shortfall_kwh_m2_day[:11] == 0).all()
    assert made.ghi[december].to_numpy() == pytest.approx(
        (CAP * made.clear_sky_ghi[december]).to_numpy()
    )


def test_nearly_clear_and_nearly_dark_months_work() -> None:
    for level in (0.3, 7.2):
        assert monthly_kwh_m2_day(year_at([level] * 12).ghi) == pytest.approx([level] * 12)


@pytest.mark.parametrize(
    "months", [[4.5] * 11, [4.5] * 11 + [0.0], [4.5] * 11 + [float("nan")], [-1.0] * 12]
)
def test_twelve_numbers_above_zero_are_needed(months: list[float]) -> None:
    with pytest.raises(InputError, match="monthly_ghi_kwh_m2_day"):
        year_at(months)


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(st.tuples(st.floats(0.01, 10), st.floats(0.01, 10)), min_size=1, max_size=24),
    fraction=st.floats(0.0, 1.0),
)
def test_bounded_scaling_meets_its_total_below_its_bounds(
    rows: list[tuple[float, float]], fraction: float
) -> None:
    values, highest = (np.array(column)[np.newaxis, :] for column in zip(*rows, strict=True))
    total = fraction * highest.sum(axis=1)
    scaled = scale_bounded(values, highest, total)
    assert scaled.sum() == pytest.approx(total[0], rel=1e-9, abs=1e-12)
    assert (scaled <= highest).all()
    free = scaled < highest * (1 - 1e-9)
    factors = (scaled / values)[free]
    assert factors.size == 0 or factors == pytest.approx(np.full(factors.size, factors[0]))


def test_the_parts_of_the_light_close_and_are_none_at_night() -> None:
    made = year_at([4.5] * 12)
    sun = sun_at(3.0, -76.5, 1000.0)
    parts = split_global(made.ghi, sun)
    cosine = np.cos(np.radians(sun["zenith"]))
    gap = parts["ghi"] - parts["dni"] * cosine - parts["dhi"]
    assert gap.abs().max() < 1e-6
    assert (parts[sun["zenith"] >= 90] == 0).all().all()
    assert (parts >= 0).all().all()
    assert (parts["dni"] < sun["dni_extra"]).all()


def test_the_diffuse_fraction_is_that_of_erbs() -> None:
    sun = pd.DataFrame({"zenith": [30.0, 60.0, 45.0], "dni_extra": [1361.0] * 3})
    clearness = np.array([0.5, 0.15, 0.76])
    ghi = pd.Series(clearness * 1361 * np.cos(np.radians(sun["zenith"])))
    erbs = np.array(  # Erbs, Klein & Duffie 1982, eq. 1
        [np.polyval([12.336, -16.638, 4.388, -0.1604, 0.9511], k) for k in clearness]
    )
    erbs[1] = 1 - 0.09 * 0.15
    assert (split_global(ghi, sun)["dhi"] / ghi).to_numpy() == pytest.approx(erbs, abs=2e-3)


def test_hours_follow_the_mean_curve_of_tag() -> None:
    height = np.full((4000, 24), np.sin(np.radians(40.0)))
    hours = hourly_clearness(np.full(4000, 0.5), height, generator=np.random.default_rng(3))
    kappa = 0.19 + 2.27 * 0.25 - 2.51 * 0.125  # Aguiar & Collares-Pereira 1992
    mean = -0.19 + 0.56 + 0.24 * np.exp(-4) + 0.32 * np.exp(-kappa / np.sin(np.radians(40.0)))
    spread = (
        0.14
        * np.exp(-20 * 0.0225)
        * np.exp((3 * 0.0025 + 16 * 0.5**5) * (1 - np.sin(np.radians(40.0))))
    )
    phi = 0.38 + 0.06 * np.cos(3.7 - 2.5)
    assert hours.mean() == pytest.approx(mean, abs=4 * spread / np.sqrt(4000))
    assert hours.std(axis=0) == pytest.approx(np.full(24, spread), rel=0.06)
    lag = np.corrcoef(hours[:, :-1].ravel(), hours[:, 1:].ravel())[0, 1]
    assert lag == pytest.approx(phi, abs=0.02)


@pytest.mark.skipif(not IQUITOS.exists(), reason="the example files are not on this machine")
def test_the_means_of_iquitos_give_its_year_and_days_like_its_own() -> None:
    table = pd.read_csv(IQUITOS)
    real = pd.Series(table["ghi_wm2"].to_numpy(), sun_at(-3.75, -73.25, 104.0).index)
    months = monthly_kwh_m2_day(real)
    made = year_at(
        months, latitude=-3.75, longitude=-73.25, altitude_m=104.0, spread=0.36, seed=2025
    )
    assert made.ghi.sum() == pytest.approx(real.sum(), rel=1e-9)
    index = daily_clear_sky_index(made)
    real_index = real.resample("D").sum() / made.clear_sky_ghi.resample("D").sum()
    # the default lowland spread of 0.36 is a median; Iquitos itself has 0.31, 16 % less
    assert without_season(index).std() == pytest.approx(without_season(real_index).std(), rel=0.25)
