"""The highest demand of a month, of machines that start independently of one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energy_audit.calibration.bill_evidence import calibration_fact

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class HighestDemand:
    """The highest hour of each month, of machines that start independently of one another."""

    above_mean: Floats
    """How far it lies above the mean of the hour [kW]; never above all machines together."""
    by_load: Floats
    """Its change over that of the power of a machine, shape (machines, months)."""
    by_hours: Floats
    """Its change for a relative change of the hours, over the power of a machine."""


def highest_demand(power: Floats, quantity: Floats, on: Floats) -> HighestDemand:
    """Return the highest demand of lines of machines that are on for a share of an hour.

    Its mean lies some standard deviations of the sum of independent machines above the mean of the
    hour, and never above all of them together.

    Parameters
    ----------
    power
        Power of each line, all its quantity together [kW], shape (machines, 1).
    quantity
        Equal machines of each line, which start by themselves, shape (machines, 1).
    on
        Share of the hour in which each line is on, shape (machines, months).

    Examples
    --------
    >>> two = highest_demand(np.full((2, 1), 10.0), np.ones((2, 1)), np.full((2, 1), 0.5))
    >>> two.above_mean.tolist()
    [10.0]

    Notes
    -----
    The number of standard deviations is a simulation of ours, data/calibration_facts.csv.
    """
    off, each = 1 - on, power / quantity
    sigmas = calibration_fact("max_kw_coincidence_sigmas").value
    sigma = np.sqrt((power * each * on * off).sum(axis=0))
    room = (power * ((on > 0) - on)).sum(axis=0)
    together = sigmas * sigma >= room
    steep = np.divide(sigmas, sigma, out=np.zeros_like(sigma), where=sigma > 0) * each
    return HighestDemand(
        above_mean=np.where(together, room, sigmas * sigma),
        by_load=np.where(together, on > 0, on + steep * on * off),
        by_hours=np.where(together, 0.0, on + steep * on * (off - on) / 2),
    )
