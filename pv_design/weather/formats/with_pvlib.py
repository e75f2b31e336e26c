"""The readers of pvlib, and what to say where they find no weather in a file."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pv_design.weather.formats.cell_numbers import numbers
from pv_design.weather.formats.format import raise_all, unreadable
from pv_design.weather.formats.tables import places_of, read_table
from pv_design.weather.formats.times import PARTS, add_untimely, times_of_parts, times_of_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from equipment_catalog.errors import InputError, Problem
    from equipment_catalog.messages import Message

_FAULTS = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
    StopIteration,
    MemoryError,
)
"""What a reader of pvlib raises for a file that is not as it should be."""


def parsed(
    reader: Callable[[], tuple[pd.DataFrame, dict[str, Any]]], columns: Collection[str]
) -> tuple[pd.DataFrame, dict[str, Any]] | None:
    """Return what a reader of pvlib makes of a file; None where that is no table of numbers.

    Parameters
    ----------
    reader
        Reads the file.
    columns
        That must be there as numbers; times must be there in every row.

    Examples
    --------
    >>> parsed(lambda: ({}["no such thing"], {}), ["ghi"]) is None
    True
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data, head = reader()
    except _FAULTS:
        return None
    labels_are_whole = isinstance(data.index, pd.DatetimeIndex) and not data.index.hasnans
    if not labels_are_whole or not set(columns) <= set(data.columns):
        return None
    wanted = data[list(columns)]
    are_numbers = all(dtype.kind in "fiu" for dtype in wanted.dtypes)
    if not are_numbers or wanted.isin([float("inf"), float("-inf")]).any(axis=None):
        return None
    return data, head


def diagnosed(
    text: str,
    file: str,
    *,
    title: Message,
    allowed: Message,
    heading_line: int | None,
    wanted: Mapping[str, str],
    time: tuple[str, str] | None = None,
    headings: Sequence[str] | None = None,
) -> InputError:
    """Return what is wrong with a table that pvlib could not read, cell by cell.

    Parameters
    ----------
    text, file
        Of the file.
    title, allowed
        Of the format, for a fault that no cell shows.
    heading_line
        Line of the headings from 1; None where none was found.
    wanted
        Our name of each needed column to its heading.
    time
        Heading of the times, and how they are written.
    headings
        Where the format has them in its manual instead of in the file.

    Raises
    ------
    InputError
        With every missing column, or every cell that is no number and no time.
    """
    if heading_line is None:
        return unreadable(file, title, allowed)
    table = read_table(text, file, heading_line=heading_line, headings=headings)
    problems: list[Problem] = []
    needed = dict(wanted) if time is None else {**wanted, "time": time[0]}
    places = places_of(table, needed, needed=needed, problems=problems)
    raise_all(problems)
    at = places.pop("time", None)
    parts = {name: place for name, place in places.items() if name in PARTS}
    numbers(table, {name: places[name] for name in places.keys() - parts.keys()}, problems)
    if parts:
        times_of_parts(table, parts, problems)
    if time is not None and at is not None:
        times = times_of_text(table.cells[at], time[1])
        add_untimely(table, times, [at], problems)
    raise_all(problems)
    return unreadable(file, title, allowed)


def row_lines(text: str, heading_line: int, rows: int) -> NDArray[np.intp]:
    r"""Return the lines from 1 of the rows below a heading, blank lines left out as pandas does.

    Parameters
    ----------
    text
        With line feeds.
    heading_line
        Line of the headings from 1.
    rows
        Number of rows; what follows them is no row.

    Examples
    --------
    >>> row_lines("ghi\n1\n\n2\nend", 1, 2).tolist()
    [2, 4]
    """
    below = text.split("\n")[heading_line:]
    filled = [line for line, row in enumerate(below, heading_line + 1) if row and not row.isspace()]
    return np.array(filled[:rows], dtype=np.intp)


def line_of(text: str, beginning: str) -> int | None:
    r"""Return the first line from 1 that begins so, None if there is none.

    Examples
    --------
    >>> line_of("head\ntime,G\n", "time,"), line_of("head\n", "time,")
    (2, None)
    """
    if text.startswith(beginning):
        return 1
    before, mark, _ = text.partition("\n" + beginning)
    return before.count("\n") + 2 if mark else None
