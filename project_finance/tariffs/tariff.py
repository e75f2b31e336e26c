"""What a kilowatt-hour costs, by component, by hour, and with what beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.amounts import checked_amount

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from equipment_catalog.notes import Note
    from project_finance.grid_rules.power_settlement import PowerTerms

COMPONENTS = (
    "generation",
    "transmission",
    "distribution",
    "commercialisation",
    "restrictions",
    "losses",
)


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """The price of energy from the grid, divided into its regulated components where known."""

    name: str
    """Key of the sheet, or what the price was taken from."""
    currency: str
    """Currency of every price, for example COP."""
    generation: float = 0.0
    """G [money/kWh]."""
    transmission: float = 0.0
    """T [money/kWh]."""
    distribution: float = 0.0
    """D [money/kWh]."""
    commercialisation: float = 0.0
    """Cv, the variable part of C [money/kWh]."""
    restrictions: float = 0.0
    """R [money/kWh]."""
    losses: float = 0.0
    """PR [money/kWh]."""
    undivided: float = 0.0
    """Price of which no components are known [money/kWh]; zero on a regulated sheet."""
    contribution_fraction: float = 0.0
    """Surcharge on consumption; in Colombia 0.20, or 0 where the activity is exempt."""
    spot_price_per_kwh: float | None = None
    """Mean hourly spot price for surplus energy [money/kWh]; None where it is not known."""
    spot_price_by_hour: pd.Series | None = field(default=None, compare=False)
    """Spot price on the times of the energies [money/kWh]; stands before the mean where given."""
    price_factor_by_hour: pd.Series | None = field(default=None, compare=False)
    """Where the price differs by hour: on the times of the energies, what each hour costs over the
    prices above, which are then the mean of today's demand; 1 in every hour where None."""
    fixed_per_month: float = 0.0
    """What every month costs whatever is bought [money/month]."""
    power: PowerTerms | None = field(default=None, compare=False)
    """Where power is charged too; `undivided` is then only the mean price of the energy."""
    behind_plant: Tariff | None = field(default=None, compare=False)
    """The prices that hold once a plant stands behind the meter; these where None."""
    valid_from: str | None = None
    """Month from which the sheet holds, as 2013-02; None where no sheet is known."""
    source: str
    """Where the components come from."""
    year: int
    """Year of the sheet or of the bills."""
    trust: str
    """The weakest trust word among its components."""
    notes: tuple[Note, ...] = ()
    """What was assumed on the way to these prices."""

    @property
    def unit_cost_per_kwh(self) -> float:
        """The sum of the components, in Colombia CU, without the contribution [money/kWh]."""
        return math.fsum(getattr(self, name) for name in (*COMPONENTS, "undivided"))

    @property
    def price_per_kwh(self) -> float:
        """What an imported kilowatt-hour costs with the contribution [money/kWh]."""
        return self.unit_cost_per_kwh * (1 + self.contribution_fraction)

    @property
    def is_divided(self) -> bool:
        """Whether the components are known."""
        return self.undivided == 0

    def price_factors(self, times: pd.DatetimeIndex) -> NDArray[np.float64]:
        """Return what each hour costs over `price_per_kwh`.

        Parameters
        ----------
        times
            Hours of the year that is billed; without a price by hour any times.

        Raises
        ------
        InputError
            If the tariff has a price by hour, but not of all of them.
        """
        if self.price_factor_by_hour is None:
            return np.ones(len(times))
        factors = self.price_factor_by_hour.reindex(times).to_numpy(dtype=np.float64)
        if not np.isfinite(factors).all():
            allowed = message("the hours of which the tariff has a price")
            raise InputError.of("times", f"{len(times)} times", allowed=allowed)
        return factors

    @property
    def with_plant(self) -> Tariff:
        """The tariff that holds once a plant stands behind the meter."""
        return self.behind_plant or self


def flat_tariff(price_per_kwh: float, currency: str, *, year: int) -> Tariff:
    """Return a tariff of which only the price on the bills is known; export rules need more.

    Parameters
    ----------
    price_per_kwh
        Price with all that is charged by the kilowatt-hour [money/kWh], above 0.
    currency
        Currency of the price.
    year
        Year of the bills.

    Raises
    ------
    InputError
        If the price is missing, zero or negative.

    Examples
    --------
    >>> flat_tariff(0.62, "PEN", year=2026).price_per_kwh
    0.62
    """
    price = checked_price("price_per_kwh", price_per_kwh)
    name = "bills"
    return Tariff(
        name=name, currency=currency, undivided=price, source=name, year=year, trust="computed"
    )


def checked_price(field: str, price: float) -> float:
    """Return a price if it is above zero.

    Raises
    ------
    InputError
        If it is missing, zero or negative.

    Examples
    --------
    >>> checked_price("price_per_kwh", 0.62)
    0.62
    """
    if checked_amount(field, price) <= 0:
        raise InputError.of(field, price, allowed=message("a price above 0 per kWh"))
    return float(price)
