"""The sheets of the money, which follow one another: inputs, cash flow, tax, loan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.reports.workbook.flow_columns import flow_columns
from mine_study.reports.workbook.live_column import LiveSheet, Places, write_live
from mine_study.reports.workbook.loan_columns import loan_columns
from mine_study.reports.workbook.printed_sheet import print_sideways
from mine_study.reports.workbook.rate_search import OWNER, PLAN, search_columns
from mine_study.reports.workbook.tax_columns import lent_tax_columns, tax_columns
from mine_study.reports.workbook.what_if_sheet import (
    FIRST_ROW,
    WHAT_IF,
    WORKINGS,
    write_what_if,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mine_study.money import Worth
    from mine_study.reports.workbook.live_column import LiveColumn
    from mine_study.reports.workbook.open_book import OpenBook, Say
    from project_finance.debt.plan import DebtPlan

TITLE_ROWS = 2
"""Rows above the heads of a yearly table."""


def write_flow(
    made: OpenBook, worth: Worth, country: str, currency: str, debt: DebtPlan | None = None
) -> None:
    """Write the cash flow of the whole plan, so that changing an input moves every figure.

    A loan follows too: its size, its account, its cover, the owner's cash and tax.

    Parameters
    ----------
    made
        The workbook.
    worth
        The plan.
    country, currency
        Whose taxes are named, and the money.
    debt
        Its loan; None without one.
    """
    say, look = made.say, made.look
    tables = list(_tables(worth, country, currency, debt, say))
    search = _search([live for live, _ in tables], worth, debt, say)
    places = Places([*(live for live, _ in tables), search])
    inputs = write_what_if(made, worth, debt, currency, places)
    write_live(inputs, search, places, look)
    for table, title in tables:
        sheet = made.new_sheet(table.name)
        sheet.write_string(0, 0, say(title), look["title"])
        sheet.freeze_panes(table.first_row, 1)
        widths = write_live(sheet, table, places, look)
        print_sideways(sheet, widths, heads=TITLE_ROWS, title=say(title))
        sheet.print_area(TITLE_ROWS, 0, table.first_row + table.years, len(widths) - 1)


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
