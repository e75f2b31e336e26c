"""The load of motors from their speed and from their current."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.motor_load import LOWEST_LOAD_FROM_CURRENT, load_from_current, load_from_slip
from energy_audit.operation.load_candidate import (
    candidate,
    has_drive,
    is_motor,
    method_fact,
    number,
)
from equipment_catalog.motor_part_load import HIGHEST_LOAD
from equipment_catalog.motors import full_load_rpm, synchronous_rpm

if TYPE_CHECKING:
    import pandas as pd

    from energy_audit.operation.load_candidate import Candidate, Flags
    from equipment_catalog.motor_inputs import Floats


def load_by_slip(machines: pd.DataFrame, efficiency: Floats, frequency_hz: int) -> Candidate:
    """Return the load that the speed tells, slip corrected for the voltage where it is known."""
    rpm, nameplate_rpm, volts, rated_v = (
        number(machines, "measured_rpm"),
        number(machines, "rated_rpm"),
        number(machines, "measured_v"),
        number(machines, "rated_v"),
    )
    turns = is_motor(machines) & (machines["supply"] != "dc").to_numpy() & ~has_drive(machines)
    read = turns & ~np.isnan(rpm)
    load, sigma = np.full(len(machines), np.nan), np.full(len(machines), np.nan)
    if not read.any():
        return candidate("slip", load, sigma, read, by_efficiency=False)
    poles = machines["poles"].to_numpy(float)[read]
    field = np.asarray(synchronous_rpm(poles, frequency_hz))
    named = ~np.isnan(nameplate_rpm[read])
    typical = full_load_rpm(efficiency[read], poles=poles, frequency_hz=frequency_hz)
    rated = np.where(named, nameplate_rpm[read], typical)
    over_volts = rated_v[read] / volts[read]
    corrected = ~np.isnan(over_volts)
    over_volts = np.where(corrected, over_volts, 1.0)
    slip, full_slip = field - rpm[read], (field - rated) * over_volts**2
    fits = (slip >= 0) & (full_slip > 0) & (slip <= HIGHEST_LOAD * full_slip)
    where = np.flatnonzero(read)[fits]
    load[where] = load_from_slip(
        rpm[where],
        rated_rpm=rated[fits],
        synchronous_rpm=field[fits],
        voltage_v=np.ones(len(where)),
        rated_voltage_v=over_volts[fits],
    )
    sigma[where] = _slip_sigma(load[where], full_slip[fits], named[fits], corrected[fits])
    return candidate("slip", load, sigma, read, by_efficiency=False)


def _slip_sigma(load: Floats, full_slip: Floats, named: Flags, corrected: Flags) -> Floats:
    """Return one sigma of a load from slip: rated speed, voltage, and the speed read."""
    of_rated = np.where(named, method_fact("slip"), method_fact("slip_typical_rpm"))
    of_volts = np.where(corrected, 0.0, method_fact("slip_without_voltage"))
    least = np.maximum(load, method_fact("lowest_load"))
    of_reading = method_fact("slip_reading") / (full_slip * least)
    return np.asarray(np.sqrt(of_rated**2 + of_volts**2 + of_reading**2))


def load_by_current(machines: pd.DataFrame, alone: Flags) -> Candidate:
    """Return the load that the amps tell, from half load up."""
    amps, rated_a, volts, rated_v = (
        number(machines, "measured_a"),
        number(machines, "rated_a"),
        number(machines, "measured_v"),
        number(machines, "rated_v"),
    )
    ratio = volts / rated_v
    corrected = ~np.isnan(ratio)
    ratio = np.where(corrected, ratio, 1.0)
    rough = amps / rated_a * ratio
    read = is_motor(machines) & ~has_drive(machines) & alone & ~np.isnan(rough)
    usable = read & (rough >= LOWEST_LOAD_FROM_CURRENT) & (rough <= HIGHEST_LOAD)
    load = np.full(len(machines), np.nan)
    load[usable] = load_from_current(
        amps[usable],
        rated_amps=rated_a[usable],
        voltage_v=ratio[usable],
        rated_voltage_v=np.ones(usable.sum()),
    )
    uncorrected = np.where(corrected, 0.0, method_fact("current_without_voltage"))
    sigma = np.asarray(np.hypot(method_fact("current"), uncorrected), dtype=float)
    return candidate("current", load, sigma, read, by_efficiency=False)
