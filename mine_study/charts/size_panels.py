"""Shares of the demand and money against the size of a plant, broken where the rule steps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.style import ACCENT, GREY, INK, write_numbers, write_percents

if TYPE_CHECKING:
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.size_sweep import SizeSweep

    Floats = npt.NDArray[np.float64]

PANEL_FRACTION = 0.46
"""Height of one of two panels, of the axes they share."""
NUMBER_POINTS = 5
"""Distance of a written number from its mark."""
TEXT_FRACTION = 0.32
"""Width that a sentence inside a panel takes."""
ROOM_FRACTION = 0.15
"""Room for a number above the highest mark."""


def panel_below(axes: Axes) -> Axes:
    """Return a second panel in the lower half of what were whole axes; both share the sizes."""
    box = axes.get_position()
    height = box.height * PANEL_FRACTION
    lower = axes.figure.add_axes(
        (box.x0, box.y0, box.width, height), sharex=axes, axes_class=type(axes)
    )
    axes.set_position((box.x0, box.y1 - height, box.width, height))
    axes.tick_params(labelbottom=False)
    return lower


def shares(axes: Axes, reader: Reader, sweep: SizeSweep) -> None:
    """Draw coverage and self-sufficiency, what full coverage carries, and the chosen plant."""
    yearly = reader.say(message("coverage over the year"))
    hourly = reader.say(message("self-sufficiency hour by hour"))
    carried = sweep.self_sufficiency_fraction
    axes.plot(sweep.dc_kw, sweep.coverage_fraction, color=GREY, linestyle="-.", label=yearly)
    axes.plot(sweep.dc_kw, carried, color=ACCENT, label=hourly)
    axes.axhline(1.0, color=INK, linewidth=0.6, linestyle=":")
    _write_full(axes, reader, sweep)
    _mark_chosen(axes, reader, sweep, sweep.coverage_fraction, carried)
    _mark_step(axes, reader, sweep)
    axes.set_ylim(0)
    axes.set_ylabel(reader.say(message("share of the demand")))
    axes.grid(axis="y")
    write_percents(axes.yaxis, reader)


def _write_full(axes: Axes, reader: Reader, sweep: SizeSweep) -> None:
    """Write what the size that covers the whole year carries, clear of the step's line."""
    full = sweep.place_covering(1.0)
    if full is None:
        return
    at, most = sweep.dc_kw[full], sweep.dc_kw[-1]
    gap = math.inf if sweep.step is None else (sweep.dc_kw[sweep.step[0]] - at) / most
    is_left = 0 <= gap < TEXT_FRACTION < at / most
    carried = reader.percent(float(sweep.self_sufficiency_fraction[full]))
    said = message(
        "{full} a year: {carried} hour by hour", full=reader.percent(1.0), carried=carried
    )
    axes.plot([at, at], [0, 1], color=INK, linestyle=":", linewidth=1)
    axes.annotate(
        reader.say(said),
        (at, 0),
        xytext=(-NUMBER_POINTS if is_left else NUMBER_POINTS, NUMBER_POINTS),
        textcoords="offset points",
        ha="right" if is_left else "left",
        fontsize="small",
    )


def money(
    axes: Axes, reader: Reader, sweep: SizeSweep, amounts: Floats, *, name: Message, unit: Message
) -> None:
    """Draw amounts that are already in their unit, broken at the step with both numbers."""
    said = reader.say(name)
    if sweep.step is None:
        axes.plot(sweep.dc_kw, amounts, color=ACCENT, label=said)
    else:
        below, above = sweep.step
        axes.plot(sweep.dc_kw[:above], amounts[:above], color=ACCENT, label=said)
        axes.plot(sweep.dc_kw[above:], amounts[above:], color=ACCENT)
        _write_jump(axes, reader, sweep.dc_kw[below], amounts[below], amounts[above])
    _mark_chosen(axes, reader, sweep, amounts)
    _mark_step(axes, reader, sweep)
    axes.axhline(0, color=INK, linewidth=0.8)
    low, high = min(0.0, float(amounts.min())), float(amounts.max())
    room = ROOM_FRACTION * (high - low) or 1.0
    axes.set_ylim(low - room * (low < 0), high + room)
    axes.set_xlim(0, sweep.dc_kw[-1])
    axes.set_xlabel(reader.say(message("module power [kWp]")))
    axes.set_ylabel(reader.say(unit))
    axes.grid(axis="y")
    write_numbers(axes.xaxis, reader)
    write_numbers(axes.yaxis, reader)


def _write_jump(axes: Axes, reader: Reader, dc_kw: float, below: float, above: float) -> None:
    """Write both amounts where the curve breaks; the hollow mark stands just above the step."""
    sides = ((below, ACCENT, "right", "bottom", -1), (above, "white", "left", "top", 1))
    for amount, fill, across, up, side in sides:
        axes.plot(
            dc_kw,
            amount,
            color=ACCENT,
            marker="s",
            markersize=4.5,
            markerfacecolor=fill,
            linestyle="none",
            zorder=3,
        )
        axes.annotate(
            reader.number(float(amount), decimals_of(below, above)),
            (dc_kw, amount),
            xytext=(side * NUMBER_POINTS, -side * NUMBER_POINTS),
            textcoords="offset points",
            ha=across,
            va=up,
            color=ACCENT,
            fontweight="bold",
        )


def decimals_of(*amounts: float) -> int:
    """Return how many decimals show three digits of the largest amount, at most 2.

    Examples
    --------
    >>> decimals_of(521.2, 378.2), decimals_of(99.4, 83.0), decimals_of(0.0)
    (0, 1, 2)
    """
    largest = max(abs(amount) for amount in amounts)
    return int(np.clip(2 - np.floor(np.log10(max(largest, 1.0))), 0, 2))


def _mark_chosen(axes: Axes, reader: Reader, sweep: SizeSweep, *curves: Floats) -> None:
    place = sweep.worth.chosen
    axes.plot(
        [sweep.dc_kw[place]] * len(curves),
        [curve[place] for curve in curves],
        color=INK,
        marker="o",
        markersize=6,
        linestyle="none",
        clip_on=False,
        label=reader.say(message("this plant")),
        zorder=4,
    )


def _mark_step(axes: Axes, reader: Reader, sweep: SizeSweep) -> None:
    if sweep.step is None:
        return
    at = float(sweep.dc_kw[sweep.step[0]])
    word = reader.say(
        message("limit of {ac:,.0f} kW of inverters", ac=sweep.meter.inverters_kw(at))
    )
    axes.axvline(at, color=GREY, linestyle="--", linewidth=1, label=word)
