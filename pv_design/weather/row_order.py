"""Rows that are missing, doubled, turned or between the steps of a year, named by their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.errors import Problem
from equipment_catalog.messages import Message, message
from equipment_catalog.year_hours import HOURS

if TYPE_CHECKING:
    import numpy.typing as npt

    from pv_design.weather.record import WeatherRecord

_SHOWN = 5


def order_problems(
    labels: pd.DatetimeIndex,
    expected: npt.NDArray[np.datetime64],
    record: WeatherRecord,
    rows: npt.NDArray[np.intp],
) -> tuple[Problem, ...]:
    """Return what keeps rows from being the steps of a year; nothing where they are.

    Parameters
    ----------
    labels
        Of the rows, in their order.
    expected
        Labels of the steps of the year.
    record
        Its file and lines name the place.
    rows
        Positions of the rows in the record.
    """
    found = labels.to_numpy()
    if len(found) == len(expected) and (found == expected).all():
        return ()
    return (
        *_misplaced(labels, expected, record, rows),
        *_missing(found, expected, record, lines_of(record, rows)),
    )


def _misplaced(
    labels: pd.DatetimeIndex,
    expected: npt.NDArray[np.datetime64],
    record: WeatherRecord,
    rows: npt.NDArray[np.intp],
) -> list[Problem]:
    """Return one problem each for rows that stand twice, between the steps, or too early."""
    found, lines = labels.to_numpy(), lines_of(record, rows)
    doubled = np.flatnonzero(labels.duplicated())
    strange = np.flatnonzero(~np.isin(found, expected))
    once = np.flatnonzero(~labels.duplicated())
    turned = once[np.flatnonzero(np.diff(found[once]) < np.timedelta64(0)) + 1]
    in_order = message("each step of the year once, in order")
    kinds = (
        (
            doubled,
            message("rows that stand twice: {count}, the first of {time}"),
            _of_copies(record, rows, doubled) or in_order,
        ),
        (
            strange,
            message("rows between the steps of the others: {count}, the first at {time}"),
            in_order,
        ),
        (
            turned,
            message("rows earlier than the row before: {count}, the first of {time}"),
            in_order,
        ),
    )
    return [
        Problem(
            what=Message(
                said.template,
                {"count": len(places), "time": f"{labels[places[0]]:%Y-%m-%d %H:%M}"},
            ),
            allowed=allowed,
            file=record.file,
            row=int(lines[places[0]]) or None,
        )
        for places, said, allowed in kinds
        if places.size
    ]


def _missing(
    found: npt.NDArray[np.datetime64],
    expected: npt.NDArray[np.datetime64],
    record: WeatherRecord,
    lines: npt.NDArray[np.intp],
) -> list[Problem]:
    """Return the problem of steps without a row, at the row that would follow the first."""
    missing = np.setdiff1d(expected, found)
    if not missing.size:
        return []
    after = int(np.searchsorted(np.sort(found), missing[0]))
    return [
        Problem(
            what=message(
                "steps of the year without a row: {count} ({times})",
                count=len(missing),
                times=_some(pd.DatetimeIndex(missing)),
            ),
            allowed=whole_year(),
            file=record.file,
            row=int(lines[min(after, len(lines) - 1)]) or None if len(lines) else None,
        )
    ]


def _of_copies(
    record: WeatherRecord, rows: npt.NDArray[np.intp], doubled: npt.NDArray[np.intp]
) -> Message | None:
    """Return what may be done with doubled rows that say the same as the first ones."""
    times = pd.Series(record.data.index[rows], name="time")
    data = record.data.iloc[rows].reset_index(drop=True)
    if not pd.concat([times, data], axis="columns").duplicated().iloc[doubled].all():
        return None
    return message(
        "each step of the year once, in order; they repeat the values of the first ones and may "
        "be deleted"
    )


def runs_backwards(file: str) -> Problem:
    """Return the problem of rows whose last time comes first.

    Parameters
    ----------
    file
        Name for the problem.

    Examples
    --------
    >>> str(runs_backwards("a.csv"))
    'a.csv: the rows run backwards; rows sorted by their time, the earliest first'
    """
    what = message("the rows run backwards")
    allowed = message("rows sorted by their time, the earliest first")
    return Problem(what=what, allowed=allowed, file=file)


def _some(labels: pd.DatetimeIndex) -> str:
    named = ", ".join(f"{label:%Y-%m-%d %H:%M}" for label in labels[:_SHOWN])
    return named + (", …" if len(labels) > _SHOWN else "")


def lines_of(record: WeatherRecord, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return the lines of rows in the file; 0 where rows have no lines."""
    return np.zeros_like(rows) if record.lines is None else record.lines[rows]


def whole_year() -> Message:
    """Return what a year of rows must be.

    Examples
    --------
    >>> str(whole_year())
    'the 8760 hours of a year from 1 January to 31 December, 29 February apart'
    """
    return message(
        "the {count} hours of a year from 1 January to 31 December, 29 February apart", count=HOURS
    )
