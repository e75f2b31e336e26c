"""Sheets of the draws and of the best plan, as the values that Solmina found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.best_plan.words import part_words
from mine_study.reports.workbook.flow_results import lasting
from mine_study.reports.workbook.sheet_table import (
    KindCell,
    SheetColumn,
    SheetTable,
    columns,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mine_study.reports.workbook.cell_looks import Kind
    from mine_study.reports.workbook.open_book import Say
    from mine_study.reports.workbook.sheet_table import Cell
    from mine_study.study import StudyResult
    from project_finance.uncertainty.spread import Spread


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
                "money",
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
    yield _row(
        say(message("net present value after tax, nominal")), "money", _ends(drawn.npv_after_tax)
    )
    yield _row(
        say(message("internal rate of return after tax")), "percent", _ends(drawn.irr_after_tax)
    )
    for name, found in (
        (
            message("simple payback after tax, from the spending, nominal [years]"),
            drawn.simple_payback_after_tax_years,
        ),
        (
            message("discounted payback after tax, from the spending [years]"),
            drawn.discounted_payback_after_tax_years,
        ),
    ):
        years = [lasting(value, say, buys=True) for value in _ends(found)]
        yield _row(say(name), "hundredth", years)
    if drawn.dscr_min is not None:
        yield _row(say(message("least debt service coverage")), "thousandth", _ends(drawn.dscr_min))


def _ends(found: Spread) -> tuple[float | None, ...]:
    return found.p90, found.p50, found.p10


def _row(name: str, kind: Kind, values: Iterable[float | str | None]) -> list[Cell]:
    return [name, *(KindCell(kind=kind, value=value) for value in values)]


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
            *columns("tenth", say(message("Avoided over the horizon [t CO₂e]"))),
            *columns(
                "money",
                say(message("Cost per tonne before tax [{currency}]", currency=currency)),
            ),
            *columns("year", say(message("Month bought"))),
        ),
        rows=rows,
    )
