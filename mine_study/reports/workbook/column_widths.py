"""How wide columns and how high rows are: room for numbers, heads and the lines of texts."""

from __future__ import annotations

import math
import textwrap
from itertools import count
from typing import TYPE_CHECKING

from equipment_catalog.workbook_sheets import NARROWEST, WIDEST, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.worksheet import Worksheet

HEAD_HEIGHT = 48
"""Of a row of heads on three lines, in points."""
LINE_HEIGHT, HIGHEST = 15, 409
"""Of a row of one line, and of the highest row of Excel, in points."""
EDGES = 2
"""Letters of room beside a number or a word of a head, which is bold."""


def head_width(head: str, lines: int) -> int:
    """Return the least width that shows a head on some lines without breaking its words.

    Parameters
    ----------
    head
        What stands over a column.
    lines
        That it may take.

    Examples
    --------
    >>> head_width("Highest demand, bill [kW]", 2), head_width("Importación [kWh]", 2)
    (17, 13)
    """
    longest = max((len(word) for word in head.split()), default=1)
    fits = (width for width in count(longest) if len(textwrap.wrap(head, width)) <= lines)
    return min(next(fits) + EDGES, WIDEST)


def number_width(numbers: Iterable[float], num_format: str) -> int:
    """Return the width that shows every number of a column; wider is what has more digits.

    Parameters
    ----------
    numbers
        What stands in the cells; what is not finite is not shown.
    num_format
        Of Excel, as ``#,##0.0``.

    Examples
    --------
    >>> number_width([5.0, 178_103_065.4], "#,##0"), number_width([-0.25], "0.0%")
    (13, 8)
    """
    shown = [number for number in numbers if math.isfinite(number)]
    if not shown:
        return 0
    return max(len(_written(number, num_format)) for number in (min(shown), max(shown))) + EDGES


def _written(number: float, num_format: str) -> str:
    """Return a number as its cell shows it; the separators of a reader are as long as these.

    Examples
    --------
    >>> _written(-1234.56, "#,##0.0"), _written(1 / 3, "General"), _written(45000.5, "yyyy-mm-dd")
    ('-1,234.6', '0.3333333', 'yyyy-mm-dd')
    """
    if num_format.startswith("yyyy"):
        return num_format
    if num_format in {"General", "@"}:
        return f"{number:.7g}"
    whole, _, decimals = num_format.rstrip("%").partition(".")
    sign = "%" if num_format.endswith("%") else "f"
    return f"{number:{',' * (',' in whole)}.{len(decimals)}{sign}}"


def column_width(head: str, cells: Sequence[object], num_format: str, *, head_lines: int) -> int:
    """Return the width of a column: its texts within bounds, its numbers and head whole.

    Parameters
    ----------
    head
        What stands over it.
    cells
        What stands in it, as the cells of a table.
    num_format
        Of its numbers.
    head_lines
        That its head may take.

    Examples
    --------
    >>> column_width("Energy [kWh]", [4.0, "none"], "#,##0", head_lines=2)
    9
    """
    texts = [cell for cell in cells if isinstance(cell, str)]
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    return max(
        NARROWEST,
        head_width(head, head_lines),
        width_of(texts),
        number_width(numbers, num_format),
    )


def row_height(cells: Sequence[object], widths: Sequence[int]) -> int:
    """Return the height of a row whose texts are wrapped [points].

    Parameters
    ----------
    cells
        What stands in it.
    widths
        Of their columns, in letters.

    Examples
    --------
    >>> row_height(["belt", 4.0], [9, 9]), row_height(["a belt that is worn", 4.0], [9, 9])
    (15, 45)
    """
    lines = (
        len(textwrap.wrap(cell, width))
        for cell, width in zip(cells, widths, strict=True)
        if isinstance(cell, str) and len(cell) > width
    )
    return min(max(lines, default=1) * LINE_HEIGHT, HIGHEST)


def set_widths(sheet: Worksheet, widths: Sequence[int], *, first: int = 0) -> None:
    """Give columns that stand side by side their widths.

    Parameters
    ----------
    sheet
        Sheet of xlsxwriter.
    widths
        In letters.
    first
        Place of the first of them, from 0.
    """
    for place, width in enumerate(widths, start=first):
        sheet.set_column(place, place, width)
