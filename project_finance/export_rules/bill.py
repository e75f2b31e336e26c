"""A year's energy bill by month, once import, export and the worth of a credit are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message

if TYPE_CHECKING:
    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note
    from project_finance.tariffs import Tariff

_ENERGIES = message("finite energies of at least 0 kWh")
_PRICES = message("finite prices of at least 0 per kWh")


@dataclass(frozen=True, kw_only=True)
class Bill:
    """What energy over the meter costs, month by month and over the whole period."""

    monthly: pd.DataFrame
    """Index ``month``; columns import_kwh, export_kwh, credited_kwh, surplus_kwh [kWh],
    energy_cost, credit_value, surplus_income, net_cost [money], and the names of `parts`."""
    import_kwh: float
    """Energy bought [kWh]."""
    export_kwh: float
    """Energy delivered to the grid [kWh]; credited and surplus together."""
    credited_kwh: float
    """Export set against the same month's import [kWh]."""
    surplus_kwh: float
    """Export beyond the same month's import [kWh]."""
    energy_cost: float
    """Import at the full price of each hour, contribution included, and the fixed charge of each
    month [money]; the sum of `parts` if any."""
    credit_value: float
    """Taken off the bill for credited energy [money]."""
    surplus_income: float
    """Paid for surplus energy [money]."""
    net_cost: float
    """energy_cost - credit_value - surplus_income [money]; negative where the mine earns."""
    currency: str
    """Currency of the tariff."""
    parts: tuple[str, ...] = ()
    """Charges that make up energy_cost where power is charged too: columns of `monthly`."""
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

    With a spot price by hour the surplus is the energy exported after the month's export has
    passed the month's import, each step at its own price. Where the price differs by hour an import
    costs that of its hour, and a credit is worth the mean of the month's exported hours.

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
    factors = tariff.price_factor_by_hour
    priced = energy if factors is None else _priced_by_month(import_kwh, export_kwh, tariff)
    credited = energy.min(axis=1) if credits_exports else energy["export_kwh"] * 0.0
    surplus = energy["export_kwh"] - credited
    income = surplus * 0.0
    if credits_exports:
        income = _surplus_income(export_kwh, energy["import_kwh"], surplus, tariff)
    monthly = energy.assign(
        credited_kwh=credited,
        surplus_kwh=surplus,
        energy_cost=priced["import_kwh"] * tariff.price_per_kwh + tariff.fixed_per_month,
        credit_value=credited * credit_per_kwh * _over(priced["export_kwh"], energy["export_kwh"]),
        surplus_income=income,
    )
    monthly["net_cost"] = (
        monthly["energy_cost"] - monthly["credit_value"] - monthly["surplus_income"]
    )
    totals: dict[str, Any] = {str(name): float(total) for name, total in monthly.sum().items()}
    return Bill(monthly=monthly, currency=tariff.currency, **totals)


def _priced_by_month(import_kwh: pd.Series, export_kwh: pd.Series, tariff: Tariff) -> pd.DataFrame:
    """Return both energies by month, each hour counted by its price over the mean."""
    factors = tariff.price_factors(pd.DatetimeIndex(import_kwh.index))
    return _energy_by_month(import_kwh * factors, export_kwh * factors)


def _over(priced: pd.Series, plain: pd.Series) -> pd.Series:
    """Return the mean factor of each month; 1 where there is no energy."""
    return (priced / plain.where(plain > 0)).fillna(1.0)


def _surplus_income(
    export_kwh: pd.Series, month_import_kwh: pd.Series, surplus_kwh: pd.Series, tariff: Tariff
) -> pd.Series:
    """Return what each month's surplus is paid: at one price, or step by step at the spot's."""
    spot = tariff.spot_price_by_hour
    if spot is None:
        return surplus_kwh * (tariff.spot_price_per_kwh or 0.0)
    if not _checked("spot_price_by_hour", spot, _PRICES).equals(export_kwh.index):
        allowed = message("the same times as export_kwh")
        raise InputError.of("spot_price_by_hour", f"{len(spot)} values", allowed=allowed)
    month = _months(pd.DatetimeIndex(export_kwh.index))
    beyond = export_kwh.groupby(month).cumsum() - month_import_kwh.reindex(month).to_numpy()
    surplus_by_step = np.minimum(export_kwh, beyond.clip(lower=0.0))
    income: pd.Series = (surplus_by_step * spot).groupby(month).sum()
    return income


def _months(times: pd.DatetimeIndex) -> pd.PeriodIndex:
    """Return the calendar month of each time on its own clock."""
    return times.tz_localize(None).to_period("M").rename("month")


def _energy_by_month(import_kwh: pd.Series, export_kwh: pd.Series) -> pd.DataFrame:
    """Return both energies summed by calendar month of their own clock."""
    times = _checked("import_kwh", import_kwh, _ENERGIES)
    if not times.equals(_checked("export_kwh", export_kwh, _ENERGIES)):
        allowed = message("the same times as import_kwh")
        raise InputError.of("export_kwh", f"{len(export_kwh)} values", allowed=allowed)
    clock = times.tz_localize(None).to_numpy().astype("datetime64[M]")
    firsts, of_step = np.unique(clock, return_inverse=True)
    months = _months(pd.DatetimeIndex(firsts.astype("datetime64[s]")))
    sums = {
        str(name): np.bincount(of_step, energy.to_numpy(dtype=float), len(months))
        for name, energy in {"import_kwh": import_kwh, "export_kwh": export_kwh}.items()
    }
    return pd.DataFrame(sums, index=months)


def _checked(field: str, values: pd.Series, allowed_values: Message) -> pd.DatetimeIndex:
    """Return the times of a series if every value is finite and at least zero."""
    times = values.index
    if not isinstance(times, pd.DatetimeIndex) or times.empty:
        allowed = message("a series indexed by time, at least one step long")
        raise InputError.of(field, f"index of {type(times).__name__}", allowed=allowed)
    wrong = ~(np.isfinite(values) & (values >= 0)).to_numpy()
    if wrong.any():
        value = f"{values[wrong].iloc[0]} at {times[wrong][0]}"
        raise InputError.of(field, value, allowed=allowed_values)
    return times
