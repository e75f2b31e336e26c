"""Where a year of weather is used: the site's place, completed by the source's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.altitude import lookup_altitude_m
from pv_design.peruvian_coast import is_peruvian_coast
from pv_design.site import check_altitude_m, check_latitude, check_longitude
from pv_design.weather.elsewhere import away_km_of, check_near, elsewhere_note
from pv_design.weather.embedded_temperature import lapse_k_per_m

if TYPE_CHECKING:
    import pandas as pd

    from pv_design.weather.record import WeatherRecord

_FACTS = ("pv_design.weather", "data/weather_facts.csv")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A point on Earth."""

    latitude: float
    """North positive [deg]."""
    longitude: float
    """East positive [deg]."""
    altitude_m: float
    """Above sea level [m]."""
    is_elsewhere: bool = False
    """Whether the source is of another place, further off than is tolerated without a word."""
    notes: tuple[Note, ...] = ()
    """What was guessed about it."""


def place_of(
    record: WeatherRecord,
    latitude: float | None,
    longitude: float | None,
    altitude_m: float | None,
) -> Place:
    """Return the place that is given, completed by that of the source and by a coarse map.

    Parameters
    ----------
    record
        Its own place, where it has one, is compared with the given one.
    latitude, longitude, altitude_m
        Of the site [deg, deg, m]; None where only the source knows.

    Raises
    ------
    InputError
        If neither of them says where it is, or the source is of a place too far away or, where
        the height of the site is given, too much higher or lower.
    """
    north = record.latitude if latitude is None else latitude
    east = record.longitude if longitude is None else longitude
    if north is None or east is None:
        what = message("the file does not say where it is")
        allowed = message("the coordinates of the site beside it")
        raise InputError([Problem(what=what, allowed=allowed, file=record.file)])
    check_latitude(north)
    check_longitude(east)
    away_km = away_km_of(record, north, east)
    is_elsewhere = away_km > read_fact(*_FACTS, "distance_tolerated_km").value
    notes = []
    if is_elsewhere:
        check_near(record, away_km, altitude_m)
        notes.append(elsewhere_note(record, away_km))
    height = record.altitude_m if altitude_m is None and not is_elsewhere else altitude_m
    if height is None:
        height = lookup_altitude_m(north, east)
        notes.append(_altitude_note(height))
    check_altitude_m(height)
    return Place(
        latitude=north,
        longitude=east,
        altitude_m=height,
        is_elsewhere=is_elsewhere,
        notes=tuple(notes),
    )


def at_height(data: pd.DataFrame, record: WeatherRecord, place: Place) -> pd.DataFrame:
    """Return rows of a record with their air temperature at the height of the site.

    Under the inversion of the Peruvian coast the air does not warm downward.

    Parameters
    ----------
    data
        Rows with or without ``temp_air`` [degC].
    record
        Says which height they are of; they stay as they are where it does not.
    place
        The site.
    """
    if record.cell_altitude_m is None or "temp_air" not in data:
        return data
    climb_m = place.altitude_m - record.cell_altitude_m
    if is_peruvian_coast(place.latitude, place.longitude, altitude_m=place.altitude_m):
        climb_m = max(climb_m, 0.0)
    return data.assign(temp_air=data["temp_air"] + lapse_k_per_m() * climb_m)


def _altitude_note(altitude_m: float) -> Note:
    return Note(
        what=message("Altitude of the site guessed from a coarse map"),
        value=message("{altitude_m:,.0f} m", altitude_m=altitude_m),
        source=message("pvlib, map of 5 minutes (Mapzen terrain tiles)"),
        effect=message(
            "in Andean valleys wrong by hundreds of metres, 6.5 K of air temperature a kilometre"
        ),
        kind="warning",
    )
