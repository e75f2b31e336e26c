"""What plants would cover and be worth if the whole mine had one meter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import Message, message
from mine_study.charts.size_npv import mark_best
from mine_study.charts.size_panels import money, panel_below, shares
from mine_study.charts.style import legend_above, rounded_money, say_why_empty, scale_of_money
from mine_study.size_sweep import size_sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mine_study.language import Reader
    from mine_study.size_sweep import SizeSweep
    from mine_study.study import StudyResult


def draw(result: StudyResult, axes: Axes, reader: Reader) -> None:
    """Draw the shares of the mine's demand above and the net present value below."""
    sweep = size_sweep(result)
    if sweep is None:
        why = message(
            "One meter for the mine: only where two sites build a plant under one rule "
            "that credits small plants better"
        )
        say_why_empty(axes, reader, why)
        return
    worth, currency = sweep.worth, result.study.study.currency
    divisor, unit = scale_of_money(float(np.abs(worth.plant_npv).max()), currency)
    axes.set_title(reader.say(_finding(sweep, currency)), loc="left")
    shares(axes, reader, sweep)
    lower = panel_below(axes)
    value = message("present value,\n{unit}", unit=unit)
    amounts = worth.plant_npv / divisor
    money(lower, reader, sweep, amounts, name=message("present value"), unit=value)
    lower.legend(handles=[mark_best(lower, reader, worth, divisor)], loc="best")
    legend_above(axes, 2)


def _finding(sweep: SizeSweep, currency: str) -> Message:
    npv, chosen = sweep.worth.plant_npv, sweep.worth.chosen
    if sweep.step is None:
        return message(
            "All sites on one meter: {dc:,.0f} kWp have {ac:,.0f} kW of inverters, far from the "
            "limit of small plants, and add {npv}",
            dc=sweep.dc_kw[chosen],
            ac=sweep.meter.ac_kw,
            npv=rounded_money(float(npv[chosen]), currency),
        )
    below, above = sweep.step
    return message(
        "All sites on one meter: {dc:,.0f} kWp have {ac:,.0f} kW of inverters and add {npv}; at "
        "the limit of {limit:,.0f} kW they add {below}, just above it {above}",
        dc=sweep.dc_kw[chosen],
        ac=sweep.meter.ac_kw,
        npv=rounded_money(float(npv[chosen]), currency),
        limit=sweep.meter.inverters_kw(float(sweep.dc_kw[below])),
        below=rounded_money(float(npv[below]), currency),
        above=rounded_money(float(npv[above]), currency),
    )
