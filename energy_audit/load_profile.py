"""Hourly demand of each site and area, active and reactive, from the machines and the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.places import numbered_places

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions


def hourly_demand(machines: pd.DataFrame, power: pd.Series, conditions: Conditions) -> pd.DataFrame:
    """Return the demand of every hour by site and area.

    A machine that runs fewer hours than its schedule is open is spread evenly over it: the
    hourly figure is a mean over many days, not the chance of one.

    Parameters
    ----------
    machines
        Rows of an inventory.
    power
        Power of each machine while it is on [kW or kvar].
    conditions
        Working time and hours of the year.

    Returns
    -------
    DataFrame
        Demand in the unit of ``power``, one row an hour, columns (site, area).
    """
    places, of_machine = numbered_places(machines)
    first = np.unique(of_machine, return_index=True)[1]
    daily = power.to_numpy(float) * machines["hours_per_day"].to_numpy(float)
    sums = np.bincount(of_machine, weights=daily, minlength=len(places))
    areas = {places[place][:2]: 0.0 for place in np.argsort(first)}
    for place, total in zip(places, sums, strict=True):
        areas[place[:2]] = areas[place[:2]] + total * conditions.shape(*place)
    return pd.DataFrame(
        np.column_stack(list(areas.values())),
        index=conditions.hours,
        columns=pd.MultiIndex.from_tuples(list(areas), names=["site", "area"]),
    )
