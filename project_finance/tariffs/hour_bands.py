"""Hours of the day in which a kilowatt-hour costs more or less than in the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from project_finance.grid_rules.peak_hours import public_holidays
from project_finance.tariffs.price_file import factor_of, read_price_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from project_finance.tariffs.price_file import PriceRow

    Floats = NDArray[np.float64]

COLUMNS = ("days", "first_hour", "end_hour", "factor")
DAYS = {"every": (0, 1, 2), "weekday": (0,), "saturday": (1,), "sunday": (2,)}
"""Kinds of days that a line of the file holds for; public holidays are as Sundays."""
MOST_FACTOR = 5.0
"""Largest factor that is no slip of the decimal point."""
_SATURDAY, _SUNDAY, _HOURS = 5, 6, 24


@dataclass(frozen=True, kw_only=True, eq=False)
class HourBands:
    """What each hour of a day costs over the price of the hours without a band."""

    factors: Floats
    """By kind of day (weekday, Saturday, Sunday and holiday) and hour of the clock."""

    def at(self, times: pd.DatetimeIndex, country: str) -> Floats:
        """Return the factor of each hour.

        Parameters
        ----------
        times
            Local times, labelled by start or centre of the hour.
        country
            Two letters; its public holidays are as Sundays.

        Raises
        ------
        InputError
            If the country's holidays are not known.
        """
        local = times.tz_localize(None)
        free = pd.to_datetime(sorted(public_holidays(country, times)))
        weekday = np.where(local.normalize().isin(free), _SUNDAY, local.day_of_week)
        kind = np.clip(weekday - _SATURDAY + 1, 0, None)
        return np.asarray(self.factors[kind, local.hour], dtype=np.float64)


def read_hour_bands(path: Path) -> HourBands:
    r"""Return the bands of hours of a file; every fault is named at once.

    Parameters
    ----------
    path
        File with the columns days (every, weekday, saturday or sunday, or todos, laborable,
        sabado, domingo), first_hour and end_hour (hora_inicial, hora_final)
        of the local clock, the end not included, and factor, what a kilowatt-hour costs over
        that of the hours which no line names.

    Raises
    ------
    InputError
        If there is no line, a day or an hour is none, a factor is not above 0 or above
        ``MOST_FACTOR``, or an hour has two factors.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> noon = pd.DatetimeIndex(["2026-03-02 12:00", "2026-03-02 19:00"], tz="America/Bogota")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "hours.csv")
    ...     _ = path.write_text("days,first_hour,end_hour,factor\nevery,18,22,1.25\n")
    ...     read_hour_bands(path).at(noon, "CO").tolist()
    [1.0, 1.25]
    """
    factors = np.full((len(DAYS) - 1, _HOURS), np.nan)
    rows = tuple(row.reading("days") for row in read_price_rows(path, COLUMNS))
    problems = list(_filled(rows, factors))
    if not rows:
        what = message("no line stands under the headings")
        problems = [Problem(what=what, allowed=message("a line for each band"), file=path.name)]
    if problems:
        raise InputError(problems)
    return HourBands(factors=np.where(np.isnan(factors), 1.0, factors))


def _filled(rows: tuple[PriceRow, ...], factors: Floats) -> Iterator[Problem]:
    """Put the factors of the lines into the table, and yield what is wrong with a line."""
    for row in rows:
        faults = list(_refused(row))
        if faults:
            yield from faults
            continue
        first, end = int(row.cells["first_hour"]), int(row.cells["end_hour"])
        band = np.ix_(DAYS[row.cells["days"]], range(first, end))
        if not np.isnan(factors[band]).all():
            what = message("hours {first} to {end} have a factor already", first=first, end=end)
            yield row.problem("first_hour", what, message("each hour of a day in one line"))
            continue
        factors[band] = factor_of(row.cells["factor"])


def _refused(row: PriceRow) -> Iterator[Problem]:
    """Yield what is wrong with the cells of a line."""
    if row.cells["days"] not in DAYS:
        yield row.refused("days", message("one of {known}", known=", ".join(DAYS)))
    first, end = row.cells["first_hour"], row.cells["end_hour"]
    if not (_is_whole(first) and int(first) < _HOURS):
        yield row.refused("first_hour", message("a full hour from 0 to 23"))
    elif not (_is_whole(end) and int(first) < int(end) <= _HOURS):
        allowed = message("a full hour after first_hour, 24 at most; a band over midnight is two")
        yield row.refused("end_hour", allowed)
    factor = factor_of(row.cells["factor"])
    if not factor or factor > MOST_FACTOR:
        allowed = message(
            "a number above 0 and at most {most:g}, 1 being the plain price", most=MOST_FACTOR
        )
        yield row.refused("factor", allowed)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal()
