"""How much is lent, and what is paid each year for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount, checked_flow
from project_finance.debt.annuity import annuity_payments
from project_finance.debt.bullet import bullet_payments
from project_finance.debt.equal_principal import equal_principal_payments
from project_finance.debt.sculpted import sculpted_payments

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from project_finance.debt.terms import DebtTerms

LimitedBy = Literal["asked", "gearing", "cover"]

_LEVEL_KINDS = {
    "annuity": annuity_payments,
    "equal_principal": equal_principal_payments,
    "bullet": bullet_payments,
}


def loan_payments(terms: DebtTerms, available: ArrayLike, amount: float) -> NDArray[np.float64]:
    """Return what is paid for a loan at the end of years 1 to its last, in the study's money.

    Parameters
    ----------
    terms
        What the lender offers.
    available
        Cash available for debt service in years 1 to the horizon [money]; only a sculpted loan
        looks at it.
    amount
        Loan [money of year 0], at least 0.

    Raises
    ------
    InputError
        If the loan outlives the cash, an amount is missing, or a sculpted loan finds no cash.

    Examples
    --------
    >>> from project_finance.debt.terms import DebtTerms
    >>> terms = DebtTerms(kind="bullet", rate=0.10, years=3, loan_amount=100.0, grace_years=1,
    ...                   grace_interest="capitalised")
    >>> loan_payments(terms, [0.0, 0.0, 0.0], 100.0).round(9).tolist()
    [0.0, 11.0, 121.0]
    """
    cash = _checked_cash(terms, available)
    drawn = checked_amount("amount", amount, least=0.0)
    paid = terms.grace_interest == "paid"
    grace = np.full(terms.grace_years, terms.rate * drawn * paid)
    owed = drawn if paid else drawn * (1 + terms.rate) ** terms.grace_years
    currency = (1 + terms.currency_growth_fraction_per_year) ** np.arange(terms.years + 1.0)
    grace_paid = grace * currency[1 : terms.grace_years + 1]
    if terms.kind == "sculpted":
        owed_then = owed * float(currency[terms.grace_years])
        after = sculpted_payments(terms.local_rate, cash[terms.grace_years :], owed_then)
    else:
        level = _LEVEL_KINDS[terms.kind](terms.rate, terms.repayment_years, owed)
        after = level * currency[terms.grace_years + 1 :]
    return np.concatenate([grace_paid, after])


def loan_amount(terms: DebtTerms, available: ArrayLike, outlay: float) -> tuple[float, LimitedBy]:
    """Return how much is lent and what limits it.

    The least of: what is asked (all that the others allow for a sculpted loan without a size);
    the gearing cap of the outlay; the loan whose cover is at least ``dscr_target`` in each year
    after the grace. A sculpted loan has the same cover in each, so the last is the worth of the
    cash over the target.

    Parameters
    ----------
    terms
        What the lender offers.
    available
        Cash available for debt service in years 1 to the horizon [money].
    outlay
        What is spent in year 0 [money], at least 0.

    Raises
    ------
    InputError
        If the loan outlives the cash or an amount is missing or negative.

    Examples
    --------
    >>> from project_finance.debt.terms import DebtTerms
    >>> terms = DebtTerms(kind="sculpted", rate=0.0, years=2, dscr_target=1.25)
    >>> loan_amount(terms, [30.0, 20.0, 10.0], outlay=100.0)
    (40.0, 'cover')
    """
    spent = checked_amount("outlay", outlay, least=0.0)
    limits: dict[LimitedBy, float] = {
        "asked": _asked(terms, spent),
        "gearing": terms.gearing_cap * spent,
        "cover": _covered(terms, _checked_cash(terms, available)),
    }
    limit = min(limits, key=lambda name: limits[name])
    return limits[limit], limit


def _checked_cash(terms: DebtTerms, available: ArrayLike) -> NDArray[np.float64]:
    """Return the cash of the loan's years."""
    cash = checked_flow("available", available)
    if cash.size < terms.years:
        allowed = message("a loan of at most {years} years, the horizon", years=cash.size)
        raise InputError.of("years", terms.years, allowed=allowed)
    return cash[: terms.years]


def _asked(terms: DebtTerms, outlay: float) -> float:
    """Return the loan asked for, without bound where no size is."""
    if terms.loan_amount is not None:
        return float(terms.loan_amount)
    return np.inf if terms.loan_fraction is None else terms.loan_fraction * outlay


def _covered(terms: DebtTerms, cash: NDArray[np.float64]) -> float:
    """Return the largest loan with the target of cover after the grace."""
    if terms.dscr_target is None:
        return np.inf
    repaying = cash[terms.grace_years :]
    if not (repaying > 0).any():
        return 0.0
    unit = loan_payments(terms, cash, 1.0)[terms.grace_years :]
    due = unit > 0
    if (repaying[due] <= 0).any():
        return 0.0
    return 1 / (float((unit[due] / repaying[due]).max()) * terms.dscr_target)
