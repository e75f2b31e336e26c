"""Columns and rows of the programme, as they are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_array

from project_finance.selection.tallies import TALLIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from project_finance.selection.case import SelectionCase
    from project_finance.selection.plan import Point

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Where each kind of column stands."""

    measures: Places
    """Measures: 1 where done."""
    plants: tuple[Places, ...]
    """For each meter its plants: 1 for the one built."""
    products: tuple[Places, ...]
    """For each meter plants x measures: 1 where both are chosen."""
    tallies: tuple[Places, ...]
    """For each meter tallies x plants, in its unit; at most 0 where not built."""
    debt: int
    """The loan over the largest allowed; the last column."""

    @classmethod
    def of(cls, case: SelectionCase) -> Columns:
        """Return the columns of a case, one kind after another."""
        counts = [(len(at.plants), len(at.measures)) for at in case.at_meters]
        shapes = [(len(case.measures),), *((k,) for k, _ in counts), *counts]
        shapes += [(len(TALLIES), k) for k, _ in counts]
        ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
        blocks = [
            np.arange(end - int(np.prod(shape)), end).reshape(shape)
            for shape, end in zip(shapes, ends, strict=True)
        ]
        meters = len(counts)
        return cls(
            measures=blocks[0],
            plants=tuple(blocks[1 : 1 + meters]),
            products=tuple(blocks[1 + meters : 1 + 2 * meters]),
            tallies=tuple(blocks[1 + 2 * meters :]),
            debt=int(ends[-1]),
        )

    def tally(self, which: int) -> Places:
        """Return the columns of one tally over all meters and plants."""
        return np.concatenate([block[which] for block in self.tallies])

    def bought(self) -> Places:
        """Return the columns of all measures, then of all plants."""
        return np.concatenate([self.measures, *self.plants])

    def taken(self, point: Point) -> Places:
        """Return the columns that are 1 at a choice, of measures and plants."""
        plants = [block[row] for block, row in zip(self.plants, point.plants, strict=True)]
        return np.concatenate([self.measures[sorted(point.measures)], plants]).astype(np.intp)


@dataclass(frozen=True)
class Rows:
    """Rows ``least <= values @ columns <= most`` as they are gathered."""

    columns: list[Places] = field(default_factory=list)
    """Columns of each row."""
    values: list[Floats] = field(default_factory=list)
    """Their factors."""
    least: list[float] = field(default_factory=list)
    """Lower end of each row."""
    most: list[float] = field(default_factory=list)
    """Upper end of each row."""

    def add(
        self,
        terms: Iterable[tuple[Places | Sequence[int], Floats | float]],
        *,
        least: float = -np.inf,
        most: float = np.inf,
    ) -> None:
        """Add a row, as terms of columns with their factors."""
        parts = [(np.atleast_1d(c), np.broadcast_to(v, np.shape(c))) for c, v in terms]
        self.columns.append(np.concatenate([c for c, _ in parts]).astype(np.intp))
        self.values.append(np.concatenate([v for _, v in parts]).astype(float))
        self.least.append(least)
        self.most.append(most)

    def add_block(
        self, columns: Places, values: Floats, *, least: float = -np.inf, most: float = np.inf
    ) -> None:
        """Add rows of as many columns each and of the same ends.

        Parameters
        ----------
        columns, values
            Rows x columns of each.
        least, most
            Ends of every row.
        """
        self.columns.extend(columns)
        self.values.extend(values)
        self.least.extend([least] * len(columns))
        self.most.extend([most] * len(columns))

    def constraint(self, width: int) -> LinearConstraint:
        """Return all rows as `milp` takes them."""
        starts = np.cumsum([0, *(len(row) for row in self.columns)])
        parts = np.concatenate(self.values), np.concatenate(self.columns), starts
        matrix = csr_array(parts, shape=(len(self.columns), width))
        return LinearConstraint(matrix, self.least, self.most)
