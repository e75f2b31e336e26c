"""The report as PDF, printed by other processes where it can be."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mine_study.child_processes import processors
from mine_study.paper_press import a_press
from mine_study.paper_printer import may_join
from mine_study.reports.kept import kept_of_last
from mine_study.reports.print_page import printed_page
from mine_study.reports.printers import find_printer, has_weasyprint

if TYPE_CHECKING:
    from mine_study.paper_press import Printing
    from mine_study.study import StudyResult


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
    with suppress(OSError):  # no room for another process: printed when it is asked for
        begun.append(a_press().begin(page))


@kept_of_last
def _printings(_result: StudyResult) -> list[Printing]:
    """Return what other processes print of a study; nothing at first."""
    return []
