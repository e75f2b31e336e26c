"""Sheets of the draws and of the best plan, as the values that Solmina found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.best_plan.words import part_words
from mine_study.reports.workbook.flow_results import lasting
from mine_study.reports.workbook.sheet_table import SheetColumn, SheetTable, columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mine_study.reports.workbook.sheet_table import Cell
    from mine_study.study import StudyResult
    from project_finance.uncertainty.spread import Spread

    Say = Callable[[Message], str]


def lender_sheets(result: StudyResult, say: Say) -> Iterator[SheetTable]:
    """Yield the sheets of what the study asked for: draws, best plan.

    Parameters
    ----------
    result
        The study.
    say
        Writes a message in the reader's language.
    """
    if result.risk is not None:
        yield _draws(result, say)
    if result.best_plan is not None and result.best_plan.chosen is not None:
        yield _best_plan(result, say)


def _draws(result: StudyResult, say: Say) -> SheetTable:
    return SheetTable(
        name=say(message("Draws")),
        columns=(
            SheetColumn(head=say(message("Figure")), width=58),
            *columns(
                "plain",
                say(message("P90: nine of ten are as good or better")),
                say(message("P50: half are")),
                say(message("P10: one of ten is")),
            ),
        ),
        rows=list(_drawn_rows(result, say)),
    )


def _drawn_rows(result: StudyResult, say: Say) -> Iterator[list[Cell]]:
    assert result.risk is not None  # noqa: S101  told by lender_sheets
    drawn = result.risk.drawn

    def row(name: Message, found: Spread, *, years: bool = False) -> list[Cell]:
        values: list[Cell] = [found.p90, found.p50, found.p10]
        if years:
            values = [lasting(value, say, buys=True) for value in (found.p90, found.p50, found.p10)]
        return [say(name), *values]

    yield row(message("net present value after tax, nominal"), drawn.npv_after_tax)
    yield row(message("internal rate of return after tax"), drawn.irr_after_tax)
    name = message("simple payback after tax, from the spending, nominal [years]")
    yield row(name, drawn.simple_payback_after_tax_years, years=True)
    name = message("discounted payback after tax, from the spending [years]")
    yield row(name, drawn.discounted_payback_after_tax_years, years=True)
    if drawn.dscr_min is not None:
        yield row(message("least debt service coverage"), drawn.dscr_min)


def _best_plan(result: StudyResult, say: Say) -> SheetTable:
    best, currency = result.best_plan, result.study.study.currency
    assert best is not None  # noqa: S101  told by lender_sheets
    paid = {part.name: part for part in best.order}
    rows: list[list[Cell]] = []
    for bar in best.bars:
        month = paid[bar.name].month
        rows.append(
            [
                say(part_words(best.choices, bar.name)),
                paid[bar.name].capex,
                bar.npv,
                bar.avoided_t,
                bar.cost_per_t,
                say(message("never")) if month is None else month,
            ]
        )
    return SheetTable(
        name=say(message("Best plan")),
        columns=(
            SheetColumn(head=say(message("Purchase")), width=70),
            *columns(
                "money",
                say(message("Cost [{currency}]", currency=currency)),
                say(message("Adds before tax [{currency}]", currency=currency)),
            ),
            *columns("tenth", say(message("Avoided over the horizon [tCO2e]"))),
            *columns(
                "money",
                say(message("Cost per tonne before tax [{currency}]", currency=currency)),
            ),
            *columns("year", say(message("Month bought"))),
        ),
        rows=rows,
    )
