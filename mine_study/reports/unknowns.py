"""What page one says is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mine_study.charts.size_finding import site_of_sizes, size_finding
from mine_study.size_sweep import size_sweep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equipment_catalog.messages import Message
    from mine_study.study import StudyResult

WORTH_SAYING_FRACTION = 0.05


def better_sizes(result: StudyResult) -> tuple[Message, ...]:
    """Return a sentence for each plant that another size of it would beat by far."""
    found = []
    for design in result.sites:
        sweep = size_sweep(result, design)
        if sweep is not None and sweep.worth.lost_fraction > WORTH_SAYING_FRACTION:
            site = site_of_sizes(sweep, design.name)
            found.append(size_finding(sweep.worth, site, result.study.study.currency))
    return tuple(found)


def unknowns(
    result: StudyResult, better: Sequence[Message]
) -> tuple[tuple[Message, Message | str | float | None, Message | None], ...]:
    """Return sentences with their values and effects: the better sizes first, then each warning."""
    return (
        *((sentence, None, None) for sentence in better),
        *((note.what, note.value, note.effect) for note in result.notes if note.kind == "warning"),
    )
