"""Hourly demand of each site and area from the machines and the shift calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from energy_audit.shift_calendar import ShiftCalendar, open_share, window_hours

if TYPE_CHECKING:
    from collections.abc import Mapping


def hourly_demand(
    machines: pd.DataFrame,
    input_kw: pd.Series,
    calendars: Mapping[str, ShiftCalendar],
    hours: pd.DatetimeIndex,
) -> pd.DataFrame:
    """Return the demand of every hour by site and area.

    A machine that runs fewer hours than its schedule is open is spread evenly over it: the
    hourly figure is a mean over many days, not the chance of one.

    Parameters
    ----------
    machines
        Rows of an inventory.
    input_kw
        Electric input of each machine while it is on [kW].
    calendars
        Working time of each site.
    hours
        The hours of the year, each labelled by its start.

    Returns
    -------
    DataFrame
        Demand [kW], one row an hour, columns (site, area).
    """
    demand: dict[tuple[str, str], pd.Series] = {}
    daily_kwh = input_kw * machines["hours_per_day"]
    groups = daily_kwh.groupby(
        [machines["site"], machines["area"], machines["schedule"]], sort=False
    )
    sums = groups.sum()
    for (site, area, schedule), kwh in zip(sums.index.tolist(), sums.tolist(), strict=True):
        calendar = calendars[site]
        share = open_share(calendar, schedule, hours)
        part = pd.Series(share * kwh / window_hours(calendar, schedule), index=hours)
        key = (site, area)
        demand[key] = demand[key] + part if key in demand else part
    frame = pd.DataFrame(demand)
    frame.columns = frame.columns.set_names(["site", "area"])
    return frame
