"""The table of the emissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def carbon_table(result: StudyResult, write: Figures) -> Table:
    """Return the emissions by scope, a dash where they are not reckoned."""
    say, carbon = write.say, result.carbon
    no_fuels = message("fuels are not part of this study")
    lines = (
        (message("scope 1, fuels"), None, None, no_fuels),
        (
            message("scope 2, location-based"),
            carbon.scope2_location_before_t,
            carbon.scope2_location_after_t,
            message("imported energy times the grid factor"),
        ),
        (
            message("scope 2, market-based"),
            None,
            None,
            message("no energy certificates are part of this study"),
        ),
        (message("scope 3, supply chain"), None, None, message("not part of this study")),
        (
            message("avoided elsewhere by export, outside the scopes"),
            None,
            carbon.avoided_by_export_t,
            message("never subtracted from the scopes"),
        ),
    )
    return Table(
        caption=say(message("Emissions of a year [t CO₂e]")),
        columns=(
            *words(say(message("Emission"))),
            *numbers(say(message("Today")), say(message("After the plan"))),
            *words(say(message("Remark"))),
        ),
        rows=tuple(
            (say(name), write.number(before, 1), write.number(after, 1), say(remark))
            for name, before, after, remark in lines
        ),
        from_mine=True,
    )
