"""When the mine draws: hour by weekday."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.messages import message
from mine_study.charts.style import day_names, write_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.study import StudyResult

SUNRISE, SUNSET = 6, 18


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the mean demand of each hour of the week as today's shades, dark where it is high."""
    total = result.audit.before.demand_kw.sum(axis=1)
    hours = pd.DatetimeIndex(total.index)
    week = total.groupby([hours.day_of_week, hours.hour]).mean().unstack()
    light = total[(hours.hour >= SUNRISE) & (hours.hour < SUNSET)].sum() / total.sum()
    axes.set_title(
        reader.say(
            message(
                "{share} of the electricity is used from {sunrise:d} to {sunset:d} h, "
                "when the sun can shine",
                share=reader.percent(light),
                sunrise=SUNRISE,
                sunset=SUNSET,
            )
        ),
        loc="left",
    )
    mesh = axes.pcolormesh(
        np.arange(25), np.arange(8), week, cmap="Blues", vmin=0, edgecolor="white", linewidth=0.6
    )
    axes.invert_yaxis()
    axes.set_yticks(np.arange(7) + 0.5, day_names(reader))
    axes.set_xticks(np.arange(0, 25, 3))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_xlabel(reader.say(message("hour of the day [h]")))
    scale = axes.figure.colorbar(mesh, ax=axes, pad=0.02)
    scale.outline.set_visible(False)
    scale.set_label(reader.say(message("mean demand [kW]")))
    write_numbers(scale.ax.yaxis, reader)
