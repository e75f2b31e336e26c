"""The table of indicators, each against a range with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from energy_audit.indicators import INDICATORS
from equipment_catalog.messages import message
from mine_study.charts.words import choice
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


DECIMALS = {
    "kwh_per_t_ore": 1,
    "kwh_per_g_gold": 1,
    "kwh_per_worker": 0,
    "power_factor": 2,
    "load_factor": 2,
    "demand_factor": 2,
    "connected_kw": 1,
    "hours_of_use": 0,
}
"""Decimals of each indicator, in the order of the columns."""


def area_table(result: StudyResult, write: Figures) -> Table:
    """Return the indicators of each area, one column an indicator."""
    say = write.say
    rows = result.audit.indicators
    areas = rows[rows["scope"] == "area"]
    wide = areas.pivot_table(index="place", columns="indicator", values="value", sort=False)
    shown = [name for name in DECIMALS if name in wide]
    return Table(
        caption=say(message("Indicators of each area, today")),
        columns=(
            *words(say(message("Area"))),
            *numbers(*(say(INDICATORS[name]) for name in shown)),
        ),
        rows=tuple(
            (str(place), *(write.number(row[name], DECIMALS[name]) for name in shown))
            for place, row in wide.iterrows()
        ),
        from_mine=True,
        is_wide=True,
    )


def indicator_table(result: StudyResult, write: Figures) -> Table:
    """Return the indicators of the mine and its sites, today and after the measures."""
    say, rows = write.say, result.audit.indicators
    return Table(
        caption=say(
            message("Indicators, today and after the measures, against ranges with their source")
        ),
        columns=(
            *words(say(message("Indicator")), say(message("Where"))),
            *numbers(
                say(message("Today")),
                say(message("After the measures")),
                say(message("Usual from")),
                say(message("to")),
            ),
            *words(say(message("Today it lies")), say(message("Source of the range"))),
        ),
        rows=tuple(_cells(row, write) for row in rows[rows["scope"] != "area"].to_dict("records")),
        from_mine=True,
        is_wide=True,
    )


def _cells(row: Mapping[Hashable, Any], write: Figures) -> tuple[str, ...]:
    say, decimals = write.say, DECIMALS[row["indicator"]]
    figures = (row[name] for name in ("value", "value_after", "low", "high"))
    return (
        say(INDICATORS[row["indicator"]]),
        row["place"] or say(message("Mine")),
        *(write.number(figure, decimals) for figure in figures),
        say(choice(row["verdict"])) if row["verdict"] else write.number(None),
        write.number(None) if row["source"] is None else say(row["source"]),
    )
