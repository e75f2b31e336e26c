"""Variable-speed drives: what they lose, cost, and how they lose strength in thin air."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from equipment_catalog.motor_inputs import Floats, numbers, positive, scalar_or_array
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact, read_facts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

HP_KW = 0.7457
"""Kilowatts in a horsepower."""
HIGHEST_LOAD = 2.0
"""Load up to which the efficiency at full load is kept."""

drive_fact = partial(read_fact, "equipment_catalog", "data/drive_facts.csv")
"""``drive_fact(key)``: one row of data/drive_facts.csv."""


def drive_efficiency(rated_kw: ArrayLike, load_fraction: ArrayLike) -> float | Floats:
    """Return the efficiency of a variable-speed drive at a share of its rated output.

    Interpolated over the logarithm of the power and over the load, held outside 3 to 400 hp and
    outside 1.6 to 100 % load; so an idling motor costs its drive as much again, and more.

    Parameters
    ----------
    rated_kw
        Shaft power of the motor the drive is sized for [kW].
    load_fraction
        Power the drive feeds over the power it would feed at the motor's full load, 0 to 2; that
        is the motor's electric input over its input at full load, which only far below a tenth
        of full load differs much from its shaft load.

    Returns
    -------
    float or ndarray
        Output over input, fraction, above 0 and below 1.

    Raises
    ------
    InputError
        For a power not above zero, a load out of range, or a missing value.

    Examples
    --------
    >>> round(drive_efficiency(20 * 0.7457, 0.5), 6)
    0.95

    Notes
    -----
    US DOE Motor Systems Tip Sheet 11, generic values for pulse-width-modulated drives; old ones
    are worse. data/drive_efficiency.csv.
    """
    log_kw = np.log(positive("rated_kw", rated_kw, unit="kW"))
    load = numbers("load_fraction", load_fraction, low=0, high=HIGHEST_LOAD, unit="fraction")
    log_sizes, loads, table = _efficiency_table()
    row, of_next_row = _cell(log_sizes, log_kw)
    column, of_next_column = _cell(loads, load)
    low, high = (
        table[step, column] * (1 - of_next_column) + table[step, column + 1] * of_next_column
        for step in (row, row + 1)
    )
    return scalar_or_array(np.asarray(low * (1 - of_next_row) + high * of_next_row))


def drive_loss_limit_kw(rated_kw: ArrayLike) -> float | Floats:
    """Return the most a new drive may lose at 90 % frequency and full torque: class IE2.

    Interpolated over the power; outside 0.12 to 1000 kW the end values scale with it.

    Parameters
    ----------
    rated_kw
        Shaft power of the motor the drive is sized for [kW].

    Returns
    -------
    float or ndarray
        Loss [kW].

    Raises
    ------
    InputError
        For a power not above zero, or a missing value.

    Examples
    --------
    >>> round(drive_loss_limit_kw(15), 4)
    0.7575

    Notes
    -----
    Regulation (EU) 2019/1781 Annex I: class IE2 loses at least a quarter less than the reference
    drive of Table 6. data/drive_reference_losses.csv.
    """
    kw = positive("rated_kw", rated_kw, unit="kW")
    table = read_facts("equipment_catalog", "data/drive_reference_losses.csv")
    nodes = table["rated_kw"].to_numpy(float)
    held = np.clip(kw, nodes[0], nodes[-1])
    reference = np.interp(held, nodes, table["reference_loss_kw"].to_numpy(float)) * kw / held
    return scalar_or_array(np.asarray(reference * drive_fact("ie2_share_of_reference").value))


def drive_altitude_factor(altitude_m: ArrayLike) -> float | Floats:
    """Return the share of its rating that a drive still carries at a height above the sea.

    Parameters
    ----------
    altitude_m
        Height [m], up to 6000; 1 up to 1000 m, and held above 4000 m, where makers must be asked.

    Returns
    -------
    float or ndarray
        Usable over rated power, fraction.

    Raises
    ------
    InputError
        For a height out of range or missing.

    Examples
    --------
    >>> drive_altitude_factor([800, 2500, 4000]).tolist()
    [1.0, 0.85, 0.7]

    Notes
    -----
    ABB ACQ580 hardware manual: 1 % for each 100 m from 1000 to 4000 m.
    """
    height = numbers("altitude_m", altitude_m, low=-500, high=6000, unit="m")
    from_m, to_m, per_m = (
        drive_fact(key).value for key in ("derate_from_m", "derate_to_m", "derate_per_m")
    )
    return scalar_or_array(np.asarray(1 - per_m * (np.clip(height, from_m, to_m) - from_m)))


def installed_drive_price_usd(rated_kw: ArrayLike) -> float | Floats:
    """Return a model price of a drive in its place: hardware, enclosure, cable and start-up.

    Parameters
    ----------
    rated_kw
        Rating of the drive at sea level [kW]; where the air is thin, a bigger one than the
        motor's (`drive_altitude_factor`).

    Returns
    -------
    float or ndarray
        Price [USD of 2024]; never falls with the rating.

    Raises
    ------
    InputError
        For a power not above zero, or a missing value.

    Examples
    --------
    >>> installed_drive_price_usd([0.37, 15, 90]).tolist()
    [320.0, 3600.0, 12960.0]

    Notes
    -----
    Every number is from memory (data/drive_facts.csv); show it with `drive_price_note`.
    """
    kw = positive("rated_kw", rated_kw, unit="kW")
    sizes = ("small", "middle", "large")
    nodes = np.log([drive_fact(f"{size}_kw").value for size in sizes])
    usd_per_kw = np.interp(
        np.log(kw), nodes, [drive_fact(f"{size}_usd_per_kw").value for size in sizes]
    )
    hardware = np.maximum(drive_fact("floor_usd").value, usd_per_kw * kw)
    return scalar_or_array(np.asarray(hardware * drive_fact("installed_multiplier").value))


def drive_price_note() -> Note:
    """Return the note that must stand beside every figure built on the price of drives.

    Examples
    --------
    >>> drive_price_note().kind
    'assumption'
    """
    fact = drive_fact("middle_usd_per_kw")
    return Note(
        what=message("Variable-speed drives are priced by a model, not by quotations"),
        value=message(
            "{usd_per_kw:,g} USD/kW at 15 kW, x {installed:g} installed",
            usd_per_kw=fact.value,
            installed=drive_fact("installed_multiplier").value,
        ),
        source=fact.citation,
        effect=message("Outlay and payback of drives move in proportion to the price"),
    )


@cache
def _efficiency_table() -> tuple[Floats, Floats, Floats]:
    """Return the logarithms of the sizes, the loads, and the efficiency at each pair of them."""
    facts = read_facts("equipment_catalog", "data/drive_efficiency.csv")
    grid = facts.pivot_table(
        index="rated_hp", columns="load_fraction", values="efficiency_fraction"
    )
    log_kw = np.log(grid.index.to_numpy(float) * HP_KW)
    return log_kw, grid.columns.to_numpy(float), grid.to_numpy(float)


def _cell(nodes: Floats, values: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Return the node below each value, never the last, and the way to the next, 0 to 1."""
    place = np.interp(values, nodes, np.arange(len(nodes)))
    below = np.minimum(place.astype(np.intp), len(nodes) - 2)
    return below, np.asarray(place - below)
