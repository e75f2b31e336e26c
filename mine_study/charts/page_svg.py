"""A figure as SVG for a page: the size of a word is asked once, however many drawings hold it."""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.textpath import text_to_path

from mine_study.charts.style import POINTS_PER_INCH

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path
    from matplotlib.transforms import Transform
    from matplotlib.typing import ColorType

NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
WORDS_KEPT = 5000
"""More than a page has."""


class _PageRenderer(RendererSVG):  # type: ignore[misc]  # matplotlib gives it no types
    """Matplotlib's own; it keeps the sizes of words from drawing to drawing."""

    def get_text_width_height_descent(
        self,
        s: str,
        prop: FontProperties,
        ismath: bool,  # noqa: FBT001  as matplotlib calls it
    ) -> tuple[float, float, float]:
        """Return the size of words [points]."""
        return _size(s, prop.copy(), ismath=ismath)

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803  as matplotlib calls it
    ) -> None:
        """Draw a shape; a hatch lies over its colour, so that tiles on paper show no seams."""
        if rgbFace is not None and gc.get_hatch():
            coloured = self.new_gc()
            coloured.copy_properties(gc)
            coloured.set_hatch(None)
            coloured.set_linewidth(0.0)
            super().draw_path(coloured, path, transform, rgbFace)
            rgbFace = None  # noqa: N806  as above
        super().draw_path(gc, path, transform, rgbFace)


@lru_cache(WORDS_KEPT)
def _size(words: str, font: FontProperties, *, ismath: bool) -> tuple[float, float, float]:
    with warnings.catch_warnings():  # a page shows in a font of the reader's what ours has not
        warnings.filterwarnings("ignore", r"Glyph \d+ .*missing from font", UserWarning)
        wide, high, descent = text_to_path.get_text_width_height_descent(words, font, ismath)
    return wide, high, descent


def svg_of(figure: Figure) -> str:
    """Return a figure as an SVG document without anything behind its drawing.

    Parameters
    ----------
    figure
        Drawn with vectors alone.
    """
    figure.dpi = POINTS_PER_INCH
    figure.patch.set_visible(False)
    for axes in figure.axes:
        axes.patch.set_visible(False)
    wide, high = POINTS_PER_INCH * figure.get_size_inches()
    stream = io.StringIO()
    renderer = _PageRenderer(wide, high, stream, metadata=NO_METADATA)
    figure.draw(renderer)
    renderer.finalize()
    return stream.getvalue()
