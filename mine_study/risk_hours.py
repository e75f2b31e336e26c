"""What fewer or more hours of work do to what a plant earns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from energy_audit.shift_calendar import open_share
from equipment_catalog.year_hours import HOURS, hours_of_year
from project_finance.uncertainty.drivers import read_drivers

if TYPE_CHECKING:
    from mine_study.first_year import Amounts
    from mine_study.plan import Plan


def worked_hours(plan: Plan) -> float:
    """Return the yearly hours of the shifts at the site that works longest [h], at least 1."""
    hours = hours_of_year(plan.case.study.study.year, 0)
    of_sites = [
        float(open_share(calendar, "shifts", hours).sum())
        for calendar in plan.case.calendars.values()
    ]
    return max([*of_sites, 1.0])


def most_hours_factor(plan: Plan) -> float:
    """Return the hours of a year over those worked: no mine works more [-]."""
    return HOURS / worked_hours(plan)


def hours_slopes(plan: Plan, planned: Amounts) -> tuple[float, float]:
    """Return the relative change of what the plant saves, and sells, for one of the hours worked.

    The bills are reckoned anew with the demand of every hour one standard deviation of the hours
    higher and lower; the slope is that of the line through both. Working hours are so taken to
    thin out evenly, not to end earlier.

    Parameters
    ----------
    plan
        Measures and plants.
    planned
        Money of the first year as planned; a line of nothing has the slope 0.

    Returns
    -------
    tuple
        Of the savings, outages included, and of the export income [-].
    """
    step = read_drivers()["hours_worked"].sigma
    more, fewer = (_amounts(plan, 1 + part) for part in (step, -step))

    def slope(at_more: float, at_fewer: float, as_planned: float) -> float:
        return (at_more - at_fewer) / (2 * step * as_planned) if as_planned else 0.0

    return (
        slope(
            more.pv_savings + more.storage_savings,
            fewer.pv_savings + fewer.storage_savings,
            planned.pv_savings + planned.storage_savings,
        ),
        slope(more.export_income, fewer.export_income, planned.export_income),
    )


def _amounts(plan: Plan, factor: float) -> Amounts:
    """Return the money of the first year with the demand of every hour multiplied."""
    designs = tuple(replace(design, load_kw=design.load_kw * factor) for design in plan.designs)
    busier = replace(plan, designs=designs)
    return busier.amounts(busier.bills())
