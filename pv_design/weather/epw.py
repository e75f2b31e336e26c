"""EnergyPlus weather files."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pvlib import iotools

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact, read_facts
from equipment_catalog.year_hours import HOURS, hours_of_year
from pv_design.site import check_utc_offset_hours, standard_utc_offset_hours
from pv_design.sun_position import sun_of_hours
from pv_design.weather.clock import LABEL_RULES, clock_notes, hours_to_follow_the_sun
from pv_design.weather.epw_notes import label_notes, place_notes, roll_notes, typical_year_note
from pv_design.weather.model import Weather

if TYPE_CHECKING:
    from pathlib import Path

    from pv_design.weather.clock import TimeLabel
    from pv_design.weather.epw_notes import EpwHead

_FACTS = ("pv_design.weather", "data/weather_facts.csv")


def read_epw(
    path: Path,
    *,
    latitude: float | None = None,
    longitude: float | None = None,
    altitude_m: float | None = None,
    time_label: TimeLabel = "auto",
    utc_offset_hours: float | None = None,
    year: int = 2025,
) -> Weather:
    """Return the weather of an EPW file.

    A file of another zone is rolled to the standard time that is given, one in UTC to that of
    its longitude. One whose clock does not follow the sun (PVGIS writes a zone in the head and
    hours in UTC) is rolled until it does, with a warning; where the label is declared there is
    only the warning. The months of a typical year keep their order under one calendar year.

    Parameters
    ----------
    path
        The file.
    latitude, longitude, altitude_m
        Of the site [deg, deg, m]; without them, those of the file's first line.
    time_label
        As `files.read_weather` takes it, of hour 1 as 00:00; the format says start.
    utc_offset_hours
        Local standard time of the returned hours less UTC [h]; None for the file's own, or for
        that of the longitude where the file is in UTC.
    year
        Calendar year the hours are labelled with.

    Raises
    ------
    InputError
        If it is no EPW file, its hours are not those of one year, or values are missing: the
        format's codes for missing count as missing; if the standard time is no whole number of
        hours from the file's.

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
    shift = _hours_to_local(head["TZ"], longitude, utc_offset_hours)
    hours = hours_of_year(year, head["TZ"] + shift)
    altitude_m = head["altitude"] if altitude_m is None else altitude_m
    rule = LABEL_RULES[time_label]
    data = _delayed(rows.set_axis(hours, axis="index"), shift + rule.delay_hours)
    sun = sun_of_hours(
        latitude,
        longitude,
        altitude_m,
        year=year,
        zone=hours.tz,
        sun_offset_minutes=rule.sun_offset_minutes,
    )
    delay = hours_to_follow_the_sun(data["ghi"], sun)
    is_declared = time_label != "auto"
    if not is_declared:
        data = _delayed(data, delay)
    notes = (
        typical_year_note(path),
        *roll_notes(shift, head["TZ"] + shift, is_given=utc_offset_hours is not None),
        *label_notes(rule.delay_hours),
        *clock_notes(delay, was_declared=is_declared),
        *place_notes(head, latitude, longitude),
    )
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
        sun_offset_minutes=rule.sun_offset_minutes,
        levels=pd.DataFrame(
            {"source": [path.name], "ghi_kwh_m2_day": [data["ghi"].mean() * 24 / 1000]}
        ),
        notes=notes,
    )


def _delayed(data: pd.DataFrame, hours: int) -> pd.DataFrame:
    rolled = np.roll(data.to_numpy(dtype=float), hours, axis=0)
    return pd.DataFrame(rolled, index=data.index, columns=data.columns)


def _parse(content: bytes, path: Path) -> tuple[pd.DataFrame, EpwHead]:
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


def _hours_to_local(
    file_offset_hours: float, longitude: float, utc_offset_hours: float | None
) -> int:
    if utc_offset_hours is not None:
        return _whole_hours_between(file_offset_hours, utc_offset_hours)
    difference = round(standard_utc_offset_hours(longitude) - file_offset_hours)
    tolerated = read_fact(*_FACTS, "offset_tolerated_h").value
    return difference if abs(difference) > tolerated else 0


def _whole_hours_between(file_offset_hours: float, utc_offset_hours: float) -> int:
    check_utc_offset_hours(utc_offset_hours)
    difference = utc_offset_hours - file_offset_hours
    if not difference.is_integer():
        allowed = message(
            "whole hours from the clock of the weather file, UTC{offset:+g} h",
            offset=file_offset_hours,
        )
        raise InputError.of("utc_offset_hours", utc_offset_hours, allowed=allowed)
    return int(difference)


def _period(table: pd.DataFrame) -> str:
    first, last = int(table["year"].min()), int(table["year"].max())
    return str(first) if first == last else f"{first}-{last}"
