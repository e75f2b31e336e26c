"""A year of weather in the figures people compare: months, year, what one year may bring."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pv_design.exceedance import exceedance, is_smoothed
from pv_design.exceedance_law import deviations
from pv_design.sun_position import sun_position
from pv_design.weather.climate_spread import spread_of_climate
from pv_design.weather.seed_spread import seed_spread

if TYPE_CHECKING:
    from pv_design.exceedance_law import Basis
    from pv_design.weather.model import Weather

YEAR = 0
"""Row of the whole year in a table of months 1 to 12."""
_KWH_M2_DAY_PER_W_M2 = 24 / 1000
_DAYS = 365
_SEEDS = 10
_IRRADIATION = {"ghi": "ghi_kwh_m2_day", "dni": "dni_kwh_m2_day", "dhi": "dhi_kwh_m2_day"}
_AIR = {"temp_air": "temp_air_c", "wind_speed": "wind_speed_m_s"}
_P90 = 0.9


@dataclass(frozen=True, kw_only=True, eq=False)
class WeatherDescription:
    """The figures of a year of weather."""

    months: pd.DataFrame
    """Means of the months 1 to 12: `ghi_kwh_m2_day`, `dni_kwh_m2_day`, `dhi_kwh_m2_day`
    [kWh/m2/day], `temp_air_c` [degC], `wind_speed_m_s` [m/s]."""
    year: pd.Series
    """The same columns for the year."""
    long_term: pd.DataFrame
    """The same columns, rows 1 to 12 and `YEAR`: the mean of the real years where the source
    brings several, otherwise this year."""
    real_years_ghi_kwh_m2: pd.Series
    """Annual irradiation of the horizontal of each real year, by its name [kWh/m2]; empty where
    the source brings no more than one year."""
    p50_ghi_kwh_m2: float
    """Long-term annual irradiation of the horizontal: mean of the real years, or this one's
    [kWh/m2]."""
    sigma_resource_fraction: float
    """One standard deviation of that mean, by the source [fraction of it]."""
    interannual_fraction: float
    """One standard deviation of a single year around it [fraction of it]."""
    interannual_basis: Basis
    """Whether that is of the real years, of which eight are needed, or of the table; years of
    smoothed data stay at the table's or above."""
    seed_spread: pd.DataFrame | None
    """What of a synthetic year is chance, as `seed_spread.seed_spread` has it for ten seeds; None
    where days were read."""

    @property
    def p90_ghi_kwh_m2(self) -> float:
        """What the long-term mean exceeds with nine chances of ten [kWh/m2].

        By the uncertainty of the resource alone, without that of single years or of the plant.
        """
        return self._p90(self.sigma_resource_fraction)

    def p90_of_years_kwh_m2(self, years: int) -> float:
        """Return what the mean of some years to come exceeds with nine chances of ten [kWh/m2].

        Parameters
        ----------
        years
            In the mean, from 1 on; good and bad ones make up for each other by their number.

        Examples
        --------
        See `describe_weather`.
        """
        of_years = self.interannual_fraction / math.sqrt(years)
        return self._p90(math.hypot(self.sigma_resource_fraction, of_years))

    def _p90(self, sigma_fraction: float) -> float:
        return self.p50_ghi_kwh_m2 * max(1 - deviations(_P90) * sigma_fraction, 0.0)

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
    P50 (1 - z sigma) of a normal law with the `sigma_resource_fraction` of the source; for years
    to come their spread is added as `exceedance` does for a plant.

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
    >>> round(described.p90_of_years_kwh_m2(1), 1)  # hypot(0.08, 0.03) = 0.0854
    1560.2
    """
    table = _means(weather)
    years = pd.Series(
        {str(year.period): year.annual_ghi_kwh_m2 for year in weather.real_years}, dtype=float
    )
    p50 = weather.annual_ghi_kwh_m2 if years.empty else float(years.mean())
    sure = exceedance(
        p50,
        weather.sigma_resource_fraction,
        resource_source=weather.source,
        yearly_kwh=years.to_list(),
        is_typical=weather.is_typical,
        is_smoothed=is_smoothed(weather),
    )
    return WeatherDescription(
        months=table.drop(index=YEAR),
        year=pd.Series(table.loc[YEAR]),
        long_term=_long_term(weather) if len(years) else table,
        real_years_ghi_kwh_m2=years,
        p50_ghi_kwh_m2=p50,
        sigma_resource_fraction=weather.sigma_resource_fraction,
        interannual_fraction=next(
            part.sigma_fraction for part in sure.components if part.name == "interannual"
        ),
        interannual_basis=sure.basis,
        seed_spread=_spread_of_seeds(weather),
    )


def _means(weather: Weather) -> pd.DataFrame:
    """Return the means of the months and of the year."""
    named = weather.data[[*_IRRADIATION, *_AIR]].rename(columns=_IRRADIATION | _AIR)
    factors = dict.fromkeys(_IRRADIATION.values(), _KWH_M2_DAY_PER_W_M2)
    scaled = named * pd.Series(factors).reindex(named.columns, fill_value=1.0)
    months = scaled.groupby(weather.hours.month).mean()
    return pd.concat([months, scaled.mean().to_frame(YEAR).T]).rename_axis("month")


def _long_term(weather: Weather) -> pd.DataFrame:
    stacked = pd.concat([_means(year) for year in weather.real_years])
    return stacked.groupby(level=0, sort=False).mean()


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
