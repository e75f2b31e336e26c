"""Full-load power factor of each machine: its nameplate, or what is typical of such machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.columns import cut
from equipment_catalog.motor_other_supplies import single_phase_power_factor
from equipment_catalog.motors import full_load_power_factor
from equipment_catalog.power_factors import typical_power_factor, typical_power_factors

if TYPE_CHECKING:
    from energy_audit.columns import Columns, Flags
    from equipment_catalog.motor_inputs import Floats

TEXTS = ("kind", "supply", "control", "machine_type", "lamp_type")
NUMBERS = ("rated_power_factor", "rated_kw", "poles")
"""What decides the power factor of a machine, with `TEXTS`."""
OTHER_COLUMNS = ("kind", "machine_type", "lamp_type")
HIGHEST_INDUCTION = 0.99
"""An induction motor always magnetises itself; a nameplate above this is rounded or misread."""


def full_load_power_factors(machines: Columns) -> Floats:
    """Return the power factor of each machine at full load, at the line.

    ``rated_power_factor`` goes before what is typical, except behind a drive, which alone decides
    what the line sees. Above 0.99 an induction motor is taken at 0.99.

    Parameters
    ----------
    machines
        `NUMBERS` and `TEXTS` of what draws power: no transformers, no capacitors.

    Returns
    -------
    ndarray
        Displacement power factor, fraction, lagging.

    Raises
    ------
    InputError
        For an induction motor without poles.

    Notes
    -----
    equipment_catalog: data/motor_facts.csv, data/motor_other_supplies.csv,
    data/power_factors.csv; all from memory.
    """
    motor, supply = machines["kind"] == "motor", machines["supply"]
    drive = motor & (machines["control"] == "drive")
    induction = motor & (supply != "dc")
    factor = machines["rated_power_factor"].copy()
    _fill(factor, motor & (supply == "dc"), "dc_motor")
    asked = np.isnan(factor) & induction & ~drive
    one_phase = asked & (supply == "single_phase")
    rated_kw = machines["rated_kw"]
    three = asked & ~one_phase
    factor[three] = full_load_power_factor(rated_kw[three], machines["poles"][three])
    if one_phase.any():
        factor[one_phase] = single_phase_power_factor(rated_kw[one_phase])
    factor[drive] = typical_power_factor("drive")
    rest = np.isnan(factor)
    if rest.any():
        factor[rest] = _of_other_loads(cut(machines, rest))
    return np.where(induction, np.minimum(factor, HIGHEST_INDUCTION), factor)


def _fill(factor: Floats, where: Flags, load: str) -> None:
    """Write the typical power factor where none is known."""
    factor[where & np.isnan(factor)] = typical_power_factor(load)


def _of_other_loads(rows: Columns) -> Floats:
    """Return typical power factors of lamps, heaters and the rest: by lamp, type or kind."""
    columns = (rows[name] for name in OTHER_COLUMNS)
    return np.array([_of_other_load(*row) for row in zip(*columns, strict=True)], float)


def _of_other_load(kind: str, machine_type: str, lamp_type: str) -> float:
    typical = typical_power_factors()
    if kind == "lighting":
        return typical.get(lamp_type or "lamp", np.nan)
    if machine_type != "other" and machine_type in typical:
        return typical[machine_type]
    return typical["heating" if kind == "heating" else "other"]
