"""The steps of the work by week, one bar each, with what they may take at most."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.charts.style import (
    ACCENT,
    GREY,
    HATCH,
    INK,
    SOFT,
    say_why_empty,
    write_numbers,
)
from mine_study.work_plan import WEEKS_A_MONTH, first_day, work_plan

if TYPE_CHECKING:
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.study import StudyResult
    from mine_study.work_plan import WorkStep

LETTERS, LINES = 46, 2
"""Of a task beside its bar; the table has all of it."""
NOTE_LETTERS = 32
"""Of a line of the note inside the drawing."""
FREE_ROWS = 1.3
"""Above the first step, for the note."""
TEXT_POINTS = 8.5


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw each step from its likely start to its likely end, and a line to its latest end."""
    steps = work_plan(result)
    if not steps:
        say_why_empty(axes, reader, message("Nothing is bought, so there is nothing to do"))
        return
    axes.set_title(reader.say(_finding(steps, reader)), loc="left")
    rows = np.arange(len(steps))
    paid = np.array([step.cost is not None for step in steps])
    starts = np.array([step.starts_week for step in steps])
    ends = np.array([step.ends_week for step in steps])
    latest = np.array([step.latest_end_week for step in steps])
    looks: tuple[tuple[npt.NDArray[np.bool_], dict[str, Any], Message], ...] = (
        (~paid, {"color": SOFT}, message("work")),
        (paid, {"color": ACCENT, "hatch": HATCH}, message("work that is paid")),
    )
    for chosen, look, name in looks:
        if chosen.any():
            widths = (ends - starts)[chosen]
            label = reader.say(name)
            axes.barh(rows[chosen], widths, left=starts[chosen], height=0.6, label=label, **look)
    label = reader.say(message("up to here if all takes longest"))
    axes.hlines(rows, ends, latest, color=GREY, linewidth=1.2, label=label)
    axes.plot(latest, rows, linestyle="none", marker="|", markersize=7, color=GREY)
    axes.set_yticks(rows, [_short(reader.say(step.task)) for step in steps])
    axes.tick_params(axis="y", length=0, labelsize=TEXT_POINTS)
    axes.set_ylim(len(steps) - 0.4, -0.4 - FREE_ROWS)
    axes.set_xlim(0, 1.02 * float(latest.max()))
    axes.set_xlabel(reader.say(message("week from the decision")))
    axes.grid(axis="x")
    write_numbers(axes.xaxis, reader)
    _mark_money(result, axes, reader, steps)
    axes.legend(
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=3,
        borderaxespad=0.2,
        handlelength=1.8,
        columnspacing=1.2,
    )


def _mark_money(
    result: StudyResult, axes: Axes, reader: Reader, steps: tuple[WorkStep, ...]
) -> None:
    """Mark after how many weeks from the spending the cash flow lets the plant work."""
    if first_day(steps) is None:
        return
    week = result.study.finance.plant_delay_months * WEEKS_A_MONTH
    axes.axvline(week, color=INK, linewidth=0.9, linestyle=":")
    said = reader.say(message("first day in the cash flow, if all is paid at the decision"))
    axes.annotate(
        "\n".join(wrap(said, NOTE_LETTERS)),
        xy=(week, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(3, -2),
        textcoords="offset points",
        fontsize=TEXT_POINTS,
        va="top",
    )


def _short(text: str) -> str:
    return "\n".join(wrap(text, LETTERS, max_lines=LINES, placeholder=" …"))


def _finding(steps: tuple[WorkStep, ...], reader: Reader) -> Message:
    day = first_day(steps)
    if day is None:
        return message(
            "All is done after {weeks} weeks", weeks=reader.number(max(s.ends_week for s in steps))
        )
    return message(
        "The plant's first day comes {low} to {high} weeks after the decision",
        low=reader.number(day.earliest_end_week),
        high=reader.number(day.latest_end_week),
    )
