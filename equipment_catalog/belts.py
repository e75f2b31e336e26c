"""Belts between motor and machine: what they lose, cost and last."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.drives import HP_KW
from equipment_catalog.messages import message
from equipment_catalog.motor_inputs import Floats, positions, positive, scalar_or_array
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

V_BELT, COGGED, SYNCHRONOUS = "v_belt", "cogged_belt", "synchronous_belt"
TRANSMISSIONS = ("direct", V_BELT, COGGED, SYNCHRONOUS)
"""Transmissions whose loss is known."""

_fact = partial(read_fact, "equipment_catalog", "data/belt_facts.csv")


def belt_efficiency(transmission: ArrayLike, rated_kw: ArrayLike) -> float | Floats:
    """Return the power a transmission delivers over the power the motor gives it.

    For belts that are kept tight, at the power they were sized for; small belts lose more.

    Parameters
    ----------
    transmission
        ``direct``, ``v_belt``, ``cogged_belt`` or ``synchronous_belt``.
    rated_kw
        Power the belt is sized for [kW]; that of the motor.

    Returns
    -------
    float or ndarray
        Efficiency, fraction; 1 for a coupling.

    Raises
    ------
    InputError
        For another transmission, a power not above zero, or a missing value.

    Examples
    --------
    >>> belt_efficiency(["v_belt", "synchronous_belt"], 15).round(4).tolist()
    [0.9551, 0.9867]

    Notes
    -----
    Curve of US DOE's MEASUR for V-belts, whose loss is a share of the power delivered; notched
    belts lose 5/7 of it and synchronous ones 2/7. data/belt_facts.csv.
    """
    hp = positive("rated_kw", rated_kw, unit="kW") / HP_KW
    shares = np.array([_fact(f"{name}_loss_share").value for name in TRANSMISSIONS])
    of_v_belt = (
        _fact("slow_loss").value * np.exp(-_fact("slow_decay").value * hp)
        + _fact("fast_loss").value * np.exp(-_fact("fast_decay").value * hp)
        + _fact("lasting_loss").value
    )
    share = shares[positions("transmission", transmission, TRANSMISSIONS)]
    return scalar_or_array(np.asarray(1 / (1 + share * of_v_belt)))


def installed_belt_price_usd(transmission: ArrayLike, rated_kw: ArrayLike) -> float | Floats:
    """Return a model price of a set of belts, fitted; of synchronous ones with both sprockets.

    V-belts and cogged belts run on the sheaves that are there.

    Parameters
    ----------
    transmission
        ``v_belt``, ``cogged_belt`` or ``synchronous_belt``; 0 for ``direct``.
    rated_kw
        Power of the motor [kW].

    Returns
    -------
    float or ndarray
        Price [USD of 2024].

    Raises
    ------
    InputError
        As `belt_efficiency`.

    Examples
    --------
    >>> installed_belt_price_usd(["v_belt", "cogged_belt", "synchronous_belt"], 20).tolist()
    [130.0, 162.5, 1050.0]

    Notes
    -----
    From memory but for the premium of cogged belts (data/belt_facts.csv); show it with
    `belt_price_note`.
    """
    kw = positive("rated_kw", rated_kw, unit="kW")
    place = positions("transmission", transmission, TRANSMISSIONS)
    plain = np.maximum(_fact("v_belt_floor_usd").value, _fact("v_belt_usd_per_kw").value * kw)
    toothed = np.maximum(
        _fact("synchronous_belt_floor_usd").value, _fact("synchronous_belt_usd_per_kw").value * kw
    )
    changed = plain * (1 + _fact("belt_change_fraction").value)
    cogged = changed * _fact("cogged_belt_price_multiplier").value
    refitted = toothed * (1 + _fact("sprocket_fitting_fraction").value)
    return scalar_or_array(np.asarray(np.choose(place, [0 * kw, changed, cogged, refitted])))


def belt_life_h(transmission: str) -> float:
    """Return the running hours a set of belts lasts.

    Parameters
    ----------
    transmission
        ``v_belt``, ``cogged_belt`` or ``synchronous_belt``.

    Raises
    ------
    InputError
        For another one.

    Examples
    --------
    >>> belt_life_h("v_belt"), belt_life_h("cogged_belt")
    (20000.0, 30000.0)

    Notes
    -----
    data/belt_facts.csv.
    """
    plain = _fact("v_belt_life_h").value
    return (
        plain if transmission == V_BELT else plain * _fact(f"{transmission}_life_multiplier").value
    )


def belt_price_note() -> Note:
    """Return the note that must stand beside every figure built on the price of belts.

    Examples
    --------
    >>> belt_price_note().kind
    'assumption'
    """
    fact = _fact("synchronous_belt_usd_per_kw")
    return Note(
        what=message("Belts are priced by a model, not by quotations"),
        value=message(
            "{plain:g} USD/kW a set of V-belts, {toothed:g} USD/kW synchronous with sprockets",
            plain=_fact("v_belt_usd_per_kw").value,
            toothed=fact.value,
        ),
        source=fact.citation,
        effect=message("Outlay and payback of belts move in proportion to the price"),
    )
