"""Most likely load and hours of the machines of each site, in rounds until they settle."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from energy_audit.calibration.bill_evidence import calibration_fact
from energy_audit.calibration.bill_response import Response, responses, timetable
from energy_audit.calibration.bounded_posterior import (
    BoundedProblem,
    Solution,
    posterior_covariance,
)
from energy_audit.consumption import Consumption, consume

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from energy_audit.calibration.bill_evidence import SiteBills
    from energy_audit.calibration.machine_prior import MachinePrior
    from energy_audit.conditions import Conditions

    Floats = npt.NDArray[np.float64]

MOST_ROUNDS = 50
SETTLED = 1e-4
"""Largest move of an unknown, in its sigma, at which the rounds end."""
MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class SiteFit:
    """The most likely values of one site.

    Unknowns are the load of each machine, the hours of each, and an unlisted load along the site's
    own profile.
    """

    problem: BoundedProblem
    solution: Solution
    response: Response
    kwh_per_sigma: Floats
    """What a year's energy of the listed machines changes by each unknown."""

    @property
    def moves(self) -> Floats:
        """How far load and hours moved, in sigmas, shape (2, machines of the site)."""
        return self.solution.unknowns[:-1].reshape(2, -1)

    @property
    def likelihood_ratio(self) -> float:
        """What the unlisted load takes off the deviance; negative where it is below zero."""
        without = replace(
            self.problem,
            lower=np.append(self.problem.lower[:-1], 0.0),
            upper=np.append(self.problem.upper[:-1], 0.0),
        )
        better = without.solve().deviance - self.solution.deviance
        return float(np.copysign(better, self.solution.unknowns[-1]))

    @cached_property
    def spread(self) -> Spread:
        """Return how uncertain the bills leave load, hours and the energy of the machines."""
        sigma, shared = posterior_covariance(self.problem.response, self.kwh_per_sigma)
        after = max(float(self.kwh_per_sigma @ shared), 0.0) ** 0.5
        scale = sigma * after
        correlation = np.divide(shared, scale, out=np.zeros_like(scale), where=scale > 0)
        return Spread(
            sigmas=sigma[:-1].reshape(2, -1),
            correlations=correlation[:-1].reshape(2, -1),
            before_kwh=float(np.linalg.norm(self.kwh_per_sigma)),
            after_kwh=after,
        )


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How uncertain the bills leave the machines of a site; the bounds are left aside."""

    sigmas: Floats
    """Of load and hours, as shares of those before, shape (2, machines)."""
    correlations: Floats
    """Of load and hours with the energy of the listed machines, shape (2, machines)."""
    before_kwh: float
    """One sigma of the energy of the listed machines before the bills."""
    after_kwh: float
    """And after them."""


class Rounds:
    """Gauss-Newton rounds over all sites at once."""

    def __init__(
        self,
        mine: Consumption,
        conditions: Conditions,
        prior: MachinePrior,
        evidence: Mapping[str, SiteBills],
    ) -> None:
        self.mine = mine
        self.conditions = conditions
        self.prior = prior
        self.evidence = evidence
        self.times = timetable(mine, conditions)
        self.listed = responses(mine, conditions, self.times)

    def run(self, unlisted: Mapping[str, bool]) -> dict[str, SiteFit]:
        """Return the fit of each site.

        Parameters
        ----------
        unlisted
            For each site whether a load that is not listed may explain the bills.

        Raises
        ------
        ArithmeticError
            If the values do not settle.
        """
        answers, wide = self.listed, calibration_fact("unlisted_prior_fraction").value
        now = {site: np.zeros(2 * len(own.machines) + 1) for site, own in answers.items()}
        for _ in range(MOST_ROUNDS):
            fits = {
                site: self._fit(site, answers[site], now[site], wide * unlisted[site])
                for site in now
            }
            after = {site: fit.solution.unknowns for site, fit in fits.items()}
            if max(float(np.abs(after[site] - now[site]).max()) for site in now) < SETTLED:
                return fits
            now = after
            answers = responses(self.mine_of(fits), self.conditions, self.times)
        raise ArithmeticError(f"load and hours do not settle in {MOST_ROUNDS} rounds")

    def moves(self, fits: Mapping[str, SiteFit]) -> Floats:
        """Return how far load and hours of each machine moved, in sigmas."""
        moves = np.zeros_like(self.prior.sigma)
        for fit in fits.values():
            moves[:, fit.response.machines] = fit.moves
        return moves

    def mine_of(self, fits: Mapping[str, SiteFit]) -> Consumption:
        """Return what the inventory with the fitted values draws."""
        machines = self.prior.moved(self.mine.machines, self.moves(fits))
        return consume(machines, self.conditions)

    def _fit(self, site: str, answer: Response, now: Floats, wide: float) -> SiteFit:
        own = answer.machines
        sigma = self.prior.sigma[:, own].ravel()
        of_listed_value = answer.slopes / (1 + now[:-1] * sigma)
        per_sigma = np.column_stack([of_listed_value * sigma, wide * self.listed[site].expected])
        bills = self.evidence[site]
        unmoved = answer.expected - per_sigma[:, :-1] @ now[:-1]
        response = bills.whitening @ per_sigma[bills.billed]
        problem = BoundedProblem(
            response=response,
            observed=bills.whitening @ (bills.values - unmoved[bills.billed]),
            lower=np.append(self.prior.lower[:, own].ravel(), -np.inf),
            upper=np.append(self.prior.upper[:, own].ravel(), np.inf),
        )
        kwh = per_sigma[:MONTHS].sum(axis=0)
        kwh[-1] = 0.0
        return SiteFit(
            problem=problem, solution=problem.solve(), response=answer, kwh_per_sigma=kwh
        )
