"""The sheets of the money: inputs with results beside them, the cash flow, the tax, the loan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from equipment_catalog.messages import Message, message
from equipment_catalog.workbook_sheets import ExactSheet
from mine_study.reports.workbook.flow_columns import flow_columns
from mine_study.reports.workbook.flow_inputs import flow_inputs
from mine_study.reports.workbook.flow_results import flow_results
from mine_study.reports.workbook.live_column import LiveSheet, Places, write_live
from mine_study.reports.workbook.loan_columns import loan_columns
from mine_study.reports.workbook.loan_inputs import loan_inputs
from mine_study.reports.workbook.loan_results import loan_results
from mine_study.reports.workbook.rate_search import OWNER, PLAN, search_columns
from mine_study.reports.workbook.sheet_table import print_wide, write_cell
from mine_study.reports.workbook.tax_columns import lent_tax_columns, tax_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from mine_study.money import Worth
    from mine_study.reports.workbook.flow_inputs import FlowInput
    from mine_study.reports.workbook.flow_results import FlowResult
    from mine_study.reports.workbook.live_column import LiveColumn
    from project_finance.debt.plan import DebtPlan

    Say = Callable[[Message], str]

TITLE_ROWS = 2
"""Rows above the heads of a yearly table."""
LABEL, VALUE, UNIT, RESULT, RESULT_VALUE, WORKINGS = 0, 1, 2, 4, 5, 7
"""Columns of the sheet of inputs."""
LABEL_WIDTH, VALUE_WIDTH, RESULT_WIDTH, YEARS_WIDTH = 46, 18, 62, 15
_WHAT_IF = message("What if")
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
    debt: DebtPlan | None = None,
) -> None:
    """Write the cash flow of the whole plan, so that changing an input moves every figure.

    A loan follows too: its size, its account, its cover, the owner's cash and tax.

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
    debt
        Its loan; None without one.
    """
    tables = list(_tables(worth, country, currency, debt, say))
    search = _search([live for live, _ in tables], worth, debt, say)
    places = Places([*(live for live, _ in tables), search])
    inputs = _write_inputs(book, worth, debt, currency, places, look, say)
    inputs.set_column(WORKINGS, WORKINGS + len(search.columns) - 1, YEARS_WIDTH)
    write_live(inputs, search, places, look)
    for table, title in tables:
        sheet = book.add_worksheet(table.name, worksheet_class=ExactSheet)
        sheet.write_string(0, 0, say(title), look["title"])
        sheet.set_column(0, len(table.columns) - 1, YEARS_WIDTH)
        sheet.freeze_panes(table.first_row, 1)
        print_wide(sheet, heads_to=table.first_row - 1)
        write_live(sheet, table, places, look)


def _tables(
    worth: Worth, country: str, currency: str, debt: DebtPlan | None, say: Say
) -> Iterator[tuple[LiveSheet, Message]]:
    """Yield the tables of years, each with its title."""
    project, tax = worth.project, worth.flow.tax

    def live(name: Message, columns: Sequence[LiveColumn]) -> LiveSheet:
        return LiveSheet(name=say(name), columns=columns, first_row=TITLE_ROWS + 1)

    yield (
        live(message("Cash flow"), flow_columns(project, country, say)),
        message("Whole plan, year by year: nominal {currency}, before any loan", currency=currency),
    )
    if tax is not None:
        yield (
            live(message("Tax"), tax_columns(project, tax, say)),
            message("Income tax of the business with the project and without it"),
        )
    if debt is not None:
        yield (
            live(message("Loan"), loan_columns(debt, say, taxed=debt.tax is not None)),
            message("The loan and the owner, year by year: nominal {currency}", currency=currency),
        )
    if debt is not None and debt.tax is not None:
        yield (
            live(message("Tax with the loan"), lent_tax_columns(project, debt, say)),
            message("Income tax of the business once the interest is deducted"),
        )


def _search(
    tables: Sequence[LiveSheet], worth: Worth, debt: DebtPlan | None, say: Say
) -> LiveSheet:
    """Return where the rates of return are sought, beside the inputs and results."""
    flows = {column.key: column.values for live in tables for column in live.columns}
    demanded = {PLAN: worth.project.discount_rate}
    if debt is not None:
        demanded[OWNER] = debt.equity.discount_rate
    columns = search_columns(flows, demanded, say)
    name = say(_WHAT_IF)
    return LiveSheet(name=name, columns=columns, first_row=TITLE_ROWS, first_column=WORKINGS)


def _write_inputs(  # noqa: PLR0917  a plan and what it is written with
    book: Workbook,
    worth: Worth,
    debt: DebtPlan | None,
    currency: str,
    places: Places,
    look: Mapping[str, Format],
    say: Say,
) -> Worksheet:
    sheet = book.add_worksheet(say(_WHAT_IF), worksheet_class=ExactSheet)
    sheet.set_column(LABEL, LABEL, LABEL_WIDTH)
    sheet.set_column(VALUE, UNIT, VALUE_WIDTH)
    sheet.set_column(RESULT, RESULT, RESULT_WIDTH)
    sheet.set_column(RESULT_VALUE, RESULT_VALUE, VALUE_WIDTH)
    print_wide(sheet, heads_to=0)
    title = message("Change a yellow cell: the plan follows")
    sheet.write_string(0, LABEL, say(title), look["title"])
    row = TITLE_ROWS
    groups = flow_inputs(worth.project, currency)
    if debt is not None:
        groups.append(loan_inputs(worth.project, debt, currency, say))
    for title, inputs in groups:
        sheet.write_string(row, LABEL, say(title), look["section"])
        for number, cell in enumerate(inputs, start=row + 1):
            _write_input(book, sheet, number, cell, places, look, say)
        row += len(inputs) + 2
    results = [(message("Whole plan, before any loan"), flow_results(worth, say))]
    if debt is not None:
        results.append((message("Lender and owner"), loan_results(debt)))
    row = _write_results(book, sheet, results, places, look, say)
    for number, remark in enumerate(_REMARKS, start=row):
        sheet.write_string(number, RESULT, say(remark), look["remark"])
    sheet.print_area(0, LABEL, row + len(_REMARKS), RESULT_VALUE)
    return sheet


def _write_results(  # noqa: PLR0917  figures and what they are written with
    book: Workbook,
    sheet: Worksheet,
    results: Sequence[tuple[Message, Sequence[FlowResult]]],
    places: Places,
    look: Mapping[str, Format],
    say: Say,
) -> int:
    """Write the figures beside the inputs and return the row below them."""
    row = TITLE_ROWS
    for title, figures in results:
        sheet.write_string(row, RESULT, say(title), look["section"])
        for number, figure in enumerate(figures, start=row + 1):
            sheet.write_string(number, RESULT, say(figure.label))
            formula, format_ = places.formula(figure.formula, 0), look[f"{figure.kind} total"]
            sheet.write_formula(number, RESULT_VALUE, formula, format_, figure.value)
            _define(book, figure.name, sheet, number, RESULT_VALUE)
        row += len(figures) + 2
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
