"""The running sum of the cash flows, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equipment_catalog.messages import Message, message
from mine_study.charts.style import (
    ACCENT,
    GREY,
    INK,
    SOFT,
    legend_above,
    scale_of_money,
    write_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.money import Worth
    from mine_study.study import StudyResult


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the cumulative cash after tax of efficiency, plant and both."""
    money = result.money
    axes.set_title(reader.say(_finding(result, reader)), loc="left")
    whole = money.whole.flow.yearly["cumulative_after_tax"]
    divisor, unit = scale_of_money(float(whole.abs().max()), result.study.study.currency)
    lines: list[tuple[Message, Worth | None, dict[str, Any]]] = [
        (
            message("efficiency"),
            money.efficiency,
            {"color": GREY, "linestyle": "--", "marker": "s"},
        ),
        (message("solar plant"), money.pv, {"color": SOFT, "linestyle": "-", "marker": "^"}),
        (message("whole plan"), money.whole, {"color": ACCENT, "linewidth": 2, "marker": "o"}),
    ]
    for name, worth, look in lines:
        if worth is not None:
            flow = worth.flow.yearly["cumulative_after_tax"] / divisor
            axes.plot(flow.index, flow, markersize=3.5, label=reader.say(name), **look)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_xlim(0, whole.index[-1])
    axes.set_xlabel(reader.say(message("year")))
    axes.set_ylabel(reader.say(unit))
    axes.grid(axis="y")
    write_numbers(axes.yaxis, reader)
    legend_above(axes, 3)


def _finding(result: StudyResult, reader: Reader) -> Message:
    years = result.money.whole.figures.simple_payback_years
    if years is None:
        return message(
            "The whole plan never pays back within {horizon:d} years",
            horizon=result.study.finance.horizon_years,
        )
    return message(
        "The whole plan pays back in {years} years, after tax", years=reader.number(years, 1)
    )
