"""The sheet of the inputs that may be changed, with what the plan comes to beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from equipment_catalog.messages import Message, message
from equipment_catalog.workbook_sheets import ExactSheet
from mine_study.reports.workbook.flow_inputs import flow_inputs
from mine_study.reports.workbook.flow_results import flow_results
from mine_study.reports.workbook.loan_inputs import loan_inputs
from mine_study.reports.workbook.loan_results import loan_results
from mine_study.reports.workbook.sheet_table import print_wide, set_label_width, write_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from mine_study.money import Worth
    from mine_study.reports.workbook.flow_inputs import FlowInput
    from mine_study.reports.workbook.flow_results import FlowResult
    from mine_study.reports.workbook.live_column import Places
    from project_finance.debt.plan import DebtPlan

    Say = Callable[[Message], str]

LABEL, VALUE, UNIT, RESULT, RESULT_VALUE, WORKINGS = 0, 1, 2, 4, 5, 7
"""Columns: inputs, results, and where the rates of return are sought."""
FIRST_ROW = 2
"""Of inputs and results, below the title."""
VALUE_WIDTH, UNIT_WIDTH = 18, 9
REMARK_ROWS = 2
"""That a remark takes, wrapped over the width of the results."""
WHAT_IF = message("What if")
_REMARKS = (
    message("The tariff factor moves all prices of energy, power and export alike."),
    message("The bills are not reckoned again: what is used, sold and credited stays."),
    message("Years of renewal and grants, the horizon and the closing of the mine are values."),
)


def write_what_if(  # noqa: PLR0917  a plan and what it is written with
    book: Workbook,
    worth: Worth,
    debt: DebtPlan | None,
    currency: str,
    places: Places,
    look: Mapping[str, Format],
    say: Say,
) -> Worksheet:
    """Write the inputs as named cells, the results beside them, what does not follow below.

    Parameters
    ----------
    book
        Open workbook of xlsxwriter.
    worth, debt
        The plan and its loan; None without one.
    currency
        Of its amounts.
    places
        Of the columns that results read.
    look
        Formats, as ``looks`` returns them.
    say
        Writes a message in the reader's language.
    """
    sheet = book.add_worksheet(say(WHAT_IF), worksheet_class=ExactSheet)
    print_wide(sheet, heads_to=0)
    sheet.set_column(VALUE, VALUE, VALUE_WIDTH)
    sheet.set_column(UNIT, UNIT, UNIT_WIDTH)
    sheet.set_column(RESULT_VALUE, RESULT_VALUE, VALUE_WIDTH)
    title = message("Change a yellow cell: the plan follows")
    sheet.write_string(0, LABEL, say(title), look["title"])
    groups = flow_inputs(worth.project, currency)
    results = [(message("Whole plan, before any loan"), flow_results(worth, say))]
    if debt is not None:
        groups.append(loan_inputs(worth.project, debt, currency, say))
        results.append((message("Lender and owner"), loan_results(debt)))
    below_inputs = _write_groups(book, sheet, groups, places, look, say)
    below_results = _write_results(book, sheet, results, places, look, say)
    below_remarks = _write_remarks(sheet, below_results, look, say)
    sheet.print_area(0, LABEL, max(below_inputs, below_remarks) - 1, RESULT_VALUE)
    return sheet


def _write_groups(  # noqa: PLR0917  inputs and what they are written with
    book: Workbook,
    sheet: Worksheet,
    groups: Sequence[tuple[Message, Sequence[FlowInput]]],
    places: Places,
    look: Mapping[str, Format],
    say: Say,
) -> int:
    """Write the inputs under their titles and return the row below them."""
    row, labels = FIRST_ROW, [say(cell.label) for _, inputs in groups for cell in inputs]
    set_label_width(sheet, LABEL, labels)
    for title, inputs in groups:
        sheet.write_string(row, LABEL, say(title), look["section"])
        for number, cell in enumerate(inputs, start=row + 1):
            _write_input(book, sheet, number, cell, places, look, say)
        row += len(inputs) + 2
    return row - 1


def _write_results(  # noqa: PLR0917  figures and what they are written with
    book: Workbook,
    sheet: Worksheet,
    results: Sequence[tuple[Message, Sequence[FlowResult]]],
    places: Places,
    look: Mapping[str, Format],
    say: Say,
) -> int:
    """Write the figures beside the inputs and return the row below them."""
    row, labels = FIRST_ROW, [say(figure.label) for _, figures in results for figure in figures]
    set_label_width(sheet, RESULT, labels)
    for title, figures in results:
        sheet.write_string(row, RESULT, say(title), look["section"])
        for number, figure in enumerate(figures, start=row + 1):
            sheet.write_string(number, RESULT, say(figure.label))
            formula, format_ = places.formula(figure.formula, 0), look[f"{figure.kind} total"]
            sheet.write_formula(number, RESULT_VALUE, formula, format_, figure.value)
            _define(book, figure.name, sheet, number, RESULT_VALUE)
        row += len(figures) + 2
    return row


def _write_remarks(sheet: Worksheet, row: int, look: Mapping[str, Format], say: Say) -> int:
    """Write what does not follow under the results and return the row below."""
    for remark in _REMARKS:
        last = row + REMARK_ROWS - 1
        sheet.merge_range(row, RESULT, last, RESULT_VALUE, "", look["remark"])
        sheet.write_string(row, RESULT, say(remark), look["remark"])
        row += REMARK_ROWS
    return row


def _write_input(  # noqa: PLR0917  a cell and what it is written with
    book: Workbook,
    sheet: Worksheet,
    row: int,
    cell: FlowInput,
    places: Places,
    look: Mapping[str, Format],
    say: Say,
) -> None:
    sheet.write_string(row, LABEL, say(cell.label))
    unit = say(cell.unit) if isinstance(cell.unit, Message) else cell.unit
    write_cell(sheet, row, UNIT, unit)
    if cell.formula is None:
        sheet.write_blank(row, VALUE, None, look[f"{cell.kind} input"])
        write_cell(sheet, row, VALUE, cell.value, look[f"{cell.kind} input"])
        _bound(sheet, row, cell)
    else:
        formula = places.formula(cell.formula, 0)
        sheet.write_formula(row, VALUE, formula, look[cell.kind], cell.value)
    _define(book, cell.name, sheet, row, VALUE)


def _bound(sheet: Worksheet, row: int, cell: FlowInput) -> None:
    """Let a cell take only what its formulas know."""
    if cell.choices:
        sheet.data_validation(
            row, VALUE, row, VALUE, {"validate": "list", "source": list(cell.choices)}
        )
    elif cell.between is not None:
        least, most = cell.between
        allowed = {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most}
        sheet.data_validation(row, VALUE, row, VALUE, allowed)


def _define(book: Workbook, name: str, sheet: Worksheet, row: int, place: int) -> None:
    quoted = sheet.get_name().replace("'", "''")
    cell = xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True)
    book.define_name(name, f"='{quoted}'!{cell}")
