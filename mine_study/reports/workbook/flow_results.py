"""The figures of merit of the cash flow as formulas over its yearly table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.language import MISSING
from mine_study.reports.workbook.rate_search import rate_of_return

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.money import Worth
    from mine_study.reports.workbook.cell_looks import Kind
    from mine_study.reports.workbook.open_book import Say
    from project_finance.summary import FinanceSummary

NOTHING = f'"{MISSING}"'


@dataclass(frozen=True, kw_only=True)
class FlowResult:
    """A figure, its formula and what Solmina found."""

    name: str
    """By which other sheets read it."""
    label: Message
    formula: str
    """References as in a live column."""
    value: float | str
    kind: Kind


def flow_results(worth: Worth, say: Say) -> list[FlowResult]:
    """Return the figures of a project; a payback that never comes is the word *never*.

    Parameters
    ----------
    worth
        The project and its figures.
    say
        Writes a message in the reader's language.
    """
    figures = worth.figures
    return [*_worths(figures), *_rates(figures), *_paybacks(figures, say), _levelised_cost(figures)]


def _worths(figures: FinanceSummary) -> Iterator[FlowResult]:
    yield FlowResult(
        name="investment_net",
        label=message("investment, net of what others pay at once"),
        formula="-INDEX([net_before_tax:],1)",
        value=figures.own_outlay,
        kind="money",
    )
    yield FlowResult(
        name="npv_after_tax",
        label=message("net present value after tax, nominal"),
        formula="SUM([discounted_after_tax:])",
        value=figures.npv,
        kind="money",
    )
    yield FlowResult(
        name="npv_before_tax",
        label=message("net present value before tax, nominal"),
        formula="SUMPRODUCT([net_before_tax:],(1+discount_rate)^(-[year:]))",
        value=figures.npv_before_tax,
        kind="money",
    )


def _rates(figures: FinanceSummary) -> Iterator[FlowResult]:
    yield FlowResult(
        name="irr_after_tax",
        label=message("internal rate of return after tax"),
        formula=rate_of_return("net_after_tax", "npv_after_tax"),
        value=or_dash(figures.irr),
        kind="percent",
    )
    yield FlowResult(
        name="mirr_after_tax",
        label=message("modified rate of return after tax"),
        formula=f"IFERROR(MIRR([net_after_tax:],discount_rate,discount_rate),{NOTHING})",
        value=or_dash(figures.mirr),
        kind="percent",
    )


def _paybacks(figures: FinanceSummary, say: Say) -> Iterator[FlowResult]:
    buys = figures.capex > 0
    never, at_once = say(message("never")), say(message("immediate"))
    back = (
        f"IF(SUM([capex:],[vat:],[vat_returned:])>=0,{NOTHING},"
        "IF(COUNT([{column}:])>0,MIN([{column}:]),"
        f'IF(MIN([{{total}}:])>=0,"{at_once}","{never}")))'
    )
    yield FlowResult(
        name="payback_after_tax",
        label=message("simple payback after tax, from the spending, nominal [years]"),
        formula=back.format(column="back", total="cumulative_after_tax"),
        value=lasting(figures.simple_payback_years, say, buys=buys),
        kind="hundredth",
    )
    yield FlowResult(
        name="discounted_payback_after_tax",
        label=message("discounted payback after tax, from the spending [years]"),
        formula=back.format(column="back_discounted", total="cumulative_discounted_after_tax"),
        value=lasting(figures.discounted_payback_years, say, buys=buys),
        kind="hundredth",
    )


def _levelised_cost(figures: FinanceSummary) -> FlowResult:
    return FlowResult(
        name="levelised_cost",
        label=message("levelised cost of energy, before tax, nominal [per kWh]"),
        formula="IFERROR(SUMPRODUCT([costs:],(1+discount_rate)^(-[year:]))"
        f"/SUMPRODUCT([energy:],(1+discount_rate)^(-[year:])),{NOTHING})",
        value=or_dash(figures.lcoe_per_kwh),
        kind="unit_price",
    )


def or_dash(figure: float | None) -> float | str:
    """Return a figure as its cell shows it: a dash where there is none.

    Examples
    --------
    >>> or_dash(0.12), or_dash(None)
    (0.12, '—')
    """
    return MISSING if figure is None else figure


def lasting(years: float | None, say: Say, *, buys: bool) -> float | str:
    """Return a payback; *never* where it does not come, a dash where nothing is bought.

    It is *immediate* where others pay all that is spent.

    Parameters
    ----------
    years
        None where there is none.
    say
        Writes a message in the reader's language.
    buys
        Whether there is an outlay to bring back.
    """
    if years == 0:
        return say(message("immediate"))
    if years is not None:
        return years
    return say(message("never")) if buys else MISSING
