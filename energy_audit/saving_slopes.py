"""How a saving moves when load, hours or efficiency of its machine turn out otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.operation.full_load_efficiency import full_load_efficiency
from energy_audit.operation.operating_point import operating_point, running_hours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from energy_audit.conditions import Conditions
    from energy_audit.measures import Measure

STEP = 1e-3
"""Relative change of load and hours, and points of efficiency, over which a slope is taken."""


@dataclass(frozen=True, kw_only=True)
class MovedMines:
    """The mine with a little less load, with fewer hours, with better old motors."""

    cases: Mapping[str, pd.DataFrame]
    """Inventories by the name of the slope they are for."""

    @classmethod
    def of(cls, machines: pd.DataFrame, conditions: Conditions) -> MovedMines:
        """Move load, hours or efficiency of every machine of an inventory."""
        nominal = full_load_efficiency(machines, frequency_hz=conditions.frequency_hz) + STEP
        better = nominal.where((machines["kind"] == "motor") & (nominal < 1))
        less = 1 - STEP
        return cls(
            cases={
                "load_slope_kwh": machines.assign(load_fraction=machines["load_fraction"] * less),
                "hours_slope_kwh": machines.assign(hours_per_day=machines["hours_per_day"] * less),
                "efficiency_slope_kwh": machines.assign(
                    efficiency_fraction=better.fillna(machines["efficiency_fraction"]),
                    rewinds=machines["rewinds"].where(better.isna(), 0.0),
                ),
            }
        )

    def after(self, measure: Measure, done: pd.DataFrame, conditions: Conditions) -> MovedMines:
        """Return what a measure leaves of each; one of a meter moves no machine."""
        if measure.scope == "site":
            return self
        moved = {
            name: measure.apply(machines, done, conditions) for name, machines in self.cases.items()
        }
        return MovedMines(cases=moved)


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
    own = [machines.loc[rows.index] for machines in moved.cases.values()]
    stacked = pd.concat(own, keys=moved.cases, names=["case", "tag"])
    places = pd.Index(np.arange(len(stacked)).astype(str), name="tag")
    offers = pd.concat([rows] * len(own)).set_axis(places)
    saved = _saved_kwh(measure, offers, stacked.set_axis(places), conditions).to_numpy()
    by_case = saved.reshape(len(own), len(rows))
    base = rows["saved_kwh"].to_numpy()
    slopes = {
        name: (kwh - base) / (DIRECTIONS[name] * STEP)
        for name, kwh in zip(moved.cases, by_case, strict=True)
    }
    return pd.DataFrame(slopes, index=rows.index)


DIRECTIONS = {"load_slope_kwh": -1, "hours_slope_kwh": -1, "efficiency_slope_kwh": 1}
"""Loads and hours are lowered, so that none leaves its range; efficiencies are raised."""


def _saved_kwh(
    measure: Measure, rows: pd.DataFrame, machines: pd.DataFrame, conditions: Conditions
) -> pd.Series:
    after = measure.apply(machines, rows, conditions)
    return yearly_kwh(machines, conditions) - yearly_kwh(after, conditions)


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
