"""What an agreed loan leaves of a project's cash: cover, reserve, the owner's flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from project_finance.cash_flow import ONE_OFF_LINES
from project_finance.debt.cover import Cover, cover
from project_finance.debt.equity import (
    EquityFigures,
    equity_figures,
    interest_tax_relief,
    tax_with_interest,
)
from project_finance.debt.notes import debt_notes
from project_finance.debt.reserve import reserve_account

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from equipment_catalog.notes import Note
    from project_finance.cash_flow import CashFlow
    from project_finance.debt.equity import AssessTax
    from project_finance.debt.sizing import LimitedBy
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
    """Cover of the debt service by what the project earns after tax, without what comes once (a
    grant, returned value-added tax, salvage); the tax reckoned without the relief of the
    interest."""
    yearly: pd.DataFrame
    """Index ``year`` from 0; ``project_before_tax``, ``project_after_tax``, the lines of the
    loan, ``interest_tax_relief``, ``equity_before_tax``, ``equity_after_tax``; in positive and
    out negative [nominal money]. The reserve follows the cash for debt service in both."""
    tax: TaxFlow | None
    """The project's tax with the interest deducted; None where no tax was reckoned."""
    equity: EquityFigures
    """What the owner's money earns."""
    notes: tuple[Note, ...]
    """Conventions and warnings."""


@dataclass(frozen=True)
class Loan:
    """A loan as it is agreed."""

    terms: DebtTerms
    amount: float
    """Drawn in year 0 [money]."""
    limited_by: LimitedBy
    account: pd.DataFrame
    """By year, see :func:`project_finance.debt.ledger.ledger`."""


def served(
    project: CashFlow, loan: Loan, assess_tax: AssessTax | None, equity_discount_rate: float
) -> DebtPlan:
    """Return a project that serves an agreed loan.

    Parameters
    ----------
    project
        Cash flow before the loan.
    loan
        What is drawn and paid.
    assess_tax
        As for :func:`project_finance.debt.equity.tax_with_interest`.
    equity_discount_rate
        Nominal rate that the owner demands [fraction per year].

    Raises
    ------
    InputError
        If the loan outlives the project or the assessment is not the project's.

    Examples
    --------
    >>> from project_finance.debt.ledger import ledger
    >>> from project_finance.debt.terms import DebtTerms
    >>> from project_finance.project import Project
    >>> project = Project(capex=100.0, pv_savings_year1=60.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0, horizon_years=2).flow
    >>> terms = DebtTerms(kind="bullet", rate=0.0, years=1, loan_amount=50.0)
    >>> served(project, Loan(terms, 50.0, "asked", ledger(0.0, [50.0])), None, 0.1).cover.dscr_min
    1.2
    """
    terms, account = loan.terms, loan.account
    tax = tax_with_interest(project, account["interest"], assess_tax)
    relief = interest_tax_relief(project, tax)
    yearly, reserve = _owner_flow(project, loan, relief)
    held = cover(
        available_cash(project),
        account,
        local_rate=terms.local_rate,
        covenant_dscr=terms.covenant_dscr,
    )
    return DebtPlan(
        terms=terms,
        amount=loan.amount,
        limited_by=loan.limited_by,
        account=account,
        reserve=reserve,
        cover=held,
        yearly=yearly,
        tax=tax,
        equity=equity_figures(
            yearly["equity_before_tax"], yearly["equity_after_tax"], equity_discount_rate
        ),
        notes=debt_notes(terms, loan.limited_by, account, reserve, held, taxed=tax is not None),
    )


def available_cash(project: CashFlow) -> NDArray[np.float64]:
    """Return the cash that serves a loan: after tax, of years 1 to the horizon [money].

    A grant, returned value-added tax and salvage are cash of the owner, but no lender counts on
    them: they come once and would hide a year whose operation does not pay its loan.
    """
    earned = project.yearly["net_after_tax"] - project.yearly[list(ONE_OFF_LINES)].sum(axis=1)
    return earned.to_numpy(dtype=float)[1:]


def _owner_flow(
    project: CashFlow, loan: Loan, relief: pd.Series
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the owner's cash flow by lines, and the reserve."""
    names = {"net_before_tax": "project_before_tax", "net_after_tax": "project_after_tax"}
    frame = project.yearly[list(names)].rename(columns=names)
    service = loan.account["payment"].reindex(frame.index, fill_value=0.0)
    frame["loan_drawn"] = 0.0
    frame.loc[0, "loan_drawn"] = loan.amount
    frame["debt_service"] = 0.0 - service
    left = available_cash(project) + (relief - service).to_numpy()[1:]
    reserve = reserve_account(left, service.to_numpy()[1:], months=loan.terms.reserve_months)
    frame["reserve_flow"] = 0.0 - reserve["change"]
    frame["interest_tax_relief"] = relief
    of_loan = frame[list(LINES_OF_LOAN)].sum(axis=1)
    frame["equity_before_tax"] = frame["project_before_tax"] + of_loan
    frame["equity_after_tax"] = frame["project_after_tax"] + of_loan + relief
    return frame, reserve
