"""Weather of another place: how far it may be, and what it is then worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact
from pv_design.weather.distance import distance_km

if TYPE_CHECKING:
    from equipment_catalog.messages import Message
    from pv_design.weather.record import WeatherRecord

_FACTS = ("pv_design.weather", "data/weather_facts.csv")


def widened_sigma_fraction(sigma_fraction: float) -> float:
    """Return the doubt of a level that was brought from another place.

    Parameters
    ----------
    sigma_fraction
        Of the source where it is [fraction].

    Examples
    --------
    >>> round(widened_sigma_fraction(0.05), 4)
    0.0707
    """
    return math.hypot(sigma_fraction, read_fact(*_FACTS, "distance_sigma_fraction").value)


def away_km_of(record: WeatherRecord, latitude: float, longitude: float) -> float:
    """Return how far a source is from the site [km]; 0 where it does not say its place.

    Parameters
    ----------
    record
        Of the source.
    latitude, longitude
        Of the site [deg].
    """
    if record.latitude is None or record.longitude is None:
        return 0.0
    return distance_km(record.latitude, record.longitude, latitude, longitude)


def check_near(record: WeatherRecord, away_km: float, altitude_m: float | None) -> None:
    """Refuse a source of another place that says nothing about the site.

    Parameters
    ----------
    record
        Of the source.
    away_km
        How far it is.
    altitude_m
        Of the site [m]; None where nobody gave it, since a map is too coarse to refuse by.

    Raises
    ------
    InputError
        If it is too far, or too much higher or lower.
    """
    problems = []
    if away_km > read_fact(*_FACTS, "distance_refused_km").value:
        what = message(
            "the weather is of {latitude:g}, {longitude:g}, {away_km:,.0f} km from the site",
            latitude=record.latitude,
            longitude=record.longitude,
            away_km=away_km,
        )
        problems.append(_too_far(record, what, field="latitude, longitude"))
    elif altitude_m is not None and record.altitude_m is not None:
        climb_m = record.altitude_m - altitude_m
        if abs(climb_m) > read_fact(*_FACTS, "height_refused_m").value:
            what = message(
                "the weather is of a place {away_km:,.0f} km away at {theirs:,.0f} m, the site "
                "lies at {ours:,.0f} m",
                away_km=away_km,
                theirs=record.altitude_m,
                ours=altitude_m,
            )
            problems.append(_too_far(record, what, field="altitude_m"))
    if problems:
        raise InputError(problems)


def _too_far(record: WeatherRecord, what: Message, *, field: str) -> Problem:
    allowed = message(
        "weather of less than {farthest_km:,g} km and, where it is of another place, "
        "{highest_m:,g} m of height from the site: fetch it for the site's coordinates; to look "
        "at the file at its own place, leave the coordinates out",
        farthest_km=read_fact(*_FACTS, "distance_refused_km").value,
        highest_m=read_fact(*_FACTS, "height_refused_m").value,
    )
    return Problem(what=what, allowed=allowed, file=record.file, field=field)


def elsewhere_note(record: WeatherRecord, away_km: float) -> Note:
    """Return the warning about a source of another place that is used all the same.

    Parameters
    ----------
    record
        Of the source.
    away_km
        How far it is.
    """
    widening = read_fact(*_FACTS, "distance_sigma_fraction")
    return Note(
        what=message("The weather file is of another place"),
        value=message(
            "the file is of {latitude:g}, {longitude:g}, {away_km:,.0f} km away; its height is not "
            "that of the site",
            latitude=record.latitude,
            longitude=record.longitude,
            away_km=away_km,
        ),
        source=message("head of the file; {basis}", basis=widening.citation),
        effect=message(
            "sun, cloud and temperature are of there: the doubt of the level grows from {own:.0%} "
            "to {widened:.0%}",
            own=record.sigma_resource_fraction,
            widened=widened_sigma_fraction(record.sigma_resource_fraction),
        ),
        kind="warning",
    )
