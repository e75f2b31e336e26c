"""With which probability the plan is worth at least so much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.charts.risk_words import chance
from mine_study.charts.style import (
    ACCENT,
    GREY,
    INK,
    PALE,
    rounded_money,
    say_why_empty,
    scale_of_money,
    write_numbers,
    write_percents,
)
from mine_study.charts.tornado import nothing_drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.risk import Risk
    from mine_study.study import StudyResult

POINTS = 201
MARKED = {0.9: "P90", 0.5: "P50", 0.1: "P10"}


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the probability that a present value is met or bettered, P90, P50 and P10 marked."""
    risk = result.risk
    if risk is None:
        say_why_empty(axes, reader, nothing_drawn())
        return
    currency = result.study.study.currency
    axes.set_title(reader.say(_finding(risk, currency, reader)), loc="left")
    met = np.linspace(0.0, 1.0, POINTS)
    worth = np.quantile(risk.drawn.by_draw["npv_after_tax"], 1 - met)
    divisor, unit = scale_of_money(float(np.abs(worth).max()), currency)
    axes.plot(worth / divisor, met, color=ACCENT, linewidth=2)
    axes.fill_between(worth / divisor, met, color=PALE)
    _mark(axes, risk, divisor, currency, reader)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.axvline(risk.money.whole.figures.npv / divisor, color=GREY, linestyle="--")
    axes.set_ylim(0, 1)
    axes.set_xlabel(
        reader.say(
            message("net present value after tax [{unit}]; broken line: as planned", unit=unit)
        )
    )
    axes.set_ylabel(reader.say(message("probability of at least that")))
    axes.grid(axis="y")
    write_numbers(axes.xaxis, reader)
    write_percents(axes.yaxis, reader)


def _mark(axes: Axes, risk: Risk, divisor: float, currency: str, reader: Reader) -> None:
    found = risk.drawn.npv_after_tax
    values = dict(zip(MARKED, (found.p90, found.p50, found.p10), strict=True))
    for probability, value in values.items():
        if value is None:
            continue
        axes.plot(value / divisor, probability, marker="o", color=INK, markersize=5)
        axes.annotate(
            f"{MARKED[probability]}: {reader.say(rounded_money(value, currency))}",
            (value / divisor, probability),
            xytext=(7, 5),
            textcoords="offset points",
            va="center",
            fontsize=8,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.8},
        )


def _finding(risk: Risk, currency: str, reader: Reader) -> Message:
    worth = risk.drawn.npv_after_tax.p90
    return message(
        "With a probability of 90 % the plan is worth {p90} or more; loss: {chance}",
        p90="" if worth is None else rounded_money(worth, currency),
        chance=chance(risk.drawn.probability_npv_below_zero, risk.count, reader),
    )
