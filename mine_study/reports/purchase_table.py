"""The table of the first page: what to buy, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.reports.purchases import purchases
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def purchase_table(result: StudyResult, write: Figures) -> Table:
    """Return what to buy in order, with the running cost beside the budget."""
    say, rate = write.say, result.study.prices.usd_rate
    return Table(
        caption=say(
            message(
                "What to buy first of the plan of this report: what the budget pays for, by cost "
                "over first-year saving before tax; then the rest"
            )
        ),
        columns=(
            *words(say(message("Purchase"))),
            *numbers(
                say(message("Cost [{currency}]", currency=write.currency)),
                say(message("Saving of the first year [{currency}]", currency=write.currency)),
                say(message("Cost over first-year saving [years]")),
                say(message("Running cost [USD]")),
            ),
            *words(
                say(message("Budget of USD {usd:,.0f}", usd=result.study.finance.budget_usd)),
            ),
        ),
        rows=tuple(
            (
                say(item.name),
                write.number(item.cost),
                write.number(item.saving),
                write.years(item.payback_years),
                write.number(item.running_cost / rate),
                say(message("pays for it") if item.within_budget else message("does not reach")),
            )
            for item in purchases(result)
        ),
        from_mine=True,
    )
