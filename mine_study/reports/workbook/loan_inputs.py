"""The terms of a loan as named cells, which the formulas of its account read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.reports.workbook.flow_inputs import FlowInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mine_study.reports.workbook.cell_looks import Kind
    from mine_study.reports.workbook.open_book import Say
    from project_finance.debt.plan import DebtPlan
    from project_finance.debt.terms import DebtKind
    from project_finance.project import Project

KINDS: Mapping[DebtKind, Message] = {
    "annuity": message("annuity"),
    "equal_principal": message("equal principal"),
    "bullet": message("bullet"),
    "sculpted": message("sculpted"),
}
"""Words of the drop-down, in the order in which formulas number them."""


def loan_inputs(
    project: Project, debt: DebtPlan, currency: str, say: Say
) -> tuple[Message, list[FlowInput]]:
    """Return the cells of a loan under their title.

    Parameters
    ----------
    project
        What is lent for.
    debt
        Its loan.
    currency
        Of the amounts.
    say
        Writes a message in the reader's language.
    """
    cells = [
        _kind(debt, say),
        _number_of_kind(debt, say),
        *_size(debt, currency),
        *_price(project, debt),
        *_times(project, debt),
        *_conditions(project, debt),
    ]
    return message("The loan"), cells


def _kind(debt: DebtPlan, say: Say) -> FlowInput:
    return FlowInput(
        name="loan_kind",
        label=message("form of repayment"),
        value=say(KINDS[debt.terms.kind]),
        kind="text",
        choices=tuple(say(word) for word in KINDS.values()),
    )


def _number_of_kind(debt: DebtPlan, say: Say) -> FlowInput:
    words = [say(word).replace('"', '""') for word in KINDS.values()]
    chosen = "".join(f'IF(loan_kind="{word}",{place},' for place, word in enumerate(words, 1))
    return FlowInput(
        name="loan_kind_number",
        label=message("number of that form"),
        value=list(KINDS).index(debt.terms.kind) + 1,
        kind="year",
        formula=f"{chosen}NA(){')' * len(words)}",
    )


def _size(debt: DebtPlan, currency: str) -> Iterator[FlowInput]:
    terms = debt.terms
    sizes: tuple[tuple[str, Message, float | None, Kind], ...] = (
        (
            "loan_share",
            message("loan asked for, part of the outlay"),
            terms.loan_fraction,
            "percent",
        ),
        ("loan_asked", message("loan asked for, instead of the part"), terms.loan_amount, "money"),
        ("gearing_cap", message("most of the outlay that is lent"), terms.gearing_cap, "percent"),
        (
            "cover_target",
            message("least cover (DSCR) by which the loan is sized; empty: none"),
            terms.dscr_target,
            "thousandth",
        ),
    )
    for name, label, value, kind in sizes:
        unit = currency if kind == "money" else ""
        yield FlowInput(name=name, label=label, value=value, kind=kind, unit=unit)


def _price(project: Project, debt: DebtPlan) -> Iterator[FlowInput]:
    terms, yearly = debt.terms, message("a year")
    rise, dollar = terms.currency_growth_fraction_per_year, project.usd_rate_growth_fraction
    dollar = project.inflation_fraction if dollar is None else dollar
    yield FlowInput(
        name="loan_rate",
        label=message("effective interest, in the loan's currency"),
        value=terms.rate,
        kind="percent",
        unit=yearly,
    )
    yield FlowInput(
        name="loan_currency_rise",
        label=message("rise of the loan's currency"),
        value=rise,
        kind="percent",
        unit=yearly,
        formula="dollar_growth" if rise and math.isclose(rise, dollar) else None,
    )
    yield FlowInput(
        name="loan_local_rate",
        label=message("interest with that rise"),
        value=terms.local_rate,
        kind="percent",
        unit=yearly,
        formula="(1+loan_rate)*(1+loan_currency_rise)-1",
    )


def _times(project: Project, debt: DebtPlan) -> Iterator[FlowInput]:
    terms, years = debt.terms, message("years")
    is_paid = terms.grace_interest == "paid"
    yield FlowInput(
        name="loan_years",
        label=message("years to the last payment, grace included"),
        value=terms.years,
        kind="year",
        unit=years,
        between=(1, project.years),
    )
    yield FlowInput(
        name="grace_years",
        label=message("first years without repayment"),
        value=terms.grace_years,
        kind="year",
        unit=years,
        between=(0, project.years - 1),
    )
    yield FlowInput(
        name="grace_paid",
        label=message("interest of those years: 1 is paid, 0 is added to the loan"),
        value=int(is_paid),
        kind="year",
        between=(0, 1),
    )
    yield FlowInput(
        name="owed_after_grace",
        label=message("owed after the grace, over what was drawn, in the loan's currency"),
        value=1.0 if is_paid else (1 + terms.rate) ** terms.grace_years,
        kind="factor",
        formula="IF(grace_paid=1,1,(1+loan_rate)^grace_years)",
    )


def _conditions(project: Project, debt: DebtPlan) -> Iterator[FlowInput]:
    terms, demanded = debt.terms, debt.equity.discount_rate
    yield FlowInput(
        name="covenant",
        label=message("agreed least cover (DSCR) of each year; empty: none"),
        value=terms.covenant_dscr,
        kind="thousandth",
    )
    yield FlowInput(
        name="reserve_months",
        label=message("debt service kept in reserve"),
        value=terms.reserve_months,
        kind="tenth",
        unit=message("months"),
    )
    yield FlowInput(
        name="owner_rate",
        label=message("discount rate of the owner, nominal"),
        value=demanded,
        kind="percent",
        unit=message("a year"),
        formula="discount_rate" if demanded == project.discount_rate else None,
    )
