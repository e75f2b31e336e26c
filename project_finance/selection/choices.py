"""What can be bought, at which meter, at what cost: plain numbers, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class MeterYear:
    """Load, prices and grid carbon of one meter over the steps of a year."""

    name: str
    """Name of the meter."""
    load_kw: Floats
    """Load of each step before any measure [kW]."""
    step_hours: Floats
    """Length of each step [h]; 1 for hours. A longer step that averages hours hides exports
    inside it, so its plans look better than they are: an upper bound."""
    price_per_kwh: Floats
    """Price of a bought kilowatt-hour in each step [money/kWh]."""
    period: npt.NDArray[np.intp]
    """Billing period of each step, counted from 0 without gaps."""
    demand_price_per_kw: Floats
    """Charge of each period on its highest import [money/kW]; zeros where power is free."""
    carbon_kg_per_kwh: Floats
    """Grid carbon of each step [kgCO2e/kWh]."""

    def __post_init__(self) -> None:
        for name in ("load_kw", "step_hours", "price_per_kwh", "carbon_kg_per_kwh"):
            checked_row(name, getattr(self, name), len(self.load_kw))
        checked_row("demand_price_per_kw", self.demand_price_per_kw, self.periods)
        labels = np.unique(self.period)
        if len(self.period) != len(self.load_kw) or labels.tolist() != list(range(self.periods)):
            allowed = message("a period for each step, counted from 0 without gaps")
            raise InputError.of("period", labels.tolist(), allowed=allowed)

    @cached_property
    def periods(self) -> int:
        """Number of billing periods."""
        return int(np.max(self.period, initial=-1)) + 1


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One way to treat one machine; ways for the same machine exclude each other.

    Savings at different machines add up. What does not add up (a leak mended at a lower
    pressure) is written as one machine with a variant for each combination.
    """

    name: str
    """Unique among measures and plants."""
    meter: str
    """Meter behind which it saves."""
    machine: str
    """Machine or system it treats; unique at its meter."""
    capex: float
    """What the budget pays [money]."""
    present_cost: float
    """All it costs over the horizon in money of year 0: capex and renewals, less tax relief and
    whatever it saves beside the bill [money]; negative where these are more."""
    yearly_cost: float
    """Running cost of its first year, less what it saves beside the bill [money]."""
    saved_kw: Floats
    """Load it takes away in each step [kW]; negative where it adds some."""

    def __post_init__(self) -> None:
        checked_amount("capex", self.capex, least=0.0)
        checked_amount("present_cost", self.present_cost)
        checked_amount("yearly_cost", self.yearly_cost)
        checked_row("saved_kw", self.saved_kw, len(self.saved_kw), least=-np.inf)


@dataclass(frozen=True, kw_only=True)
class Plant:
    """One size of plant, with or without a battery; a meter gets one of its plants or none."""

    name: str
    """Unique among measures and plants."""
    meter: str
    """Meter behind which it delivers."""
    capex: float
    """What the budget pays [money]."""
    present_cost: float
    """All it costs over the horizon in money of year 0: capex, operation, renewals, less tax
    relief and worth beside the bill, as outages bridged [money]."""
    yearly_cost: float
    """Running cost of its first year, less worth beside the bill [money]."""
    supply_kw: Floats
    """Power to the meter in each step of the first year [kW]. With a battery: generation after
    charge and discharge, as dispatched on one load that is then held; negative where it charges
    from the grid."""
    credit_per_kwh: Floats
    """Worth of an exported kilowatt-hour up to its period's import [money/kWh], by period."""
    surplus_per_kwh: Floats
    """Worth of export beyond it, at most the credit [money/kWh], by period."""

    def __post_init__(self) -> None:
        checked_amount("capex", self.capex, least=0.0)
        checked_amount("present_cost", self.present_cost)
        checked_amount("yearly_cost", self.yearly_cost)
        checked_row("supply_kw", self.supply_kw, len(self.supply_kw), least=-np.inf)
        for name in ("credit_per_kwh", "surplus_per_kwh"):
            checked_row(name, getattr(self, name), len(self.credit_per_kwh))
        if (self.surplus_per_kwh > self.credit_per_kwh).any():
            allowed = message("at most the credit of the same period")
            raise InputError.of("surplus_per_kwh", self.name, allowed=allowed)


@dataclass(frozen=True, kw_only=True)
class Years:
    """The years of the horizon, alike ones together."""

    discounted: Floats
    """Worth in year 0 of one unit of money on the bill of the first year, with the growth of
    tariffs and the tax on it, summed over the years each entry stands for."""
    count: Floats
    """Years each entry stands for; the first entry holds the first year."""
    supply_fraction: Floats
    """Output of the plants over that of their first year."""

    def __post_init__(self) -> None:
        for name in ("discounted", "count", "supply_fraction"):
            checked_row(name, getattr(self, name), len(self.count))
        if not len(self.count) or not self.count.min() > 0:
            raise InputError.of("count", self.count, allowed=message("above 0 in every entry"))


def checked_row(field: str, values: Floats, length: int, *, least: float = 0.0) -> None:
    """Refuse a row of another length, or with a value that is missing, infinite or too small.

    Raises
    ------
    InputError
        Naming the field.

    Examples
    --------
    >>> checked_row("supply_kw", np.array([0.0, 3.5]), 2)
    """
    allowed = message("{length} finite values of at least {least}", length=length, least=least)
    if values.shape != (length,):
        raise InputError.of(field, values.shape, allowed=allowed)
    wrong = ~(np.isfinite(values) & (values >= least))
    if wrong.any():
        raise InputError.of(field, float(values[wrong][0]), allowed=allowed)
