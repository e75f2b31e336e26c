"""Spot price of energy hour by hour, from a file of the user."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.errors import InputError, Problem
from equipment_catalog.messages import message
from project_finance.tariffs.price_file import price_of, read_price_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from project_finance.tariffs.price_file import PriceRow

_HOUR, _PRICE = "hour", "price"


def read_spot_prices(path: Path, hours: pd.DatetimeIndex) -> pd.Series:
    r"""Return the spot price on the hours of a study [money/kWh]; every fault is named at once.

    Parameters
    ----------
    path
        Comma-separated file with the columns ``hour``, the local start of the hour as
        ``2025-01-31 14:00``, and ``price`` [money/kWh]. Hours beyond those of the study, as
        those of 29 February, are left alone.
    hours
        Local hours that need a price, each labelled by its start.

    Raises
    ------
    InputError
        If a line has no hour or no price of at least 0, an hour stands twice, or one is missing.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> hours = pd.date_range("2025-01-01", periods=2, freq="h", tz="America/Bogota")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "spot.csv")
    ...     _ = path.write_text("hour,price\n2025-01-01 01:00,300\n2025-01-01 00:00,250.5\n")
    ...     read_spot_prices(path, hours).to_list()
    [250.5, 300.0]
    """
    rows = read_price_rows(path, (_HOUR, _PRICE))
    prices: dict[datetime, float] = {}
    problems = list(_filled(rows, prices))
    wanted = hours.tz_localize(None)
    missing = wanted.difference(pd.DatetimeIndex(list(prices)))
    if len(missing):
        problems.append(_without_price(path.name, rows, wanted, missing))
    if problems:
        raise InputError(problems)
    return pd.Series(prices, dtype=float).reindex(wanted).set_axis(hours)


def _without_price(
    file: str, rows: tuple[PriceRow, ...], wanted: pd.DatetimeIndex, missing: pd.DatetimeIndex
) -> Problem:
    """Return that hours are missing, at the line after which the first should stand."""
    first = missing[0].to_pydatetime()
    lines = {_hour_of(row.cells[_HOUR]): row.line for row in rows}
    before = {hour: line for hour, line in lines.items() if hour and wanted[0] <= hour < first}
    hour = f"{first:%Y-%m-%d %H:%M}"
    what = message("the hour {hour} has no price", hour=hour)
    if len(missing) > 1:
        what = message(
            "{count:d} hours have no price, the first is {hour}", count=len(missing), hour=hour
        )
    allowed = message(
        "each hour from {first} to {last}",
        first=f"{wanted[0]:%Y-%m-%d %H:%M}",
        last=f"{wanted[-1]:%Y-%m-%d %H:%M}",
    )
    if not before:
        return Problem(what=what, allowed=allowed, file=file)
    after = message("{allowed}; it should stand after this line", allowed=allowed)
    return Problem(what=what, allowed=after, file=file, row=before[max(before)])


def _filled(rows: tuple[PriceRow, ...], prices: dict[datetime, float]) -> Iterator[Problem]:
    """Put the prices of the lines into the table, and yield what is wrong with a line."""
    for row in rows:
        hour, price = _hour_of(row.cells[_HOUR]), price_of(row.cells[_PRICE])
        if hour is None:
            yield row.refused(_HOUR, message("a local full hour as 2025-01-31 14:00"))
        elif hour in prices:
            what = message("the hour {hour} stands twice", hour=row.cells[_HOUR])
            yield row.problem(_HOUR, what, message("each hour once"))
        elif price is None:
            allowed = message("a finite price of at least 0, decimals after a point")
            yield row.refused(_PRICE, allowed)
        if hour is not None:
            prices.setdefault(hour, price or 0.0)


def _hour_of(text: str) -> datetime | None:
    """Return a local full hour; None where the text is none or bears a zone of its own."""
    try:
        hour = datetime.fromisoformat(text)
    except ValueError:
        return None
    is_full = hour.tzinfo is None and not (hour.minute or hour.second or hour.microsecond)
    return hour if is_full else None
