"""A fixed charge and a price of energy from twelve bills, where the bills show them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from equipment_catalog.tables import read_fact

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_FACTS = ("project_finance", "grid_rules/bill_fit.csv")
_UNKNOWNS = 2


@dataclass(frozen=True, kw_only=True)
class BillFit:
    """The straight line of amount over energy, by least squares."""

    fixed_per_month: float
    """What a month without any energy would cost [money]; 0 where the bills show none."""
    price_per_kwh: float
    """What one more kilowatt-hour costs [money/kWh]; the mean price where there is no charge."""
    fixed_sigma: float
    """Standard error of the fixed charge of the line, taken or not [money]."""
    mean_amount: float
    """Of a month [money]."""
    residual_fraction: float
    """Root mean square of what the line misses, over the mean amount."""
    spread_fraction: float
    """Largest less least energy of a month, over the mean."""

    @property
    def has_fixed_charge(self) -> bool:
        """Whether the bills show a fixed charge."""
        return self.fixed_per_month > 0


def fit_bills(energy_kwh: ArrayLike, amount: ArrayLike) -> BillFit:
    """Return the fixed charge and the price of energy that bills show; else their mean price.

    A charge is taken only where the months differ enough, the line misses little, and the charge
    is no trifle and many times its standard error: a price that rises through the year, or months
    alike, must not be read as a charge that no measure saves.

    Parameters
    ----------
    energy_kwh
        Energy of each month, at least three of them [kWh].
    amount
        Amount of each, reactive energy apart [money].

    Raises
    ------
    InputError
        If a value is missing or negative, there are fewer than three, or no energy at all.

    Notes
    -----
    The limits are our judgement: ``grid_rules/bill_fit.csv``.

    Examples
    --------
    Bills of 50 a month and 0.5 a kilowatt-hour.

    >>> fit = fit_bills([100.0, 200.0, 300.0, 400.0], [100.0, 150.0, 200.0, 250.0])
    >>> round(fit.fixed_per_month, 6), round(fit.price_per_kwh, 6)
    (50.0, 0.5)
    """
    energy, paid = _checked(energy_kwh, amount)
    mean_kwh, mean_paid = float(energy.mean()), float(paid.mean())
    away = energy - mean_kwh
    scatter = float(away @ away)
    slope = float(away @ paid) / scatter if scatter > 0 else 0.0
    fixed = mean_paid - slope * mean_kwh
    missed = paid - fixed - slope * energy
    variance = float(missed @ missed) / (energy.size - _UNKNOWNS)
    sigma = (
        float(np.sqrt(variance * (1 / energy.size + mean_kwh**2 / scatter)))
        if scatter > 0
        else np.inf
    )
    line = BillFit(
        mean_amount=mean_paid,
        fixed_per_month=fixed,
        price_per_kwh=slope,
        fixed_sigma=sigma,
        residual_fraction=float(np.sqrt((missed @ missed) / energy.size)) / mean_paid,
        spread_fraction=float(np.ptp(energy)) / mean_kwh,
    )
    return line if _is_good(line) else _mean_price(line, float(paid.sum() / energy.sum()))


def _is_good(line: BillFit) -> bool:
    """Tell whether a line may be taken for a charge and a price."""
    times, fraction, least, most = (
        read_fact(*_FACTS, key).value
        for key in (
            "fixed_over_sigma",
            "least_fixed_fraction",
            "least_spread_fraction",
            "most_residual_fraction",
        )
    )
    trifle = fraction * line.mean_amount
    believed = max(times * line.fixed_sigma, trifle)
    return (
        believed < line.fixed_per_month < line.mean_amount - trifle
        and line.spread_fraction >= least
        and line.residual_fraction <= most
    )


def _mean_price(line: BillFit, price_per_kwh: float) -> BillFit:
    """Return that all of the bills is the price of their energy."""
    return replace(line, fixed_per_month=0.0, price_per_kwh=price_per_kwh)


def _checked(
    energy_kwh: ArrayLike, amount: ArrayLike
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    """Return both as arrays if they are whole."""
    pair = tuple(np.asarray(values, dtype=np.float64).ravel() for values in (energy_kwh, amount))
    for field, values in zip(("energy_kwh", "amount"), pair, strict=True):
        if values.size <= _UNKNOWNS or not (np.isfinite(values) & (values >= 0)).all():
            allowed = message("at least three finite values of at least 0")
            raise InputError.of(field, f"{values.size} values", allowed=allowed)
        if not values.any():
            raise InputError.of(field, 0.0, allowed=message("above 0 in some month"))
    if pair[0].size != pair[1].size:
        allowed = message("as many amounts as energies")
        raise InputError.of("amount", f"{pair[1].size} values", allowed=allowed)
    return pair
