"""Capacitor banks: how much reactive power a load needs, which bank there is for it, its steps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.motor_inputs import numbers, positive, scalar_or_array
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from equipment_catalog.motor_inputs import Floats

W_PER_KW = 1000

capacitor_fact = partial(read_fact, "equipment_catalog", "data/capacitor_facts.csv")


def reactive_share(power_factor: ArrayLike) -> float | Floats:
    """Return reactive over active power, the tangent of phi.

    Parameters
    ----------
    power_factor
        Fraction above 0 up to 1, at which the share is 0.

    Raises
    ------
    InputError
        For a missing power factor or one outside 0.01 to 1.

    Examples
    --------
    >>> round(reactive_share(0.8), 6)
    0.75
    """
    factor = numbers("power_factor", power_factor, low=0.01, high=1, unit="fraction")
    return scalar_or_array(np.sqrt(1 / factor**2 - 1))


def correction_kvar(
    active_kw: ArrayLike, *, power_factor: ArrayLike, target_power_factor: ArrayLike
) -> float | Floats:
    """Return the capacitors that raise the power factor of a load to a target.

    Parameters
    ----------
    active_kw
        Active power [kW]; at 0 nothing is needed.
    power_factor, target_power_factor
        Lagging, as fractions.

    Returns
    -------
    float or ndarray
        Capacitors [kvar]; 0 where the power factor meets the target already.

    Raises
    ------
    InputError
        For negative or missing power, a power factor outside 0.01 to 1.

    Examples
    --------
    >>> round(correction_kvar(100, power_factor=0.8, target_power_factor=0.95), 2)
    42.13

    Notes
    -----
    ``Qc = P (tan phi1 - tan phi2)``, as MEASUR's power factor correction.
    """
    active = numbers("active_kw", active_kw, low=0, high=np.inf, unit="kW")
    before, after = reactive_share(power_factor), reactive_share(target_power_factor)
    return scalar_or_array(active * np.maximum(0.0, np.asarray(before) - np.asarray(after)))


def fixed_banks_kvar(limit_kvar: float) -> Floats:
    """Return the ratings of all banks of standard units within a limit, none below the smallest.

    Raises
    ------
    InputError
        For a missing or negative limit.

    Examples
    --------
    >>> fixed_banks_kvar(11.0).tolist(), fixed_banks_kvar(4.9).tolist()
    ([5.0, 7.5, 10.0], [])

    Notes
    -----
    Units of data/capacitor_units.csv; they and their sums are multiples of their increment.
    """
    limit = numbers("limit_kvar", limit_kvar, low=0, high=np.inf, unit="kvar").item()
    units = _units_kvar()
    increment = np.diff(units).min()
    multiples: Floats = np.arange(1.0, np.floor(limit / increment) + 1.0) * increment
    banks: Floats = multiples[multiples >= units[0]]
    return banks


def stepped_bank_kvar(needed_kvar: float) -> float:
    """Return the smallest bank of equal steps that covers a need, 0 where nothing is needed.

    Raises
    ------
    InputError
        For a missing or negative need.

    Examples
    --------
    >>> [stepped_bank_kvar(need) for need in (0, 3, 42, 700)]
    [0.0, 5.0, 45.0, 700.0]

    Notes
    -----
    The smallest unit of data/capacitor_units.csv that needs no more than the usual number of
    steps; the largest unit where all need more.
    """
    needed = numbers("needed_kvar", needed_kvar, low=0, high=np.inf, unit="kvar").item()
    if needed == 0:
        return 0.0
    step = _unit_for_bank(needed)
    return float(np.ceil(needed / step) * step)


def bank_step_kvar(rated_kvar: float) -> float:
    """Return the step in which a bank of a rating is likely to switch.

    Raises
    ------
    InputError
        For a rating that is missing or not above 0.

    Examples
    --------
    >>> [bank_step_kvar(rating) for rating in (45, 60, 40, 2)]
    [7.5, 10.0, 8.0, 2.0]

    Notes
    -----
    Equal steps, as near as they come to the unit `stepped_bank_kvar` would have taken.
    """
    rating = positive("rated_kvar", rated_kvar, unit="kvar").item()
    steps = max(1.0, np.round(rating / _unit_for_bank(rating)))
    return float(rating / steps)


def bank_loss_kw(fed_kvar: ArrayLike) -> float | Floats:
    """Return what capacitors lose while they feed reactive power [kW]; nothing when switched off.

    Raises
    ------
    InputError
        For missing or negative reactive power.

    Examples
    --------
    >>> bank_loss_kw(100)
    0.05
    """
    fed = numbers("fed_kvar", fed_kvar, low=0, high=np.inf, unit="kvar")
    return scalar_or_array(fed * capacitor_fact("loss_w_per_kvar").value / W_PER_KW)


def _unit_for_bank(rated_kvar: float) -> float:
    units = _units_kvar()
    enough = np.ceil(rated_kvar / units) <= capacitor_fact("most_steps").value
    return float(units[enough.argmax()] if enough.any() else units[-1])


def _units_kvar() -> Floats:
    table = read_facts("equipment_catalog", "data/capacitor_units.csv")
    return np.sort(table["rated_kvar"].to_numpy(float))
