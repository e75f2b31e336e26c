"""Files of the National Solar Radiation Database, Physical Solar Model 4 and its forerunners."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd
from pvlib import iotools

from equipment_catalog.messages import message
from pv_design.weather.formats import sam_csv
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import (
    Format,
    is_joined_of_years,
    sealed,
    sun_offset,
    years_of,
)
from pv_design.weather.formats.pvgis_words import pvgis_sigma
from pv_design.weather.formats.with_pvlib import parsed, row_lines
from pv_design.weather.record import HOURLY_COLUMNS, WeatherRecord

if TYPE_CHECKING:
    from typing import Any

_TITLE = message("NSRDB PSM4")


def read(content: bytes, name: str) -> WeatherRecord:
    r"""Return the record of a csv of the NSRDB.

    The label of an hour stands at its middle. A file that lacks a column of the service, or has
    a cell that is no number, is read as the SAM csv it is, which names what is wrong.

    Parameters
    ----------
    content
        Of the file.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        As `sam_csv.read` does.

    Examples
    --------
    >>> lines = b"Source,Latitude,Longitude,Time Zone,Elevation\nNSRDB,3,-76,-5,x\n"
    >>> read(lines, "a.csv")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: a.csv:2 [altitude_m]: 'x' is not a number; a number under
    Elevation in the second line...
    """
    text = decoded(content, name)
    found = parsed(lambda: _read(text), HOURLY_COLUMNS)
    if found is None:
        return sam_csv.read(content, name)
    table, head = found
    labels = pd.DatetimeIndex(table.index)
    version = str(head.get("Version", "")).strip()
    record = WeatherRecord(
        data=table[list(HOURLY_COLUMNS)],
        utc_offset_hours=float(head["Time Zone"]),
        sun_offset_minutes=sun_offset("sun_offset_psm4_min"),
        source=message("NSRDB {version}", version=version) if version else message("NSRDB"),
        origins=("nsrdb",),
        period=years_of(labels) if len(labels) else "",
        sigma_resource_fraction=pvgis_sigma(),
        latitude=head["latitude"],
        longitude=head["longitude"],
        altitude_m=float(head["altitude"]),
        is_typical=is_joined_of_years(labels),
        file=name,
        lines=row_lines(text, sam_csv.HEADING_LINE, len(table)),
    )
    return sealed(record, content)


def _read(text: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    data, head = iotools.read_nsrdb_psm4(io.StringIO(text))
    return data.set_axis(pd.DatetimeIndex(data.index).tz_localize(None), axis="index"), head


def _recognises(head: str) -> bool:
    said = sam_csv.head_of(head)
    is_of_nsrdb = "NSRDB" in said.get("source", "") or "clearsky ghi units" in said
    return is_of_nsrdb and sam_csv.FORMAT.recognises(head)


FORMAT = Format(
    name="nsrdb_psm4", title=_TITLE, endings=(".csv",), recognises=_recognises, read=read
)
