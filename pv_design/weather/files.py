"""Weather files a mine can bring: one reader a format, told by what is in the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from pv_design.weather.clock import TimeLabel
from pv_design.weather.formats import recognised
from pv_design.weather.preparation import prepared_weather

if TYPE_CHECKING:
    from pv_design.weather.model import Weather
    from pv_design.weather.record import WeatherRecord


def read_weather(
    path: str | Path,
    *,
    latitude: float | None = None,
    longitude: float | None = None,
    altitude_m: float | None = None,
    time_label: TimeLabel = "auto",
    utc_offset_hours: float | None = None,
    year: int = 2025,
) -> Weather:
    """Return the weather of a file, on the hours of one year in local standard time.

    The file is known by its content: EPW, TMY2, TMY3, PVGIS, NSRDB, NASA POWER, SAM, Explorador
    Solar, or any csv with a heading. It is examined; what is missing is filled with a note, a
    gap is an error. Of several complete years it is the most usual one (`Weather.real_years`
    has all).

    Parameters
    ----------
    path
        Of the file.
    latitude, longitude
        Of the site [deg]; without them, those of the file.
    altitude_m
        Above sea level [m]; without it, that of the file, or of a coarse map.
    time_label
        What the time of a row means: "start", "centre" or "end" of the step it is the mean of,
        or the "instant" of its value; "auto" is what the format prescribes, and where it
        prescribes nothing, what fits the sun best. Hour 1 of an EPW file counts as 00:00, so
        "end" says that it is the mean of the hour before midnight.
        What is declared is kept, with a warning where it does not follow the sun, and refused
        where it puts light into the night; only under "auto" such a clock is mended.
    utc_offset_hours
        Local standard time of the returned hours less UTC [h], a whole number of hours from
        the file's; without it, the file's own, or of the longitude where the file is in UTC.
    year
        Calendar year the hours are labelled with.

    Raises
    ------
    InputError
        If the file is not there, is of an unknown kind, cannot be read, its year has gaps, or a
        check finds it wrong; if the standard time is a fraction of an hour from the file's.

    Examples
    --------
    >>> read_weather("mine.epw")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: mine.epw: the file does not exist; a weather file
    """
    if time_label not in get_args(TimeLabel):
        labels = ", ".join(get_args(TimeLabel))
        allowed = message("one of {labels}", labels=labels)
        raise InputError.of("time_label", time_label, allowed=allowed)
    return prepared_weather(
        read_record(path),
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        time_label=time_label,
        utc_offset_hours=utc_offset_hours,
        year=year,
    )


def read_record(path: str | Path) -> WeatherRecord:
    """Return what a weather file says, before it is checked.

    Parameters
    ----------
    path
        Of the file.

    Raises
    ------
    InputError
        If the file is not there, is of an unknown kind, or cannot be read.
    """
    file = Path(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        missing = not file.exists()
        what = (
            message("the file does not exist")
            if missing
            else message("the file cannot be opened ({reason})", reason=error.strerror or "")
        )
        allowed = message("a weather file")
        raise InputError([Problem(what=what, allowed=allowed, file=str(path))]) from None
    return recognised(content, file.name).read(content, file.name)
