"""What a comparison of weather leaves in a folder: a chart and its figures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mine_study.charts.svg_file import chart_svg
from mine_study.charts.weather_months import draw
from mine_study.weather_documents import comparison_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mine_study.language import Reader
    from pv_design.weather.comparison import WeatherComparison

CHART, TABLE = "weather.svg", "weather.csv"
COMPARISON_FILES = (CHART, TABLE)


def comparison_files(comparison: WeatherComparison, reader: Reader) -> Mapping[str, str]:
    """Return the chart and the table of a comparison by file name."""
    chart = chart_svg(partial(draw, comparison, reader=reader))
    return {CHART: chart, TABLE: comparison_csv(comparison)}
