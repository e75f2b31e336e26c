"""What an inventory says its bills are, and how they answer to load and hours of each machine."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.calibration.bill_evidence import MONTHS
from energy_audit.calibration.highest_demand import highest_demand
from energy_audit.load_profile import hourly_demand
from energy_audit.operation.operating_point import operating_point
from energy_audit.places import numbered_places
from energy_audit.site_equipment import add_site_equipment

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

    Floats = npt.NDArray[np.float64]

STEP = 1e-3
"""Relative change over which slopes are taken."""


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """On which hours of the year the daily running of each machine falls."""

    place: npt.NDArray[np.intp]
    """Row of ``shape`` and ``monthly`` for each machine."""
    shape: Floats
    """Share of an hour that falls on each hour of the year."""
    monthly: Floats
    """Its sums by month."""
    month_starts: npt.NDArray[np.intp]
    """Hour of the year at which each month begins."""
    peaks: Mapping[str, npt.NDArray[np.intp]]
    """By site, the hour of each month at which the inventory draws most."""


def timetable(mine: Consumption, conditions: Conditions) -> Timetable:
    """Return when each machine of an inventory runs, and when each site draws most.

    Parameters
    ----------
    mine
        What an inventory of at least one row draws.
    conditions
        Working time and hours of the year.
    """
    known, place = numbered_places(mine.machines)
    shape = np.stack([conditions.shape(*names) for names in known])
    starts = np.searchsorted(conditions.hours.month.to_numpy(), MONTHS)
    months = list(pairwise([*starts.tolist(), len(conditions.hours)]))
    peaks = {
        str(site): np.array([start + int(np.argmax(kw[start:end])) for start, end in months])
        for site, kw in mine.site_demand_kw.to_dict("series").items()
    }
    return Timetable(
        place=place,
        shape=shape,
        monthly=np.add.reduceat(shape, starts, axis=1),
        month_starts=starts,
        peaks=peaks,
    )


@dataclass(frozen=True, kw_only=True)
class Response:
    """The 36 values of the bills of one site as its inventory has them."""

    machines: npt.NDArray[np.intp]
    """Rows of the inventory that hang on the meter."""
    expected: Floats
    """Twelve kWh, twelve kvarh, twelve highest kW."""
    slopes: Floats
    """Their change for a relative change of 1 of the load of each machine, then of its hours;
    shape (36, twice the machines)."""


def responses(
    mine: Consumption, conditions: Conditions, times: Timetable
) -> Mapping[str, Response]:
    """Return by site what the inventory says the bills are and how that moves.

    Parameters
    ----------
    mine
        What the inventory draws.
    conditions
        Working time, hours, supply.
    times
        When its machines run.

    Notes
    -----
    Energy is proportional to hours; against load its slope is a one-sided difference of the
    operating point. Transformers and capacitor banks make all slopes of a meter and a month
    larger or smaller alike. The highest hour of a month lies above its mean by some standard
    deviations of a sum of machines that start independently of one another.
    """
    parts = _Parts.of(mine, conditions, times)
    code, sites = pd.factorize(mine.machines["site"])
    return {str(site): parts.response(site, code == place) for place, site in enumerate(sites)}


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """What the responses of all sites are made of."""

    times: Timetable
    demand: Mapping[str, Floats]
    """By site, kW and inductive kvar of every hour, shape (2, hours)."""
    gain: Mapping[str, Floats]
    """By site, change of the energies of a month at the meter over that at the machines."""
    hours_a_day: Floats
    quantity: Floats
    power: Floats
    """Shape (kW or kvar, machines): power while they are on."""
    by_load: Floats
    """Its change for a relative change of 1 of the load."""

    @classmethod
    def of(cls, mine: Consumption, conditions: Conditions, times: Timetable) -> _Parts:
        machines, names = mine.machines, ["input_kw", "kvar"]
        kw, kvar = mine.site_demand_kw, mine.site_demand_kvar.clip(lower=0.0)
        more = machines.assign(load_fraction=machines["load_fraction"] * (1 + STEP))
        loaded = operating_point(more, frequency_hz=conditions.frequency_hz)
        power = mine.points[names].to_numpy(float).T
        return cls(
            times=times,
            demand={site: np.stack([kw[site], kvar[site]]) for site in kw.columns},
            gain=_gain(mine, conditions, times),
            hours_a_day=machines["hours_per_day"].to_numpy(float),
            quantity=machines["quantity"].to_numpy(float),
            power=power,
            by_load=(loaded[names].to_numpy(float).T - power) / STEP,
        )

    def response(self, site: str, hangs_on_it: npt.NDArray[np.bool_]) -> Response:
        own = np.flatnonzero(hangs_on_it)
        place, hours = self.times.place[own], self.hours_a_day[own, np.newaxis]
        peaks, gain = self.times.peaks[site], self.gain[site]
        on = np.clip(self.times.shape[place[:, np.newaxis], peaks] * hours, 0.0, 1.0)
        highest = highest_demand(self.power[0, own, np.newaxis], self.quantity[own, np.newaxis], on)
        sums = np.add.reduceat(self.demand[site], self.times.month_starts, axis=1)
        energy = self.times.monthly[place] * hours
        slopes = [
            np.hstack(
                [
                    by[0, own, np.newaxis] * energy * gain[0],
                    by[1, own, np.newaxis] * energy * gain[1],
                    by[0, own, np.newaxis] * weight * gain[0],
                ]
            )
            for by, weight in ((self.by_load, highest.by_load), (self.power, highest.by_hours))
        ]
        return Response(
            machines=own,
            expected=np.concatenate([*sums, self.demand[site][0, peaks] + highest.above_mean]),
            slopes=np.concatenate(slopes).T,
        )


def _gain(mine: Consumption, conditions: Conditions, times: Timetable) -> Mapping[str, Floats]:
    """Return what a month at the meter gains by a little more of everything behind it."""
    machines = mine.machines
    sites = machines["site"].unique()
    unity = {str(site): np.ones((2, len(MONTHS))) for site in sites}
    if not machines["kind"].isin(["transformer", "capacitor"]).any():
        return unity
    own = hourly_demand(machines, mine.points, conditions)
    more = own * (1 + STEP)
    add_site_equipment(machines, more, conditions)
    for site, gain in unity.items():
        meters = zip(more.of_site(site), _of_site(mine, site), own.of_site(site), strict=True)
        for part, (after, before, at_machines) in enumerate(meters):
            step = after.clip(min=0.0) - before.clip(min=0.0)
            gained, by = (
                np.add.reduceat(hourly, times.month_starts) for hourly in (step, STEP * at_machines)
            )
            np.divide(gained, by, out=gain[part], where=by > 0)
    return unity


def _of_site(mine: Consumption, site: str) -> tuple[Floats, Floats]:
    """Return the hourly active and reactive demand of a meter."""
    return mine.site_demand_kw[site].to_numpy(), mine.site_demand_kvar[site].to_numpy()
