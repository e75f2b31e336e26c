"""A process that loads WeasyPrint while a study is run, and then prints its page."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, cast

from mine_study.child_processes import processors
from mine_study.paper_printer import READY, printed

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAITING: list[Press] = []


class Press:
    """A process that has WeasyPrint loaded, or is about to, and waits for a page."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603  this Python, a module of our own
            [sys.executable, "-P", "-m", "mine_study.paper_printer", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    @cached_property
    def is_ready(self) -> bool:
        """Whether WeasyPrint can be loaded, with Pango below it; waited for until it is known."""
        return cast("IO[bytes]", self.process.stdout).readline() == READY

    def begin(self, page: str) -> Printing:
        """Begin to print a page.

        Its length goes before it: copies of this process may hold the way in open.
        """
        content = page.encode()
        with suppress(OSError), cast("IO[bytes]", self.process.stdin) as way_in:  # it may be gone
            way_in.writelines([b"%d\n" % len(content), content])
        return Printing(page, self)

    def made(self) -> bytes | None:
        """Return what was printed when it is there; None where the process came to grief."""
        with self.process as process:
            content = cast("IO[bytes]", process.stdout).read() if self.is_ready else b""
        return content if process.returncode == 0 else None

    def stop(self) -> None:
        """End a process that nobody gave a page."""
        with self.process as process:
            process.kill()


@dataclass(frozen=True)
class Printing:
    """A page that another process prints."""

    page: str
    press: Press

    def content(self) -> bytes:
        """Return the PDF when it is there; printed here if the other process came to grief."""
        return self.press.made() or printed(self.page)


@contextmanager
def press_waiting(*, is_wanted: bool) -> Iterator[None]:
    """Have a press wait for a page, where WeasyPrint and a processor are there for it.

    Nothing but time depends on it: `a_press` begins one where none waits.

    Parameters
    ----------
    is_wanted
        Whether a page will be printed.
    """
    if is_wanted and processors() > 1 and find_spec("weasyprint"):
        with suppress(OSError):  # no room for another process
            _WAITING.append(Press())
    try:
        yield
    finally:
        while _WAITING:
            _WAITING.pop().stop()


def is_ready_press() -> bool:
    """Tell whether a press waits that has all it needs."""
    return bool(_WAITING) and _WAITING[-1].is_ready


def a_press() -> Press:
    """Return the press that waits, for one page; a new one where there is none."""
    return _WAITING.pop() if _WAITING else Press()
