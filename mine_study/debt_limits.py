"""How far a loan is from its covenant: the largest one that keeps it, and the least tariff."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scipy.optimize import brentq

from mine_study.debt_bad_case import FOLLOW_THE_TARIFF
from project_finance.debt.cover import cover
from project_finance.debt.served import available_cash

if TYPE_CHECKING:
    from project_finance.debt.plan import DebtPlan
    from project_finance.project import Project

JUST_PAID = 1.0
"""The line of a loan without covenant: cash that just pays it."""
HIGHEST = 10.0
"""Times the planned tariff, above which no tariff is looked for."""


def asked_cover(debt: DebtPlan) -> float:
    """Return the cover that each year must have: the covenant's, or that cash pays the loan.

    Parameters
    ----------
    debt
        The loan as planned.
    """
    return JUST_PAID if debt.terms.covenant_dscr is None else debt.terms.covenant_dscr


def largest_loan(debt: DebtPlan) -> float | None:
    """Return the loan of the same terms whose least cover is just what is asked [money].

    Payments go with the amount and the cash before the loan does not know of it, so the least
    cover goes with its reciprocal. None where nothing is due or a year loses cash.

    Parameters
    ----------
    debt
        The loan as planned.
    """
    least = debt.cover.dscr_min
    if least is None or least <= 0 or debt.cover.years_without_cash:
        return None
    return debt.amount * least / asked_cover(debt)


def least_tariff_factor(project: Project, debt: DebtPlan) -> float | None:
    """Return the level of the tariff at which the least cover is just what is asked [-].

    The level holds in every year, over the planned one, for all that is saved and sold; the loan
    stays. None where nothing is due or no tariff up to ten times the planned one is enough.

    Parameters
    ----------
    project
        The whole plan.
    debt
        The loan as planned.
    """
    if debt.cover.dscr_min is None:
        return None

    def missing(factor: float) -> float:
        moved = {name: factor * getattr(project, name) for name in FOLLOW_THE_TARIFF}
        cash = available_cash(replace(project, **moved).flow)
        held = cover(cash, debt.account, local_rate=debt.terms.local_rate)
        return float(held.dscr_min or 0.0) - asked_cover(debt)

    if missing(0.0) >= 0 or missing(HIGHEST) < 0:
        return None
    return float(brentq(missing, 0.0, HIGHEST, xtol=1e-6))
