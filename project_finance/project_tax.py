"""The tax of the business that a project moves, for its own gains or for those after interest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount
from project_finance.tax import TaxFlow, tax_flow

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from project_finance.project import Project

ROUNDING = 1e-9
"""Part of the capex by which sums of its parts may miss it."""


def project_tax(project: Project, taxable_gains: ArrayLike) -> TaxFlow | None:
    """Return the assessment of a project's gains beside the rest of the business.

    Parameters
    ----------
    project
        Its outlay, the part of it with a certificate, tax rules and other taxable income.
    taxable_gains
        Savings and income less running costs, and less interest where a loan is reckoned, of
        years 1 to the horizon [nominal money].

    Returns
    -------
    TaxFlow or None
        None without tax rules.

    Raises
    ------
    InputError
        If tax rules come without the other taxable income, or an amount is missing.

    Examples
    --------
    >>> from project_finance.incentives import read_incentives
    >>> from project_finance.project import Project
    >>> project = Project(capex=100.0, discount_rate=0.10, tariff_escalation_fraction=0.0,
    ...     inflation_fraction=0.0, degradation_fraction_per_year=0.0, horizon_years=15,
    ...     tax_rules=read_incentives("CO"), other_taxable_income=1000.0)
    >>> project_tax(project, [0.0] * 15).yearly["tax_delta"].round(2).to_list()[:4]
    [-29.17, -11.67, -11.67, 0.0]
    """
    if project.tax_rules is None:
        return None
    own = own_outlay(project)
    at_once, certified_at_once = at_once_shares(project)
    return tax_flow(
        taxable_gains,
        capex=own,
        rules=project.tax_rules,
        other_taxable_income=other_income(project),
        incentive_capex=own * certified_share(project),
        in_use_after_years=project.plant_delay_years,
        at_once=own * at_once,
        incentive_at_once=own * certified_at_once,
    )


def own_outlay(project: Project) -> float:
    """Return what may be depreciated: outlay and value-added tax that stay, less the grants.

    Raises
    ------
    InputError
        If an amount is missing or negative.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> from project_finance.timeline.grant import Grant
    >>> own_outlay(Project(capex=100.0, vat_paid=19.0, grants=(Grant(name="fund", amount=30.0),),
    ...     discount_rate=0.10, tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0))
    89.0
    """
    capex = checked_amount("capex", project.capex, least=0.0)
    paid = capex + checked_amount("vat_paid", project.vat_paid, least=0.0)
    return max(paid - sum(grant.amount for grant in project.grants), 0.0)


def certified_share(project: Project) -> float:
    """Return the part of the outlay that has the certificate; all of it where none is told.

    Raises
    ------
    InputError
        If more is certified than is spent.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> certified_share(Project(capex=100.0, incentive_capex=60.0, discount_rate=0.10,
    ...     tariff_escalation_fraction=0.0, inflation_fraction=0.0,
    ...     degradation_fraction_per_year=0.0))
    0.6
    """
    if project.incentive_capex is None:
        return 1.0
    capex = project.capex
    certified = checked_amount("incentive_capex", project.incentive_capex, least=0.0, most=capex)
    return certified / capex if capex else 1.0


def at_once_shares(project: Project) -> tuple[float, float]:
    """Return the parts of the outlay that work at once: all of it, and what is certified of it.

    Raises
    ------
    InputError
        If more works at once than is bought, or the certified amounts do not fit together.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> at_once_shares(Project(capex=100.0, incentive_capex=60.0, at_once_capex=40.0,
    ...     at_once_incentive_capex=0.0, discount_rate=0.10, tariff_escalation_fraction=0.0,
    ...     inflation_fraction=0.0, degradation_fraction_per_year=0.0))
    (0.4, 0.0)
    """
    capex = project.capex
    at_once = checked_amount("at_once_capex", project.at_once_capex, least=0.0, most=capex)
    given = at_once if project.at_once_incentive_capex is None else project.at_once_incentive_capex
    certified = certified_share(project) * capex
    uncertain = ROUNDING * capex
    found = checked_amount(
        "at_once_incentive_capex",
        given,
        least=max(certified - (capex - at_once) - uncertain, 0.0),
        most=min(at_once, certified + uncertain),
    )
    return (at_once / capex, min(found, certified) / capex) if capex else (0.0, 0.0)


def other_income(project: Project) -> ArrayLike:
    """Return the taxable income without the project: one figure, or one a year until the end.

    A row that reaches the horizon is cut where the mine closes before.

    Raises
    ------
    InputError
        If there is none.

    Examples
    --------
    >>> from project_finance.project import Project
    >>> other_income(Project(capex=100.0, other_taxable_income=[5.0, 6.0, 7.0], horizon_years=3,
    ...     closes_after_years=2, discount_rate=0.10, tariff_escalation_fraction=0.0,
    ...     inflation_fraction=0.0, degradation_fraction_per_year=0.0))
    array([5., 6.])
    """
    if project.other_taxable_income is None:
        allowed = message("the taxable income of the business without the project, 0 if none")
        raise InputError.of("other_taxable_income", None, allowed=allowed)
    row = np.atleast_1d(np.asarray(project.other_taxable_income))
    return row[: project.years] if row.size == project.horizon_years else row
