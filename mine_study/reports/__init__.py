"""The reports of a study: one file a format, its name in ``REPORTS``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module

from mine_study.best_plan.parts import find_beside
from mine_study.reports.printers import require_printer
from mine_study.study import StudyResult

__all__ = ["REPORTS", "REQUIREMENTS", "Report", "begin_reports", "longest_last"]

Report = Callable[[StudyResult], str | bytes]


def _written_by(module: str, function: str) -> Report:
    """Return a report whose module, with charts or another format, is loaded to write it."""

    def report(result: StudyResult) -> str | bytes:
        content: str | bytes = getattr(import_module(module), function)(result)
        return content

    return report


REPORTS: Mapping[str, Report] = {
    "html": _written_by("mine_study.reports.html", "html_report"),
    "pdf": _written_by("mine_study.reports.pdf", "pdf_report"),
    "xlsx": _written_by("mine_study.reports.workbook", "workbook_report"),
    "json": _written_by("mine_study.results", "results_json"),
    "csv": _written_by("mine_study.reports.hourly", "hourly_csv"),
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
    if not {"html", "pdf"} & set(formats):
        return
    find_beside(result.best_plan)
    from mine_study.reports.galleries import begin_drawing  # noqa: PLC0415  charts load meanwhile
    from mine_study.reports.html import own_first  # noqa: PLC0415  likewise
    from mine_study.reports.page_templates import load_templates  # noqa: PLC0415  likewise

    languages = own_first(result)
    begin_drawing(result, languages if "html" in formats else languages[:1])
    load_templates()
    if "pdf" in formats and len(formats) > 1:
        from mine_study.reports.pdf import begin_pdf  # noqa: PLC0415  likewise

        begin_pdf(result)


def longest_last(formats: Sequence[str]) -> list[str]:
    """Return formats in the order to write them: what another process prints is waited for last.

    Examples
    --------
    >>> longest_last(["pdf", "html", "xlsx"])
    ['html', 'xlsx', 'pdf']
    """
    return sorted(formats, key=lambda name: name == "pdf")
