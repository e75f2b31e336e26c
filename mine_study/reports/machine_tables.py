"""Tables of the machines: the load census, and how each load is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from equipment_catalog.messages import message
from mine_study.charts.words import choice
from mine_study.reports.evidence_tables import evidence_of_machines
from mine_study.reports.table import Table, numbers, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from mine_study.evidence import EvidenceClass
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult


def machine_table(result: StudyResult, write: Figures) -> Table:
    """Return the load census: every machine, the largest user first."""
    say, before = write.say, result.audit.before
    census = before.machines.join(before.points).sort_values("kwh_per_year", ascending=False)
    total, known = before.points["kwh_per_year"].sum(), evidence_of_machines(result)
    return Table(
        caption=say(message("Load census: every line of the inventory, the largest user first")),
        columns=(
            *words(
                say(message("Tag")),
                say(message("Equipment")),
                say(message("Site")),
                say(message("Class")),
                say(message("Evidence of the load")),
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
        rows=tuple(
            _machine_cells(row, known.get(str(row["tag"])), total, write)
            for row in census.reset_index().to_dict("records")
        ),
        total=_mine_cells(census, total, write),
        from_mine=True,
        is_wide=True,
    )


def _machine_cells(
    row: Mapping[Hashable, Any], known: EvidenceClass | None, total: float, write: Figures
) -> tuple[str, ...]:
    say, number = write.say, write.number
    is_motor = row["kind"] == "motor"
    return (
        str(row["tag"]),
        str(row["equipment"]),
        str(row["site"]),
        say(choice(row["ie_class"])) if is_motor else number(None),
        known.written(say) if known is not None else number(None),
        number(row["quantity"]),
        number(row["rated_kw"], 2),
        write.percent(row["load_fraction"]),
        number(row["hours_per_year"]),
        write.percent(row["efficiency_at_load"] if is_motor else None, 1),
        number(row["input_kw"], 2),
        number(row["kwh_per_year"]),
        write.percent(row["kwh_per_year"] / total, 1),
    )


def _mine_cells(census: pd.DataFrame, total_kwh: float, write: Figures) -> tuple[str, ...]:
    return (
        write.say(message("Mine")),
        *("",) * 4,
        write.number(census["quantity"].sum()),
        *("",) * 4,
        write.number(census["input_kw"].sum(), 1),
        write.number(total_kwh),
        write.percent(1.0, 1),
    )


def point_table(result: StudyResult, write: Figures) -> Table:
    """Return how each machine runs and how its load is known, the largest user first."""
    say = write.say
    audit = result.audit
    rows = audit.before.machines.join(audit.before.points).join(audit.settled.evidence)
    drawing = rows[~rows["kind"].isin(["transformer", "capacitor"])]
    return Table(
        caption=say(message("Operating points: how each load is known, and how well")),
        columns=(
            *words(
                say(message("Tag")),
                say(message("Equipment")),
                say(message("Load known by")),
                say(message("Efficiency known by")),
            ),
            *numbers(
                say(message("Load")),
                say(message("± one sigma")),
                say(message("Loaded share of its hours")),
                say(message("Full-load efficiency")),
                say(message("± points")),
                say(message("Reactive power [kvar]")),
                say(message("Power factor")),
            ),
        ),
        rows=tuple(
            _point_cells(row, write)
            for row in drawing.sort_values("kwh_per_year", ascending=False)
            .reset_index()
            .to_dict("records")
        ),
        from_mine=True,
        is_wide=True,
    )


def _point_cells(row: Mapping[Hashable, Any], write: Figures) -> tuple[str, ...]:
    is_motor = row["kind"] == "motor"
    apparent = float(np.hypot(row["input_kw"], row["kvar"]))
    methods = (write.say(choice(part)) for part in str(row["load_method"]).split("+"))
    return (
        str(row["tag"]),
        str(row["equipment"]),
        ", ".join(methods),
        write.say(choice(row["efficiency_rule"])) if is_motor else write.number(None),
        write.percent(row["load_fraction"]),
        write.percent(row["load_sigma_fraction"]),
        write.percent(row["loaded_fraction"]),
        write.percent(row["full_load_efficiency"] if is_motor else None, 1),
        write.number(100 * row["efficiency_sigma"] if is_motor else None, 1),
        write.number(row["kvar"], 1),
        write.number(row["input_kw"] / apparent if apparent > 0 else None, 2),
    )
