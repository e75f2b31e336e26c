"""What the best plan must keep within: the budget and the loan of the study, and its targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mine_study.debt_study import loan_terms
from project_finance.debt.sizing import loan_payments
from project_finance.selection.limits import Limits, Loan

if TYPE_CHECKING:
    from mine_study.study_file import Study

KG_PER_T = 1000.0


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
        loan=_loan(study, budget),
    )


def _loan(study: Study, budget: float) -> Loan | None:
    """Return the loan of the study's terms as a limit.

    Any budget holds own money and loan together, the loan at most its share. Savings that grow
    with the tariff must cover the debt service of every year by what is demanded: that is, those
    of the first year its heaviest payment over that growth.
    """
    terms, keys = loan_terms(study), study.debt
    if terms is None:
        return None
    asked = 1.0 if keys.loan_fraction is None else keys.loan_fraction
    savings = (1 + study.finance.tariff_escalation_fraction) ** np.arange(terms.years)
    return Loan.of_budget(
        budget,
        debt_fraction=min(asked, keys.gearing_cap),
        greatest_debt=np.inf if keys.loan_amount is None else keys.loan_amount,
        payment_per_debt=float((loan_payments(terms, savings, 1.0) / savings).max()),
        least_cover=max(keys.covenant_dscr or 0.0, keys.dscr_target or 0.0),
    )
