"""Tables of the money: what it is worth, year by year, and the bills month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.charts.style import month_names, scale_of_money
from mine_study.charts.words import cash_line
from mine_study.reports.table import Table, numbers, words
from project_finance.cash_flow import LINES_BEFORE_TAX

if TYPE_CHECKING:
    from collections.abc import Callable

    from equipment_catalog.messages import Message
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
            for name, text in _worth_lines(result, write)
        ),
        from_mine=True,
    )


def _written(worth: Worth | None, text: Callable[[FinanceSummary], str], write: Figures) -> str:
    if worth is None or worth.figures.capex <= 0:
        return write.number(None)
    return text(worth.figures)


def _worth_lines(
    result: StudyResult, write: Figures
) -> tuple[tuple[Message, Callable[[FinanceSummary], str]], ...]:
    rate = write.percent(result.study.finance.discount_rate, 1)
    per_kwh = message(
        "levelised cost of energy, before tax, nominal over the life [{currency}/kWh]",
        currency=write.currency,
    )
    return (
        (
            message("investment [{currency}]", currency=write.currency),
            lambda f: write.number(f.capex),
        ),
        (
            message(
                "net present value after tax, at {rate} [{currency}]",
                rate=rate,
                currency=write.currency,
            ),
            lambda f: write.number(f.npv),
        ),
        (
            message("net present value before tax [{currency}]", currency=write.currency),
            lambda f: write.number(f.npv_before_tax),
        ),
        (
            message("internal rate of return after tax, every root"),
            lambda f: write.roots(f.irr_roots),
        ),
        (
            message("internal rate of return before tax"),
            lambda f: write.percent(f.irr_before_tax, 1),
        ),
        (message("modified rate of return after tax"), lambda f: write.percent(f.mirr, 1)),
        (message("simple payback after tax, nominal [years]"), lambda f: _lasting(f, write)),
        (
            message("discounted payback after tax [years]"),
            lambda f: write.years(f.discounted_payback_years),
        ),
        (
            message("simple payback before tax, nominal [years]"),
            lambda f: write.years(f.simple_payback_before_tax_years),
        ),
        (
            message("cost over first-year saving, before tax, no rise of tariffs [years]"),
            lambda f: write.years(f.capex_per_first_year_savings_years),
        ),
        (per_kwh, lambda f: write.unit_number(f.lcoe_per_kwh)),
        (message("least debt service coverage"), lambda _f: write.number(None)),
    )


def _lasting(figures: FinanceSummary, write: Figures) -> str:
    """Return the payback, with a star where the running sum falls below zero again."""
    years = write.years(figures.simple_payback_years)
    lasts = figures.simple_payback_years is None or figures.payback_lasts
    return years if lasts else f"{years} *"


def cash_table(result: StudyResult, write: Figures) -> Table:
    """Return the cash flow of the whole plan, a row a year, a column a line."""
    say, yearly = write.say, result.money.whole.flow.yearly
    lines = (
        *LINES_BEFORE_TAX,
        "net_before_tax",
        "tax_delta",
        "net_after_tax",
        "cumulative_after_tax",
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
