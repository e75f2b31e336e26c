"""The running sum of the cash flows, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.charts.style import ACCENT, GREY, INK, SOFT, scale_of_money, write_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.money import Worth
    from mine_study.study import StudyResult

LABEL_FRACTION = 0.1
"""Least distance of two labels, over the height of the axes."""


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the cumulative cash after tax of efficiency, plant and both, named at their ends.

    The plant alone runs close to the whole: it is a thin broken line over a broad pale one.
    """
    money = result.money
    axes.set_title(reader.say(_finding(result, reader)), loc="left")
    whole = money.whole.flow.yearly["cumulative_after_tax"]
    divisor, unit = scale_of_money(float(whole.abs().max()), result.study.study.currency)
    lines: list[tuple[Message, Worth | None, dict[str, Any]]] = [
        (message("whole plan"), money.whole, {"color": SOFT, "linewidth": 5}),
        (message("solar plant"), money.pv, {"color": ACCENT, "linestyle": "--", "marker": "^"}),
        (message("efficiency"), money.efficiency, {"color": GREY, "marker": "s"}),
    ]
    ends: list[tuple[float, str]] = []
    for name, worth, look in lines:
        if worth is not None:
            flow = worth.flow.yearly["cumulative_after_tax"] / divisor
            axes.plot(flow.index, flow, markersize=3.5, markevery=2, **look)
            last = float(flow.iloc[-1])
            ends.append((last, f"{reader.say(name)}: {reader.number(last, 1)}"))
    axes.axhline(0, color=INK, linewidth=0.8)
    _mark_commissioning(axes, money.whole.flow.commissioned_after_years, reader)
    axes.set_xlim(0, whole.index[-1])
    axes.set_xlabel(reader.say(message("year")))
    axes.set_ylabel(reader.say(unit))
    axes.grid(axis="y")
    write_numbers(axes.yaxis, reader)
    _name_ends(axes, ends)


def _mark_commissioning(axes: Axes, years: float, reader: Reader) -> None:
    """Mark the plant's first day where it is not the day of the spending."""
    if years <= 0:
        return
    axes.axvline(years, color=ACCENT, linewidth=0.8, linestyle=":")
    axes.annotate(
        reader.say(message("the plant begins")),
        xy=(years, 0.98),
        xycoords=("data", "axes fraction"),
        xytext=(4, 0),
        textcoords="offset points",
        va="top",
        fontsize=8,
        color=ACCENT,
    )


def _name_ends(axes: Axes, ends: list[tuple[float, str]]) -> None:
    """Write each line's name and last value beside its end, apart from one another."""
    low, high = axes.get_ylim()
    values = np.array([value for value, _ in ends])
    order = values.argsort(kind="stable")
    heights = (values[order] - low) / (high - low)
    steps = LABEL_FRACTION * np.arange(len(ends))
    spread = np.maximum.accumulate(heights - steps) + steps
    spread -= max(spread[-1] - 1.0, 0.0)
    for place, height in zip(order, spread, strict=True):
        value, text = ends[place]
        axes.annotate(
            text,
            xy=(1.0, (value - low) / (high - low)),
            xytext=(1.03, height),
            xycoords="axes fraction",
            textcoords="axes fraction",
            va="center",
            fontsize=8,
            arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "shrinkB": 0},
        )


def _finding(result: StudyResult, reader: Reader) -> Message:
    years = result.money.whole.figures.simple_payback_years
    if years is None:
        return message(
            "The whole plan never pays back within {horizon:d} years",
            horizon=result.study.finance.horizon_years,
        )
    if years == 0:
        return message("Others pay the whole outlay: nothing of its own has to come back")
    return message(
        "The whole plan pays back in {years} years, after tax", years=reader.number(years, 1)
    )
