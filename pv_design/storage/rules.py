"""What the operator of a battery does without a forecast, as four numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Thresholds that decide each hour from that hour alone.

    Raises
    ------
    InputError
        If a threshold is not a number, the cap is negative, the reserve is not from 0 to 1, or
        the battery would charge from the grid at prices at which it also serves the load.

    Examples
    --------
    >>> self_consumption().import_cap_kw
    inf
    """

    import_cap_kw: float = math.inf
    """Import the battery tries not to exceed [kW]."""
    discharge_price: float = -math.inf
    """From this price on the battery serves the load; below it only what stands above the cap."""
    charge_price: float = -math.inf
    """Up to this price the grid fills the battery, under the cap."""
    reserve_fraction: float = 0.0
    """Of the usable capacity, kept for outages and refilled from the grid after them."""

    def __post_init__(self) -> None:
        """Refuse rules that cannot be followed."""
        if not self.import_cap_kw >= 0:
            allowed = message("a number of 0 or more, or infinite")
            raise InputError.of("import_cap_kw", self.import_cap_kw, allowed=allowed)
        if not 0 <= self.reserve_fraction <= 1:
            allowed = message("a fraction from 0 to 1")
            raise InputError.of("reserve_fraction", self.reserve_fraction, allowed=allowed)
        same = math.isinf(self.charge_price) and self.charge_price == self.discharge_price
        if not (self.charge_price < self.discharge_price or same):
            allowed = message("below discharge_price, {price}", price=self.discharge_price)
            raise InputError.of("charge_price", self.charge_price, allowed=allowed)


def self_consumption() -> Rule:
    """Return the rule that stores surplus and gives it back as soon as it can.

    Examples
    --------
    >>> self_consumption().charge_price
    -inf
    """
    return Rule()


def peak_cap(import_cap_kw: float) -> Rule:
    """Return the rule that keeps the battery full for what stands above a cap [kW].

    Examples
    --------
    >>> peak_cap(40.0).discharge_price
    inf
    """
    return Rule(import_cap_kw=import_cap_kw, discharge_price=math.inf, charge_price=math.inf)


def time_of_use(*, hold_below: float, charge_up_to: float = -math.inf) -> Rule:
    """Return the rule that holds the battery for dear hours.

    Parameters
    ----------
    hold_below
        Price per kWh below which the battery is held.
    charge_up_to
        Price per kWh up to which the grid fills it; by default never.

    Examples
    --------
    >>> time_of_use(hold_below=0.2, charge_up_to=0.1).discharge_price
    0.2
    """
    return Rule(discharge_price=hold_below, charge_price=charge_up_to)


def backup_reserve(reserve_fraction: float) -> Rule:
    """Return self-consumption above a reserve for outages.

    Examples
    --------
    >>> backup_reserve(0.5).reserve_fraction
    0.5
    """
    return Rule(reserve_fraction=reserve_fraction)
