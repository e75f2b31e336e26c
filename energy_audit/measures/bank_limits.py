"""What limits a bank of capacitors: the motors behind it, and the harmonics beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.operation.operating_point import operating_point
from equipment_catalog.capacitors import capacitor_fact

if TYPE_CHECKING:
    import pandas as pd

    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

RECTIFIERS = ("charger",)
ELECTRONIC_LAMPS = ("led",)


def motors_bear_kvar(site: str, mine: Consumption, conditions: Conditions) -> float:
    """Return the capacitors that the motors of a site bear without exciting themselves [kvar].

    Motors on drives and on direct current bear none.

    Parameters
    ----------
    site
        Site of the meter.
    mine
        The mine as it is.
    conditions
        Supply.

    Notes
    -----
    Capacitors up to 90 % of the no-load reactive power of the motors they are switched with.
    """
    machines = mine.machines
    induction = (
        (machines["site"] == site)
        & (machines["kind"] == "motor")
        & (machines["supply"] != "dc")
        & (machines["control"] != "drive")
    )
    unloaded = machines[induction].assign(
        load_fraction=0.0, loaded_fraction=1.0, measured_power_factor=np.nan
    )
    if unloaded.empty:
        return 0.0
    magnetising = operating_point(unloaded, frequency_hz=conditions.frequency_hz)["kvar"].sum()
    return float(magnetising) * capacitor_fact("motor_no_load_share").value


def nonlinear_share(mine: Consumption) -> pd.Series:
    """Return by site the share of the power of its machines that drives and rectifiers distort.

    Parameters
    ----------
    mine
        The mine as it is. A site whose machines draw nothing has a share of 0.
    """
    machines = mine.machines
    distorts = (
        (machines["control"] == "drive")
        | (machines["supply"] == "dc")
        | machines["machine_type"].isin(RECTIFIERS)
        | machines["lamp_type"].isin(ELECTRONIC_LAMPS)
    )
    power_kw = mine.points["loaded_kw"]
    total = power_kw.groupby(machines["site"], sort=False).sum()
    distorted = power_kw.where(distorts, 0.0).groupby(machines["site"], sort=False).sum()
    return (distorted / total).where(total > 0, 0.0)
