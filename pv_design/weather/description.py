"""A year of weather in the figures people compare: months, year, what one year may bring."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import pandas as pd

from pv_design.sun_position import sun_position
from pv_design.weather.climate_spread import spread_of_climate
from pv_design.weather.seed_spread import seed_spread

if TYPE_CHECKING:
    from pv_design.weather.model import Weather

_KWH_M2_DAY_PER_W_M2 = 24 / 1000
_DAYS = 365
_SEEDS = 10
_IRRADIATION = {"ghi": "ghi_kwh_m2_day", "dni": "dni_kwh_m2_day", "dhi": "dhi_kwh_m2_day"}
_AIR = {"temp_air": "temp_air_c", "wind_speed": "wind_speed_m_s"}
_Z_90 = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True, kw_only=True, eq=False)
class WeatherDescription:
    """The figures of a year of weather."""

    months: pd.DataFrame
    """Means of the months 1 to 12: `ghi_kwh_m2_day`, `dni_kwh_m2_day`, `dhi_kwh_m2_day`
    [kWh/m2/day], `temp_air_c` [degC], `wind_speed_m_s` [m/s]."""
    year: pd.Series
    """The same columns for the year."""
    real_years_ghi_kwh_m2: pd.Series
    """Annual irradiation of the horizontal of each real year, by its name [kWh/m2]; empty where
    the source brings no more than one year."""
    p50_ghi_kwh_m2: float
    """Long-term annual irradiation of the horizontal: mean of the real years, or this one's
    [kWh/m2]."""
    p90_ghi_kwh_m2: float
    """What the long-term mean exceeds with nine chances of ten: uncertainty of the resource
    alone, without that of a single year or of the plant [kWh/m2]."""

    seed_spread: pd.DataFrame | None
    """What of a synthetic year is chance, as `seed_spread.seed_spread` has it for ten seeds; None
    where days were read."""

    @property
    def annual_kwh_m2(self) -> pd.Series:
        """Irradiation of the year by component, `ghi`, `dni` and `dhi` [kWh/m2]."""
        return pd.Series({name: self.year[mean] * _DAYS for name, mean in _IRRADIATION.items()})


def describe_weather(weather: Weather) -> WeatherDescription:
    """Return the monthly and annual figures of a year of weather.

    Parameters
    ----------
    weather
        A year; its `real_years` give the long-term mean where there are several.

    Notes
    -----
    Nights count: a mean over all hours, times 24, is the irradiation of a day. P90 is
    P50 (1 - z sigma) of a normal law with the `sigma_resource_fraction` of the source.

    Examples
    --------
    >>> from equipment_catalog.year_hours import hours_of_year
    >>> from pv_design.weather.model import Weather
    >>> columns = {"ghi": 200.0, "dni": 150.0, "dhi": 90.0, "temp_air": 21.0, "wind_speed": 1.5}
    >>> even = Weather(data=pd.DataFrame(columns, hours_of_year(2025, -5)), latitude=2.98,
    ...                longitude=-76.65, altitude_m=1200.0, source="even", period="2025",
    ...                sigma_resource_fraction=0.08)
    >>> described = describe_weather(even)
    >>> round(float(described.months.loc[2, "ghi_kwh_m2_day"]), 6)  # 24 h x 200 W/m2
    4.8
    >>> round(float(described.annual_kwh_m2["ghi"]), 6)
    1752.0
    >>> round(described.p90_ghi_kwh_m2, 1)  # 1752 (1 - 1.2816 x 0.08)
    1572.4
    """
    named = weather.data[[*_IRRADIATION, *_AIR]].rename(columns=_IRRADIATION | _AIR)
    factors = dict.fromkeys(_IRRADIATION.values(), _KWH_M2_DAY_PER_W_M2)
    scaled = named * pd.Series(factors).reindex(named.columns, fill_value=1.0)
    years = pd.Series(
        {str(year.period): year.annual_ghi_kwh_m2 for year in weather.real_years}, dtype=float
    )
    p50 = weather.annual_ghi_kwh_m2 if years.empty else float(years.mean())
    return WeatherDescription(
        months=scaled.groupby(weather.hours.month).mean().rename_axis("month"),
        year=scaled.mean(),
        real_years_ghi_kwh_m2=years,
        p50_ghi_kwh_m2=p50,
        p90_ghi_kwh_m2=p50 * (1 - _Z_90 * weather.sigma_resource_fraction),
        seed_spread=_spread_of_seeds(weather),
    )


def _spread_of_seeds(weather: Weather) -> pd.DataFrame | None:
    if weather.seed is None or not weather.is_typical:
        return None
    climate = spread_of_climate(weather.latitude, weather.longitude, weather.altitude_m)
    return seed_spread(
        weather.monthly_ghi_kwh_m2_day.to_numpy(),
        sun_position(weather),
        latitude=weather.latitude,
        longitude=weather.longitude,
        altitude_m=weather.altitude_m,
        daily_spread=climate.daily_spread,
        daily_persistence=climate.daily_persistence,
        seeds=range(weather.seed, weather.seed + _SEEDS),
    )
