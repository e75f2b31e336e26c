"""The headings of a page: each can be pointed at, and together they are its contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

HEADING = re.compile(r"<h([23])([^>]*)>(.*?)</h\1>", re.DOTALL)
SECTION = 2
"""Level of the heading of a section."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the contents."""

    level: int
    """2 for a section, 3 below it."""
    anchor: str
    """Where it leads."""
    text: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A section and what stands below it."""

    entry: Entry
    parts: tuple[Entry, ...]


def with_anchors(page: str, prefix: str) -> tuple[str, list[Entry]]:
    """Return a page whose headings can be pointed at, and those headings in their order.

    Parameters
    ----------
    page
        HTML.
    prefix
        Goes before the number of a heading that has no ``id`` of its own.

    Examples
    --------
    >>> page, entries = with_anchors('<h2>Audit</h2><h3 id="x">Sites &amp; more</h3>', "en")
    >>> page
    '<h2 id="en-h-1">Audit</h2><h3 id="x">Sites &amp; more</h3>'
    >>> [(entry.level, entry.anchor, entry.text) for entry in entries]
    [(2, 'en-h-1', 'Audit'), (3, 'x', 'Sites & more')]
    """
    entries: list[Entry] = []

    def anchored(found: re.Match[str]) -> str:
        level, more, inner = found.groups()
        own = re.search(r'\bid="([^"]+)"', more)
        anchor = own[1] if own else f"{prefix}-h-{len(entries) + 1}"
        text = Markup(inner).striptags()  # noqa: S704  its tags are taken out
        entries.append(Entry(level=int(level), anchor=anchor, text=str(text)))
        return found[0] if own else f'<h{level} id="{anchor}"{more}>{inner}</h{level}>'

    return HEADING.sub(anchored, page), entries


def chapters(entries: list[Entry]) -> list[Chapter]:
    """Return headings gathered under the section that each stands in.

    Examples
    --------
    >>> _page, entries = with_anchors("<h2>Audit</h2><h3>Sites</h3><h2>Sun</h2>", "en")
    >>> [(chapter.entry.text, len(chapter.parts)) for chapter in chapters(entries)]
    [('Audit', 1), ('Sun', 0)]
    """
    starts = [place for place, entry in enumerate(entries) if entry.level == SECTION]
    ends = [*starts[1:], len(entries)]
    return [
        Chapter(entry=entries[start], parts=tuple(entries[start + 1 : end]))
        for start, end in zip(starts, ends, strict=True)
    ]
