"""Tables of the money: what it is worth, year by year, and the bills month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.charts.style import month_names, scale_of_money
from mine_study.charts.words import cash_line
from mine_study.reports.table import Table, numbers, words
from mine_study.reports.worth_lines import worth_lines
from project_finance.cash_flow import LINES_BEFORE_TAX
from project_finance.real_money import in_money_of_year_0

if TYPE_CHECKING:
    from collections.abc import Callable

    from mine_study.money import Worth
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult
    from project_finance.summary import FinanceSummary

CREDIT_COLUMNS = (
    "import_kwh",
    "export_kwh",
    "credited_kwh",
    "surplus_kwh",
    "energy_cost",
    "credit_value",
    "surplus_income",
    "net_cost",
)


def worth_table(result: StudyResult, write: Figures) -> Table:
    """Return the figures of merit of efficiency, plant and both side by side."""
    say, money = write.say, result.money
    parts = (money.efficiency, money.pv, money.whole)
    return Table(
        caption=say(message("What it is worth: nominal money, before any loan")),
        columns=(
            *words(say(message("Figure"))),
            *numbers(
                say(message("Efficiency")),
                say(message("Solar plant, for the load after the measures")),
                say(message("Whole plan")),
            ),
        ),
        rows=tuple(
            (say(name), *(_written(worth, text, write) for worth in parts))
            for name, text in worth_lines(result, write)
        ),
        from_mine=True,
    )


def _written(worth: Worth | None, text: Callable[[FinanceSummary], str], write: Figures) -> str:
    if worth is None or worth.figures.capex <= 0:
        return write.number(None)
    return text(worth.figures)


def cash_table(result: StudyResult, write: Figures) -> Table:
    """Return the cash flow of the whole plan, a row a year, a column a line that ever moves."""
    say, whole = write.say, result.money.whole.flow.yearly
    real = in_money_of_year_0(whole["net_after_tax"], result.study.finance.inflation_fraction)
    yearly = whole.assign(net_after_tax_real=real)
    lines = (
        *(name for name in LINES_BEFORE_TAX if yearly[name].any()),
        "net_before_tax",
        "tax_delta",
        "net_after_tax",
        "cumulative_after_tax",
        "net_after_tax_real",
    )
    largest = float(yearly[list(lines)].abs().to_numpy().max())
    divisor, unit = scale_of_money(largest, write.currency)
    decimals = 0 if divisor == 1 else 1
    return Table(
        caption=say(message("Cash flow of the whole plan by year [{unit}]", unit=unit)),
        columns=(
            *words(say(message("Year"))),
            *numbers(*(say(cash_line(name, result.study.study.country)) for name in lines)),
        ),
        rows=tuple(
            (str(year), *(write.number(row[name] / divisor, decimals) for name in lines))
            for year, row in zip(yearly.index.tolist(), yearly.to_dict("records"), strict=True)
        ),
        is_wide=True,
        from_mine=True,
    )


def credit_table(result: StudyResult, write: Figures, site: str) -> Table:
    """Return a site's bill with the plant by month: energy, credits, surplus, money."""
    say, currency = write.say, write.currency
    bill = result.bills[site].with_plant
    names = month_names(write.reader)
    paid_for = (
        message("Energy and power [{currency}]", currency=currency)
        if bill.parts
        else message("Energy [{currency}]", currency=currency)
    )
    return Table(
        caption=say(message("{site}: bill with the plant by month", site=site)),
        columns=(
            *words(say(message("Month"))),
            *numbers(
                say(message("Import [kWh]")),
                say(message("Export [kWh]")),
                say(message("Credited [kWh]")),
                say(message("Surplus [kWh]")),
                say(paid_for),
                say(message("Credits [{currency}]", currency=currency)),
                say(message("Surplus [{currency}]", currency=currency)),
                say(message("To pay [{currency}]", currency=currency)),
            ),
        ),
        rows=tuple(
            (names[month.month - 1], *(write.number(row[name]) for name in CREDIT_COLUMNS))
            for month, row in zip(
                bill.monthly.index.tolist(), bill.monthly.to_dict("records"), strict=True
            )
        ),
        total=(
            say(message("Year")),
            *(write.number(bill.monthly[name].sum()) for name in CREDIT_COLUMNS),
        ),
        from_mine=True,
    )
