"""The running sum of the cash after tax under each scenario, side by side on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from equipment_catalog.messages import Message, message
from mine_study.charts.style import (
    ACCENT,
    INK,
    PALE,
    rounded_money,
    say_why_empty,
    scale_of_money,
    write_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.scenarios import Scenario
    from mine_study.study import StudyResult

COLUMNS = 3
GAP = 0.05
"""Between panels, of the width."""
HEAD = 0.11
"""Room for the name of a panel, of the height."""
NAME_SIZE = 7.0
"""Of the letters of a panel's name [points]: the longest one stays within its panel."""
PANEL_MARKS = 3
"""Numbers of an axis of a panel."""
LINE = "cumulative_after_tax"
ON_LINES = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw each scenario in a panel of its own, the plan pale behind the others."""
    found = result.scenarios
    if not found:
        say_why_empty(axes, reader, message("Nothing is bought, so there is nothing to compare"))
        return
    axes.set_axis_off()
    currency = result.study.study.currency
    axes.set_title(reader.say(_finding(found, currency, reader)), loc="left")
    flows = [one.worth.flow.yearly[LINE] for one in found]
    extreme = max(float(flow.abs().max()) for flow in flows)
    divisor, unit = scale_of_money(extreme, currency)
    low = min(float(flow.min()) for flow in flows) / divisor
    high = max(float(flow.max()) for flow in flows) / divisor
    plan = result.money.whole.flow.yearly[LINE] / divisor
    for panel, one, flow in zip(_panels(axes, len(found)), found, flows, strict=True):
        panel.plot(plan.index, plan, color=PALE, linewidth=3)
        panel.plot(flow.index, flow / divisor, color=ACCENT, linewidth=1.4)
        panel.axhline(0, color=INK, linewidth=0.7)
        panel.set_xlim(0, int(plan.index[-1]))
        panel.set_ylim(1.08 * low, 1.08 * high)
        panel.set_title(reader.say(one.name), loc="left", fontsize=NAME_SIZE, pad=3)
        panel.text(
            0.04,
            0.92,
            _told(one, currency, reader),
            transform=panel.transAxes,
            va="top",
            fontsize=7.5,
            bbox=ON_LINES,
        )
        panel.tick_params(labelsize=7)
        panel.grid(axis="y")
        for axis in (panel.yaxis, panel.xaxis):
            write_numbers(axis, reader)
            axis.set_major_locator(MaxNLocator(nbins=PANEL_MARKS))
    _name_axes(axes, reader, unit)


def _panels(axes: Axes, count: int) -> list[Axes]:
    """Return panels in rows; only the first of a row bears the marks of the money."""
    rows = -(-count // COLUMNS)
    width, height = (1 - GAP * (COLUMNS - 1)) / COLUMNS, 1 / rows
    panels = []
    for number in range(count):
        row, column = divmod(number, COLUMNS)
        box = (column * (width + GAP), 1 - (row + 1) * height, width, height - HEAD)
        panel = axes.inset_axes(box, axes_class=type(axes))
        panel.tick_params(labelleft=column == 0, labelbottom=number + COLUMNS >= count)
        panels.append(panel)
    return panels


def _name_axes(axes: Axes, reader: Reader, unit: Message) -> None:
    said = message("running sum after tax [{unit}] by year; pale: the plan", unit=unit)
    axes.annotate(
        reader.say(said),
        (0.0, 0.0),
        xycoords="axes fraction",
        xytext=(0, -18),
        textcoords="offset points",
        fontsize=8,
        va="top",
    )


def _told(one: Scenario, currency: str, reader: Reader) -> str:
    return reader.say(message("NPV {npv}", npv=rounded_money(one.worth.figures.npv, currency)))


def _finding(found: Sequence[Scenario], currency: str, reader: Reader) -> Message:
    courses = [one for one in found if one.key not in {"efficiency", "pv", "whole"}]
    worst = min(courses, key=lambda one: one.worth.figures.npv)
    npv = rounded_money(worst.worth.figures.npv, currency)
    if worst.worth.figures.npv > 0:
        return message(
            "The plan is worth something in every scenario, least where {name}: {npv}",
            name=reader.say(worst.name),
            npv=npv,
        )
    return message("Where {name}, the plan is worth {npv}", name=reader.say(worst.name), npv=npv)
