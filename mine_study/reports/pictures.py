"""Charts as SVG inside a page: text stays text, the same figure gives the same bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from matplotlib.figure import Figure

from mine_study.charts import CHARTS, SITE_CHARTS
from mine_study.charts.page_axes import PageAxes
from mine_study.charts.page_svg import svg_of
from mine_study.charts.style import POINTS_PER_INCH, drawing
from mine_study.reports.chart_sources import CHART_SOURCES, SITE_CHART_SOURCES
from mine_study.reports.chart_tables import CHART_TABLES, SITE_CHART_TABLES
from mine_study.reports.figures import Figures
from mine_study.reports.svg_paths import flatter, shorter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mine_study.language import Reader
    from mine_study.reports.table import Table
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

SIZE_IN = (7.2, 2.6)
FRAME = (0.105, 0.197, 0.875, 0.673)
FRAMES = {
    "cumulative_cash": (0.105, 0.165, 0.67, 0.8),
    "exceedance": (0.105, 0.197, 0.875, 0.755),
    "losses": (0.29, 0.145, 0.675, 0.84),
    "one_meter": (0.105, 0.115, 0.875, 0.765),
    "package_steps": (0.105, 0.125, 0.875, 0.86),
    "pareto": (0.12, 0.238, 0.785, 0.631),
    "scope2": (0.285, 0.22, 0.685, 0.76),
    "size_step": (0.105, 0.115, 0.875, 0.765),
    "typical_week": (0.105, 0.085, 0.875, 0.84),
    "tornado": (0.29, 0.135, 0.695, 0.78),
    "evidence": (0.03, 0.3, 0.93, 0.42),
    "scenarios": (0.105, 0.13, 0.875, 0.87),
    "gantt": (0.435, 0.085, 0.55, 0.86),
    "locator_map": (0.105, 0.15, 0.5, 0.83),
    "week_map": (0.125, 0.165, 0.875, 0.8),
    "bill_months": (0.125, 0.105, 0.855, 0.865),
    "energy_sankey": (0.0, 0.05, 1.0, 0.95),
    "measure_cost_curve": (0.105, 0.18, 0.875, 0.7),
    "sun_path": (0.02, 0.08, 0.6, 0.92),
}
SIZES = {
    "cumulative_cash": (7.2, 3.1),
    "losses": (7.2, 3.5),
    "one_meter": (7.2, 4.6),
    "package_steps": (7.2, 3.5),
    "scope2": (7.2, 2.2),
    "size_step": (7.2, 4.6),
    "typical_week": (7.2, 4.0),
    "tornado": (7.2, 3.7),
    "evidence": (7.2, 1.7),
    "scenarios": (7.2, 3.9),
    "gantt": (7.2, 5.6),
    "locator_map": (7.2, 3.2),
    "week_map": (7.2, 2.6),
    "bill_months": (7.2, 3.4),
    "energy_sankey": (7.2, 4.4),
    "measure_cost_curve": (7.2, 3.0),
    "sun_path": (7.2, 4.2),
}


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A chart and the sentence that says what it shows."""

    title: str
    """The finding."""
    svg: Markup
    """The drawing, named by its title for those who cannot see it."""
    source: str
    """From which data and by which model it is drawn."""
    table: Table | None = None
    """The numbers drawn; None where the table beside it, which the source names, holds them."""


class Gallery(dict[str, Picture]):
    """Charts by name, which remembers those that a page has placed."""

    def __init__(self, drawn: Mapping[str, Picture]) -> None:
        super().__init__(drawn)
        self._placed: set[str] = set()

    def __getitem__(self, name: str) -> Picture:
        """Return a chart and count it as placed."""
        self._placed.add(name)
        return super().__getitem__(name)

    def rest(self) -> list[Picture]:
        """Return the charts that no section has placed, as a newly registered one."""
        return [drawn for name, drawn in self.items() if name not in self._placed]


def mine_picture(result: StudyResult, reader: Reader, name: str) -> Picture:
    """Return a chart of the whole mine."""
    write = Figures(reader, result.study.study.currency)
    return picture(
        partial(CHARTS[name], result, reader=reader),
        name,
        salt=f"{name} {reader.language}",
        source=reader.say(CHART_SOURCES[name](result)),
        table=CHART_TABLES[name](result, write) if name in CHART_TABLES else None,
    )


def site_picture(result: StudyResult, reader: Reader, design: SiteDesign, name: str) -> Picture:
    """Return a chart of a site."""
    write, tables = Figures(reader, result.study.study.currency), SITE_CHART_TABLES
    return picture(
        partial(SITE_CHARTS[name], result, reader=reader, design=design),
        name,
        salt=f"{name} {design.name} {reader.language}",
        source=reader.say(SITE_CHART_SOURCES[name](result, design)),
        table=tables[name](result, design, write) if name in tables else None,
    )


def picture(
    draw: Callable[..., None], name: str, *, salt: str, source: str, table: Table | None = None
) -> Picture:
    """Return what a function draws into axes, its title taken out as the caption.

    Parameters
    ----------
    draw
        Called with empty ``axes``.
    name
        Of the chart: chooses its size.
    salt
        Different for each drawing of a page: keeps the identifiers inside the drawings apart.
    source
        From which data and by which model it is drawn.
    table
        The numbers drawn, where no table beside it holds them.
    """
    with drawing(salt):
        figure = Figure(figsize=SIZES.get(name, SIZE_IN))
        axes = figure.add_axes(FRAMES.get(name, FRAME), axes_class=PageAxes)
        draw(axes=axes)
        title = str(axes.get_title(loc="left"))
        axes.set_title("", loc="left")
        document = svg_of(figure)
    svg = _inline(document, title)
    return Picture(title=title, svg=svg, source=source, table=table)


def axes_box(name: str) -> tuple[float, float, float, float]:
    """Return left, width, top and bottom of the axes of a chart [points from its upper left].

    Parameters
    ----------
    name
        Of the chart.
    """
    wide, high = (POINTS_PER_INCH * inches for inches in SIZES.get(name, SIZE_IN))
    left, bottom, width, height = FRAMES.get(name, FRAME)
    return left * wide, width * wide, (1 - bottom - height) * high, (1 - bottom) * high


def _inline(document: str, title: str) -> Markup:
    """Return the drawing of an SVG document without what only a file of its own needs."""
    drawing_only = document[document.index("<svg") :]
    view_box = re.search(r'viewBox="([^"]*)"', drawing_only)
    drawing_only = re.sub(r"<style.*?</style>", "", drawing_only, flags=re.DOTALL)
    drawing_only = re.sub(r"<metadata>.*?</metadata>", "", drawing_only, flags=re.DOTALL)
    drawing_only = re.sub(r'<g id="[^"]*"', "<g", drawing_only)
    drawing_only = re.sub(r"font-family: [^;\"]*(; )?", "", drawing_only)
    drawing_only = re.sub(r"\n\s*", "\n", drawing_only)
    drawing_only = flatter(shorter(drawing_only))
    head = (
        f'<svg viewBox="{view_box[1] if view_box else ""}" role="img" aria-label="{escape(title)}">'
    )
    return Markup(re.sub(r"^<svg[^>]*>", lambda _found: head, drawing_only))  # noqa: S704  escaped
