"""Tables of the machines: the load census, and what is done or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from equipment_catalog.messages import message
from mine_study.charts.words import choice
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def machine_table(result: StudyResult, write: Figures) -> Table:
    """Return the load census: every machine, the largest user first."""
    say, number, before = write.say, write.number, result.audit.before
    census = before.machines.join(before.points).sort_values("kwh_per_year", ascending=False)
    total = before.points["kwh_per_year"].sum()
    return Table(
        caption=say(message("Load census: every line of the inventory, the largest user first")),
        columns=(
            *words(
                say(message("Tag")),
                say(message("Equipment")),
                say(message("Site")),
                say(message("Class")),
                say(message("Evidence")),
            ),
            *numbers(
                say(message("Number")),
                say(message("Rated [kW each]")),
                say(message("Load")),
                say(message("Hours [h/year]")),
                say(message("Efficiency at load")),
                say(message("Input [kW]")),
                say(message("Energy [kWh/year]")),
                say(message("Share")),
            ),
        ),
        rows=tuple(_machine_cells(str(tag), row, total, write) for tag, row in census.iterrows()),
        total=(
            say(message("Mine")),
            *("",) * 4,
            number(census["quantity"].sum()),
            *("",) * 4,
            number(census["input_kw"].sum(), 1),
            number(total),
            write.percent(1.0, 1),
        ),
        from_mine=True,
        is_wide=True,
    )


def _machine_cells(tag: str, row: pd.Series, total: float, write: Figures) -> tuple[str, ...]:
    say, number = write.say, write.number
    is_motor = row["kind"] == "motor"
    return (
        tag,
        str(row["equipment"]),
        str(row["site"]),
        say(choice(row["ie_class"])) if is_motor else number(None),
        say(choice(row["evidence"])),
        number(row["quantity"]),
        number(row["rated_kw"], 2),
        write.percent(row["load_fraction"]),
        number(row["hours_per_year"]),
        write.percent(row["efficiency_at_load"] if is_motor else None, 1),
        number(row["input_kw"], 2),
        number(row["kwh_per_year"]),
        write.percent(row["kwh_per_year"] / total, 1),
    )


def measure_table(result: StudyResult, write: Figures) -> Table:
    """Return every motor with its decision and its reason, what is done first."""
    say = write.say
    measures = result.audit.measures.sort_values(["decision", "npv"], ascending=[True, False])
    done, machines = result.audit.done, result.audit.before.machines
    return Table(
        caption=say(message("Measures: what is done and what is kept, before tax")),
        columns=(
            *words(
                say(message("Motor")),
                say(message("Decision")),
                say(message("Reason")),
            ),
            *numbers(
                say(message("Saved [kWh/year]")),
                say(message("Cost [{currency}]", currency=write.currency)),
                say(message("Saved [{currency}/year]", currency=write.currency)),
                say(message("Payback [years]")),
                say(message("NPV [{currency}]", currency=write.currency)),
            ),
        ),
        rows=tuple(
            _measure_cells(str(tag), str(machines["equipment"][str(tag)]), row, write)
            for tag, row in measures.iterrows()
        ),
        total=(
            say(message("What is done")),
            "",
            say(message("each alone")),
            write.number(done["saved_kwh"].sum()),
            write.number(done["capex"].sum()),
            write.number(done["saved_money_per_year"].sum()),
            "",
            write.number(done["npv"].sum()),
        ),
        from_mine=True,
        is_wide=True,
    )


def _measure_cells(tag: str, equipment: str, row: pd.Series, write: Figures) -> tuple[str, ...]:
    number = write.number
    is_option = pd.notna(row["capex"])
    return (
        f"{tag} {equipment}",
        write.say(choice(row["decision"])),
        write.say(row["reason"]),
        number(row["saved_kwh"]),
        number(row["capex"]),
        number(row["saved_money_per_year"]),
        write.years(row["simple_payback_years"]) if is_option else number(None),
        number(row["npv"]),
    )
