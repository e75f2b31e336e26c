"""The report as PDF: by WeasyPrint, else by a browser that is there."""

from __future__ import annotations

import base64
import gc
import re
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.missing_part import MissingPartError
from mine_study.reports.browsers import find_browser, print_with
from mine_study.reports.print_page import printed_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mine_study.study import StudyResult

    Printer = Callable[[str], bytes]

DRAWING = re.compile(r'src="data:image/svg\+xml;base64,([^"]*)"')
DRAWN = {"Content-Type": "image/svg+xml"}


def pdf_report(result: StudyResult) -> bytes:
    """Return the report of a study as PDF, in the language of the study.

    Parameters
    ----------
    result
        What ``run_study`` returns.

    Raises
    ------
    MissingPartError
        If nothing on this machine can print, or the browser that should have did not.
    """
    return find_printer()(printed_page(result))


def require_printer() -> None:
    """Raise MissingPartError where nothing on this machine can print."""
    find_printer()


def find_printer() -> Printer:
    """Return what turns a page into a PDF: WeasyPrint, else Chromium, Chrome or Edge.

    Raises
    ------
    MissingPartError
        If there is neither; it says what to install and how to print by hand.
    """
    printer = _weasyprint() or _browser()
    if printer is None:
        raise MissingPartError(
            message(
                "nothing here can make a PDF: {command}, or install Chromium, Chrome or Edge; or "
                "write the html report, open it in a browser and print it into a file",
                command="pip install 'solmina[pdf]'",
            )
        )
    return printer


def has_weasyprint() -> bool:
    """Tell whether WeasyPrint can be loaded here, with Pango below it.

    Examples
    --------
    >>> has_weasyprint() in {True, False}
    True
    """
    return _weasyprint() is not None


def _weasyprint() -> Printer | None:
    """Return WeasyPrint; None where it, or Pango below it, is not installed."""
    try:
        from weasyprint import HTML  # noqa: PLC0415  an extra, and half a second to load
    except (ImportError, OSError):
        return None

    def printed(page: str) -> bytes:
        page, fetcher = _with_drawings_apart(page)
        with _without_collector():
            return bytes(HTML(string=page, url_fetcher=fetcher).write_pdf())

    return printed


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


def _browser() -> Printer | None:
    found: Path | None = find_browser()
    if found is None:
        return None

    def printed(page: str) -> bytes:
        try:
            return print_with(found, page)
        except (OSError, subprocess.SubprocessError):
            raise MissingPartError(
                message(
                    "{browser} was asked for a PDF and gave none, and nothing was written: "
                    "{command}, or ask for --formats html and print the page from a browser",
                    browser=str(found),
                    command="pip install 'solmina[pdf]'",
                )
            ) from None

    return printed


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
