"""Hours without the grid: from a log, from a rate and a length, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem, shown
from equipment_catalog.messages import Message, message

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_YEAR_HOURS = 8760.0
_HOUR = pd.Timedelta(hours=1)


def read_outages(path: Path, hours: pd.DatetimeIndex) -> Floats:
    """Return the fraction of each hour that a log of outages leaves without the grid.

    Parameters
    ----------
    path
        csv with the columns `start` and `end`; times without a zone are the site's own.
    hours
        Starts of the hours of the year, with a time zone, one after the other.

    Raises
    ------
    InputError
        If there is no such file, a column is missing, a time cannot be read, an outage ends before
        it starts, or lies outside the hours.

    Sources
    -------
    The log of the mine or of its grid company.
    """
    if not path.is_file():
        what, allowed = message("the file does not exist"), message("path: {path}", path=str(path))
        raise InputError([Problem(what=what, allowed=allowed, file=path.name)])
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column in ("start", "end"):
        if column not in table:
            allowed = message("a csv with the columns start and end")
            raise InputError.of(path.name, ", ".join(table.columns), allowed=allowed)
    zone = hours.tz
    rows = table.to_dict("records")
    start = [
        _time(path.name, line, "start", row["start"], zone) for line, row in enumerate(rows, 2)
    ]
    end = [_time(path.name, line, "end", row["end"], zone) for line, row in enumerate(rows, 2)]
    for line, (first, last) in enumerate(zip(start, end, strict=True), 2):
        if not first < last:
            raise _wrong(path.name, line, "end", str(last), message("after the start"))
        if first < hours[0] or last > hours[-1] + _HOUR:
            allowed = message("within the hours of the study, from {first}", first=str(hours[0]))
            raise _wrong(path.name, line, "start", str(first), allowed)
    begin = hours[0]
    return outage_fraction(
        np.array([(time - begin) / _HOUR for time in start]),
        np.array([(time - begin) / _HOUR for time in end]),
        len(hours),
    )


def _time(file: str, line: int, field: str, text: str, zone: tzinfo | None) -> pd.Timestamp:
    time = pd.to_datetime(text, errors="coerce")
    if pd.isna(time):
        raise _wrong(file, line, field, text, message("a time such as 2025-03-01 14:30"))
    return time.tz_localize(zone) if time.tzinfo is None else time.tz_convert(zone)


def _wrong(file: str, line: int, field: str, value: str, allowed: Message) -> InputError:
    what = message("{value} is not accepted", value=shown(value))
    return InputError([Problem(what=what, allowed=allowed, file=file, row=line, field=field)])


def outage_fraction(start_h: Floats, end_h: Floats, hours: int) -> Floats:
    """Return the fraction of each hour without the grid; outages that overlap count once.

    Parameters
    ----------
    start_h, end_h
        Of each outage [h from the first hour]; what lies outside the hours is left out.
    hours
        How many there are.

    Examples
    --------
    >>> outage_fraction(np.array([0.5, 1.0]), np.array([1.25, 2.0]), 3).tolist()
    [0.5, 1.0, 0.0]
    """
    order = np.argsort(start_h)
    start, end = start_h[order], end_h[order]
    reached = np.maximum.accumulate(np.concatenate([[0.0], end]))[:-1]
    start, end = np.maximum(start, reached), np.minimum(end, float(hours))
    kept = end > start
    edges = np.arange(hours + 1, dtype=float)
    off = np.clip(edges[:, None], start[kept], end[kept]) - start[kept]
    return np.asarray(np.clip(np.diff(off.sum(axis=1)), 0.0, 1.0), dtype=float)


def random_outages(*, per_year: float, mean_hours: float, hours: int, seed: int) -> Floats:
    """Return a drawn year of outages: starts by chance, lengths exponential.

    Parameters
    ----------
    per_year
        Mean number of outages in 8760 hours, 0 or more.
    mean_hours
        Mean length [h], above 0.
    hours
        How many there are.
    seed
        The same seed gives the same year.

    Raises
    ------
    InputError
        If the rate is negative or the length not above 0.

    Examples
    --------
    >>> drawn = random_outages(per_year=20.0, mean_hours=2.0, hours=8760, seed=1)
    >>> bool(drawn.max() <= 1), bool((drawn == 0).mean() > 0.98)
    (True, True)
    """
    if not 0 <= per_year < float("inf"):
        raise InputError.of("per_year", per_year, allowed=message("a number of 0 or more"))
    if not 0 < mean_hours < float("inf"):
        raise InputError.of("mean_hours", mean_hours, allowed=message("above 0"))
    rng = np.random.default_rng(seed)
    count = rng.poisson(per_year * hours / _YEAR_HOURS)
    start = rng.uniform(0.0, hours, count)
    return outage_fraction(start, start + rng.exponential(mean_hours, count), hours)


def off_grid(hours: int) -> Floats:
    """Return hours that never have a grid.

    Examples
    --------
    >>> off_grid(2).tolist()
    [1.0, 1.0]
    """
    return np.ones(hours)
