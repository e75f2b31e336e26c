"""The doubts of a plan: sigmas of its own plants and measures before those of the table."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.debt_faults import DOLLAR
from mine_study.headline import TOLD
from project_finance.uncertainty.drivers import YEAR_BY_YEAR, read_drivers
from pv_design.exceedance_law import deviations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from energy_audit.saving_range import SavingRange
    from mine_study.plan import Plan
    from mine_study.site_design import SiteDesign
    from project_finance.uncertainty.drivers import Driver

SURE = 0.0


def plan_drivers(plan: Plan, *, is_foreign: bool, most_hours_factor: float) -> dict[str, Driver]:
    """Return every doubt; one that the plan gives nothing to move is sure.

    Parameters
    ----------
    plan
        Measures and plants.
    is_foreign
        Whether a part of the outlay or the loan follows the dollar.
    most_hours_factor
        Hours of a year over the hours worked [-].

    Raises
    ------
    InputError
        If ``risk.sigmas`` names an unknown doubt.
    """
    given = plan.case.study.risk.sigmas or {}
    identity = plan.case.study.study
    drivers = read_drivers(
        sigmas=given,
        most_hours_factor=most_hours_factor,
        places=(identity.country, identity.currency),
    )
    found = {**_of_yield(plan.designs), **_of_savings(plan)}
    if identity.currency == DOLLAR:
        found["exchange_rate"] = SURE, message("the study itself is in dollars")
    elif not is_foreign:
        found["exchange_rate"] = SURE, message("nothing of the plan is priced in dollars")
    known = {
        name: replace(drivers[name], sigma=sigma, source=source)
        for name, (sigma, source) in found.items()
        if name not in given
    }
    return drivers | known


def yield_sigmas(designs: Sequence[SiteDesign]) -> tuple[float, float]:
    """Return what stays in all years, and what differs from year to year, of the yield.

    Of the plant whose year is least sure, as on the first page: plants of one mine lie under
    one sky. Their squares add up to `mine_study.headline.yield_sigma_fraction`.

    Parameters
    ----------
    designs
        The sites.

    Returns
    -------
    tuple
        One standard deviation each [fraction]; 0 without a plant.
    """
    sure = [design.exceedance for design in designs if design.exceedance is not None]
    parts = max(sure, key=lambda one: one.sigma_fraction()).components if sure else ()
    stays, differs = (
        math.hypot(*(part.sigma_fraction for part in parts if part.averages_out is averages))
        for averages in (False, True)
    )
    return stays, differs


def _of_yield(designs: Sequence[SiteDesign]) -> Mapping[str, tuple[float, Message]]:
    stays, differs = yield_sigmas(designs)
    return {
        "pv_yield": (
            stays,
            message("the plant's own table of what its yield is unsure of: what stays"),
        ),
        YEAR_BY_YEAR: (
            differs,
            message("the plant's own table of what its yield is unsure of: what averages out"),
        ),
    }


def _of_savings(plan: Plan) -> Mapping[str, tuple[float, Message]]:
    """Return one standard deviation of what the package saves, from its P10 and P90."""
    span, saved = plan.audited.saved_range, plan.audited.saved_kwh
    sigma = saving_sigma(span, saved)
    said = message("the audit's own range made symmetric: one case in ten beyond each end")
    return {"audit_savings": (sigma, said)}


def saving_sigma(span: SavingRange, saved_kwh: float) -> float:
    """Return one standard deviation of a saving whose ends are known [fraction], at most 1.

    Parameters
    ----------
    span
        What one case in ten stays below and one in ten goes beyond.
    saved_kwh
        Saving as reckoned [kWh]; 0 where it saves nothing.

    Examples
    --------
    >>> from energy_audit.saving_range import SavingRange
    >>> span = SavingRange(by_row={}, p10_kwh=80.0, p90_kwh=120.0)
    >>> round(saving_sigma(span, 100.0), 4)
    0.1561
    """
    if saved_kwh <= 0:
        return SURE
    return min((span.p90_kwh - span.p10_kwh) / (2 * deviations(TOLD) * saved_kwh), 1.0)
