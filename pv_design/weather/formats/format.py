"""What every reader of a kind of weather file has in common."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.tables import read_fact
from pv_design.weather.record import WeatherRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

FACTS = ("pv_design.weather", "data/format_facts.csv")
_SHOWN_PROBLEMS = 20

Reader = Callable[[bytes, str], WeatherRecord]


@dataclass(frozen=True, kw_only=True)
class Format:
    """One kind of weather file."""

    name: str
    """Name in commands and results."""
    title: Message
    """Name for people."""
    endings: tuple[str, ...]
    """Endings of the file names it comes with."""
    recognises: Callable[[str], bool]
    """Tells from the first 4,000 characters whether a text is of this kind."""
    read: Reader
    """Content and name of a file to its record; the name serves problems only."""


def is_joined_of_years(labels: pd.DatetimeIndex) -> bool:
    """Tell whether months of different years follow each other, as in a typical year.

    Examples
    --------
    >>> is_joined_of_years(pd.DatetimeIndex(["2007-01-31 23:00", "2003-02-01 00:00"]))
    True
    >>> is_joined_of_years(pd.DatetimeIndex(["2007-12-31 23:00", "2008-01-01 00:00"]))
    False
    """
    half_a_year = pd.Timedelta(days=183)
    steps = labels.to_series().diff().abs()
    return bool((steps > half_a_year).any())


def years_of(labels: pd.DatetimeIndex) -> str:
    """Return the first and the last year of labels.

    Examples
    --------
    >>> years_of(pd.DatetimeIndex(["2020-12-31", "2021-01-01"]))
    '2020-2021'
    """
    return span_of(labels.year.min(), labels.year.max())


def span_of(first: object, last: object) -> str:
    """Return a first and a last year as a text, one alone where they are the same.

    Examples
    --------
    >>> span_of(2023, 2023), span_of("2004", "2016")
    ('2023', '2004-2016')
    """
    return str(first) if first == last else f"{first}-{last}"


def sigma(key: str) -> float:
    """Return the doubt of a kind of source [fraction]; keys in `data/format_facts.csv`.

    Examples
    --------
    >>> sigma("sigma_nasa_power_fraction")
    0.08
    """
    return read_fact(*FACTS, key).value


def sun_offset(key: str) -> float:
    """Return the minutes from the label to the sun of a format, by `data/format_facts.csv`.

    Examples
    --------
    >>> sun_offset("sun_offset_epw_min")
    30.0
    """
    return read_fact(*FACTS, key).value


def sealed(record: WeatherRecord, content: bytes) -> WeatherRecord:
    """Return a record with the checksum of its file, refused where it has no row or no place.

    Raises
    ------
    InputError
        If there is no row, or latitude, longitude, altitude or zone is no finite number.
    """
    problems = [] if len(record.data) else [_problem(record.file, message("there are no rows"))]
    places = {
        "latitude": record.latitude,
        "longitude": record.longitude,
        "altitude_m": record.altitude_m,
        "utc_offset_hours": record.utc_offset_hours,
    }
    for field, value in places.items():
        if value is not None and not np.isfinite(value):
            what = message("{value} is not accepted", value=value)
            problems.append(_problem(record.file, what, field=field))
    raise_all(problems)
    data = (record.data.astype(float) + 0.0).rename_axis(index=None, columns=None)
    return replace(record, data=data, sha256=hashlib.sha256(content).hexdigest())


def _problem(file: str, what: Message, field: str = "") -> Problem:
    allowed = message("a number") if field else message("rows of weather below the heading")
    return Problem(what=what, allowed=allowed, file=file, field=field)


def raise_all(problems: Sequence[Problem]) -> None:
    """Raise the problems of a file in the order of its lines, the first twenty; none is no error.

    Raises
    ------
    InputError
        If there is a problem.

    Examples
    --------
    >>> raise_all([])
    """
    if not problems:
        return
    ordered = sorted(problems, key=lambda problem: (problem.row or 0, problem.column or 0))
    shown, left = ordered[:_SHOWN_PROBLEMS], len(ordered) - _SHOWN_PROBLEMS
    if left > 0:
        shown.append(Problem(what=message("and {count} more", count=left), file=ordered[0].file))
    raise InputError(shown)


def unreadable(file: str, title: Message, allowed: Message) -> InputError:
    """Return the error of a file that is not what it looks like, where no cell is to blame.

    Examples
    --------
    >>> str(unreadable("a.epw", message("EPW"), message("eight lines of head")))
    'a.epw: this cannot be read as EPW; eight lines of head'
    """
    what = message("this cannot be read as {title}", title=title)
    return InputError([Problem(what=what, allowed=allowed, file=file)])
