"""The sheets of the money, which follow one another: inputs, cash flow, tax, loan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.workbook_sheets import ExactSheet
from mine_study.reports.workbook.flow_columns import flow_columns
from mine_study.reports.workbook.live_column import LiveSheet, Places, write_live
from mine_study.reports.workbook.loan_columns import loan_columns
from mine_study.reports.workbook.rate_search import OWNER, PLAN, search_columns
from mine_study.reports.workbook.sheet_table import print_wide
from mine_study.reports.workbook.tax_columns import lent_tax_columns, tax_columns
from mine_study.reports.workbook.what_if_sheet import (
    FIRST_ROW,
    WHAT_IF,
    WORKINGS,
    write_what_if,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from mine_study.money import Worth
    from mine_study.reports.workbook.live_column import LiveColumn
    from project_finance.debt.plan import DebtPlan

    Say = Callable[[Message], str]

TITLE_ROWS = 2
"""Rows above the heads of a yearly table."""
YEARS_WIDTH = 15


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
    inputs = write_what_if(book, worth, debt, currency, places, look, say)
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
    name = say(WHAT_IF)
    return LiveSheet(name=name, columns=columns, first_row=FIRST_ROW, first_column=WORKINGS)
