"""The charts of a study: one file a chart, its name in ``CHARTS`` or ``SITE_CHARTS``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mine_study.charts import (
    best_plan_abatement,
    best_plan_frontier,
    bill_months,
    bills_balance,
    cumulative_cash,
    day_profile,
    energy_sankey,
    evidence,
    exceedance,
    gantt,
    locator_map,
    losses,
    measure_cost_curve,
    monthly_plant,
    monthly_sun,
    one_meter,
    package_steps,
    pareto,
    scenarios,
    scope2,
    size_npv,
    size_step,
    string_window,
    sun_path,
    tornado,
    typical_week,
    week_map,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

__all__ = ["CHARTS", "SITE_CHARTS", "Chart", "SiteChart"]


class Chart(Protocol):
    """A chart of the whole mine."""

    def __call__(self, result: StudyResult, axes: Axes, reader: Reader) -> None:
        """Draw into empty axes; the title, at the left, says what the chart found."""


class SiteChart(Protocol):
    """A chart of one site."""

    def __call__(self, result: StudyResult, axes: Axes, reader: Reader, design: SiteDesign) -> None:
        """Draw into empty axes; the title, at the left, says what the chart found."""


CHARTS: Mapping[str, Chart] = {
    "energy_sankey": energy_sankey.draw,
    "pareto": pareto.draw,
    "package_steps": package_steps.draw,
    "measure_cost_curve": measure_cost_curve.draw,
    "day_profile": day_profile.draw,
    "week_map": week_map.draw,
    "one_meter": one_meter.draw,
    "cumulative_cash": cumulative_cash.draw,
    "scope2": scope2.draw,
    "exceedance": exceedance.draw,
    "tornado": tornado.draw,
    "evidence": evidence.draw,
    "scenarios": scenarios.draw,
    "gantt": gantt.draw,
    "locator_map": locator_map.draw,
    "best_plan_frontier": best_plan_frontier.draw,
    "best_plan_abatement": best_plan_abatement.draw,
}
"""Charts of the whole mine by name."""

SITE_CHARTS: Mapping[str, SiteChart] = {
    "bill_months": bill_months.draw,
    "bills_balance": bills_balance.draw,
    "monthly_sun": monthly_sun.draw,
    "sun_path": sun_path.draw,
    "monthly_plant": monthly_plant.draw,
    "losses": losses.draw,
    "string_window": string_window.draw,
    "typical_week": typical_week.draw,
    "size_step": size_step.draw,
    "size_npv": size_npv.draw,
}
"""Charts of one site by name."""
