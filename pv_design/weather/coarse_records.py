"""Records of days and of months made years of hours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from equipment_catalog.year_hours import hours_of_year
from pv_design.sun_position import sun_of_hours
from pv_design.weather.air_temperature import air_temperature, diurnal_range_k
from pv_design.weather.climate_spread import spread_of_climate
from pv_design.weather.coarse_notes import days_note, months_note, shortfall_notes
from pv_design.weather.daily_years import years_of_days
from pv_design.weather.doctor import HourlyYear, examine
from pv_design.weather.filling import filled
from pv_design.weather.model import Weather
from pv_design.weather.outside_light import daily_outside_kwh_m2
from pv_design.weather.place import at_height
from pv_design.weather.preparation_notes import left_out_notes, source_notes
from pv_design.weather.seasons import hours_between_months
from pv_design.weather.synthetic_year import split_global, synthetic_year

if TYPE_CHECKING:
    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note
    from pv_design.weather.place import Place
    from pv_design.weather.record import WeatherRecord

_MIDDLE_MINUTES = 30.0


def daily_weather(
    record: WeatherRecord, place: Place, *, utc_offset_hours: float, year: int, seed: int
) -> Weather:
    """Return the most usual of the real years of a long daily series, its hours synthetic.

    Parameters
    ----------
    record
        Days.
    place
        The site.
    utc_offset_hours
        Local standard time less UTC [h].
    year
        Calendar year of the labels.
    seed
        Of the hours inside each day.

    Raises
    ------
    InputError
        If no calendar year has all its days.
    """
    days = at_height(record.data, record, place).rename(columns={"ghi_kwh_m2_day": "ghi_kwh_m2"})
    days = days.dropna(axis="columns", how="all")
    made = years_of_days(
        days,
        latitude=place.latitude,
        longitude=place.longitude,
        altitude_m=place.altitude_m,
        utc_offset_hours=utc_offset_hours,
        seed=seed,
    )
    hours = hours_of_year(year, utc_offset_hours)
    sun = _sun(place, hours)
    years, refused = {}, {}
    for own, rows in made.years.items():
        whole, notes = filled(rows.set_axis(hours), sun, place)
        try:
            years[own] = _weather(
                record, place, whole, period=str(own), seed=seed, notes=tuple(notes)
            )
        except InputError as error:
            refused[own] = error.problems
    if not years:
        raise InputError(next(iter(refused.values())))
    mean = np.mean([one.annual_ghi_kwh_m2 for one in years.values()])
    chosen = min(years, key=lambda own: abs(years[own].annual_ghi_kwh_m2 - mean))
    several = tuple(years.values()) if len(years) > 1 else ()
    told = (
        *record.notes,
        *source_notes(record, place),
        days_note(len(years), chosen),
        *left_out_notes(sorted({*_years_of(days)} - {*years})),
        *made.notes,
        *years[chosen].notes,
    )
    return replace(years[chosen], real_years=several, notes=told)


def _years_of(days: pd.DataFrame) -> list[int]:
    """Return the calendar years in which any day has a value."""
    return list(pd.DatetimeIndex(days.dropna(how="all").index).year.unique())


def monthly_weather(
    record: WeatherRecord, place: Place, *, utc_offset_hours: float, year: int, seed: int
) -> Weather:
    """Return a synthetic year with the mean months of a record.

    Parameters
    ----------
    record
        Months of one or more years; missing ones are left out of the mean.
    place
        The site.
    utc_offset_hours
        Local standard time less UTC [h].
    year
        Calendar year of the labels.
    seed
        Of the hours.

    Raises
    ------
    InputError
        If a month of the calendar has no value in any year, or is brighter than outside the
        atmosphere.
    """
    months = at_height(record.data, record, place)
    means = months.groupby(pd.DatetimeIndex(months.index).month).mean().reindex(range(1, 13))
    means = _whole_months(means, record.file)
    hours = hours_of_year(year, utc_offset_hours)
    sun = _sun(place, hours)
    spread = spread_of_climate(place.latitude, place.longitude, place.altitude_m)
    made = synthetic_year(
        means["ghi_kwh_m2_day"].to_numpy(float),
        sun,
        latitude=place.latitude,
        longitude=place.longitude,
        altitude_m=place.altitude_m,
        daily_spread=spread.daily_spread,
        daily_persistence=spread.daily_persistence,
        seed=seed,
    )
    _check_months(means["ghi_kwh_m2_day"], sun, record.file)
    data = split_global(made.ghi, sun).assign(**_by_month(means, hours, place))
    whole, notes = filled(data, sun, place)
    return _weather(
        record,
        place,
        whole,
        period=record.period,
        seed=seed,
        notes=(
            *record.notes,
            *source_notes(record, place),
            months_note(),
            *shortfall_notes(made.shortfall_kwh_m2_day),
            *notes,
        ),
        is_typical=True,
    )


def _whole_months(means: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return the columns with a value in every month; refused if some months have none."""
    known = means.columns[means.notna().any()].union(["ghi_kwh_m2_day"])
    problems = [
        Problem(
            what=message("months {months} have no value", months=", ".join(map(str, empty))),
            allowed=message("the mean of every month of the year"),
            file=file,
            field=column,
        )
        for column in known
        if len(empty := means.index[means[column].isna()])
    ]
    if problems:
        raise InputError(problems)
    return means[known]


def _check_months(monthly_ghi_kwh_m2_day: pd.Series, sun: pd.DataFrame, file: str) -> None:
    days = daily_outside_kwh_m2(sun)
    outside = days.groupby(pd.DatetimeIndex(days.index).month).mean()
    over = monthly_ghi_kwh_m2_day > outside
    if over.any():
        first = int(over.to_numpy().argmax()) + 1
        what = message(
            "month {month} has {light:g} kWh/m² a day, more than the {outside:.1f} that arrive "
            "outside the atmosphere",
            month=first,
            light=float(monthly_ghi_kwh_m2_day[first]),
            outside=float(outside[first]),
        )
        allowed = message("mean daily irradiation of each month in kWh/m2")
        raise InputError([Problem(what=what, allowed=allowed, file=file, field="ghi_kwh_m2_day")])


def _by_month(means: pd.DataFrame, hours: pd.DatetimeIndex, place: Place) -> dict[str, pd.Series]:
    """Return air temperature and wind by the hour, with the means of their months."""
    columns = {}
    if "temp_air" in means:
        columns["temp_air"] = air_temperature(
            hours,
            longitude=place.longitude,
            mean_c=hours_between_months(means["temp_air"].to_numpy(float), hours).to_numpy(),
            range_k=diurnal_range_k(place.altitude_m),
        )
    if "wind_speed" in means:
        wind = means["wind_speed"].reindex(hours.month).to_numpy(float)
        columns["wind_speed"] = pd.Series(wind, hours)
    return columns


def _sun(place: Place, hours: pd.DatetimeIndex) -> pd.DataFrame:
    return sun_of_hours(
        place.latitude, place.longitude, place.altitude_m, year=hours[0].year, zone=hours.tz
    )


def _weather(
    record: WeatherRecord,
    place: Place,
    data: pd.DataFrame,
    *,
    period: Message | str,
    seed: int,
    notes: tuple[Note, ...],
    is_typical: bool = False,
) -> Weather:
    found = examine(_known_hours(record, place, data), is_of_means=True)
    if found.problems:
        raise InputError(found.problems)
    level = data["ghi"].mean() * 24 / 1000
    return Weather(
        data=data,
        latitude=place.latitude,
        longitude=place.longitude,
        altitude_m=place.altitude_m,
        seed=seed,
        source=record.source,
        origins=record.origins,
        period=period,
        sigma_resource_fraction=record.sigma_resource_fraction,
        spatial_resolution=record.spatial_resolution,
        sha256=record.sha256,
        levels=pd.DataFrame({"source": [record.source], "ghi_kwh_m2_day": [level]}),
        is_typical=is_typical,
        horizon_is_included=record.horizon_is_included,
        marks=found.marks,
        notes=(*notes, *found.notes),
    )


def _known_hours(record: WeatherRecord, place: Place, data: pd.DataFrame) -> HourlyYear:
    """Return the hours of the columns that the record itself has, for the doctor."""
    read = record.data.dropna(axis="columns", how="all").columns
    known = ["ghi", *(name for name in ("temp_air", "wind_speed") if name in read)]
    return HourlyYear(
        data=data[known],
        sun=_sun(place, pd.DatetimeIndex(data.index)),
        latitude=place.latitude,
        longitude=place.longitude,
        altitude_m=place.altitude_m,
        sun_offset_minutes=_MIDDLE_MINUTES,
        file=record.file,
        file_altitude_m=record.altitude_m,
    )
