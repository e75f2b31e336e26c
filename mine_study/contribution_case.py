"""What the plan would be worth if a contribution on consumption began: a case beside the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mine_study.contribution_years import dearer_energy, tariff_path, then_fraction
from project_finance.cash_flow import TAXED_LINES
from project_finance.metrics import npv
from project_finance.payback import payback_years
from project_finance.project_tax import project_tax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mine_study.study import StudyResult
    from project_finance.cash_flow import CashFlow
    from project_finance.project import Project

    Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class ContributionCase:
    """The whole plan under another contribution."""

    from_year: int
    """First calendar year of the plan in which it holds at some site."""
    fraction: float
    """The highest of the sites [fraction]."""
    added_savings: Floats
    """What the plan saves more, in years 1 to the last, before tax [nominal money]."""
    net_after_tax: Floats
    """Cash of the plan, year 0 first, before any loan [nominal money]."""
    npv: float
    """After tax [money of year 0]."""
    npv_change: float
    """That less the worth of the plan as it counts [money of year 0]."""
    simple_payback_years: float | None
    """From spending, after tax; None where it never comes."""


def contribution_case(result: StudyResult) -> ContributionCase | None:
    """Return the plan under the contribution that the study names, measures and plant unchanged.

    Only energy bought from the grid becomes dearer: reactive energy, diesel and the credits of
    exported energy do not. Tax is reckoned anew.

    Parameters
    ----------
    result
        The study.

    Returns
    -------
    ContributionCase or None
        None where no site's price would move beyond what the plan counts with, or nothing is
        bought.
    """
    whole = result.money.whole
    project, flow = whole.project, whole.flow
    paths = tariff_path(result.study, project.years, "shown")
    moved = np.array([path != 1 for path in paths.values()]).any(axis=0)
    if project.capex == 0 or not moved.any():
        return None
    yearly = flow.yearly.loc[1:]
    efficiency, plant = dearer_energy(result.bills, paths)
    added = efficiency * _growth(project, flow, "efficiency_savings")
    added = added + plant * _growth(project, flow, "pv_savings")
    net = flow.yearly["net_after_tax"].to_numpy(dtype=np.float64, copy=True)
    net[1:] += added
    tax = project_tax(project, yearly[list(TAXED_LINES)].sum(axis=1).to_numpy() + added)
    if tax is not None:
        net[1:] -= tax.yearly["tax_delta"].to_numpy() + yearly["tax_delta"].to_numpy()
    worth, before = (npv(flow.discount_rate, row) for row in (net, flow.yearly["net_after_tax"]))
    return ContributionCase(
        from_year=result.study.study.year + 1 + int(moved.argmax()),
        fraction=max(
            then_fraction(site)
            for site in result.study.sites
            if site.tariff.contribution_by_date == "shown"
        ),
        added_savings=added,
        net_after_tax=net,
        npv=worth,
        npv_change=worth - before,
        simple_payback_years=payback_years(net),
    )


def _growth(project: Project, flow: CashFlow, name: str) -> Floats:
    """Return how a line of savings runs over the years beside its tariff factors."""
    first = {
        "efficiency_savings": project.efficiency_savings_year1,
        "pv_savings": project.pv_savings_year1,
    }[name]
    line = flow.yearly.loc[1:, name].to_numpy(dtype=np.float64)
    counted = np.asarray(project.tariff_factors.get(name, np.ones(project.years)))
    moving = first * counted
    return np.asarray(np.divide(line, moving, out=np.zeros(line.size), where=moving != 0))
