"""Prices of new and rewound motors: a model from memory until quotations replace it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from equipment_catalog.motor_efficiency import HIGHEST_KW, LOWEST_KW
from equipment_catalog.motor_inputs import (
    POLES,
    Floats,
    numbers,
    positions,
    positive,
    scalar_or_array,
)
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

SOLD_CLASSES = ("IE2", "IE3", "IE4")
"""Classes the model prices; IE1 is no longer made."""

_fact = partial(read_fact, "equipment_catalog", "data/motor_prices.csv")


def motor_price_usd(ie_class: ArrayLike, rated_kw: ArrayLike, poles: ArrayLike) -> float | Floats:
    """Return a model price of a new totally enclosed low-voltage motor, ex works, without tax.

    The price of a 4-pole IE3 motor is the largest of a floor, a power law that stops growing at
    7.5 kW, and a price per kW. The two ranges as remembered do not meet (830 and 713 USD at
    7.5 kW); the price therefore stands still from 7.5 to 8.7 kW and never falls with size. The
    price per kW is remembered up to 90 kW and kept to 1000 kW without evidence.

    Parameters
    ----------
    ie_class
        ``"IE2"``, ``"IE3"`` or ``"IE4"``.
    rated_kw
        Shaft power on the nameplate, kW, 0.12 to 1000.
    poles
        2, 4, 6 or 8.

    Returns
    -------
    float or ndarray
        Price, USD of 2024.

    Raises
    ------
    InputError
        For another class (IE1 is not sold), pole count or power, or a missing value.

    Examples
    --------
    >>> motor_price_usd("IE3", 30, 4)
    2850.0
    >>> motor_price_usd(["IE2", "IE4"], 30, 4).round(1).tolist()
    [2422.5, 3420.0]

    Notes
    -----
    Every number is from memory (data/motor_prices.csv); show it with `motor_price_note`.
    """
    kw = numbers("rated_kw", rated_kw, low=LOWEST_KW, high=HIGHEST_KW, unit="kW")
    of_class = _multipliers("class_multiplier_{}", SOLD_CLASSES)
    of_poles = _multipliers("poles_multiplier_{}", POLES)
    multiplier = (
        of_class[positions("ie_class", ie_class, SOLD_CLASSES)]
        * of_poles[positions("poles", poles, POLES)]
    )
    return scalar_or_array(np.asarray(_four_pole_ie3_price_usd(kw) * multiplier))


def installed_motor_price_usd(
    ie_class: ArrayLike,
    rated_kw: ArrayLike,
    poles: ArrayLike,
    *,
    landed_multiplier: ArrayLike | None = None,
    installation_fraction: ArrayLike | None = None,
) -> float | Floats:
    """Return the outlay for a new motor in its place: price, freight, tax and fitting.

    Parameters
    ----------
    ie_class, rated_kw, poles
        As for `motor_price_usd`.
    landed_multiplier
        Price at the mine's gate with tax over the price ex works; the fact of that name if None.
    installation_fraction
        Fitting as a fraction of the landed price; the fact of that name if None.

    Returns
    -------
    float or ndarray
        Outlay, USD of 2024.

    Raises
    ------
    InputError
        As `motor_price_usd`, and for a multiplier not above zero or a fraction outside 0 to 1.

    Examples
    --------
    >>> round(installed_motor_price_usd("IE3", 30, 4))
    4261
    >>> installed_motor_price_usd("IE3", 30, 4, landed_multiplier=1, installation_fraction=0)
    2850.0

    Notes
    -----
    Price x landed multiplier x (1 + installation fraction), both from memory
    (data/motor_prices.csv).
    """
    if landed_multiplier is None:
        landed_multiplier = _fact("landed_multiplier").value
    if installation_fraction is None:
        installation_fraction = _fact("installation_fraction").value
    landed = positive("landed_multiplier", landed_multiplier, unit="1")
    fitting = numbers(
        "installation_fraction", installation_fraction, low=0, high=1, unit="fraction"
    )
    price = motor_price_usd(ie_class, rated_kw, poles)
    return scalar_or_array(np.asarray(price * landed * (1 + fitting)))


def installed_rewind_price_usd(rated_kw: ArrayLike, poles: ArrayLike) -> float | Floats:
    """Return the outlay for rewinding a motor: the winder's bill, taking it out and refitting it.

    Parameters
    ----------
    rated_kw, poles
        As for `motor_price_usd`.

    Returns
    -------
    float or ndarray
        Outlay, USD of 2024.

    Raises
    ------
    InputError
        As `motor_price_usd`.

    Examples
    --------
    >>> round(installed_rewind_price_usd(75, 4))
    5558

    Notes
    -----
    A share of the landed price of a new IE3 motor that falls with size, and the fitting of a new
    one; every number is from memory (data/motor_prices.csv). 75 kW by hand: 95 x 75 x 1.3 x
    (0.45 + 0.15).
    """
    price = motor_price_usd("IE3", rated_kw, poles) * _fact("landed_multiplier").value
    nodes = np.log([_fact("rewind_small_kw").value, _fact("rewind_large_kw").value])
    shares = [_fact("rewind_small_fraction").value, _fact("rewind_large_fraction").value]
    share = np.interp(np.log(np.asarray(rated_kw, dtype=float)), nodes, shares)
    return scalar_or_array(np.asarray(price * (share + _fact("installation_fraction").value)))


def motor_price_note() -> Note:
    """Return the note that must stand beside every figure built on the price model.

    Examples
    --------
    >>> motor_price_note().kind
    'assumption'
    """
    fact = _fact("large_usd_per_kw")
    return Note(
        what=message("Motors are priced by a model, not by quotations"),
        value=message(
            "{usd_per_kw:,g} USD/kW ex works for a 4-pole IE3 motor above 8.7 kW, x {landed:g} "
            "landed, + {fitting:.0%} fitting",
            usd_per_kw=fact.value,
            landed=_fact("landed_multiplier").value,
            fitting=_fact("installation_fraction").value,
        ),
        source=fact.citation,
        effect=message("Outlay and payback of motor measures move in proportion to the price"),
    )


def _four_pole_ie3_price_usd(rated_kw: Floats) -> Floats:
    """Return the price of the motor the multipliers refer to, USD; never falling with power."""
    small_kw = np.minimum(rated_kw, _fact("joint_kw").value)
    small = _fact("factor_small_usd").value * small_kw ** _fact("exponent_small").value
    large = _fact("large_usd_per_kw").value * rated_kw
    return np.asarray(np.maximum(_fact("floor_usd").value, np.maximum(small, large)))


def _multipliers(key: str, choices: tuple[object, ...]) -> Floats:
    """Return the price multiplier of each choice."""
    return np.array([_fact(key.format(choice)).value for choice in choices])
