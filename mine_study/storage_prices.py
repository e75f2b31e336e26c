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
OF_POWER = (
    ("generation_in_peak_per_kw", "distribution_in_peak_per_kw"),
    ("generation_peak_per_kw", "distribution_peak_per_kw"),
)
"""Prices that a lower highest power saves, with one and with two registers of power."""


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
        return np.full(len(times), tariff.price_per_kwh)
    prices = terms.tariff.prices
    if ENERGY in prices:
        return np.full(len(times), prices[ENERGY])
    peak = is_peak(times, terms.rules.power, public_holidays(terms.rules.country, times))
    return np.where(peak, prices[PEAK], prices[OFF_PEAK])


def power_price_per_kw(tariff: Tariff) -> float:
    """Return what a kilowatt of a month's highest hour costs [money/kW]; 0 where none is charged.

    As for a user who is present in the peak.
    """
    if tariff.power is None:
        return 0.0
    prices = tariff.power.tariff.prices
    return sum(prices.get(name, 0.0) for names in OF_POWER for name in names)
