"""Notes on the loan: what was agreed, what the owner still pays, what a bad case does to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from mine_study.debt_study import asks_loan, is_due_too_early, is_foreign
from mine_study.register.esco_notes import esco_notes
from mine_study.told_cover import told_cover
from project_finance.debt.year_words import years_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.esco_study import StudyEsco
    from mine_study.study_file import Study
    from project_finance.debt.plan import DebtPlan


def debt_notes(
    study: Study, debt: DebtPlan | None, bad: DebtPlan | None, esco: StudyEsco | None
) -> Iterator[Note]:
    """Yield what was agreed with lender and company, and what they must mind.

    Parameters
    ----------
    study
        Checked keys.
    debt, bad
        The loan as planned and in the bad case; None without one.
    esco
        Shared savings; None without a contract.
    """
    if debt is None or bad is None:
        yield _nothing_to_lend_for() if asks_loan(study) else _no_loan()
    elif debt.amount <= 0:
        yield _nothing_lent(debt)
    else:
        yield from debt.notes
        yield from _of_the_study(study, debt)
        yield _own_money(study, debt)
        yield _bad_case(bad)
    yield from esco_notes(study, esco)
    if debt is not None and esco is not None:
        yield Note(
            what=message("Loan and shared savings are reckoned apart"),
            value=None,
            source=message("each stands on the cash flow of the project before any loan"),
            effect=message("they are two ways to pay for one plan, not to be added up"),
        )


def _no_loan() -> Note:
    return Note(
        what=message("No loan is part of this study"),
        value=None,
        source=message("cash flow of the project before any debt"),
        effect=message("the debt service coverage is left empty"),
    )


def _nothing_to_lend_for() -> Note:
    return Note(
        what=message("The loan is left out: the plan pays out nothing in year 0"),
        value=None,
        source=message("cash flow of the project before any debt"),
        effect=message("the debt service coverage is left empty"),
        kind="warning",
    )


def _nothing_lent(debt: DebtPlan) -> Note:
    return Note(
        what=message("Nothing is lent: no loan reaches the cover that is asked"),
        value=debt.terms.dscr_target,
        source=message("debt.dscr_target"),
        effect=message("the owner pays the whole outlay"),
        kind="warning",
    )


def _of_the_study(study: Study, debt: DebtPlan) -> Iterator[Note]:
    if is_due_too_early(study, debt):
        yield Note(
            what=message("The first payment falls due while the plant waits for its permits"),
            value=message("{months:g} months", months=study.finance.plant_delay_months),
            source=message("finance.plant_delay_months"),
            effect=message("with a year of grace (debt.grace_years: 1) the plant pays its loan"),
            kind="finding",
        )
    if is_foreign(study) and study.finance.usd_rate_growth_fraction is None:
        yield Note(
            what=message("The dollar of the loan rises as fast as prices do"),
            value=study.finance.inflation_fraction,
            source=message("finance.usd_rate_growth_fraction is not given"),
            effect=message("a faster rise would lower the cover"),
        )
    if study.debt.equity_discount_rate is None:
        yield Note(
            what=message("The owner's money is discounted at the rate of the project"),
            value=message("{rate:.1%}", rate=debt.equity.discount_rate),
            source=message("debt.equity_discount_rate is not given"),
            effect=message(
                "money behind a loan bears more risk: a higher rate would lower its present value"
            ),
        )


def _own_money(study: Study, debt: DebtPlan) -> Note:
    """Return whether the budget pays what the loan leaves to the owner."""
    own, budget = debt.equity.outlay / study.prices.usd_rate, study.finance.budget_usd
    return Note(
        what=message("Own money of year 0 beside the budget"),
        value=message("USD {own:,.0f} against USD {budget:,.0f}", own=own, budget=budget),
        source=message("finance.budget_usd"),
        effect=message("with the loan the budget pays for the whole plan")
        if own <= budget
        else message("even with the loan the budget does not pay for the whole plan"),
        kind="finding",
    )


def _bad_case(bad: DebtPlan) -> Note:
    """Return how the loan fares with bad luck: a warning where it is not paid as agreed."""
    cover = bad.cover
    fails = sorted({*cover.years_below_one, *cover.years_below_covenant, *cover.years_without_cash})
    return Note(
        what=message("Least cover of the loan in the bad case"),
        value=None if cover.dscr_min is None else told_cover(cover.dscr_min, cover.covenant_dscr),
        source=message(
            "little sun and saving and a low tariff in every year, equipment renewed at a high "
            "price, loan and outlay as agreed"
        ),
        effect=message("the cover is too low in {years}", years=years_named(fails))
        if fails
        else message("the loan is paid as agreed"),
        kind="warning" if fails else "finding",
    )
