"""The mean working day, before and after the measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.messages import message
from mine_study.charts.style import ACCENT, GREY, PALE, legend_above, write_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.study import StudyResult

SATURDAY = 5


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the mean demand of each hour of Monday to Friday, today and after the measures."""
    today = working_day_kw(result.audit.before.demand_kw)
    after = working_day_kw(result.audit.after.demand_kw)
    axes.set_title(reader.say(day_finding(today, after, reader)), loc="left")
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


def day_finding(today: pd.Series, after: pd.Series, reader: Reader) -> Message:
    """Return how high the demand of a working day is and what the measures take off it.

    Parameters
    ----------
    today, after
        Mean demand of each hour, as it is and with the measures [kW].
    reader
        Who reads.

    Examples
    --------
    >>> import pandas as pd
    >>> from mine_study.language import Reader
    >>> day = pd.Series([5.0] * 24)
    >>> str(day_finding(day, day, Reader("en", "CO")))
    'Monday to Friday the demand is 5.0 kW at every hour; the measures take nothing off it'
    """
    peak = reader.number(today.max(), 1)
    height = (
        message("Monday to Friday the demand is {peak} kW at every hour", peak=peak)
        if peak == reader.number(today.min(), 1)
        else message(
            "Monday to Friday the demand peaks at {peak} kW at {hour:d} h",
            peak=peak,
            hour=int(today.to_numpy().argmax()),
        )
    )
    less = reader.number(today.max() - after.max(), 1)
    if less == reader.number(0.0, 1):
        return message("{height}; the measures take nothing off it", height=height)
    return message("{height}; the measures take {less} kW off it", height=height, less=less)


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
