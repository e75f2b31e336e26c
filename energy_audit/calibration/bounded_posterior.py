"""Most likely values of many bounded unknowns under few observations; memory grows linearly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

MOST_STEPS = 100
PRECISE_ENOUGH = 1e-10


@dataclass(frozen=True, kw_only=True)
class BoundedProblem:
    """Find ``z`` that minimises ``|z|^2 + |observed - response z|^2`` within bounds."""

    response: Floats
    """Change of each observation by each unknown, shape (observations, unknowns); both in units
    of their sigma."""
    observed: Floats
    """Observations in units of their sigma."""
    lower: Floats
    """Lower bounds of the unknowns, zero or below, in units of their prior sigma."""
    upper: Floats
    """Upper bounds, zero or above."""

    def solve(self) -> Solution:
        """Return the minimum.

        Raises
        ------
        ArithmeticError
            If it does not converge, which finite input rules out.

        Examples
        --------
        >>> wide = np.full(2, 9.0)
        >>> problem = BoundedProblem(
        ...     response=np.ones((1, 2)), observed=np.array([3.0]), lower=-wide, upper=wide)
        >>> problem.solve().unknowns.tolist()
        [1.0, 1.0]

        Notes
        -----
        At the minimum each unknown is its response to the residual, cut at its bounds. That is an
        equation for the residual, which has few entries; Newton's method solves it, with a step
        halved until the equation is met better.
        """
        now = self._at(np.zeros(len(self.observed)))
        precise = PRECISE_ENOUGH * (1 + float(np.linalg.norm(self.observed)))
        for _ in range(MOST_STEPS):
            if now.miss_norm <= precise:
                return now
            now = self._next(now)
        raise ArithmeticError(f"a miss of {now.miss_norm:.3g} after {MOST_STEPS} steps")

    def _at(self, residual: Floats) -> Solution:
        unknowns = np.clip(self.response.T @ residual, self.lower, self.upper)
        miss = residual + self.response @ unknowns - self.observed
        return Solution(unknowns=unknowns, residual=residual, miss=miss)

    def _next(self, now: Solution) -> Solution:
        free = (now.unknowns > self.lower) & (now.unknowns < self.upper)
        seen = (self.response * free) @ self.response.T
        step = np.linalg.solve(np.eye(len(now.miss)) + seen, now.miss)
        share = 1.0
        while True:
            tried = self._at(now.residual - share * step)
            if tried.miss_norm <= (1 - share / 4) * now.miss_norm or share < PRECISE_ENOUGH:
                return tried
            share /= 2


@dataclass(frozen=True, kw_only=True)
class Solution:
    """The most likely values."""

    unknowns: Floats
    """In units of their prior sigma."""
    residual: Floats
    """What they leave of the observations."""
    miss: Floats
    """How far the residual is from what the unknowns leave; zero at the minimum."""

    @property
    def miss_norm(self) -> float:
        """Length of the miss."""
        return float(np.linalg.norm(self.miss))

    @property
    def deviance(self) -> float:
        """How unlikely unknowns and evidence are together: the sum of squares of both."""
        return float(self.unknowns @ self.unknowns + self.residual @ self.residual)


def posterior_covariance(response: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the posterior sigma of each unknown and its covariance with a weighted sum of all.

    Parameters
    ----------
    response
        As in `BoundedProblem`.
    weights
        Weight of each unknown in the sum.

    Returns
    -------
    sigma, covariance
        In units of the prior sigmas; the bounds are left aside.

    Examples
    --------
    >>> sigma, shared = posterior_covariance(np.array([[3.0, 0.0]]), np.array([1.0, 1.0]))
    >>> (sigma**2).round(3).tolist(), shared.round(3).tolist()
    ([0.1, 1.0], [0.1, 1.0])
    """
    inner = np.eye(len(response)) + response @ response.T
    told = np.linalg.inv(np.linalg.cholesky(inner)) @ response
    sigma = np.sqrt(np.maximum(1 - np.square(told).sum(axis=0), 0.0))
    return np.asarray(sigma), np.asarray(weights - told.T @ (told @ weights))
