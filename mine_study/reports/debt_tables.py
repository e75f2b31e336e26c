"""Tables of the loan: what the lender offers, and its account year by year."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import Message, message
from mine_study.charts import dscr
from mine_study.debt_study import is_due_too_early
from mine_study.reports.chart_sources import CHART_SOURCES
from mine_study.reports.lender_tables import (
    cover_table,
    merit_table,
    owner_table,
    rate_remarks,
    scale,
)
from mine_study.reports.loan_sources import loan_limits, sources_table
from mine_study.reports.pictures import picture
from mine_study.reports.table import Table, figures, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult
    from project_finance.debt.plan import DebtPlan

    Line = tuple[Message, str]

KINDS: dict[str, Message] = {
    "annuity": message("equal payments"),
    "equal_principal": message("equal repayments, interest on the rest"),
    "bullet": message("interest alone, all of it repaid at the end"),
    "sculpted": message("each year a part of its cash"),
}
ACCOUNT_LINES: dict[str, Message] = {
    "opening": message("Owed"),
    "exchange_loss": message("Exchange loss"),
    "interest": message("Interest"),
    "principal": message("Repaid"),
    "payment": message("Paid"),
    "closing": message("Still owed"),
}
LIMITS: dict[str, Message] = {
    "asked": message("what was asked for"),
    "gearing": message("the part of the outlay that is lent"),
    "cover": message("the cover that the lender asks"),
}


def debt_page(result: StudyResult, write: Figures) -> dict[str, Any] | None:
    """Return what the section of the loan shows; None without a loan.

    Parameters
    ----------
    result
        What the study found.
    write
        Language and currency of the reader.
    """
    debt, bad = result.debt, result.debt_in_bad_case
    if debt is None or bad is None:
        return None
    language = write.reader.language
    if debt.amount <= 0:
        return {
            "finding": message("Nothing is lent: no loan reaches the cover that is asked"),
            "terms": terms_table(result, debt, write),
        }
    return {
        "finding": dscr.cover_finding(debt.cover),
        "is_due_too_early": is_due_too_early(result.study, debt),
        "terms": terms_table(result, debt, write),
        "sources": sources_table(result, debt, write),
        "limits": tuple(loan_limits(result, debt, write)),
        "picture": picture(
            partial(dscr.draw, result, reader=write.reader),
            "dscr",
            salt=f"dscr {language}",
            source=write.say(CHART_SOURCES["dscr"](result)),
        ),
        "account": account_table(debt, bad, write),
        "cover": cover_table(result, debt, bad, write),
        "merit": merit_table(result.money.whole, debt, write),
        "owner": owner_table(debt, write),
        "rates": tuple(rate_remarks(debt, bad)),
    }


def terms_table(result: StudyResult, debt: DebtPlan, write: Figures) -> Table:
    """Return what the lender offers and what comes of it."""
    say = write.say
    return Table(
        caption=say(message("The loan")),
        columns=words(say(message("Condition")), say(message("Value"))),
        rows=tuple((say(name), value) for name, value in _terms(result, debt, write)),
        from_mine=True,
    )


def _terms(result: StudyResult, debt: DebtPlan, write: Figures) -> Iterator[Line]:
    terms, say = debt.terms, write.say
    outlay = -float(debt.yearly["project_before_tax"].iloc[0])
    yield message("amount, drawn in year 0"), write.money(debt.amount)
    yield message("share of the outlay of year 0"), write.percent(debt.amount / outlay, 1)
    yield message("bounded by"), say(LIMITS[debt.limited_by])
    yield message("repayment"), say(KINDS[terms.kind])
    yield message("effective interest a year, in the loan's currency"), write.percent(terms.rate, 2)
    yield message("years, grace included"), write.number(terms.years)
    if terms.grace_years:
        yield message("years of grace"), write.number(terms.grace_years)
    if terms.currency_growth_fraction_per_year:
        yield message("currency of the loan"), str(result.study.debt.currency)
        yield (
            message("its rise against the study's currency, a year"),
            write.percent(terms.currency_growth_fraction_per_year, 1),
        )
        yield message("interest with that rise"), write.percent(terms.local_rate, 2)
    if terms.dscr_target is not None:
        yield message("least cover (DSCR) asked when it is sized"), write.cover(terms.dscr_target)
    if terms.covenant_dscr is not None:
        line = write.cover(terms.covenant_dscr, line=terms.covenant_dscr)
        yield message("agreed least cover (DSCR) of each year"), line
    if terms.reserve_months:
        yield message("reserve (DSRA) [months of debt service]"), write.number(terms.reserve_months)


def account_table(debt: DebtPlan, bad: DebtPlan, write: Figures) -> Table:
    """Return the loan year by year beside the cash that pays it."""
    say, lines = write.say, _account_lines(debt)
    divisor, unit, decimals = scale(float(debt.account["opening"].max()), write)
    covers = {
        "finance.debt.dscr_by_year[]": (message("Cover (DSCR)"), debt.cover.yearly["dscr"]),
        "finance.debt.bad_case.dscr_by_year[]": (
            message("Cover in the bad case"),
            bad.cover.yearly["dscr"],
        ),
    }
    return Table(
        caption=say(message("The loan year by year [{unit}]", unit=unit)),
        columns=(
            *words(say(message("Year"))),
            *figures({key: say(name) for key, (name, _) in (*lines.items(), *covers.items())}),
        ),
        rows=tuple(
            (
                str(year),
                *(write.number(row[place] / divisor, decimals) for _, row in lines.values()),
                *(
                    write.cover(row[year], line=debt.terms.covenant_dscr)
                    for _, row in covers.values()
                ),
            )
            for place, year in enumerate(debt.account.index.to_list())
        ),
        from_mine=True,
        is_wide=True,
    )


def _account_lines(debt: DebtPlan) -> dict[str, tuple[Message, list[float]]]:
    """Return name and amounts of each line of the account, by the key that explains it."""
    lines = {
        f"finance.debt.account.{name}[]": (said, debt.account[name].to_list())
        for name, said in ACCOUNT_LINES.items()
        if name != "exchange_loss" or debt.terms.currency_growth_fraction_per_year
    }
    available = _of_loan(debt, debt.cover.yearly["available"])
    lines["finance.debt.cash_available_by_year[]"] = (message("Cash after tax"), available)
    if debt.terms.reserve_months:
        kept = _of_loan(debt, debt.reserve["balance"])
        lines["finance.debt.reserve.balance[]"] = (message("Reserve"), kept)
    return lines


def _of_loan(debt: DebtPlan, column: pd.Series) -> list[float]:
    """Return the years of the loan of a column by year."""
    return [float(column[year]) for year in debt.account.index]
