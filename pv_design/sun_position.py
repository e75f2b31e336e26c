"""Where the sun stands in every hour of a year: computed once a site and shared."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pvlib import atmosphere, irradiance, solarposition

from equipment_catalog.year_hours import hours_of_year
from pv_design.site import utc_offset_hours

if TYPE_CHECKING:
    from datetime import tzinfo

    import numpy.typing as npt

    from pv_design.weather.model import Weather


def sun_position(weather: Weather) -> pd.DataFrame:
    """Return the sun of every hour of the weather, at the moment its rows stand for.

    Parameters
    ----------
    weather
        Its site, its hours and its `sun_offset_minutes` are used, not its values.

    Returns
    -------
    DataFrame
        On the labels of the weather: `zenith`, `apparent_zenith` (refracted), `azimuth` [deg,
        0 north, 90 east], `dni_extra` [W/m2], `airmass_relative`, `airmass_absolute`; the
        airmasses are NaN while the sun is down. A repeated call returns the same frame, so do
        not write into it.

    Notes
    -----
    NREL's algorithm (Reda & Andreas 2004, Solar Energy 76:577) with the pressure of the altitude
    for the refraction; Spencer 1971 for `dni_extra`; Kasten & Young 1989 for the airmass.

    Examples
    --------
    >>> from pv_design.weather.embedded import embedded_weather
    >>> sun = sun_position(embedded_weather(2.983982, -76.6507771, altitude_m=1200.0))
    >>> float(sun.loc["2025-03-20 11:00:00-05:00", "zenith"].round(0))
    11.0
    """
    hours = weather.hours
    return sun_of_hours(
        weather.latitude,
        weather.longitude,
        weather.altitude_m,
        year=hours[0].year,
        zone=hours.tz,
        sun_offset_minutes=weather.sun_offset_minutes,
    )


def sun_of_hours(
    latitude: float,
    longitude: float,
    altitude_m: float,
    *,
    year: int,
    zone: tzinfo | None,
    sun_offset_minutes: float = 30.0,
) -> pd.DataFrame:
    """Return the sun of the 8,760 hours of a year at a site; see `sun_position`.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    altitude_m
        Above sea level [m].
    year
        Calendar year; 29 February is left out.
    zone
        Zone of a fixed difference from UTC; None is refused.
    sun_offset_minutes
        From the label of an hour to the moment of its sun [min].

    Examples
    --------
    >>> from datetime import timedelta, timezone
    >>> sun = sun_of_hours(0.0, -75.0, 0.0, year=2025, zone=timezone(timedelta(hours=-5)))
    >>> float(sun["zenith"].min().round(1))
    5.5
    """
    return _sun_of_hours(latitude, longitude, altitude_m, year, zone, sun_offset_minutes)


@lru_cache(maxsize=16)
def _sun_of_hours(  # noqa: PLR0917  by place, so that every caller finds the same year
    latitude: float,
    longitude: float,
    altitude_m: float,
    year: int,
    zone: tzinfo | None,
    sun_offset_minutes: float,
) -> pd.DataFrame:
    new_year = pd.Timestamp(year, 1, 1, tz=zone)
    labels = hours_of_year(year, utc_offset_hours(new_year)).tz_convert(zone)
    moments = labels + pd.Timedelta(minutes=sun_offset_minutes)
    pressure = atmosphere.alt2pres(altitude_m)
    sun = solarposition.get_solarposition(
        moments, latitude, longitude, altitude=altitude_m, pressure=pressure, method="nrel_numpy"
    )
    relative = atmosphere.get_relative_airmass(sun["apparent_zenith"])
    return pd.DataFrame(
        {
            "zenith": sun["zenith"],
            "apparent_zenith": sun["apparent_zenith"],
            "azimuth": sun["azimuth"],
            "dni_extra": irradiance.get_extra_radiation(moments.day_of_year.to_numpy()),
            "airmass_relative": relative,
            "airmass_absolute": atmosphere.get_absolute_airmass(relative, pressure),
        }
    ).set_axis(labels, axis="index")


def direction(
    zenith_deg: float | npt.NDArray[np.float64], azimuth_deg: float | npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return east, north and up of the direction to the sun, or of a plane by its tilt.

    Parameters
    ----------
    zenith_deg
        From straight above [deg].
    azimuth_deg
        0 north, 90 east [deg].

    Examples
    --------
    >>> direction(90.0, 90.0).round(6).tolist()
    [1.0, 0.0, 0.0]
    """
    zenith, azimuth = np.radians(zenith_deg), np.radians(azimuth_deg)
    flat = np.sin(zenith)
    return np.stack([flat * np.sin(azimuth), flat * np.cos(azimuth), np.cos(zenith)])
