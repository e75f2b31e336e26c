"""The numbers of the charts of money, risk and carbon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.scope2 import emission_lines
from mine_study.charts.style import scale_of_money
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

MET = (0.99, 0.95, 0.9, 0.75, 0.5, 0.25, 0.1, 0.05, 0.01)
"""Probabilities that the table of exceedance tells."""


def cash_numbers(result: StudyResult, write: Figures) -> Table:
    """Return the running sums after tax of the whole plan and of its parts."""
    money, say = result.money, write.say
    parts = [
        (name, worth.flow.yearly["cumulative_after_tax"])
        for name, worth in (
            (message("whole plan"), money.whole),
            (message("solar plant"), money.pv),
            (message("efficiency"), money.efficiency),
        )
        if worth is not None
    ]
    largest = max(float(flow.abs().max()) for _, flow in parts)
    divisor, unit = scale_of_money(largest, write.currency)
    decimals = 0 if divisor == 1 else 1
    return Table(
        caption=say(message("Running sum of the cash after tax [{unit}]", unit=unit)),
        columns=(*words(say(message("Year"))), *numbers(*(say(name) for name, _ in parts))),
        rows=tuple(
            (str(year), *(write.number(flow[year] / divisor, decimals) for _, flow in parts))
            for year in parts[0][1].index.tolist()
        ),
        from_mine=True,
    )


def emission_numbers(result: StudyResult, write: Figures) -> Table:
    """Return the emissions of a year before and after."""
    say = write.say
    return Table(
        caption=say(message("Emissions of the electricity before and after")),
        columns=(*words(say(message("Emission"))), *numbers(say(message("t CO₂e a year")))),
        rows=tuple(
            (say(name).replace("\n", " "), write.number(tonnes, 1))
            for name, tonnes in emission_lines(result)
        ),
        from_mine=True,
    )


def exceedance_numbers(result: StudyResult, write: Figures) -> Table | None:
    """Return the present value met with some probabilities; None where nothing is drawn."""
    if result.risk is None:
        return None
    say = write.say
    worth = np.quantile(result.risk.drawn.by_draw["npv_after_tax"], 1 - np.array(MET))
    divisor, unit = scale_of_money(float(np.abs(worth).max()), write.currency)
    decimals = 0 if divisor == 1 else 1
    return Table(
        caption=say(message("Present value met or bettered")),
        columns=(
            *words(say(message("Probability"))),
            *numbers(say(message("net present value after tax [{unit}]", unit=unit))),
        ),
        rows=tuple(
            (write.percent(met), write.number(float(value) / divisor, decimals))
            for met, value in zip(MET, worth, strict=True)
        ),
        from_mine=True,
    )


def tornado_numbers(result: StudyResult, write: Figures) -> Table | None:
    """Return the present value at both ends of each doubt; None where nothing is drawn."""
    if result.risk is None or not result.risk.bars:
        return None
    say, bars = write.say, result.risk.bars
    ends = [end for bar in bars for end in (bar.npv_after_tax_at_low, bar.npv_after_tax_at_high)]
    divisor, unit = scale_of_money(max(map(abs, ends)), write.currency)
    decimals = 0 if divisor == 1 else 1
    return Table(
        caption=say(
            message("Net present value after tax at the ends of each doubt [{unit}]", unit=unit)
        ),
        columns=(
            *words(say(message("Doubt"))),
            *numbers(
                say(message("one case of ten is lower")),
                say(message("one case of ten is higher")),
            ),
        ),
        rows=tuple(
            (
                say(bar.description),
                write.number(bar.npv_after_tax_at_low / divisor, decimals),
                write.number(bar.npv_after_tax_at_high / divisor, decimals),
            )
            for bar in bars
        ),
        from_mine=True,
    )
