"""From what a source says to a year of weather: clock, doctor, filling, and the real years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact
from equipment_catalog.year_hours import hours_of_year
from pv_design.site import check_utc_offset_hours, standard_utc_offset_hours
from pv_design.weather.cell_air import with_cell_height
from pv_design.weather.checked_year import checked_year, label_problems
from pv_design.weather.coarse_records import daily_weather, monthly_weather
from pv_design.weather.elsewhere import widened_sigma_fraction
from pv_design.weather.embedded import DEFAULT_SEED
from pv_design.weather.hourly_years import HourlyRows, hourly_years
from pv_design.weather.model import Weather
from pv_design.weather.place import Place, place_of
from pv_design.weather.preparation_notes import preparation_notes
from pv_design.weather.record_clock import RecordClock, record_clock

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.weather.clock import TimeLabel
    from pv_design.weather.record import WeatherRecord

_FACTS = ("pv_design.weather", "data/weather_facts.csv")


def prepared_weather(
    record: WeatherRecord,
    *,
    latitude: float | None = None,
    longitude: float | None = None,
    altitude_m: float | None = None,
    time_label: TimeLabel = "auto",
    utc_offset_hours: float | None = None,
    year: int = 2025,
    seed: int = DEFAULT_SEED,
) -> Weather:
    """Return the year of weather that a record holds, checked and filled.

    Of several complete years it is the one whose irradiation is nearest to their mean; all of
    them stand in `real_years`. A year with a gap is left out where others are whole, and refused
    where it is the only one.

    Parameters
    ----------
    record
        Rows as a source gives them.
    latitude, longitude, altitude_m
        Of the site [deg, deg, m]; without them, those of the source.
    time_label
        As `files.read_weather` takes it.
    utc_offset_hours
        Local standard time of the returned hours less UTC [h]; without it, that of the source,
        or of the longitude where the source is in UTC or does not say.
    year
        Calendar year the hours are labelled with.
    seed
        Of the hours that are made from days or months.

    Raises
    ------
    InputError
        With all that is wrong with the rows, by line and time.
    """
    place = place_of(record, latitude, longitude, altitude_m)
    record = with_cell_height(_doubted(record, place), place)
    target = _target_offset(record, place, utc_offset_hours)
    if record.step == "days":
        return daily_weather(record, place, utc_offset_hours=target, year=year, seed=seed)
    if record.step == "months":
        return monthly_weather(record, place, utc_offset_hours=target, year=year, seed=seed)
    return _hourly_weather(
        record,
        place,
        utc_offset_hours=target,
        zone_is_given=utc_offset_hours is not None,
        time_label=time_label,
        year=year,
    )


def _hourly_weather(
    record: WeatherRecord,
    place: Place,
    *,
    utc_offset_hours: float,
    zone_is_given: bool,
    time_label: TimeLabel,
    year: int,
) -> Weather:
    """Return the most usual of the years that the hours of a record hold."""
    _check_columns(record)
    rows = hourly_years(_labelled(record, time_label))
    if rows.is_on_leap_labels and len(rows.years) == 1:
        record = replace(record, is_typical=True)
    clock = _clock(record, rows, place, utc_offset_hours, year=year, time_label=time_label)
    years = {
        own: _one_year(record, rows, own, clock, place, year=year) for own in sorted(rows.years)
    }
    sound = {own: made for own, made in years.items() if isinstance(made, Weather)}
    if not sound:
        raise InputError([p for made in years.values() for p in _problems_of(made)])
    left_out = [
        *rows.incomplete,
        *(own for own, made in years.items() if not isinstance(made, Weather)),
    ]
    notes = preparation_notes(
        record,
        place,
        clock,
        zone_is_given=zone_is_given,
        whole_years=len(sound),
        left_out=sorted(left_out),
        rows=rows,
    )
    chosen = _most_usual(sound)
    several = tuple(sound.values()) if len(sound) > 1 else ()
    return replace(
        sound[chosen], real_years=several, notes=(*record.notes, *notes, *sound[chosen].notes)
    )


def _doubted(record: WeatherRecord, place: Place) -> WeatherRecord:
    """Return a record with the doubt of its level at the site."""
    if not place.is_elsewhere:
        return record
    widened = widened_sigma_fraction(record.sigma_resource_fraction)
    return replace(record, sigma_resource_fraction=widened)


def _check_columns(record: WeatherRecord) -> None:
    known = set(record.data.dropna(axis="columns", how="all").columns)
    if "ghi" in known or {"dni", "dhi"} <= known:
        return
    what = message("the column of global irradiance (ghi) is missing")
    allowed = message("ghi, or both dni and dhi, in W/m2")
    raise InputError([Problem(what=what, allowed=allowed, file=record.file, field="ghi")])


_HALVES: dict[TimeLabel, float] = {"start": 0.5, "centre": 0.0, "end": -0.5, "instant": 0.0}
"""Declared meaning of a label to its distance from the sun, in steps."""


def _labelled(record: WeatherRecord, time_label: TimeLabel) -> WeatherRecord:
    """Return the record with the meaning of its labels that somebody declared."""
    if time_label == "auto":
        return record
    labels = record.data.index.to_numpy()
    steps, counts = np.unique(np.diff(labels), return_counts=True)
    step = float(steps[counts.argmax()] / np.timedelta64(1, "m")) if len(steps) else 60.0
    return replace(record, sun_offset_minutes=_HALVES[time_label] * step)


def _target_offset(record: WeatherRecord, place: Place, given: float | None) -> float:
    """Return the standard time of the returned hours less UTC [h]."""
    by_longitude = standard_utc_offset_hours(place.longitude)
    own = record.utc_offset_hours
    if given is None:
        tolerated = read_fact(*_FACTS, "offset_tolerated_h").value
        is_local = own is not None and own != 0 and abs(by_longitude - own) <= tolerated
        return own if own is not None and is_local else by_longitude
    check_utc_offset_hours(given)
    if own is not None and not float(given - own).is_integer():
        allowed = message(
            "whole hours from the clock of the weather file, UTC{offset:+g} h", offset=own
        )
        raise InputError.of("utc_offset_hours", given, allowed=allowed)
    return given


def _clock(
    record: WeatherRecord,
    rows: HourlyRows,
    place: Place,
    target: float,
    *,
    year: int,
    time_label: TimeLabel,
) -> RecordClock:
    """Return by how much the rows are moved and where their sun then stands."""
    own = target if record.utc_offset_hours is None else record.utc_offset_hours
    return record_clock(
        _mean_light(rows),
        hours_of_year(year, own),
        latitude=place.latitude,
        longitude=place.longitude,
        known_offset_minutes=rows.sun_offset_minutes,
        to_target_hours=round(target - own),
        is_declared=time_label != "auto",
    )


def _mean_light(rows: HourlyRows) -> npt.NDArray[np.float64]:
    """Return the light of each hour, the mean of all years, so that one bad year does not lead."""
    hours = pd.concat(rows.years.values()).groupby(level=0).mean()
    known = hours.dropna(axis="columns", how="all")
    light = known["ghi"] if "ghi" in known else known["dni"] + known["dhi"]
    return light.to_numpy(float)


@dataclass(frozen=True, kw_only=True)
class _Refused:
    problems: tuple[Problem, ...]


def _problems_of(made: Weather | _Refused) -> tuple[Problem, ...]:
    return made.problems if isinstance(made, _Refused) else ()


def _one_year(
    record: WeatherRecord,
    rows: HourlyRows,
    own: int,
    clock: RecordClock,
    place: Place,
    *,
    year: int,
) -> Weather | _Refused:
    """Return one calendar year as weather, or what is wrong with it."""
    try:
        return checked_year(record, rows, own, clock, place, year=year)
    except InputError as error:
        return _Refused(problems=(*label_problems(record, clock), *error.problems))


def _most_usual(years: dict[int, Weather]) -> int:
    """Return the year whose irradiation is nearest to the mean of all."""
    annual = {own: made.annual_ghi_kwh_m2 for own, made in years.items()}
    mean = sum(annual.values()) / len(annual)
    return min(annual, key=lambda own: (abs(annual[own] - mean), own))
