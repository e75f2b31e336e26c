"""The reports of a study: one file a format, its name in ``REPORTS``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mine_study.reports.hourly import hourly_csv
from mine_study.reports.html import html_report
from mine_study.reports.pdf import pdf_report, require_printer
from mine_study.reports.workbook import workbook_report
from mine_study.results import results_json
from mine_study.study import StudyResult

__all__ = ["REPORTS", "REQUIREMENTS", "Report"]

Report = Callable[[StudyResult], str | bytes]

REPORTS: Mapping[str, Report] = {
    "html": html_report,
    "pdf": pdf_report,
    "xlsx": workbook_report,
    "json": results_json,
    "csv": hourly_csv,
}
"""What turns a result into the content of a file, by the name of the format."""
REQUIREMENTS: Mapping[str, Callable[[], None]] = {"pdf": require_printer}
"""What raises MissingPartError where a format cannot be written here, before anything is run."""
