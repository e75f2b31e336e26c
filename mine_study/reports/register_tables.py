"""The register of assumptions and the manifest as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from mine_study.charts.words import choice
from mine_study.reports.table import Table, words

if TYPE_CHECKING:
    from mine_study.reports.figures import Figures
    from mine_study.study import StudyResult

SIGNS = {"warning": "▲", "finding": "●", "assumption": "○"}


def register_table(result: StudyResult, write: Figures) -> Table:
    """Return every note, warnings first, each kind with its sign and its word."""
    say = write.say
    return Table(
        caption=say(message("Register: every warning, finding and assumption")),
        columns=words(
            say(message("What")),
            say(message("Kind")),
            say(message("Value")),
            say(message("Source")),
            say(message("Effect")),
        ),
        rows=tuple(
            (
                say(note.what),
                f"{SIGNS[note.kind]} {say(choice(note.kind))}",
                say(note.value),
                say(note.source),
                say(note.effect),
            )
            for note in result.notes
        ),
        is_wide=True,
    )


def manifest_table(result: StudyResult, write: Figures) -> Table:
    """Return what the result was made from."""
    say, made_from = write.say, result.manifest
    checksums = {
        say(message("weather of {site}, sha256", site=site)): facts["sha256"]
        for site, facts in made_from["weather"].items()
        if facts["sha256"]
    }
    rows = {
        **{
            say(message("{file}, sha256", file=file)): digest
            for file, digest in made_from["inputs"].items()
        },
        **checksums,
        say(message("versions")): ", ".join(f"{k} {v}" for k, v in made_from["versions"].items()),
        say(message("seed of the synthetic hours")): str(made_from["seed"]),
        say(message("overrides")): ", ".join(made_from["overrides"]) or say(None),
        **{
            say(message("scenario {file}, sha256", file=one["file"])): one["sha256"]
            for one in made_from["scenarios"]
        },
        say(message("computed at")): str(made_from["created"]),
    }
    return Table(
        caption=say(message("Manifest: what this report was made from")),
        columns=words(say(message("Item")), say(message("Value"))),
        rows=tuple(rows.items()),
    )
