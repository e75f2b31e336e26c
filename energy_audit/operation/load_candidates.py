"""What each kind of evidence says about the load of each machine, and how far it may be off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from energy_audit.motor_load import load_from_input_power
from energy_audit.operation.line_power import line_kw
from energy_audit.operation.load_by_speed import load_by_current, load_by_slip
from energy_audit.operation.load_candidate import (
    candidate,
    has_drive,
    is_motor,
    method_fact,
    number,
)
from equipment_catalog.drives import drive_efficiency
from equipment_catalog.motor_part_load import HIGHEST_LOAD
from equipment_catalog.motors import input_kw_at_load

if TYPE_CHECKING:
    import pandas as pd

    from energy_audit.operation.load_candidate import Candidate
    from equipment_catalog.motor_inputs import Floats

DRIVE_ROUNDS = 50
"""Near an eighth of full load, at worst, each round leaves 0.7 of the error in a drive's load."""


def load_candidates(
    machines: pd.DataFrame, efficiency: Floats, *, frequency_hz: int
) -> tuple[Candidate, ...]:
    """Return every kind of evidence for the load, best kind first.

    Parameters
    ----------
    machines
        Rows of an inventory that draw power: no transformers, no capacitors.
    efficiency
        Full-load efficiency on the voltages as they are, fraction; 1 for what is not a motor.
    frequency_hz
        Frequency of the supply [Hz].

    Returns
    -------
    tuple of Candidate
        Input power; volts, amps and power factor; slip; current (where the amps do not serve the
        input power already); the load fraction given. Behind a drive, speed and current of the
        line tell nothing.

    Notes
    -----
    US DOE fact sheet Determining Electric Motor Load and Efficiency; uncertainties:
    data/load_methods.csv.
    """
    volts, amps, factor = (
        number(machines, "measured_v"),
        number(machines, "measured_a"),
        number(machines, "measured_power_factor"),
    )
    supply = machines["supply"].to_numpy(object)
    by_volts = line_kw(volts, amps, factor, supply=supply)
    return (
        _by_input("input_power", number(machines, "measured_kw"), machines, efficiency),
        _by_input("volts_amps", by_volts, machines, efficiency),
        load_by_slip(machines, efficiency, frequency_hz),
        load_by_current(machines, np.isnan(by_volts)),
        _stated(machines),
    )


def _by_input(
    method: str, line_power_kw: Floats, machines: pd.DataFrame, efficiency: Floats
) -> Candidate:
    """Return the load at which a machine draws the power read at its line.

    A motor that draws a little less than the no-load losses of the model has no load.
    """
    motor, drive = is_motor(machines), has_drive(machines)
    rated_kw = number(machines, "rated_kw")
    drawn = line_power_kw.copy()
    if drive.any():
        full_kw = rated_kw[drive] / efficiency[drive]
        drawn[drive] = _behind_drive(drawn[drive], full_kw, rated_kw[drive])
    read = ~np.isnan(drawn)
    usable = read & (drawn <= HIGHEST_LOAD * rated_kw) & ~motor
    least, most = (
        input_kw_at_load(efficiency[motor], load, rated_kw=rated_kw[motor])
        for load in (0.0, HIGHEST_LOAD)
    )
    lowest = method_fact("least_no_load_share") * np.asarray(least)
    usable[motor] = read[motor] & (drawn[motor] >= lowest) & (drawn[motor] <= most)
    drawn[motor] = np.maximum(drawn[motor], least)
    load = np.where(usable & ~motor, drawn / rated_kw, np.nan)
    solved = usable & motor
    load[solved] = load_from_input_power(
        drawn[solved], rated_kw=rated_kw[solved], nominal_fraction=efficiency[solved]
    )
    sigma = np.full(len(machines), method_fact(method))
    return candidate(method, load, sigma, read, by_efficiency=True)


def _behind_drive(line_power_kw: Floats, full_kw: Floats, rated_kw: Floats) -> Floats:
    """Return what a drive feeds its motor when it draws a power; missing where none was read."""
    read = ~np.isnan(line_power_kw)
    fed = line_power_kw.copy()
    for _ in range(DRIVE_ROUNDS):
        share = np.minimum(fed[read] / full_kw[read], HIGHEST_LOAD)
        fed[read] = line_power_kw[read] * drive_efficiency(rated_kw[read], share)
    return fed


def _stated(machines: pd.DataFrame) -> Candidate:
    """Return the load fraction of the inventory, as sure as its evidence."""
    load = number(machines, "load_fraction")
    own, shared = machines["load_evidence"], machines["evidence"]
    sigmas = {
        word: method_fact(f"stated_{word}") for word in ("measured", "nameplate", "estimated")
    }
    sigma = np.asarray(own.where(own != "", shared).map(sigmas), dtype=np.float64)
    return candidate("stated", load, sigma, ~np.isnan(load), by_efficiency=False)
