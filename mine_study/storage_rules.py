"""Which rules a battery is tried with: those that have something to act on at the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.notes import Note
from pv_design.storage.rules import (
    Rule,
    backup_reserve,
    peak_cap,
    self_consumption,
    time_of_use,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mine_study.storage_hours import StorageHours

RULES = ("self_consumption", "peak_cap", "time_of_use", "backup_reserve")
CAP_FRACTIONS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Of the highest hour of the demand, as caps on import."""
RESERVE_FRACTIONS = (0.25, 0.5, 0.75, 1.0)
"""Of the usable capacity, as reserves."""


def rules_to_try(
    wanted: Sequence[str] | None, hours: StorageHours, *, highest_kw: float
) -> list[tuple[str, Rule]]:
    """Return the rules of a site by name, each with its thresholds.

    A cap on import is tried only where power is charged, holding for dear hours only where the
    price differs by hour, a reserve only where the grid fails and comes back.

    Parameters
    ----------
    wanted
        Names of rules; None for all.
    hours
        Prices and outages.
    highest_kw
        Highest hour of the demand [kW].

    Raises
    ------
    InputError
        If no wanted rule has anything to act on.
    """
    prices = np.unique(hours.price_per_kwh)
    dear = [float(price) for price in prices[1:]]
    cheap = float(prices[0])
    known = {
        "self_consumption": [self_consumption()],
        "peak_cap": [peak_cap(share * highest_kw) for share in CAP_FRACTIONS]
        if hours.power_price_per_kw > 0
        else [],
        "time_of_use": [
            time_of_use(hold_below=price, charge_up_to=up_to)
            for price in dear
            for up_to in (-np.inf, cheap)
        ],
        "backup_reserve": [backup_reserve(share) for share in RESERVE_FRACTIONS]
        if (hours.outage_fraction > 0).any() and (hours.outage_fraction < 1).any()
        else [],
    }
    names = RULES if wanted is None else wanted
    tried = [(name, rule) for name in RULES if name in names for rule in known[name]]
    if not tried:
        allowed = message("a rule that has something to act on, as self_consumption")
        raise InputError.of("storage.rules", ", ".join(names), allowed=allowed)
    return tried


def rule_notes(wanted: Sequence[str] | None, tried: Sequence[tuple[str, Rule]]) -> list[Note]:
    """Return a note on the rules that were left out because nothing calls for them."""
    names = {name for name, _rule in tried}
    left = [name for name in RULES if name in (wanted or RULES) and name not in names]
    if not left:
        return []
    return [
        Note(
            what=message(
                "Rules of the battery that were not tried: {rules}", rules=", ".join(left)
            ),
            value=None,
            source=message("tariff and outages of the site"),
            effect=message(
                "a cap needs a charge for power, holding needs dear hours, a reserve needs outages "
                "and a grid between them"
            ),
            kind="finding",
        )
    ]
