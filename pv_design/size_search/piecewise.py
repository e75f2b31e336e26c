"""Functions of the plant's size that are straight between kinks: known everywhere at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class PiecewiseLinear:
    """A function of the size, 0 at 0, that changes its slope at kinks only."""

    kinks: Floats
    """Sizes at which the slope changes, in order [kW]."""
    slopes: Floats
    """Slope before the first kink and after each."""
    values: Floats
    """Value at 0 and at each kink."""

    @classmethod
    def of(cls, slope: float, kinks: Floats, changes: Floats) -> PiecewiseLinear:
        """Return the function with a first slope and changes of slope, in any order.

        Parameters
        ----------
        slope
            Slope at 0, before the kinks.
        kinks
            Sizes of 0 or more [kW]; a kink at infinity never comes.
        changes
            What the slope changes by at each.

        Examples
        --------
        >>> PiecewiseLinear.of(1.0, np.array([4.0, 2.0]), np.array([-0.5, -0.5])).values.tolist()
        [0.0, 2.0, 3.0]
        """
        met = np.isfinite(kinks)
        order = np.argsort(kinks[met], kind="stable")
        places = kinks[met][order]
        slopes = slope + np.concatenate(([0.0], np.cumsum(changes[met][order])))
        rises = slopes[:-1] * np.diff(places, prepend=0.0)
        return cls(kinks=places, slopes=slopes, values=np.concatenate(([0.0], np.cumsum(rises))))

    def at(self, dc_kw: Floats) -> Floats:
        """Return the value at each size of 0 or more.

        Examples
        --------
        >>> PiecewiseLinear.of(1.0, np.array([2.0]), np.array([-1.0])).at(np.array([1, 9])).tolist()
        [1.0, 2.0]
        """
        piece = np.searchsorted(self.kinks, dc_kw, side="right")
        start = np.concatenate(([0.0], self.kinks))[piece]
        return np.asarray(self.values[piece] + self.slopes[piece] * (dc_kw - start))

    def reach(self, value: float) -> float:
        """Return the smallest size at which a function that never falls reaches a value [kW].

        Infinite where it stays below; a last slope within rounding of 0 counts as flat.

        Examples
        --------
        >>> PiecewiseLinear.of(1.0, np.array([2.0]), np.array([-1.0])).reach(1.5)
        1.5
        """
        piece = int(np.searchsorted(self.values, value, side="left"))
        if piece == 0:
            return 0.0
        start = float(np.concatenate(([0.0], self.kinks))[piece - 1])
        slope = float(self.slopes[piece - 1])
        flat = abs(self.slopes[0]) * np.finfo(float).eps * len(self.slopes)
        return start + (value - float(self.values[piece - 1])) / slope if slope > flat else np.inf

    def over_years(self, weights: Floats, fractions: Floats) -> PiecewiseLinear:
        """Return the weighted sum over years in which the plant gives a fraction of its first.

        A plant of K kW that gives the fraction f acts as one of f K kW, so each kink returns
        at K / f in the sum; the sum has no other kinks.

        Parameters
        ----------
        weights
            Weight of each year.
        fractions
            Output of each year over the first year's, above 0.

        Examples
        --------
        >>> once = PiecewiseLinear.of(1.0, np.array([2.0]), np.array([-1.0]))
        >>> both = once.over_years(np.array([1.0, 1.0]), np.array([1.0, 0.5]))
        >>> both.kinks.tolist(), both.at(np.array([4.0])).tolist()
        ([2.0, 4.0], [4.0])
        """
        levels, year = np.unique(fractions, return_inverse=True)
        shares = np.bincount(year, weights) * levels
        return PiecewiseLinear.of(
            float(self.slopes[0] * shares.sum()),
            np.divide.outer(self.kinks, levels).ravel(),
            np.outer(np.diff(self.slopes), shares).ravel(),
        )
