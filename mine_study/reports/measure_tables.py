"""Tables of the measures machine by machine: what is done, measured first, kept; the waste."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from energy_audit.measures import MEASURES
from energy_audit.waste import WASTE_POINTS
from equipment_catalog.messages import message
from mine_study.charts.words import choice
from mine_study.decisions import DO, KEEP, MEASURE_FIRST, offer_name, with_caution
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def done_table(result: StudyResult, write: Figures) -> Table:
    """Return what is done, what is worth most first."""
    caption = write.say(message("What is done, before tax"))
    return _offers(result, write, DO, caption)


def measure_first_table(result: StudyResult, write: Figures) -> Table:
    """Return what would pay if what is assumed holds, and so is measured first."""
    caption = write.say(message("What to measure before it is bought: it rests on assumed values"))
    return _offers(result, write, MEASURE_FIRST, caption)


def kept_table(result: StudyResult, write: Figures) -> Table:
    """Return what is kept, with the best offer there was and why it is not taken."""
    caption = write.say(message("What is kept as it is, and why"))
    return _offers(result, write, KEEP, caption)


def _offers(result: StudyResult, write: Figures, decision: str, caption: str) -> Table:
    say = write.say
    measures = result.audit.measures
    chosen = measures[(measures["decision"] == decision) & _worth_saying(measures)]
    return Table(
        caption=caption,
        columns=(
            *words(
                say(message("Where")),
                say(message("Measure")),
                say(message("What is bought") if decision == DO else message("Reason")),
            ),
            *numbers(
                say(message("Saved [kWh/year]")),
                say(message("Range, one case in ten beyond each end [kWh/year]")),
                say(message("At the highest hour [kW]")),
                say(message("Cost [{currency}]", currency=write.currency)),
                say(message("Saved [{currency}/year]", currency=write.currency)),
                say(message("Payback [years]")),
                say(message("NPV [{currency}]", currency=write.currency)),
            ),
        ),
        rows=tuple(
            _offer_cells(row, write)
            for row in chosen.sort_values("npv", ascending=False).reset_index().to_dict("records")
        ),
        from_mine=True,
        is_wide=True,
    )


def _worth_saying(measures: pd.DataFrame) -> pd.Series:
    """Tell which rows have an offer, or are motors that are already good."""
    return measures["npv"].notna() | (measures["kind"] == "replace_motors")


def _offer_cells(row: Mapping[Hashable, Any], write: Figures) -> tuple[str, ...]:
    number = write.number
    has_offer = pd.notna(row["capex"])
    span = f"{number(row['p10_kwh'])} … {number(row['p90_kwh'])}" if has_offer else number(None)
    return (
        f"{row['tag']} {row['equipment']}".strip(),
        write.say(MEASURES[row["kind"]].name),
        _bought(row, write) if row["decision"] == DO else write.say(row["reason"]),
        number(row["saved_kwh"]),
        span,
        number(row["saved_kw"], 2),
        number(row["capex"]),
        number(row["saved_money_per_year"]),
        write.years(row["simple_payback_years"]) if has_offer else number(None),
        number(row["npv"]),
    )


def _bought(row: Mapping[Hashable, Any], write: Figures) -> str:
    bought = with_caution(offer_name(row), row["kind"])
    return f"{write.say(bought)} ({write.say(row['price_source'])})"


def waste_table(result: StudyResult, write: Figures) -> Table:
    """Return where energy is wasted, the most first, with the evidence."""
    say, number = write.say, write.number
    equipment = result.audit.before.machines["equipment"]
    return Table(
        caption=say(message("Where energy is wasted, the most first")),
        columns=(
            *words(
                say(message("Where")),
                say(message("What")),
                say(message("Evidence")),
                say(message("Its least known value")),
            ),
            *numbers(say(message("Wasted [kWh/year]"))),
        ),
        rows=tuple(
            (
                f"{row['tag']} {equipment.get(row['tag'], '')}".strip(),
                say(WASTE_POINTS[row["kind"]].name),
                say(row["evidence"]),
                say(choice(row["evidence_kind"])),
                number(row["waste_kwh"]),
            )
            for row in result.audit.waste.to_dict("records")
        ),
        from_mine=True,
        is_wide=True,
    )
