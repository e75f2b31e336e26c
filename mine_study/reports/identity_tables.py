"""Whose report it is, by which norms it is made, and in which order the mine works."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from equipment_catalog.notes import citation
from equipment_catalog.tables import read_facts
from mine_study.reports.table import Table, words
from mine_study.study_file import ReportKeys

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

TO_FILL_IN = "______________________________"
NAMES = {
    "client": message("Client"),
    "auditor": message("Auditor"),
    "auditor_licence": message("Licence of the auditor"),
    "visited": message("Visited on"),
    "scope": message("Scope and boundary"),
    "accuracy": message("Level of accuracy"),
}


def identity_table(result: StudyResult, write: Figures) -> Table:
    """Return who stands for the report; a line to write on where the study does not say."""
    say, keys, made = write.say, result.study.report, result.manifest
    given = {
        say(NAMES[name]): getattr(keys, name) or TO_FILL_IN for name in ReportKeys.model_fields
    }
    rows = {
        say(message("Mine")): result.study.study.name,
        say(message("Sites")): ", ".join(design.name for design in result.sites),
        **given,
        say(message("Year of the hourly series")): str(result.study.study.year),
        say(message("Made with")): f"Solmina {made['versions']['solmina']}",
        say(message("Computed at")): _moment(str(made["created"])),
    }
    return Table(
        caption=say(message("Identity of this report")),
        columns=words(say(message("Item")), say(message("Value"))),
        rows=tuple(rows.items()),
    )


def _moment(created: str) -> str:
    """Return a moment of the manifest as a reader has it.

    Examples
    --------
    >>> _moment("2026-11-23T02:54:43+00:00")
    '2026-11-23 02:54 UTC'
    """
    return f"{datetime.fromisoformat(created).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def norm_table(write: Figures) -> Table:
    """Return the norms and guides that the report follows in its make-up."""
    say, table = write.say, read_facts("mine_study", "data/report_norms.csv")
    return Table(
        caption=say(message("Norms and guides that the sections of this report follow")),
        columns=words(
            say(message("Norm")), say(message("What it is about")), say(message("Source"))
        ),
        rows=tuple(
            (
                str(row["norm"]),
                say(Message(str(row["about"]))),
                say(citation(str(row["source"]), int(row["year"]), str(row["trust"]))),
            )
            for row in table.to_dict("records")
        ),
    )


def process_areas(result: StudyResult, write: Figures) -> dict[str, list[tuple[str, str]]]:
    """Return by site its areas in the order of the inventory, with their share of the energy."""
    kwh = result.audit.before.demand_kw.sum()
    whole = float(kwh.sum())
    sites, areas = (kwh.index.get_level_values(level).astype(str) for level in ("site", "area"))
    by_site: dict[str, list[tuple[str, str]]] = {}
    for site, area, used in zip(sites, areas, kwh, strict=True):
        share = write.percent(float(used) / whole if whole else 0.0, 1)
        by_site.setdefault(site, []).append((area, share))
    return by_site
