"""Bond's grinding work: what an ore should cost to grind, and Rowland's extras of a real mill."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from equipment_catalog.motor_inputs import Floats, positive, refuse, scalar_or_array
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

BOND_SIZE_UM = 100
"""Product of the work index by its definition: from any size down to 80 % below 100 um."""


def work_index_kwh_per_t(rock: str) -> float:
    """Return the average work index of a rock, per metric ton.

    One rock spreads by a third to either side: a test of the mine's own ore goes before.

    Parameters
    ----------
    rock
        Key of data/bond_work_index.csv, for example ``gold_ore``.

    Raises
    ------
    InputError
        For a rock that is not listed.

    Examples
    --------
    >>> round(work_index_kwh_per_t("gold_ore"), 2)
    16.34

    Notes
    -----
    Bond 1961, averages per short ton, times 1.102 (Rowland 1976).
    """
    average = read_fact("energy_audit", "data/bond_work_index.csv", rock).value
    return average * _fact("metric_per_short_ton")


def bond_energy_kwh_per_t(
    work_index_kwh_per_t: ArrayLike, *, f80_um: ArrayLike, p80_um: ArrayLike
) -> float | Floats:
    """Return the energy at the pinion of a wet closed ball mill of 2.44 m that grinds a ton.

    Parameters
    ----------
    work_index_kwh_per_t
        Bond ball mill work index [kWh/t]; the energy is in the same tons.
    f80_um, p80_um
        Sizes that 80 % of feed and product pass [um]; equal sizes cost nothing.

    Raises
    ------
    InputError
        For a value that is missing or not above zero, or a product coarser than its feed.

    Examples
    --------
    >>> round(bond_energy_kwh_per_t(14, f80_um=9500, p80_um=106), 2)
    12.16

    Notes
    -----
    ``W = 10 Wi (1 / sqrt(P80) - 1 / sqrt(F80))``; F. C. Bond 1961.
    """
    work_index, feed, product = _checked(work_index_kwh_per_t, f80_um, p80_um)
    energy = work_index * (np.sqrt(BOND_SIZE_UM / product) - np.sqrt(BOND_SIZE_UM / feed))
    return scalar_or_array(np.asarray(energy))


def ball_mill_factor(
    work_index_kwh_per_t: ArrayLike,
    *,
    f80_um: ArrayLike,
    p80_um: ArrayLike,
    diameter_m: float | None = None,
    is_dry: bool = False,
    is_open_circuit: bool = False,
) -> float | Floats:
    """Return by how much a real ball mill needs more than `bond_energy_kwh_per_t`.

    Parameters
    ----------
    work_index_kwh_per_t, f80_um, p80_um
        As for `bond_energy_kwh_per_t`.
    diameter_m
        Diameter inside the liners [m]; without it the mill counts as one of 2.44 m.
    is_dry
        Whether it grinds without water.
    is_open_circuit
        Whether nothing sends the coarse back to it.

    Raises
    ------
    InputError
        As `bond_energy_kwh_per_t`; for a diameter that is not above zero.

    Examples
    --------
    >>> round(ball_mill_factor(14, f80_um=9500, p80_um=106, diameter_m=1.2), 2)
    1.25

    Notes
    -----
    Rowland 1976: EF1 dry, EF2 open circuit, EF3 diameter, EF4 coarse feed, EF5 fine product, EF7
    small reduction ratio; their constants are those of data/bond_facts.csv, from memory.
    """
    work_index, feed, product = _checked(work_index_kwh_per_t, f80_um, p80_um)
    factor = _coarse_feed(work_index, feed, product) * _fine_product(product)
    factor = factor * _small_reduction(feed, product)
    if diameter_m is not None:
        factor = factor * _diameter(float(positive("diameter_m", diameter_m, unit="m")))
    factor = factor * (_fact("dry_factor") if is_dry else 1.0)
    factor = factor * (_fact("open_circuit_factor") if is_open_circuit else 1.0)
    return scalar_or_array(np.asarray(factor))


def _checked(
    work_index: ArrayLike, f80_um: ArrayLike, p80_um: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    index = positive("work_index_kwh_per_t", work_index, unit="kWh/t")
    feed = positive("f80_um", f80_um, unit="um")
    product = positive("p80_um", p80_um, unit="um")
    refuse("p80_um", product, wrong=product > feed, allowed=message("no coarser than f80_um"))
    return index, feed, product


def _coarse_feed(work_index: Floats, feed: Floats, product: Floats) -> Floats:
    """Return EF4; its constants are written for short tons."""
    index = work_index / _fact("metric_per_short_ton")
    best = _fact("feed_size_um") * np.sqrt(_fact("feed_work_index") / index)
    excess = (index - _fact("feed_base_work_index")) * (feed - best) / best
    return np.where(feed > best, np.maximum(1 + excess * product / feed, 1.0), 1.0)


def _fine_product(product: Floats) -> Floats:
    """Return EF5."""
    factor = (product + _fact("fine_offset_um")) / (_fact("fine_slope") * product)
    return np.where(product < _fact("fine_below_um"), np.maximum(factor, 1.0), 1.0)


def _small_reduction(feed: Floats, product: Floats) -> Floats:
    """Return EF7; it grows without bound towards a ratio of 1.35, below which it has no meaning."""
    origin = _fact("low_ratio_origin")
    ratio = feed / product
    refuse("p80_um", product, wrong=ratio <= origin, allowed=message("well below f80_um"))
    factor = 1 + _fact("low_ratio_share") / (ratio - origin)
    return np.where(ratio < _fact("low_ratio_below"), factor, 1.0)


def _diameter(diameter_m: float) -> float:
    """Return EF3."""
    factor = np.power(_fact("reference_diameter_m") / diameter_m, _fact("diameter_exponent"))
    return max(float(factor), _fact("least_diameter_factor"))


def _fact(key: str) -> float:
    return read_fact("energy_audit", "data/bond_facts.csv", key).value
