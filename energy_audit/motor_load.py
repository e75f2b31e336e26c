"""Load of a motor from what can be measured at it: input power, speed or current."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.motor_inputs import (
    POLES,
    Floats,
    open_fractions,
    positions,
    positive,
    refuse,
    scalar_or_array,
)
from equipment_catalog.motor_part_load import HIGHEST_LOAD, loss_shares
from equipment_catalog.motor_speed import rated_and_synchronous

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

LOWEST_LOAD_FROM_CURRENT = 0.5
"""Below half load the current is mostly magnetising; DOE, Determining Electric Motor Load."""
ROUNDING = 1e-9
"""A load this far out of range is a rounding error, not a wrong measurement."""


def load_from_input_power(
    input_kw: ArrayLike,
    *,
    rated_kw: ArrayLike,
    nominal_fraction: ArrayLike,
    poles: ArrayLike = 4,
) -> float | Floats:
    """Return the load at which a motor draws the measured electrical power.

    Shaft power plus losses equals input, which is a quadratic in the load as the losses are
    (`equipment_catalog.motor_part_load`); its positive root is the load.

    Parameters
    ----------
    input_kw
        Measured electrical power, kW.
    rated_kw
        Shaft power on the nameplate, kW.
    nominal_fraction
        Efficiency at full load, fraction.
    poles
        2, 4, 6 or 8.

    Returns
    -------
    float or ndarray
        Shaft power over rated power, fraction; 0 if only the no-load losses are drawn.

    Raises
    ------
    InputError
        For a power below the motor's no-load losses or above its input at 1.5 times full load,
        or missing values: the nameplate, the efficiency or the reading is then wrong.

    Examples
    --------
    >>> round(load_from_input_power(10.0, rated_kw=9.0, nominal_fraction=0.9), 9)
    1.0

    Notes
    -----
    DOE fact sheet Determining Electric Motor Load and Efficiency, input power method, with the
    efficiency at the load instead of that at full load.
    """
    positions("poles", poles, POLES)
    drawn = positive("input_kw", input_kw, unit="kW")
    kw = positive("rated_kw", rated_kw, unit="kW")
    lost = 1 / open_fractions("nominal_fraction", nominal_fraction) - 1
    constant, linear, quadratic = loss_shares(rated_kw)
    surplus = drawn / kw - lost * constant
    allowed = message("at least the no-load losses of the motor (kW)")
    refuse("input_kw", drawn, wrong=surplus < -ROUNDING, allowed=allowed)
    slope, bend = 1 + lost * linear, lost * quadratic
    surplus = np.maximum(surplus, 0)
    load = 2 * surplus / (slope + np.sqrt(slope**2 + 4 * bend * surplus))
    return _in_range(load, "input_kw", drawn)


def load_from_slip(
    rpm: ArrayLike,
    *,
    rated_rpm: ArrayLike,
    synchronous_rpm: ArrayLike,
    voltage_v: ArrayLike | None = None,
    rated_voltage_v: ArrayLike | None = None,
) -> float | Floats:
    """Return the load from the measured speed, slip being linear in load.

    Slip also grows with (rated voltage / voltage) squared, which is taken out where both voltages
    are given. Nameplate slip may be off by 20 %, and so may the load: a first look, not a proof.

    Parameters
    ----------
    rpm
        Measured speed, rpm.
    rated_rpm
        Speed at full load on the nameplate, rpm.
    synchronous_rpm
        Speed of the rotating field, rpm.
    voltage_v, rated_voltage_v
        Mean line voltage while measuring and on the nameplate, V; both or neither.

    Returns
    -------
    float or ndarray
        Shaft power over rated power, fraction; 0 at synchronous speed.

    Raises
    ------
    InputError
        For a speed above the synchronous one or so low that the load would exceed 1.5, a rated
        speed without slip, one voltage without the other, or missing values.

    Examples
    --------
    >>> load_from_slip(1770, rated_rpm=1750, synchronous_rpm=1800)
    0.6

    Notes
    -----
    DOE fact sheet Determining Electric Motor Load and Efficiency, slip method and its voltage
    correction: load = (Ss - S) / ((Ss - Sr) (Vr / V)^2).
    """
    rated, synchronous = rated_and_synchronous(rated_rpm, synchronous_rpm)
    speed = positive("rpm", rpm, unit="rpm")
    allowed = message("a speed up to the synchronous speed")
    refuse("rpm", speed, wrong=speed > synchronous, allowed=allowed)
    correction = _slip_correction(voltage_v, rated_voltage_v)
    return _in_range((synchronous - speed) / ((synchronous - rated) * correction), "rpm", speed)


def load_from_current(
    amps: ArrayLike,
    *,
    rated_amps: ArrayLike,
    voltage_v: ArrayLike,
    rated_voltage_v: ArrayLike,
) -> float | Floats:
    """Return the load from the measured current, for motors loaded by half or more.

    Parameters
    ----------
    amps
        Mean line current, A.
    rated_amps
        Full-load current on the nameplate, A.
    voltage_v, rated_voltage_v
        Mean line voltage while measuring and on the nameplate, V.

    Returns
    -------
    float or ndarray
        Shaft power over rated power, fraction.

    Raises
    ------
    InputError
        If the estimate is below 0.5, where the magnetising current hides the load (measure the
        input power instead), or above 1.5; for missing values or values not above zero.

    Examples
    --------
    >>> round(load_from_current(35, rated_amps=50, voltage_v=440, rated_voltage_v=460), 3)
    0.67

    Notes
    -----
    DOE fact sheet Determining Electric Motor Load and Efficiency, line current method:
    load = (I / Ir) (V / Vr).
    """
    current = positive("amps", amps, unit="A")
    of_rated_current = current / positive("rated_amps", rated_amps, unit="A")
    of_rated_voltage = positive("voltage_v", voltage_v, unit="V") / positive(
        "rated_voltage_v", rated_voltage_v, unit="V"
    )
    load = np.asarray(of_rated_current * of_rated_voltage)
    allowed = message("a current that means at least half load; below it measure the input power")
    refuse("amps", current, wrong=load < LOWEST_LOAD_FROM_CURRENT - ROUNDING, allowed=allowed)
    return _in_range(load, "amps", current)


def _slip_correction(voltage_v: ArrayLike | None, rated_voltage_v: ArrayLike | None) -> Floats:
    """Return (rated voltage / voltage) squared, or 1 if no voltage was measured."""
    if voltage_v is None and rated_voltage_v is None:
        return np.ones(())
    if voltage_v is None or rated_voltage_v is None:
        missing = "voltage_v" if voltage_v is None else "rated_voltage_v"
        raise InputError.of(missing, None, allowed=message("both voltages or neither"))
    ratio = positive("rated_voltage_v", rated_voltage_v, unit="V") / positive(
        "voltage_v", voltage_v, unit="V"
    )
    return np.asarray(ratio**2)


def _in_range(load: Floats, field: str, measured: Floats) -> float | Floats:
    """Return the load, or refuse measurements that mean more than the highest load."""
    column = np.asarray(load)
    allowed = message("a value that means a load up to {high:g}", high=HIGHEST_LOAD)
    refuse(field, measured, wrong=column > HIGHEST_LOAD + ROUNDING, allowed=allowed)
    return scalar_or_array(np.minimum(column, HIGHEST_LOAD))
