"""What a person asks of sources of weather beside their names: place, labels, network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from pv_design.site import (
    check_altitude_m,
    check_latitude,
    check_longitude,
    check_utc_offset_hours,
    parse_coordinates,
)
from pv_design.weather.online.access import Access

if TYPE_CHECKING:
    from pv_design.weather.clock import TimeLabel


@dataclass(frozen=True, kw_only=True)
class WeatherQuestion:
    """What a person says about the place and the years, beside the names of sources."""

    latitude: float | None = None
    """North positive [deg]; None where the file or the study knows."""
    longitude: float | None = None
    """East positive [deg]."""
    altitude_m: float | None = None
    """Above sea level [m]; None for that of the source or of a coarse map."""
    utc_offset_hours: float | None = None
    """Local standard time less UTC [h]; None for that of the source or of the longitude."""
    time_label: TimeLabel = "auto"
    """What the times of a file mean."""
    year: int = 2025
    """Calendar year of the labels."""
    access: Access = field(default_factory=Access)
    """From where answers of services may come."""

    def place(self) -> dict[str, Any]:
        """Return what every source but a study is asked with."""
        return {
            "altitude_m": self.altitude_m,
            "utc_offset_hours": self.utc_offset_hours,
            "year": self.year,
        }

    def needed_place(self, source: str) -> tuple[float, float]:
        """Return latitude and longitude [deg] for a source that cannot do without.

        Raises
        ------
        InputError
            If they are not given.
        """
        if self.latitude is None or self.longitude is None:
            what = message("the coordinates of the place are needed")
            allowed = message('--coordinates "2.98, -76.65"')
            raise InputError([Problem(what=what, allowed=allowed, file=source)])
        return self.latitude, self.longitude


def weather_question(
    *,
    coordinates: str | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    altitude_m: float | None = None,
    utc_offset: float | None = None,
    time_label: TimeLabel = "auto",
    year: int = 2025,
    offline: bool = False,
    refresh: bool = False,
) -> WeatherQuestion:
    """Return what a person asks, checked.

    Parameters
    ----------
    coordinates
        As people write them; in place of `latitude` and `longitude`.
    latitude, longitude, altitude_m, time_label, year
        As `WeatherQuestion` holds them.
    utc_offset
        Local standard time less UTC [h].
    offline, refresh
        Ask nobody; ask again although an answer is kept.

    Raises
    ------
    InputError
        If the place is given twice or by half, or is not on Earth; if the altitude or the
        standard time are none; if both `offline` and `refresh` are set.

    Examples
    --------
    >>> weather_question(coordinates="2,98 / -76,65").latitude
    2.98
    """
    given = (latitude, longitude)
    if coordinates is not None and given != (None, None):
        allowed = message("--coordinates, or --latitude and --longitude, not both")
        raise InputError.of("coordinates", coordinates, allowed=allowed)
    if coordinates is not None:
        latitude, longitude = parse_coordinates(coordinates)
    if (latitude is None) != (longitude is None):
        field = "latitude" if latitude is None else "longitude"
        what = message("it is missing: one coordinate is no place")
        allowed = message("--latitude and --longitude, both")
        raise InputError([Problem(what=what, allowed=allowed, field=field)])
    checks = (
        (check_latitude, latitude),
        (check_longitude, longitude),
        (check_altitude_m, altitude_m),
        (check_utc_offset_hours, utc_offset),
    )
    for check, value in checks:
        if value is not None:
            check(value)
    _refuse_exchanged(latitude, longitude)
    return WeatherQuestion(
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        utc_offset_hours=utc_offset,
        time_label=time_label,
        year=year,
        access=Access(offline=offline, refresh=refresh),
    )


def _refuse_exchanged(latitude: float | None, longitude: float | None) -> None:
    """Refuse a place in the Antarctic, which is a place of the tropics with its numbers exchanged.

    South of 60 degrees no mine may be (Protocol to the Antarctic Treaty, article 7).
    """
    if latitude is None or longitude is None:
        return
    if latitude >= read_fact("mine_study", "data/study_facts.csv", "antarctic_latitude_deg").value:
        return
    what = message(
        "{latitude:g}, {longitude:g} lies in the Antarctic, where no mine may be",
        latitude=latitude,
        longitude=longitude,
    )
    allowed = message(
        "latitude first; if the two are exchanged: {longitude:g}, {latitude:g}",
        latitude=latitude,
        longitude=longitude,
    )
    raise InputError([Problem(what=what, allowed=allowed, field="coordinates")])
