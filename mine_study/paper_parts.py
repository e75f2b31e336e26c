"""A long page in parts that can be printed at once, and the sheets on which they are laid.

The front is the page up to the first section that opens a page of its own, with an empty leaf for
every page behind it. A leaf holds what a printer must know of the whole: running head, number of
the page, and where headings and places that links lead to will stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OPENS_PAGE = re.compile(r'(?=<section class="opens-page")')
OF_THE_WHOLE = re.compile(r'<style class="of-the-whole">.*?</style>', re.DOTALL)
"""Rules for the first page, running heads and numbers, which no part can know."""
HEADER = re.compile(r"<header>.*?</header>", re.DOTALL)
DRAWING = re.compile(r'src="data:[^"]*"')
LINK, PLACE = re.compile(r'\bhref="#([^"]+)"'), re.compile(r'\bid="([^"]+)"')
MAIN, MAIN_END = "<main>", "</main>"

Point = tuple[float, float]
"""From the left and the top edge of a page [CSS px]."""


@dataclass(frozen=True, kw_only=True)
class PageMarks:
    """What of a printed page the rest of a document points at."""

    headings: Sequence[tuple[int, str, Point]]
    """Level, text and place of each."""
    places: Mapping[str, Point]
    """What links lead to; a section that goes on from the page before is told again."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some sections of a page, to be printed by themselves."""

    page: str
    elsewhere: frozenset[str]
    """Places that links lead to and that stand in the rest of the page."""


@dataclass(frozen=True, kw_only=True)
class CutPage:
    """A page that is printed as a front and two parts."""

    front: str
    parts: tuple[Part, Part]

    def front_with_leaves(self, behind: Sequence[Sequence[PageMarks]]) -> str:
        """Return the front with an empty leaf for each page behind it.

        Parameters
        ----------
        behind
            What stands on the pages of each part.
        """
        known: set[str] = set()
        leaves = []
        for part, pages in zip(self.parts, behind, strict=True):
            for marks in pages:
                leaves.append(_leaf(marks, part.elsewhere | known))
                known |= marks.places.keys() - part.elsewhere
        return self.front.replace(MAIN_END, "\n".join([*leaves, MAIN_END]))


def cut_page(page: str) -> CutPage | None:
    """Return a page cut in two where a section opens a page, each half about as long; else None.

    Parameters
    ----------
    page
        HTML with one ``main``; sections that open a page have the class ``opens-page``.

    Examples
    --------
    >>> section = '<section class="opens-page" id="{0}"><a href="#sun">{0}</a></section>'
    >>> body = "".join(map(section.format, ["sun", "money"]))
    >>> cut = cut_page(f"<header>Oro</header><main><p>first</p>{body}</main>")
    >>> cut.front
    '<header>Oro</header><main><p>first</p></main>'
    >>> cut.parts[0].page
    '<main><section class="opens-page" id="sun"><a href="#sun">sun</a></section></main>'
    >>> cut.parts[1].elsewhere
    frozenset({'sun'})
    >>> cut_page(f"<main>{section}</main>") is None
    True
    """
    start, end = page.find(MAIN) + len(MAIN), page.rfind(MAIN_END)
    first, *sections = OPENS_PAGE.split(page[start:end])
    if len(sections) < 2 or not first.strip():  # noqa: PLR2004  two parts
        return None
    half = _halfway([len(DRAWING.sub("", section)) for section in sections])
    opening = OF_THE_WHOLE.sub("", HEADER.sub("", page[:start]))
    early, late = (
        _part(opening, "".join(some), page[end:]) for some in (sections[:half], sections[half:])
    )
    return CutPage(front=page[:start] + first + page[end:], parts=(early, late))


def _halfway(lengths: Sequence[int]) -> int:
    """Return how many of some lengths make up half of them all, at least one on either side.

    Examples
    --------
    >>> _halfway([3, 1, 1, 1]), _halfway([1, 1, 1, 9])
    (1, 3)
    """
    return min(
        range(1, len(lengths)),
        key=lambda count: abs(sum(lengths[:count]) - sum(lengths[count:])),
    )


def _part(opening: str, sections: str, closing: str) -> Part:
    """Return sections to be printed, with an invisible place for each link that leads out of them.

    A printer drops links that lead nowhere; by its name a link is led to where the place truly is.
    """
    elsewhere = frozenset(LINK.findall(sections)) - frozenset(PLACE.findall(sections))
    signposts = "".join(f'<a id="{name}"></a>' for name in sorted(elsewhere))
    posts = f'<p class="elsewhere">{signposts}</p>' if signposts else ""
    return Part(page=opening + sections + posts + closing, elsewhere=elsewhere)


def _leaf(marks: PageMarks, told: frozenset[str]) -> str:
    headings = (
        f'<h{level} title="{escape(text)}" style="{_at(point)}"></h{level}>'
        for level, text, point in marks.headings
    )
    places = (
        f'<a id="{name}" style="{_at(point)}"></a>'
        for name, point in marks.places.items()
        if name not in told
    )
    return f'<div class="leaf">{"".join((*headings, *places))}</div>'


def _at(point: Point) -> str:
    return f"left: {point[0]:.3f}px; top: {point[1]:.3f}px"
