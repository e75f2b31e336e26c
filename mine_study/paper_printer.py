"""WeasyPrint, here or in a process of its own that begins while the other reports are written."""

from __future__ import annotations

import base64
import ctypes
import gc
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAWING = re.compile(r'src="data:image/svg\+xml;base64,([^"]*)"')
DRAWN = {"Content-Type": "image/svg+xml"}
END_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of linux/prctl.h: the signal a process gets when its parent ends."""


def printed(page: str) -> bytes:
    """Return a page as PDF; it needs WeasyPrint.

    Parameters
    ----------
    page
        HTML with everything it shows; no address that it might hold is followed.
    """
    from weasyprint import HTML  # noqa: PLC0415  an extra, and half a second to load

    page, fetcher = _with_drawings_apart(page)
    with _without_collector():
        return bytes(HTML(string=page, url_fetcher=fetcher).write_pdf())


@dataclass(frozen=True)
class Printing:
    """A page that another process prints."""

    page: str
    _process: subprocess.Popen[bytes]
    _made: IO[bytes]

    def content(self) -> bytes:
        """Return the PDF when it is there; printed here if the other process came to grief."""
        with self._made:
            if self._process.wait() != 0:
                return printed(self.page)
            self._made.seek(0)
            return self._made.read()


def begin_printing(page: str) -> Printing:
    """Have a page printed by a process of its own.

    Parameters
    ----------
    page
        HTML with everything it shows.
    """
    made = tempfile.TemporaryFile()  # noqa: SIM115  read when the process has ended
    with tempfile.TemporaryFile() as source:
        source.write(page.encode())
        source.seek(0)
        process = subprocess.Popen(  # noqa: S603  this Python, a module of our own
            [sys.executable, "-P", "-m", "mine_study.paper_printer", str(os.getpid())],
            stdin=source,
            stdout=made,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    return Printing(page, process, made)


def main() -> None:
    """Print the page that comes in, and end when the process that asked for it does."""
    _end_with(int(sys.argv[1]))
    sys.stdout.buffer.write(printed(sys.stdin.buffer.read().decode()))


def _end_with(first: int) -> None:
    """Have Linux end this process when the one that began it is gone, killed ones included."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != first:  # it went before this one could ask
            sys.exit(1)


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
