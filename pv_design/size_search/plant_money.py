"""What energy is worth, what plants cost and how long they last, as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class ExportRegime:
    """What exports are worth to plants up to an inverter power."""

    most_ac_kw: float
    """Largest inverter power of the regime [kW]; infinite where nothing ends it."""
    credit_per_kwh: float | Floats
    """Worth of an export up to the settlement's import: one, or one a settlement [money/kWh]."""
    surplus_per_kwh: float | Floats
    """Worth of the rest [money/kWh]."""


@dataclass(frozen=True, kw_only=True)
class PlantCosts:
    """Costs of a plant as plain numbers, in one currency."""

    capital_per_dc_kw: float
    """What grows with the modules [money/kW]."""
    capital_per_ac_kw: float = 0.0
    """What grows with the inverters [money/kW]."""
    capital_per_inverter: float = 0.0
    """What each inverter costs besides its power: to mount, to protect, to connect [money]."""
    capital_fixed: float = 0.0
    """What any plant costs however small; no plant costs nothing [money]."""
    yearly_per_dc_kw: float = 0.0
    """Operation and maintenance [money/kW a year]."""
    yearly_fixed: float = 0.0
    """Operation and maintenance of any plant [money a year]."""
    renewal_per_ac_kw: float = 0.0
    """Present worth of the inverters that are bought again [money/kW]."""

    def __post_init__(self) -> None:
        for field, value in vars(self).items():
            require_amount(field, value)

    def capital(self, dc_kw: Floats, ac_kw: Floats, inverters: Floats | float = 0.0) -> Floats:
        """Return what plants cost to build; 0 where there is none.

        Parameters
        ----------
        dc_kw, ac_kw
            Power of modules and inverters [kW].
        inverters
            Number of them; 0 for a size that is not built of whole ones yet.

        Examples
        --------
        >>> costs = PlantCosts(
        ...     capital_per_dc_kw=900.0, capital_per_inverter=50.0, capital_fixed=500.0
        ... )
        >>> costs.capital(np.array([0.0, 10.0]), np.array([0.0, 8.0]), np.array([0, 2])).tolist()
        [0.0, 9600.0]
        """
        grown = self.capital_per_dc_kw * dc_kw + self.capital_per_ac_kw * ac_kw
        grown = grown + self.capital_per_inverter * inverters
        return np.where(dc_kw > 0, self.capital_fixed + grown, 0.0)

    def yearly(self, dc_kw: Floats) -> Floats:
        """Return what plants cost a year; 0 where there is none."""
        return np.where(dc_kw > 0, self.yearly_fixed + self.yearly_per_dc_kw * dc_kw, 0.0)

    def renewals(self, ac_kw: Floats) -> Floats:
        """Return the present worth of the inverters that are bought again."""
        return np.asarray(self.renewal_per_ac_kw * ac_kw)


@dataclass(frozen=True, kw_only=True)
class Lifetime:
    """Years of a plant as plain numbers, one for each year."""

    saving_weights: Floats
    """Present worth of 1 of money saved at first-year prices."""
    cost_weights: Floats
    """Present worth of 1 of money spent at first-year prices."""
    energy_weights: Floats
    """Present worth of 1 kWh, for a levelised cost: the discount alone."""
    output_fractions: Floats
    """Output over that of the first year, above 0."""

    def __post_init__(self) -> None:
        for field, values in vars(self).items():
            least = np.nextafter(0.0, 1.0) if field == "output_fractions" else 0.0
            if (
                values.shape != self.output_fractions.shape
                or not ((values >= least) & np.isfinite(values)).all()
            ):
                allowed = message("a number for each year, 0 or more, and output above 0")
                raise InputError.of(field, str(values), allowed=allowed)

    @classmethod
    def of(
        cls,
        years: int,
        *,
        discount_rate: float,
        degradation_fraction: float = 0.0,
        price_growth_fraction: float = 0.0,
        cost_growth_fraction: float = 0.0,
        idle_years: float = 0.0,
    ) -> Lifetime:
        """Return growing costs and prices and an output that falls by a share of the first.

        Parameters
        ----------
        years
            Years, 1 or more; each year's money falls at its end.
        discount_rate
            Fraction a year, above -1.
        degradation_fraction
            Loss of output a year, as a fraction of the first year's output.
        price_growth_fraction
            Growth of all energy prices a year.
        cost_growth_fraction
            Growth of the costs of operation a year.
        idle_years
            Before the first day of operation, out of the years; the age counts from that day.

        Raises
        ------
        InputError
            If a number is outside its range, or the output would reach 0.

        Examples
        --------
        >>> Lifetime.of(2, discount_rate=0.25, degradation_fraction=0.5).output_fractions.tolist()
        [1.0, 0.5]
        >>> Lifetime.of(3, discount_rate=0.0, idle_years=1.5).cost_weights.tolist()
        [0.0, 0.5, 1.0]
        """
        least = {
            "years": (years, 1),
            "discount_rate": (discount_rate, np.nextafter(-1, 0)),
            "degradation_fraction": (degradation_fraction, 0),
            "price_growth_fraction": (price_growth_fraction, -1),
            "cost_growth_fraction": (cost_growth_fraction, -1),
            "idle_years": (idle_years, 0),
        }
        for field, (value, bound) in least.items():
            if not bound <= value < np.inf:
                allowed = message("a number of {least:g} or more", least=bound)
                raise InputError.of(field, value, allowed=allowed)
        past = np.arange(years, dtype=np.float64)
        there, age = _there_and_age(past, idle_years)
        output = np.asarray(1 - degradation_fraction * age, dtype=np.float64)
        if not output[-1] > 0:
            allowed = message("so little that the last year still gives something")
            raise InputError.of("degradation_fraction", degradation_fraction, allowed=allowed)
        discount = np.power(1 + discount_rate, -(past + 1.0), dtype=np.float64)
        return cls(
            saving_weights=there * discount * (1 + price_growth_fraction) ** past,
            cost_weights=there * discount * (1 + cost_growth_fraction) ** past,
            energy_weights=there * discount,
            output_fractions=output,
        )


def _there_and_age(past: Floats, idle_years: float) -> tuple[Floats, Floats]:
    """Return the part of each year that a plant works, and its mean whole years of age in it."""
    there = np.clip(past + 1 - idle_years, 0.0, 1.0)
    whole = np.floor(idle_years)
    part = idle_years - whole
    older = np.clip(past - whole, 0.0, None)
    return there, np.where(there < 1, 0.0, older - part)


def by_settlement(field: str, value: float | Floats, count: int) -> Floats:
    """Return a worth for each settlement.

    Raises
    ------
    InputError
        If there is neither one nor one for each, or one is negative or missing.

    Examples
    --------
    >>> by_settlement("credit_per_kwh", 0.2, 2).tolist()
    [0.2, 0.2]
    """
    array = np.asarray(value, dtype=float)
    if array.shape not in {(), (count,)} or not (np.isfinite(array) & (array >= 0)).all():
        allowed = message("a number of 0 or more, or one for each of {count}", count=count)
        raise InputError.of(field, str(value), allowed=allowed)
    return np.broadcast_to(array, count)


def require_amount(field: str, value: float) -> None:
    """Refuse what is no amount.

    Raises
    ------
    InputError
        If it is negative, infinite or missing.

    Examples
    --------
    >>> require_amount("capital_fixed", 0.0)
    """
    if not 0 <= value < np.inf:
        raise InputError.of(field, value, allowed=message("a number of 0 or more"))
