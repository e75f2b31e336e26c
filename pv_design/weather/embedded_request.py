"""What is asked of the embedded climate, checked: a site, and a level where one is needed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.altitude import lookup_altitude_m
from pv_design.site import (
    check_altitude_m,
    check_latitude,
    check_longitude,
    check_utc_offset_hours,
    standard_utc_offset_hours,
)
from pv_design.weather.land_sun import land_sun

if TYPE_CHECKING:
    from pv_design.weather.climatology import Climatology

_FACTS = ("pv_design.weather", "data/weather_facts.csv")


@dataclass(frozen=True, kw_only=True)
class EmbeddedSite:
    """Where a year is made for."""

    latitude: float
    """North positive [deg]."""
    longitude: float
    """East positive [deg]."""
    altitude_m: float
    """Above sea level [m]."""
    utc_offset_hours: float
    """Local standard time less UTC [h]."""


def checked_site(
    latitude: float, longitude: float, altitude_m: float | None, utc_offset_hours: float | None
) -> EmbeddedSite:
    """Return the site with what was not given looked up; refuse one that is not on Earth.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    altitude_m
        Above sea level [m]; None for that of the coarse map.
    utc_offset_hours
        Local standard time less UTC [h]; None for the hour nearest to solar time.

    Examples
    --------
    >>> checked_site(2.983982, -76.6507771, None, None).altitude_m
    1286.0
    """
    check_latitude(latitude)
    check_longitude(longitude)
    if altitude_m is None:
        altitude_m = _altitude_of_map_m(latitude, longitude)
    if utc_offset_hours is None:
        utc_offset_hours = standard_utc_offset_hours(longitude)
    check_altitude_m(altitude_m)
    check_utc_offset_hours(utc_offset_hours)
    return EmbeddedSite(
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        utc_offset_hours=utc_offset_hours,
    )


def _altitude_of_map_m(latitude: float, longitude: float) -> float:
    """Return the altitude of the map [m], the sea's where it has only water around an island."""
    altitude_m = lookup_altitude_m(latitude, longitude)
    is_below_the_sea = altitude_m < 0 and land_sun(latitude, longitude) is None
    return 0.0 if is_below_the_sea else altitude_m


def checked_level(
    climate: Climatology, ghi_kwh_m2_day: float | None, reason: str, site: EmbeddedSite
) -> float:
    """Return the annual level to use [kWh/m2/day]; refuse a place of which there is none.

    Parameters
    ----------
    climate
        What the package has of the site.
    ghi_kwh_m2_day, reason
        The level that replaces the package's, None for its own, and why.
    site
        To name in the refusal.

    Examples
    --------
    >>> from pv_design.weather.climatology import embedded_climatology
    >>> lima = checked_site(-12.05, -77.05, 100.0, None)
    >>> climate = embedded_climatology(-12.05, -77.05, altitude_m=100.0)
    >>> checked_level(climate, 4.3, "IWEC of the airport", lima)
    4.3
    """
    if ghi_kwh_m2_day is not None:
        return _given_level(ghi_kwh_m2_day, reason)
    if climate.trust.level == "none":
        raise _untrusted(site)
    return climate.ghi_kwh_m2_day


def _untrusted(site: EmbeddedSite) -> InputError:
    what = message(
        "{latitude:g}, {longitude:g} lies on the Peruvian coast under the garua, where both grids "
        "inside the package are {error:.0%} too high (Lima)",
        latitude=site.latitude,
        longitude=site.longitude,
        error=read_fact(*_FACTS, "coast_grid_error_fraction").value,
    )
    allowed = message(
        "a PVGIS, NSRDB or measured file of the site, or its level as weather.ghi_kwh_m2_day "
        "with weather.ghi_reason"
    )
    return InputError([Problem(what=what, allowed=allowed, field="ghi_kwh_m2_day")])


def _given_level(ghi_kwh_m2_day: float, reason: str) -> float:
    lowest = read_fact(*_FACTS, "lowest_override_kwh_m2_day").value
    highest = read_fact(*_FACTS, "highest_override_kwh_m2_day").value
    if math.isnan(ghi_kwh_m2_day) or not lowest <= ghi_kwh_m2_day <= highest:
        allowed = message(
            "{lowest:g} to {highest:g} kWh/m² a day on the horizontal, mean of the year",
            lowest=lowest,
            highest=highest,
        )
        raise InputError.of("ghi_kwh_m2_day", ghi_kwh_m2_day, allowed=allowed)
    if not reason.strip():
        allowed = message("a sentence on why the level of the grids is replaced")
        raise InputError.of("ghi_reason", reason, allowed=allowed)
    return ghi_kwh_m2_day
