"""The figures of merit of the cash flow as formulas over its yearly table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.language import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable

    from mine_study.money import Worth
    from mine_study.reports.workbook.sheet_table import Kind

    Say = Callable[[Message], str]

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
    figures, never, buys = worth.figures, say(message("never")), worth.figures.capex > 0
    rate = worth.project.discount_rate if figures.irr is None else figures.irr

    def found(value: float | None) -> float | str:
        return MISSING if value is None else value

    back = (
        f'IF(-INDEX([net_before_tax:],1)<=0,{NOTHING},IF(COUNT([{{column}}:])=0,"{never}",'
        "MIN([{column}:])))"
    )
    return [
        FlowResult(
            name="investment_net",
            label=message("investment, net of what others pay at once"),
            formula="-INDEX([net_before_tax:],1)",
            value=figures.capex,
            kind="money",
        ),
        FlowResult(
            name="npv_after_tax",
            label=message("net present value after tax, nominal"),
            formula="SUM([discounted_after_tax:])",
            value=figures.npv,
            kind="money",
        ),
        FlowResult(
            name="npv_before_tax",
            label=message("net present value before tax, nominal"),
            formula="SUMPRODUCT([net_before_tax:],(1+discount_rate)^(-[year:]))",
            value=figures.npv_before_tax,
            kind="money",
        ),
        FlowResult(
            name="irr_after_tax",
            label=message("internal rate of return after tax"),
            formula=f"IFERROR(IRR([net_after_tax:],{rate!r}),{NOTHING})",
            value=found(figures.irr),
            kind="percent",
        ),
        FlowResult(
            name="mirr_after_tax",
            label=message("modified rate of return after tax"),
            formula=f"IFERROR(MIRR([net_after_tax:],discount_rate,discount_rate),{NOTHING})",
            value=found(figures.mirr),
            kind="percent",
        ),
        FlowResult(
            name="payback_after_tax",
            label=message("simple payback after tax, from the spending, nominal [years]"),
            formula=back.format(column="back"),
            value=lasting(figures.simple_payback_years, say, buys=buys),
            kind="hundredth",
        ),
        FlowResult(
            name="discounted_payback_after_tax",
            label=message("discounted payback after tax, from the spending [years]"),
            formula=back.format(column="back_discounted"),
            value=lasting(figures.discounted_payback_years, say, buys=buys),
            kind="hundredth",
        ),
        FlowResult(
            name="levelised_cost",
            label=message("levelised cost of energy, before tax, nominal [per kWh]"),
            formula="IFERROR(SUMPRODUCT([costs:],(1+discount_rate)^(-[year:]))"
            f"/SUMPRODUCT([energy:],(1+discount_rate)^(-[year:])),{NOTHING})",
            value=found(figures.lcoe_per_kwh),
            kind="unit_price",
        ),
    ]


def lasting(years: float | None, say: Say, *, buys: bool) -> float | str:
    """Return a payback; the word *never* where it does not come, a dash where nothing is bought.

    Parameters
    ----------
    years
        None where there is none.
    say
        Writes a message in the reader's language.
    buys
        Whether there is an outlay to bring back.
    """
    if years is not None:
        return years
    return say(message("never")) if buys else MISSING
