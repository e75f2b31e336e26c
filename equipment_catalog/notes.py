"""What was assumed, guessed or warned of: rows that end in the report's register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from equipment_catalog.messages import Message, message

NoteKind = Literal["assumption", "warning", "finding"]


@dataclass(frozen=True, kw_only=True)
class Note:
    """One row of the register that a financier reads first."""

    what: Message
    """The thing assumed or warned of."""
    value: Message | str | float | None
    """The value that was used, None where there is none."""
    source: Message | str
    """Where the value comes from, with its year and its trust."""
    effect: Message
    """What it does to the result."""
    kind: NoteKind = "assumption"
    """assumption: a value nobody gave us; warning: mind this; finding: what we saw in the data."""


def citation(source: str, year: int | None, trust: str) -> Message:
    """Return where a fact comes from, in words that can be translated.

    Examples
    --------
    >>> str(citation("PVWatts Version 5 Manual", 2014, "secondary"))
    'PVWatts Version 5 Manual (2014, secondary)'
    """
    said = {"source": Message(source), "trust": Message(trust)}
    if year is None:
        return message("{source} ({trust})", **said)
    return message("{source} ({year}, {trust})", **said, year=year)
