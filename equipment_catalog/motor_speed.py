"""Speed of an induction motor: synchronous, at full load, at part load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from equipment_catalog.motor_inputs import (
    POLES,
    Floats,
    numbers,
    open_fractions,
    positions,
    positive,
    refuse,
    scalar_or_array,
)
from equipment_catalog.motor_part_load import HIGHEST_LOAD
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def synchronous_rpm(poles: ArrayLike, frequency_hz: ArrayLike = 60) -> float | Floats:
    """Return the speed of the rotating field, 120 f / p.

    Parameters
    ----------
    poles
        2, 4, 6 or 8.
    frequency_hz
        Frequency at the terminals, Hz; below the line's behind a drive.

    Returns
    -------
    float or ndarray
        Speed, rpm.

    Raises
    ------
    InputError
        For another pole count or a frequency not above zero.

    Examples
    --------
    >>> synchronous_rpm(4, 60)
    1800.0

    Notes
    -----
    IEC 60034-1: a field with p poles turns f / (p / 2) times a second.
    """
    count = np.asarray(POLES)[positions("poles", poles, POLES)]
    frequency = positive("frequency_hz", frequency_hz, unit="Hz")
    return scalar_or_array(np.asarray(120 * frequency / count))


def full_load_rpm(
    nominal_fraction: ArrayLike, *, poles: ArrayLike, frequency_hz: ArrayLike = 60
) -> float | Floats:
    """Return an estimate of the rated speed of a motor whose nameplate does not tell it.

    The heat of the rotor is slip / (1 - slip) of the shaft power, and is taken to be a fixed
    share of all losses; so a better motor slips less and turns faster. Eight catalogue motors
    lie within 1.3 % of the estimate. Use the nameplate where there is one.

    Parameters
    ----------
    nominal_fraction
        Efficiency at full load, fraction.
    poles
        2, 4, 6 or 8.
    frequency_hz
        Line frequency, Hz.

    Returns
    -------
    float or ndarray
        Speed, rpm, below the synchronous speed.

    Raises
    ------
    InputError
        For an efficiency that is no fraction, or as `synchronous_rpm`.

    Examples
    --------
    >>> round(full_load_rpm(0.917, poles=4, frequency_hz=60))
    1768

    Notes
    -----
    The share is the fact rotor_share_of_losses of data/motor_facts.csv, from memory.
    """
    nominal = open_fractions("nominal_fraction", nominal_fraction)
    share = read_fact("equipment_catalog", "data/motor_facts.csv", "rotor_share_of_losses").value
    rotor_over_shaft = share * (1 / nominal - 1)
    slip = rotor_over_shaft / (1 + rotor_over_shaft)
    return scalar_or_array(np.asarray(synchronous_rpm(poles, frequency_hz) * (1 - slip)))


def rpm_at_load(
    load_fraction: ArrayLike, *, rated_rpm: ArrayLike, synchronous_rpm: ArrayLike
) -> float | Floats:
    """Return the speed at a share of the rated shaft power, slip being linear in load.

    Parameters
    ----------
    load_fraction
        Shaft power over rated power, 0 to 1.5; at 0 the motor turns at synchronous speed.
    rated_rpm
        Speed at full load, rpm, from the nameplate or `full_load_rpm`.
    synchronous_rpm
        Speed of the rotating field, rpm.

    Returns
    -------
    float or ndarray
        Speed, rpm.

    Raises
    ------
    InputError
        For a load out of range or a rated speed not below the synchronous one.

    Examples
    --------
    >>> rpm_at_load(0.5, rated_rpm=1750, synchronous_rpm=1800)
    1775.0

    Notes
    -----
    The slip method of DOE, Determining Electric Motor Load and Efficiency, turned round.
    """
    load = numbers("load_fraction", load_fraction, low=0, high=HIGHEST_LOAD, unit="fraction")
    rated, synchronous = rated_and_synchronous(rated_rpm, synchronous_rpm)
    return scalar_or_array(np.asarray(synchronous - (synchronous - rated) * load))


def rated_and_synchronous(
    rated_rpm: ArrayLike, synchronous_rpm: ArrayLike
) -> tuple[Floats, Floats]:
    """Return both speeds, rpm, the rated one being below the synchronous one.

    Raises
    ------
    InputError
        For speeds that are missing or not above zero, or a rated speed that leaves no slip.

    Examples
    --------
    >>> [speed.item() for speed in rated_and_synchronous(1750, 1800)]
    [1750.0, 1800.0]
    """
    rated = positive("rated_rpm", rated_rpm, unit="rpm")
    synchronous = positive("synchronous_rpm", synchronous_rpm, unit="rpm")
    rated, synchronous = np.broadcast_arrays(rated, synchronous)
    allowed = message("a speed below the synchronous speed")
    refuse("rated_rpm", rated, wrong=rated >= synchronous, allowed=allowed)
    return rated, synchronous
