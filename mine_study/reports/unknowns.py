"""What page one says is not known, and the notes as the register shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from equipment_catalog.messages import Message, message
from mine_study.charts.size_worth import size_finding, size_worth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.notes import Note
    from mine_study.study import StudyResult

WORTH_SAYING_FRACTION = 0.05
TAGS_SHOWN = 6


def better_sizes(result: StudyResult) -> tuple[Message, ...]:
    """Return a sentence for each plant that another size of it would beat by far."""
    found = []
    for design in result.sites:
        if design.plant is not None:
            worth = size_worth(result, design, design.plant)
            if worth.lost_fraction > WORTH_SAYING_FRACTION:
                found.append(size_finding(worth, design.name, result.study.study.currency))
    return tuple(found)


def shown_notes(result: StudyResult) -> tuple[Note, ...]:
    """Return the register; an inventory above the bills is said as that, not as a negative rest."""
    unexplained = result.audit.balance.unexplained_fraction
    return tuple(
        _excess(note, -unexplained) if unexplained < 0 and _share(note) == unexplained else note
        for note in result.notes
    )


def unknowns(
    result: StudyResult, better: Sequence[Message]
) -> tuple[tuple[Message, Message | str | float | None], ...]:
    """Return what is said on page one: better sizes first, then each warning and its value."""
    warnings = [note for note in shown_notes(result) if note.kind == "warning"]
    return (
        *((sentence, None) for sentence in better),
        *((_shortened(note.what), note.value) for note in warnings),
    )


def _excess(note: Note, share: float) -> Note:
    what = message(
        "The inventory adds up to {share:.1%} more than the bills: check hours and load",
        share=share,
    )
    return replace(note, what=what, value=None)


def _share(note: Note) -> object:
    return note.value.values.get("share") if isinstance(note.value, Message) else None


def _shortened(what: Message) -> Message:
    """Return a sentence whose list of tags is cut to its first few."""
    tags = str(what.values.get("tags", "")).split(", ")
    if len(tags) <= TAGS_SHOWN:
        return what
    first = message(
        "{tags} and {count:d} more",
        tags=", ".join(tags[:TAGS_SHOWN]),
        count=len(tags) - TAGS_SHOWN,
    )
    return Message(what.template, {**what.values, "tags": first})
