"""Hourly demand of each site and area, active and reactive, from the machines and the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

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
    daily = power * machines["hours_per_day"]
    sums = daily.groupby([machines["site"], machines["area"], machines["schedule"]]).sum()
    shapes = np.stack([conditions.shape(*place) for place in sums.index])
    frame = pd.DataFrame(shapes * sums.to_numpy()[:, np.newaxis], index=sums.index)
    by_area = frame.groupby(level=["site", "area"]).sum()
    order = pd.MultiIndex.from_frame(machines[["site", "area"]].drop_duplicates())
    return by_area.reindex(order).T.set_axis(conditions.hours, axis=0)
