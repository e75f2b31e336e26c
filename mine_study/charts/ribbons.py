"""Ribbons between blocks that stand in columns: the drawing of a balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    Ends = tuple[tuple[float, float], tuple[float, float]]

BLOCK = 0.018
"""Width of a block, over that of the axes."""
CODES = [
    Path.MOVETO,
    *[Path.CURVE4] * 3,
    Path.LINETO,
    *[Path.CURVE4] * 3,
    Path.CLOSEPOLY,
]


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block of a column; ribbons come in at its left and leave at its right."""

    key: str
    x: float
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Height at which its name stands."""
        return self.top - self.height / 2


def column(sizes: Mapping[str, float], *, x: float, gap: float, tall: float) -> dict[str, Block]:
    """Return the blocks of a column from the top down, centred on half of a height.

    Parameters
    ----------
    sizes
        Height of each block by key, in order.
    x
        Left side of the column.
    gap
        Between two blocks.
    tall
        Height of the whole drawing.

    Examples
    --------
    >>> blocks = column({"a": 3.0, "b": 1.0}, x=0.0, gap=1.0, tall=7.0)
    >>> [(block.top, block.middle) for block in blocks.values()]
    [(6.0, 4.5), (2.0, 1.5)]
    """
    used = sum(sizes.values()) + gap * max(len(sizes) - 1, 0)
    top = (tall + used) / 2
    blocks: dict[str, Block] = {}
    for key, height in sizes.items():
        blocks[key] = Block(key=key, x=x, top=top, height=height)
        top -= height + gap
    return blocks


def ends(
    flows: pd.DataFrame, starts: Mapping[str, Block], stops: Mapping[str, Block]
) -> list[Ends]:
    """Return where each ribbon leaves and arrives, top and bottom, without crossing at a block.

    Parameters
    ----------
    flows
        ``start``, ``end`` and ``kwh``.
    starts, stops
        Blocks of the two columns by key.
    """
    left = _stacked(flows, "start", "end", starts, list(stops))
    right = _stacked(flows, "end", "start", stops, list(starts))
    return [
        ((a, a - kwh), (b, b - kwh)) for a, b, kwh in zip(left, right, flows["kwh"], strict=True)
    ]


def _stacked(
    flows: pd.DataFrame, side: str, other: str, blocks: Mapping[str, Block], order: Sequence[str]
) -> list[float]:
    """Return the upper edge of each ribbon at one side, in the order of the blocks opposite."""
    place = flows[other].map({key: number for number, key in enumerate(order)})
    sorted_kwh = flows.assign(place=place).sort_values("place", kind="stable")
    above = sorted_kwh.groupby(side)["kwh"].cumsum() - sorted_kwh["kwh"]
    tops = flows[side].map({key: block.top for key, block in blocks.items()})
    edges: list[float] = (tops - above.reindex(flows.index)).to_list()
    return edges


def ribbons(pairs: Sequence[Ends], *, left: float, right: float, **look: object) -> PathPatch:
    """Return many ribbons from one column to the next as one shape.

    Parameters
    ----------
    pairs
        Of `ends`.
    left, right
        Where they leave and arrive.
    look
        Of the patch.
    """
    half = (left + right) / 2
    points = [
        [
            *((left, a_top), (half, a_top), (half, b_top), (right, b_top)),
            *((right, b_low), (half, b_low), (half, a_low), (left, a_low), (left, a_top)),
        ]
        for (a_top, a_low), (b_top, b_low) in pairs
    ]
    return PathPatch(Path(np.concatenate(points), CODES * len(pairs)), **look)


def spread(middles: Sequence[float], *, least: float, low: float) -> list[float]:
    """Return heights near some heights, at least so far apart, the lowest not under a floor.

    Parameters
    ----------
    middles
        From the top down.
    least
        Distance of two names.
    low
        Floor.

    Examples
    --------
    >>> spread([9.0, 8.5, 1.0], least=1.0, low=0.0)
    [9.0, 8.0, 1.0]
    >>> spread([3.0, 0.2, 0.1], least=1.0, low=0.0)
    [3.0, 1.0, 0.0]
    """
    if not middles:
        return []
    steps = least * np.arange(len(middles))
    down = np.minimum.accumulate(np.asarray(middles) + steps) - steps
    up = np.maximum.accumulate((np.maximum(down, low))[::-1] - steps) + steps
    return [float(height) for height in up[::-1]]
