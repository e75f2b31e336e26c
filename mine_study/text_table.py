"""Tables in the lines of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GAP = "  "


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows of a table as lines: the first column at the left, numbers at the right.

    Examples
    --------
    >>> list(aligned([("", "GHI"), ("June", "4.4")]))
    ['      GHI', 'June  4.4']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for head, *cells in rows:
        padded = [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        yield _GAP.join([head.ljust(widths[0]), *padded]).rstrip()
