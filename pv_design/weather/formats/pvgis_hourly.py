"""Series of hours of PVGIS over several years, as csv or json."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
from pvlib import iotools

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from pv_design.weather.formats.decoding import decoded
from pv_design.weather.formats.format import Format, sealed, sun_offset, years_of
from pv_design.weather.formats.json_rows import diagnosed_json, inside
from pv_design.weather.formats.pvgis_words import (
    database_origins,
    database_resolution,
    pvgis_head,
    pvgis_sigma,
)
from pv_design.weather.formats.with_pvlib import diagnosed, line_of, parsed, row_lines
from pv_design.weather.record import WeatherRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pv_design.weather.formats.pvgis_words import PvgisHead

_TITLE = message("PVGIS hourly series")
_TIME = ("time", "%Y%m%d:%H%M")
_ROWS = ("outputs", "hourly")
_OTHERS = {"temp_air": "T2m", "wind_speed": "WS10m"}
_PARTS = {"poa_direct": "Gb(i)", "poa_sky_diffuse": "Gd(i)", "poa_ground_diffuse": "Gr(i)"}
_WHOLE = {"poa_global": "G(i)"}
_DEGREES = re.compile(r"-?\d+(?:\.\d+)?")


def read(content: bytes, name: str) -> WeatherRecord:
    """Return the record of a series of PVGIS on a horizontal plane, in UTC.

    Values are those of the moment of the label, whose minutes are the satellite's. Where the
    series has beam and diffuse apart, so has the record; the beam normal to the sun follows
    from them and the sun.

    Parameters
    ----------
    content
        Of the csv or json.
    name
        Of the file, for problems.

    Raises
    ------
    InputError
        With every missing column, or every cell that is no number or no time; if the plane is
        tilted or follows the sun: the horizontal cannot be had from it.

    Examples
    --------
    >>> read(b'{"outputs": {"hourly": []}}', "series.json")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: series.json: there are no rows under outputs.hourly; a
    whole download
    """
    text = decoded(content, name)
    is_json = text.lstrip().startswith("{")
    irradiance = _PARTS if "Gb(i)" in text else _WHOLE
    found = parsed(lambda: _read(text, is_json=is_json), [*irradiance, *_OTHERS])
    if found is None:
        raise _fault(text, name, {**irradiance, **_OTHERS}, is_json=is_json)
    table, head = found
    said: PvgisHead = head["said"]
    _check_slope(head["inputs"], name)
    labels = pd.DatetimeIndex(table.index)
    record = WeatherRecord(
        data=_horizontal(table),
        utc_offset_hours=0.0,
        sun_offset_minutes=sun_offset("sun_offset_pvgis_hourly_min"),
        source=message("PVGIS hourly series, {database}", database=said.database),
        period=years_of(labels) if len(labels) else "",
        origins=database_origins(said.database),
        sigma_resource_fraction=pvgis_sigma(),
        latitude=said.latitude,
        longitude=said.longitude,
        altitude_m=said.altitude_m,
        horizon_is_included=said.uses_horizon is not False,
        spatial_resolution=database_resolution(said.database),
        file=name,
        lines=None if is_json else row_lines(text, line_of(text, "time,") or 0, len(table)),
        notes=said.notes,
    )
    return sealed(record, content)


def _read(text: str, *, is_json: bool) -> tuple[pd.DataFrame, dict[str, Any]]:
    kind = "json" if is_json else "csv"
    data, head = iotools.read_pvgis_hourly(io.StringIO(text), pvgis_format=kind)
    labels = pd.DatetimeIndex(data.index).tz_localize(None)
    return data.set_axis(labels, axis="index"), {**head, "said": pvgis_head(head)}


def _horizontal(table: pd.DataFrame) -> pd.DataFrame:
    others = table[list(_OTHERS)]
    if "poa_global" in table:
        return others.assign(ghi=table["poa_global"])
    diffuse = table["poa_sky_diffuse"] + table["poa_ground_diffuse"]
    return others.assign(ghi=table["poa_direct"] + diffuse, dhi=diffuse)


def _check_slope(inputs: Mapping[str, Any], name: str) -> None:
    said = inside(inputs, ("mounting_system", "fixed", "slope", "value"))
    written = _DEGREES.search(str(inputs.get("Slope", "") if said is None else said))
    if written is not None and float(written[0]) == 0:
        return
    what = (
        message("the plane of this series follows the sun or is not described")
        if written is None
        else message("this series is of a plane tilted by {slope} degrees", slope=written[0])
    )
    allowed = message("a series of the horizontal plane: slope 0, with its components")
    raise InputError([Problem(what=what, allowed=allowed, file=name, field="slope")])


def _fault(text: str, name: str, wanted: dict[str, str], *, is_json: bool) -> InputError:
    if is_json:
        return diagnosed_json(text, name, title=_TITLE, rows=_ROWS, wanted=wanted, time=_TIME)
    return diagnosed(
        text.split("\n\n" + next(iter(wanted.values())) + ":", 1)[0],
        name,
        title=_TITLE,
        allowed=message(
            "latitude, longitude, elevation and database, the headings from time on, the hours, "
            "an empty line"
        ),
        heading_line=line_of(text, "time,"),
        wanted=wanted,
        time=_TIME,
    )


FORMAT = Format(
    name="pvgis_hourly",
    title=_TITLE,
    endings=(".csv", ".json"),
    recognises=lambda head: "Radiation database:" in head or '"mounting_system"' in head,
    read=read,
)
