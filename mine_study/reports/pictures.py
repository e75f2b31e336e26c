"""Charts as SVG inside a page: text stays text, the same figure gives the same bytes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from matplotlib import rc_context
from matplotlib.figure import Figure

from mine_study.charts import CHARTS, SITE_CHARTS
from mine_study.charts.style import drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mine_study.language import Reader
    from mine_study.study import StudyResult

SIZE_IN = (7.2, 2.6)
FRAME = (0.105, 0.197, 0.875, 0.673)
FRAMES = {
    "cumulative_cash": (0.105, 0.165, 0.67, 0.8),
    "exceedance": (0.105, 0.197, 0.875, 0.78),
    "losses": (0.29, 0.145, 0.695, 0.84),
    "one_meter": (0.105, 0.115, 0.875, 0.765),
    "pareto": (0.105, 0.238, 0.8, 0.631),
    "scope2": (0.17, 0.3, 0.8, 0.66),
    "size_step": (0.105, 0.115, 0.875, 0.765),
    "tornado": (0.29, 0.135, 0.695, 0.78),
    "week_map": (0.125, 0.165, 0.875, 0.8),
}
SIZES = {
    "cumulative_cash": (7.2, 3.1),
    "losses": (7.2, 3.5),
    "one_meter": (7.2, 4.6),
    "package_steps": (7.2, 4.4),
    "scope2": (7.2, 1.6),
    "size_step": (7.2, 4.6),
    "tornado": (7.2, 3.7),
    "week_map": (7.2, 2.6),
}
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A chart and the sentence that says what it shows."""

    title: str
    """The finding."""
    svg: Markup
    """The drawing, named by its title for those who cannot see it."""


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


def pictures(result: StudyResult, reader: Reader) -> Gallery:
    """Return the charts of the whole mine by name."""
    return Gallery(
        {
            name: picture(
                partial(draw, result, reader=reader),
                name,
                salt=f"{name} {reader.language}",
            )
            for name, draw in CHARTS.items()
        }
    )


def site_pictures(result: StudyResult, reader: Reader) -> dict[str, Gallery]:
    """Return the charts of each site by the name of the site and of the chart."""
    return {
        design.name: Gallery(
            {
                name: picture(
                    partial(draw, result, reader=reader, design=design),
                    name,
                    salt=f"{name} {design.name} {reader.language}",
                )
                for name, draw in SITE_CHARTS.items()
            }
        )
        for design in result.sites
    }


def picture(draw: Callable[..., None], name: str, *, salt: str) -> Picture:
    """Return what a function draws into axes, its title taken out as the caption.

    Parameters
    ----------
    draw
        Called with empty ``axes``.
    name
        Of the chart: chooses its size.
    salt
        Different for each drawing of a page: keeps the identifiers inside the drawings apart.
    """
    with drawing(), rc_context({"svg.hashsalt": salt}):
        figure = Figure(figsize=SIZES.get(name, SIZE_IN))
        axes = figure.add_axes(FRAMES.get(name, FRAME))
        draw(axes=axes)
        title = str(axes.get_title(loc="left"))
        axes.set_title("", loc="left")
        stream = io.StringIO()
        figure.savefig(stream, format="svg", transparent=True, metadata=NO_METADATA)
    return Picture(title=title, svg=_inline(stream.getvalue(), title))


def _inline(document: str, title: str) -> Markup:
    """Return the drawing of an SVG document without what only a file of its own needs."""
    drawing_only = document[document.index("<svg") :]
    view_box = re.search(r'viewBox="([^"]*)"', drawing_only)
    drawing_only = re.sub(r"<style.*?</style>", "", drawing_only, flags=re.DOTALL)
    drawing_only = re.sub(r"<metadata>.*?</metadata>", "", drawing_only, flags=re.DOTALL)
    drawing_only = re.sub(r'<g id="[^"]*"', "<g", drawing_only)
    drawing_only = re.sub(r"font-family: [^;\"]*(; )?", "", drawing_only)
    drawing_only = re.sub(r"\n\s*", "\n", drawing_only)
    head = (
        f'<svg viewBox="{view_box[1] if view_box else ""}" role="img" aria-label="{escape(title)}">'
    )
    return Markup(re.sub(r"^<svg[^>]*>", lambda _found: head, drawing_only))  # noqa: S704  escaped
