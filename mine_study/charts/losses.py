"""The way from the sun to the meter, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.style import (
    ACCENT,
    GREY,
    HATCH,
    SOFT,
    no_plant,
    say_why_empty,
    write_numbers,
)
from mine_study.charts.words import loss_name

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult


def draw(
    result: StudyResult,  # noqa: ARG001  every chart of a site is called alike
    axes: Axes,
    reader: Reader,
    design: SiteDesign,
) -> None:
    """Draw each step as the piece it takes away or adds, first and last bar whole."""
    if design.plant is None:
        say_why_empty(axes, reader, no_plant(design.name))
        return
    steps = design.plant.production.losses
    kwh = steps["energy_kwh"].to_numpy()
    axes.set_title(reader.say(_finding(steps, design.name, reader)), loc="left")
    _draw_pieces(axes, reader, steps)
    names = [
        *(reader.say(loss_name(step)) for step in steps["step"]),
        reader.say(message("at the meter")),
    ]
    axes.set_yticks(np.arange(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.08 * kwh.max())
    axes.set_xlabel(reader.say(message("energy left, at the modules' rated power [kWh a year]")))
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    write_numbers(axes.xaxis, reader)


def _finding(steps: pd.DataFrame, site: str, reader: Reader) -> Message:
    kwh = steps["energy_kwh"].to_numpy()
    worst = int(steps["change_fraction"].to_numpy().argmin())
    return message(
        "{site}: {share} of the sun on the horizontal reaches the meter; "
        "the largest loss is {loss} ({change})",
        site=site,
        share=reader.percent(kwh[-1] / kwh[0]),
        loss=loss_name(steps["step"][worst]),
        change=reader.percent(steps["change_fraction"][worst], 1),
    )


def _draw_pieces(axes: Axes, reader: Reader, steps: pd.DataFrame) -> None:
    """Draw what each step takes away or adds, with its share, between two whole bars."""
    kwh = steps["energy_kwh"].to_numpy()
    pieces, rows = kwh[1:] - kwh[:-1], list(range(1, len(kwh)))
    axes.barh([0, len(kwh)], [kwh[0], kwh[-1]], color=ACCENT, hatch=HATCH, height=0.62)
    axes.barh(rows, pieces, left=kwh[:-1], height=0.62, color=np.where(pieces < 0, SOFT, GREY))
    for row, change in zip(rows, steps["change_fraction"][1:], strict=True):
        axes.text(
            max(kwh[row - 1], kwh[row]) + 0.008 * kwh.max(),
            row,
            reader.percent(change, 1),
            va="center",
            fontsize=7.5,
        )
