"""Dates, times and numbers as meters print them, read column by column."""

from __future__ import annotations

import pandas as pd

MINUTES_A_DAY = 1440
MINUTES_AN_HOUR = 60
CENTURY = 2000
MONTHS_A_YEAR = 12
MONTH_NAMES = (
    "ene jan", "feb", "mar", "abr apr", "may", "jun", "jul", "ago aug", "sep set", "oct", "nov",
    "dic dec",
)  # fmt: skip
MONTH_NUMBERS = {
    name: number for number, names in enumerate(MONTH_NAMES, start=1) for name in names.split()
}
DATE = r"(?P<a>\d{4}|\d{1,2})[-/. ](?P<b>\d{1,2}|[a-z]{3,10})\.?[-/. ](?P<c>\d{4}|\d{2})"
HOUR = r"(?P<hour>\d{1,2})"
REST = r"[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
HALF = r"\s*(?:(?P<half>[ap])\.?\s?m\.?)?"
MOMENT = rf"^{DATE}(?:[t ,]+{HOUR}(?:{REST})?{HALF})?\s*(?:[+-](?!00:?00)\d{{2}}:?\d{{2}})?$"
CLOCK = rf"^{HOUR}{REST}{HALF}(?:\s*(?:-|\u2013|a|to)\s*\d.*)?$"
ORDINAL = r"^(?P<prefix>hora|hour|hr|h|periodo|period|p)?[\s._]*(?P<number>\d{1,3})$"
NUMBER = r"^[+-]?\d[\d., ]*(?:[eE][+-]?\d+)?$"
MAYBE_THOUSANDS = r"^[1-9]\d{0,2}[.,]\d{3}$"


def read_moments(cells: pd.Series) -> pd.Series:
    """Return dates with or without time as local moments, NaT where a text is none.

    Years first or last; where days and months could be exchanged, days come first unless only
    the other way makes the file a shorter stretch of time. A zone behind the time is the local
    one and is dropped, but universal time is no local moment; ``24:00`` is the start of the next
    day.

    Parameters
    ----------
    cells
        Texts.

    Examples
    --------
    >>> read_moments(pd.Series(["3/1/2025 24:00", "04-ene-25 1:15 p. m.", "2025-01-05", "x"]))
    0   2025-01-04 00:00:00
    1   2025-01-04 13:15:00
    2   2025-01-05 00:00:00
    3                   NaT
    dtype: datetime64[us]
    """
    folded = cells.str.lower().str.replace(
        r"^(20\d{2})(\d{2})(\d{2})(?!\d)", r"\1-\2-\3", regex=True
    )
    parts = folded.str.extract(MOMENT)
    named = parts["b"].str[:3].map(MONTH_NUMBERS)
    first, last = _whole(parts["a"]), _whole(parts["c"])
    middle = named.fillna(_whole(parts["b"]))
    year_first = parts["a"].str.len() == len("2025")
    day_first = _dates(last, middle, first).where(~year_first, _dates(first, middle, last))
    month_first = _dates(last, first, middle)
    if not year_first.any() and named.isna().all() and _is_better(month_first, day_first):
        day_first = month_first
    moments = day_first + pd.to_timedelta(_minutes(parts).fillna(0.0), unit="m")
    return pd.Series(moments.dt.round("min"))


def _whole(texts: pd.Series) -> pd.Series:
    return pd.to_numeric(texts, errors="coerce")


def _dates(year: pd.Series, month: pd.Series, day: pd.Series) -> pd.Series:
    full = year.where(year >= CENTURY, year + CENTURY)
    return pd.to_datetime(pd.DataFrame({"year": full, "month": month, "day": day}), errors="coerce")


def _is_better(other: pd.Series, usual: pd.Series) -> bool:
    """Tell whether another order of day and month reads more dates, or a shorter stretch."""
    if other.notna().sum() != usual.notna().sum():
        return bool(other.notna().sum() > usual.notna().sum())
    return bool(other.max() - other.min() < usual.max() - usual.min())


def _minutes(parts: pd.DataFrame) -> pd.Series:
    """Return the minutes since midnight of hour, minute and half of the day."""
    hour, minute, second = (_whole(parts[name]) for name in ("hour", "minute", "second"))
    half_a_day = MINUTES_A_DAY / MINUTES_AN_HOUR / 2
    on_dial = hour.where(parts["half"].isna(), hour % half_a_day)
    clock: pd.Series = on_dial + half_a_day * (parts["half"] == "p")
    return clock * MINUTES_AN_HOUR + minute.fillna(0.0) + second.fillna(0.0) / MINUTES_AN_HOUR


def read_clock(cells: pd.Series) -> pd.Series:
    """Return times of the day as minutes since midnight, NaN where a text is none.

    Examples
    --------
    >>> read_clock(pd.Series(["0:15", "24:00", "01:30 p. m.", "06:00 - 06:15", "7"])).tolist()
    [15.0, 1440.0, 810.0, 360.0, nan]
    """
    minutes = _minutes(cells.str.lower().str.extract(CLOCK))
    return minutes.where(minutes <= MINUTES_A_DAY).round()


def read_ordinals(cells: pd.Series) -> pd.Series:
    """Return the numbers of hours or periods, NaN where a text is none.

    Examples
    --------
    >>> read_ordinals(pd.Series(["1", "H2", "Hora 24", "P96", "Total"])).tolist()
    [1.0, 2.0, 24.0, 96.0, nan]
    """
    return _whole(cells.str.lower().str.extract(ORDINAL)["number"])


def read_numbers(cells: pd.Series, *, decimal: str) -> pd.Series:
    """Return numbers, NaN where a text is none.

    Parameters
    ----------
    cells
        Texts.
    decimal
        ``","`` or ``"."``; the other one groups thousands.

    Examples
    --------
    >>> read_numbers(pd.Series(["1.234,5", "12", "--"]), decimal=",").tolist()
    [1234.5, 12.0, nan]
    """
    grouping = "." if decimal == "," else ","
    plain = cells.str.replace(" ", "").str.replace(grouping, "").str.replace(decimal, ".")
    return pd.to_numeric(plain.where(cells.str.match(NUMBER), ""), errors="coerce")


def decimal_mark(cells: pd.Series) -> str:
    """Return the mark, comma or point, that begins the decimals of a column.

    The later mark where a number holds both; the mark that no number holds twice.

    Examples
    --------
    >>> decimal_mark(pd.Series(["0,5", "12"])), decimal_mark(pd.Series(["1,234.5", "7.5"]))
    (',', '.')
    """
    numbers = cells[cells.str.match(NUMBER)]
    commas, points = numbers.str.count(","), numbers.str.count(r"\.")
    both = numbers[(commas > 0) & (points > 0)]
    if not both.empty:
        return max(",.", key=both.iloc[0].rfind)
    if (points > 1).any():
        return ","
    return "," if (commas == 1).any() and not (commas > 1).any() else "."


def unclear_number(cells: pd.Series) -> str:
    """Return a number that two readings of its mark fit alike, empty where there is none.

    Where every mark stands before three digits but other numbers have none, as in 987 and 1.234,
    neither decimals of one length nor thousands can be told from the other.

    Examples
    --------
    >>> unclear_number(pd.Series(["987", "1.234"])), unclear_number(pd.Series(["0", "1.234"]))
    ('1.234', '')
    """
    whole = cells.str.match(r"^\d{1,3}$") & (cells != "0")
    if not (maybe_thousands(cells) and whole.any()):
        return ""
    return str(cells[cells.str.match(MAYBE_THOUSANDS)].iloc[0])


def maybe_thousands(cells: pd.Series) -> bool:
    """Tell whether every mark of a column could as well group thousands.

    Examples
    --------
    >>> maybe_thousands(pd.Series(["12.345", "7.001"])), maybe_thousands(pd.Series(["0.345"]))
    (True, False)
    """
    marked = cells[cells.str.contains(r"\d[.,]\d", regex=True)]
    return bool(len(marked) and marked.str.match(MAYBE_THOUSANDS).all())
