"""A table of a report: words and numbers already written for its reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column."""

    head: str
    """Its name with the unit."""
    is_number: bool = True
    """Numbers stand at the right."""
    origin: str | None = None
    """Key of the explanation of its figures, as ``measures[].npv``; None without one."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under their heads; the first cell names its row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    """The last row, set apart."""
    from_mine: bool = False
    """Whether it shows the inventory or the bills, which may be synthetic."""
    is_wide: bool = False
    """Whether it needs small print on paper."""
    origin: str | None = None
    """Key of the explanation of the whole table; None without one."""
    cell_origins: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Keys of the explanations of single cells, by row and column from 0."""

    def __post_init__(self) -> None:
        """Refuse a row that does not fit its heads."""
        rows = self.rows if self.total is None else (*self.rows, self.total)
        if any(len(row) != len(self.columns) for row in rows):
            raise ValueError(self.caption)


def words(*heads: str) -> tuple[Column, ...]:
    """Return columns of words."""
    return tuple(Column(head=head, is_number=False) for head in heads)


def numbers(*heads: str) -> tuple[Column, ...]:
    """Return columns of numbers."""
    return tuple(Column(head=head) for head in heads)


def figures(heads: Mapping[str, str]) -> tuple[Column, ...]:
    """Return columns of numbers that are explained.

    Parameters
    ----------
    heads
        Names by the key of what explains them.

    Examples
    --------
    >>> figures({"finance.debt.account.interest[]": "Interest"})[0].origin
    'finance.debt.account.interest[]'
    """
    return tuple(Column(head=head, origin=key) for key, head in heads.items())
