"""NSRDB of the United States' laboratory: hours of GOES satellites over the Americas, by a key."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts
from pv_design.weather.formats import nsrdb_psm4
from pv_design.weather.formats.format import span_of
from pv_design.weather.online.access import Access, Way
from pv_design.weather.online.exchange import Request, limit, service_value
from pv_design.weather.online.obtaining import in_order, obtained, rounded
from pv_design.weather.online.record_answers import described, record_reader, with_notes
from pv_design.weather.online.source_failure import SourceFailure

if TYPE_CHECKING:
    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note
    from pv_design.weather.record import WeatherRecord

SERVICE = "NSRDB"
KEY_VARIABLES = ("NLR_API_KEY", "NREL_API_KEY")
"""Environment variables that may hold the key, in order."""
EMAIL_VARIABLE = "NLR_API_EMAIL"
"""Environment variable that holds the address of mail the key was given to."""
_KEY = re.compile(r"[\w-]+", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def nsrdb_typical_year(
    latitude: float, longitude: float, *, access: Access | None = None
) -> WeatherRecord:
    """Return the typical year of NSRDB, in local standard time.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    access
        From where the answer may come; without it, the cache, then the network.

    Raises
    ------
    SourceFailure
        If NSRDB does not give it, has nothing there, or there is no key in the environment.
    InputError
        If the place is not on Earth.

    Notes
    -----
    NSRDB GOES TMY v4; address in `data/services.csv`.
    """
    return _record(latitude, longitude, "nsrdb_tmy", "tmy", access or Access())


def nsrdb_hours(
    latitude: float,
    longitude: float,
    *,
    years: tuple[int, int] | None = None,
    access: Access | None = None,
) -> WeatherRecord:
    """Return the hours of some years of NSRDB, in local standard time.

    The service gives one year a request; the checksum of the record is that of the checksums of
    its years.

    Parameters
    ----------
    latitude, longitude
        Of the site [deg].
    years
        First and last; without them, the ten of `data/limits.csv`.
    access
        From where the answers may come; without it, the cache, then the network.

    Raises
    ------
    SourceFailure
        If NSRDB does not give all of them, has nothing there, or there is no key.
    InputError
        If the place is not on Earth, or the years are out of order.

    Notes
    -----
    NSRDB GOES Aggregated v4.
    """
    access = access or Access()
    usual = (int(limit("nsrdb_first_year")), int(limit("nsrdb_last_year")))
    first, last = in_order(years or usual)
    records = [
        _record(latitude, longitude, "nsrdb_aggregated", str(year), access)
        for year in range(first, last + 1)
    ]
    seals = "".join(record.sha256 for record in records)
    return replace(
        records[0],
        data=pd.concat([record.data for record in records]),
        period=span_of(first, last),
        sha256=sha256(seals.encode()).hexdigest() if len(records) > 1 else records[0].sha256,
        notes=_each_once([note for record in records for note in record.notes]),
    )


def _each_once(notes: list[Note]) -> tuple[Note, ...]:
    return tuple(note for place, note in enumerate(notes) if note not in notes[:place])


def _record(
    latitude: float, longitude: float, product: str, names: str, access: Access
) -> WeatherRecord:
    north, east = rounded(latitude, longitude)
    _check_coverage(latitude, longitude)
    request = Request(
        service=SERVICE,
        product=service_value(product),
        url=access.url("nsrdb_url") + service_value(product),
        parameters={
            "wkt": f"POINT({east} {north})",
            "names": names,
            "attributes": service_value("nsrdb_attributes"),
            "interval": "60",
            "leap_day": "false",
            "utc": "false",
        },
        expects="csv",
    )
    reader = record_reader(nsrdb_psm4.read, f"{SERVICE} {names}.csv")
    way = Way(sign=_signed)
    return with_notes(obtained(request, access, read=reader, describe=described, way=way))


def _check_coverage(latitude: float, longitude: float) -> None:
    box = read_facts("pv_design.weather.online", "data/nsrdb_coverage.csv").iloc[0]
    is_north_south = box["latitude_south"] <= latitude <= box["latitude_north"]
    if not (is_north_south and box["longitude_west"] <= longitude <= box["longitude_east"]):
        raise SourceFailure(
            message(
                "NSRDB has no data at {latitude:g}, {longitude:g}: its satellites see the Americas",
                latitude=latitude,
                longitude=longitude,
            )
        )


def _signed(request: Request) -> Request:
    fault = _credentials_fault()
    if fault is not None:
        raise SourceFailure(fault)
    return replace(request, secrets={"api_key": _key(), "email": _variable(EMAIL_VARIABLE)})


def _credentials_fault() -> Message | None:
    """Return what is wrong with the key, without it: an error shows the frame it is raised in."""
    key, email = _key(), _variable(EMAIL_VARIABLE)
    names = {"key": KEY_VARIABLES[0], "email": EMAIL_VARIABLE}
    if not key or not email:
        return message(
            "NSRDB needs a key: ask for one without cost at {signup}, then set {key} to it "
            "and {email} to the address it was given to",
            signup=service_value("nsrdb_signup"),
            **names,
        )
    shortest = int(limit("shortest_key_characters"))
    if len(key) < shortest or not _KEY.fullmatch(key) or not _EMAIL.fullmatch(email):
        return message(
            "NSRDB cannot be asked: {key} or {email} does not look like a key and an address",
            **names,
        )
    return None


def _key() -> str:
    return next((found for name in KEY_VARIABLES if (found := _variable(name))), "")


def _variable(name: str) -> str:
    return os.environ.get(name, "").strip()
