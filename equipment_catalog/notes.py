"""What was assumed, guessed or warned of: rows that end in the report's register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from equipment_catalog.messages import Message

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
