"""A year's energy bill by month, once import, export and the worth of a credit are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from equipment_catalog.notes import Note
    from project_finance.tariffs import Tariff


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What energy over the meter costs, month by month and over the whole period."""

    monthly: pd.DataFrame
    """Index ``month``; columns import_kwh, export_kwh, credited_kwh, surplus_kwh [kWh],
    energy_cost, credit_value, surplus_income, net_cost [money]."""
    import_kwh: float
    """Energy bought [kWh]."""
    export_kwh: float
    """Energy delivered to the grid [kWh]; credited and surplus together."""
    credited_kwh: float
    """Export set against the same month's import [kWh]."""
    surplus_kwh: float
    """Export beyond the same month's import [kWh]."""
    energy_cost: float
    """Import at the full price, contribution included [money]."""
    credit_value: float
    """Taken off the bill for credited energy [money]."""
    surplus_income: float
    """Paid for surplus energy [money]."""
    net_cost: float
    """energy_cost - credit_value - surplus_income [money]; negative where the mine earns."""
    currency: str
    """Currency of the tariff."""
    notes: tuple[Note, ...] = ()
    """What was assumed."""


def settle_by_month(
    import_kwh: pd.Series,
    export_kwh: pd.Series,
    tariff: Tariff,
    *,
    credit_per_kwh: float,
    credits_exports: bool,
) -> Bill:
    """Return the bill of a rule that closes every month and carries nothing over.

    Parameters
    ----------
    import_kwh, export_kwh
        Energy by time step on one index, each at least 0 [kWh]. A step belongs to the month of
        its label: label hours by start or centre, in local time.
    tariff
        Prices; an unknown spot price earns nothing, which the calling rule notes.
    credit_per_kwh
        Worth of a credited kilowatt-hour [money/kWh].
    credits_exports
        False where exports are neither credited nor paid.

    Raises
    ------
    InputError
        If the series are not on one index of times, or an energy is missing or negative.

    Examples
    --------
    >>> from project_finance.tariffs import flat_tariff
    >>> hours = pd.date_range("2026-01-31 22:00", periods=4, freq="h", tz="America/Lima")
    >>> bought, sold = pd.Series(10.0, index=hours), pd.Series(0.0, index=hours)
    >>> bill = settle_by_month(bought, sold, flat_tariff(0.5, "PEN", year=2026),
    ...                        credit_per_kwh=0.0, credits_exports=False)
    >>> bill.monthly["energy_cost"].to_list()
    [10.0, 10.0]
    """
    energy = _energy_by_month(import_kwh, export_kwh)
    credited = energy.min(axis=1) if credits_exports else energy["export_kwh"] * 0.0
    surplus = energy["export_kwh"] - credited
    spot = (tariff.spot_price_per_kwh or 0.0) if credits_exports else 0.0
    monthly = energy.assign(
        credited_kwh=credited,
        surplus_kwh=surplus,
        energy_cost=energy["import_kwh"] * tariff.price_per_kwh,
        credit_value=credited * credit_per_kwh,
        surplus_income=surplus * spot,
    )
    monthly["net_cost"] = (
        monthly["energy_cost"] - monthly["credit_value"] - monthly["surplus_income"]
    )
    totals: dict[str, Any] = {str(name): float(total) for name, total in monthly.sum().items()}
    return Bill(monthly=monthly, currency=tariff.currency, **totals)


def _energy_by_month(import_kwh: pd.Series, export_kwh: pd.Series) -> pd.DataFrame:
    """Return both energies summed by calendar month of their own clock."""
    times = _checked_energy("import_kwh", import_kwh)
    if not times.equals(_checked_energy("export_kwh", export_kwh)):
        allowed = message("the same times as import_kwh")
        raise InputError.of("export_kwh", f"{len(export_kwh)} values", allowed=allowed)
    energy = pd.DataFrame({"import_kwh": import_kwh, "export_kwh": export_kwh})
    return energy.groupby(times.tz_localize(None).to_period("M").rename("month")).sum()


def _checked_energy(field: str, energy_kwh: pd.Series) -> pd.DatetimeIndex:
    """Return the times of an energy series if every value is finite and at least zero."""
    times = energy_kwh.index
    if not isinstance(times, pd.DatetimeIndex) or times.empty:
        allowed = message("a series indexed by time, at least one step long")
        raise InputError.of(field, f"index of {type(times).__name__}", allowed=allowed)
    wrong = ~(np.isfinite(energy_kwh) & (energy_kwh >= 0))
    if wrong.any():
        when = energy_kwh.index[wrong.to_numpy()][0]
        value = f"{energy_kwh[wrong].iloc[0]} at {when}"
        raise InputError.of(field, value, allowed=message("finite energies of at least 0 kWh"))
    return times
