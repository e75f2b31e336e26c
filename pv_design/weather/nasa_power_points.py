"""The few places of which monthly NASA POWER values ship, and how far each of them speaks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from equipment_catalog.tables import read_fact, read_facts
from pv_design.weather.distance import distance_km

if TYPE_CHECKING:
    import pandas as pd

_PACKAGE = "pv_design.weather"
_FACTS = (_PACKAGE, "data/embedded_facts.csv")

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class PowerPoint:
    """Twelve months of NASA POWER at one place."""

    place: str
    """Name of the place."""
    latitude: float
    """North positive [deg]."""
    longitude: float
    """East positive [deg]."""
    elevation_m: float
    """Mean of the cell the temperature belongs to, above sea level [m]; NaN where not known."""
    period: str
    """Years whose means these are."""
    monthly_ghi_kwh_m2_day: Array
    """January to December, CERES."""
    monthly_temp_air_c: Array
    """January to December at the elevation of the cell [degC]; NaN where it does not ship."""

    @property
    def has_temperature(self) -> bool:
        """Whether it has a temperature, and the elevation that it belongs to."""
        return not np.isnan([self.elevation_m, *self.monthly_temp_air_c]).any()


def power_points_near(latitude: float, longitude: float) -> list[tuple[float, PowerPoint]]:
    """Return the points that speak for a place with their distance [km], the nearest first.

    A point speaks for its own cell of 1 degree, between whole degrees, and as far around it as
    `power_reach_km` says.

    Examples
    --------
    >>> [(round(away_km), point.place) for away_km, point in power_points_near(2.98, -76.65)]
    [(29, 'Jamundí')]
    """
    reach_km = read_fact(*_FACTS, "power_reach_km").value
    away = [
        (distance_km(point.latitude, point.longitude, latitude, longitude), point)
        for point in _points()
    ]
    near = [
        (away_km, point)
        for away_km, point in away
        if away_km <= reach_km or shares_cell(point, latitude, longitude)
    ]
    return sorted(near, key=lambda pair: pair[0])


def shares_cell(point: PowerPoint, latitude: float, longitude: float) -> bool:
    """Tell whether a place lies in the cell of 1 degree of a point.

    Examples
    --------
    >>> [shares_cell(power_points_near(2.98, -76.65)[0][1], north, -76.65) for north in (2.98, 3.9)]
    [False, True]
    """
    same_row = np.floor(latitude) == np.floor(point.latitude)
    return bool(same_row and np.floor(longitude) == np.floor(point.longitude))


@cache
def _points() -> tuple[PowerPoint, ...]:
    table = read_facts(_PACKAGE, "data/nasa_power_monthly.csv")
    return tuple(_point(months) for _, months in table.groupby("place", sort=False))


def _point(months: pd.DataFrame) -> PowerPoint:
    ordered = months.sort_values("month")
    first = ordered.iloc[0]
    return PowerPoint(
        place=str(first["place"]),
        latitude=float(first["latitude"]),
        longitude=float(first["longitude"]),
        elevation_m=float(first["elevation_m"]),
        period=str(first["period"]),
        monthly_ghi_kwh_m2_day=ordered["ghi_kwh_m2_day"].to_numpy(dtype=float),
        monthly_temp_air_c=ordered["temp_air_c"].to_numpy(dtype=float),
    )
