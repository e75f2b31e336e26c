"""Axes of a page against matplotlib's own: the same words, marks and views, at less cost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.textpath import TextToPath
from pilot_runs import studied

from mine_study.charts import CHARTS, SITE_CHARTS
from mine_study.charts.page_axes import PageAxes
from mine_study.charts.page_svg import _PageRenderer, svg_of
from mine_study.charts.style import drawing, mark_months, write_numbers, write_percents
from mine_study.language import Reader
from mine_study.reports.pictures import FRAME, FRAMES, SIZE_IN, SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

ENGLISH = Reader("en", "CO")
NUMBER = re.compile(r"-?\d+\.\d+")
OWN_SLOPE = {"pareto"}
"""Its words end at their mark, which matplotlib's own axes have to be told word by word."""


def drawn(kind: type[Axes], draw: Callable[[Axes], None], name: str = "") -> Figure:
    """Return a figure as a page has it, on axes of a kind."""
    figure = Figure(figsize=SIZES.get(name, SIZE_IN))
    axes = figure.add_axes(FRAMES.get(name, FRAME), axes_class=kind)
    draw(axes)
    axes.set_title("", loc="left")
    return figure


def words(document: str) -> list[str]:
    """Return the words of a drawing with their place, turn and look, in hundredths of a point."""
    found = re.findall(r"<text[^>]*>[^<]*</text>", document)
    return sorted(NUMBER.sub(lambda number: f"{float(number[0]):.2f}", each) for each in found)


def marks(document: str) -> list[str]:
    """Return the places of all marks."""
    places = re.findall(r'<use [^>]*?x="([^"]*)" y="([^"]*)"', document)
    return sorted(f"{float(x):.2f} {float(y):.2f}" for x, y in places)


def alike(draw: Callable[[Axes], None], name: str = "") -> None:
    with drawing():
        own, page = (drawn(kind, draw, name) for kind in (Axes, PageAxes))
        expected, found = svg_of(own), svg_of(page)
    assert words(found) == words(expected)
    assert marks(found) == marks(expected)
    for one, other in zip(own.axes, page.axes, strict=True):
        assert one.get_xlim() == pytest.approx(other.get_xlim(), rel=1e-12)
        assert one.get_ylim() == pytest.approx(other.get_ylim(), rel=1e-12)


@pytest.mark.parametrize("name", sorted(CHARTS.keys() - OWN_SLOPE))
def test_a_chart_of_the_mine_has_its_words_where_matplotlib_puts_them(name):
    alike(lambda axes: CHARTS[name](studied(), axes, ENGLISH), name)


@pytest.mark.parametrize("name", sorted(SITE_CHARTS))
def test_a_chart_of_a_site_has_its_words_where_matplotlib_puts_them(name):
    result = studied()
    alike(lambda axes: SITE_CHARTS[name](result, axes, ENGLISH, result.sites[0]), name)


def _upside_down(axes: Axes) -> None:
    axes.barh(range(3), [2e6, -1e6, 3e6])
    axes.set_yticks(range(3), ["a pump", "a mill", "a fan\nof two lines"])
    axes.tick_params(axis="y", length=0, labelsize=7)
    axes.invert_yaxis()
    axes.set_xlabel("kWh")
    axes.set_ylabel("machine")
    axes.grid()
    write_numbers(axes.xaxis, ENGLISH)


def _months(axes: Axes) -> None:
    axes.bar(range(12), np.arange(12) / 12)
    axes.set_ylim(0.1, 0.7)
    axes.set_ylabel("share")
    mark_months(axes, ENGLISH)
    write_percents(axes.yaxis, ENGLISH)


def _without_words(axes: Axes) -> None:
    axes.stairs([1.0, np.nan, 3.0, 2.0], fill=True)
    axes.axhspan(-2.0, 5.0)
    axes.tick_params(labelbottom=False)
    axes.set_xlabel("hours")
    axes.xaxis.set_visible(True)
    axes.yaxis.set_visible(False)


def _nothing(axes: Axes) -> None:
    axes.bar([], [])
    axes.set_yticks([])


@pytest.mark.parametrize("draw", [_upside_down, _months, _without_words, _nothing])
def test_axes_of_a_page_are_drawn_as_matplotlibs_own(draw):
    alike(draw)


def test_sloping_words_end_at_their_mark():
    names = ["mill", "a longer name", "fan"]

    def own(axes: Axes) -> None:
        axes.bar(range(3), range(3))
        axes.set_xticks(range(3), names, rotation=45, ha="right")

    def page(axes: Axes) -> None:
        axes.bar(range(3), range(3))
        axes.set_xticks(range(3), names)
        axes.tick_params(axis="x", labelrotation=45)

    with drawing():
        expected = words(svg_of(drawn(Axes, own)))
        found = words(svg_of(drawn(PageAxes, page)))
    assert found == expected
    assert sum("rotate(-45" in each for each in found) == len(names)


def test_the_size_of_a_word_that_is_kept_is_that_of_its_own_font():
    figure = drawn(PageAxes, lambda axes: axes.set_xlabel("kWh"))
    label = figure.axes[0].xaxis.label
    renderer = _PageRenderer(1.0, 1.0, _Nowhere())
    for size in (8.0, 16.0, 8.0):
        label.set_fontsize(size)
        font = label.get_fontproperties()
        own = TextToPath().get_text_width_height_descent("kWh", font, ismath=False)
        assert renderer.get_text_width_height_descent("kWh", font, ismath=False) == own


class _Nowhere:
    def write(self, text: str) -> None:
        """Drop what a renderer writes when it is made."""


def test_a_sign_that_our_font_has_not_is_left_to_the_readers_without_a_warning():
    with drawing():
        document = svg_of(
            drawn(PageAxes, lambda axes: axes.set_xlabel("Mina \N{PICK} \N{GEM STONE}"))
        )
    assert "Mina \N{PICK} \N{GEM STONE}" in document
