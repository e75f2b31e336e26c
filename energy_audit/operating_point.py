"""Where each machine runs: shaft power, efficiency at its load, electric input, hours a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.inventory import full_load_efficiency
from energy_audit.shift_calendar import ShiftCalendar, open_share, window_hours
from equipment_catalog.motors import input_kw_at_load

if TYPE_CHECKING:
    from collections.abc import Mapping


def operating_point(machines: pd.DataFrame, *, frequency_hz: int) -> pd.DataFrame:
    """Return how each machine runs when it is on, for all its ``quantity`` together.

    Parameters
    ----------
    machines
        Rows of an inventory.
    frequency_hz
        Frequency of the supply [Hz].

    Returns
    -------
    DataFrame
        Indexed as the machines: ``full_load_efficiency`` and ``efficiency_at_load`` as fractions
        (1 for what is not a motor), ``shaft_kw`` useful power and ``input_kw`` electric power. A
        machine at zero load still draws its no-load losses while it is on.
    """
    motor = (machines["kind"] == "motor").to_numpy()
    full_load = full_load_efficiency(machines, frequency_hz=frequency_hz)
    shaft_kw = (machines["quantity"] * machines["rated_kw"] * machines["load_fraction"]).to_numpy()
    input_kw = shaft_kw.copy()
    rows = machines[motor]
    input_kw[motor] = rows["quantity"] * input_kw_at_load(
        full_load[motor].to_numpy(),
        rows["load_fraction"].to_numpy(),
        rated_kw=rows["rated_kw"].to_numpy(),
        poles=rows["poles"].to_numpy(int),
    )
    efficiency = np.divide(shaft_kw, input_kw, out=np.zeros_like(input_kw), where=input_kw > 0)
    return pd.DataFrame(
        {
            "full_load_efficiency": full_load,
            "efficiency_at_load": efficiency,
            "shaft_kw": shaft_kw,
            "input_kw": input_kw,
        },
        index=machines.index,
    )


def running_hours(
    machines: pd.DataFrame, calendars: Mapping[str, ShiftCalendar], hours: pd.DatetimeIndex
) -> pd.Series:
    """Return the hours a year that each machine is on."""
    open_hours = {
        pair: float(open_share(calendars[pair[0]], pair[1], hours).sum())
        / window_hours(calendars[pair[0]], pair[1])
        for pair in set(zip(machines["site"], machines["schedule"], strict=True))
    }
    pairs = pd.Series(
        list(zip(machines["site"], machines["schedule"], strict=True)), machines.index
    )
    return machines["hours_per_day"] * pairs.map(open_hours)
