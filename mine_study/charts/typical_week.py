"""The sunniest, the typical and the dullest week of a year, hour by hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from equipment_catalog.messages import Message, message
from mine_study.charts.panels import stacked
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
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult

    Floats = npt.NDArray[np.float64]

DAY, WEEK = 24, 168
GAP = 0.1
ROOM = 1.3
"""Height of a panel over the highest power: the name of the week stands above it."""


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
    ac_kw = _floats(plant.production.ac_kw)
    load, used = _floats(design.load_kw), _floats(design.flows.self_used_kw)
    weeks = drawn_weeks(design, ac_kw)
    shares = [_share(used, load, first) for _, first in weeks]
    axes.set_title(
        reader.say(
            message(
                "{site}: the plant carries {most} of the demand in its own hour in the sunniest "
                "week, {middle} in a typical one, {least} in the dullest",
                site=design.name,
                most=reader.percent(shares[0]),
                middle=reader.percent(shares[1]),
                least=reader.percent(shares[2]),
            )
        ),
        loc="left",
    )
    panels = stacked(axes, len(weeks), gap=GAP)
    for panel, (name, first) in zip(panels, weeks, strict=True):
        week = slice(first, first + WEEK)
        _draw_week(panel, reader, ac_kw[week], used[week], load[week])
        _write_name(panel, reader, name, pd.DatetimeIndex(design.load_kw.index)[first])
    for panel in panels:
        panel.set_ylim(0, ROOM * max(float(ac_kw.max()), float(load.max())))
    panels[-1].set_xticks(np.arange(0, WEEK, DAY) + DAY / 2, day_names(reader))
    panels[len(panels) // 2].set_ylabel(reader.say(message("mean power of the hour [kW]")))
    legend_above(axes, 3)


def drawn_weeks(design: SiteDesign, ac_kw: Floats) -> list[tuple[Message, int]]:
    """Return the name and the first hour of the sunniest, the typical and the dullest week.

    Parameters
    ----------
    design
        The site.
    ac_kw
        Power of its plant in each hour [kW].
    """
    hours = pd.DatetimeIndex(design.load_kw.index)
    starts, energy = _weeks(hours, ac_kw)
    return [
        (message("sunniest"), int(starts[energy.argmax()])),
        (message("typical"), typical_monday(hours, ac_kw)),
        (message("dullest"), int(starts[energy.argmin()])),
    ]


def typical_monday(hours: pd.DatetimeIndex, ac_kw: Floats) -> int:
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
    starts, energy = _weeks(hours, ac_kw)
    return int(starts[np.abs(energy - energy.mean()).argmin()])


def _weeks(hours: pd.DatetimeIndex, ac_kw: Floats) -> tuple[npt.NDArray[np.intp], Floats]:
    """Return where the whole weeks begin, on Mondays, and the energy of each."""
    starts = np.flatnonzero((hours.day_of_week == 0) & (hours.hour == 0))
    starts = starts[starts + WEEK <= len(hours)]
    until = np.concatenate([[0.0], np.cumsum(ac_kw)])
    return starts, until[starts + WEEK] - until[starts]


def _floats(hourly_kw: pd.Series) -> Floats:
    return np.asarray(hourly_kw, dtype=np.float64)


def _share(used: Floats, load: Floats, first: int) -> float:
    asked = float(load[first : first + WEEK].sum())
    return float(used[first : first + WEEK].sum()) / asked if asked > 0 else 0.0


def _draw_week(axes: Axes, reader: Reader, ac_kw: Floats, used: Floats, load: Floats) -> None:
    edges = np.arange(WEEK + 1)
    axes.stairs(ac_kw, edges, fill=True, color=SOFT, label=reader.say(message("exported")))
    axes.stairs(used, edges, fill=True, color=ACCENT, label=reader.say(message("self-used")))
    axes.stairs(load, edges, color=INK, linewidth=1.1, label=reader.say(message("demand")))
    axes.set_xlim(0, WEEK)
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="y")
    write_numbers(axes.yaxis, reader)


def _write_name(axes: Axes, reader: Reader, name: Message, first: pd.Timestamp) -> None:
    said = message("{name}, from {date}", name=name, date=first.date().isoformat())
    axes.text(
        0.995,
        0.97,
        reader.say(said),
        transform=axes.transAxes,
        ha="right",
        va="top",
        fontsize=8,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1},
    )
