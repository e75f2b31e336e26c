"""What a plant adds to the worth of the plan over its life, against its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.size_value import step_dc_kw
from mine_study.charts.size_worth import size_finding, size_worth
from mine_study.charts.style import (
    ACCENT,
    GREY,
    INK,
    legend_above,
    no_plant,
    say_why_empty,
    scale_of_money,
    write_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult


def draw(result: StudyResult, axes: Axes, reader: Reader, design: SiteDesign) -> None:
    """Draw the net present value by size, the plant of the study and the best size marked."""
    plant = design.plant
    if plant is None:
        say_why_empty(axes, reader, no_plant(design.name))
        return
    worth, currency = size_worth(result, design, plant), result.study.study.currency
    axes.set_title(reader.say(size_finding(worth, design.name, currency)), loc="left")
    divisor, unit = scale_of_money(float(np.abs(worth.plant_npv).max()), currency)
    npv = worth.plant_npv / divisor
    word = reader.say(message("present value"))
    axes.plot(worth.dc_kw, npv, color=ACCENT, label=word)
    marks = (
        (worth.best, "D", "white", message("best size")),
        (worth.chosen, "o", INK, message("this plant")),
    )
    for place, marker, fill, name in marks:
        axes.plot(
            worth.dc_kw[place],
            npv[place],
            color=INK,
            marker=marker,
            markersize=6,
            markerfacecolor=fill,
            linestyle="none",
            label=reader.say(name),
        )
    _mark_step(axes, reader, step_dc_kw(result, design, plant), plant.ac_kw / plant.dc_kw)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_xlim(0, worth.dc_kw[-1])
    axes.set_xlabel(reader.say(message("module power [kWp]")))
    axes.set_ylabel(reader.say(unit))
    axes.grid(axis="y")
    write_numbers(axes.xaxis, reader)
    write_numbers(axes.yaxis, reader)
    legend_above(axes, 4)


def _mark_step(axes: Axes, reader: Reader, step: float | None, ac_per_dc: float) -> None:
    if step is None:
        return
    word = reader.say(message("limit of {ac:,.0f} kW", ac=step * ac_per_dc))
    axes.axvline(step, color=GREY, linestyle="--", linewidth=1, label=word)
