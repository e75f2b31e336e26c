"""What prints on this machine: WeasyPrint, else a browser that is there."""

from __future__ import annotations

import subprocess
from importlib import import_module
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.missing_part import MissingPartError
from mine_study.paper_press import is_ready_press
from mine_study.paper_printer import printed
from mine_study.reports.browsers import find_browser, print_with

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Printer = Callable[[str], bytes]


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
    if is_ready_press():
        return printed
    try:
        import_module("weasyprint")
    except (ImportError, OSError):
        return None
    return printed


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
