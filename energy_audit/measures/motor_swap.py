"""Put a motor of another class in the place of an old one, with the speed it will really have."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_audit.measures.offer_rows import with_rows
from energy_audit.operation.full_load_efficiency import full_load_efficiency
from equipment_catalog.motors import full_load_rpm, nominal_efficiency, rpm_at_load, synchronous_rpm
from equipment_catalog.tables import read_fact

ROUNDS = 8
"""The load moves by less than a tenth of each change of speed, so 8 rounds settle it."""
CHANGED = ["ie_class", "efficiency_fraction", "rewinds", "rated_rpm", "load_fraction"]


def replace_motors(
    machines: pd.DataFrame, ie_class: pd.Series, *, frequency_hz: int
) -> pd.DataFrame:
    """Return the inventory with motors of a new class, at the load their machines then ask for.

    A better motor slips less. A pump or fan driven faster draws the cube of the speed, so part
    of the gain is lost, sometimes all of it; the new load fraction solves
    ``L_new = L_old (n(L_new) / n_old)^k`` with k = 3 for centrifugal loads, 1 for constant torque
    and 0 where the process sets the power or a drive the speed.

    Parameters
    ----------
    machines
        Rows of an inventory.
    ie_class
        New class of each machine by tag; machines that are not named stay as they are.
    frequency_hz
        Frequency of the supply [Hz].

    Returns
    -------
    DataFrame
        A new inventory: ``ie_class, efficiency_fraction, rewinds, rated_rpm`` and
        ``load_fraction`` change.

    Notes
    -----
    The slip on the old nameplate shrinks as the typical slip of the two efficiencies does, and
    never grows: a nameplate set against a typical speed would decide by chance. A nameplate that
    shows the synchronous speed, or one no motor of its poles has, counts as none.

    Source: affinity laws; slip proportional to load (US DOE, "Determining Electric Motor Load
    and Efficiency").
    """
    chosen = machines.loc[ie_class.index]
    after = chosen.assign(ie_class=ie_class, efficiency_fraction=np.nan, rewinds=0.0)
    turned = (_speed_exponent(chosen) > 0) | chosen["rated_rpm"].notna()
    speed = _speed_and_load(chosen[turned], after[turned], frequency_hz)
    after.loc[speed.index, speed.columns] = speed
    return with_rows(machines, after[CHANGED])


def classed_motors(machines: pd.DataFrame) -> pd.Series:
    """Return which machines are motors that come in efficiency classes: three-phase ones."""
    classed: pd.Series = (machines["kind"] == "motor") & (machines["supply"] == "three_phase")
    return classed


def motors_to_judge(machines: pd.DataFrame) -> pd.Series:
    """Return which machines are three-phase motors that are not overloaded.

    An overloaded one needs a bigger motor, not a better one of its size.
    """
    most = _fact("highest_load_to_replace")
    bearable: pd.Series = classed_motors(machines) & (machines["load_fraction"] <= most)
    return bearable


def replaceable(machines: pd.DataFrame, ie_class: str, *, frequency_hz: int) -> pd.Series:
    """Return which of the motors to judge would rise to ``ie_class``.

    A motor that already meets the efficiency of the class is left out. Single-phase motors and
    those on direct current are, too: no class with prices exists for them.
    """
    motor = motors_to_judge(machines)
    rows = machines[motor]
    now = full_load_efficiency(rows, frequency_hz=frequency_hz)
    better = nominal_efficiency(
        ie_class,
        rows["rated_kw"].to_numpy(),
        rows["poles"].to_numpy(int),
        frequency_hz=frequency_hz,
    )
    return motor & (pd.Series(better, index=rows.index) > now).reindex(
        machines.index, fill_value=False
    )


def _speed_and_load(before: pd.DataFrame, after: pd.DataFrame, frequency_hz: int) -> pd.DataFrame:
    """Return the rated speed of the new motors, where the old one is known, and their load."""
    synchronous = pd.Series(
        synchronous_rpm(before["poles"].to_numpy(int), frequency_hz), index=before.index
    )
    slip = 1 - before["rated_rpm"] / synchronous
    nameplate = before["rated_rpm"].where((slip > 0) & (slip <= _fact("largest_credible_slip")))
    old_rpm, new_rpm = (_typical_rpm(machines, frequency_hz) for machines in (before, after))
    ratio = ((synchronous - new_rpm) / (synchronous - old_rpm)).clip(upper=1.0)
    rated_rpm = synchronous - (synchronous - nameplate) * ratio
    load = asked = before["load_fraction"]
    n_before = rpm_at_load(asked, rated_rpm=nameplate.fillna(old_rpm), synchronous_rpm=synchronous)
    exponent, turns = _speed_exponent(before), rated_rpm.fillna(new_rpm)
    for _ in range(ROUNDS):
        n_after = rpm_at_load(load, rated_rpm=turns, synchronous_rpm=synchronous)
        load = asked * (n_after / n_before) ** exponent
    return pd.DataFrame({"rated_rpm": rated_rpm, "load_fraction": load})


def _speed_exponent(machines: pd.DataFrame) -> pd.Series:
    """Return with which power of the motor's speed the load grows; 0 behind a drive."""
    names = ("centrifugal", "constant_torque", "constant_power")
    path = "data/audit_facts.csv"
    of_type = {name: read_fact("energy_audit", path, f"{name}_exponent").value for name in names}
    exponent: pd.Series = machines["load_type"].map(of_type)
    return exponent.where(machines["control"] != "drive", 0.0)


def _typical_rpm(machines: pd.DataFrame, frequency_hz: int) -> pd.Series:
    nominal = full_load_efficiency(machines, frequency_hz=frequency_hz).to_numpy()
    poles = machines["poles"].to_numpy(int)
    rpm = full_load_rpm(nominal, poles=poles, frequency_hz=frequency_hz)
    return pd.Series(rpm, index=machines.index)


def _fact(key: str) -> float:
    return read_fact("energy_audit", "data/motor_measure_facts.csv", key).value
