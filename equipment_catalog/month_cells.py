"""The month a cell means, in figures or in Spanish or English words."""

from __future__ import annotations

import re
from functools import cache

from equipment_catalog.cell_values import Cell, RefusedCellError
from equipment_catalog.column_names import word_key
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts

TWO_DIGITS = 100
CENTURY = 2000
MONTHS = 12
YEAR_FIRST = re.compile(
    r"^((?:19|20)\d\d)(?:[-/. ](?=\d)|(?=\d\d$))(\d{1,2})(?:[-/.]\d{1,2}(?:[T ][\d:.]+)?)?$",
    re.ASCII,
)
YEAR_LAST = re.compile(r"^(\d{1,2})[-/. ]((?:19|20)\d\d)$", re.ASCII)
DAY_FIRST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d\d)$", re.ASCII)
NAMED = re.compile(r"^(?P<name>[a-z]+)(?P<year>\d{4}|\d{2})$", re.ASCII)
NAMED_LAST = re.compile(r"^(?P<year>\d{4})(?P<name>[a-z]+)$", re.ASCII)


def month_in_cell(cell: Cell) -> str:
    """Return the month of a cell as ``2025-01``.

    Examples
    --------
    >>> [month_in_cell(cell) for cell in ("2025-01", "ene-25", "Enero de 2025", "01/2025")]
    ['2025-01', '2025-01', '2025-01', '2025-01']

    Raises
    ------
    RefusedCellError
        Where it is no month of one certain year.
    """
    text = f"{cell:.15g}" if isinstance(cell, float) else cell
    year, month = _year_and_month(text)
    if not 1 <= month <= MONTHS:
        what = message("{value!r} is not a month", value=text)
        raise RefusedCellError(what, message("a month as 2025-01"))
    return f"{year:04d}-{month:02d}"


def _year_and_month(text: str) -> tuple[int, int]:
    """Return year and month of a text, 0 and 0 where it has none."""
    if match := YEAR_FIRST.match(text):
        return int(match[1]), int(match[2])
    if match := YEAR_LAST.match(text):
        return int(match[2]), int(match[1])
    if match := DAY_FIRST.match(text):
        first, second = int(match[1]), int(match[2])
        certain = first > MONTHS or second > MONTHS or first == second
        return (int(match[3]), min(first, second)) if certain else (0, 0)
    key = word_key(text)
    if match := NAMED.match(key) or NAMED_LAST.match(key):
        year = int(match["year"])
        full_year = year if year >= TWO_DIGITS else CENTURY + year
        return full_year, _month_numbers().get(match["name"], 0)
    return 0, 0


@cache
def _month_numbers() -> dict[str, int]:
    table = read_facts("equipment_catalog", "data/table_words.csv")
    months = table[table["kind"] == "month"]
    return {str(w): int(n) for w, n in zip(months["word"], months["value"], strict=True)}
