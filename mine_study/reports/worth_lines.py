"""The figures of merit by name: before or after tax, nominal or real, from which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from equipment_catalog.messages import Message
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult
    from project_finance.summary import FinanceSummary

    Line = tuple[Message, Callable[[FinanceSummary], str]]


def worth_lines(result: StudyResult, write: Figures) -> Iterator[Line]:
    """Yield the name of each figure of merit and how it is written.

    Parameters
    ----------
    result
        The study.
    write
        For whom.
    """
    yield from _present_values(result, write)
    yield from _rates(write)
    yield from _paybacks(result, write)
    yield from _costs(write)
    yield from _ratios(result, write)


def _present_values(result: StudyResult, write: Figures) -> Iterator[Line]:
    rate = write.percent(result.study.finance.discount_rate, 1)
    usd_rate, currency = result.study.prices.usd_rate, write.currency
    yield (message("investment [{currency}]", currency=currency), lambda f: write.number(f.capex))
    yield (
        message(
            "net present value after tax, at {rate} [{currency}]", rate=rate, currency=currency
        ),
        lambda f: write.number(f.npv),
    )
    if currency != "USD":
        yield (
            message("net present value after tax, at today's rate [USD]"),
            lambda f: write.number(f.npv / usd_rate),
        )
    yield (
        message("net present value before tax [{currency}]", currency=currency),
        lambda f: write.number(f.npv_before_tax),
    )


def _rates(write: Figures) -> Iterator[Line]:
    yield (
        message("internal rate of return after tax, every root"),
        lambda f: write.roots(f.irr_roots),
    )
    yield (
        message("internal rate of return before tax"),
        lambda f: write.percent(f.irr_before_tax, 1),
    )
    yield (message("modified rate of return after tax"), lambda f: write.percent(f.mirr, 1))


def _paybacks(result: StudyResult, write: Figures) -> Iterator[Line]:
    yield (message("simple payback after tax, nominal [years]"), lambda f: _lasting(f, write))
    if result.money.whole.flow.commissioned_after_years > 0:
        yield (
            message("the same from the plant's first day of operation [years]"),
            lambda f: write.years(f.simple_payback_from_commissioning_years),
        )
    yield (
        message("discounted payback after tax [years]"),
        lambda f: write.years(f.discounted_payback_years),
    )
    yield (
        message("simple payback before tax, nominal [years]"),
        lambda f: write.years(f.simple_payback_before_tax_years),
    )
    yield (
        message("cost over first-year saving, before tax, no rise of tariffs [years]"),
        lambda f: write.years(f.capex_per_first_year_savings_years),
    )


def _costs(write: Figures) -> Iterator[Line]:
    currency = write.currency
    yield (
        message(
            "levelised cost of energy, before tax, nominal over the life [{currency}/kWh]",
            currency=currency,
        ),
        lambda f: write.unit_number(f.lcoe_per_kwh),
    )
    yield (
        message(
            "levelised cost of energy, before tax, real, at prices of year 0 [{currency}/kWh]",
            currency=currency,
        ),
        lambda f: write.unit_number(f.lcoe_real_per_kwh),
    )
    yield (
        message(
            "present value of the plan's own costs, before tax, the energy still bought left out "
            "[{currency}]",
            currency=currency,
        ),
        lambda f: write.number(f.life_cycle_before_tax.own_costs),
    )
    yield (
        message(
            "life-cycle cost before tax (LCC): own costs and the energy still bought [{currency}]",
            currency=currency,
        ),
        lambda f: write.number(f.life_cycle_before_tax.cost),
    )
    yield (
        message(
            "life-cycle cost before tax where nothing of it is done [{currency}]",
            currency=currency,
        ),
        lambda f: write.number(f.life_cycle_before_tax.cost_without),
    )


def _ratios(result: StudyResult, write: Figures) -> Iterator[Line]:
    yield (
        message("savings over investment, before tax (SIR)"),
        lambda f: write.number(f.life_cycle_before_tax.savings_to_investment_ratio, 2),
    )
    yield (
        message("adjusted rate of return, before tax (AIRR)"),
        lambda f: write.percent(f.life_cycle_before_tax.adjusted_irr, 1),
    )
    yield (
        message("profitability index, after tax"),
        lambda f: write.number(f.profitability_index, 2),
    )
    yield (
        message("capital recovery factor at the discount rate"),
        lambda f: write.number(f.capital_recovery_factor, 4),
    )
    yield (
        message("least debt service coverage"),
        lambda f: _least_cover(result, f, write),
    )


def _least_cover(result: StudyResult, figures: FinanceSummary, write: Figures) -> str:
    """Return the loan's least cover, which the whole plan alone has."""
    if result.debt is None or figures is not result.money.whole.figures:
        return write.number(None)
    cover = result.debt.cover
    return write.cover(cover.dscr_min, line=cover.covenant_dscr)


def _lasting(figures: FinanceSummary, write: Figures) -> str:
    """Return the payback, with a star where the running sum falls below zero again."""
    years = write.years(figures.simple_payback_years)
    lasts = figures.simple_payback_years is None or figures.payback_lasts
    return years if lasts else f"{years} *"
