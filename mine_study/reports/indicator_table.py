"""The table of indicators, each against a range with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.charts.words import choice
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def indicator_table(result: StudyResult, write: Figures) -> Table:
    """Return the indicators of the mine, its sites and areas, today and after the measures."""
    say, number = write.say, write.number
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
        rows=tuple(
            (
                say(indicator_name(row["indicator"])),
                row["place"] or say(message("Mine")),
                number(row["value"], 2),
                number(row["value_after"], 2),
                number(row["low"], 2),
                number(row["high"], 2),
                say(choice(row["verdict"])) if row["verdict"] else number(None),
                number(None) if row["source"] is None else say(row["source"]),
            )
            for row in result.audit.indicators.to_dict("records")
        ),
        from_mine=True,
        is_wide=True,
    )


def indicator_name(key: str) -> Message:
    """Return an indicator as a reader sees it.

    Examples
    --------
    >>> str(indicator_name("kwh_per_t_ore"))
    'kWh per tonne of ore'
    """
    names = {
        "kwh_per_t_ore": message("kWh per tonne of ore"),
        "kwh_per_g_gold": message("kWh per gram of gold"),
        "kwh_per_worker": message("kWh per worker and year"),
        "power_factor": message("Power factor"),
        "load_factor": message("Load factor: mean over highest demand"),
        "connected_kw": message("Connected power [kW]"),
        "demand_factor": message("Highest demand over connected power"),
        "hours_of_use": message("Hours of use of the highest demand [h]"),
    }
    return names[key]
