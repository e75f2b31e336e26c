"""The study as a workbook: everything that went in and came out, the money as live formulas."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

from equipment_catalog.workbook_sheets import new_workbook
from mine_study.language import Reader
from mine_study.reports.workbook.audit_sheets import (
    balance_sheet,
    inventory_sheet,
    measure_sheet,
)
from mine_study.reports.workbook.bill_sheet import bill_sheet
from mine_study.reports.workbook.cell_looks import looks
from mine_study.reports.workbook.flow_sheets import write_flow
from mine_study.reports.workbook.hourly_sheet import hourly_sheet
from mine_study.reports.workbook.input_sheets import input_sheet, register_sheet
from mine_study.reports.workbook.lender_sheets import lender_sheets
from mine_study.reports.workbook.open_book import OpenBook
from mine_study.reports.workbook.sheet_table import write_table
from mine_study.reports.workbook.summary_sheet import write_summary

if TYPE_CHECKING:
    from mine_study.study import StudyResult

__all__ = ["TABLES", "workbook_report"]

TABLES = (
    input_sheet,
    inventory_sheet,
    balance_sheet,
    measure_sheet,
    bill_sheet,
    hourly_sheet,
    register_sheet,
)
"""What makes a sheet of one table from a result, in their order."""


def workbook_report(result: StudyResult) -> bytes:
    """Return a study as a workbook in its language, for Excel and LibreOffice.

    The cash flow, its tax and a loan are formulas of named cells: who changes a yellow cell of
    the sheet *What if* sees the plan follow. Every formula carries the value that Solmina found.
    Whatever a person typed is a text, never a formula; numbers are numbers, shown with the
    separators of whoever opens it.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    identity = result.study.study
    say = Reader(identity.language, identity.country).say
    into = io.BytesIO()
    with new_workbook(into) as book:
        book.set_properties({"created": datetime.fromisoformat(result.manifest["created"])})
        made = OpenBook(book, looks(book, identity.currency), say)
        write_summary(made, result)
        write_flow(made, result.money.whole, identity.country, identity.currency, result.debt)
        for table_of in TABLES:
            write_table(made, table_of(result, say))
        for table in lender_sheets(result, say):
            write_table(made, table)
    return into.getvalue()
