"""What a contribution on consumption that begins later does to the savings of each year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from mine_study.project_timing import plan_years
from project_finance.tariffs.contribution import contribution_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mine_study.site_bills import SiteBills
    from mine_study.study_file import SiteKeys, Study

    Floats = NDArray[np.float64]
    Standing = Literal["shown", "counted"]


def then_fraction(site: SiteKeys) -> float:
    """Return the contribution that a site names for later; today's where it names none.

    Parameters
    ----------
    site
        Checked keys.
    """
    then = site.tariff.contribution_then_fraction
    return site.tariff.contribution_fraction if then is None else then


def tariff_path(study: Study, years: int, by_date: Standing | None = None) -> dict[str, Floats]:
    """Return for each site what a bought kWh costs in each year over today's price.

    It is the contribution alone; the rise of tariffs comes on top. 1 in every year where a site
    names no other contribution.

    Parameters
    ----------
    study
        Checked keys.
    years
        Years of the plan after year 0, which is the study's.
    by_date
        Sites whose ``tariff.contribution_by_date`` says otherwise stay at 1; all move if None.
    """
    return {
        site.name: _of_site(study, site, years)
        if by_date in (None, site.tariff.contribution_by_date)
        else np.ones(years)
        for site in study.sites
    }


def _of_site(study: Study, site: SiteKeys, years: int) -> Floats:
    return contribution_path(
        site.tariff.contribution_fraction,
        then_fraction=then_fraction(site),
        from_year=site.tariff.contribution_from_year or study.study.year + 1,
        study_year=study.study.year,
        years=years,
    )


def dearer_energy(
    bills: Mapping[str, SiteBills], paths: Mapping[str, Floats]
) -> tuple[Floats, Floats]:
    """Return what measures and plants save more in each year, in the money of year 1.

    Only energy bought from the grid becomes dearer: reactive energy, diesel and the credits of
    exported energy do not.

    Parameters
    ----------
    bills
        Of each site.
    paths
        Price of a bought kWh in each year over today's, of each site.
    """
    saved = {
        name: (
            site.today.energy_cost - site.after_measures.energy_cost,
            site.after_measures.energy_cost - site.with_plant.energy_cost,
        )
        for name, site in bills.items()
    }
    by_measures, by_plants = (
        np.sum([(path - 1) * saved[name][part] for name, path in paths.items()], axis=0)
        for part in (0, 1)
    )
    return by_measures, by_plants


def tariff_factors(
    study: Study, bills: Mapping[str, SiteBills], *, by_measures: float, by_plant: float
) -> dict[str, tuple[float, ...]]:
    """Return by what the savings of each year grow, by line, at sites that count with it.

    A line that saves nothing gets the mean of the sites, weighed by what their energy costs
    today, so that more of it would be worth what it is.

    Parameters
    ----------
    study
        Checked keys.
    bills
        Of each site.
    by_measures, by_plant
        Saved in the first year by the measures, and by plants and batteries [money].

    Returns
    -------
    dict
        Factors of year 1 to the last of ``efficiency_savings`` and ``pv_savings``; none where no
        site counts with another contribution.
    """
    paths = tariff_path(study, plan_years(study.finance), "counted")
    if all((path == 1).all() for path in paths.values()):
        return {}
    more, mean = dearer_energy(bills, paths), _mean(bills, paths)
    totals = {"efficiency_savings": by_measures, "pv_savings": by_plant}
    return {
        name: tuple((1 + added / total if total else mean).tolist())
        for (name, total), added in zip(totals.items(), more, strict=True)
    }


def _mean(bills: Mapping[str, SiteBills], paths: Mapping[str, Floats]) -> Floats:
    weights = {name: bill.today.energy_cost for name, bill in bills.items()}
    total = sum(weights.values())
    shares = {name: weight / total if total else 1 / len(bills) for name, weight in weights.items()}
    return np.asarray(np.sum([shares[name] * path for name, path in paths.items()], axis=0))
