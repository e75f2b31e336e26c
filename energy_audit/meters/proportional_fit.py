"""Weights of hours with which groups of machines together follow a metered pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.meters.counter import METER_FACTS
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


def weighted_hours(groups: Floats, weights: Floats) -> Floats:
    """Return the hours of each group after weighting, each group with its own energy again.

    Parameters
    ----------
    groups
        Share of its energy that falls on each hour, one row a group; each row sums to 1.
    weights
        Weight of each hour, above zero.
    """
    weighted = groups * weights
    shares: Floats = weighted / weighted.sum(axis=1, keepdims=True)
    return shares


def fit_hours(groups: Floats, energies_kwh: Floats, target_kw: Floats) -> Floats:
    """Return the weights of the hours, of mean 1 over the hours in which any group is open.

    Iterative proportional fitting: hours are scaled to the target, groups to their energy, in
    turn until neither moves more than the tolerance of the facts. What the target asks of hours
    in which no group is open is left out; no hour is weighted below the least of the facts.

    Parameters
    ----------
    groups
        Share of its energy that falls on each hour, one row a group; each row sums to 1.
    energies_kwh
        Energy of each group, above zero [kWh].
    target_kw
        What all groups together should draw in each hour; only its shape counts [kW].

    Examples
    --------
    >>> day_and_night, day = [0.5, 0.5], [1.0, 0.0]
    >>> groups, energies = np.array([day_and_night, day]), np.array([10.0, 10.0])
    >>> weights = fit_hours(groups, energies, np.array([12.0, 8.0]))
    >>> (energies @ weighted_hours(groups, weights)).round(2).tolist()
    [12.0, 8.0]
    """
    is_open = groups.any(axis=0)
    asked = np.where(is_open, target_kw, 0.0)
    weights = np.ones(len(asked))
    if not asked.any():
        return weights
    total = energies_kwh.sum()
    asked *= total / asked.sum()
    least, tolerance = (
        read_fact(*METER_FACTS, key).value for key in ("least_weight", "fit_tolerance")
    )
    drawn = energies_kwh @ groups
    for _ in range(int(read_fact(*METER_FACTS, "fit_iterations").value)):
        scale = np.divide(asked, drawn, out=np.ones_like(asked), where=drawn > 0)
        weights = weights * scale
        weights = np.maximum(weights / weights[is_open].mean(), least)
        before, drawn = drawn, energies_kwh @ weighted_hours(groups, weights)
        if np.abs(drawn - before).sum() / 2 <= tolerance * total:
            break
    return weights
