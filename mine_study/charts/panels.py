"""Panels one above another in what were whole axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def stacked(axes: Axes, count: int, *, gap: float) -> list[Axes]:
    """Return equal panels from the top down, the axes themselves first; all share the bottom axis.

    Parameters
    ----------
    axes
        Whole; they shrink to the first panel.
    count
        Number of panels.
    gap
        Between two panels, over the height of the whole.
    """
    box = axes.get_position()
    height = box.height * (1 - gap * (count - 1)) / count
    step = height + box.height * gap
    below = [
        axes.figure.add_axes(
            (box.x0, box.y1 - height - number * step, box.width, height),
            sharex=axes,
            axes_class=type(axes),
        )
        for number in range(1, count)
    ]
    axes.set_position((box.x0, box.y1 - height, box.width, height))
    panels = [axes, *below]
    for panel in panels[:-1]:
        panel.tick_params(labelbottom=False)
    return panels
