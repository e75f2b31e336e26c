"""A year of hours that no code of ours has made: pvlib's sun, a plain sky, drawn clouds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from pvlib import clearsky, irradiance, location


@dataclass(frozen=True)
class Climate:
    """Where it is and what its air is like."""

    latitude: float
    longitude: float
    altitude_m: float
    zone: int
    mean_c: float


SUAREZ = Climate(2.98, -76.65, 1200.0, -5, 20.0)
PUNO = Climate(-15.8, -70.0, 3850.0, -5, 8.0)
MAIPO = Climate(-33.5, -70.65, 570.0, -5, 15.0)
TARKWA = Climate(5.3, -2.0, 70.0, 0, 26.5)
DARKHAN = Climate(49.5, 106.0, 700.0, 7, 0.0)
SEVILLE = Climate(37.4, -6.0, 30.0, 0, 18.5)


def hours_of_2025(zone: int) -> pd.DatetimeIndex:
    name = f"Etc/GMT{-zone:+d}"
    return pd.date_range("2025-01-01", periods=8760, freq="h", tz=name)


def made_year(climate: Climate, *, offset_minutes: float = 30.0) -> pd.DataFrame:
    """Return hours labelled by their start whose sun stands a given time after the label."""
    return _made_year(climate, offset_minutes).copy()


@lru_cache
def _made_year(climate: Climate, offset_minutes: float) -> pd.DataFrame:
    """Return hours labelled by their start whose sun stands a given time after the label."""
    place = location.Location(climate.latitude, climate.longitude, altitude=climate.altitude_m)
    hours = hours_of_2025(climate.zone)
    moments = hours + pd.Timedelta(minutes=offset_minutes)
    sun = place.get_solarposition(moments)
    draw = np.random.default_rng(1)
    clear = clearsky.haurwitz(sun["apparent_zenith"])["ghi"].to_numpy()
    clear = clear * (1 + 0.03 * climate.altitude_m / 1000)  # thinner air, 3 % a kilometre
    days = np.repeat(draw.beta(3.0, 1.2, 365), 24)
    share = np.clip(days * draw.uniform(0.85, 1.1, 8760), 0.08, 1.0)
    ghi = (clear * share).round(1)
    parts = irradiance.erbs_driesse(
        ghi, sun["zenith"], dni_extra=irradiance.get_extra_radiation(moments.day_of_year.to_numpy())
    )
    solar_hour = np.arange(8760) % 24 + 0.5 + climate.longitude / 15 - climate.zone
    season = np.cos(2 * np.pi * (np.arange(8760) / 8760 - 0.56)) * climate.latitude / 4
    daily = np.repeat(draw.normal(0, 1.5, 365), 24)
    return pd.DataFrame(
        {
            "ghi": ghi,
            "dni": np.asarray(parts["dni"]),
            "dhi": np.asarray(parts["dhi"]),
            "temp_air": climate.mean_c
            + season
            + daily
            + 4 * np.cos(2 * np.pi * (solar_hour - 14.5) / 24),
            "wind_speed": draw.weibull(2.0, 8760) * 2.5,
        },
        index=hours,
    )
