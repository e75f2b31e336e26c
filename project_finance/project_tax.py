"""The tax of the business that a project moves, for its own gains or for those after interest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount
from project_finance.tax import TaxFlow, tax_flow

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from project_finance.project import Project


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
    if project.other_taxable_income is None:
        allowed = message("the taxable income of the business without the project, 0 if none")
        raise InputError.of("other_taxable_income", None, allowed=allowed)
    capex = checked_amount("capex", project.capex, least=0.0)
    outlay = capex + checked_amount("vat_paid", project.vat_paid, least=0.0)
    covered = capex if project.incentive_capex is None else project.incentive_capex
    return tax_flow(
        taxable_gains,
        capex=outlay,
        rules=project.tax_rules,
        other_taxable_income=project.other_taxable_income,
        incentive_capex=outlay * (covered / capex) if capex else covered,
    )
