"""Notes on how sure the money is: every sigma, and what the draws leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equipment_catalog.messages import message
from equipment_catalog.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mine_study.risk import Risk


def risk_notes(risk: Risk | None) -> Iterator[Note]:
    """Yield what was assumed of the doubts; nothing where none are drawn."""
    if risk is None:
        return
    yield from risk.notes
    yield Note(
        what=message("The two ranges of the payback"),
        value=None,
        source=message(
            "the first page moves sun, savings and prices of equipment together to their ends "
            "of one case in ten, all else as planned; the section on risk draws each by itself, "
            "with tariffs, the dollar and the hours worked"
        ),
        effect=message("neither holds the other; the one of the draws has a probability"),
    )
