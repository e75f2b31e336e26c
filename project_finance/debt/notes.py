"""Conventions and warnings of a loan, as rows of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from project_finance.debt.year_words import years_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from equipment_catalog.messages import Message
    from project_finance.debt.cover import Cover
    from project_finance.debt.sizing import LimitedBy
    from project_finance.debt.terms import DebtTerms


def debt_notes(
    terms: DebtTerms,
    limited_by: LimitedBy,
    account: pd.DataFrame,
    reserve: pd.DataFrame,
    held: Cover,
    *,
    taxed: bool,
) -> tuple[Note, ...]:
    """Return what was agreed for a loan and what to mind.

    Parameters
    ----------
    terms, limited_by
        What the lender offers, and what bounds the loan.
    account, reserve, held
        The loan, its reserve and its cover by year.
    taxed
        Whether interest lowers a tax.

    Examples
    --------
    >>> from project_finance.debt.cover import cover
    >>> from project_finance.debt.ledger import ledger
    >>> from project_finance.debt.reserve import reserve_account
    >>> from project_finance.debt.terms import DebtTerms
    >>> terms = DebtTerms(kind="annuity", rate=0.0, years=1, loan_amount=100.0)
    >>> account, reserve = ledger(0.0, [100.0]), reserve_account([-20.0], [100.0], months=0)
    >>> notes = debt_notes(terms, "asked", account, reserve, cover([80.0], account,
    ...                    local_rate=0.0), taxed=False)
    >>> str(notes[-1].what)
    'The cash does not pay the debt service in year 1'
    """
    notes = [_yearly_payments(terms)]
    if taxed:
        notes.append(_relief())
    if terms.currency_growth_fraction_per_year:
        notes.append(_foreign(terms))
    if terms.reserve_months:
        notes.append(_reserve(terms))
    if limited_by != "asked":
        notes.append(_limited(limited_by, terms))
    deferred = account.index[account["principal"] < 0]
    if late := [year for year in deferred if year > terms.grace_years]:
        notes.append(_deferred(late))
    if held.years_below_covenant:
        notes.append(_below_covenant(held))
    if held.years_below_one:
        notes.append(_below_one(held, float(reserve["unmet"].sum())))
    if held.years_without_cash:
        notes.append(_without_cash(held))
    return tuple(notes)


def _yearly_payments(terms: DebtTerms) -> Note:
    """Return when the loan is served and what its rate means."""
    return Note(
        what=message("The loan is drawn in year 0 and served once a year, at the year's end"),
        value=message("{rate:.2%} effective a year", rate=terms.rate),
        source=_convention(),
        effect=message("monthly payments at the same effective rate cost less interest"),
    )


def _relief() -> Note:
    """Return how tax and loan meet."""
    return Note(
        what=message("Interest is deducted from taxable income in the year in which it accrues"),
        value=None,
        source=_convention(),
        effect=message(
            "the owner's cash has this relief, the cover of the loan does not; limits to the"
            " deduction of interest and exchange differences are not reckoned"
        ),
    )


def _foreign(terms: DebtTerms) -> Note:
    """Return that the loan is owed in another money."""
    return Note(
        what=message("The loan is owed in a currency that rises against the study's"),
        value=message("{rise:.2%} a year", rise=terms.currency_growth_fraction_per_year),
        source=message("terms of the loan"),
        effect=message("payments rise with it, and a faster rise would lower the cover"),
    )


def _reserve(terms: DebtTerms) -> Note:
    """Return how the reserve works."""
    return Note(
        what=message("A reserve for the debt service is filled in year 0 by the owner"),
        value=message("{months:g} months of the coming year", months=terms.reserve_months),
        source=message("terms of the loan"),
        effect=message("it earns nothing, pays what cash lacks, and is released with the loan"),
    )


def _limited(limited_by: LimitedBy, terms: DebtTerms) -> Note:
    """Return what bounds the loan."""
    if limited_by == "gearing":
        value = message("{cap:.0%} of the outlay", cap=terms.gearing_cap)
        return Note(
            what=message("The loan is bounded by the part of the outlay that is lent"),
            value=value,
            source=message("terms of the loan"),
            effect=message("the owner pays the rest of the outlay"),
            kind="finding",
        )
    return Note(
        what=message("The loan is bounded by the cover that the lender asks"),
        value=terms.dscr_target,
        source=message("terms of the loan"),
        effect=message("the owner pays the rest of the outlay"),
        kind="finding",
    )


def _deferred(years: Sequence[int]) -> Note:
    """Return the warning that interest is added to the loan after the grace."""
    return Note(
        what=message("The payment is below the interest in {years}", years=years_named(years)),
        value=None,
        source=message("a sculpted loan follows the cash of the year"),
        effect=message("the rest is added to the loan; few lenders accept that"),
        kind="warning",
    )


def _below_covenant(held: Cover) -> Note:
    """Return the warning that the covenant is broken."""
    return Note(
        what=message(
            "The cover is below the agreed one in {years}",
            years=years_named(held.years_below_covenant),
        ),
        value=held.dscr_min,
        source=message("agreed cover of the loan at {line:.2f}", line=held.covenant_dscr),
        effect=message("the lender may stop payments to the owner or call the loan"),
        kind="warning",
    )


def _below_one(held: Cover, unmet: float) -> Note:
    """Return the warning that the project does not pay its loan."""
    return Note(
        what=message(
            "The cash does not pay the debt service in {years}",
            years=years_named(held.years_below_one),
        ),
        value=message("{unmet:,.0f} from the owner", unmet=unmet),
        source=message("cash flow of the project and account of the loan"),
        effect=message("what the reserve does not pay, the owner must"),
        kind="warning",
    )


def _without_cash(held: Cover) -> Note:
    """Return the warning that the project itself needs cash while its loan is owed."""
    return Note(
        what=message(
            "The project's own cash is negative in {years}, while the loan is owed",
            years=years_named(held.years_without_cash),
        ),
        value=message("{lacking:,.0f} from the owner", lacking=held.lacking_cash),
        source=message("cash flow of the project and account of the loan"),
        effect=message(
            "nothing of the loan falls due in such a year, so that it has no cover: it counts as "
            "one below the agreed cover"
        ),
        kind="warning",
    )


def _convention() -> Message:
    """Return the source of what is merely agreed."""
    return message("convention of the loan")
