"""The plan seen by its lender: the loan of the whole plan, as planned and in a bad case."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mine_study.debt_faults import NO_LOAN
from project_finance.debt.plan import plan_debt
from project_finance.debt.terms import DebtTerms
from project_finance.project_tax import project_tax

if TYPE_CHECKING:
    from mine_study.money import Worth
    from mine_study.study_file import Study
    from project_finance.debt.equity import AssessTax
    from project_finance.debt.plan import DebtPlan


def asks_loan(study: Study) -> bool:
    """Return whether the study holds a loan."""
    return study.debt.kind not in (None, NO_LOAN)


def is_foreign(study: Study) -> bool:
    """Return whether the loan is owed in another currency than the study's."""
    return study.debt.currency not in (None, study.study.currency)


def loan_terms(study: Study) -> DebtTerms | None:
    """Return what the lender offers; None for a study without a loan.

    A loan in dollars rises with the path of the exchange rate.

    Parameters
    ----------
    study
        Checked keys.
    """
    keys = study.debt
    if keys.kind is None or keys.kind == NO_LOAN or keys.rate is None or keys.years is None:
        return None
    return DebtTerms(
        kind=keys.kind,
        rate=keys.rate,
        years=keys.years,
        loan_fraction=keys.loan_fraction,
        loan_amount=keys.loan_amount,
        grace_years=keys.grace_years,
        grace_interest=keys.grace_interest,
        dscr_target=keys.dscr_target,
        gearing_cap=keys.gearing_cap,
        reserve_months=keys.reserve_months,
        covenant_dscr=keys.covenant_dscr,
        currency_growth_fraction_per_year=dollar_rise(study) if is_foreign(study) else 0.0,
    )


def dollar_rise(study: Study) -> float:
    """Return the yearly rise of the dollar in the study's currency, that of prices if none [1]."""
    keys = study.finance
    rise = keys.usd_rate_growth_fraction
    return keys.inflation_fraction if rise is None else rise


def study_debt(study: Study, worth: Worth) -> DebtPlan | None:
    """Return the loan of the plan; None without a loan, or without an outlay to lend for.

    Parameters
    ----------
    study
        Checked keys.
    worth
        The whole plan.
    """
    terms = loan_terms(study)
    if terms is None or not spends(worth):
        return None
    return plan_debt(
        worth.flow,
        terms,
        assess_tax=assessment(worth),
        equity_discount_rate=study.debt.equity_discount_rate,
    )


def is_due_too_early(study: Study, debt: DebtPlan) -> bool:
    """Return whether year 1 does not pay the loan because the plant still waits for its permits.

    Parameters
    ----------
    study
        Checked keys.
    debt
        The loan as planned.
    """
    waits = study.finance.plant_delay_months > 0 and any(site.pv.build for site in study.sites)
    return waits and debt.terms.grace_years == 0 and debt.cover.years_below_one == (1,)


def own_money(worth: Worth, debt: DebtPlan | None) -> float:
    """Return what the owner pays in year 0: the outlay less a grant received then and a loan.

    Value-added tax that comes back later and a reserve for the lender are part of it.

    Parameters
    ----------
    worth
        The whole plan.
    debt
        Its loan; None without one.
    """
    return worth.figures.own_outlay if debt is None else debt.equity.outlay


def spends(worth: Worth) -> bool:
    """Return whether year 0 pays out anything that a lender or a company could pay."""
    return float(worth.flow.yearly["net_before_tax"].iloc[0]) < 0


def assessment(worth: Worth) -> AssessTax | None:
    """Return how the project's tax is made from its gains; None where no tax is reckoned.

    Parameters
    ----------
    worth
        The project.
    """
    return None if worth.flow.tax is None else partial(project_tax, worth.project)
