"""What energy and power cost a battery hour by hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from project_finance.grid_rules.peak_hours import is_peak, public_holidays

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from project_finance.tariffs import Tariff

    Floats = npt.NDArray[np.float64]

ENERGY = "energy_per_kwh"
PEAK, OFF_PEAK = "energy_peak_per_kwh", "energy_offpeak_per_kwh"
OF_POWER = ("generation_", "distribution_")
"""How the names of prices of power begin."""
POWER_CHARGES = ("generation_charge", "distribution_charge")
"""What a bill charges for power."""


def energy_prices(tariff: Tariff, times: pd.DatetimeIndex) -> Floats:
    """Return the price of a bought kilowatt-hour in each hour [money/kWh].

    Parameters
    ----------
    tariff
        Of the meter.
    times
        Starts of the hours in local time.
    """
    terms = tariff.power
    if terms is None or terms.rules.power is None:
        return tariff.price_per_kwh * tariff.price_factors(times)
    prices = terms.tariff.prices
    if ENERGY in prices:
        return np.full(len(times), prices[ENERGY])
    peak = is_peak(times, terms.rules.power, public_holidays(terms.rules.country, times))
    return np.where(peak, prices[PEAK], prices[OFF_PEAK])


def charges_power(tariff: Tariff) -> bool:
    """Return whether a tariff asks for money by the highest power of a month."""
    if tariff.power is None:
        return False
    prices = tariff.power.tariff.prices
    return any(price > 0 and name.startswith(OF_POWER) for name, price in prices.items())


def power_price_per_kw(tariff: Tariff, import_kw: pd.Series[float]) -> float:
    """Return what the power of a year costs by the kilowatt of its highest hours [money/kW].

    It stands for the whole of a charge that presence in the peak and months before shape; only
    the bill tells what a lower highest hour saves. 0 where no power is charged.

    Parameters
    ----------
    tariff
        Of the meter.
    import_kw
        Of each hour of the year [kW].
    """
    if tariff.power is None or not charges_power(tariff):
        return 0.0
    monthly = tariff.power.charged(import_kw).monthly
    highest = float(monthly[["peak_kw", "offpeak_kw"]].max(axis=1).sum())
    charged = float(monthly[list(POWER_CHARGES)].to_numpy().sum())
    return charged / highest if highest > 0 else 0.0
