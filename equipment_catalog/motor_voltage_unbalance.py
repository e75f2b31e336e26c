"""What unequal line voltages do to a three-phase motor: more losses, less usable power."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.motor_inputs import Floats, numbers, open_fractions, scalar_or_array
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FACTS = "data/voltage_unbalance_facts.csv"


def unbalanced_efficiency(
    nominal_fraction: ArrayLike, voltage_unbalance_fraction: ArrayLike
) -> float | Floats:
    """Return the full-load efficiency of a motor on unequal line voltages.

    Negative-sequence currents heat the motor: its losses grow with the square of the unbalance,
    as its temperature rise does. Equal voltages leave the efficiency as it is.

    Parameters
    ----------
    nominal_fraction
        Efficiency at full load on equal voltages, fraction.
    voltage_unbalance_fraction
        Largest deviation of a line voltage from their mean, over the mean, 0 to 0.2.

    Returns
    -------
    float or ndarray
        Efficiency at full load, fraction.

    Raises
    ------
    InputError
        For an efficiency that is no fraction, an unbalance out of range, missing values.

    Examples
    --------
    >>> round(unbalanced_efficiency(0.9, 0.02), 4)
    0.8929
    >>> unbalanced_efficiency(0.9, 0.0)
    0.9

    Notes
    -----
    By hand: 2 % of unbalance, 8 % more losses, 0.9 / (0.9 + 0.1 x 1.08). The rule is from memory,
    data/voltage_unbalance_facts.csv.
    """
    nominal = open_fractions("nominal_fraction", nominal_fraction)
    unbalance = _unbalance(voltage_unbalance_fraction)
    rise = read_fact("equipment_catalog", FACTS, "loss_rise_per_square").value
    lost = (1 - nominal) * (1 + rise * unbalance**2)
    return scalar_or_array(np.where(unbalance > 0, nominal / (nominal + lost), nominal))


def unbalance_derate(voltage_unbalance_fraction: ArrayLike) -> float | Floats:
    """Return the share of its rating that a motor may give on unequal line voltages.

    Parameters
    ----------
    voltage_unbalance_fraction
        Largest deviation of a line voltage from their mean, over the mean, 0 to 0.2.

    Returns
    -------
    float or ndarray
        Usable over rated power, fraction; 1 up to 1 % of unbalance, and 0 beyond 5 %, where a
        motor should not run.

    Raises
    ------
    InputError
        For an unbalance out of range or missing.

    Examples
    --------
    >>> unbalance_derate([0.0, 0.025, 0.05, 0.06]).round(3).tolist()
    [1.0, 0.915, 0.75, 0.0]

    Notes
    -----
    NEMA MG1 14.36, from memory, data/voltage_unbalance_derating.csv; straight between its points.
    """
    unbalance = _unbalance(voltage_unbalance_fraction)
    table = read_facts("equipment_catalog", "data/voltage_unbalance_derating.csv")
    nodes = table["voltage_unbalance_fraction"].to_numpy(float)
    usable = np.interp(unbalance, nodes, table["value"].to_numpy(float))
    highest = read_fact("equipment_catalog", FACTS, "highest_unbalance").value
    return scalar_or_array(np.where(unbalance > highest, 0.0, usable))


def _unbalance(voltage_unbalance_fraction: ArrayLike) -> Floats:
    return numbers(
        "voltage_unbalance_fraction", voltage_unbalance_fraction, low=0, high=0.2, unit="fraction"
    )
