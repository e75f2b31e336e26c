"""The columns of printed tables: as wide as their words ask, so that no printer need measure them.

A printer that finds the widths by itself shapes every cell twice more, a third of its time.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TABLE = re.compile(
    r'(?P<head><table class="(?P<class>[^"]*)">\s*<caption>.*?</caption>)(?P<rows>.*?</table>)',
    re.DOTALL,
)
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t([hd])([^>]*)>(.*?)</t\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
WORD = re.compile(r"[^ \n]+")
NUMBER, HEAD = 'class="n"', 'scope="col"'
HEAD_LINES, MOST_HEAD_LINES = 3, 4
"""Lines of the head of a column where there is room, and where there is little."""
PAGE_PT, REM_PT = 516.0, 8.6
"""Width of what is printed on a page, and 1rem, as in print.css."""
FONT_PT, WIDE_FONT_PT = 7.2, 6.4
PADDING_REM, WIDE_PADDING_REM = 1.0, 0.6
USUAL_EM = 0.64
"""Width of a small letter or a figure of DejaVu Sans, one of the widest of its kind."""
BOLD = 1.12
"""Width of a bold figure or letter of DejaVu Sans over that of a plain one; totals are bold."""
GLYPHS_EM = (
    dict.fromkeys("ijl'|.,:;()[]/ \N{NO-BREAK SPACE}frtI-·!", 0.4)
    | dict.fromkeys("mwMWOQGDHNU%@…—→₂", 0.9)
    | dict.fromkeys("ABCEFKLPRSTVXYZJÁÉÍÓÚ", 0.7)
)


def with_column_widths(page: str) -> str:
    """Return a page whose tables say how wide each column is.

    A number stays on one line, a text keeps its longest word whole; what is left of the page goes
    to the columns that would have used it. Where even the words do not fit, all give way alike.

    Parameters
    ----------
    page
        HTML whose tables have a caption and a row for each line.

    Examples
    --------
    >>> rows = '<tr><th scope="row">pump</th><td class="n">1</td></tr>'
    >>> page = f'<table class=""><caption>Load</caption><tbody>{rows}</tbody></table>'
    >>> print(re.search("<colgroup>.*</colgroup>", with_column_widths(page))[0])
    <colgroup><col style="width:68.6%"><col style="width:31.4%"></colgroup>
    """
    return TABLE.sub(_with_widths, page)


def _with_widths(found: re.Match[str]) -> str:
    is_wide = "wide" in found["class"].split()
    font = WIDE_FONT_PT if is_wide else FONT_PT
    padding = (WIDE_PADDING_REM if is_wide else PADDING_REM) * REM_PT / font
    above, _, totals = found["rows"].partition("<tfoot")
    rows = [
        [(weight * _least_em(cell), weight * _most_em(cell)) for cell in CELL.findall(row)]
        for part, weight in ((above, 1.0), (totals, BOLD))
        for row in ROW.findall(part)
    ]
    columns = list(zip(*rows, strict=True))
    least = [padding + max(low for low, _ in column) for column in columns]
    most = [
        max(low, padding + max(high for _, high in column))
        for low, column in zip(least, columns, strict=True)
    ]
    shares = column_shares(least, most, PAGE_PT / font)
    written = "".join(f'<col style="width:{100 * share:.1f}%">' for share in shares)
    return f"{found['head']}<colgroup>{written}</colgroup>{found['rows']}"


def column_shares(least: Sequence[float], most: Sequence[float], whole: float) -> list[float]:
    """Return what each column gets of a width.

    Parameters
    ----------
    least
        Below which a word of the column would break.
    most
        With which no line of the column would.
    whole
        To be shared, in the same unit.

    Examples
    --------
    >>> column_shares([2.0, 2.0], [2.0, 8.0], 6.0)
    [0.3333333333333333, 0.6666666666666666]
    >>> column_shares([2.0, 2.0], [2.0, 6.0], 16.0), column_shares([3.0, 1.0], [9.0, 9.0], 2.0)
    ([0.25, 0.75], [0.75, 0.25])
    """
    wished = [high - low for low, high in zip(least, most, strict=True)]
    given = min(max((whole - sum(least)) / (sum(wished) or 1.0), 0.0), 1.0)
    widths = [low + given * wish for low, wish in zip(least, wished, strict=True)]
    return [width / sum(widths) for width in widths]


def _least_em(cell: Sequence[str]) -> float:
    """Return the width of the longest part of a cell that must not break; a number is one."""
    tag, more, _text = cell
    if tag == "d" and NUMBER in more:
        return _most_em(cell)
    longest = max(map(_em, _words(cell)), default=0.0)
    return max(longest, _whole_em(cell) / MOST_HEAD_LINES) if HEAD in more else longest


def _most_em(cell: Sequence[str]) -> float:
    """Return the width beyond which a cell gains nothing; the head of a column may take lines."""
    return _whole_em(cell) / (HEAD_LINES if HEAD in cell[1] else 1)


def _whole_em(cell: Sequence[str]) -> float:
    """Return the width of a cell on one line."""
    return _em(" ".join(_words(cell)))


def _words(cell: Sequence[str]) -> list[str]:
    """Return what no line of a cell may end in; a blank that does not break is inside one."""
    return WORD.findall(unescape(TAG.sub("", cell[2])))


def _em(text: Iterable[str]) -> float:
    return sum(GLYPHS_EM.get(glyph, USUAL_EM) for glyph in text)
