"""Tables in the lines of a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_GAP = "  "


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table for a person: lines of text, or one with rules on a terminal."""

    title: str = ""
    """What it shows; empty for none."""
    rows: tuple[tuple[str, ...], ...]
    """The first holds the names of the columns; all are of one length."""
    words: frozenset[int] = frozenset({0})
    """Places of the columns that hold words and stand at the left."""


Said: TypeAlias = str | Grid
"""What is told: a line, or a table."""


def aligned(rows: Sequence[Sequence[str]], words: frozenset[int] = frozenset({0})) -> Iterator[str]:
    """Yield rows of a table as lines: words at the left, numbers at the right.

    Parameters
    ----------
    rows
        Cells, each row of one length.
    words
        Places of the columns that stand at the left; the first one where nothing else is said.

    Examples
    --------
    >>> list(aligned([("", "GHI"), ("June", "4.4")]))
    ['      GHI', 'June  4.4']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = [
            cell.ljust(width) if place in words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield _GAP.join(padded).rstrip()


def plain_lines(said: Iterable[Said]) -> Iterator[str]:
    """Yield lines as they are, and tables line by line below their titles.

    Examples
    --------
    >>> list(plain_lines(["first", Grid(title="Sun", rows=(("", "GHI"), ("June", "4.4")))]))
    ['first', 'Sun', '      GHI', 'June  4.4']
    """
    for one in said:
        if isinstance(one, str):
            yield one
            continue
        if one.title:
            yield one.title
        yield from aligned(one.rows, one.words)
