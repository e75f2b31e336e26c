"""Where each machine runs: shaft power, efficiency at its load, electric input, reactive power."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.full_load_efficiency import full_load_efficiency
from equipment_catalog.motors import full_load_power_factor, input_kw_at_load, kvar_at_load

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions


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
        (1 for what is not a motor), ``shaft_kw`` useful power under load, ``loaded_kw`` and
        ``idle_kw`` electric power under load and idling, ``input_kw`` and ``kvar`` their means
        over the hours it is on. A machine at zero load still draws its no-load losses.
    """
    full_load = full_load_efficiency(machines, frequency_hz=frequency_hz)
    idle_load = machines["idle_load_fraction"].fillna(0.0)
    loaded = _electric(machines, full_load, machines["load_fraction"])
    idle = _electric(machines, full_load, idle_load)
    share = machines["loaded_fraction"]
    shaft_kw = (machines["quantity"] * machines["rated_kw"] * machines["load_fraction"]).fillna(0.0)
    shaft_kw[machines["kind"].isin(["transformer", "capacitor"])] = 0.0
    efficiency = np.divide(
        shaft_kw, loaded["kw"], out=np.zeros(len(machines)), where=loaded["kw"] > 0
    )
    mean = loaded.mul(share, axis=0) + idle.mul(1 - share, axis=0)
    return pd.DataFrame(
        {
            "full_load_efficiency": full_load,
            "efficiency_at_load": efficiency,
            "shaft_kw": shaft_kw,
            "loaded_kw": loaded["kw"],
            "idle_kw": idle["kw"],
            "input_kw": mean["kw"],
            "kvar": mean["kvar"],
        },
        index=machines.index,
    )


def _electric(machines: pd.DataFrame, full_load: pd.Series, load: pd.Series) -> pd.DataFrame:
    """Return ``kw`` and ``kvar`` of each line of machines at a load."""
    motor = (machines["kind"] == "motor").to_numpy()
    draws = ~machines["kind"].isin(["transformer", "capacitor"])
    kw = (machines["rated_kw"] * load).where(draws, 0.0).to_numpy(float, copy=True)
    kvar = np.zeros(len(machines))
    rows = machines[motor]
    rated_kw, poles = rows["rated_kw"].to_numpy(), rows["poles"].to_numpy(int)
    nominal, at_load = full_load[motor].to_numpy(), load[motor].to_numpy()
    kw[motor] = input_kw_at_load(nominal, at_load, rated_kw=rated_kw, poles=poles)
    typical = full_load_power_factor(rated_kw, poles)
    factor = rows["rated_power_factor"].fillna(pd.Series(typical, rows.index)).to_numpy()
    kvar[motor] = kvar_at_load(
        at_load,
        full_load_power_factor=np.minimum(factor, 0.99),
        nominal_fraction=nominal,
        rated_kw=rated_kw,
        poles=poles,
    )
    electric = pd.DataFrame({"kw": kw, "kvar": kvar}, index=machines.index)
    of_line: pd.DataFrame = electric.mul(machines["quantity"], axis=0)
    return of_line


def running_hours(machines: pd.DataFrame, conditions: Conditions) -> pd.Series:
    """Return the hours a year that each machine is on."""
    places = pd.MultiIndex.from_frame(machines[["site", "area", "schedule"]])
    open_hours = {place: conditions.shape(*place).sum() for place in places.unique()}
    hours: pd.Series = machines["hours_per_day"] * places.map(open_hours).to_numpy(float)
    return hours
