"""A project with a loan: how much is lent, and what serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_rate
from project_finance.debt.ledger import ledger
from project_finance.debt.served import DebtPlan, Loan, available_cash, served
from project_finance.debt.sizing import loan_amount, loan_payments

if TYPE_CHECKING:
    import pandas as pd

    from project_finance.cash_flow import CashFlow
    from project_finance.debt.equity import AssessTax
    from project_finance.debt.terms import DebtTerms

__all__ = ["DebtPlan", "plan_debt", "same_loan"]


def plan_debt(
    project: CashFlow,
    terms: DebtTerms,
    *,
    assess_tax: AssessTax | None = None,
    equity_discount_rate: float | None = None,
) -> DebtPlan:
    """Return a project with its loan.

    The loan is drawn in year 0 against the outlay of that year. The cash that covers it is the
    project's after tax, the tax reckoned without the relief of the interest, so that the size
    of a sculpted loan does not depend on itself; the owner's flow has the relief.

    Parameters
    ----------
    project
        Cash flow before the loan.
    terms
        What the lender offers.
    assess_tax
        As for :func:`project_finance.debt.equity.tax_with_interest`; needed where the project
        reckons tax.
    equity_discount_rate
        Nominal rate that the owner demands [fraction per year]; the project's where None.

    Raises
    ------
    InputError
        If the loan outlives the project, year 0 spends nothing, or the assessment is not the
        project's.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> from project_finance.debt.terms import DebtTerms
    >>> project = Project(capex=100.0, pv_savings_year1=60.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=3).flow
    >>> plan = plan_debt(project, DebtTerms(kind="annuity", rate=0.10, years=2, loan_amount=42.0))
    >>> plan.yearly["equity_after_tax"].round(6).to_list()
    [-58.0, 35.8, 35.8, 60.0]
    """
    outlay = _outlay(project.yearly["net_before_tax"])
    available = available_cash(project)
    amount, limited_by = loan_amount(terms, available, outlay)
    account = ledger(
        terms.rate,
        loan_payments(terms, available, amount),
        currency_growth_fraction_per_year=terms.currency_growth_fraction_per_year,
    )
    rate = project.discount_rate if equity_discount_rate is None else equity_discount_rate
    loan = Loan(terms, amount, limited_by, account)
    return served(project, loan, assess_tax, checked_rate("equity_discount_rate", rate))


def same_loan(
    plan: DebtPlan, project: CashFlow, *, assess_tax: AssessTax | None = None
) -> DebtPlan:
    """Return a loan as it was agreed, served by another cash flow of its project.

    Amount and payments stay: what the project earns less or costs more is the owner's to bear,
    and the cover shows it. So a lender asks of a bad case.

    Parameters
    ----------
    plan
        The loan as planned, from :func:`plan_debt`.
    project
        The other cash flow, over as many years.
    assess_tax
        As for :func:`plan_debt`, of the other cash flow.

    Raises
    ------
    InputError
        If the loan outlives the cash flow or the assessment is not the cash flow's.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from project_finance.project import Project
    >>> from project_finance.debt.terms import DebtTerms
    >>> project = Project(capex=100.0, pv_savings_year1=60.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=3)
    >>> terms = DebtTerms(kind="annuity", rate=0.10, years=2, loan_amount=42.0)
    >>> bad = replace(project, pv_savings_year1=30.0).flow
    >>> same_loan(plan_debt(project.flow, terms), bad).yearly["equity_after_tax"].round(6).to_list()
    [-58.0, 5.8, 5.8, 30.0]
    """
    loan = Loan(plan.terms, plan.amount, plan.limited_by, plan.account)
    return served(project, loan, assess_tax, plan.equity.discount_rate)


def _outlay(before: pd.Series) -> float:
    """Return what year 0 spends, value-added tax included."""
    spent = -float(before.iloc[0])
    if spent <= 0:
        allowed = message("an outlay in year 0, which the loan pays in part")
        raise InputError.of("project", spent, allowed=allowed)
    return spent
