"""What the plan avoids over its life, at the grid factor of one year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mine_study.carbon import KG_PER_T

if TYPE_CHECKING:
    from mine_study.study import StudyResult


@dataclass(frozen=True, kw_only=True)
class LifeCarbon:
    """Emissions that the plan avoids, if the grid stays as it was in the year of its factor."""

    first_year_t: float
    """Scope 2 by location, before less after the plan, the plant at work all year [t]."""
    life_t: float
    """The same over the years of the plan: the plant late at first, then older each year [t]."""
    years: int
    """Years of the plan."""
    certificate_mwh: float
    """Energy of the plants in a year, for each MWh of which a certificate could be issued."""


def life_carbon(result: StudyResult) -> LifeCarbon:
    """Return what the plan avoids in a year and over its years.

    The measures save alike in every year; what the plant makes follows the yearly energy of the
    cash flow, of which the mine uses the same share itself in every year. Export avoids nothing of
    the mine's own and is not in it.

    Parameters
    ----------
    result
        What ``run_study`` returns.
    """
    carbon, money = result.carbon, result.money
    first = carbon.scope2_location_before_t - carbon.scope2_location_after_t
    years = money.whole.project.years
    by_measures = _measures_t(result)
    by_plant = first - by_measures
    if money.pv is None or not money.amounts.pv_kwh:
        return LifeCarbon(
            first_year_t=first, life_t=first * years, years=years, certificate_mwh=0.0
        )
    full_years = float(money.pv.flow.yearly["energy_kwh"].sum()) / money.amounts.pv_kwh
    return LifeCarbon(
        first_year_t=first,
        life_t=by_measures * years + by_plant * full_years,
        years=years,
        certificate_mwh=money.amounts.pv_kwh / KG_PER_T,
    )


def _measures_t(result: StudyResult) -> float:
    """Return what the measures alone avoid in a year [t]."""
    saved_kwh = sum(
        site.today.import_kwh - site.after_measures.import_kwh for site in result.bills.values()
    )
    return saved_kwh * result.carbon.factor.t_per_mwh / KG_PER_T
