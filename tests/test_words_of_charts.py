"""Words of a chart: whole, inside the drawing, and on nothing that strikes them through."""

from __future__ import annotations

import re
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from pilot_runs import QUICK, studied

from mine_study.charts import CHARTS, SITE_CHARTS, dscr, energy_sankey
from mine_study.charts.best_plan_abatement import _draw_bars
from mine_study.charts.energy_flows import energy_flows
from mine_study.charts.page_axes import PageAxes
from mine_study.charts.page_svg import svg_of
from mine_study.charts.style import ACCENT, HATCH, STYLE, drawing, write_numbers
from mine_study.language import LANGUAGES, Reader
from mine_study.reports.pictures import FRAME, FRAMES, SIZE_IN, SIZES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

    from mine_study.study import StudyResult

ENGLISH = Reader("en", "CO")
WORD = re.compile(r'<text [^>]*anchor: middle[^>]* x="([^"]*)"[^>]*>([^<]*)</text>')
"""Words of which the middle stands at a place."""


@pytest.fixture(scope="module")
def pilot() -> StudyResult:
    return studied(QUICK)


def empty_axes(name: str = "") -> Axes:
    figure = Figure(figsize=SIZES.get(name, SIZE_IN))
    FigureCanvasAgg(figure)
    return figure.add_axes(FRAMES.get(name, FRAME), axes_class=PageAxes)


def drawn(name: str, result: StudyResult, language: str = "en") -> Axes:
    with drawing():
        axes, reader = empty_axes(name), Reader(language, "CO")
        if name in CHARTS:
            CHARTS[name](result, axes, reader)
        else:
            SITE_CHARTS[name](result, axes, reader, result.sites[0])
    return axes


def extents(axes: Axes) -> list[Bbox]:
    axes.figure.draw_without_rendering()
    canvas = axes.figure.canvas.get_renderer()
    return [text.get_window_extent(canvas) for text in axes.texts]


def test_a_number_at_the_end_of_an_axis_stays_inside_the_drawing() -> None:
    with drawing():
        axes = empty_axes()
        axes.set_xlim(0, 40_000_000)
        write_numbers(axes.xaxis, ENGLISH)
        document = svg_of(axes.figure)
        width_points = axes.figure.bbox.width
    (place,) = (x for x, text in WORD.findall(document) if text == "40,000,000")
    size = FontProperties(family=STYLE["font.family"], size=STYLE["font.size"])
    wide, _, _ = TextToPath().get_text_width_height_descent("40,000,000", size, ismath=False)
    assert float(place) + wide / 2 == pytest.approx(width_points, abs=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", ["genset", "unbilled"])
def test_the_name_of_what_feeds_the_mine_is_not_cut(
    source: str, language: str, pilot: StudyResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    flows = energy_flows(pilot).replace({"start": {"grid": source}})
    monkeypatch.setattr(energy_sankey, "energy_flows", lambda _result: flows)
    assert min(box.x0 for box in extents(drawn("energy_sankey", pilot, language))) >= 0


@pytest.mark.parametrize("name", ["exceedance", "scenarios"])
def test_no_line_strikes_through_words_inside_a_chart(name: str, pilot: StudyResult) -> None:
    axes = drawn(name, pilot)
    panels = axes.child_axes or [axes]
    assert all(panel.texts for panel in panels)
    for panel in panels:
        highest_line = max(line.get_zorder() for line in panel.lines)
        for text in panel.texts:
            box = text.get_bbox_patch()
            assert box is not None
            assert box.get_facecolor() == (1.0, 1.0, 1.0, 1.0)
            assert text.get_zorder() > highest_line


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_task_of_the_work_plan_is_written_in_full(language: str, pilot: StudyResult) -> None:
    axes = drawn("gantt", pilot, language)
    words = axes.yaxis.get_major_formatter().format_ticks(axes.get_yticks())
    assert len(words) > 10
    assert not [word for word in words if "\N{HORIZONTAL ELLIPSIS}" in word]


def test_numbers_of_narrow_bars_do_not_touch() -> None:
    """The last bars are as wide as a digit or less; two digits need twice as much."""
    tonnes = [200.0, 90.0, 50.0, 25.0, 14.0, 9.0, 8.0, 7.0, 6.5, 6.5, 5.0, 5.0]
    bars = [SimpleNamespace(name=f"{t}", avoided_t=t, cost_per_t=-1.0) for t in tonnes]
    with drawing():
        axes = empty_axes()
        _draw_bars(axes, bars, 1.0, ())
        places = extents(axes)
    assert len(places) > 5
    assert all(left.x1 <= right.x0 for left, right in pairwise(places))


def test_the_marks_of_sizes_are_whole_at_the_edge_of_the_chart(pilot: StudyResult) -> None:
    marks = {line.get_label(): line for line in drawn("size_npv", pilot).lines}
    for label in ("this plant", "best size"):
        assert not marks[label].get_clip_on()


def test_every_line_of_the_cover_of_a_loan_is_in_the_legend() -> None:
    yearly = pd.DataFrame({"dscr": [1.4, 1.5]}, index=[1, 2])
    cover = SimpleNamespace(
        dscr_min=1.4,
        yearly=yearly,
        covenant_dscr=1.2,
        years_below_one=(),
        years_below_covenant=(),
        years_without_cash=(),
    )
    debt = SimpleNamespace(cover=cover)
    with drawing():
        axes = empty_axes("dscr")
        dscr.draw(SimpleNamespace(debt=debt, debt_in_bad_case=debt), axes, ENGLISH)
    said = [text.get_text() for text in axes.get_legend().get_texts()]
    assert len(said) == len(axes.lines) + len(axes.containers)
    assert not [word for word in said if word.startswith("_")]


def test_a_hatch_lies_over_a_colour_of_its_own() -> None:
    """Where a printer sets tile beside tile, what shows between them is the colour below."""
    with drawing():
        axes = empty_axes()
        axes.bar([0], [1], color=ACCENT, hatch=HATCH)
        document = svg_of(axes.figure)
    below, above = re.findall(r'<path d="[^"]*"[^>]*style="fill: (#12506b|url\(#\w+\))', document)
    assert (below, above[:4]) == (ACCENT, "url(")
    assert re.search(r"<pattern.*?<rect[^>]*fill=\"none\"", document, re.DOTALL)
