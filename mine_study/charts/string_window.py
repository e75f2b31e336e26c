"""The voltages of a string by its length, hot and cold, between the limits of the inverter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.style import (
    ACCENT,
    GREY,
    INK,
    PALE,
    legend_above,
    no_plant,
    say_why_empty,
    write_numbers,
)

if TYPE_CHECKING:
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from equipment_catalog.messages import Message
    from mine_study.language import Reader
    from mine_study.site_design import SiteDesign
    from mine_study.study import StudyResult
    from pv_design.electrical.design import ElectricalDesign

ROOM = 1.12
"""Height of the axes over the highest limit."""
BEYOND = 3
"""Modules drawn beyond the longest string allowed."""


def draw(
    result: StudyResult,  # noqa: ARG001  every chart of a site is called alike
    axes: Axes,
    reader: Reader,
    design: SiteDesign,
) -> None:
    """Draw hot and cold voltage by modules in series, the window, and the string as designed."""
    if design.electrical is None or design.plant is None:
        say_why_empty(axes, reader, no_plant(design.name))
        return
    wired = design.electrical.design
    if wired is None:
        why = message("{site}: module and inverter cannot be wired", site=design.name)
        say_why_empty(axes, reader, why)
        return
    axes.set_title(reader.say(_finding(wired, design.name, reader)), loc="left")
    _draw_limits(axes, reader, wired)
    _draw_voltages(axes, reader, wired)
    axes.set_xlim(1, drawn_counts(wired)[-1])
    axes.set_xlabel(reader.say(message("modules in series")))
    axes.set_ylabel(reader.say(message("voltage of the string [V]")))
    axes.grid(axis="y")
    write_numbers(axes.xaxis, reader)
    write_numbers(axes.yaxis, reader)
    legend_above(axes, 3)


def _finding(wired: ElectricalDesign, site: str, reader: Reader) -> Message:
    size, own = wired.size, wired.plan.modules_in_series
    return message(
        "{site}: {own} modules in series stand between {hot} V when hot and {cold} V "
        "when cold, {margin} below the limit; {fewest} to {most} would do",
        site=site,
        own=own,
        hot=reader.number(own * size.vmp_hottest_v),
        cold=reader.number(own * size.voc_coldest_v),
        margin=reader.percent(size.margin_fraction(own), 1),
        fewest=size.fewest,
        most=size.most,
    )


def _draw_voltages(axes: Axes, reader: Reader, wired: ElectricalDesign) -> None:
    """Draw hot and cold voltage by modules in series, and the string as designed."""
    size, own = wired.size, wired.plan.modules_in_series
    counts = drawn_counts(wired)[[0, -1]]
    cold = message("open circuit, coldest air")
    hot = message("at maximum power, hottest cells")
    axes.plot(counts, counts * size.voc_coldest_v, color=INK, linewidth=1.5, label=reader.say(cold))
    axes.plot(
        counts,
        counts * size.vmp_hottest_v,
        color=ACCENT,
        linewidth=1.5,
        linestyle="--",
        label=reader.say(hot),
    )
    ends = [own * size.vmp_hottest_v, own * size.voc_coldest_v]
    word = reader.say(message("this string"))
    axes.plot([own, own], ends, color=INK, linewidth=3, marker="o", markersize=5, label=word)


def drawn_counts(wired: ElectricalDesign) -> npt.NDArray[np.int_]:
    """Return the lengths of strings that are drawn, one module and more.

    Parameters
    ----------
    wired
        The electrical design.
    """
    return np.arange(1, max(wired.size.most, wired.plan.modules_in_series) + BEYOND + 1)


def _draw_limits(axes: Axes, reader: Reader, wired: ElectricalDesign) -> None:
    """Draw the tracking window as a band and the highest voltages as lines with their words."""
    box, system_v = wired.size.inverter, wired.size.module.vdc_max_v
    window = message(
        "tracking window {low} to {high} V",
        low=reader.number(box.mppt_min_v),
        high=reader.number(box.mppt_max_v),
    )
    axes.axhspan(box.mppt_min_v, box.mppt_max_v, color=PALE, linewidth=0, zorder=0)
    lines = [(box.vdc_max_v, message("largest of the inverter"))]
    if system_v is not None:
        if abs(system_v - box.vdc_max_v) < 1:
            lines = [(box.vdc_max_v, message("largest of inverter and module"))]
        else:
            lines.append((system_v, message("largest of the module")))
    _write(axes, box.mppt_min_v, reader.say(window), at_right=True)
    for volts, name in lines:
        axes.axhline(volts, color=GREY, linewidth=1.1)
        _write(axes, volts, f"{reader.say(name)}: {reader.number(volts)} V", at_right=False)
    axes.set_ylim(0, ROOM * max(volts for volts, _ in lines))


def _write(axes: Axes, volts: float, text: str, *, at_right: bool) -> None:
    axes.annotate(
        text,
        (0.99 if at_right else 0.01, volts),
        xycoords=("axes fraction", "data"),
        xytext=(0, 2),
        textcoords="offset points",
        ha="right" if at_right else "left",
        va="bottom",
        fontsize=7.5,
    )
