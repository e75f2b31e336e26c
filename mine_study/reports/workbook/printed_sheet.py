"""How a sheet is printed: A4 sideways, its text large enough to be read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

A4 = 9
"""Number of the paper in Excel."""
PAPER_PT, MARGIN_INCHES = 842.0, 0.4
POINTS_OF_AN_INCH = 72
DIGIT_PT, PADDING_PT = 5.25, 3.75
"""Width of a digit of Calibri 11 and of the padding of a column, in points."""
LEAST_PT, LETTER_PT = 6.0, 11.0
"""Smallest text that is printed, and its size on the screen."""


def print_sideways(
    sheet: Worksheet, widths: Sequence[float], *, heads: int = 0, title: str = "", footer: str = ""
) -> None:
    """Let a sheet print on as few pages side by side as leave its text readable.

    Heads stand on each page, the first column too where pages lie side by side.

    Parameters
    ----------
    sheet
        Sheet of xlsxwriter.
    widths
        Of the printed columns, in letters.
    heads
        Row of its heads, from 0.
    title
        Over each page; the sheet's name where empty.
    footer
        Under each page, beside its number.
    """
    pages = pages_across(widths)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=MARGIN_INCHES, right=MARGIN_INCHES)
    sheet.fit_to_pages(pages, 0)
    sheet.repeat_rows(heads)
    if pages > 1:
        sheet.repeat_columns(0)
    sheet.set_header(f"&L{_literal(title) or '&A'}")
    sheet.set_footer(f"&C{_literal(footer)}&R&P / &N")


def _literal(text: str) -> str:
    """Return a text whose signs are no codes of Excel for headers.

    Examples
    --------
    >>> _literal("Iron & Gold")
    'Iron && Gold'
    """
    return text.replace("&", "&&")


def pages_across(widths: Sequence[float]) -> int:
    """Return how many pages side by side show columns in text that can be read.

    Parameters
    ----------
    widths
        In letters, the first of them on each page.

    Examples
    --------
    >>> pages_across([9.0, *[13.0] * 8]), pages_across([9.0, *[13.0] * 30])
    (1, 2)
    """
    first, *others = (width * DIGIT_PT + PADDING_PT for width in widths)
    room = (PAPER_PT - 2 * MARGIN_INCHES * POINTS_OF_AN_INCH) * LETTER_PT / LEAST_PT
    return max(1, math.ceil(sum(others) / (room - first)))
