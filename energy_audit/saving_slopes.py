"""How a saving moves when load, hours or efficiency of its machine turn out otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.operation.full_load_efficiency import full_load_efficiency
from energy_audit.operation.operating_point import operating_point, running_hours

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.measures import Measure

STEP = 1e-3
"""Relative change of load and hours, and points of efficiency, over which a slope is taken."""


def saving_slopes(
    measure: Measure, rows: pd.DataFrame, machines: pd.DataFrame, conditions: Conditions
) -> pd.DataFrame:
    """Return how the saving of each offer moves with what is known of its machine.

    Parameters
    ----------
    measure
        A measure of single machines.
    rows
        Its offers, indexed by tag, with the ``saved_kwh`` of each on these machines.
    machines
        The inventory on which they were judged.
    conditions
        Working time, hours, supply.

    Returns
    -------
    DataFrame
        Indexed as ``rows``: ``load_slope_kwh`` and ``hours_slope_kwh`` for a relative change of 1,
        ``efficiency_slope_kwh`` for a change of 1 of the full-load efficiency, each the yearly
        saving's one-sided difference over a small step.
    """
    own = machines.loc[rows.index]
    cases = _moved(own, conditions)
    stacked = pd.concat(cases.values(), keys=cases, names=["case", "tag"])
    places = pd.Index(np.arange(len(stacked)).astype(str), name="tag")
    offers = pd.concat([rows] * len(cases)).set_axis(places)
    saved = _saved_kwh(measure, offers, stacked.set_axis(places), conditions)
    by_case = pd.Series(saved.to_numpy(), stacked.index).unstack("case").loc[rows.index]
    return pd.DataFrame(
        {
            name: (by_case[name] - rows["saved_kwh"]) / (direction * STEP)
            for name, direction in DIRECTIONS.items()
        }
    )


DIRECTIONS = {"load_slope_kwh": -1, "hours_slope_kwh": -1, "efficiency_slope_kwh": 1}
"""Loads and hours are lowered, so that none leaves its range; efficiencies are raised."""


def _moved(own: pd.DataFrame, conditions: Conditions) -> dict[str, pd.DataFrame]:
    """Return the machines with a little less load, fewer hours, a better motor."""
    nominal = full_load_efficiency(own, frequency_hz=conditions.frequency_hz) + STEP
    better = nominal.where((own["kind"] == "motor") & (nominal < 1))
    return {
        "load_slope_kwh": own.assign(load_fraction=own["load_fraction"] * (1 - STEP)),
        "hours_slope_kwh": own.assign(hours_per_day=own["hours_per_day"] * (1 - STEP)),
        "efficiency_slope_kwh": own.assign(
            efficiency_fraction=better.fillna(own["efficiency_fraction"]),
            rewinds=own["rewinds"].where(better.isna(), 0.0),
        ),
    }


def _saved_kwh(
    measure: Measure, rows: pd.DataFrame, machines: pd.DataFrame, conditions: Conditions
) -> pd.Series:
    after = measure.apply(machines, rows, conditions)
    return _kwh(machines, conditions) - _kwh(after, conditions)


def _kwh(machines: pd.DataFrame, conditions: Conditions) -> pd.Series:
    points = operating_point(machines, frequency_hz=conditions.frequency_hz)
    kwh: pd.Series = points["input_kw"] * running_hours(machines, conditions)
    return kwh
