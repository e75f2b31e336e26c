"""A project with a loan: its size, account, cover, reserve, and what is left to the owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_rate
from project_finance.debt.cover import Cover, cover
from project_finance.debt.equity import (
    EquityFigures,
    equity_figures,
    interest_tax_relief,
    tax_with_interest,
)
from project_finance.debt.ledger import ledger
from project_finance.debt.notes import debt_notes
from project_finance.debt.reserve import reserve_account
from project_finance.debt.sizing import LimitedBy, loan_amount, loan_payments

if TYPE_CHECKING:
    import pandas as pd

    from equipment_catalog.notes import Note
    from project_finance.cash_flow import CashFlow
    from project_finance.debt.equity import AssessTax
    from project_finance.debt.terms import DebtTerms
    from project_finance.tax import TaxFlow

LINES_OF_LOAN = ("loan_drawn", "debt_service", "reserve_flow")
"""Lines that add up with the project's net before tax to ``equity_before_tax``; with its net
after tax and ``interest_tax_relief`` to ``equity_after_tax``."""


@dataclass(frozen=True, kw_only=True)
class DebtPlan:
    """A project's loan and the owner's cash flow, nominal."""

    terms: DebtTerms
    """What the lender offers."""
    amount: float
    """Loan drawn in year 0 [money]."""
    limited_by: LimitedBy
    """Why it is not larger: what was asked, the gearing cap or the cover."""
    account: pd.DataFrame
    """The loan by year, see :func:`project_finance.debt.ledger.ledger`."""
    reserve: pd.DataFrame
    """The reserve by year, see :func:`project_finance.debt.reserve.reserve_account`."""
    cover: Cover
    """Cover of the debt service by the project's cash after tax, the tax reckoned without the
    relief of the interest."""
    yearly: pd.DataFrame
    """Index ``year`` from 0; ``project_before_tax``, ``project_after_tax``, the lines of the
    loan, ``interest_tax_relief``, ``equity_before_tax``, ``equity_after_tax``; in positive and
    out negative [nominal money]. The reserve follows the cash after tax in both."""
    tax: TaxFlow | None
    """The project's tax with the interest deducted; None where no tax was reckoned."""
    equity: EquityFigures
    """What the owner's money earns."""
    notes: tuple[Note, ...]
    """Conventions and warnings."""


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
    before, after = project.yearly["net_before_tax"], project.yearly["net_after_tax"]
    available = after.to_numpy()[1:]
    amount, limited_by = loan_amount(terms, available, _outlay(before))
    account = ledger(
        terms.rate,
        loan_payments(terms, available, amount),
        currency_growth_fraction_per_year=terms.currency_growth_fraction_per_year,
    )
    tax = tax_with_interest(project, account["interest"], assess_tax)
    relief = interest_tax_relief(project, tax)
    yearly, reserve = _owner_flow(project, account, amount, relief, terms)
    held = cover(available, account, local_rate=terms.local_rate, covenant_dscr=terms.covenant_dscr)
    rate = project.discount_rate if equity_discount_rate is None else equity_discount_rate
    return DebtPlan(
        terms=terms,
        amount=amount,
        limited_by=limited_by,
        account=account,
        reserve=reserve,
        cover=held,
        yearly=yearly,
        tax=tax,
        equity=equity_figures(
            yearly["equity_before_tax"],
            yearly["equity_after_tax"],
            checked_rate("equity_discount_rate", rate),
        ),
        notes=debt_notes(terms, limited_by, account, reserve, held, taxed=tax is not None),
    )


def _outlay(before: pd.Series) -> float:
    """Return what year 0 spends, value-added tax included."""
    spent = -float(before.iloc[0])
    if spent <= 0:
        allowed = message("an outlay in year 0, which the loan pays in part")
        raise InputError.of("project", spent, allowed=allowed)
    return spent


def _owner_flow(
    project: CashFlow,
    account: pd.DataFrame,
    amount: float,
    relief: pd.Series,
    terms: DebtTerms,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the owner's cash flow by lines, and the reserve."""
    names = {"net_before_tax": "project_before_tax", "net_after_tax": "project_after_tax"}
    frame = project.yearly[list(names)].rename(columns=names)
    service = account["payment"].reindex(frame.index, fill_value=0.0)
    frame["loan_drawn"] = 0.0
    frame.loc[0, "loan_drawn"] = amount
    frame["debt_service"] = 0.0 - service
    left = frame["project_after_tax"] + relief - service
    reserve = reserve_account(
        left.to_numpy()[1:], service.to_numpy()[1:], months=terms.reserve_months
    )
    frame["reserve_flow"] = 0.0 - reserve["change"]
    frame["interest_tax_relief"] = relief
    of_loan = frame[list(LINES_OF_LOAN)].sum(axis=1)
    frame["equity_before_tax"] = frame["project_before_tax"] + of_loan
    frame["equity_after_tax"] = frame["project_after_tax"] + of_loan + relief
    return frame, reserve
