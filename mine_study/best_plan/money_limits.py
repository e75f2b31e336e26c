"""What the best plan must keep within: the budget and the loan of the study, and its targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from project_finance.loan import payment
from project_finance.selection.limits import Limits, Loan

if TYPE_CHECKING:
    from mine_study.study_file import DebtKeys, Study

KG_PER_T = 1000.0
NO_LOAN = (None, "none")


def limits_of_study(study: Study) -> Limits:
    """Return budget, loan and targets of a study.

    Parameters
    ----------
    study
        Checked keys.
    """
    budget, keys = study.finance.budget_usd * study.prices.usd_rate, study.best_plan
    return Limits(
        budget=budget,
        least_avoided_kg=keys.least_avoided_t * KG_PER_T,
        least_coverage_fraction=keys.least_coverage_fraction,
        loan=_loan(study.debt, budget),
    )


def _loan(debt: DebtKeys, budget: float) -> Loan | None:
    """Return the loan as a limit, its yearly payment that of an annuity whatever its kind.

    The budget holds own money and loan together; the first year's savings must cover the payment
    by what the contract demands.
    """
    if debt.kind in NO_LOAN or debt.rate is None or debt.years is None:
        return None
    asked = debt.loan_amount if debt.loan_fraction is None else debt.loan_fraction * budget
    most = min(asked or 0.0, debt.gearing_cap * budget)
    return Loan(
        own_money=budget - most,
        most_debt=most,
        payment_per_debt=payment(debt.rate, debt.years, 1.0),
        least_cover=debt.covenant_dscr or debt.dscr_target or 0.0,
    )
