"""Where the draws of a figure lie: the value that nine, five and one in ten meet or better."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

IN_TEN = {"p90": 0.9, "p50": 0.5, "p10": 0.1}


@dataclass(frozen=True, kw_only=True)
class Spread:
    """A figure that is not sure; P90 is the cautious end, as lenders read it for a yield."""

    p90: float | None
    """Nine draws of ten are as good or better; None where no such value exists."""
    p50: float | None
    """Half of the draws are as good or better."""
    p10: float | None
    """One draw of ten is as good or better."""


def spread(values: Floats, *, better: Literal["higher", "lower"]) -> Spread:
    """Return the spread of one value a draw, each a value that was drawn.

    Parameters
    ----------
    values
        One a draw; the worst infinity where the figure never comes, as a payback. None may be
        missing.
    better
        Whether more is better (a value, a rate) or less (a payback).

    Returns
    -------
    Spread
        None in place of a value that is infinite: so many draws never come to it.

    Examples
    --------
    >>> spread(np.array([1.0, 2.0, 3.0, 4.0, np.inf]), better="lower")
    Spread(p90=None, p50=3.0, p10=1.0)
    """
    sign = 1.0 if better == "lower" else -1.0
    from_best = np.sort(sign * values)
    found = {
        name: sign * float(from_best[max(math.ceil(part * len(values)) - 1, 0)])
        for name, part in IN_TEN.items()
    }
    return Spread(**{n: (value if math.isfinite(value) else None) for n, value in found.items()})
