"""How far load and hours of each machine may move, by their uncertainty and by what is possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.calibration.bill_evidence import calibration_fact
from energy_audit.shift_calendar import window_hours
from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.conditions import Conditions

    Floats = npt.NDArray[np.float64]

VALUES = {"load_fraction": "load_sigma_fraction", "hours_per_day": "hours_sigma_fraction"}
"""Columns that may move, with the column of their sigma."""
LEAST_LEFT = 0.01
"""Share of itself that a value keeps at least: one that is in the inventory is not zero."""
AT_BOUND = 1e-9
"""A change this close to its bound, in sigmas, is at it."""


@dataclass(frozen=True, kw_only=True)
class MachinePrior:
    """What may be believed of load and hours before the bills are looked at."""

    sigma: Floats
    """Shape (2, machines): one sigma of load and of hours, as fractions."""
    lower: Floats
    """Shape (2, machines): how far each may fall, in sigmas."""
    upper: Floats
    """Shape (2, machines): how far each may rise, in sigmas."""

    def moved(self, machines: pd.DataFrame, sigmas: Floats) -> pd.DataFrame:
        """Return the inventory whose load and hours moved by so many sigmas each."""
        factors = 1 + sigmas * self.sigma
        return machines.assign(
            **{name: machines[name] * own for name, own in zip(VALUES, factors, strict=True)}
        )

    def changes(self, machines: pd.DataFrame, sigmas: Floats) -> pd.DataFrame:
        """Return a row for every value that moved, site by site as the inventory has them."""
        after = self.moved(machines, sigmas)
        at_bound = (sigmas <= self.lower + AT_BOUND) | (sigmas >= self.upper - AT_BOUND)
        frames = [
            pd.DataFrame(
                {
                    "tag": machines.index,
                    "site": machines["site"].to_numpy(),
                    "column": name,
                    "before": machines[name].to_numpy(),
                    "after": after[name].to_numpy(),
                    "relative_change": sigmas[row] * self.sigma[row],
                    "sigma_fraction": self.sigma[row],
                    "at_bound": at_bound[row],
                }
            )
            for row, name in enumerate(VALUES)
        ]
        both = pd.concat(frames).sort_index(kind="stable")
        return both[both["relative_change"] != 0].reset_index(drop=True)


def machine_prior(
    machines: pd.DataFrame, conditions: Conditions, sigmas: pd.DataFrame
) -> MachinePrior:
    """Return how far load and hours of each machine may move.

    Parameters
    ----------
    machines
        Rows of an inventory.
    conditions
        Working time, which the hours cannot exceed.
    sigmas
        Indexed by tag: ``load_sigma_fraction`` and ``hours_sigma_fraction``.

    Returns
    -------
    MachinePrior
        What has no sigma of its own, no load or no hours stays where it is.

    Raises
    ------
    InputError
        If a sigma is missing, negative or not finite.
    """
    sigma = np.stack([_checked(sigmas, name, machines.index) for name in VALUES.values()])
    columns = read_facts("energy_audit", "data/inventory_columns.csv").set_index("column")
    most = np.stack(
        [
            np.full(len(machines), float(columns["maximum"]["load_fraction"])),
            _open(machines, conditions),
        ]
    )
    value = machines[list(VALUES)].to_numpy(float).T
    movable = (value > 0) & (sigma > 0)
    room = np.divide(np.maximum(most, value), value, out=np.ones_like(value), where=movable) - 1
    reach = movable * calibration_fact("bound_sigmas").value
    fall, rise = (
        np.divide(part, sigma, out=np.zeros_like(sigma), where=movable)
        for part in (np.full_like(room, 1 - LEAST_LEFT), room)
    )
    return MachinePrior(sigma=sigma, lower=-np.minimum(reach, fall), upper=np.minimum(reach, rise))


def _checked(sigmas: pd.DataFrame, name: str, tags: pd.Index) -> Floats:
    column = sigmas[name].reindex(tags)
    wrong = ~(np.isfinite(column) & (column >= 0))
    if wrong.any():
        tag = column.index[wrong][0]
        allowed = message("a finite fraction from 0 for each machine, also for {tag}", tag=tag)
        raise InputError.of(name, column[tag], allowed=allowed)
    return column.to_numpy(float)


def _open(machines: pd.DataFrame, conditions: Conditions) -> Floats:
    """Return the hours a day that the schedule of each machine is open."""
    places = pd.MultiIndex.from_frame(machines[["site", "area", "schedule"]])
    hours = {
        (site, area, schedule): window_hours(conditions.calendar(site, area), schedule)
        for site, area, schedule in places.unique()
    }
    return np.asarray(places.map(hours).to_numpy(float))
