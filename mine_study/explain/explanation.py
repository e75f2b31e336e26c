"""What is said of a figure: what it is, how it comes about, from what, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from equipment_catalog.messages import Message


@dataclass(frozen=True, kw_only=True)
class Input:
    """One value that goes into a figure."""

    symbol: str
    """Its name in the formula."""
    name: Message | None
    """What it is; None where nothing says so."""
    key: str
    """What to ask next: a key of results.json or of study.yaml, or the name of a fact."""
    is_figure: bool
    """Whether the key is one of results.json, which can be explained in turn."""
    value: Message | None
    """As it is read; None where it does not exist."""
    unit: Message | None
    """None where it has none or several."""
    source: Message | None
    """Who says so; None for a figure of this study."""
    where: str
    """Where it was given: ``study.yaml:12``, ``--set``; empty where it was not."""
    trust: str
    """published, secondary, computed, memory, disputed, assumption; empty where it was given."""


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Where a figure of results.json comes from."""

    key: str
    """Its key, members of lists by their names."""
    value: float | None
    """None where the figure does not exist."""
    shown: Message
    """The value as it is read."""
    unit: Message | None
    """None where it has none."""
    what: Message
    """What it is."""
    how: Message | None
    """How it comes about, in words; None where the formula says it all."""
    why_null: Message | None
    """Why the figure does not exist; None where it does."""
    formula: str | None
    """In the symbols of the inputs; None where no closed formula gives it."""
    put_in: Message | None
    """The same with the numbers of this run; None where one of them does not exist."""
    recomputed: float | None
    """What the formula gives with them; None where there is none."""
    inputs: tuple[Input, ...]
    source: Message | None
    """Norm, paper or page of this project; None where it is plain arithmetic."""
