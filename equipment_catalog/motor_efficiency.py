"""Nominal efficiency of a motor by IE class, rated power, poles and frequency, on and off table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.motor_efficiency_table import FREQUENCIES_HZ, IE_CLASSES, ratings
from equipment_catalog.motor_inputs import POLES, Floats, numbers, positions, scalar_or_array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from equipment_catalog.motor_efficiency_table import Ratings

LOWEST_KW, HIGHEST_KW = 0.12, 1000.0
"""Scope of the efficiency classes, Regulation (EU) 2019/1781 Art. 2(1)(a)."""


def nominal_efficiency(
    ie_class: ArrayLike,
    rated_kw: ArrayLike,
    poles: ArrayLike,
    *,
    frequency_hz: ArrayLike = 60,
) -> float | Floats:
    """Return the efficiency at full load that the IE class of a motor demands.

    A rating of the table has its cell. Between ratings, 60 Hz motors take the efficiency of the
    higher rating from the midpoint of the two upwards and of the lower one below it; 50 Hz motors
    follow the published cubic in log10 kW, rounded to 0.1 point, straight between 0.55 and
    0.75 kW, and above 200 kW the efficiency of the power band. An IE class is a floor: a motor of
    the class may be better, and a worn or rewound one is worse.

    Parameters
    ----------
    ie_class
        ``"IE1"`` to ``"IE4"``, one or many; arguments broadcast against each other.
    rated_kw
        Shaft power on the nameplate, kW.
    poles
        2, 4, 6 or 8.
    frequency_hz
        50 or 60 Hz.

    Returns
    -------
    float or ndarray
        Efficiency, fraction; a float if every argument is a single value.

    Raises
    ------
    InputError
        For an unknown class, pole count or frequency, a power outside 0.12 to 1000 kW, a missing
        value, or a combination without a row (IE1 has no 8 poles and starts at 0.75 kW).

    Examples
    --------
    >>> nominal_efficiency("IE3", 7.5, 4)
    0.917
    >>> nominal_efficiency(["IE1", "IE3"], 10, 4, frequency_hz=50)
    array([0.872, 0.912])

    Notes
    -----
    Regulation (EU) 2019/1781 as amended by (EU) 2021/341, Annex I section 1, Tables 1 to 5; IE1
    from IEC 60034-30:2008, of which 60 Hz and 50 Hz from 15 kW are from memory (see
    `efficiency_trust`). 50 Hz 10 kW 4 poles by hand: 100 x = 83.7025 + 9.2984 - 1.8951 + 0.0773
    = 91.2 for IE3.
    """
    kw, groups = _by_ratings(ie_class, rated_kw, poles, frequency_hz)
    efficiency = np.empty(kw.shape)
    for table, where in groups:
        efficiency[where] = table.efficiency_at(kw[where])
    return scalar_or_array(efficiency)


def efficiency_trust(
    ie_class: ArrayLike,
    rated_kw: ArrayLike,
    poles: ArrayLike,
    *,
    frequency_hz: ArrayLike = 60,
) -> str | NDArray[np.object_]:
    """Return how far each value of `nominal_efficiency` can be relied on.

    Parameters
    ----------
    ie_class, rated_kw, poles, frequency_hz
        As for `nominal_efficiency`.

    Returns
    -------
    str or ndarray of str
        ``published``, ``computed`` (50 Hz between two ratings), ``memory`` (IE1 mostly) or
        ``disputed`` (two sources give different numbers).

    Raises
    ------
    InputError
        As `nominal_efficiency`.

    Examples
    --------
    >>> efficiency_trust("IE3", 7.5, 4)
    'published'
    >>> efficiency_trust("IE1", [7.5, 30], 4, frequency_hz=50).tolist()
    ['published', 'memory']

    Notes
    -----
    Words as in `equipment_catalog.tables.Fact`; the source of a cell stands in
    data/motor_efficiency.csv.
    """
    kw, groups = _by_ratings(ie_class, rated_kw, poles, frequency_hz)
    trust = np.empty(kw.shape, dtype=object)
    for table, where in groups:
        trust[where] = table.trust_at(kw[where])
    return trust if trust.ndim else str(trust.item())


def _by_ratings(
    ie_class: ArrayLike, rated_kw: ArrayLike, poles: ArrayLike, frequency_hz: ArrayLike
) -> tuple[Floats, Iterator[tuple[Ratings, NDArray[np.bool_]]]]:
    """Return the powers and, for each table the machines need, which machines need it."""
    kw, of_class, of_poles, of_frequency = np.broadcast_arrays(
        numbers("rated_kw", rated_kw, low=LOWEST_KW, high=HIGHEST_KW, unit="kW"),
        positions("ie_class", ie_class, IE_CLASSES),
        positions("poles", poles, POLES),
        positions("frequency_hz", frequency_hz, FREQUENCIES_HZ),
    )
    shape = (len(FREQUENCIES_HZ), len(IE_CLASSES), len(POLES))
    group = np.asarray(np.ravel_multi_index((of_frequency, of_class, of_poles), shape))
    return kw, _tables_of(kw, group, shape)


def _tables_of(
    kw: Floats, group: NDArray[np.intp], shape: tuple[int, int, int]
) -> Iterator[tuple[Ratings, NDArray[np.bool_]]]:
    """Yield each table in use with the machines that use it, having checked their powers."""
    for number in np.unique(group):
        at = np.unravel_index(number, shape)
        frequency_hz, ie_class, count = FREQUENCIES_HZ[at[0]], IE_CLASSES[at[1]], POLES[at[2]]
        table = ratings(frequency_hz, ie_class, count)
        where = group == number
        _refuse_powers_off_table(kw[where], table, f"{ie_class}, {count}p, {frequency_hz} Hz")
        yield table, where


def _refuse_powers_off_table(kw: Floats, table: Ratings, motors: str) -> None:
    """Raise if a power lies outside the ratings of its table."""
    low, high = table.rated_kw[0], table.rated_kw[-1]
    outside = (kw < low) | (kw > high)
    if outside.any():
        allowed = message("{low:g} to {high:g} kW for {motors}", low=low, high=high, motors=motors)
        raise InputError.of("rated_kw", float(kw[outside][0]), allowed=allowed)
