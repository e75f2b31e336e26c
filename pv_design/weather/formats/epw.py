"""EnergyPlus weather files, those of PVGIS among them."""

from __future__ import annotations

import io
import re

import pandas as pd
from pvlib import iotools

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_facts
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import (
    Format,
    is_joined_of_years,
    sealed,
    sun_offset,
    years_of,
)
from pv_design.weather.formats.pvgis_words import horizon_note, pvgis_sigma
from pv_design.weather.formats.with_pvlib import diagnosed, parsed, row_lines
from pv_design.weather.record import HOURLY_COLUMNS, WeatherRecord

_TITLE = message("EPW (EnergyPlus)")
_LINES_OF_HEAD = 8
_HEADINGS = [
    "Year",
    "Month",
    "Day",
    "Hour",
    "Minute",
    "Flags",
    "Dry bulb",
    "Dew point",
    "Humidity",
    "Pressure",
    "ETR",
    "ETRN",
    "Infrared",
    "GHI",
    "DNI",
    "DHI",
    "Global lx",
    "Direct lx",
    "Diffuse lx",
    "Zenith",
    "Wind direction",
    "Wind speed",
    "Sky",
    "Opaque sky",
    "Visibility",
    "Ceiling",
    "Observation",
    "Codes",
    "Water",
    "AOD",
    "Snow",
    "Snow days",
    "Albedo",
    "Rain",
    "Rain hours",
]
_WANTED = {
    "year": "Year",
    "month": "Month",
    "day": "Day",
    "hour": "Hour",
    "ghi": "GHI",
    "dni": "DNI",
    "dhi": "DHI",
    "temp_air": "Dry bulb",
    "wind_speed": "Wind speed",
}
_PVGIS_OFFSET = re.compile(r"Irradiance Time Offset \(h\):\s*(-?\d+(?:\.\d+)?)")
_HOUR_MINUTES = 60.0


def read(content: bytes, name: str) -> WeatherRecord:
    """Return the record of an EPW file.

    Hour 1 is read as 00:00. PVGIS writes a zone in the head but hours in UTC, and the moment
    of the satellite's picture in a comment: its files are read by that.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        With every cell that is no number; if the eight lines of head are not there.

    Notes
    -----
    EnergyPlus Auxiliary Programs, EPW data dictionary; codes for missing in
    `data/epw_missing.csv`.

    Examples
    --------
    >>> read(b"LOCATION,Mina", "mine.epw")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: mine.epw: this cannot be read as EPW (EnergyPlus); eight
    lines of head, the first beginning with LOCATION, then the hours
    """
    text = decoded(content, name)
    found = parsed(lambda: iotools.read_epw(io.StringIO(text)), HOURLY_COLUMNS)
    if found is None:
        raise diagnosed(
            text,
            name,
            title=_TITLE,
            allowed=message(
                "eight lines of head, the first beginning with LOCATION, then the hours"
            ),
            heading_line=_LINES_OF_HEAD if text.count("\n") >= _LINES_OF_HEAD else None,
            wanted=_WANTED,
            headings=_HEADINGS,
        )
    table, head = found
    labels = pd.DatetimeIndex(table.index).tz_localize(None)
    offset = _PVGIS_OFFSET.search(text.split("DATA PERIODS", 1)[0])
    is_of_pvgis = offset is not None
    record = WeatherRecord(
        data=_without_codes(table).set_axis(labels, axis="index"),
        utc_offset_hours=0.0 if is_of_pvgis else head["TZ"],
        sun_offset_minutes=_HOUR_MINUTES * (float(offset[1]) + 1)
        if offset
        else sun_offset("sun_offset_epw_min"),
        source=message(
            "{file} ({origin}, {city})", file=name, origin=head["data_type"], city=head["city"]
        ),
        period=years_of(labels),
        sigma_resource_fraction=pvgis_sigma(),
        latitude=head["latitude"],
        longitude=head["longitude"],
        altitude_m=head["altitude"],
        is_typical=is_joined_of_years(labels),
        horizon_is_included=is_of_pvgis,
        file=name,
        lines=row_lines(text, _LINES_OF_HEAD, len(table)),
        notes=(_clock_note(head["TZ"]), horizon_note()) if is_of_pvgis else (),
    )
    return sealed(record, content)


def _without_codes(table: pd.DataFrame) -> pd.DataFrame:
    codes = read_facts("pv_design.weather", "data/epw_missing.csv").set_index("column")
    known = table[list(HOURLY_COLUMNS)]
    return known.mask(known.ge(codes["lowest_missing"], axis="columns"))


def _clock_note(zone: float) -> Note:
    return Note(
        what=message("Clock of the EPW file of PVGIS"),
        value=message("UTC, though its head says UTC{zone:+g} h", zone=zone),
        source=message("PVGIS writes the hours of its EPW files in UTC"),
        effect=message("read by the zone of the head, noon would be off by as much"),
        kind="finding",
    )


FORMAT = Format(
    name="epw",
    title=_TITLE,
    endings=(".epw",),
    recognises=lambda head: head.lstrip().upper().startswith("LOCATION,"),
    read=read,
)
