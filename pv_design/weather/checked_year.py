"""One calendar year of a record: moved to its clock, examined, filled."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.year_hours import hours_of_year
from pv_design.sun_position import sun_of_hours
from pv_design.weather.doctor import (
    HourlyYear,
    examine,
    examine_limits,
    without_small_negatives,
)
from pv_design.weather.filling import filled
from pv_design.weather.model import Weather
from pv_design.weather.place import Place, at_height

if TYPE_CHECKING:
    from pv_design.weather.hourly_years import HourlyRows
    from pv_design.weather.record import WeatherRecord
    from pv_design.weather.record_clock import RecordClock


def checked_year(
    record: WeatherRecord,
    rows: HourlyRows,
    own: int,
    clock: RecordClock,
    place: Place,
    *,
    year: int,
) -> Weather:
    """Return one calendar year of a record as weather.

    Parameters
    ----------
    record, rows
        What the source says, and its whole years.
    own
        The year of these.
    clock
        How the rows are moved.
    place
        The site.
    year
        Calendar year the hours are labelled with.

    Raises
    ------
    InputError
        With all that the weather doctor found wrong.
    """
    examined = _moved_year(record, rows, own, clock, place, year=year)
    found = examine(examined)
    if found.problems:
        raise InputError(found.problems)
    sound = at_height(without_small_negatives(examined), record, place)
    whole, notes = filled(sound, examined.sun, place)
    made = examine_limits(replace(examined, data=whole))
    if made:
        raise InputError(made)
    level = whole["ghi"].mean() * 24 / 1000
    return Weather(
        data=whole,
        latitude=place.latitude,
        longitude=place.longitude,
        altitude_m=place.altitude_m,
        source=record.source,
        origins=record.origins,
        period=record.period if record.is_typical or len(rows.years) == 1 else str(own),
        sigma_resource_fraction=record.sigma_resource_fraction,
        spatial_resolution=record.spatial_resolution,
        sha256=record.sha256,
        sun_offset_minutes=clock.sun_offset_minutes,
        levels=pd.DataFrame({"source": [record.file or record.source], "ghi_kwh_m2_day": [level]}),
        is_typical=record.is_typical,
        horizon_is_included=record.horizon_is_included,
        marks=found.marks,
        notes=(*notes, *found.notes),
    )


def _moved_year(
    record: WeatherRecord,
    rows: HourlyRows,
    own: int,
    clock: RecordClock,
    place: Place,
    *,
    year: int,
) -> HourlyYear:
    """Return the rows of one year on the clock of the site, with the sun over them."""
    hours = hours_of_year(year, clock.utc_offset_hours)
    lines = np.roll(rows.lines[own], clock.delay_hours)
    known = rows.years[own].dropna(axis="columns", how="all")
    moved = np.roll(known.to_numpy(float), clock.delay_hours, axis=0)
    return HourlyYear(
        data=pd.DataFrame(moved, index=hours, columns=known.columns),
        sun=sun_of_hours(
            place.latitude,
            place.longitude,
            place.altitude_m,
            year=year,
            zone=hours.tz,
            sun_offset_minutes=clock.sun_offset_minutes,
        ),
        latitude=place.latitude,
        longitude=place.longitude,
        altitude_m=place.altitude_m,
        sun_offset_minutes=clock.sun_offset_minutes,
        file=record.file,
        line_of=lambda row: int(lines[row]) or None,
        file_altitude_m=record.altitude_m,
        columns_at=record.columns_at,
        label_is_found=clock.is_found_by_sun,
    )


def label_problems(record: WeatherRecord, clock: RecordClock) -> list[Problem]:
    """Return what a declared label has to do with rows that are refused.

    Parameters
    ----------
    record
        Of the rows.
    clock
        How they were moved.
    """
    if not (clock.is_declared and clock.by_sun_hours):
        return []
    what = message(
        "as declared, the rows do not follow the sun: {delay:+d} h would follow it best",
        delay=clock.by_sun_hours,
    )
    allowed = message("another meaning of the time, or auto, which mends whole hours")
    return [Problem(what=what, allowed=allowed, file=record.file, field="time_label")]
