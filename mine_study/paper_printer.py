"""WeasyPrint, here or in a process that waits for its page, which two of them may share."""

from __future__ import annotations

import base64
import gc
import multiprocessing
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from mine_study.child_processes import end_with, processors
from mine_study.paper_parts import CutPage, PageMarks, cut_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weasyprint.document import Page

DRAWING = re.compile(r'src="data:image/svg\+xml;base64,([^"]*)"')
DRAWN = {"Content-Type": "image/svg+xml"}
EMPTY, READY = "<p>", b"ready\n"
"""The first page, which shows that Pango is there, and what is then said."""


def printed(page: str) -> bytes:
    """Return a page as PDF; it needs WeasyPrint.

    Parameters
    ----------
    page
        HTML with everything it shows; no address that it might hold is followed.
    """
    return _printed_with_marks(page)[0]


def printed_by_two(page: str) -> bytes:
    """Return a page as PDF, its halves printed by two processes where it can be cut in two.

    Parameters
    ----------
    page
        HTML with everything it shows, as ``cut_page`` would have it.
    """
    cut = cut_page(page)
    if cut is None or not may_join():
        return printed(page)
    from mine_study.paper_joiner import joined  # noqa: PLC0415  pypdf is of an extra

    with _without_collector():
        contents, marks = zip(*_halves(cut), strict=True)
        return joined(printed(cut.front_with_leaves(marks)), contents)


def may_join() -> bool:
    """Tell whether a second processor is there, and what joins what two have printed."""
    return processors() > 1 and find_spec("pypdf") is not None


def _halves(cut: CutPage) -> tuple[tuple[bytes, list[PageMarks]], ...]:
    """Return both parts printed, the second by a process of its own."""
    import weasyprint  # noqa: F401, PLC0415  loaded once where the other is a copy of this one

    early, late = cut.parts
    kind = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(1, kind, end_with, (os.getpid(),)) as pool:
        beside = pool.submit(_printed_with_marks, late.page)
        return _printed_with_marks(early.page), beside.result()


def _printed_with_marks(page: str) -> tuple[bytes, list[PageMarks]]:
    """Return a page as PDF, and what of each page of paper the rest of a document points at."""
    from weasyprint import HTML  # noqa: PLC0415  an extra, and half a second to load

    page, fetcher = _with_drawings_apart(page)
    with _without_collector():
        document = HTML(string=page, url_fetcher=fetcher).render()
        return bytes(document.write_pdf()), [_marks(paper) for paper in document.pages]


def _marks(paper: Page) -> PageMarks:
    headings = [(level, text, point) for level, text, point, _is_open in paper.bookmarks]
    places = {name: (left, top) for name, (left, top, _, _) in paper.anchors.items()}
    return PageMarks(headings=headings, places=places)


def main() -> None:
    """Load WeasyPrint, say so, print the page that comes in; end when who asked for it does."""
    end_with(int(sys.argv[1]))
    printed(EMPTY)
    if may_join():
        import_module("mine_study.paper_joiner")
    way_in, way_out = sys.stdin.buffer, sys.stdout.buffer
    way_out.write(READY)
    way_out.flush()
    if length := way_in.readline():
        way_out.write(printed_by_two(way_in.read(int(length)).decode()))


def _with_drawings_apart(page: str) -> tuple[str, object]:
    """Return a page that names its drawings, and what gives them and nothing else.

    A parser then need not read a megabyte of them; no address that a page might hold is followed.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415  an extra

    drawings: list[bytes] = []

    def named(found: re.Match[str]) -> str:
        drawings.append(base64.b64decode(found[1]))
        return f'src="drawing:{len(drawings) - 1}"'

    class Drawings(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Gives the drawings of this page."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            """Return a drawing by its number."""
            del headers
            scheme, _, number = url.partition(":")
            if scheme != "drawing":
                raise ValueError(url)
            return URLFetcherResponse(url, drawings[int(number)], DRAWN)

    return DRAWING.sub(named, page), Drawings()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector out: a page is a million small objects, a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


if __name__ == "__main__":
    main()
