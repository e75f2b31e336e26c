"""Full-load efficiency of the motors of an inventory: nameplate, class, age, rewinds."""

from __future__ import annotations

import pandas as pd

from equipment_catalog.motors import nominal_efficiency
from equipment_catalog.tables import read_fact


def full_load_efficiency(machines: pd.DataFrame, *, frequency_hz: int) -> pd.Series:
    """Return the full-load efficiency of each machine, 1 for what is not a motor.

    The nameplate goes before the class; an unknown class is taken below IE2 by the points of
    audit_facts.csv; each rewind costs its points up to the cap.

    Parameters
    ----------
    machines
        Rows of an inventory.
    frequency_hz
        Frequency of the supply [Hz].
    """
    motor = machines["kind"] == "motor"
    efficiency = pd.Series(1.0, index=machines.index)
    if not motor.any():
        return efficiency
    rows = machines[motor]
    known = rows["ie_class"] != "unknown"
    table_class = rows["ie_class"].where(known, "IE2").to_numpy(str)
    by_class = nominal_efficiency(
        table_class,
        rows["rated_kw"].to_numpy(),
        rows["poles"].to_numpy(int),
        frequency_hz=frequency_hz,
    )
    below = _fact("unknown_class_below_ie2")
    classed = pd.Series(by_class, index=rows.index) - (~known) * below
    rewound = (rows["rewinds"] * _fact("rewind_loss")).clip(upper=_fact("rewind_loss_cap"))
    efficiency[motor] = rows["efficiency_fraction"].fillna(classed) - rewound
    return efficiency


def _fact(key: str) -> float:
    return read_fact("energy_audit", "data/audit_facts.csv", key).value
