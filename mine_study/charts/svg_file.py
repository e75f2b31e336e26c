"""A chart as a file of its own: text stays text, the same figures give the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from mine_study.charts.style import drawing

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE_IN = (7.2, 3.6)
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


def chart_svg(draw: Callable[..., None]) -> str:
    """Return what a function draws into axes as an SVG document with its title.

    Parameters
    ----------
    draw
        Called with empty ``axes``.

    Examples
    --------
    >>> chart_svg(lambda axes: axes.set_title("sun")).startswith("<?xml")
    True
    """
    with drawing():
        figure = Figure(figsize=SIZE_IN, layout="constrained")
        draw(axes=figure.add_subplot())
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata=NO_METADATA)
    return stream.getvalue()
