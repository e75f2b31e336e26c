"""The climate that ships inside: public grids of the world, their level, shape and doubt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.altitude import land_is_near
from pv_design.peruvian_coast import is_peruvian_coast
from pv_design.site import check_latitude, check_longitude
from pv_design.weather.embedded_temperature import (
    SiteTemperature,
    land_temperature,
    power_temperature,
)
from pv_design.weather.grids import corner_cells, mean_of_cells, world_grid
from pv_design.weather.land_sun import LandSun, land_sun
from pv_design.weather.nasa_power_points import PowerPoint, power_points_near, shares_cell
from pv_design.weather.resource_trust import (
    Trust,
    is_compared_region,
    is_under_west_african_monsoon,
    trust_under,
)
from pv_design.weather.seasons import yearly_mean

_REACH = ("pv_design.weather", "data/embedded_facts.csv")

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Climatology:
    """Long-term sun and temperature of a site as the package has them."""

    monthly_ghi_kwh_m2_day: Array
    """January to December at the level that is trusted most."""
    merra2_monthly_ghi_kwh_m2_day: Array
    """January to December of MERRA-2, bilinear between cells of 3 degrees."""
    pvcz: LandSun | None
    """None on islands that PVCZ does not know."""
    power: PowerPoint | None
    """The nearest NASA POWER point that speaks for the site, None without one."""
    power_away_km: float
    """How far it is [km]; NaN without one."""
    temperature: SiteTemperature
    """At the altitude of the site; on the coast never above the cells'."""
    trust: Trust
    """Which level is used, and what it is worth."""
    doubts: tuple[Trust, ...]
    """Everything that speaks on the uncertainty of the level, the largest first."""
    on_the_coast: bool
    """On the Pacific slope under the garua, where both grids fail together."""
    under_monsoon: bool = False
    """In the belt of the West African monsoon, where the grids have the season wrong."""

    @property
    def ghi_kwh_m2_day(self) -> float:
        """Annual mean of the level that is trusted most."""
        return yearly_mean(self.monthly_ghi_kwh_m2_day)

    @property
    def merra2_ghi_kwh_m2_day(self) -> float:
        """Annual mean of MERRA-2."""
        return yearly_mean(self.merra2_monthly_ghi_kwh_m2_day)

    @property
    def power_ghi_kwh_m2_day(self) -> float | None:
        """Annual mean of NASA POWER, None without a point."""
        return None if self.power is None else yearly_mean(self.power.monthly_ghi_kwh_m2_day)

    @property
    def temp_air_c(self) -> float:
        """Annual mean at the altitude of the site [degC]."""
        return yearly_mean(self.temperature.monthly_c)

    @property
    def sigma_resource_fraction(self) -> float:
        """One standard deviation of the annual level."""
        return self.doubts[0].sigma_fraction


def embedded_climatology(latitude: float, longitude: float, *, altitude_m: float) -> Climatology:
    """Return the sun and the temperature of a site from what ships inside the package.

    Where a NASA POWER point speaks for the site, its months are used. Elsewhere the months are
    those of MERRA-2: at the mean level of MERRA-2 and PVCZ in the north-west of South America,
    at the level of PVCZ in the rest of the world, at their own on small islands.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    altitude_m
        Above sea level [m]: the temperature follows it, and the coast is known by it.

    Raises
    ------
    InputError
        If the place is not on Earth, at sea, or further north or south than the grids.

    Notes
    -----
    MERRA-2 2011-2015 (Gelaro et al. 2017) and Photovoltaic Climate Zones (Karin et al. 2019);
    see `data/grids.csv`. The temperature of the cells follows the altitude of the site by the
    standard lapse rate. On the Peruvian coast it does so only upward: the inversion over the
    cold current keeps the shore no warmer than the cells, which lie in the hills behind it.

    Examples
    --------
    >>> climate = embedded_climatology(2.983982, -76.6507771, altitude_m=1200.0)
    >>> round(climate.merra2_ghi_kwh_m2_day, 2), round(climate.pvcz.cell_ghi, 2)
    (4.86, 5.46)
    >>> climate.power.place, round(climate.ghi_kwh_m2_day, 2)
    ('Jamundí', 4.23)
    """
    check_latitude(latitude)
    check_longitude(longitude)
    merra2 = _merra2_months(latitude, longitude)
    land = land_sun(latitude, longitude)
    if land is None and not land_is_near(latitude, longitude, cells=_map_reach()):
        raise _outside(latitude, longitude)
    points = power_points_near(latitude, longitude)
    away_km, power = points[0] if points else (float("nan"), None)
    coast = is_peruvian_coast(latitude, longitude, altitude_m=altitude_m)
    doubts = _doubts(latitude, longitude, land=land, power=power, coast=coast)
    return Climatology(
        monthly_ghi_kwh_m2_day=_trusted_months(doubts[0], merra2, land, power),
        merra2_monthly_ghi_kwh_m2_day=merra2,
        pvcz=land,
        power=power,
        power_away_km=away_km,
        temperature=_temperature(latitude, longitude, altitude_m, coast=coast),
        trust=doubts[0],
        doubts=tuple(sorted(doubts, key=lambda doubt: -doubt.sigma_fraction)),
        on_the_coast=coast,
        under_monsoon=is_under_west_african_monsoon(latitude, longitude),
    )


def _merra2_months(latitude: float, longitude: float) -> Array:
    grid = world_grid("merra2_ghi")
    cells = corner_cells(grid, latitude, longitude)
    if not len(cells.rows) or latitude > grid.north_deg:
        raise _outside(latitude, longitude)
    return mean_of_cells(grid, cells)


def _trusted_months(
    trust: Trust, merra2: Array, land: LandSun | None, power: PowerPoint | None
) -> Array:
    if power is not None:
        return power.monthly_ghi_kwh_m2_day
    if land is None:
        return merra2
    own = yearly_mean(merra2)
    level = land.ghi if trust.level == "pvcz" else (own + land.ghi) / 2
    return merra2 * level / own


def _doubts(
    latitude: float,
    longitude: float,
    *,
    land: LandSun | None,
    power: PowerPoint | None,
    coast: bool,
) -> list[Trust]:
    """Return the circumstance that chose the level and, after it, what else is against it."""
    uneven = ["uneven"] if land is not None and land.is_uneven else []
    if power is not None:
        same = shares_cell(power, latitude, longitude)
        chosen = "power_cell" if same else "power_neighbour"
    elif coast:
        chosen = "coast"
    elif land is None:
        chosen = "island"
    else:
        chosen = "inland" if is_compared_region(latitude, longitude) else "elsewhere"
    return [trust_under(circumstance) for circumstance in (chosen, *uneven)]


def _temperature(
    latitude: float, longitude: float, altitude_m: float, *, coast: bool
) -> SiteTemperature:
    for _, point in power_points_near(latitude, longitude):
        if point.has_temperature:
            return power_temperature(point, altitude_m=altitude_m)
    found = land_temperature(latitude, longitude, altitude_m=altitude_m, inversion=coast)
    if found is None:
        raise _outside(latitude, longitude)
    return found


def _map_reach() -> int:
    return int(read_fact(*_REACH, "map_reach_cells").value)


def _outside(latitude: float, longitude: float) -> InputError:
    grid = world_grid("merra2_ghi")
    what = message(
        "the weather inside the package does not reach {latitude:g}, {longitude:g}",
        latitude=latitude,
        longitude=longitude,
    )
    allowed = message(
        "land between {south:g} S and {north:g} N and islands near it; at sea, near the poles "
        "and on islands far out bring an hourly weather file of the site",
        south=-grid.south_deg,
        north=grid.north_deg,
    )
    return InputError([Problem(what=what, allowed=allowed, field="latitude, longitude")])
