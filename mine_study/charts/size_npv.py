"""What a plant adds to the worth of the plan over its life, against its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.size_finding import site_of_sizes, size_finding
from mine_study.charts.size_panels import money
from mine_study.charts.style import INK, legend_above, no_plant, say_why_empty, scale_of_money
from mine_study.size_sweep import size_sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.size_worth import SizeWorth
    from mine_study.study import StudyResult


def draw(result: StudyResult, axes: Axes, reader: Reader, design: SiteDesign) -> None:
    """Draw the net present value by size, the plant of the study and the best size marked."""
    sweep = size_sweep(result, design)
    if sweep is None:
        say_why_empty(axes, reader, no_plant(design.name))
        return
    worth, currency = sweep.worth, result.study.study.currency
    finding = size_finding(worth, site_of_sizes(sweep, design.name), currency)
    axes.set_title(reader.say(finding), loc="left")
    divisor, unit = scale_of_money(float(np.abs(worth.plant_npv).max()), currency)
    name = message("present value")
    money(axes, reader, sweep, worth.plant_npv / divisor, name=name, unit=unit)
    mark_best(axes, reader, worth, divisor)
    legend_above(axes, 4)


def mark_best(axes: Axes, reader: Reader, worth: SizeWorth, divisor: float) -> Line2D:
    """Mark the size of the highest present value, behind the mark of the plant."""
    (mark,) = axes.plot(
        worth.dc_kw[worth.best],
        worth.plant_npv[worth.best] / divisor,
        color=INK,
        marker="D",
        markersize=7,
        markerfacecolor="white",
        linestyle="none",
        clip_on=False,
        label=reader.say(message("best size")),
        zorder=3.5,
    )
    return mark
