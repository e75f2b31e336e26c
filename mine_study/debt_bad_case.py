"""The loan in a bad case: little sun and saving, a cheap tariff, the outlay as planned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mine_study.debt_study import assessment
from mine_study.headline import TOLD
from mine_study.money import Worth
from project_finance.debt.cover import cover
from project_finance.debt.plan import same_loan
from project_finance.debt.served import available_cash
from project_finance.summary import summary
from project_finance.uncertainty.drivers import read_drivers

if TYPE_CHECKING:
    from mine_study.headline import BadCase
    from mine_study.study_file import Study
    from project_finance.debt.plan import DebtPlan
    from project_finance.project import Project

OUTLAY = (
    "capex",
    "incentive_capex",
    "at_once_capex",
    "at_once_incentive_capex",
    "vat_paid",
    "vat_recovered",
    "salvage",
)
"""Fields of a project that an overrun of its price moves in year 0, and in its tax."""
FOLLOW_THE_TARIFF = ("efficiency_savings_year1", "pv_savings_year1", "export_income_year1")


def bad_tariff_factor(study: Study) -> float:
    """Return the level of the tariff that one case of ten stays below, over the planned one [-].

    Parameters
    ----------
    study
        Checked keys; ``risk.sigmas`` may know the doubt of the tariff better.
    """
    places = study.study.country, study.study.currency
    driver = read_drivers(sigmas=study.risk.sigmas or {}, places=places)["tariff"]
    return float(driver.at(1 - TOLD))


def bad_worth(study: Study, case: BadCase) -> Worth:
    """Return the bad case of the first page at a tariff on its bad side too: the owner's view.

    Parameters
    ----------
    study
        Checked keys.
    case
        The bad case, its outlay dearer than planned.
    """
    project, factor = case.whole.project, bad_tariff_factor(study)
    poor = replace(project, **{name: factor * getattr(project, name) for name in FOLLOW_THE_TARIFF})
    inflation = study.finance.inflation_fraction
    return Worth(project=poor, figures=summary(poor.flow, inflation_fraction=inflation))


def bad_case_of(
    study: Study, debt: DebtPlan | None, planned: Worth, case: BadCase
) -> DebtPlan | None:
    """Return the same loan served by a plan that turns out badly.

    What the plan costs more is the owner's: the cash that covers the loan is reckoned with the
    planned outlay, so that no tax relief of an overrun pays the lender. Nor does a deduction that
    lasts longer because there is less income: no year counts better than planned.

    Parameters
    ----------
    study
        Checked keys.
    debt
        The loan as planned; None without one.
    planned
        The whole plan.
    case
        The bad case of the first page.
    """
    if debt is None:
        return None
    owner = bad_worth(study, case)
    served = same_loan(debt, owner.flow, assess_tax=assessment(owner))
    lent = _with_planned_outlay(owner.project, planned.project)
    terms = debt.terms
    return replace(
        served,
        cover=cover(
            np.minimum(available_cash(lent.flow), available_cash(planned.flow)),
            debt.account,
            local_rate=terms.local_rate,
            covenant_dscr=terms.covenant_dscr,
        ),
    )


def _with_planned_outlay(poor: Project, planned: Project) -> Project:
    return replace(poor, **{name: getattr(planned, name) for name in OUTLAY})
