"""What the best plan is worth by its budget, beside the plans one would make without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.charts.style import (
    ACCENT,
    GREY,
    INK,
    SOFT,
    legend_above,
    rounded_money,
    say_why_empty,
    scale_of_money,
    write_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.study import StudyResult
    from project_finance.selection.comparison import FourPlans
    from project_finance.selection.plan import Plan

CROSS_SIZE = 9.0
"""Of the crosses [points]: their arms reach beyond a dot that they share a place with."""
ABOVE = 5
"""The place of the crosses in the order of drawing: over the lines and dots."""


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the net present value before tax of four ways to plan against the budget."""
    best = result.best_plan
    rows = best.compared if best is not None else ()
    found = best.by_budget if best is not None else ()
    points = [point for point in found if point.selection.plan is not None]
    worth = [point.selection.plan.npv for point in points if point.selection.plan is not None]
    if not any(worth):
        say_why_empty(axes, reader, message("No best plan to draw against the budget"))
        return
    currency, rate = result.study.study.currency, result.study.prices.usd_rate
    frontier = [point.asked / rate for point in points]
    axes.set_title(reader.say(_finding(worth, frontier, currency)), loc="left")
    divisor, unit = scale_of_money(max(worth), currency)
    _draw_others(axes, reader, rows, rate, divisor)
    said = reader.say(message("best plan"))
    axes.plot(frontier, [npv / divisor for npv in worth], marker="o", color=ACCENT, label=said)
    axes.set_xlabel(reader.say(message("budget [USD]")))
    axes.set_ylabel(reader.say(unit))
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    write_numbers(axes.xaxis, reader)
    write_numbers(axes.yaxis, reader)
    axes.grid()
    legend_above(axes, 4)


def _finding(worth: Sequence[float], budgets_usd: Sequence[float], currency: str) -> Message:
    return message(
        "The best plan is worth {least} before tax with {small}, {most} with {large}",
        least=rounded_money(worth[0], currency),
        small=rounded_money(budgets_usd[0], "USD"),
        most=rounded_money(worth[-1], currency),
        large=rounded_money(budgets_usd[-1], "USD"),
    )


def _draw_others(
    axes: Axes, reader: Reader, rows: Sequence[FourPlans], rate: float, divisor: float
) -> None:
    """Draw the three ways to plan that the best one is compared with."""
    budgets = [row.budget / rate for row in rows]
    lines: tuple[tuple[str, str, Message, list[Plan | None]], ...] = (
        ("s", SOFT, message("panels alone"), [row.plants_only.plan for row in rows]),
        ("^", GREY, message("efficiency alone"), [row.measures_only.plan for row in rows]),
        ("x", INK, message("greedy order"), [row.greedy for row in rows]),
    )
    for mark, colour, name, plans in lines:
        values = [plan.npv / divisor if plan else float("nan") for plan in plans]
        said = reader.say(name)
        (drawn,) = axes.plot(budgets, values, marker=mark, color=colour, label=said)
        if mark == "x":
            drawn.set(linestyle="none", markersize=CROSS_SIZE, zorder=ABOVE)
