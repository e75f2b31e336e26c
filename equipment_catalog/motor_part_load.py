"""Efficiency and input power of a motor at any load, from how its losses grow."""

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
from equipment_catalog.tables import read_facts

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

HIGHEST_LOAD = 1.5
"""Load fraction up to which the loss model is used; beyond it a motor nears its pull-out."""


def efficiency_at_load(
    nominal_fraction: ArrayLike,
    load_fraction: ArrayLike,
    *,
    rated_kw: ArrayLike,
    poles: ArrayLike = 4,
) -> float | Floats:
    """Return the efficiency of a motor at a share of its rated shaft power.

    Losses are a constant, a linear and a quadratic share of the full-load losses (`loss_shares`),
    so that load 1 gives the nominal efficiency exactly. Load 0 gives 0.

    Parameters
    ----------
    nominal_fraction
        Efficiency at full load, fraction.
    load_fraction
        Shaft power over rated power, 0 to 1.5.
    rated_kw
        Shaft power on the nameplate, kW; it decides the shares.
    poles
        2, 4, 6 or 8; checked, but the shares do not depend on it (see `loss_shares`).

    Returns
    -------
    float or ndarray
        Efficiency, fraction, at least 0 and below 1.

    Raises
    ------
    InputError
        For a negative or missing load, one above 1.5, an efficiency that is no fraction.

    Examples
    --------
    >>> round(efficiency_at_load(0.917, 0.25, rated_kw=7.5), 3)
    0.857
    >>> efficiency_at_load(0.917, [0, 1], rated_kw=7.5).tolist()
    [0.0, 0.917]

    Notes
    -----
    Form of the losses: Regulation (EU) 2019/1781 Annex I section 2(1) makes makers publish three
    points of it; shares from the sources of data/motor_part_load.csv.
    """
    nominal, load = _nominal_and_load(nominal_fraction, load_fraction, poles)
    shaft = nominal * load
    lost = (1 - nominal) * relative_losses(load, rated_kw=rated_kw)
    return scalar_or_array(shaft / (shaft + lost))


def input_kw_at_load(
    nominal_fraction: ArrayLike,
    load_fraction: ArrayLike,
    *,
    rated_kw: ArrayLike,
    poles: ArrayLike = 4,
) -> float | Floats:
    """Return the electrical power a motor draws at a share of its rated shaft power.

    Parameters
    ----------
    nominal_fraction, load_fraction, rated_kw, poles
        As for `efficiency_at_load`.

    Returns
    -------
    float or ndarray
        Electrical power, kW; at load 0 the no-load losses, which are above zero.

    Raises
    ------
    InputError
        As `efficiency_at_load`.

    Examples
    --------
    >>> round(input_kw_at_load(0.9, 1.0, rated_kw=9.0), 3)
    10.0
    >>> round(input_kw_at_load(0.9, 0.0, rated_kw=9.0), 2)
    0.41

    Notes
    -----
    Shaft power plus the losses of `efficiency_at_load`.
    """
    nominal, load = _nominal_and_load(nominal_fraction, load_fraction, poles)
    lost = (1 / nominal - 1) * relative_losses(load, rated_kw=rated_kw)
    return scalar_or_array(positive("rated_kw", rated_kw, unit="kW") * (load + lost))


def relative_losses(load_fraction: Floats, *, rated_kw: ArrayLike) -> Floats:
    """Return the losses at a load over the losses at full load.

    Parameters
    ----------
    load_fraction
        Shaft power over rated power, fraction.
    rated_kw
        Shaft power on the nameplate, kW.

    Examples
    --------
    >>> relative_losses(np.array([0.0, 1.0]), rated_kw=7.5).tolist()
    [0.426, 1.0]
    """
    constant, linear, quadratic = loss_shares(rated_kw)
    return constant + linear * load_fraction + quadratic * load_fraction**2


def loss_shares(rated_kw: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return the constant, linear and quadratic share of the full-load losses of a motor.

    They sum to 1 and are interpolated over the logarithm of the power, held below 0.37 and above
    150 kW. At each node they are a least-squares fit, none negative, to the input power at 25, 50
    and 75 % load that two published families of curves give, of equal weight: the part-load graph
    of the WSEO handbook (old standard motors, full-load efficiency of MEASUR's standard class)
    and the mean over the pole counts of MEASUR's energy-efficient class (which adds its 125 %
    point). MEASUR's 6-pole curve below 5 hp is unphysical and left out. From 0.75 kW the linear
    share comes out as zero: a constant and a square, as iron and copper losses are.

    The families differ widely below 5 kW; there the efficiency is good to some 7 points at half
    load, from 15 kW to 1 point (2 at quarter load). Fits for single pole counts show no common
    trend from one size to the next, so poles play no part.

    Parameters
    ----------
    rated_kw
        Shaft power on the nameplate, kW.

    Raises
    ------
    InputError
        For a power that is missing or not above zero.

    Examples
    --------
    >>> [round(float(share), 3) for share in loss_shares(15)]
    [0.38, 0.0, 0.62]

    Notes
    -----
    data/motor_part_load.csv: DOE/CE-0384 (1993) as digitised in the package fluids 1.3.1, and
    MEASUR Tools Suite 1.2.5.
    """
    log_kw = np.log(positive("rated_kw", rated_kw, unit="kW"))
    nodes_log_kw, constants, linears = _nodes()
    constant = np.asarray(np.interp(log_kw, nodes_log_kw, constants))
    linear = np.asarray(np.interp(log_kw, nodes_log_kw, linears))
    return constant, linear, 1 - (constant + linear)


@cache
def _nodes() -> tuple[Floats, Floats, Floats]:
    """Return the logarithm of the power, the constant and the linear share of each node."""
    table = read_facts("equipment_catalog", "data/motor_part_load.csv")
    nodes = table.pivot_table(index="rated_kw", columns="share", values="value").sort_index()
    log_kw = np.log(nodes.index.to_numpy(dtype=float))
    return log_kw, nodes["constant"].to_numpy(dtype=float), nodes["linear"].to_numpy(dtype=float)


def _nominal_and_load(
    nominal_fraction: ArrayLike, load_fraction: ArrayLike, poles: ArrayLike
) -> tuple[Floats, Floats]:
    """Return the checked efficiency at full load and the checked load."""
    positions("poles", poles, POLES)
    load = numbers("load_fraction", load_fraction, low=0, high=HIGHEST_LOAD, unit="fraction")
    return open_fractions("nominal_fraction", nominal_fraction), load
