"""Marginal abatement cost: what each part of the best plan costs for each tonne it avoids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.charts.style import (
    ACCENT,
    HATCH,
    INK,
    SOFT,
    say_why_empty,
    scale_of_money,
    write_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from matplotlib.axes import Axes

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.study import StudyResult
    from project_finance.selection.abatement import Abatement

DIGIT_FRACTION = 0.014
"""Share of all tonnes from which a bar has room for a digit."""


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw a bar for each part: as wide as its tonnes, as high as the cost of one."""
    best = result.best_plan
    bars = [bar for bar in best.bars if bar.cost_per_t is not None] if best is not None else []
    if best is None or not bars:
        say_why_empty(axes, reader, message("No part of a best plan avoids carbon"))
        return
    axes.set_title(reader.say(_finding(bars, reader)), loc="left")
    dearest = max(abs(bar.cost_per_t or 0.0) for bar in bars)
    divisor, unit = scale_of_money(dearest, result.study.study.currency)
    _draw_bars(axes, bars, divisor, best.choices.plants)
    axes.axhline(0.0, color=INK, linewidth=0.8)
    axes.set_xlabel(reader.say(message("avoided over the horizon [t CO₂e]")))
    axes.set_ylabel(reader.say(message("{unit} per tonne", unit=unit)))
    write_numbers(axes.xaxis, reader)
    write_numbers(axes.yaxis, reader)
    axes.grid(axis="y")


def _finding(bars: Sequence[Abatement], reader: Reader) -> Message:
    total = sum(bar.avoided_t for bar in bars)
    free = sum(bar.avoided_t for bar in bars if bar.npv >= 0)
    return message(
        "{share} of the {tonnes} t CO₂e that the best plan avoids earn money; numbers are "
        "those of the table",
        share=reader.percent(free / total),
        tonnes=reader.number(total),
    )


def _draw_bars(
    axes: Axes, bars: Sequence[Abatement], divisor: float, plants: Collection[str]
) -> None:
    """Draw the bars side by side, numbered where a number has room, those of plants hatched."""
    total, start = sum(bar.avoided_t for bar in bars), 0.0
    for number, bar in enumerate(bars, start=1):
        is_plant = bar.name in plants
        axes.bar(
            start,
            (bar.cost_per_t or 0.0) / divisor,
            width=bar.avoided_t,
            align="edge",
            color=ACCENT if is_plant else SOFT,
            hatch=HATCH if is_plant else None,
            edgecolor="white",
            linewidth=0.5,
        )
        if bar.avoided_t >= len(str(number)) * DIGIT_FRACTION * total:
            axes.annotate(
                str(number),
                (start + bar.avoided_t / 2, 0),
                xytext=(0, 2),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=8,
            )
        start += bar.avoided_t
