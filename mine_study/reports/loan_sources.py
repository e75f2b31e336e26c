"""Where the money of year 0 comes from and goes to, and how far the loan is from its covenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.charts.words import cash_line
from mine_study.debt_limits import asked_cover, largest_loan, least_tariff_factor
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult
    from project_finance.debt.plan import DebtPlan


def sources_table(result: StudyResult, debt: DebtPlan, write: Figures) -> Table:
    """Return what year 0 uses and who pays it, which add up to the same.

    Parameters
    ----------
    result
        What the study found.
    debt
        Its loan.
    write
        Language and currency of the reader.
    """
    say, country = write.say, result.study.study.country
    first = result.money.whole.flow.yearly.iloc[0]
    reserve = message("reserve for the debt service")
    uses = [
        (cash_line("capex", country), -float(first["capex"])),
        (cash_line("vat", country), -float(first["vat"])),
        (reserve, -float(debt.yearly["reserve_flow"].iloc[0])),
    ]
    sources = [
        (message("loan"), debt.amount),
        (message("grant received in year 0"), float(first["grants"])),
        (cash_line("vat_returned", country), float(first["vat_returned"])),
        (message("own money of the mine"), debt.equity.outlay),
    ]
    kept = (message("own money of the mine"), message("loan"), cash_line("capex", country))
    rows = [(name, amount, None) for name, amount in uses if amount or name in kept]
    given = [(name, None, amount) for name, amount in sources if amount or name in kept]
    return Table(
        caption=say(
            message("Uses and sources of the money of year 0 [{currency}]", currency=write.currency)
        ),
        columns=(
            *words(say(message("Item"))),
            *numbers(say(message("Uses")), say(message("Sources"))),
        ),
        rows=tuple(
            (say(name), *("" if amount is None else write.number(amount) for amount in both))
            for name, *both in (*rows, *given)
        ),
        total=(
            say(message("Total")),
            write.number(sum(amount for _, amount in uses)),
            write.number(sum(amount for _, amount in sources)),
        ),
        from_mine=True,
    )


def loan_limits(result: StudyResult, debt: DebtPlan, write: Figures) -> Iterator[Message]:
    """Yield the largest loan and the least tariff with the cover that is asked.

    Parameters
    ----------
    result
        What the study found.
    debt
        Its loan.
    write
        Language and currency of the reader.
    """
    line = write.number(asked_cover(debt), 2)
    largest = largest_loan(debt)
    if largest is not None:
        yield message(
            "On the same terms a loan of {largest} has a cover of just {line} in its worst year; "
            "this one is of {amount}.",
            largest=write.rounded(largest),
            line=line,
            amount=write.rounded(debt.amount),
        )
    factor = least_tariff_factor(result.money.whole.project, debt)
    if factor is not None:
        yield message(
            "This loan has a cover of just {line} in its worst year where the tariff, in every "
            "year, is {factor} of the planned one.",
            line=line,
            factor=write.percent(factor, 1),
        )
