"""Weather without a file and without a network: the embedded climate made hourly."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equipment_catalog.tables import read_fact
from equipment_catalog.year_hours import hours_of_year
from pv_design.sun_position import sun_of_hours
from pv_design.weather.air_temperature import air_temperature, diurnal_range_k
from pv_design.weather.climate_spread import ClimateSpread, spread_of_climate
from pv_design.weather.climatology import Climatology, embedded_climatology
from pv_design.weather.embedded_notes import embedded_notes
from pv_design.weather.embedded_origin import embedded_origin, level_table
from pv_design.weather.embedded_request import EmbeddedSite, checked_level, checked_site
from pv_design.weather.model import Weather
from pv_design.weather.seasons import hours_between_months
from pv_design.weather.synthetic_year import SyntheticYear, split_global, synthetic_year

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
DEFAULT_SEED = 2025

Array = NDArray[np.float64]


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
    """Return a synthetic year from the climate that ships inside the package.

    Months keep the level of `embedded_climatology`, or their shape at the level that is given;
    hours are synthetic; temperature repeats one day on a season and wind is constant. Every
    rule and every guess is among the notes. Without a level no year is made of the Peruvian
    coast, where the package knows of no level that can be trusted.

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
        Annual mean that replaces the level of the package [kWh/m2/day].
    ghi_reason
        Why it does; needed with it.

    Raises
    ------
    InputError
        If the place is outside the grids or on the Peruvian coast without a level, or the
        level is one that no sky gives or has no reason.

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
    site = checked_site(latitude, longitude, altitude_m, utc_offset_hours)
    climate = embedded_climatology(latitude, longitude, altitude_m=site.altitude_m)
    level = checked_level(climate, ghi_kwh_m2_day, ghi_reason, site)
    hours = hours_of_year(year, site.utc_offset_hours)
    sun = sun_of_hours(latitude, longitude, site.altitude_m, year=year, zone=hours.tz)
    spread = spread_of_climate(latitude, longitude, site.altitude_m)
    monthly = climate.monthly_ghi_kwh_m2_day * (level / climate.ghi_kwh_m2_day)
    synthetic = _synthetic(monthly, spread, sun, site, seed)
    origin = embedded_origin(climate)
    return Weather(
        data=_frame(synthetic, sun, climate, site),
        latitude=latitude,
        longitude=longitude,
        altitude_m=site.altitude_m,
        seed=seed,
        source=origin.source,
        period=origin.period,
        origins=origin.families if ghi_kwh_m2_day is None else (),
        spatial_resolution=origin.spatial_resolution,
        sigma_resource_fraction=climate.sigma_resource_fraction,
        is_typical=True,
        levels=level_table(climate, used_kwh_m2_day=level),
        notes=embedded_notes(
            climate,
            altitude_m=site.altitude_m,
            altitude_is_guessed=altitude_m is None,
            utc_offset_hours=site.utc_offset_hours,
            offset_is_guessed=utc_offset_hours is None,
            ghi_kwh_m2_day=ghi_kwh_m2_day,
            ghi_reason=ghi_reason,
            shortfall_kwh_m2_day=synthetic.shortfall_kwh_m2_day,
            spread=spread,
            seed=seed,
        ),
    )


def _synthetic(
    monthly_ghi_kwh_m2_day: Array,
    spread: ClimateSpread,
    sun: pd.DataFrame,
    site: EmbeddedSite,
    seed: int,
) -> SyntheticYear:
    return synthetic_year(
        monthly_ghi_kwh_m2_day,
        sun,
        latitude=site.latitude,
        longitude=site.longitude,
        altitude_m=site.altitude_m,
        daily_spread=spread.daily_spread,
        daily_persistence=spread.daily_persistence,
        seed=seed,
    )


def _frame(
    synthetic: SyntheticYear, sun: pd.DataFrame, climate: Climatology, site: EmbeddedSite
) -> pd.DataFrame:
    hours = pd.DatetimeIndex(sun.index)
    day = air_temperature(
        hours, longitude=site.longitude, mean_c=0.0, range_k=diurnal_range_k(site.altitude_m)
    )
    return split_global(synthetic.ghi, sun).assign(
        temp_air=hours_between_months(climate.temperature.monthly_c, hours) + day,
        wind_speed=np.full(len(hours), read_fact(*_FACTS, "wind_speed_m_s").value),
    )
