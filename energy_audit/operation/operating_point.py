"""Where each machine runs: shaft power, efficiency at its load, electric input, reactive power."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energy_audit.columns import columns_of, cut
from energy_audit.operation import (
    full_load_efficiency,
    full_load_power_factor,
    unbalanced_motors,
)
from energy_audit.operation.full_load_efficiency import evidence_of_columns
from energy_audit.operation.full_load_power_factor import full_load_power_factors
from energy_audit.operation.unbalanced_motors import efficiency_as_found
from energy_audit.places import of_places
from equipment_catalog.drives import drive_efficiency
from equipment_catalog.motor_inputs import numbers, positive
from equipment_catalog.motor_part_load import HIGHEST_LOAD
from equipment_catalog.motors import input_kw_at_load, kvar_at_load

if TYPE_CHECKING:
    from energy_audit.columns import Columns, Flags
    from energy_audit.conditions import Conditions
    from equipment_catalog.motor_inputs import Floats

WITHOUT_LOAD = ("transformer", "capacitor")
"""Kinds that draw nothing by themselves: they answer to the load of their meter."""
INDUCTION_POLES = 4.0
"""Stands for the poles of motors on direct current, whose losses and power do not ask for them."""
TEXTS = {*full_load_efficiency.TEXTS, *full_load_power_factor.TEXTS, *unbalanced_motors.TEXTS}
NUMBERS = {
    *full_load_efficiency.NUMBERS,
    *full_load_power_factor.NUMBERS,
    *unbalanced_motors.NUMBERS,
    "quantity",
    "load_fraction",
    "loaded_fraction",
    "idle_load_fraction",
}
"""What decides the operating point of a machine, with `TEXTS`."""


@dataclass(frozen=True, kw_only=True)
class _Circuit:
    """Single machines of the lines that draw power, as columns."""

    motor: Flags
    induction: Flags
    drive: Flags
    rated_kw: Floats
    poles: Floats
    nominal: Floats
    power_factor: Floats


def operating_point(machines: pd.DataFrame, *, frequency_hz: int) -> pd.DataFrame:
    """Return how each machine runs when it is on, for all its ``quantity`` together.

    It reads ``load_fraction`` and ``rated_power_factor``, into which
    `energy_audit.operation.load_evidence` turns measurements. An idle load that is empty is none; a
    machine at zero load still draws its no-load losses. Unequal line voltages add losses to motors
    on three phases.

    Parameters
    ----------
    machines
        Rows of an inventory.
    frequency_hz
        Frequency of the supply [Hz].

    Returns
    -------
    DataFrame
        Indexed as the machines: ``full_load_efficiency`` on the voltages as they are and
        ``efficiency_at_load`` (drive included) as fractions, 1 for what is not a motor,
        ``shaft_kw`` useful power under load, ``loaded_kw`` and ``idle_kw`` electric power under
        load and idling, ``input_kw`` and ``kvar`` their means over the hours it is on.
        Transformers and capacitors draw nothing here (`energy_audit.site_equipment`).

    Raises
    ------
    InputError
        For a machine without load or rated power, and as `full_load_efficiency`.
    """
    columns = columns_of(machines, numbers=NUMBERS, texts=TEXTS)
    draws = what_draws(columns)
    rows = cut(columns, draws)
    circuit = _circuit(rows, frequency_hz)
    load = numbers(
        "load_fraction", rows["load_fraction"], low=0, high=HIGHEST_LOAD, unit="fraction"
    )
    idle_load = np.nan_to_num(rows["idle_load_fraction"], nan=0.0)
    (loaded_kw, idle_kw), (loaded_kvar, idle_kvar) = _electric(circuit, np.stack([load, idle_load]))
    share, quantity = rows["loaded_fraction"], rows["quantity"]
    shaft_kw = circuit.rated_kw * load
    points = {
        "full_load_efficiency": circuit.nominal,
        "efficiency_at_load": np.divide(
            shaft_kw, loaded_kw, out=np.zeros(len(load)), where=loaded_kw > 0
        ),
        "shaft_kw": quantity * shaft_kw,
        "loaded_kw": quantity * loaded_kw,
        "idle_kw": quantity * idle_kw,
        "input_kw": quantity * (share * loaded_kw + (1 - share) * idle_kw),
        "kvar": quantity * (share * loaded_kvar + (1 - share) * idle_kvar),
    }
    return _on_all_rows(points, draws, machines.index)


def what_draws(machines: Columns) -> Flags:
    """Return which machines draw power by themselves: all but transformers and capacitors."""
    kind = machines["kind"]
    draws: Flags = np.logical_and.reduce([kind != other for other in WITHOUT_LOAD])
    return draws


def _circuit(rows: Columns, frequency_hz: int) -> _Circuit:
    """Return the columns that decide what a machine draws, worked out once."""
    motor = rows["kind"] == "motor"
    induction = motor & (rows["supply"] != "dc")
    drive = motor & (rows["control"] == "drive")
    found = evidence_of_columns(rows, frequency_hz=frequency_hz)
    return _Circuit(
        motor=motor,
        induction=induction & ~drive,
        drive=drive,
        rated_kw=positive("rated_kw", rows["rated_kw"], unit="kW"),
        poles=np.where(induction, rows["poles"], INDUCTION_POLES),
        nominal=efficiency_as_found(rows, found.efficiency),
        power_factor=full_load_power_factors(rows),
    )


def _electric(circuit: _Circuit, load: Floats) -> tuple[Floats, Floats]:
    """Return the power [kW] and the reactive power [kvar] of one machine of each line.

    The loads have one column a line, and so has what is returned.
    """
    motor, drive, induction = circuit.motor, circuit.drive, circuit.induction
    kw = circuit.rated_kw * load
    kw[:, motor] = input_kw_at_load(
        circuit.nominal[motor], load[:, motor], rated_kw=circuit.rated_kw[motor]
    )
    if drive.any():
        rated_kw = circuit.rated_kw[drive]
        share = kw[:, drive] * circuit.nominal[drive] / rated_kw
        kw[:, drive] = kw[:, drive] / drive_efficiency(rated_kw, share)
    kvar = kw * np.sqrt(1 / circuit.power_factor**2 - 1)
    kvar[:, induction] = kvar_at_load(
        load[:, induction],
        full_load_power_factor=circuit.power_factor[induction],
        nominal_fraction=circuit.nominal[induction],
        rated_kw=circuit.rated_kw[induction],
        poles=circuit.poles[induction],
    )
    return kw, kvar


def _on_all_rows(columns: dict[str, Floats], draws: Flags, index: pd.Index) -> pd.DataFrame:
    """Return the columns with the rows that draw nothing: no power, nothing lost."""
    if draws.all():
        return pd.DataFrame(columns, index=index)
    whole = {}
    for name, values in columns.items():
        whole[name] = np.full(len(draws), 1.0 if name == "full_load_efficiency" else 0.0)
        whole[name][draws] = values
    return pd.DataFrame(whole, index=index)


def running_hours(machines: pd.DataFrame, conditions: Conditions) -> pd.Series:
    """Return the hours a year that each machine is on.

    Parameters
    ----------
    machines
        Rows of an inventory.
    conditions
        Working time and hours of the year.
    """
    open_hours = of_places(machines, lambda *place: float(conditions.shape(*place).sum()))
    hours: pd.Series = machines["hours_per_day"] * open_hours
    return hours
