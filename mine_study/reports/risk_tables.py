"""How sure the money is: tables of the draws and of what they are made of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.charts.style import scale_of_money
from mine_study.reports.risk_limits import break_even_table, npv_table, payback_table
from mine_study.reports.table import Table, numbers, words
from mine_study.risk_quantities import quantities
from project_finance.uncertainty.drivers import YEAR_BY_YEAR
from project_finance.uncertainty.tornado import ENDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mine_study.reports.figures import Figures
    from mine_study.risk import Risk
    from mine_study.study import StudyResult
    from project_finance.uncertainty.drivers import Driver
    from project_finance.uncertainty.spread import Spread

Written = tuple[str, ...]


def risk_tables(result: StudyResult, write: Figures) -> dict[str, Table]:
    """Return the tables under the names the template knows; none where nothing is drawn."""
    risk = result.risk
    if risk is None:
        return {}
    return {
        "risk_figures": figures_table(risk, write),
        "risk_npv": npv_table(risk, write),
        "risk_payback": payback_table(risk, write),
        "risk_break_even": break_even_table(risk, write),
        "risk_doubts": doubt_table(risk, write),
    }


def figures_table(risk: Risk, write: Figures) -> Table:
    """Return each figure as planned and at P90, P50 and P10."""
    say = write.say
    return Table(
        caption=say(
            message(
                "Whole plan in {draws:,d} draws: P90 is met or bettered by nine of ten",
                draws=risk.count,
            )
        ),
        columns=(
            *words(say(message("Figure"))),
            *numbers(
                say(message("As planned")),
                say(message("P90: nine of ten are as good or better")),
                say(message("P50: half are")),
                say(message("P10: one of ten is")),
            ),
        ),
        rows=tuple(_figure_rows(risk, write)),
        from_mine=True,
    )


def _figure_rows(risk: Risk, write: Figures) -> Iterator[Written]:
    drawn, planned = risk.drawn, risk.money.whole.figures

    def row(
        name: Message, as_planned: float | None, found: Spread, text: Callable[[float | None], str]
    ) -> Written:
        values = (as_planned, found.p90, found.p50, found.p10)
        return (write.say(name), *(text(value) for value in values))

    largest = max(abs(worth) for worth in (planned.npv, drawn.mean_npv_after_tax))
    divisor, unit = scale_of_money(largest, write.currency)
    name = message("net present value after tax [{unit}]", unit=unit)
    decimals = 0 if divisor == 1 else 1
    yield row(
        name,
        planned.npv,
        drawn.npv_after_tax,
        lambda worth: write.number(None if worth is None else worth / divisor, decimals),
    )
    name = message("internal rate of return after tax")
    yield row(name, planned.irr, drawn.irr_after_tax, lambda rate: write.percent(rate, 1))
    name = message("simple payback after tax, nominal [years]")
    found = drawn.simple_payback_after_tax_years
    yield row(name, planned.simple_payback_years, found, write.years)
    name = message("discounted payback after tax [years]")
    found = drawn.discounted_payback_after_tax_years
    yield row(name, planned.discounted_payback_years, found, write.years)
    if drawn.dscr_min is not None and risk.debt is not None:
        name = message("least debt service coverage")
        cover = risk.debt.cover
        said = partial(write.cover, line=cover.covenant_dscr)
        yield row(name, cover.dscr_min, drawn.dscr_min, said)


def doubt_table(risk: Risk, write: Figures) -> Table:
    """Return every doubt with its sigma, its ends in units of the plan, and its source."""
    say = write.say
    return Table(
        caption=say(message("What is not sure, each drawn by itself")),
        columns=(
            *words(say(message("Doubt"))),
            *numbers(
                say(message("One standard deviation")),
                say(message("One case of ten is below")),
                say(message("As planned")),
                say(message("One case of ten is above")),
            ),
            *words(say(message("Unit")), say(message("Source"))),
        ),
        rows=tuple(_doubt_rows(risk, write)),
        from_mine=True,
        is_wide=True,
    )


def _doubt_rows(risk: Risk, write: Figures) -> Iterator[Written]:
    known = quantities(risk)
    for name, driver in risk.drivers.items():
        quantity = known.get("pv_yield" if name == YEAR_BY_YEAR else name)
        if driver.sigma > 0 and quantity is not None:
            low, high = (quantity.moved(float(end)) for end in driver.at(ENDS))
            yield (
                write.say(driver.description),
                _sigma(driver, write),
                *(quantity.text(x, write.reader) for x in (low, quantity.planned, high)),
                write.say(quantity.unit),
                write.say(driver.source),
            )


def _sigma(driver: Driver, write: Figures) -> str:
    if driver.law == "added":
        return write.say(message("{points:,.1f} points", points=100 * driver.sigma))
    return write.percent(driver.sigma, 1)
