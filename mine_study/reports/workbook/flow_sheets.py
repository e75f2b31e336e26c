"""The sheets of the money: inputs with results beside them, the cash flow, the tax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from equipment_catalog.messages import Message, message
from equipment_catalog.workbook_sheets import ExactSheet
from mine_study.reports.workbook.flow_columns import flow_columns
from mine_study.reports.workbook.flow_inputs import flow_inputs
from mine_study.reports.workbook.flow_results import flow_results
from mine_study.reports.workbook.live_column import LiveSheet, Places, write_live
from mine_study.reports.workbook.sheet_table import print_wide, write_cell
from mine_study.reports.workbook.tax_columns import tax_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from mine_study.money import Worth
    from mine_study.reports.workbook.flow_inputs import FlowInput
    from mine_study.reports.workbook.flow_results import FlowResult

    Say = Callable[[Message], str]

TITLE_ROWS = 2
"""Rows above the heads of a yearly table."""
LABEL, VALUE, UNIT, RESULT, RESULT_VALUE = 0, 1, 2, 4, 5
"""Columns of the sheet of inputs."""
LABEL_WIDTH, VALUE_WIDTH, RESULT_WIDTH, YEARS_WIDTH = 46, 18, 62, 15
_REMARKS = (
    message("The tariff factor moves all prices of energy, power and export alike."),
    message("The bills are not reckoned again: what is used, sold and credited stays."),
    message("Years of renewal and grants, the horizon and the closing of the mine are values."),
)


def write_flow(  # noqa: PLR0917  a plan and what it is written with
    book: Workbook,
    worth: Worth,
    country: str,
    currency: str,
    look: Mapping[str, Format],
    say: Say,
) -> None:
    """Write the cash flow of the whole plan, so that changing an input moves every figure.

    Parameters
    ----------
    book
        Open workbook of xlsxwriter.
    worth
        The plan.
    country, currency
        Whose taxes are named, and the money.
    look
        Formats, as ``looks`` returns them.
    say
        Writes a message in the reader's language.
    """
    flow = LiveSheet(
        name=say(message("Cash flow")),
        columns=flow_columns(worth.project, country, say),
        first_row=TITLE_ROWS + 1,
    )
    live = [flow]
    if worth.flow.tax is not None:
        assessed = tax_columns(worth.project, worth.flow.tax, say)
        live.append(LiveSheet(name=say(message("Tax")), columns=assessed, first_row=TITLE_ROWS + 1))
    places = Places(live)
    _write_inputs(book, worth, currency, places, look, say)
    titles = (
        message("Whole plan, year by year: nominal {currency}, before any loan", currency=currency),
        message("Income tax of the business with the project and without it"),
    )
    for table, title in zip(live, titles, strict=False):
        sheet = book.add_worksheet(table.name, worksheet_class=ExactSheet)
        sheet.write_string(0, 0, say(title), look["title"])
        sheet.set_column(0, len(table.columns) - 1, YEARS_WIDTH)
        sheet.freeze_panes(table.first_row, 1)
        print_wide(sheet, heads_to=table.first_row - 1)
        write_live(sheet, table, places, look)


def _write_inputs(  # noqa: PLR0917  a plan and what it is written with
    book: Workbook,
    worth: Worth,
    currency: str,
    places: Places,
    look: Mapping[str, Format],
    say: Say,
) -> None:
    sheet = book.add_worksheet(say(message("What if")), worksheet_class=ExactSheet)
    sheet.set_column(LABEL, LABEL, LABEL_WIDTH)
    sheet.set_column(VALUE, UNIT, VALUE_WIDTH)
    sheet.set_column(RESULT, RESULT, RESULT_WIDTH)
    sheet.set_column(RESULT_VALUE, RESULT_VALUE, VALUE_WIDTH)
    print_wide(sheet, heads_to=0)
    title = message("Change a yellow cell: the plan follows")
    sheet.write_string(0, LABEL, say(title), look["title"])
    row = TITLE_ROWS
    for title, inputs in flow_inputs(worth.project, currency):
        sheet.write_string(row, LABEL, say(title), look["section"])
        for number, cell in enumerate(inputs, start=row + 1):
            _write_input(book, sheet, number, cell, places, look, say)
        row += len(inputs) + 2
    row = _write_results(book, sheet, flow_results(worth, say), places, look, say)
    for number, remark in enumerate(_REMARKS, start=row + 1):
        sheet.write_string(number, RESULT, say(remark), look["remark"])


def _write_results(  # noqa: PLR0917  figures and what they are written with
    book: Workbook,
    sheet: Worksheet,
    results: Sequence[FlowResult],
    places: Places,
    look: Mapping[str, Format],
    say: Say,
) -> int:
    """Write the figures beside the inputs and return the row below them."""
    sheet.write_string(
        TITLE_ROWS, RESULT, say(message("Whole plan, before any loan")), look["section"]
    )
    for row, figure in enumerate(results, start=TITLE_ROWS + 1):
        sheet.write_string(row, RESULT, say(figure.label))
        formula = places.formula(figure.formula, 0)
        sheet.write_formula(row, RESULT_VALUE, formula, look[f"{figure.kind} total"], figure.value)
        _define(book, figure.name, sheet, row, RESULT_VALUE)
    return TITLE_ROWS + 1 + len(results)


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
        sheet.write_number(row, VALUE, cell.value, look[f"{cell.kind} input"])
    else:
        formula = places.formula(cell.formula, 0)
        sheet.write_formula(row, VALUE, formula, look[cell.kind], cell.value)
    _define(book, cell.name, sheet, row, VALUE)


def _define(book: Workbook, name: str, sheet: Worksheet, row: int, place: int) -> None:
    quoted = sheet.get_name().replace("'", "''")
    cell = xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True)
    book.define_name(name, f"='{quoted}'!{cell}")
