"""What each doubt alone moves of the plan's worth: one bar a doubt, the widest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.charts.style import (
    ACCENT,
    HATCH,
    INK,
    SOFT,
    legend_above,
    rounded_money,
    say_why_empty,
    scale_of_money,
    write_numbers,
)
from mine_study.risk_quantities import quantities

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.risk import Risk
    from mine_study.study import StudyResult
    from project_finance.uncertainty.tornado import TornadoBar

ROOM = 0.16
"""Free part of the width on each side, for the values at the ends."""


def nothing_drawn() -> Message:
    """Return why the charts of risk are empty."""
    return message("No risk is drawn: nothing is bought, or risk.build is false")


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the present value at both ends of each doubt, the ends named by their values."""
    risk = result.risk
    if risk is None or not risk.bars:
        why = nothing_drawn() if risk is None else message("No doubt moves the worth of the plan")
        say_why_empty(axes, reader, why)
        return
    bars = risk.bars[::-1]
    planned = risk.money.whole.figures.npv
    ends = np.array([[bar.npv_after_tax_at_low, bar.npv_after_tax_at_high] for bar in bars])
    divisor, unit = scale_of_money(float(np.abs(ends).max()), result.study.study.currency)
    axes.set_title(reader.say(_finding(risk, result.study.study.currency, reader)), loc="left")
    looks: tuple[tuple[Message, dict[str, Any]], ...] = (
        (message("one case of ten is lower"), {"color": SOFT}),
        (message("one case of ten is higher"), {"color": ACCENT, "hatch": HATCH}),
    )
    for column, (name, look) in enumerate(looks):
        widths = (ends[:, column] - planned) / divisor
        axes.barh(
            np.arange(len(bars)),
            widths,
            left=planned / divisor,
            height=0.62,
            label=reader.say(name),
            **look,
        )
    axes.axvline(planned / divisor, color=INK, linewidth=0.8)
    axes.set_yticks(np.arange(len(bars)), [_label(risk, bar, reader) for bar in bars])
    axes.tick_params(axis="y", length=0, labelsize=8)
    axes.margins(x=ROOM)
    _name_ends(axes, risk, bars, ends / divisor, reader)
    axes.set_xlabel(reader.say(message("net present value after tax [{unit}]", unit=unit)))
    axes.grid(axis="x")
    write_numbers(axes.xaxis, reader)
    legend_above(axes, 2)


def _name_ends(
    axes: Axes,
    risk: Risk,
    bars: tuple[TornadoBar, ...],
    ends: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    reader: Reader,
) -> None:
    """Write the value of a doubt at each end of its bar, on the outer side."""
    known = quantities(risk)
    for row, (bar, places) in enumerate(zip(bars, ends, strict=True)):
        quantity = known[bar.driver]
        left = places[0] > places[1]
        for place, value, is_left in (
            (places[0], bar.low, not left),
            (places[1], bar.high, left),
        ):
            axes.annotate(
                quantity.text(quantity.moved(value), reader),
                (place, row),
                xytext=(-3 if is_left else 3, 0),
                textcoords="offset points",
                ha="right" if is_left else "left",
                va="center",
                fontsize=7.5,
            )


def _label(risk: Risk, bar: TornadoBar, reader: Reader) -> str:
    """Return a doubt with the unit of the values at its ends."""
    return f"{reader.say(bar.description)}\n[{reader.say(quantities(risk)[bar.driver].unit)}]"


def _finding(risk: Risk, currency: str, reader: Reader) -> Message:
    widest = risk.bars[0]
    return message(
        "The plan's worth hangs most on: {doubt}; from {low} to {high}",
        doubt=reader.say(widest.description),
        low=rounded_money(min(widest.npv_after_tax_at_low, widest.npv_after_tax_at_high), currency),
        high=rounded_money(
            max(widest.npv_after_tax_at_low, widest.npv_after_tax_at_high), currency
        ),
    )
