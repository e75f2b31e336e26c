"""Compressed air: what thin air, pressure, leaks and control do to a compressor's power."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.motor_inputs import Floats, numbers, positive, scalar_or_array
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

SEA_LEVEL_BAR = 1.01325
"""Standard atmosphere."""
HEAT_RATIO = 1.4
"""Ratio of the specific heats of a gas of two atoms, in which air chokes."""
GAS_CONSTANT = 287.05
"""Gas constant of dry air [J/kg K]."""
FREEZING_K = 273.15
SECONDS_A_MINUTE = 60

air_fact = partial(read_fact, "equipment_catalog", "data/compressed_air.csv")


def atmospheric_pressure_bar(altitude_m: ArrayLike) -> float | Floats:
    """Return the pressure of the standard atmosphere at a height above the sea.

    Parameters
    ----------
    altitude_m
        Height [m], -500 to 6000.

    Returns
    -------
    float or ndarray
        Absolute pressure [bar].

    Raises
    ------
    InputError
        For a height out of range or missing.

    Examples
    --------
    >>> atmospheric_pressure_bar([0, 2500, 3500]).round(3).tolist()
    [1.013, 0.747, 0.658]

    Notes
    -----
    ISO 2533 up to 11 km: ``101.325 (1 - 2.25577e-5 h)^5.25588`` kPa.
    """
    height = numbers("altitude_m", altitude_m, low=-500, high=6000, unit="m")
    return scalar_or_array(np.asarray(SEA_LEVEL_BAR * (1 - 2.25577e-5 * height) ** 5.25588))


def delivered_mass_fraction(altitude_m: ArrayLike) -> float | Floats:
    """Return the mass of air a compressor delivers at a height, over that at sea level.

    A displacement compressor takes in the same volume everywhere, and thin air weighs less; a
    drill that needs a mass of air needs so much more compressor.

    Parameters
    ----------
    altitude_m
        Height [m], -500 to 6000.

    Raises
    ------
    InputError
        For a height out of range or missing.

    Examples
    --------
    >>> round(delivered_mass_fraction(3500), 2)
    0.65

    Notes
    -----
    Ratio of the atmospheric pressures at the same temperature; ISO 2533.
    """
    pressure = np.asarray(atmospheric_pressure_bar(altitude_m))
    return scalar_or_array(pressure / SEA_LEVEL_BAR)


def power_ratio_of_pressure(
    pressure_bar: ArrayLike, needed_pressure_bar: ArrayLike, *, altitude_m: ArrayLike = 0.0
) -> float | Floats:
    """Return the power of a loaded compressor at another pressure over that at the present one.

    Parameters
    ----------
    pressure_bar
        Present gauge pressure [bar], above 0.
    needed_pressure_bar
        Other gauge pressure [bar], above 0.
    altitude_m
        Height above the sea [m].

    Returns
    -------
    float or ndarray
        Fraction; 1 where both pressures are equal.

    Raises
    ------
    InputError
        For a pressure not above zero, a height out of range, or a missing value.

    Examples
    --------
    >>> psi = 0.0689476
    >>> round(power_ratio_of_pressure(100 * psi, 90 * psi), 4)
    0.9422

    Notes
    -----
    Isentropic work of the same volume drawn in, ``[((p2 + pa) / pa)^c - 1] / [((p1 + pa) / pa)^c
    - 1]``, c = 0.395 / 1.395: the formula of MEASUR (US DOE), with the site's own atmosphere.
    """
    atmosphere = np.asarray(atmospheric_pressure_bar(altitude_m))
    heat_ratio = air_fact("compression_exponent").value
    exponent = (heat_ratio - 1) / heat_ratio
    now, needed = (
        ((gauge + atmosphere) / atmosphere) ** exponent - 1
        for gauge in (
            positive("pressure_bar", pressure_bar, unit="bar"),
            positive("needed_pressure_bar", needed_pressure_bar, unit="bar"),
        )
    )
    return scalar_or_array(np.asarray(needed / now))


def leak_flow_m3_min(
    diameter_mm: ArrayLike,
    pressure_bar: ArrayLike,
    *,
    discharge_coefficient: ArrayLike,
    altitude_m: ArrayLike = 0.0,
    air_c: ArrayLike = 20.0,
) -> float | Floats:
    """Return the free air that escapes through a hole, choked as at any working pressure.

    Parameters
    ----------
    diameter_mm
        Diameter of the hole [mm], above 0.
    pressure_bar
        Gauge pressure in the line [bar], 1 to 20; below about 0.9 bar the flow would not choke.
    discharge_coefficient
        Flow over that of an ideal nozzle, fraction: about 0.6 sharp-edged, 0.97 rounded.
    altitude_m
        Height above the sea [m].
    air_c
        Temperature of the air in the line and outside [degC], -40 to 120.

    Returns
    -------
    float or ndarray
        Volume at the pressure of the site's atmosphere [m3/min].

    Raises
    ------
    InputError
        For a value out of its range or missing.

    Examples
    --------
    >>> quarter_inch = leak_flow_m3_min(6.35, 6.8948, discharge_coefficient=1, air_c=21.1)
    >>> round(quarter_inch / 0.0283168, 1)  # cubic feet a minute
    104.2

    Notes
    -----
    Isentropic flow of a perfect gas at the speed of sound in the throat, as in the orifice method
    of MEASUR (US DOE).
    """
    area_m2 = math.pi / 4 * (positive("diameter_mm", diameter_mm, unit="mm") / 1000) ** 2
    line_bar = numbers("pressure_bar", pressure_bar, low=1, high=20, unit="bar")
    share = numbers("discharge_coefficient", discharge_coefficient, low=0, high=1, unit="fraction")
    kelvin = numbers("air_c", air_c, low=-40, high=120, unit="degC") + FREEZING_K
    atmosphere = np.asarray(atmospheric_pressure_bar(altitude_m))
    sound_m_s = np.sqrt(HEAT_RATIO * GAS_CONSTANT * kelvin)
    choked = (2 / (HEAT_RATIO + 1)) ** ((HEAT_RATIO + 1) / (2 * (HEAT_RATIO - 1)))
    compression = (line_bar + atmosphere) / atmosphere
    flow_m3_s = share * area_m2 * sound_m_s * choked * compression
    return scalar_or_array(np.asarray(flow_m3_s * SECONDS_A_MINUTE))


def leak_flow_from_bag_m3_min(bag_m3: ArrayLike, seconds: ArrayLike) -> float | Floats:
    """Return the free air that fills a bag held over a leak.

    Parameters
    ----------
    bag_m3
        Volume of the bag [m3], above 0.
    seconds
        Time it takes to fill [s], above 0.

    Raises
    ------
    InputError
        For a value not above zero or missing.

    Examples
    --------
    >>> round(leak_flow_from_bag_m3_min(0.0193057, 12), 4)
    0.0965

    Notes
    -----
    Volume over time: the bag method of MEASUR (US DOE).
    """
    volume, time = positive("bag_m3", bag_m3, unit="m3"), positive("seconds", seconds, unit="s")
    return scalar_or_array(np.asarray(volume / time * SECONDS_A_MINUTE))
