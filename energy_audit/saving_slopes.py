"""How a saving moves when load, hours or efficiency of its machine turn out otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.columns import compact
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
    """Their inventories, one under the other in the order of `DIRECTIONS`, numbered by the row that
    each has in the whole mine."""
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
        stacked = compact(pd.concat([cases[name] for name in DIRECTIONS], ignore_index=True))
        kwh = yearly_kwh(stacked, conditions).to_numpy()
        return cls(tags=machines.index, machines=stacked, kwh=kwh)

    def rows_of(self, tags: pd.Index) -> npt.NDArray[np.intp]:
        """Return where machines stand: all in the first mine, all in the second, the third."""
        first = np.arange(len(DIRECTIONS)) * len(self.tags)
        rows: npt.NDArray[np.intp] = np.add.outer(first, self.tags.get_indexer(tags)).ravel()
        return rows

    def after(self, measure: Measure, offers: pd.DataFrame, conditions: Conditions) -> MovedMines:
        """Return the machines that offers are for, one a tag, as a measure leaves them."""
        rows = self.rows_of(offers.index)
        thrice = np.tile(np.arange(len(offers)), len(DIRECTIONS))
        chosen = offers.iloc[thrice].set_axis(rows)
        machines = measure.apply(self.machines.iloc[rows], chosen, conditions)
        kwh = yearly_kwh(machines, conditions).to_numpy()
        return MovedMines(tags=offers.index, machines=machines, kwh=kwh)

    def taking(self, changed: MovedMines, tags: pd.Index) -> MovedMines:
        """Return the mines in which some machines are as they are in those that changed."""
        rows, new_rows = self.rows_of(tags), changed.rows_of(tags)
        kept = self.machines.drop(index=pd.Index(rows))
        machines = pd.concat([kept, changed.machines.iloc[new_rows]]).sort_index()
        kwh = self.kwh.copy()
        kwh[rows] = changed.kwh[new_rows]
        return replace(self, machines=compact(machines), kwh=kwh)


def saving_slopes(rows: pd.DataFrame, moved: MovedMines, after: MovedMines) -> pd.DataFrame:
    """Return how the saving of each offer moves with what is known of its machine today.

    What a measure done before has settled, as a timer settles the hours, moves no more.

    Parameters
    ----------
    rows
        Offers of a measure of single machines, indexed by tag, with the ``saved_kwh`` of each.
    moved
        The mine with other loads, hours and efficiencies, after the measures done before.
    after
        Its machines as the offers leave them.

    Returns
    -------
    DataFrame
        Indexed as ``rows``: ``load_slope_kwh`` and ``hours_slope_kwh`` for a relative change of 1,
        ``efficiency_slope_kwh`` for a change of 1 of the full-load efficiency, each the yearly
        saving's one-sided difference over a small step.
    """
    saved = moved.kwh[moved.rows_of(rows.index)] - after.kwh
    gained = saved.reshape(len(DIRECTIONS), -1) - rows["saved_kwh"].to_numpy()
    slopes = {
        name: kwh / (direction * STEP)
        for (name, direction), kwh in zip(DIRECTIONS.items(), gained, strict=True)
    }
    return pd.DataFrame(slopes, index=rows.index)


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
