"""A figure as SVG for a page: the size of a word is asked once, however many drawings hold it."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.textpath import text_to_path

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

POINTS_PER_INCH = 72.0
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


@lru_cache(WORDS_KEPT)
def _size(words: str, font: FontProperties, *, ismath: bool) -> tuple[float, float, float]:
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
