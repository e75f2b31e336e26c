"""The reports of a study: one file a format, its name in ``REPORTS``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mine_study.reports.hourly import hourly_csv
from mine_study.reports.html import html_report
from mine_study.results import results_json
from mine_study.study import StudyResult

__all__ = ["REPORTS", "Report"]

Report = Callable[[StudyResult], str]

REPORTS: Mapping[str, Report] = {
    "html": html_report,
    "json": results_json,
    "csv": hourly_csv,
}
"""What turns a result into the text of a file, by the name of the format."""
