"""Where a year of weather is used: the site's place, completed by the source's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.altitude import lookup_altitude_m
from pv_design.site import check_altitude_m, check_latitude, check_longitude

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
        If neither of them says where it is.
    """
    north = record.latitude if latitude is None else latitude
    east = record.longitude if longitude is None else longitude
    if north is None or east is None:
        what = message("the file does not say where it is")
        allowed = message("the coordinates of the site beside it")
        raise InputError([Problem(what=what, allowed=allowed, file=record.file)])
    check_latitude(north)
    check_longitude(east)
    height = record.altitude_m if altitude_m is None else altitude_m
    notes = _distance_notes(record, north, east)
    if height is None:
        height = lookup_altitude_m(north, east)
        notes.append(_altitude_note(height))
    check_altitude_m(height)
    return Place(latitude=north, longitude=east, altitude_m=height, notes=tuple(notes))


def at_height(data: pd.DataFrame, record: WeatherRecord, place: Place) -> pd.DataFrame:
    """Return rows of a record with their air temperature at the height of the site.

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
    lapse = read_fact(*_FACTS, "lapse_rate_k_per_km").value / 1000
    moved = data["temp_air"] + lapse * (place.altitude_m - record.cell_altitude_m)
    return data.assign(temp_air=moved)


def _distance_notes(record: WeatherRecord, latitude: float, longitude: float) -> list[Note]:
    if record.latitude is None or record.longitude is None:
        return []
    east_west = abs((record.longitude - longitude + 180) % 360 - 180)
    apart = max(abs(record.latitude - latitude), east_west)
    if apart <= read_fact(*_FACTS, "distance_tolerated_deg").value:
        return []
    return [
        Note(
            what=message("The weather file is of another place"),
            value=message(
                "the file is of {latitude:g}, {longitude:g}",
                latitude=record.latitude,
                longitude=record.longitude,
            ),
            source=message("head of the file"),
            effect=message("sun, cloud and temperature are of there"),
            kind="warning",
        )
    ]


def _altitude_note(altitude_m: float) -> Note:
    return Note(
        what=message("Altitude of the site guessed from a coarse map"),
        value=message("{altitude_m:.0f} m", altitude_m=altitude_m),
        source=message("pvlib, map of 5 minutes (Mapzen terrain tiles)"),
        effect=message(
            "in Andean valleys wrong by hundreds of metres, 6.5 K of air temperature a kilometre"
        ),
        kind="warning",
    )
