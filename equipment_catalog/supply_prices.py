"""Prices of capacitor banks, transformers and metering panels: from memory until quoted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.messages import message
from equipment_catalog.motor_inputs import numbers, positive, scalar_or_array
from equipment_catalog.notes import Note
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from equipment_catalog.motor_inputs import Floats

_fact = partial(read_fact, "equipment_catalog", "data/supply_prices.csv")


def installed_bank_price_usd(
    rated_kvar: ArrayLike, *, is_stepped: bool, is_detuned: bool
) -> float | Floats:
    """Return the outlay for a low-voltage capacitor bank in its place.

    Parameters
    ----------
    rated_kvar
        Rating [kvar].
    is_stepped
        With controller and contactors.
    is_detuned
        With reactors against harmonics.

    Returns
    -------
    float or ndarray
        Outlay with freight, tax and fitting, USD of 2024.

    Raises
    ------
    InputError
        For a rating that is missing or not above 0.

    Examples
    --------
    >>> round(installed_bank_price_usd(60, is_stepped=True, is_detuned=False))
    6279

    Notes
    -----
    A base and a price per kvar, which reactors multiply; every number is from memory
    (data/supply_prices.csv).
    """
    rating = positive("rated_kvar", rated_kvar, unit="kvar")
    kind = "stepped" if is_stepped else "fixed"
    reactors = _fact("detuned_multiplier").value if is_detuned else 1.0
    capacitors = rating * _fact(f"{kind}_bank_usd_per_kvar").value
    return _installed(_fact(f"{kind}_bank_base_usd").value + capacitors * reactors)


def installed_transformer_price_usd(rated_kva: ArrayLike) -> float | Floats:
    """Return the outlay for a low-loss three-phase oil transformer in its place.

    Parameters
    ----------
    rated_kva
        Rating [kVA].

    Returns
    -------
    float or ndarray
        Outlay with freight, tax and fitting, USD of 2024; what the old unit sells for is left out.

    Raises
    ------
    InputError
        For a rating that is missing or not above 0.

    Examples
    --------
    >>> round(installed_transformer_price_usd(75))
    5487

    Notes
    -----
    Factor x kVA ^ exponent, x the price of low losses, all from memory (data/supply_prices.csv).
    """
    rating = positive("rated_kva", rated_kva, unit="kVA")
    ordinary = _fact("transformer_factor_usd").value * rating ** _fact("transformer_exponent").value
    return _installed(ordinary * _fact("low_loss_multiplier").value)


def installed_panel_price_usd(feeders: ArrayLike) -> float | Floats:
    """Return the outlay for a metering panel: one main meter, and one for each feeder.

    Parameters
    ----------
    feeders
        Feeders measured apart; 0 for the main meter alone.

    Returns
    -------
    float or ndarray
        Outlay with freight, tax and fitting, USD of 2024.

    Raises
    ------
    InputError
        For a missing or negative number.

    Examples
    --------
    >>> round(installed_panel_price_usd(4))
    3438

    Notes
    -----
    Every number is from memory (data/supply_prices.csv).
    """
    number = numbers("feeders", feeders, low=0, high=np.inf, unit="feeders")
    return _installed(_fact("main_meter_usd").value + number * _fact("feeder_meter_usd").value)


def supply_price_note() -> Note:
    """Return the note that must stand beside every figure built on these prices.

    Examples
    --------
    >>> supply_price_note().kind
    'assumption'
    """
    fact = _fact("stepped_bank_usd_per_kvar")
    return Note(
        what=message("Capacitor banks, transformers and panels are priced by a model"),
        value=message(
            "ex works {fixed_base:,g} USD + {fixed:g} USD/kvar fixed, {stepped_base:,g} USD + "
            "{stepped:g} USD/kvar stepped, {factor:,g} USD x kVA^{exponent:g}, {meter:,g} USD for "
            "each feeder meter",
            fixed_base=_fact("fixed_bank_base_usd").value,
            fixed=_fact("fixed_bank_usd_per_kvar").value,
            stepped_base=_fact("stepped_bank_base_usd").value,
            stepped=fact.value,
            factor=_fact("transformer_factor_usd").value,
            exponent=_fact("transformer_exponent").value,
            meter=_fact("feeder_meter_usd").value,
        ),
        source=fact.citation,
        effect=message("Outlay and payback of these measures move in proportion to the price"),
    )


def _installed(ex_works_usd: Floats) -> float | Floats:
    """Return the outlay at the mine with freight, tax and fitting, as for motors."""
    motors = partial(read_fact, "equipment_catalog", "data/motor_prices.csv")
    landed = ex_works_usd * motors("landed_multiplier").value
    return scalar_or_array(np.asarray(landed * (1 + motors("installation_fraction").value)))
