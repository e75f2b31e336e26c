"""Air temperature of a site from the cells inside the package, at its altitude."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from equipment_catalog.tables import read_fact
from pv_design.altitude import lookup_altitude_m
from pv_design.weather.grids import Cells, corner_cells, mean_of_cells, nearest_cell, world_grid
from pv_design.weather.seasons import monthly_swing_k, seasonal_half_swing_k

if TYPE_CHECKING:
    from pv_design.weather.nasa_power_points import PowerPoint

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_REACH = ("pv_design.weather", "data/embedded_facts.csv")
_ALTITUDE_STEP_DEG = 1 / 12

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class SiteTemperature:
    """Twelve monthly means of the air at a site."""

    monthly_c: Array
    """January to December [degC]."""
    guessed_half_swing_k: float
    """Half of the season that was guessed [K]; 0 where the months are known."""
    power: PowerPoint | None = None
    """The point whose months these are; None where they come from PVCZ."""


def power_temperature(point: PowerPoint, *, altitude_m: float) -> SiteTemperature:
    """Return the months of a NASA POWER point, moved from its cell to the site.

    Parameters
    ----------
    point
        With a temperature and its elevation.
    altitude_m
        Of the site above sea level [m].

    Examples
    --------
    >>> from pv_design.weather.nasa_power_points import power_points_near
    >>> (_, valle), *_ = power_points_near(3.62, -76.41)
    >>> float(power_temperature(valle, altitude_m=1112.0).monthly_c[0].round(2))
    22.68
    """
    climb_m = altitude_m - point.elevation_m
    return SiteTemperature(
        monthly_c=point.monthly_temp_air_c + lapse_k_per_m() * climb_m,
        guessed_half_swing_k=0.0,
        power=point,
    )


def land_temperature(
    latitude: float, longitude: float, *, altitude_m: float, inversion: bool
) -> SiteTemperature | None:
    """Return months around the annual mean of PVCZ; None where no land is within reach.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    altitude_m
        Of the site above sea level [m].
    inversion
        Whether the air does not warm downward, as under the garua.

    Examples
    --------
    >>> months = land_temperature(47.92, 106.92, altitude_m=1350.0, inversion=False).monthly_c
    >>> bool(months[0] < -10), bool(months[6] > 10)
    (True, True)
    """
    grid = world_grid("pvcz_temp_air")
    cells = corner_cells(grid, latitude, longitude)
    if not len(cells.rows):
        reach_km = read_fact(*_REACH, "island_reach_km").value
        cells = nearest_cell(grid, latitude, longitude, reach_km=reach_km)
    if not len(cells.rows):
        return None
    climb_m = altitude_m - _cell_altitudes_m(cells)
    if inversion:
        climb_m = np.maximum(climb_m, 0.0)
    mean_c = float(mean_of_cells(grid, cells) + lapse_k_per_m() * (cells.shares @ climb_m))
    extremes_k = float(mean_of_cells(world_grid("pvcz_temp_air_range"), cells))
    half_swing_k = seasonal_half_swing_k(latitude, extremes_k)
    return SiteTemperature(
        monthly_c=mean_c + monthly_swing_k(latitude, half_swing_k),
        guessed_half_swing_k=half_swing_k,
    )


def lapse_k_per_m() -> float:
    """Return how the air changes with height [K/m]; negative.

    Examples
    --------
    >>> lapse_k_per_m()
    -0.0065
    """
    return read_fact(*_FACTS, "lapse_rate_k_per_km").value / 1000


def _cell_altitudes_m(cells: Cells) -> Array:
    """Return the mean of the nine altitudes of 5 minutes inside each cell, the sea at 0 [m]."""
    grid = world_grid("pvcz_temp_air")
    steps = (-_ALTITUDE_STEP_DEG, 0.0, _ALTITUDE_STEP_DEG)
    centres = zip(grid.latitudes(cells.rows), grid.longitudes(cells.columns), strict=True)
    altitudes = [
        [lookup_altitude_m(float(north + y), float(east + x)) for y in steps for x in steps]
        for north, east in centres
    ]
    means: Array = np.maximum(np.array(altitudes), 0.0).mean(axis=1)
    return means
