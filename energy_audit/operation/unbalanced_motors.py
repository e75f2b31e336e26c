"""Full-load efficiency of the motors of an inventory on the voltages they really have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.motor_voltage_unbalance import unbalanced_efficiency

if TYPE_CHECKING:
    from energy_audit.columns import Columns
    from equipment_catalog.motor_inputs import Floats

TEXTS = ("kind", "supply")
NUMBERS = ("voltage_unbalance_fraction",)
"""What decides how unequal voltages tell on a motor, with `TEXTS`."""


def efficiency_as_found(machines: Columns, efficiency: Floats) -> Floats:
    """Return full-load efficiencies on the line voltages that were measured.

    Parameters
    ----------
    machines
        `NUMBERS` and `TEXTS` of an inventory; a missing unbalance means equal voltages.
    efficiency
        Full-load efficiency on equal voltages, fraction.

    Returns
    -------
    ndarray
        Fraction; unchanged for what is not a motor on three phases.

    Raises
    ------
    InputError
        For an unbalance out of range.
    """
    unbalance = np.nan_to_num(machines["voltage_unbalance_fraction"], nan=0.0)
    three_phase = (machines["kind"] == "motor") & (machines["supply"] == "three_phase")
    uneven = three_phase & (unbalance > 0)
    found = efficiency.copy()
    found[uneven] = unbalanced_efficiency(efficiency[uneven], unbalance[uneven])
    return found
