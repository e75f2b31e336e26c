"""Weather files a mine can bring: one reader a format, told by the ending of the name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from pv_design.weather.clock import TimeLabel
from pv_design.weather.epw import read_epw

if TYPE_CHECKING:
    from collections.abc import Callable

    from pv_design.weather.model import Weather

FILE_READERS: dict[str, Callable[..., Weather]] = {
    ".epw": read_epw,
}
"""Ending of the file name to its reader."""


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

    Parameters
    ----------
    path
        An EPW file.
    latitude, longitude
        Of the site [deg]; without them, those of the file.
    altitude_m
        Above sea level [m]; without it, that of the file.
    time_label
        What the time of a row means: "start", "centre" or "end" of the hour it is the mean of,
        or the "instant" of its value; "auto" is what the format prescribes. Hour 1 of an EPW
        file counts as 00:00, so "end" says that it is the mean of the hour before midnight.
        The returned hours are labelled by their start where the label is "start" or "end".
        What is declared is kept: only under "auto" a clock that does not follow the sun is
        mended.
    utc_offset_hours
        Local standard time of the returned hours less UTC [h], a whole number of hours from
        the file's; without it, the file's own, or of the longitude where the file is in UTC.
    year
        Calendar year the hours are labelled with.

    Raises
    ------
    InputError
        If the file is not there, is of an unknown kind, cannot be read, or its year has gaps;
        if the standard time is a fraction of an hour from the file's.

    Notes
    -----
    Times are EnergyPlus' for EPW: hour 1 is the mean from midnight to one.

    Examples
    --------
    >>> read_weather("mine.docx")
    Traceback (most recent call last):
        ...
    equipment_catalog.errors.InputError: mine.docx: there is no reader for this kind of file; .epw
    """
    if time_label not in get_args(TimeLabel):
        labels = ", ".join(get_args(TimeLabel))
        allowed = message("one of {labels}", labels=labels)
        raise InputError.of("time_label", time_label, allowed=allowed)
    file = Path(path)
    reader = FILE_READERS.get(file.suffix.lower())
    if reader is None:
        what = message("there is no reader for this kind of file")
        allowed = message("{endings}", endings=", ".join(FILE_READERS))
        raise InputError([Problem(what=what, allowed=allowed, file=str(path))])
    if not file.is_file():
        what = message("the file does not exist")
        allowed = message("a weather file")
        raise InputError([Problem(what=what, allowed=allowed, file=str(path))])
    return reader(
        file,
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        time_label=time_label,
        utc_offset_hours=utc_offset_hours,
        year=year,
    )
