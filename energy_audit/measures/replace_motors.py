"""Replace motors by a better efficiency class, with the speed the new motor will really have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.full_load_efficiency import full_load_efficiency
from energy_audit.measures.measure import Measure
from equipment_catalog.messages import message
from equipment_catalog.motors import full_load_rpm, nominal_efficiency, rpm_at_load, synchronous_rpm
from equipment_catalog.prices import installed_motor_price_usd
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from energy_audit.conditions import Conditions
    from energy_audit.consumption import Consumption

CLASSES = ("IE3", "IE4")
ROUNDS = 20
"""The load moves by less than a hundredth of each change of speed, so 20 rounds settle it."""


def replace_motors(
    machines: pd.DataFrame, ie_class: pd.Series, *, frequency_hz: int
) -> pd.DataFrame:
    """Return the inventory with motors of a new class, at the load their machines then ask for.

    A better motor slips less. A pump or fan driven faster draws the cube of the speed, so part
    of the gain is lost, sometimes all of it; the new load fraction solves
    ``L_new = L_old (n(L_new) / n_old)^k`` with k = 3 for centrifugal loads, 1 for constant torque
    and 0 where the process sets the power.

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
    Source: affinity laws; slip proportional to load (US DOE, "Determining Electric Motor Load
    and Efficiency").
    """
    chosen = machines.loc[ie_class.index]
    after = chosen.assign(ie_class=ie_class, efficiency_fraction=np.nan, rewinds=0.0)
    after["rated_rpm"] = _new_rated_rpm(chosen, after, frequency_hz)
    after["load_fraction"] = _load_at_new_speed(chosen, after, frequency_hz)
    replaced = machines.copy()
    replaced.loc[ie_class.index, after.columns] = after
    return replaced


def replaceable(machines: pd.DataFrame, ie_class: str, *, frequency_hz: int) -> pd.Series:
    """Return which machines are motors whose class would rise to ``ie_class``.

    A motor that already meets the efficiency of the class is left out.
    """
    motor = machines["kind"] == "motor"
    now = full_load_efficiency(machines, frequency_hz=frequency_hz)[motor]
    rows = machines[motor]
    better = nominal_efficiency(
        ie_class,
        rows["rated_kw"].to_numpy(),
        rows["poles"].to_numpy(int),
        frequency_hz=frequency_hz,
    )
    return motor & (pd.Series(better, index=rows.index) > now).reindex(
        machines.index, fill_value=False
    )


def _new_rated_rpm(before: pd.DataFrame, after: pd.DataFrame, frequency_hz: int) -> pd.Series:
    """Return the nameplate speed of the new motors where that of the old ones is known.

    The slip on the old nameplate shrinks as the typical slip of the two efficiencies does, and
    never grows: a nameplate set against a typical speed would decide by chance.
    """
    synchronous = _synchronous(before, frequency_hz)
    typical_before = synchronous - _typical_rpm(before, frequency_hz)
    typical_after = synchronous - _typical_rpm(after, frequency_hz)
    ratio = (typical_after / typical_before).clip(upper=1.0)
    return synchronous - (synchronous - before["rated_rpm"]) * ratio


def _load_at_new_speed(before: pd.DataFrame, after: pd.DataFrame, frequency_hz: int) -> pd.Series:
    exponent = before["load_type"].map(_exponents())
    synchronous = _synchronous(before, frequency_hz)
    old_rpm, new_rpm = (
        machines["rated_rpm"].fillna(_typical_rpm(machines, frequency_hz))
        for machines in (before, after)
    )
    load = asked = before["load_fraction"]
    n_before = rpm_at_load(asked, rated_rpm=old_rpm, synchronous_rpm=synchronous)
    for _ in range(ROUNDS):
        n_after = rpm_at_load(load, rated_rpm=new_rpm, synchronous_rpm=synchronous)
        load = asked * (n_after / n_before) ** exponent
    return load


def _exponents() -> dict[str, float]:
    names = ("centrifugal", "constant_torque", "constant_power")
    path = "data/audit_facts.csv"
    return {name: read_fact("energy_audit", path, f"{name}_exponent").value for name in names}


def _typical_rpm(machines: pd.DataFrame, frequency_hz: int) -> pd.Series:
    nominal = full_load_efficiency(machines, frequency_hz=frequency_hz).to_numpy()
    poles = machines["poles"].to_numpy(int)
    rpm = full_load_rpm(nominal, poles=poles, frequency_hz=frequency_hz)
    return pd.Series(rpm, index=machines.index)


def _synchronous(machines: pd.DataFrame, frequency_hz: int) -> pd.Series:
    rpm = synchronous_rpm(machines["poles"].to_numpy(int), frequency_hz)
    return pd.Series(rpm, index=machines.index)


def motor_offers(mine: Consumption, conditions: Conditions) -> pd.DataFrame:
    """Return the classes each motor could rise to, with the model price of the new motors.

    Parameters
    ----------
    mine
        The mine as it is.
    conditions
        Its supply.

    Returns
    -------
    DataFrame
        One row an offer; ``variant`` is the class and ``capex_usd`` is for all ``quantity``.
    """
    life = read_fact("energy_audit", "data/audit_facts.csv", "motor_life_years").value
    machines, offers = mine.machines, []
    for ie_class in CLASSES:
        rows = machines[replaceable(machines, ie_class, frequency_hz=conditions.frequency_hz)]
        price = installed_motor_price_usd(
            ie_class, rows["rated_kw"].to_numpy(), rows["poles"].to_numpy(int)
        )
        offers.append(
            pd.DataFrame(
                {
                    "tag": rows.index,
                    "variant": ie_class,
                    "timing": "now",
                    "capex_usd": price * rows["quantity"].to_numpy(),
                    "life_years": life,
                    "price_source": message("model price"),
                    "is_proven": True,
                    "model_sigma_fraction": 0.0,
                }
            )
        )
    return pd.concat(offers, ignore_index=True)


def motors(machines: pd.DataFrame) -> pd.Index:
    """Return the tags of the motors of an inventory."""
    return machines.index[machines["kind"] == "motor"]


def _apply(machines: pd.DataFrame, chosen: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    return replace_motors(machines, chosen["variant"], frequency_hz=conditions.frequency_hz)


REPLACE_MOTORS = Measure(
    kind="replace_motors",
    name=message("Motors of a better class"),
    scope="machine",
    options=motor_offers,
    apply=_apply,
    judges=motors,
    without_option=message("already as efficient as the best class on offer"),
    without_saving=message(
        "{variant} runs faster: its pump or fan would draw more than the motor saves"
    ),
    ipmvp_option="A",
    to_measure=message("input power and running hours of the motor, before and after"),
)
