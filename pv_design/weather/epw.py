"""EnergyPlus weather files."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, TypedDict

import numpy as np
import pandas as pd
from pvlib import iotools

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact, read_facts
from equipment_catalog.year_hours import HOURS, hours_of_year
from pv_design.site import standard_utc_offset_hours
from pv_design.sun_position import sun_of_hours
from pv_design.weather.clock import clock_notes, hours_to_follow_the_sun
from pv_design.weather.model import Weather

if TYPE_CHECKING:
    from pathlib import Path

_FACTS = ("pv_design.weather", "data/weather_facts.csv")
_START_OF_HOUR_MINUTES = 30.0


class _Head(TypedDict):
    latitude: float
    longitude: float
    altitude: float
    TZ: float
    city: str
    data_type: str


def read_epw(
    path: Path,
    *,
    latitude: float | None = None,
    longitude: float | None = None,
    altitude_m: float | None = None,
    sun_offset_minutes: float | None = None,
    year: int = 2025,
) -> Weather:
    """Return the weather of an EPW file.

    A file in UTC is rolled to the standard time of its longitude, and one whose clock does not
    follow the sun (PVGIS writes a zone in the head and hours in UTC) until it does, with a
    warning; the months of a typical year keep their order under one calendar year.

    Parameters
    ----------
    path
        The file.
    latitude, longitude, altitude_m
        Of the site [deg, deg, m]; without them, those of the file's first line.
    sun_offset_minutes
        From the start of the file's hour to the moment of its sun [min]; the format says 30.
    year
        Calendar year the hours are labelled with.

    Raises
    ------
    InputError
        If it is no EPW file, its hours are not those of one year, or values are missing: the
        format's codes for missing count as missing.

    Notes
    -----
    EnergyPlus Auxiliary Programs, EPW CSV format: irradiance is that received in the hour
    before the time of the row; codes for missing in `data/epw_missing.csv`.

    Examples
    --------
    >>> from pathlib import Path
    >>> import pv_design.weather.epw as not_an_epw
    >>> read_epw(Path(not_an_epw.__file__))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: ...epw.py: this is not an EPW file; eight lines of ...
    """
    content = path.read_bytes()
    table, head = _parse(content, path)
    latitude = head["latitude"] if latitude is None else latitude
    longitude = head["longitude"] if longitude is None else longitude
    rows = _whole_year(table, path)
    shift = _hours_to_local(head["TZ"], longitude)
    offset = head["TZ"] + shift
    data = pd.DataFrame(
        np.roll(rows.to_numpy(dtype=float), shift, axis=0),
        index=hours_of_year(year, offset),
        columns=rows.columns,
    )
    altitude_m = head["altitude"] if altitude_m is None else altitude_m
    sun_offset_minutes = (
        _START_OF_HOUR_MINUTES if sun_offset_minutes is None else sun_offset_minutes
    )
    hours = pd.DatetimeIndex(data.index)
    sun = sun_of_hours(
        latitude,
        longitude,
        altitude_m,
        year=year,
        zone=hours.tz,
        sun_offset_minutes=sun_offset_minutes,
    )
    delay = hours_to_follow_the_sun(data["ghi"], sun)
    data.loc[:, :] = np.roll(data.to_numpy(), delay, axis=0)
    notes = [
        _typical_year_note(path),
        *_roll_notes(shift, offset),
        *clock_notes(delay),
        *_place_notes(head, latitude, longitude),
    ]
    return Weather(
        data=data,
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        source=message(
            "{file} ({origin}, {city})",
            file=path.name,
            origin=head["data_type"],
            city=head["city"],
        ),
        period=_period(table),
        sigma_resource_fraction=read_fact(*_FACTS, "sigma_file_fraction").value,
        sha256=hashlib.sha256(content).hexdigest(),
        sun_offset_minutes=sun_offset_minutes,
        levels=pd.DataFrame(
            {"source": [path.name], "ghi_kwh_m2_day": [data["ghi"].mean() * 24 / 1000]}
        ),
        notes=tuple(notes),
    )


def _parse(content: bytes, path: Path) -> tuple[pd.DataFrame, _Head]:
    text = content.decode("utf-8", errors="replace")
    try:
        table, head = iotools.read_epw(io.StringIO(text))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise _not_an_epw(path) from error
    if table.empty:
        raise _not_an_epw(path)
    missing = read_facts("pv_design.weather", "data/epw_missing.csv")
    columns = list(missing["column"])
    codes = missing.set_index("column")["lowest_missing"]
    known = table[columns].mask(table[columns].ge(codes, axis="columns"))
    return known.assign(year=table["year"]), head


def _not_an_epw(path: Path) -> InputError:
    what = message("this is not an EPW file")
    allowed = message("eight lines of head, the first beginning with LOCATION, then the hours")
    return InputError([Problem(what=what, allowed=allowed, file=str(path))])


def _whole_year(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    labels = pd.DatetimeIndex(table.index)
    kept = ~((labels.month == 2) & (labels.day == 29))  # noqa: PLR2004  29 February
    found = labels[kept].strftime("%m-%d %H:00")
    expected = hours_of_year(2025, 0).strftime("%m-%d %H:00")
    if len(found) != HOURS or (found != expected).any():
        what = message("the rows are not the hours of one year in order")
        allowed = message(
            "{count} hours from 1 January to 31 December, 29 February apart", count=HOURS
        )
        raise InputError([Problem(what=what, allowed=allowed, file=str(path))])
    return table[kept].drop(columns="year")


def _hours_to_local(file_offset_hours: float, longitude: float) -> int:
    difference = round(standard_utc_offset_hours(longitude) - file_offset_hours)
    tolerated = read_fact(*_FACTS, "offset_tolerated_h").value
    return difference if abs(difference) > tolerated else 0


def _period(table: pd.DataFrame) -> str:
    first, last = int(table["year"].min()), int(table["year"].max())
    return str(first) if first == last else f"{first}-{last}"


def _typical_year_note(path: Path) -> Note:
    sigma = read_fact(*_FACTS, "sigma_file_fraction")
    return Note(
        what=message("Uncertainty of the weather file"),
        value=message(
            "plus or minus {sigma:.0%} of the long-term level (one standard deviation)",
            sigma=sigma.value,
        ),
        source=message("{file}; {basis}", file=path.name, basis=Message(sigma.source)),
        effect=message("a typical year hides how years differ; P90 adds that apart"),
    )


def _roll_notes(shift: int, offset: float) -> list[Note]:
    if shift == 0:
        return []
    return [
        Note(
            what=message("Hours of the weather file moved to local standard time"),
            value=message("{shift:+d} h, to UTC{offset:+g} h", shift=shift, offset=offset),
            source=message("longitude over 15, rounded to the hour"),
            effect=message("the first or last hours of the year come from its other end"),
            kind="finding",
        )
    ]


def _place_notes(head: _Head, latitude: float, longitude: float) -> list[Note]:
    north_south = abs(head["latitude"] - latitude)
    east_west = abs(head["longitude"] - longitude)
    if max(north_south, east_west) <= read_fact(*_FACTS, "distance_tolerated_deg").value:
        return []
    return [
        Note(
            what=message("The weather file is of another place"),
            value=message(
                "the file is of {latitude:g}, {longitude:g}",
                latitude=head["latitude"],
                longitude=head["longitude"],
            ),
            source=message("first line of the file"),
            effect=message("sun, cloud and temperature are of there"),
            kind="warning",
        )
    ]
