"""How a meter file is laid out: one reading a row, or one day a row or a column."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.meters.times import (
    MINUTES_A_DAY,
    MINUTES_AN_HOUR,
    NUMBER,
    read_clock,
    read_moments,
    read_ordinals,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.meters.cells import Grid

PERIODS_A_DAY = (24, 48, 72, 96, 144, 288)
ROWS_LOOKED_AT = 60
BEGINS_WITH_DIGIT = r"^\d"
CLOCK_HEADER = r"^\s*(?:hora|hour|time)"


@dataclass(frozen=True, kw_only=True)
class Readings:
    """The readings of a table, one below the other, still as texts."""

    times: pd.Series
    """Moment of each reading, NaT where the text is none; indexed by line of the file."""
    texts: pd.DataFrame
    """The columns that hold numbers, named by what stands above them in small letters."""
    titles: str
    """Everything above the readings, in small letters."""
    label: str
    """``start`` or ``end`` where the layout itself tells, else empty."""


def find_readings(grid: Grid) -> Readings | None:
    """Return the readings of a table, None where it holds none.

    Parameters
    ----------
    grid
        A table of texts: a reading a row (moment in one column or in two), a day a row with its
        hours in columns, or a day a column with its hours in rows.
    """
    cells = grid.cells
    head = cells.iloc[:ROWS_LOOKED_AT]
    flat = pd.Series(head.to_numpy().ravel(), dtype=str)
    dated = _as_table(read_moments(flat).notna(), head)
    numeric = _as_table(flat.str.match(NUMBER), head) & ~dated
    with_dates = head.index[dated.any(axis=1)]
    if with_dates.empty:
        return None
    first = int(with_dates[0])
    if len(with_dates) == 1 and not dated.loc[first, 0]:
        across = _days_across(cells, first, dated.loc[first].to_numpy())
        if across is not None:
            return across
    rows = head.index[dated.any(axis=1) & numeric.any(axis=1)]
    if rows.empty:
        return None
    first = int(rows[0])
    date_column = int(dated.loc[first].to_numpy().argmax())
    down = _days_down(cells, first, date_column)
    return down or _reading_a_row(cells, first, date_column)


def _as_table(flat: pd.Series, like: pd.DataFrame) -> pd.DataFrame:
    values = flat.to_numpy().reshape(like.shape)
    return pd.DataFrame(values, index=like.index, columns=like.columns)


def _titles(above: pd.DataFrame) -> str:
    return _folded(" ".join(text for row in above.to_numpy() for text in row if text))


def _folded(text: str) -> str:
    """Return a text in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _days_across(cells: pd.DataFrame, first: int, dated: npt.NDArray[np.bool_]) -> Readings | None:
    """Return the readings of a table with a day a column, None where it is none."""
    below = cells.loc[first + 1 :]
    labels = below[0][read_clock(below[0]).notna() | read_ordinals(below[0]).notna()]
    if len(labels) not in PERIODS_A_DAY:
        return None
    values = below.loc[labels.index, dated].T
    lines = pd.Series(first, index=values.index)
    dates = pd.Series(cells.loc[first].to_numpy()[dated])
    return _by_day(dates, labels, values, lines, cells.loc[:first])


def _days_down(cells: pd.DataFrame, first: int, date_column: int) -> Readings | None:
    """Return the readings of a table with a day a row, None where it is none."""
    above, body = cells.loc[: first - 1], cells.loc[first:]
    if above.empty:
        return None
    header = above.iloc[-1].drop(date_column)
    labels = header[read_clock(header).notna() | read_ordinals(header).notna()]
    if len(labels) not in PERIODS_A_DAY:
        return None
    lines = pd.Series(body.index, index=body.index)
    sums = header.index.difference(labels.index)
    above = above.copy()
    above.loc[above.index[-1], sums] = ""
    return _by_day(body[date_column], labels, body[labels.index], lines, above)


def _by_day(
    dates: pd.Series,
    labels: pd.Series,
    values: pd.DataFrame,
    lines: pd.Series,
    above: pd.DataFrame,
) -> Readings:
    """Return readings from a table of days by periods."""
    clock, step = read_clock(labels).to_numpy(), MINUTES_A_DAY / len(labels)
    label = ""
    if np.isnan(clock).any():
        clock, label = np.arange(len(labels)) * step, "start"
    elif clock[0] == step and clock[-1] in {0, MINUTES_A_DAY}:
        clock, label = np.arange(1, len(labels) + 1) * step, "end"
    days = read_moments(dates).to_numpy().repeat(len(labels))
    times = days + np.tile(pd.to_timedelta(clock, unit="m").to_numpy(), len(dates))
    index = lines.to_numpy().repeat(len(labels))
    return Readings(
        times=pd.Series(times, index=index),
        texts=pd.DataFrame({"": values.to_numpy().ravel()}, index=index, dtype=str),
        titles=_titles(above),
        label=label,
    )


def _reading_a_row(cells: pd.DataFrame, first: int, date_column: int) -> Readings | None:
    """Return the readings of a table with a reading a row; None where nothing stands beside."""
    begins = _first_row(cells, first, date_column)
    above, body = cells.loc[: begins - 1], cells.loc[begins:]
    width = len(cells.columns)
    columns = above[(above != "").sum(axis=1) > 1]
    headers = {place: _folded(" ".join(columns[place])).strip() for place in range(width)}
    times = read_moments(body[date_column])
    clock_column: int | None = None
    label = ""
    if not (times != times.dt.normalize())[times.notna()].any():
        clock_column = _clock_column(body, headers, date_column)
    if clock_column is not None:
        clock, label = _clock(body[clock_column])
        dated = times.notna() | (body[date_column] == "")
        times = times.ffill().where(dated) + pd.to_timedelta(clock, unit="m")
    sample = body.iloc[:ROWS_LOOKED_AT]
    places = [
        place
        for place in range(width)
        if place not in {date_column, clock_column}
        and sample[place].str.match(NUMBER).any()
        and not read_moments(sample[place]).notna().any()
    ]
    texts = body[places].set_axis([headers[place] for place in places], axis=1)
    return Readings(times=times, texts=texts, titles=_titles(above), label=label)


def _first_row(cells: pd.DataFrame, first: int, date_column: int) -> int:
    """Return where the readings begin: spoiled ones may stand above the first that is whole."""
    above = cells.loc[: first - 1].iloc[::-1]
    dated = read_moments(above[date_column]).notna()
    half = above[date_column].str.match(BEGINS_WITH_DIGIT)
    half &= above.drop(columns=date_column).apply(lambda cell: cell.str.match(NUMBER)).any(axis=1)
    belongs = (dated | half).astype(bool)
    own = belongs[belongs.cummin()]
    return first if own.empty else int(own.index[-1])


def _clock_column(body: pd.DataFrame, headers: dict[int, str], date_column: int) -> int | None:
    """Return the column that holds the time of the day beside the date."""
    sample = body.iloc[:ROWS_LOOKED_AT]
    for place in range(len(body.columns)):
        named = pd.Series([headers[place]]).str.match(CLOCK_HEADER).all()
        labels = read_clock(sample[place])
        if named:
            labels = labels.fillna(read_ordinals(sample[place]))
        if place != date_column and labels.notna().mean() > 1 / 2:
            return place
    return None


def _clock(cells: pd.Series) -> tuple[pd.Series, str]:
    """Return minutes since midnight, and ``start`` where hours are counted from 1 to 24."""
    clock = read_clock(cells)
    if clock.notna().any():
        return clock, ""
    hours = read_ordinals(cells)
    counted_from_one = hours.min() == 1
    return (hours - counted_from_one) * MINUTES_AN_HOUR, "start" if counted_from_one else ""
