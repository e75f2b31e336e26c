"""Weather without a file and without a network: the embedded climate made hourly."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from equipment_catalog.year_hours import hours_of_year
from pv_design.altitude import lookup_altitude_m
from pv_design.site import (
    check_altitude_m,
    check_latitude,
    check_longitude,
    check_utc_offset_hours,
    standard_utc_offset_hours,
)
from pv_design.sun_position import sun_of_hours
from pv_design.weather.air_temperature import air_temperature, diurnal_range_k, is_highland
from pv_design.weather.climatology import Climatology, embedded_climatology
from pv_design.weather.embedded_notes import embedded_notes
from pv_design.weather.model import Weather
from pv_design.weather.synthetic_year import SyntheticYear, split_global, synthetic_year

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
DEFAULT_SEED = 2025


@dataclass(frozen=True, kw_only=True)
class _Site:
    latitude: float
    longitude: float
    altitude_m: float
    utc_offset_hours: float


def embedded_weather(
    latitude: float,
    longitude: float,
    *,
    altitude_m: float | None = None,
    utc_offset_hours: float | None = None,
    year: int = 2025,
    seed: int = DEFAULT_SEED,
    ghi_kwh_m2_day: float | None = None,
    ghi_reason: str = "",
) -> Weather:
    """Return a synthetic year from the grids that ship inside the package.

    Months keep the shape of MERRA-2 at the mean level of MERRA-2 and PVCZ, or at the level
    that is given; hours are synthetic; temperature repeats one day and wind is constant. Every
    rule and every guess is among the notes.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg], north and east positive.
    altitude_m
        Above sea level [m]; without it, of a coarse map.
    utc_offset_hours
        Local standard time less UTC [h]; without it, the whole hour nearest to solar time.
    year
        Calendar year of the labels.
    seed
        The same seed gives the same year to the last bit.
    ghi_kwh_m2_day
        Annual mean that replaces the level of the grids [kWh/m2/day].
    ghi_reason
        Why it does; needed with it.

    Raises
    ------
    InputError
        If the place is outside the grids, or the level is one that no sky gives or has no
        reason.

    Notes
    -----
    The grids are described in `data/grids.csv`, the synthesis in `synthetic_year`.

    Examples
    --------
    >>> weather = embedded_weather(2.983982, -76.6507771, altitude_m=1200.0,
    ...                            ghi_kwh_m2_day=4.4, ghi_reason="CERES of the valley")
    >>> round(weather.annual_ghi_kwh_m2 / 365, 6), weather.sigma_resource_fraction
    (4.4, 0.1)
    """
    check_latitude(latitude)
    check_longitude(longitude)
    site = _Site(
        latitude=latitude,
        longitude=longitude,
        altitude_m=lookup_altitude_m(latitude, longitude) if altitude_m is None else altitude_m,
        utc_offset_hours=(
            standard_utc_offset_hours(longitude) if utc_offset_hours is None else utc_offset_hours
        ),
    )
    check_altitude_m(site.altitude_m)
    check_utc_offset_hours(site.utc_offset_hours)
    climate = embedded_climatology(latitude, longitude, altitude_m=site.altitude_m)
    factor = 1.0
    if ghi_kwh_m2_day is not None:
        factor = _checked_level(ghi_kwh_m2_day, ghi_reason) / climate.ghi_kwh_m2_day
    hours = hours_of_year(year, site.utc_offset_hours)
    sun = sun_of_hours(latitude, longitude, site.altitude_m, year=year, zone=hours.tz)
    synthetic = _synthetic(climate, factor, sun, site, seed)
    return Weather(
        data=_frame(synthetic, sun, climate, site),
        latitude=latitude,
        longitude=longitude,
        altitude_m=site.altitude_m,
        source=message("climate inside the package (MERRA-2 and PVCZ), synthetic hours"),
        period=message("MERRA-2 2011-2015"),
        spatial_resolution=message("3 degrees and 0.25 degrees"),
        sigma_resource_fraction=climate.sigma_resource_fraction,
        levels=_levels(climate, ghi_kwh_m2_day),
        notes=embedded_notes(
            climate,
            altitude_m=site.altitude_m,
            altitude_is_guessed=altitude_m is None,
            utc_offset_hours=site.utc_offset_hours,
            offset_is_guessed=utc_offset_hours is None,
            ghi_kwh_m2_day=ghi_kwh_m2_day,
            ghi_reason=ghi_reason,
            shortfall_kwh_m2_day=synthetic.shortfall_kwh_m2_day,
            seed=seed,
        ),
    )


def _checked_level(ghi_kwh_m2_day: float, reason: str) -> float:
    lowest = read_fact(*_FACTS, "lowest_override_kwh_m2_day").value
    highest = read_fact(*_FACTS, "highest_override_kwh_m2_day").value
    if math.isnan(ghi_kwh_m2_day) or not lowest <= ghi_kwh_m2_day <= highest:
        allowed = message(
            "{lowest:g} to {highest:g} kWh/m2 a day on the horizontal, mean of the year",
            lowest=lowest,
            highest=highest,
        )
        raise InputError.of("ghi_kwh_m2_day", ghi_kwh_m2_day, allowed=allowed)
    if not reason.strip():
        allowed = message("a sentence on why the level of the grids is replaced")
        raise InputError.of("ghi_reason", reason, allowed=allowed)
    return ghi_kwh_m2_day


def _synthetic(
    climate: Climatology, factor: float, sun: pd.DataFrame, site: _Site, seed: int
) -> SyntheticYear:
    kind = "highland" if is_highland(site.altitude_m) else "lowland"
    return synthetic_year(
        climate.monthly_ghi_kwh_m2_day * factor,
        sun,
        latitude=site.latitude,
        longitude=site.longitude,
        altitude_m=site.altitude_m,
        daily_spread=read_fact(*_FACTS, f"daily_spread_{kind}").value,
        daily_persistence=read_fact(*_FACTS, "daily_persistence").value,
        seed=seed,
    )


def _frame(
    synthetic: SyntheticYear, sun: pd.DataFrame, climate: Climatology, site: _Site
) -> pd.DataFrame:
    hours = pd.DatetimeIndex(sun.index)
    return split_global(synthetic.ghi, sun).assign(
        temp_air=air_temperature(
            hours,
            longitude=site.longitude,
            mean_c=climate.temp_air_c,
            range_k=diurnal_range_k(site.altitude_m),
        ),
        wind_speed=np.full(len(hours), read_fact(*_FACTS, "wind_speed_m_s").value),
    )


def _levels(climate: Climatology, ghi_kwh_m2_day: float | None) -> pd.DataFrame:
    used = climate.ghi_kwh_m2_day if ghi_kwh_m2_day is None else ghi_kwh_m2_day
    return pd.DataFrame(
        {
            "source": ["MERRA-2", "PVCZ", "used"],
            "ghi_kwh_m2_day": [climate.merra2_ghi_kwh_m2_day, climate.pvcz_ghi_kwh_m2_day, used],
        }
    )
