"""The table of the scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import message
from mine_study.charts.style import scale_of_money
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

KEYS = {"efficiency": "finance.efficiency", "pv": "finance.pv", "whole": "finance.whole"}
"""Scenarios whose figures results.json holds."""
FIGURES = ("capex", "npv", "irr", "simple_payback_years")


def scenario_numbers(result: StudyResult, write: Figures) -> Table | None:
    """Return the running sums that the chart draws, a row a year; None where nothing is bought."""
    say, found = write.say, result.scenarios
    if not found:
        return None
    flows = pd.DataFrame({one.key: one.worth.flow.yearly["cumulative_after_tax"] for one in found})
    divisor, unit = scale_of_money(float(flows.abs().max().max()), write.currency)
    return Table(
        caption=say(message("Running sum after tax of each scenario [{unit}]", unit=unit)),
        columns=(
            *words(say(message("Year"))),
            *numbers(*(say(one.name) for one in found)),
        ),
        rows=tuple(
            (str(year), *(write.number(cell, 1) for cell in row))
            for year, row in zip(flows.index.tolist(), (flows / divisor).to_numpy(), strict=True)
        ),
        from_mine=True,
        is_wide=True,
    )


def scenario_table(result: StudyResult, write: Figures) -> Table:
    """Return what each scenario changes and what the plan is then worth."""
    say, found = write.say, result.scenarios
    cells = {
        (row, 2 + column): f"{KEYS[one.key]}.{name}"
        for row, one in enumerate(found)
        if one.key in KEYS
        for column, name in enumerate(FIGURES)
    }
    return Table(
        caption=say(message("Scenarios: after tax, nominal, before any loan")),
        columns=(
            *words(say(message("Scenario")), say(message("What it changes"))),
            *numbers(
                say(message("Outlay [{currency}]", currency=write.currency)),
                say(message("NPV [{currency}]", currency=write.currency)),
                say(message("IRR")),
                say(message("Payback [years]")),
            ),
        ),
        rows=tuple(
            (
                say(one.name),
                say(one.changes),
                write.number(one.worth.figures.capex),
                write.number(one.worth.figures.npv),
                write.percent(one.worth.figures.irr, 1),
                write.years(one.worth.figures.simple_payback_years),
            )
            for one in found
        ),
        from_mine=True,
        cell_origins=cells,
    )
