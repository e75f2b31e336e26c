"""How a saving moves when load, hours or efficiency of its machine turn out otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.operation.full_load_efficiency import full_load_efficiency
from energy_audit.operation.operating_point import operating_point, running_hours

if TYPE_CHECKING:
    import numpy.typing as npt

    from energy_audit.conditions import Conditions
    from energy_audit.measures import Measure

STEP = 1e-3
"""Relative change of load and hours, and points of efficiency, over which a slope is taken."""
DIRECTIONS = {"load_slope_kwh": -1, "hours_slope_kwh": -1, "efficiency_slope_kwh": 1}
"""Loads and hours are lowered, so that none leaves its range; efficiencies are raised."""


@dataclass(frozen=True, kw_only=True)
class MovedMines:
    """The mine with a little less load, with fewer hours, with better old motors."""

    tags: pd.Index
    """Machines of each of the three mines."""
    machines: pd.DataFrame
    """Their inventories, one under the other in the order of `DIRECTIONS`, numbered by row."""
    kwh: npt.NDArray[np.float64]
    """What each row draws in a year, without what answers to the whole meter."""

    @classmethod
    def of(cls, machines: pd.DataFrame, conditions: Conditions) -> MovedMines:
        """Move load, hours or efficiency of every machine of an inventory."""
        nominal = full_load_efficiency(machines, frequency_hz=conditions.frequency_hz) + STEP
        better = nominal.where((machines["kind"] == "motor") & (nominal < 1))
        less = 1 - STEP
        cases = {
            "load_slope_kwh": machines.assign(load_fraction=machines["load_fraction"] * less),
            "hours_slope_kwh": machines.assign(hours_per_day=machines["hours_per_day"] * less),
            "efficiency_slope_kwh": machines.assign(
                efficiency_fraction=better.fillna(machines["efficiency_fraction"]),
                rewinds=machines["rewinds"].where(better.isna(), 0.0),
            ),
        }
        stacked = pd.concat([cases[name] for name in DIRECTIONS], ignore_index=True)
        kwh = yearly_kwh(stacked, conditions).to_numpy()
        return cls(tags=machines.index, machines=stacked, kwh=kwh)

    def rows_of(self, tags: pd.Index) -> npt.NDArray[np.intp]:
        """Return where machines stand: all in the first mine, all in the second, the third."""
        first = np.arange(len(DIRECTIONS)) * len(self.tags)
        rows: npt.NDArray[np.intp] = np.add.outer(first, self.tags.get_indexer(tags)).ravel()
        return rows

    def after(self, measure: Measure, done: pd.DataFrame, conditions: Conditions) -> MovedMines:
        """Return what a measure leaves of each; one of a meter moves no machine."""
        if measure.scope == "site":
            return self
        rows = self.rows_of(done.index)
        changed = measure.apply(self.machines, _thrice(done).set_axis(rows), conditions)
        kwh = self.kwh.copy()
        kwh[rows] = yearly_kwh(changed.iloc[rows], conditions)
        return replace(self, machines=changed, kwh=kwh)


def saving_slopes(
    measure: Measure, rows: pd.DataFrame, moved: MovedMines, conditions: Conditions
) -> pd.DataFrame:
    """Return how the saving of each offer moves with what is known of its machine today.

    What a measure done before has settled, as a timer settles the hours, moves no more.

    Parameters
    ----------
    measure
        A measure of single machines.
    rows
        Its offers, indexed by tag, with the ``saved_kwh`` of each.
    moved
        The mine with other loads, hours and efficiencies, after the measures done before.
    conditions
        Working time, hours, supply.

    Returns
    -------
    DataFrame
        Indexed as ``rows``: ``load_slope_kwh`` and ``hours_slope_kwh`` for a relative change of 1,
        ``efficiency_slope_kwh`` for a change of 1 of the full-load efficiency, each the yearly
        saving's one-sided difference over a small step.
    """
    places = moved.rows_of(rows.index)
    own = moved.machines.iloc[places]
    after = measure.apply(own, _thrice(rows).set_axis(places), conditions)
    saved = moved.kwh[places] - yearly_kwh(after, conditions).to_numpy()
    gained = saved.reshape(len(DIRECTIONS), -1) - rows["saved_kwh"].to_numpy()
    slopes = {
        name: kwh / (direction * STEP)
        for (name, direction), kwh in zip(DIRECTIONS.items(), gained, strict=True)
    }
    return pd.DataFrame(slopes, index=rows.index)


def _thrice(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([rows] * len(DIRECTIONS))


def yearly_kwh(machines: pd.DataFrame, conditions: Conditions) -> pd.Series:
    """Return the energy of a year of each machine, without what answers to the whole meter.

    Parameters
    ----------
    machines
        Rows of an inventory.
    conditions
        Working time, hours, supply.
    """
    points = operating_point(machines, frequency_hz=conditions.frequency_hz)
    kwh: pd.Series = points["input_kw"] * running_hours(machines, conditions)
    return kwh
