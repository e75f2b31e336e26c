"""The report as PDF: by WeasyPrint, else by a browser that is there."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.child_processes import processors
from mine_study.missing_part import MissingPartError
from mine_study.paper_printer import Printing, begin_printing, may_join, printed
from mine_study.reports.browsers import find_browser, print_with
from mine_study.reports.kept import kept_of_last
from mine_study.reports.print_page import printed_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mine_study.study import StudyResult

    Printer = Callable[[str], bytes]


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
    if may_join():
        begin_pdf(result)
    begun = _printings(result)
    return begun.pop().content() if begun else find_printer()(printed_page(result))


def begin_pdf(result: StudyResult) -> None:
    """Have the report printed by other processes, where WeasyPrint and a processor are free.

    Nothing but time depends on it: `pdf_report` gives the same without.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    begun = _printings(result)
    if begun or processors() == 1 or not has_weasyprint():
        return
    page = printed_page(result)
    with suppress(OSError):  # no room for files between processes: printed when it is asked for
        begun.append(begin_printing(page))


@kept_of_last
def _printings(_result: StudyResult) -> list[Printing]:
    """Return what other processes print of a study; nothing at first."""
    return []


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
