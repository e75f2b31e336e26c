"""NASA POWER: hours and days of many years, and the means of twelve months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pv_design.weather.formats import nasa_power_months, nasa_power_series
from pv_design.weather.online.access import Access
from pv_design.weather.online.exchange import Request, limit, service_value
from pv_design.weather.online.obtaining import in_order, obtained, rounded
from pv_design.weather.online.record_answers import described, record_reader, with_notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.weather.record import WeatherRecord

SERVICE = "NASA POWER"


def power_hours(
    latitude: float,
    longitude: float,
    *,
    years: tuple[int, int] | None = None,
    access: Access | None = None,
) -> WeatherRecord:
    """Return the hours of many years, in universal time, missing ones as NaN.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    years
        First and last; without them, the ten of `data/limits.csv`.
    access
        From where the answer may come; without it, the cache, then the network.

    Raises
    ------
    SourceFailure
        If NASA POWER does not give them.
    InputError
        If the place is not on Earth, or the years are out of order.

    Notes
    -----
    NASA POWER hourly API; irradiance of CERES SYN1deg, cells of 1 degree.
    """
    asked = {
        **_dates(years),
        "parameters": service_value("nasa_power_hourly_parameters"),
        "time-standard": "UTC",
    }
    return _record(latitude, longitude, "hourly", asked, access or Access())


def power_days(
    latitude: float,
    longitude: float,
    *,
    years: tuple[int, int] | None = None,
    access: Access | None = None,
) -> WeatherRecord:
    """Return the days of many years, missing ones as NaN.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    years
        First and last; without them, the ten of `data/limits.csv`.
    access
        From where the answer may come; without it, the cache, then the network.

    Raises
    ------
    SourceFailure
        If NASA POWER does not give them.
    InputError
        If the place is not on Earth, or the years are out of order.

    Notes
    -----
    NASA POWER daily API; days of one degree are smoother than those of a point.
    """
    asked = {**_dates(years), "parameters": service_value("nasa_power_daily_parameters")}
    return _record(latitude, longitude, "daily", asked, access or Access())


def power_months(
    latitude: float, longitude: float, *, access: Access | None = None
) -> WeatherRecord:
    """Return the long-term means of the twelve months, with the height of their temperature.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    access
        From where the answer may come; without it, the cache, then the network.

    Raises
    ------
    SourceFailure
        If NASA POWER does not give them.
    InputError
        If the place is not on Earth.

    Notes
    -----
    NASA POWER climatology API: one small answer.
    """
    asked = {"parameters": service_value("nasa_power_daily_parameters")}
    return _record(latitude, longitude, "climatology", asked, access or Access())


def _dates(years: tuple[int, int] | None) -> dict[str, str]:
    usual = (int(limit("nasa_power_first_year")), int(limit("nasa_power_last_year")))
    first, last = in_order(years or usual)
    return {"start": f"{first}0101", "end": f"{last}1231"}


def _record(
    latitude: float, longitude: float, tool: str, asked: Mapping[str, str], access: Access
) -> WeatherRecord:
    north, east = rounded(latitude, longitude)
    request = Request(
        service=SERVICE,
        product=tool,
        url=f"{access.url('nasa_power_url')}{tool}/point",
        parameters={
            "latitude": north,
            "longitude": east,
            "community": "RE",
            "format": "CSV",
            **asked,
        },
        expects="csv",
    )
    read = nasa_power_months.read if tool == "climatology" else nasa_power_series.read
    reader = record_reader(read, f"{SERVICE} {tool}.csv")
    return with_notes(obtained(request, access, read=reader, describe=described))
