"""One column of a table that a person fills in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ColumnRule:
    """One column of a schema."""

    column: str
    type: str
    """``text``, ``number``, ``integer``, ``choice`` or ``month``."""
    unit: str
    required: bool
    minimum: float
    maximum: float
    allowed: tuple[str, ...]
    """The only values there are; empty where a range says it."""
    default: str | None
    """What an empty cell means; None where it means nothing was given."""
    description: str
