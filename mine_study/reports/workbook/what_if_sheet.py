"""The sheet of the inputs that may be changed, with what the plan comes to beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from equipment_catalog.messages import Message, message
from mine_study.reports.workbook.column_widths import set_widths
from mine_study.reports.workbook.flow_inputs import flow_inputs
from mine_study.reports.workbook.flow_results import flow_results
from mine_study.reports.workbook.loan_inputs import loan_inputs
from mine_study.reports.workbook.loan_results import loan_results
from mine_study.reports.workbook.printed_sheet import print_sideways
from mine_study.reports.workbook.sheet_table import write_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from mine_study.money import Worth
    from mine_study.reports.workbook.flow_inputs import FlowInput
    from mine_study.reports.workbook.flow_results import FlowResult
    from mine_study.reports.workbook.live_column import Places
    from mine_study.reports.workbook.open_book import OpenBook
    from project_finance.debt.plan import DebtPlan

LABEL, VALUE, UNIT, RESULT, RESULT_VALUE, WORKINGS = 0, 1, 2, 4, 5, 7
"""Columns: inputs, results, and where the rates of return are sought."""
FIRST_ROW = 2
"""Of inputs and results, below the title."""
VALUE_WIDTH, UNIT_WIDTH, GAP_WIDTH = 18, 9, 3
REMARK_ROWS = 2
"""That a remark takes, wrapped over the width of the results."""
WHAT_IF = message("What if")
_REMARKS = (
    message("The tariff factor moves all prices of energy, power and export alike."),
    message("The bills are not reckoned again: what is used, sold and credited stays."),
    message(
        "The plan is not chosen again: what is bought stays, and its size; a new run may differ."
    ),
    message("Years of renewal and grants, the horizon and the closing of the mine are values."),
)


def write_what_if(
    made: OpenBook, worth: Worth, debt: DebtPlan | None, currency: str, places: Places
) -> Worksheet:
    """Write the inputs as named cells, the results beside them, what does not follow below.

    Parameters
    ----------
    made
        The workbook.
    worth, debt
        The plan and its loan; None without one.
    currency
        Of its amounts.
    places
        Of the columns that results read.
    """
    say, sheet = made.say, made.new_sheet(made.say(WHAT_IF))
    title = message("Change a yellow cell: the plan follows")
    sheet.write_string(0, LABEL, say(title), made.look["title"])
    groups = flow_inputs(worth.project, currency)
    results = [(message("Whole plan, before any loan"), flow_results(worth, say))]
    if debt is not None:
        groups.append(loan_inputs(worth.project, debt, currency, say))
        results.append((message("Lender and owner"), loan_results(debt)))
    _lay_out(sheet, _labels(made, groups), _labels(made, results))
    below_inputs = _write_groups(made, sheet, groups, places)
    below_results = _write_results(made, sheet, results, places)
    below_remarks = _write_remarks(made, sheet, below_results)
    sheet.print_area(0, LABEL, max(below_inputs, below_remarks) - 1, RESULT_VALUE)
    return sheet


def _labels(
    made: OpenBook, groups: Sequence[tuple[Message, Sequence[FlowInput | FlowResult]]]
) -> list[str]:
    return [made.say(cell.label) for _, cells in groups for cell in cells]


def _lay_out(sheet: Worksheet, labels: Sequence[str], results: Sequence[str]) -> None:
    """Make room for the labels of inputs and of results, on the screen and on paper."""
    label, result = (max(map(len, texts)) for texts in (labels, results))
    widths = [label, VALUE_WIDTH, UNIT_WIDTH, GAP_WIDTH, result, VALUE_WIDTH]
    set_widths(sheet, widths)
    print_sideways(sheet, widths)


def _write_groups(
    made: OpenBook,
    sheet: Worksheet,
    groups: Sequence[tuple[Message, Sequence[FlowInput]]],
    places: Places,
) -> int:
    """Write the inputs under their titles and return the row below them."""
    row = FIRST_ROW
    for title, inputs in groups:
        sheet.write_string(row, LABEL, made.say(title), made.look["section"])
        for number, cell in enumerate(inputs, start=row + 1):
            _write_input(made, sheet, number, cell, places)
        row += len(inputs) + 2
    return row - 1


def _write_results(
    made: OpenBook,
    sheet: Worksheet,
    results: Sequence[tuple[Message, Sequence[FlowResult]]],
    places: Places,
) -> int:
    """Write the figures beside the inputs and return the row below them."""
    say, look = made.say, made.look
    row = FIRST_ROW
    for title, figures in results:
        sheet.write_string(row, RESULT, say(title), look["section"])
        for number, figure in enumerate(figures, start=row + 1):
            sheet.write_string(number, RESULT, say(figure.label))
            formula, format_ = places.formula(figure.formula, 0), look[f"{figure.kind} total"]
            sheet.write_formula(number, RESULT_VALUE, formula, format_, figure.value)
            _define(made.book, figure.name, sheet, number, RESULT_VALUE)
        row += len(figures) + 2
    return row


def _write_remarks(made: OpenBook, sheet: Worksheet, row: int) -> int:
    """Write what does not follow under the results and return the row below."""
    for remark in _REMARKS:
        last = row + REMARK_ROWS - 1
        sheet.merge_range(row, RESULT, last, RESULT_VALUE, "", made.look["remark"])
        sheet.write_string(row, RESULT, made.say(remark), made.look["remark"])
        row += REMARK_ROWS
    return row


def _write_input(
    made: OpenBook, sheet: Worksheet, row: int, cell: FlowInput, places: Places
) -> None:
    say, look = made.say, made.look
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
    _define(made.book, cell.name, sheet, row, VALUE)


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
