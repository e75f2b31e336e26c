"""Motors without a class table: single-phase motors, and motors on direct current."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.motor_inputs import Floats, positive, scalar_or_array
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def single_phase_efficiency(rated_kw: ArrayLike) -> float | Floats:
    """Return a typical full-load efficiency of a single-phase motor.

    Parameters
    ----------
    rated_kw
        Shaft power on the nameplate [kW]; below 0.12 and above 7.5 kW the end values are kept.

    Returns
    -------
    float or ndarray
        Efficiency, fraction.

    Raises
    ------
    InputError
        For a power that is missing or not above zero.

    Examples
    --------
    >>> single_phase_efficiency([0.01, 1.5, 22]).tolist()
    [0.45, 0.75, 0.84]

    Notes
    -----
    data/motor_other_supplies.csv, from memory; interpolated over the logarithm of the power.
    """
    return _typical("single_phase", "efficiency", rated_kw)


def single_phase_power_factor(rated_kw: ArrayLike) -> float | Floats:
    """Return a typical full-load power factor of a single-phase motor.

    Parameters
    ----------
    rated_kw
        Shaft power on the nameplate [kW]; below 0.12 and above 7.5 kW the end values are kept.

    Returns
    -------
    float or ndarray
        Power factor, fraction, lagging.

    Raises
    ------
    InputError
        For a power that is missing or not above zero.

    Examples
    --------
    >>> single_phase_power_factor(2.2)
    0.76

    Notes
    -----
    data/motor_other_supplies.csv, from memory; interpolated over the logarithm of the power.
    """
    return _typical("single_phase", "power_factor", rated_kw)


def dc_efficiency(rated_kw: ArrayLike) -> float | Floats:
    """Return a typical full-load efficiency of a motor on direct current.

    Parameters
    ----------
    rated_kw
        Shaft power on the nameplate [kW]; below 0.75 and above 300 kW the end values are kept.

    Returns
    -------
    float or ndarray
        Efficiency with the excitation and without the rectifier, fraction.

    Raises
    ------
    InputError
        For a power that is missing or not above zero.

    Examples
    --------
    >>> dc_efficiency(7.5)
    0.85

    Notes
    -----
    data/motor_other_supplies.csv, from memory; interpolated over the logarithm of the power.
    """
    return _typical("dc", "efficiency", rated_kw)


def _typical(supply: str, key: str, rated_kw: ArrayLike) -> float | Floats:
    nodes_log_kw, values = _nodes(supply, key)
    log_kw = np.log(positive("rated_kw", rated_kw, unit="kW"))
    return scalar_or_array(np.asarray(np.interp(log_kw, nodes_log_kw, values)))


@cache
def _nodes(supply: str, key: str) -> tuple[Floats, Floats]:
    """Return the logarithms of the powers, and the values at them."""
    table = read_facts("equipment_catalog", "data/motor_other_supplies.csv")
    rows = table[(table["supply"] == supply) & (table["key"] == key)].sort_values("rated_kw")
    return np.log(rows["rated_kw"].to_numpy(float)), rows["value"].to_numpy(float)
