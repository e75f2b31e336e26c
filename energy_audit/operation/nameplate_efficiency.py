"""Full-load efficiency that kW, volts, amps and power factor of a nameplate tell together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.operation.line_power import line_kw
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from energy_audit.columns import Columns
    from equipment_catalog.motor_inputs import Floats


def nameplate_efficiency(motors: Columns, typical: Floats) -> Floats:
    """Return shaft power over electric input of the nameplate where that is plausible.

    Parameters
    ----------
    motors
        Columns of an inventory, motors only.
    typical
        Full-load efficiency of the typical motor of that size, fraction.

    Returns
    -------
    ndarray
        Efficiency, fraction; missing where a figure is missing, or where the losses lie outside
        0.5 to 2.5 times those of the typical motor: a figure was then misread.

    Notes
    -----
    ``rated_kw / (sqrt(3) V A power factor)``; one phase without the root, direct current without
    the power factor. Limits: data/audit_facts.csv.
    """
    input_kw = line_kw(
        motors["rated_v"],
        motors["rated_a"],
        motors["rated_power_factor"],
        supply=motors["supply"],
    )
    efficiency = motors["rated_kw"] / input_kw
    losses = (1 / efficiency - 1) / (1 / typical - 1)
    low, high = (
        read_fact("energy_audit", "data/audit_facts.csv", key).value
        for key in ("plausible_losses_low", "plausible_losses_high")
    )
    return np.where((losses >= low) & (losses <= high), efficiency, np.nan)
