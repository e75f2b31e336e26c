"""Reactive power and power factor of a motor at any load."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.motor_inputs import (
    POLES,
    Floats,
    numbers,
    open_fractions,
    positions,
    positive,
    scalar_or_array,
)
from equipment_catalog.motor_part_load import HIGHEST_LOAD, input_kw_at_load
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FACTS = "data/motor_facts.csv"


def power_factor_at_load(
    load_fraction: ArrayLike,
    *,
    full_load_power_factor: ArrayLike,
    nominal_fraction: ArrayLike,
    rated_kw: ArrayLike,
    poles: ArrayLike = 4,
) -> float | Floats:
    """Return the displacement power factor at a share of the rated shaft power.

    Parameters
    ----------
    load_fraction
        Shaft power over rated power, 0 to 1.5; at 0 the motor still draws its no-load losses and
        its magnetising power, so the factor is small but above zero.
    full_load_power_factor
        Power factor on the nameplate, or `full_load_power_factor`.
    nominal_fraction
        Efficiency at full load, fraction.
    rated_kw
        Shaft power on the nameplate, kW.
    poles
        2, 4, 6 or 8.

    Returns
    -------
    float or ndarray
        Power factor, fraction, lagging.

    Raises
    ------
    InputError
        For a load out of range, a power factor or efficiency that is no fraction.

    Examples
    --------
    >>> round(power_factor_at_load(
    ...     0.5, full_load_power_factor=0.9, nominal_fraction=0.91, rated_kw=22), 2)
    0.8

    Notes
    -----
    Active power from `input_kw_at_load`, reactive power from `kvar_at_load`. The data sheet of a
    22 kW 4-pole motor with the figures of the example gives 0.79.
    """
    active = input_kw_at_load(nominal_fraction, load_fraction, rated_kw=rated_kw, poles=poles)
    reactive = kvar_at_load(
        load_fraction,
        full_load_power_factor=full_load_power_factor,
        nominal_fraction=nominal_fraction,
        rated_kw=rated_kw,
        poles=poles,
    )
    return scalar_or_array(np.asarray(active / np.hypot(active, reactive)))


def kvar_at_load(
    load_fraction: ArrayLike,
    *,
    full_load_power_factor: ArrayLike,
    nominal_fraction: ArrayLike,
    rated_kw: ArrayLike,
    poles: ArrayLike = 4,
) -> float | Floats:
    """Return the reactive power a motor draws: magnetising power plus leakage with load squared.

    Parameters
    ----------
    load_fraction, full_load_power_factor, nominal_fraction, rated_kw, poles
        As for `power_factor_at_load`.

    Returns
    -------
    float or ndarray
        Reactive power, kvar; at load 0 the magnetising power.

    Raises
    ------
    InputError
        As `power_factor_at_load`.

    Examples
    --------
    >>> round(kvar_at_load(
    ...     1, full_load_power_factor=0.8, nominal_fraction=0.9, rated_kw=9), 2)
    7.5

    Notes
    -----
    kvar(L) = Q0 + (Q1 - Q0) L^2; the share Q0 / Q1 by poles is the fact
    no_load_kvar_share of data/motor_facts.csv, from memory.
    """
    load = numbers("load_fraction", load_fraction, low=0, high=HIGHEST_LOAD, unit="fraction")
    at_full_load = open_fractions("full_load_power_factor", full_load_power_factor)
    full_load_kw = input_kw_at_load(nominal_fraction, 1, rated_kw=rated_kw, poles=poles)
    full_load_kvar = full_load_kw * np.sqrt(1 / at_full_load**2 - 1)
    magnetising = _no_load_kvar_shares()[positions("poles", poles, POLES)]
    return scalar_or_array(np.asarray(full_load_kvar * (magnetising + (1 - magnetising) * load**2)))


def full_load_power_factor_of_reading(
    power_factor: ArrayLike,
    load_fraction: ArrayLike,
    *,
    nominal_fraction: ArrayLike,
    rated_kw: ArrayLike,
    poles: ArrayLike = 4,
) -> float | Floats:
    """Return the full-load power factor of a motor whose power factor was read at a known load.

    Parameters
    ----------
    power_factor
        Power factor read, above 0 and up to 1.
    load_fraction
        Shaft power over rated power while it was read, 0 to 1.5.
    nominal_fraction, rated_kw, poles
        As for `power_factor_at_load`.

    Returns
    -------
    float or ndarray
        Power factor, fraction, with which `power_factor_at_load` gives the reading.

    Raises
    ------
    InputError
        As `power_factor_at_load`.

    Examples
    --------
    >>> at_half = power_factor_at_load(
    ...     0.5, full_load_power_factor=0.9, nominal_fraction=0.91, rated_kw=22)
    >>> round(full_load_power_factor_of_reading(
    ...     at_half, 0.5, nominal_fraction=0.91, rated_kw=22), 6)
    0.9

    Notes
    -----
    `kvar_at_load` turned round.
    """
    read = numbers("power_factor", power_factor, low=np.finfo(float).tiny, high=1, unit="fraction")
    load = numbers("load_fraction", load_fraction, low=0, high=HIGHEST_LOAD, unit="fraction")
    active = input_kw_at_load(nominal_fraction, load, rated_kw=rated_kw, poles=poles)
    magnetising = _no_load_kvar_shares()[positions("poles", poles, POLES)]
    share_of_full_load = magnetising + (1 - magnetising) * load**2
    full_load_kvar = active * np.sqrt(1 / read**2 - 1) / share_of_full_load
    full_load_kw = input_kw_at_load(nominal_fraction, 1, rated_kw=rated_kw, poles=poles)
    return scalar_or_array(np.asarray(full_load_kw / np.hypot(full_load_kw, full_load_kvar)))


def full_load_power_factor(rated_kw: ArrayLike, poles: ArrayLike = 4) -> float | Floats:
    """Return a typical full-load power factor for a motor whose nameplate does not tell it.

    Parameters
    ----------
    rated_kw
        Shaft power on the nameplate, kW; below 0.75 and above 75 kW the end values are kept.
    poles
        2, 4, 6 or 8; more poles, lower power factor.

    Returns
    -------
    float or ndarray
        Power factor, fraction, lagging.

    Raises
    ------
    InputError
        For a power that is missing or not above zero, another pole count.

    Examples
    --------
    >>> full_load_power_factor(7.5, 4)
    0.83

    Notes
    -----
    Facts full_load_power_factor of data/motor_facts.csv, from memory, interpolated over the
    logarithm of the power.
    """
    log_kw, row = np.broadcast_arrays(
        np.log(positive("rated_kw", rated_kw, unit="kW")), positions("poles", poles, POLES)
    )
    nodes_log_kw, factors = _full_load_power_factors()
    by_poles = np.stack([np.interp(log_kw, nodes_log_kw, line) for line in factors])
    return scalar_or_array(np.take_along_axis(by_poles, row[np.newaxis], axis=0)[0])


@cache
def _no_load_kvar_shares() -> Floats:
    """Return Q0 / Q1 in the order of `POLES`."""
    keys = [f"no_load_kvar_share_{poles}_poles" for poles in POLES]
    return np.array([read_fact("equipment_catalog", FACTS, key).value for key in keys])


@cache
def _full_load_power_factors() -> tuple[Floats, Floats]:
    """Return the logarithm of the powers and a row of power factors for each of `POLES`."""
    facts = read_facts("equipment_catalog", FACTS)
    parts = facts["key"].str.extract(r"^full_load_power_factor_(\d)_poles_([\d.]+)_kw$").dropna()
    table = parts.astype(float).assign(value=facts["value"])
    grid = table.pivot_table(index=0, columns=1, values="value").loc[list(POLES)].sort_index(axis=1)
    return np.log(grid.columns.to_numpy(dtype=float)), grid.to_numpy(dtype=float)
