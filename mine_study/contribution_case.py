"""What the plan would be worth if a contribution on consumption began: a case beside the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from project_finance.cash_flow import TAXED_LINES
from project_finance.metrics import npv
from project_finance.payback import payback_years
from project_finance.project_tax import project_tax
from project_finance.tariffs.contribution import contribution_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from mine_study.site_bills import SiteBills
    from mine_study.study import StudyResult
    from mine_study.study_file import Study

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


def tariff_path(study: Study, years: int) -> dict[str, Floats]:
    """Return for each site what a bought kWh costs in each year over today's price.

    It is the contribution alone; the rise of tariffs comes on top. 1 in every year where a site
    names no other contribution.

    Parameters
    ----------
    study
        Checked keys.
    years
        Years of the plan after year 0, which is the study's.
    """
    paths = {}
    for site in study.sites:
        keys, first = site.tariff, study.study.year + 1
        today = keys.contribution_fraction
        then = keys.contribution_then_fraction
        paths[site.name] = contribution_path(
            today,
            then_fraction=today if then is None else then,
            from_year=keys.contribution_from_year or first,
            study_year=study.study.year,
            years=years,
        )
    return paths


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
        None where no site's price would move, or nothing is bought.
    """
    whole = result.money.whole
    project, flow = whole.project, whole.flow
    paths = tariff_path(result.study, project.years)
    moved = np.array([path != 1 for path in paths.values()]).any(axis=0)
    if project.capex == 0 or not moved.any():
        return None
    yearly = flow.yearly.loc[1:]
    efficiency, plant = _saved_energy(result.bills, paths)
    added = efficiency * _growth(yearly["efficiency_savings"], project.efficiency_savings_year1)
    added = added + plant * _growth(yearly["pv_savings"], project.pv_savings_year1)
    net = flow.yearly["net_after_tax"].to_numpy(dtype=np.float64, copy=True)
    net[1:] += added
    tax = project_tax(project, yearly[list(TAXED_LINES)].sum(axis=1).to_numpy() + added)
    if tax is not None:
        net[1:] -= tax.yearly["tax_delta"].to_numpy() + yearly["tax_delta"].to_numpy()
    worth, before = (npv(flow.discount_rate, row) for row in (net, flow.yearly["net_after_tax"]))
    return ContributionCase(
        from_year=result.study.study.year + 1 + int(moved.argmax()),
        fraction=_highest(result.study),
        added_savings=added,
        net_after_tax=net,
        npv=worth,
        npv_change=worth - before,
        simple_payback_years=payback_years(net),
    )


def _saved_energy(
    bills: Mapping[str, SiteBills], paths: Mapping[str, Floats]
) -> tuple[Floats, Floats]:
    """Return what measures and plants save more in each year, in the money of year 1."""
    saved = {
        name: (
            site.today.energy_cost - site.after_measures.energy_cost,
            site.after_measures.energy_cost - site.with_plant.energy_cost,
        )
        for name, site in bills.items()
    }
    by_part = [
        np.sum([(path - 1) * saved[name][part] for name, path in paths.items()], axis=0)
        for part in (0, 1)
    ]
    return by_part[0], by_part[1]


def _growth(line: pd.Series[float], year_1: float) -> Floats:
    """Return how a line of savings runs over the years; nothing where there is none."""
    values = line.to_numpy(dtype=np.float64)
    return np.asarray(values / year_1) if year_1 else np.zeros(len(values))


def _highest(study: Study) -> float:
    return max(
        site.tariff.contribution_fraction
        if site.tariff.contribution_then_fraction is None
        else site.tariff.contribution_then_fraction
        for site in study.sites
    )
