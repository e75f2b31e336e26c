"""The numbers that charts draw, by chart, where no table beside them holds them already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mine_study.reports.energy_chart_tables import (
    bill_numbers,
    day_numbers,
    flow_numbers,
    measure_cost_numbers,
    pareto_numbers,
    week_numbers,
)
from mine_study.reports.money_chart_tables import (
    cash_numbers,
    emission_numbers,
    exceedance_numbers,
    tornado_numbers,
)
from mine_study.reports.plant_chart_tables import string_numbers, sun_numbers, week_day_numbers
from mine_study.reports.scenario_table import scenario_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mine_study.reports.figures import Figures
    from mine_study.reports.table import Table
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

CHART_TABLES: Mapping[str, Callable[[StudyResult, Figures], Table | None]] = {
    "energy_sankey": flow_numbers,
    "pareto": pareto_numbers,
    "day_profile": day_numbers,
    "week_map": week_numbers,
    "measure_cost_curve": measure_cost_numbers,
    "cumulative_cash": cash_numbers,
    "scope2": emission_numbers,
    "exceedance": exceedance_numbers,
    "tornado": tornado_numbers,
    "scenarios": scenario_numbers,
}
"""Tables of the charts of the whole mine."""

SITE_CHART_TABLES: Mapping[str, Callable[[StudyResult, SiteDesign, Figures], Table | None]] = {
    "bill_months": bill_numbers,
    "sun_path": sun_numbers,
    "string_window": string_numbers,
    "typical_week": week_day_numbers,
}
"""Tables of the charts of one site; None where the chart is empty."""
