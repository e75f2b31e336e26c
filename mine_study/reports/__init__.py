"""The reports of a study: one file a format, its name in ``REPORTS``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from mine_study.reports.galleries import begin_drawing
from mine_study.reports.hourly import hourly_csv
from mine_study.reports.html import html_report, own_first
from mine_study.reports.pdf import begin_pdf, pdf_report, require_printer
from mine_study.results import results_json
from mine_study.study import StudyResult

__all__ = ["REPORTS", "REQUIREMENTS", "Report", "begin_reports", "longest_last"]

Report = Callable[[StudyResult], str | bytes]


def _workbook(result: StudyResult) -> bytes:
    """Return the workbook; xlsxwriter is loaded only for whom it writes."""
    from mine_study.reports.workbook import workbook_report  # noqa: PLC0415  as said above

    return workbook_report(result)


REPORTS: Mapping[str, Report] = {
    "html": html_report,
    "pdf": pdf_report,
    "xlsx": _workbook,
    "json": results_json,
    "csv": hourly_csv,
}
"""What turns a result into the content of a file, by the name of the format."""
REQUIREMENTS: Mapping[str, Callable[[], None]] = {"pdf": require_printer}
"""What raises MissingPartError where a format cannot be written here, before anything is run."""


def begin_reports(result: StudyResult, formats: Collection[str]) -> None:
    """Have what takes long begin in processes of its own, if there is something to do meanwhile.

    Nothing but time depends on it: the reports are the same without.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    formats
        Names in `REPORTS` of all that will be asked for.
    """
    if "html" in formats:
        begin_drawing(result, own_first(result))
    if "pdf" in formats and len(formats) > 1:
        begin_pdf(result)


def longest_last(formats: Sequence[str]) -> list[str]:
    """Return formats in the order to write them: what another process prints is waited for last.

    Examples
    --------
    >>> longest_last(["pdf", "html", "xlsx"])
    ['html', 'xlsx', 'pdf']
    """
    return sorted(formats, key=lambda name: name == "pdf")
