"""A week of the year whose sun is nearest to the mean, hour by hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.messages import message
from mine_study.charts.style import (
    ACCENT,
    INK,
    SOFT,
    day_names,
    legend_above,
    no_plant,
    say_why_empty,
    write_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

DAY, WEEK = 24, 168


def draw(
    result: StudyResult,  # noqa: ARG001  every chart of a site is called alike
    axes: Axes,
    reader: Reader,
    design: SiteDesign,
) -> None:
    """Draw the plant's power over the demand; what the plant carries itself is the dark area."""
    plant = design.plant
    if plant is None:
        say_why_empty(axes, reader, no_plant(design.name))
        return
    ac_kw = plant.production.ac_kw.to_numpy()
    hours = pd.DatetimeIndex(design.load_kw.index)
    week = slice(first := typical_monday(hours, ac_kw), first + WEEK)
    load, used = design.load_kw.to_numpy()[week], design.flows.self_used_kw.to_numpy()[week]
    axes.set_title(
        reader.say(
            message(
                "{site}: in the week from {date} the plant makes {made} of the demand "
                "and carries {carried} of it in its own hour",
                site=design.name,
                date=hours[first].date().isoformat(),
                made=reader.percent(ac_kw[week].sum() / load.sum()),
                carried=reader.percent(used.sum() / load.sum()),
            )
        ),
        loc="left",
    )
    edges = np.arange(WEEK + 1)
    axes.stairs(ac_kw[week], edges, fill=True, color=SOFT, label=reader.say(message("exported")))
    axes.stairs(used, edges, fill=True, color=ACCENT, label=reader.say(message("self-used")))
    axes.stairs(load, edges, color=INK, linewidth=1.3, label=reader.say(message("demand")))
    axes.set_xlim(0, WEEK)
    axes.set_ylim(0)
    axes.set_xticks(np.arange(0, WEEK, DAY) + DAY / 2, day_names(reader))
    axes.tick_params(axis="x", length=0)
    axes.set_ylabel(reader.say(message("mean power of the hour [kW]")))
    axes.grid(axis="y")
    write_numbers(axes.yaxis, reader)
    legend_above(axes, 3)


def typical_monday(hours: pd.DatetimeIndex, ac_kw: np.ndarray) -> int:
    """Return where the week from Monday begins whose energy is nearest to the mean of all weeks.

    Parameters
    ----------
    hours
        The hours of a year.
    ac_kw
        Power of the plant in each [kW].

    Examples
    --------
    >>> hours = pd.date_range("2025-01-01", periods=8760, freq="h")
    >>> hours[typical_monday(hours, np.ones(8760))].day_name()
    'Monday'
    """
    starts = np.flatnonzero((hours.day_of_week == 0) & (hours.hour == 0))
    starts = starts[starts + WEEK <= len(hours)]
    energy = np.array([ac_kw[start : start + WEEK].sum() for start in starts])
    return int(starts[np.abs(energy - energy.mean()).argmin()])
