"""The mean working day, before and after the measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.messages import message
from mine_study.charts.style import ACCENT, GREY, PALE, legend_above, write_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.study import StudyResult

SATURDAY = 5


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the mean demand of each hour of Monday to Friday, today and after the measures."""
    today = working_day_kw(result.audit.before.demand_kw)
    after = working_day_kw(result.audit.after.demand_kw)
    axes.set_title(
        reader.say(
            message(
                "Monday to Friday the demand peaks at {peak} kW at {hour:d} h; "
                "the measures take {less} kW off it",
                peak=reader.number(today.max(), 1),
                hour=int(today.to_numpy().argmax()),
                less=reader.number(today.max() - after.max(), 1),
            )
        ),
        loc="left",
    )
    edges = np.arange(25)
    axes.stairs(
        today, edges, color=GREY, linewidth=1.4, linestyle="--", label=reader.say(message("today"))
    )
    axes.stairs(after, edges, color=PALE, fill=True)
    word = reader.say(message("after the measures"))
    axes.stairs(after, edges, color=ACCENT, linewidth=1.8, label=word)
    axes.set_xlim(0, 24)
    axes.set_ylim(0)
    axes.set_xticks(np.arange(0, 25, 3))
    axes.set_xlabel(reader.say(message("hour of the day [h]")))
    axes.set_ylabel(reader.say(message("mean demand [kW]")))
    axes.grid(axis="y")
    write_numbers(axes.yaxis, reader)
    legend_above(axes, 2)


def working_day_kw(demand_kw: pd.DataFrame) -> pd.Series:
    """Return the mean demand of each hour of Monday to Friday [kW].

    Parameters
    ----------
    demand_kw
        Hourly demand of a year, a column an area [kW].
    """
    total = demand_kw.sum(axis=1)
    hours = pd.DatetimeIndex(total.index)
    workdays = hours.day_of_week < SATURDAY
    return total[workdays].groupby(hours[workdays].hour).mean()
