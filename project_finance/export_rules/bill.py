"""A year's energy bill by month, once import, export and the worth of a credit are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from equipment_catalog.errors import InputError
from equipment_catalog.messages import message
from project_finance.timeline.calendar_months import calendar_months

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from equipment_catalog.messages import Message
    from equipment_catalog.notes import Note
    from project_finance.tariffs import Tariff
    from project_finance.timeline.calendar_months import CalendarMonths

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
    times = _common_times(import_kwh, export_kwh)
    months, factors = calendar_months(times), tariff.price_factors(times)
    bought_kwh, sold_kwh = import_kwh.to_numpy(dtype=float), export_kwh.to_numpy(dtype=float)
    bought, sold = months.sums(bought_kwh), months.sums(sold_kwh)
    credited = np.minimum(bought, sold) if credits_exports else np.zeros_like(sold)
    surplus = sold - credited
    cost = months.sums(bought_kwh * factors) * tariff.price_per_kwh + tariff.fixed_per_month
    credit = credited * credit_per_kwh * _over(months.sums(sold_kwh * factors), sold)
    income = np.zeros_like(sold)
    if credits_exports:
        income = _surplus_income(export_kwh, months, bought, surplus, tariff)
    lines = {
        "import_kwh": bought,
        "export_kwh": sold,
        "credited_kwh": credited,
        "surplus_kwh": surplus,
        "energy_cost": cost,
        "credit_value": credit,
        "surplus_income": income,
        "net_cost": cost - credit - income,
    }
    totals: dict[str, Any] = {name: float(line.sum()) for name, line in lines.items()}
    monthly = pd.DataFrame(lines, index=months.names)
    return Bill(monthly=monthly, currency=tariff.currency, **totals)


def _over(priced: NDArray[np.float64], plain: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean factor of each month; 1 where there is no energy."""
    return np.divide(priced, plain, out=np.ones_like(plain), where=plain > 0)


def _surplus_income(
    export_kwh: pd.Series,
    months: CalendarMonths,
    month_import_kwh: NDArray[np.float64],
    surplus_kwh: NDArray[np.float64],
    tariff: Tariff,
) -> NDArray[np.float64]:
    """Return what each month's surplus is paid: at one price, or step by step at the spot's."""
    spot = tariff.spot_price_by_hour
    if spot is None:
        return surplus_kwh * (tariff.spot_price_per_kwh or 0.0)
    if not _checked("spot_price_by_hour", spot, _PRICES).equals(export_kwh.index):
        allowed = message("the same times as export_kwh")
        raise InputError.of("spot_price_by_hour", f"{len(spot)} values", allowed=allowed)
    beyond = export_kwh.groupby(months.of_step).cumsum() - month_import_kwh[months.of_step]
    surplus_by_step = np.minimum(export_kwh, beyond.clip(lower=0.0))
    income: NDArray[np.float64] = (surplus_by_step * spot).groupby(months.of_step).sum().to_numpy()
    return income


def _common_times(import_kwh: pd.Series, export_kwh: pd.Series) -> pd.DatetimeIndex:
    """Return the times of both energies if they are the same."""
    times = _checked("import_kwh", import_kwh, _ENERGIES)
    if not times.equals(_checked("export_kwh", export_kwh, _ENERGIES)):
        allowed = message("the same times as import_kwh")
        raise InputError.of("export_kwh", f"{len(export_kwh)} values", allowed=allowed)
    return times


def _checked(field: str, values: pd.Series, allowed_values: Message) -> pd.DatetimeIndex:
    """Return the times of a series if every value is finite and at least zero."""
    times = values.index
    if not isinstance(times, pd.DatetimeIndex) or times.empty:
        allowed = message("a series indexed by time, at least one step long")
        raise InputError.of(field, f"index of {type(times).__name__}", allowed=allowed)
    amounts = values.to_numpy(dtype=float)
    wrong = ~(np.isfinite(amounts) & (amounts >= 0))
    if wrong.any():
        value = f"{amounts[wrong][0]} at {times[wrong][0]}"
        raise InputError.of(field, value, allowed=allowed_values)
    return times
